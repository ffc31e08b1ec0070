from __future__ import annotations

import typing as t
import unicodedata
from urllib.parse import unquote

State = t.Mapping[str, t.Any]

HEADINGS = ("path", "status", "cache", "miss ms", "hit ms", "location", "age", "encoding", "type", "cache-control")
# A certificate may hold a hundred names.
MOST_NAMES = 3


def summary(probe: State) -> list[str]:
    """Return the probe as a table, ready for printing."""
    lines = [f"https://{probe['domain']}  {_server(probe)}"]
    if probe["paths"]:
        lines += _table([HEADINGS, *map(_row, probe["paths"])])
    lines += [f"{name}  {_way(probe[key])}" for name, key in (("IPv6", "ipv6"), ("HTTP/2", "http2")) if probe[key]]
    if probe["redirect"] and probe["redirect"]["status"]:
        lines.append(
            f"http://{probe['domain']}  {probe['redirect']['status']} {probe['redirect']['location'] or ''}".rstrip()
        )
    for origin in probe["origins"]:
        verdict = "denied, as it should be" if origin["denied"] else "NOT DENIED"
        lines.append(
            f"{origin['url']}  {origin['status'] or 'no answer'}, {verdict if origin['status'] else 'unknown'}"
        )
    lines += _accepted(probe["paths"])
    lines += [f"note: {note}" for note in probe["notes"]]
    return [*lines, *(f"problem: {problem}" for problem in probe["problems"])]


def _accepted(paths: t.Iterable[State]) -> list[str]:
    """Return a line for each cause that is no problem; what to change does not matter then."""
    causes: dict[str, list[str]] = {}
    for path in paths:
        if path.get("accepted"):
            causes.setdefault(path["reason"].partition(". ")[0], []).append(_readable(path["path"]))
    more = {reason: f" and {len(named) - 1} more" if len(named) > 1 else "" for reason, named in causes.items()}
    return [f"accepted: {named[0]}{more[reason]}: {reason}" for reason, named in causes.items()]


def _table(rows: t.Sequence[tuple[str, ...]]) -> list[str]:
    widths = [max(_width(row[column]) for row in rows) for column in range(len(HEADINGS))]
    # What no path has is no column.
    shown = [column for column in range(len(HEADINGS)) if any(row[column] for row in rows[1:])]
    padded = ((row[column] + " " * (widths[column] - _width(row[column])) for column in shown) for row in rows)
    return ["  ".join(cells).rstrip() for cells in padded]


def _width(text: str) -> int:
    """Return how many columns a terminal gives a text: two for wide letters, none for accents that stand apart."""
    wide = sum(unicodedata.east_asian_width(letter) in "WF" for letter in text)
    return len(text) + wide - sum(unicodedata.combining(letter) > 0 for letter in text)


def _server(probe: State) -> str:
    certificate = probe["certificate"]
    tls = next((one["tls_version"] for path in probe["paths"] for one in path["requests"]), None)
    days = ""
    if certificate:
        names = certificate["subject_alternative_names"]
        more = f" and {len(names) - MOST_NAMES} more" if len(names) > MOST_NAMES else ""
        of = f" of {', '.join(names[:MOST_NAMES])}{more}" if names else ""
        days = f"certificate{of} for {certificate['days_left']} more days"
    return ", ".join(part for part in (probe["address"] or probe.get("proxy"), tls, days) if part) or "no answer"


def _way(found: State) -> str:
    negotiated = found.get("negotiated")
    agreed = {None: found.get("address"), "HTTP/2": "agreed on"}.get(negotiated, f"not agreed on, {negotiated} instead")
    said = ", ".join(str(part) for part in (agreed, found["status"], found["cache"]) if part)
    return str(found.get("problem") or found["note"] or said)


def _row(path: State) -> tuple[str, ...]:
    requests = path["requests"]
    name = _readable(path["path"])
    if not requests:
        return (name, "", "no answer", *[""] * (len(HEADINGS) - 3))
    first, last = requests[0], requests[-1]
    results = [one["cache"] or "not CloudFront" for one in (first, last)]
    return (
        name,
        str(last["status"]),
        results[0] if results[0] == results[1] else " -> ".join(results),
        _ms(requests, hit=False),
        _ms(requests, hit=True),
        last["pop"] or "",
        "" if last["age"] is None else str(last["age"]),
        last["content_encoding"] or "",
        (last["content_type"] or "").partition(";")[0],
        last["cache_control"] or "",
    )


def _readable(path: str) -> str:
    """Return a path as people write it, where that is good for printing."""
    plain = unquote(path)
    return plain if plain.isprintable() and "\N{REPLACEMENT CHARACTER}" not in plain else path


def _ms(requests: t.Sequence[State], *, hit: bool) -> str:
    seconds = [one["seconds_to_first_byte"] for one in requests if (one["cache"] == "Hit") is hit]
    return f"{1000 * seconds[-1 if hit else 0]:.0f}" if seconds else ""
