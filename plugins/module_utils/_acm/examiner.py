# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A certificate's names in public DNS: looked at before a request, and now and then while it waits."""

from __future__ import annotations

import dataclasses
import time
import typing as t

from .._dns import wire
from .._dns.doctor import FORESEEN, MISSING, Case, Finding, diagnose
from .._dns.facts import Hosted, Wanted, are_strangers, gather
from .._dns.lines import is_settled, line
from .._dns.place import chosen_resolver
from .._dns.resolver import Resolver
from .._dns.tree import Tree
from .._dns.wire import Unanswered
from .._domain import normal_name
from .._route53.hosted import HostedZones
from .detail import VALIDATED, Detail, validation_records
from .names import base_name
from .waits import Diagnosis

if t.TYPE_CHECKING:
    from .._resource import Api

# Seconds between two examinations: at first, at most, and when DNS does not answer.
FIRST_PAUSE = 5.0
LONGEST_PAUSE = 30.0
MUTE_PAUSE = 60.0
# So many times rarer when everybody sees the records, and there is hardly anything new to be found.
SETTLED = 3
# An obstacle must be seen so often, for so many seconds, before the wait is given up: people change DNS, answers vary.
# A record that was made just now may take a little longer to be seen.
LOOKS = 3
HOPELESS_SECONDS = 10.0
MISSING_SECONDS = 20.0

ABSENT_LIBRARY = "dnspython is not installed where the module runs: with it, this would say what public DNS answers"
REMEDY = "The request stays as it is: put this right and run it again. With dns_checks=false it is waited for anyway"
ROUTE53 = "route53"
MANUAL = "manual"


_Found: t.TypeAlias = "list[tuple[Case, Finding | None]]"


@dataclasses.dataclass
class _Seen:
    """An obstacle since when, and how often, it has been seen without a break."""

    finding: Finding
    since: float
    looks: int = 1

    def is_hopeless(self, now: float) -> bool:
        seconds = MISSING_SECONDS if self.finding.cause == MISSING else HOPELESS_SECONDS
        return self.looks >= LOOKS and now - self.since >= seconds


