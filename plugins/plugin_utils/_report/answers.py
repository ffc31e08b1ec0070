# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The answers of a report: a row for each path, with bars for the times to the first byte, and the images; pure."""

from __future__ import annotations

import typing as t

from .chain import answers_of
from .words import BAD, NONE, OK, WARN, milliseconds, plural, share, size

State = t.Mapping[str, t.Any]

HIT = "Hit"
# What a cache says that has what it shall have.
TONES = {HIT: OK, "RefreshHit": WARN, "Error": BAD}
BASE64_CHARACTERS, BASE64_BYTES = 4, 3


def rows(probe: State) -> list[dict[str, t.Any]]:
    """Return a row for each path; all bars have the same scale."""
    longest = max((answer["seconds_to_first_byte"] for answer in answers_of(probe)), default=0.0)
    return [_row(path, longest) for path in probe.get("paths", [])]


def _row(path: State, longest: float) -> dict[str, t.Any]:
    answers = path["requests"]
    last = answers[-1] if answers else {}
    is_bad = not answers or bool(path["reason"])
    trouble = NONE if path.get("accepted") else BAD
    return {
        "path": path["path"],
        "status": str(last.get("status") or "–"),
        "status_tone": NONE if not answers or last["status"] < 300 else trouble,  # noqa: PLR2004 - HTTP's own classes
        "results": _results(answers),
        "bars": _bars(answers, longest),
        "pop": last.get("pop") or "",
        "content": _content(last),
        "reason": path["reason"] if is_bad else None,
        "tone": NONE if path.get("accepted") else WARN if answers and last["status"] < 300 else BAD,  # noqa: PLR2004
        "about": _about(answers),
        "answers": [_answer(answer) for answer in answers],
    }


def _results(answers: t.Sequence[State]) -> list[dict[str, str]]:
    """Return what the cache said first and last, once when it is the same."""
    if not answers:
        return [{"tone": BAD, "text": "no answer"}]
    said = [answer["cache"] or "not CloudFront" for answer in (*answers[:1], *answers[-1:])]
    return [{"tone": TONES.get(one, NONE), "text": one} for one in dict.fromkeys(said)]


def _bars(answers: t.Sequence[State], longest: float) -> list[dict[str, t.Any]]:
    misses = [answer["seconds_to_first_byte"] for answer in answers if answer["cache"] != HIT][:1]
    hits = [answer["seconds_to_first_byte"] for answer in answers if answer["cache"] == HIT][-1:]
    pairs = [("miss", seconds) for seconds in misses] + [("hit", seconds) for seconds in hits]
    return [{"kind": kind, "length": share(seconds, longest), "text": milliseconds(seconds)} for kind, seconds in pairs]


def _content(answer: State) -> str:
    kind = str(answer.get("content_type") or "").partition(";")[0]
    length = answer.get("content_length")
    return ", ".join(part for part in (kind, size(length) if length is not None else "") if part)


def _about(answers: t.Sequence[State]) -> str:
    if not answers:
        return ""
    last = answers[-1]
    parts = (plural(len(answers), "request"), last.get("cache_control") or "no Cache-Control", last.get("tls_version"))
    return " · ".join(part for part in parts if part)


def _answer(answer: State) -> list[str]:
    """Return the columns of one answer; see HEADINGS."""
    age = answer.get("age")
    return [
        str(answer["status"]),
        answer["x_cache"] or "–",
        "–" if age is None else f"{age} s",
        milliseconds(answer["seconds_to_first_byte"]),
        answer["pop"] or "–",
        answer["content_encoding"] or "–",
        answer["http_version"],
        answer["via"] or "–",
    ]


HEADINGS = ("Status", "X-Cache", "Age", "First byte", "Location", "Encoding", "Protocol", "Via")


def images(probe: State) -> list[dict[str, str]]:
    """Return the images that the probe has brought, each as an address that holds the image itself."""
    found = []
    for path in probe.get("paths", []):
        image = path.get("image")
        if image:
            kind, data = image["content_type"], image["data"]
            count = len(data) * BASE64_BYTES // BASE64_CHARACTERS - data[-2:].count("=")
            uri = f"data:{kind};base64,{data}"
            found.append({"path": path["path"], "uri": uri, "about": f"{kind.partition('/')[2]}, {size(count)}"})
    return found


def _way(found: State, name: str) -> dict[str, str]:
    """Return what another way to the site has brought; what could not be tried is no fault of the site."""
    problem = found.get("problem")
    negotiated = found.get("negotiated")
    agreed = {None: found.get("address"), "HTTP/2": "agreed on"}.get(negotiated, f"not agreed on, {negotiated} instead")
    parts = (agreed, found["status"], found["cache"])
    said = problem or found["note"] or ", ".join(str(part) for part in parts if part)
    tone = BAD if problem else NONE if found["note"] else OK
    return {"tone": tone, "url": name, "text": said}


def lines(probe: State) -> list[dict[str, str]]:
    """Return what else was asked: over IPv6, with HTTP/2, http, and the bucket itself."""
    found = [_way(probe[key], name) for key, name in (("ipv6", "IPv6"), ("http2", "HTTP/2")) if probe.get(key)]
    redirect = probe.get("redirect")
    if redirect:
        leads = f" → {redirect['location']}" if redirect["location"] else ""
        said = f"{redirect['status'] or 'no answer'}{leads}"
        found.append({"tone": OK if redirect["ok"] else BAD, "url": f"http://{probe['domain']}", "text": said})
    for origin in probe.get("origins", []):
        verdict = "denied, as it should be" if origin["denied"] else "not denied"
        said = f"{origin['status']}, {verdict}" if origin["status"] else "no answer"
        tone = OK if origin["denied"] else BAD
        found.append({"tone": tone, "url": origin["url"], "text": said})
    return found
