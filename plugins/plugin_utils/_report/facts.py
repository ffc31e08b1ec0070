# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Certificate, records, waits and warnings of a report; pure."""

from __future__ import annotations

import datetime
import typing as t

from .._duration import duration
from .words import BAD, NONE, OK, WARN, Said, date, day, plural, share

State = t.Mapping[str, t.Any]

STATUSES = {"ISSUED": OK, "PENDING_VALIDATION": WARN}
# ACM begins to renew 60 days before the end (ACM-06): half of that later somebody should ask why it has not.
RENEWED_DAYS = 30
NOT_RENEWED = "ACM renews earlier by itself, while its validation records stand in DNS and it is in use."
SHORT = 1.0  # percent


def certificate(facts: State, *, today: datetime.date) -> dict[str, t.Any] | None:
    """Return names, dates and state of the certificate: as ACM tells it, else as it was served."""
    held, served = facts["certificate"], facts["probe"].get("certificate") or {}
    if not held and not served:
        return None
    said = _state(held, served)
    start, end = date(held.get("not_before")), date(held.get("not_after") or served.get("not_after"))
    pairs: list[tuple[str, list[t.Any]]] = [
        ("Names", held.get("subject_alternative_names") or served.get("subject_alternative_names") or []),
        ("Valid", [f"until {day(end)}"] if end and not start else []),
        ("Issuer", [served.get("issuer")]),
        ("Key", [held.get("key_algorithm")]),
        ("ARN", [held.get("certificate_arn")]),
    ]
    return {
        **said._asdict(),
        "life": _life(start, end, today),
        "facts": [_fact(name, values) for name, values in pairs if any(values)],
    }


def _fact(name: str, values: list[t.Any]) -> dict[str, t.Any]:
    return {"name": name, "values": [str(one) for one in values], "code": name == "ARN"}


def _state(held: State, served: State) -> Said:
    status = str(held.get("status") or "")
    if held and status != "ISSUED":
        return Said(STATUSES.get(status, BAD), status.capitalize().replace("_", " "))
    days = served.get("days_left")
    if days is None:
        return Said(OK, "Issued")
    return Said(OK if days > RENEWED_DAYS else WARN, f"{plural(days, 'day')} left")


def aging(probe: State) -> str:
    """Return how the certificate that was served looks by the days that it has left."""
    served = probe.get("certificate") or {}
    return WARN if served.get("days_left", RENEWED_DAYS + 1) <= RENEWED_DAYS else NONE


def _life(start: datetime.date | None, end: datetime.date | None, today: datetime.date) -> dict[str, t.Any] | None:
    if not start or not end:
        return None
    return {"gone": share((today - start).days, (end - start).days), "start": day(start), "end": day(end)}


def records(facts: State) -> list[dict[str, str]]:
    """Return the records of the site, then those that prove the names of its certificate."""
    found = []
    for record in facts["records"]:
        alias = record.get("alias")
        value = alias["dns_name"] if alias else ", ".join(record.get("values") or [])
        note = "alias" if alias else f"{record['ttl']} s" if record.get("ttl") is not None else ""
        found.append({"name": record["name"], "type": record["type"], "value": value, "note": note})
    for record in facts["certificate"].get("validation_records") or []:
        value, name = str(record["value"]).rstrip("."), str(record["name"]).rstrip(".")
        found.append({"name": name, "type": record["type"], "value": value, "note": "validation"})
    return found


def waits(facts: State) -> dict[str, t.Any] | None:
    """Return the waits of the run one after the other, on a scale of all of them."""
    known = [wait for wait in facts["waits"] if wait.get("seconds") is not None]
    total = sum(wait["seconds"] for wait in known)
    if not known:
        return None
    found, gone = [], 0.0
    for wait in known:
        # A moment has to be seen, too, and within the scale.
        length = max(share(wait["seconds"], total), SHORT)
        start = min(share(gone, total), 100.0 - length)
        usual = wait.get("usual") or ""
        time = duration(wait["seconds"])
        found.append({"what": wait["what"], "usual": usual, "start": start, "length": length, "text": time})
        gone += wait["seconds"]
    return {"items": found, "total": duration(total)}


def notes(facts: State) -> list[dict[str, str]]:
    """Return what somebody has to look at, the problems first, each text once."""
    problems = [Said(BAD, str(text)) for text in facts["probe"].get("problems", [])]
    warnings = [Said(WARN, str(text)) for text in facts["warnings"]]
    if aging(facts["probe"]) == WARN:
        days = facts["probe"]["certificate"]["days_left"]
        warnings.append(Said(WARN, f"The certificate ends in {plural(days, 'day')}. {NOT_RENEWED}"))
    others = [Said(NONE, str(text)) for text in facts["probe"].get("notes", [])]
    return [said._asdict() for said in dict.fromkeys(problems + warnings + others)]


def verdict(facts: State, found: t.Sequence[State]) -> Said:
    """Return the whole report in a word or three."""
    problems = sum(note["tone"] == BAD for note in found)
    paths = facts["probe"].get("paths", [])
    if problems:
        return Said(BAD, plural(problems, "problem"))
    if found:
        return Said(WARN, plural(len(found), "warning"))
    if not paths:
        return Said(NONE, "Nothing requested yet")
    return Said(OK, "Served from the cache" if all(path["hit"] for path in paths) else "No problems")