class Examiner:
    """Looks at the names of one certificate, with the options of the module."""

    def __init__(
        self, options: t.Mapping[str, t.Any], api: Api, *, clock: t.Callable[[], float] = time.monotonic
    ) -> None:
        self._options = options
        self._clock = clock
        self._tree = Tree(Resolver(chosen_resolver(options["dns_resolver"]), clock=clock))
        self._zones = HostedZones(api)
        self._seen: dict[str, _Seen] = {}
        self._turn = 0
        self._began = clock()
        self._due = self._began
        self._last = Diagnosis()

    def foresee(self, names: t.Sequence[str], detail: Detail | None) -> tuple[str, str]:
        """Return why these names can not be validated, and else what to warn of; both are empty when all is well."""
        if not wire.HAS_DNSPYTHON:
            return "", ""
        wanted = (_wanted_records(detail) if detail else []) or _wanted_names(names)
        try:
            first = self._foreseen(wanted)
            # One answer is not enough for a refusal: other servers must say the same.
            second = self._foreseen(wanted) if first else {}
        except Unanswered as problem:
            return "", f"Public DNS could not be looked at, so delegation and CAA were not checked: {problem}."
        texts = dict.fromkeys(finding.text for domain, finding in first.items() if second.get(domain) == finding)
        refusal = f"{'. '.join(texts)}. With dns_checks=false it is tried anyway." if texts else ""
        return refusal, self._told_problem()

    def _told_problem(self) -> str:
        problem = self._zones.problem
        return f"Route 53 could not be looked at, so the delegation was not checked: {problem}" if problem else ""

    def _foreseen(self, wanted: t.Sequence[Wanted]) -> dict[str, Finding]:
        found = self._cases(wanted, beforehand=True)
        if self._is_settled(found, wanted):
            # A wait that begins now has its facts already.
            self._last = self._concluded(found, wanted)
        return {case.facts.wanted.domain: finding for case, finding in found if finding and finding.cause in FORESEEN}

    def look(self, detail: Detail) -> Diagnosis:
        """Return what public DNS says of the names that are not proved yet; most of the time what it said last."""
        if not wire.HAS_DNSPYTHON:
            return Diagnosis(facts=(ABSENT_LIBRARY,))
        wanted = _wanted_records(detail)
        if self._clock() >= self._due and wanted:
            self._last = self._examined(wanted)
        return self._last

    def _examined(self, wanted: t.Sequence[Wanted]) -> Diagnosis:
        domains = {one.domain for one in wanted}
        self._seen = {domain: seen for domain, seen in self._seen.items() if domain in domains}
        try:
            found = self._cases(wanted)
        except Unanswered as problem:
            self._seen.clear()
            self._due = self._clock() + MUTE_PAUSE
            return Diagnosis(facts=(f"public DNS cannot be looked at from here: {problem}",))
        for case, finding in found:
            self._remember(case.facts.wanted.domain, finding)
        return self._concluded(found, wanted)

    def _is_settled(self, found: _Found, wanted: t.Sequence[Wanted]) -> bool:
        settled = all(is_settled(case) and not finding for case, finding in found)
        return settled and len(found) == len(wanted)

    def _concluded(self, found: _Found, wanted: t.Sequence[Wanted]) -> Diagnosis:
        """Return what was found, and put off the next examination."""
        now = self._clock()
        pause = min(max(FIRST_PAUSE, (now - self._began) / 10), LONGEST_PAUSE)
        self._due = now + pause * (SETTLED if self._is_settled(found, wanted) else 1)
        facts = sorted(line(case, finding) for case, finding in found)
        return Diagnosis(tuple(facts), self._failure(now))

    def _cases(self, wanted: t.Sequence[Wanted], *, beforehand: bool = False) -> _Found:
        """Return as many of the names, each with its obstacle, as there is time for; next time the others."""
        self._tree.forget()
        self._tree.resolver.begin()
        start = self._turn % len(wanted)
        found: _Found = []
        for one in [*wanted[start:], *wanted[:start]]:
            case = self._case(one) if beforehand else self._closely(self._case(one))
            found.append((case, diagnose(case)))
            if self._tree.resolver.is_out_of_time:
                break
        self._turn += len(found)
        return found

    def _failure(self, now: float) -> str:
        hopeless: dict[str, list[str]] = {}
        for domain, seen in sorted(self._seen.items()):
            if seen.is_hopeless(now):
                hopeless.setdefault(seen.finding.text, []).append(domain)
        texts = [f"{', '.join(domains)}: {text.removesuffix('.')}" for text, domains in hopeless.items()]
        return ". ".join([*texts, REMEDY]) if texts else ""

    def _remember(self, domain: str, finding: Finding | None) -> None:
        seen = self._seen.get(domain)
        if finding is None:
            self._seen.pop(domain, None)
        elif seen is None or seen.finding.cause != finding.cause:
            self._seen[domain] = _Seen(finding, self._clock())
        else:
            seen.finding = finding
            seen.looks += 1

    def _case(self, wanted: Wanted) -> Case:
        hosted = self._hosted(wanted.domain)
        return Case(gather(self._tree, wanted, hosted), hosted)

    def _closely(self, case: Case) -> Case:
        """Return a case with the zones that have the record, when it should be there by now and is not seen."""
        provider, wanted, facts = self._options["dns_provider"], case.facts.wanted, case.facts
        case = dataclasses.replace(case, expected=provider == ROUTE53)
        if case.right or provider == MANUAL or self._is_elsewhere():
            return case
        holders = self._zones.holding(wanted.record, wanted.value)
        public = next((zone for zone in holders if not zone.private), None)
        if case.hosted is None and public is not None:
            facts = dataclasses.replace(facts, strangers=are_strangers(self._tree, facts.place, public))
        # Who may not look into Route 53 cannot know what it is spreading.
        expected = case.expected and not self._zones.problem
        return dataclasses.replace(case, facts=facts, holders=holders, expected=expected)

    def _is_elsewhere(self) -> bool:
        return bool(self._options["dns_name_servers"])

    def _hosted(self, domain: str) -> Hosted | None:
        """Return the zone that the record belongs into, as far as the options tell."""
        if self._is_elsewhere():
            servers = tuple(normal_name(server) for server in self._options["dns_name_servers"])
            return Hosted(normal_name(self._options["dns_zone"] or ""), servers)
        provider = self._options["dns_provider"]
        if provider == MANUAL or (provider != ROUTE53 and not self._options["dns_zone"]):
            return None
        return self._zones.of(self._options["dns_zone"], domain)


def _wanted_names(names: t.Sequence[str]) -> list[Wanted]:
    bases = dict.fromkeys(base_name(name) for name in names)
    return [Wanted(base, plain=base in names, wildcard=f"*.{base}" in names) for base in bases]


def _wanted_records(detail: Detail) -> list[Wanted]:
    """Return the records of the names that are not proved yet."""
    records = validation_records(detail.get("DomainValidationOptions") or [])
    found = []
    for record in records:
        names = [normal_name(name) for name in record["domain_names"]]
        base = base_name(names[0])
        if record["status"] != VALIDATED:
            value = normal_name(record["value"])
            found.append(Wanted(base, normal_name(record["name"]), value, base in names, f"*.{base}" in names))
    return found
