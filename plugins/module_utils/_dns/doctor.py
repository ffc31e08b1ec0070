# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Why a name of a certificate can never be validated as things are, and what to do about it; pure."""

from __future__ import annotations

import dataclasses
import typing as t

from .._domain import is_within
from .caa import ISSUE, ISSUE_WILD, Policy
from .facts import Facts, Hosted, is_value
from .tree import NONE, REFUSED, VALUES, Answer

UNDELEGATED, ELSEWHERE, LAME, CAA = "undelegated", "elsewhere", "lame", "caa"
OTHER_VALUE, PRIVATE, WRONG_ZONE, DOUBLED, MISSING = "other value", "private", "wrong zone", "doubled", "missing"

# Known before there is a record: what is wrong with these is refused before the first write.
FORESEEN = frozenset({UNDELEGATED, ELSEWHERE, LAME, CAA, PRIVATE, WRONG_ZONE})


@dataclasses.dataclass(frozen=True)
class Finding:
    """One obstacle that waiting does not remove: its kind, and what is wrong where, with the remedy."""

    cause: str
    text: str


@dataclasses.dataclass(frozen=True)
class Case:
    """One name: what DNS says, and what is known of its hosted zone.

    ``expected`` says that the record should stand in the hosted zone by now; ``holders`` are the hosted zones that have
    it with the right value.
    """

    facts: Facts
    hosted: Hosted | None = None
    expected: bool = False
    holders: tuple[Hosted, ...] = ()

    @property
    def right(self) -> tuple[Answer, ...]:
        """Return the answers with the right value."""
        wanted = self.facts.wanted
        return tuple(one for one in self.facts.answers if one.values and is_value(one.values[0], wanted.value))

    @property
    def nowhere(self) -> bool:
        """Tell whether every name server says that there is no such record; they all were asked and have answered."""
        return bool(self.facts.answers) and all(answer.kind == NONE for answer in self.facts.answers)


def diagnose(case: Case) -> Finding | None:
    """Return what keeps a name from being validated for ever, or None while waiting makes sense."""
    forbidden = _forbidden(case.facts)
    if case.facts.wanted.record and case.right:
        return forbidden
    steps = (_private, _delegation, _other_value, _misplaced, _missing)
    return next((found for found in (step(case) for step in steps) if found), forbidden)


def _forbidden(facts: Facts) -> Finding | None:
    wanted, caa = facts.wanted, facts.caa or Policy()
    for wildcard in [False] * wanted.plain + [True] * wanted.wildcard:
        tag = caa.obstacle(wildcard=wildcard)
        if tag:
            listed = ", ".join(map(str, caa.properties))
            what = "wildcard certificates" if wildcard else "certificates"
            known = tag in (ISSUE, ISSUE_WILD)
            remedy = (
                f'Add a CAA record 0 {tag} "amazon.com" to' if known else f"Take the critical {tag} record away from"
            )
            return Finding(
                CAA,
                f"CAA of {caa.owner} ({listed}) does not let Amazon issue {what} for it and the names below."
                f" {remedy} {caa.owner}",
            )
    return None


def _private(case: Case) -> Finding | None:
    if case.hosted and case.hosted.private:
        zone: Hosted | None = case.hosted
    else:
        zone = case.holders[0] if case.nowhere and case.holders and all(one.private for one in case.holders) else None
    if zone is None:
        return None
    what = f"{case.facts.wanted.record} stands in" if case.holders else "the records belong to"
    return Finding(
        PRIVATE,
        f"{what} {zone}, which is private, and ACM looks at public DNS only. Make it in the public zone of"
        f" {case.facts.wanted.domain}",
    )


