# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A probe in lines for people; pure."""

from __future__ import annotations

import typing as t

State = t.Mapping[str, t.Any]


def summary(probe: State) -> list[str]:
    """Return the probe as a table, ready for printing."""
    lines = [f"https://{probe['domain']}  {_server(probe)}"]
    rows = [("path", "status", "cache", "miss ms", "hit ms", "location"), *map(_row, probe["paths"])]
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    for row in rows if probe["paths"] else []:
        lines.append("  ".join(text.ljust(width) for text, width in zip(row, widths, strict=True)).rstrip())
    if probe["redirect"] and probe["redirect"]["status"]:
        lines.append(
            f"http://{probe['domain']}  {probe['redirect']['status']} {probe['redirect']['location'] or ''}".rstrip()
        )
    for origin in probe["origins"]:
        verdict = "denied, as it should be" if origin["denied"] else "NOT DENIED"
        lines.append(
            f"{origin['url']}  {origin['status'] or 'no answer'}, {verdict if origin['status'] else 'unknown'}"
        )
    return [*lines, *(f"problem: {problem}" for problem in probe["problems"])]


def _server(probe: State) -> str:
    certificate = probe["certificate"]
    tls = next((one["tls_version"] for path in probe["paths"] for one in path["requests"]), None)
    days = f"certificate for {certificate['days_left']} more days" if certificate else ""
    return ", ".join(part for part in (probe["address"], tls, days) if part) or "no answer"


def _row(path: State) -> tuple[str, ...]:
    requests = path["requests"]
    if not requests:
        return (path["path"], "", "no answer", "", "", "")
    first, last = requests[0], requests[-1]
    results = [one["cache"] or "not CloudFront" for one in (first, last)]
    cache = results[0] if results[0] == results[1] else " -> ".join(results)
    return (
        path["path"],
        str(last["status"]),
        cache,
        _ms(requests, hit=False),
        _ms(requests, hit=True),
        last["pop"] or "",
    )


def _ms(requests: t.Sequence[State], *, hit: bool) -> str:
    seconds = [one["seconds_to_first_byte"] for one in requests if (one["cache"] == "Hit") is hit]
    return f"{1000 * seconds[-1 if hit else 0]:.0f}" if seconds else ""
