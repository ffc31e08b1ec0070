# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What public DNS says about one name of a certificate: gathered here, judged elsewhere."""

from __future__ import annotations

import dataclasses

from .caa import Policy, policy
from .tree import FAILED, MOST_LINKS, NONE, SILENT, VALUES, Answer, Place, Tree, answer_of
from .wire import Unanswered

SERVFAIL = "SERVFAIL"


@dataclasses.dataclass(frozen=True)
class Wanted:
    """A name to be proved by the CNAME ``record`` with ``value``; both are empty before there is a request."""

    domain: str
    record: str = ""
    value: str = ""
    plain: bool = True
    wildcard: bool = False


@dataclasses.dataclass(frozen=True)
class Hosted:
    """The hosted zone that holds, or shall hold, the record; ``id`` is empty for one that cannot be looked at."""

    name: str
    servers: tuple[str, ...] = ()
    id: str = ""
    private: bool = False

    def __str__(self) -> str:
        return f"the hosted zone {self.name} ({self.id})" if self.id else f"the hosted zone {self.name}".rstrip()


@dataclasses.dataclass(frozen=True)
class Facts:
    """What was found for a name; ``answers`` are those of the zone's servers for the record.

    ``strangers`` says that the zone's servers and those of the hosted zone are not the same machines either.
    """

    wanted: Wanted
    place: Place
    answers: tuple[Answer, ...] = ()
    resolver: Answer | None = None
    broken_dnssec: bool = False
    caa: Policy | None = None
    doubled: bool = False
    strangers: bool = False


def gather(tree: Tree, wanted: Wanted, hosted: Hosted | None, *, with_caa: bool = True) -> Facts:
    """Return the facts of a name; raises Unanswered when public DNS cannot be asked from here."""
    # Who knows the top-level domain is a resolver of public DNS; only then a time-out says something about the record.
    tree.top(wanted.domain)
    resolver, broken = _at_resolver(tree, wanted) if wanted.record else (None, False)
    place = tree.place(wanted.record or wanted.domain)
    answers = _at_servers(tree, wanted) if wanted.record else _state_of(tree, wanted, place)
    nowhere = bool(answers) and all(answer.kind == NONE for answer in answers)
    return Facts(
        wanted=wanted,
        place=place,
        answers=answers,
        resolver=resolver,
        broken_dnssec=broken,
        caa=_caa(tree, wanted.domain) if with_caa else None,
        doubled=nowhere and bool(wanted.record) and _is_doubled(tree, wanted, place.zone),
        strangers=are_strangers(tree, place, hosted),
    )


def _at_resolver(tree: Tree, wanted: Wanted) -> tuple[Answer, bool]:
    """Return what the resolver says, and whether it refuses to say it because the signatures are wrong."""
    resolver = tree.resolver
    try:
        reply = resolver.resolve(wanted.record, "CNAME")
        if reply.rcode != SERVFAIL:
            return answer_of(reply, resolver.name, wanted.record, "CNAME", recursive=True), False
        unchecked = resolver.resolve(wanted.record, "CNAME", unchecked=True)
    except Unanswered:
        return Answer(resolver.name, SILENT), False
    return Answer(resolver.name, FAILED), unchecked.rcode != SERVFAIL


def _at_servers(tree: Tree, wanted: Wanted) -> tuple[Answer, ...]:
    """Return what each name server says of the record; a chain of CNAMEs counts as what it leads to (ACM-10)."""
    answers = tree.ask_all(wanted.record, "CNAME")
    ends = {value: _end(tree, value, wanted.value) for answer in answers for value in answer.values[:1]}
    return tuple(_ended(answer, ends[answer.values[0]]) if answer.values else answer for answer in answers)


def _ended(answer: Answer, end: str | None) -> Answer:
    if end is None:
        return Answer(answer.server, FAILED)
    return dataclasses.replace(answer, values=(end,))


def _end(tree: Tree, value: str, wanted: str) -> str | None:
    """Return the wanted value when a chain of CNAMEs leads to it, else where it begins, None when it gets lost."""
    link = value
    for _link in range(MOST_LINKS):
        if is_value(link, wanted):
            return wanted
        try:
            answer = tree.ask_any(link, "CNAME")
        except Unanswered:
            return None
        if answer.kind not in (VALUES, NONE):
            return None
        if not answer.values:
            break
        link = answer.values[0]
    return value


def is_value(found: str, wanted: str) -> bool:
    """Tell whether a CNAME says what ACM looks for: some DNS hosts take no leading underscore (ACM-10)."""
    return found.removeprefix("_") == wanted.removeprefix("_")


def _state_of(tree: Tree, wanted: Wanted, place: Place) -> tuple[Answer, ...]:
    """Return whether the zone's servers know it at all, before there is a record to ask for."""
    return () if place.proved else tree.ask_all(wanted.domain, "NS")


def _caa(tree: Tree, domain: str) -> Policy | None:
    """Return the closest CAA record set, climbing from the name (RFC 8659); None when somebody does not answer."""
    labels = domain.split(".")
    for start in range(len(labels)):
        owner = ".".join(labels[start:])
        try:
            answer = tree.ask_any(owner, "CAA")
        except Unanswered:
            return None
        if answer.kind == VALUES:
            return policy(owner, answer.values)
        if answer.kind != NONE:
            return None
    return Policy()


def _is_doubled(tree: Tree, wanted: Wanted, zone: str) -> bool:
    """Tell whether the record was made with the zone's name twice, as DNS hosts do that append it by themselves."""
    found = tree.ask_any(f"{wanted.record}.{zone}", "CNAME").values
    return bool(found) and is_value(found[0].removesuffix(f".{zone}"), wanted.value)


def are_strangers(tree: Tree, place: Place, hosted: Hosted | None) -> bool:
    """Tell whether two sets of name servers differ in names and in addresses, for names of one's own (white label)."""
    if not hosted or not hosted.servers or set(place.servers) & set(hosted.servers):
        return False
    try:
        ours = {address for server in hosted.servers for address in tree.resolver.addresses(server)}
        theirs = {address for server in place.servers for address in tree.resolver.addresses(server)}
    except Unanswered:
        return False
    # An empty set says that nobody could tell, not that there are no addresses.
    return bool(ours) and bool(theirs) and not ours & theirs