def _delegation(case: Case) -> Finding | None:
    """Return what is wrong on the way down to the zone that has, or shall have, the record."""
    place, hosted = case.facts.place, case.hosted or _public(case.holders)
    refused = bool(case.facts.answers) and all(answer.kind == REFUSED for answer in case.facts.answers)
    if hosted and hosted.name and hosted.name != place.zone:
        if is_within(hosted.name, place.zone):
            return _undelegated(hosted.name, place.zone, hosted.servers) if place.proved else None
        return _in_zone_above(case, hosted)
    if "." not in place.zone and not (hosted and hosted.name):
        registered = ".".join(case.facts.wanted.domain.split(".")[-2:])
        return _undelegated(registered, place.zone, hosted.servers if hosted else ()) if place.proved else None
    if hosted and case.facts.strangers:
        return Finding(
            ELSEWHERE,
            f"{place.zone} is delegated to {_listed(place.servers)}, but {hosted} has the name servers"
            f" {_listed(hosted.servers)}, so that nobody sees its records."
            f" {_delegate(place.zone, place.above, hosted)}, or make the records in the zone that is delegated",
        )
    if refused:
        return Finding(
            LAME,
            f"{place.zone} is delegated to {_listed(place.servers)}, which refuse to answer for it: the zone is not"
            f" there, or not there any more. Delegate {place.zone} to the name servers of the zone that is in use",
        )
    return None


def _public(holders: t.Iterable[Hosted]) -> Hosted | None:
    return next((zone for zone in holders if not zone.private), None)


def _undelegated(zone: str, above: str, servers: tuple[str, ...]) -> Finding:
    hosted = Hosted(zone, servers)
    remedy = _delegate(zone, above, hosted) if servers else f"Register {zone}, or have it delegated to its name servers"
    return Finding(UNDELEGATED, f"{zone} is not delegated: the name servers of {above} know no such zone. {remedy}")


def _in_zone_above(case: Case, hosted: Hosted) -> Finding | None:
    place = case.facts.place
    if not is_within(place.zone, hosted.name):
        return None
    return Finding(
        WRONG_ZONE,
        f"{case.facts.wanted.domain} is in the zone {place.zone} of its own, delegated to {_listed(place.servers)}, so"
        f" that nobody sees records for it in {hosted}. Make them in the zone {place.zone}",
    )


def _delegate(zone: str, above: str, hosted: Hosted) -> str:
    where = "at its registrar" if "." not in above else f"at its registrar or by NS records in the zone {above}"
    return f"Set {_listed(hosted.servers)} as the name servers of {zone} {where}"


def _other_value(case: Case) -> Finding | None:
    others = [answer for answer in case.facts.answers if answer.kind == VALUES]
    if not case.facts.wanted.record or not others or len(others) < len(case.facts.answers):
        return None
    if any(zone.name == case.facts.place.zone for zone in case.holders if not zone.private):
        # It was corrected just now, and Route 53 is spreading that.
        return None
    wanted, found = case.facts.wanted, next(iter(others[0].values), "nothing")
    appended = f"{wanted.value}.{case.facts.place.zone}"
    remedy = "End the value with a dot" if found == appended else "Correct that record"
    return Finding(OTHER_VALUE, f"{wanted.record} is a CNAME for {found}, not for {wanted.value}. {remedy}")


def _misplaced(case: Case) -> Finding | None:
    wanted, zone = case.facts.wanted, case.facts.place.zone
    if not case.facts.doubled:
        return None
    return Finding(
        DOUBLED,
        f"the record was made as {wanted.record}.{zone}: where the DNS of {zone} is hosted, the zone is appended to"
        f" what is typed in. Make it with the name {wanted.record.removesuffix('.' + zone)} there",
    )


def _missing(case: Case) -> Finding | None:
    wanted = case.facts.wanted
    if not case.expected or not case.nowhere or case.holders:
        return None
    zone = case.hosted or case.facts.place.zone
    return Finding(
        MISSING,
        f"{wanted.record} is in none of the name servers of {case.facts.place.zone}: it was deleted or never made."
        f" Make it in {zone}: {wanted.record}. 300 IN CNAME {wanted.value}.",
    )


def _listed(servers: t.Iterable[str]) -> str:
    return ", ".join(sorted(servers))
