# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a report shows, ready for a template: texts, tones and lengths, with nothing left to decide; pure."""

from __future__ import annotations

import datetime
import statistics
import typing as t

from . import answers, chain, facts
from .words import NONE, milliseconds

State = t.Mapping[str, t.Any]

EMPTY: dict[str, t.Any] = {
    "probe": {},
    "bucket": {},
    "certificate": {},
    "distribution": {},
    "records": [],
    "waits": [],
    "warnings": [],
}
NOTHING = "–"


def view(given: State, *, now: datetime.datetime) -> dict[str, t.Any]:
    """Return the view of a site; all but ``domain`` may be missing or empty."""
    known = {"domain": str(given["domain"]), **{name: given.get(name) or empty for name, empty in EMPTY.items()}}
    probe, notes = known["probe"], facts.notes(known)
    return {
        "verdict": facts.verdict(known, notes)._asdict(),
        "checked": {"iso": f"{now:%Y-%m-%dT%H:%M:%SZ}", "text": f"{now.day} {now:%B %Y, %H:%M} UTC"},
        "edges": chain.edges(probe),
        "tiles": _tiles(known, notes),
        "nodes": chain.nodes(known),
        "links": chain.links(known),
        "notes": notes,
        "rows": answers.rows(probe),
        "headings": answers.HEADINGS,
        "lines": answers.lines(probe),
        "images": answers.images(probe),
        "certificate": facts.certificate(known, today=now.date()),
        "records": facts.records(known),
        "waits": facts.waits(known),
    }


def _tiles(known: State, notes: t.Sequence[State]) -> list[dict[str, str]]:
    paths = known["probe"].get("paths", [])
    hits, misses = _times(known["probe"], hit=True), _times(known["probe"], hit=False)
    days = (known["probe"].get("certificate") or {}).get("days_left")
    return [
        _tile("Paths from the cache", sum(path["hit"] for path in paths) if paths else None, f"of {len(paths)}"),
        _tile(
            "First byte from the cache",
            milliseconds(statistics.median(hits)) if hits else None,
            f"vs {milliseconds(statistics.median(misses))}" if misses else "",
        ),
        _tile("Certificate", days, "day left" if days == 1 else "days left", facts.aging(known["probe"])),
        _tile("Open warnings", len(notes), tone=notes[0]["tone"] if notes else NONE),
    ]


def _tile(name: str, value: t.Any, more: str = "", tone: str = NONE) -> dict[str, str]:
    if value is None:
        return {"name": name, "value": NOTHING, "more": "", "tone": NONE}
    return {"name": name, "value": str(value), "more": more, "tone": tone}


def _times(probe: State, *, hit: bool) -> list[float]:
    found = chain.answers_of(probe)
    return [one["seconds_to_first_byte"] for one in found if (one["cache"] == answers.HIT) is hit]
