# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The chain of a report: bucket, distribution, domain, and what holds them together; pure."""

from __future__ import annotations

import typing as t
from urllib.parse import urlsplit

from .words import BAD, NONE, OK, WARN, Said

State = t.Mapping[str, t.Any]


def nodes(facts: State) -> list[dict[str, t.Any]]:
    """Return the three nodes; what was not looked at has the tone ``none``."""
    bucket, distribution, probe = facts["bucket"], facts["distribution"], facts["probe"]
    origin = next((urlsplit(origin["url"]).netloc for origin in probe.get("origins", [])), "")
    return [
        _node("bucket", "S3 bucket", bucket.get("name") or origin, [bucket.get("region")], _bucket(bucket, probe)),
        _node(
            "distribution",
            "CloudFront distribution",
            distribution.get("id") or "",
            [distribution.get("domain_name")] if distribution else edges(probe),
            _distribution(distribution, probe),
        ),
        _node("domain", "Domain", facts["domain"], [probe.get("address")], _domain(probe)),
    ]


def links(facts: State) -> list[dict[str, t.Any]]:
    """Return what holds the nodes together: who reads the bucket, and what leads viewers to the distribution."""
    return [_link(_reading(facts)), _link(_leading(facts))]


def answers_of(probe: State) -> list[State]:
    """Return all answers to a probe in their order."""
    return [answer for path in probe.get("paths", []) for answer in path["requests"]]


def edges(probe: State) -> list[str]:
    """Return the edge locations that answered."""
    return list(dict.fromkeys(answer["pop"] for answer in answers_of(probe) if answer["pop"]))


def _node(kind: str, noun: str, name: str, also: list[t.Any], said: Said) -> dict[str, t.Any]:
    more = [str(line) for line in also if line]
    return {"kind": kind, "noun": noun, "name": name, "also": more, "tone": said.tone, "text": said.text}


def _link(found: list[Said]) -> dict[str, t.Any]:
    """A link is as bad as the worst that is known of it."""
    tone = next((tone for tone in (BAD, WARN, OK) if any(said.tone == tone for said in found)), NONE)
    return {"tone": tone, "facts": [said._asdict() for said in found or [Said(NONE, "not looked at")]]}


def _bucket(bucket: State, probe: State) -> Said:
    origins = probe.get("origins", [])
    if any(origin["status"] and not origin["denied"] for origin in origins):
        return Said(BAD, "Not private")
    if origins and all(origin["denied"] for origin in origins):
        return Said(OK, "Private")
    block = bucket.get("public_access_block") or {}
    if block and all(block.values()):
        return Said(OK, "Public access blocked")
    return Said(NONE, "Access not checked" if bucket else "Not looked at")


def _distribution(distribution: State, probe: State) -> Said:
    if distribution and not distribution.get("enabled", True):
        return Said(BAD, "Disabled")
    if distribution:
        is_deployed = distribution.get("status") == "Deployed"
        return Said(OK, "Deployed") if is_deployed else Said(WARN, "Being deployed")
    answers = answers_of(probe)
    if any(answer["cache"] for answer in answers):
        return Said(OK, "Answers")
    return Said(BAD, "Not seen in the answers") if answers else Said(NONE, "Not looked at")


def _domain(probe: State) -> Said:
    paths = probe.get("paths", [])
    if not paths:
        return Said(NONE, "Not requested yet")
    if not answers_of(probe):
        return Said(BAD, "No answer")
    hits = sum(path["hit"] for path in paths)
    if hits == len(paths):
        return Said(OK, "Cache hit")
    return Said(BAD if probe["problems"] else NONE, f"{hits} of {len(paths)} cached")


def _reading(facts: State) -> list[Said]:
    found = []
    if any(origin.get("origin_access_control_id") for origin in facts["distribution"].get("origins") or []):
        found.append(Said(OK, "reads signed (OAC)"))
    for origin in facts["probe"].get("origins", []):
        if origin["status"]:
            text = f"{origin['status']} to all others"
            found.append(Said(OK if origin["denied"] else BAD, text))
        else:
            found.append(Said(WARN, "others could not be tried"))
    return found


def _leading(facts: State) -> list[Said]:
    found = []
    certificate, served, probe = facts["certificate"], facts["probe"].get("certificate"), facts["probe"]
    if certificate:
        status = str(certificate.get("status", ""))
        tone = {"ISSUED": OK, "PENDING_VALIDATION": WARN}.get(status, BAD)
        found.append(Said(tone, f"certificate {status.lower().replace('_', ' ')}"))
    elif served:
        found.append(Said(OK, "certificate accepted"))
    types = dict.fromkeys(record["type"] for record in facts["records"])
    if types:
        found.append(Said(OK, f"{', '.join(types)} in DNS"))
    redirect = probe.get("redirect")
    if redirect:
        found.append(_redirect(redirect))
    return found


def _redirect(redirect: State) -> Said:
    if redirect["ok"]:
        return Said(OK, f"http redirects ({redirect['status']})")
    return Said(BAD, "http does not redirect" if redirect["status"] else "http does not answer")
