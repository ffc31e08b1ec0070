# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The facts of a name as one line for a person who waits; pure."""

from __future__ import annotations

from .caa import Policy
from .doctor import Case, Finding
from .facts import is_value
from .tree import FAILED, NONE, SILENT, Answer


def is_settled(case: Case) -> bool:
    """Tell whether everybody sees the record, so that only ACM is waited for."""
    return bool(case.right) and len(case.right) == len(case.facts.answers) and _is_right(case.facts.resolver, case)


def line(case: Case, finding: Finding | None) -> str:
    """Return what is known of a name: the obstacle, if there is one, else how far its record has come."""
    facts = case.facts
    if finding:
        return f"{facts.wanted.domain}: {finding.text.removesuffix('.')}."
    parts = [f"{_at_servers(case)}{_at_resolver(case)}", _delegation(case), _caa(facts.caa)]
    return f"{facts.wanted.domain}: {'; '.join(part for part in parts if part)}"


def _at_servers(case: Case) -> str:
    answers, zone = case.facts.answers, case.facts.place.zone
    if not answers:
        return f"no name server of {zone} is known"
    if all(answer.kind == SILENT for answer in answers):
        return f"the name servers of {zone} do not answer here"
    if case.right:
        late = [answer.server for answer in answers if answer.kind == NONE]
        return f"CNAME seen at {len(case.right)} of {len(answers)} name servers of {zone}" + (
            f" (not at {', '.join(late)})" if late else ""
        )
    kept = ", which Route 53 is spreading" if any(not zone.private for zone in case.holders) else ""
    return f"CNAME not seen at the name servers of {zone} yet{kept}"


def _at_resolver(case: Case) -> str:
    answer = case.facts.resolver
    if answer is None:
        return ""
    if _is_right(answer, case):
        return f", seen at the resolver {answer.server}"
    if case.facts.broken_dnssec:
        return (
            f", but the resolver {answer.server} refuses it: the DNSSEC signatures of {case.facts.place.zone} are"
            " broken, see to the DS records at its registrar"
        )
    if answer.kind == NONE and not case.right:
        return f", nor at the resolver {answer.server}"
    said = {SILENT: "does not answer", FAILED: "fails", NONE: "does not see it yet"}
    return f", the resolver {answer.server} {said.get(answer.kind, 'sees another value')}"


def _is_right(answer: Answer | None, case: Case) -> bool:
    return answer is not None and bool(answer.values) and is_value(answer.values[0], case.facts.wanted.value)


def _delegation(case: Case) -> str:
    place, hosted = case.facts.place, case.hosted
    if not hosted or not hosted.servers or hosted.name not in ("", place.zone):
        return ""
    common = set(place.servers) & set(hosted.servers)
    if common and len(common) < len(hosted.servers):
        return (
            f"only {len(common)} of its {len(hosted.servers)} name servers are delegated ({', '.join(sorted(common))})"
        )
    return "delegated to its name servers" if common else ""


def _caa(policy: Policy | None) -> str:
    if policy is None:
        return ""
    return f"CAA of {policy.owner} lets Amazon issue" if policy.properties else "no CAA record"
