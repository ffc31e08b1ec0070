# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The way from the top-level domains down to a name, by asking each zone's own name servers.

A resolver is not enough for this: inside a company or a VPC it often has a view of its own (ACM-10).
"""

from __future__ import annotations

import dataclasses
import typing as t

from .._domain import is_within
from .resolver import Resolver
from .wire import Reply, Unanswered

# More zones than this below each other, or CNAMEs behind each other, are a loop.
MOST_STEPS = 12
MOST_LINKS = 8
# Of the name servers of a zone so many are asked; Route 53's have four.
MOST_SERVERS = 4

VALUES, NONE, REFUSED, FAILED, SILENT = "values", "none", "refused", "failed", "silent"
NEGATIVE = ("NOERROR", "NXDOMAIN")


@dataclasses.dataclass(frozen=True)
class Answer:
    """What one name server says of a name; ``kind`` is VALUES, NONE (it knows for sure), REFUSED, FAILED or SILENT."""

    server: str
    kind: str
    values: tuple[str, ...] = ()
    alias: str = ""
    zone: str = ""


@dataclasses.dataclass(frozen=True)
class Place:
    """The closest zone above a name that public DNS refers to, with its name servers.

    ``above`` is the zone that refers to it. ``proved`` says that one of the servers has answered for the name.
    """

    zone: str
    servers: tuple[str, ...]
    above: str = ""
    proved: bool = False


def answer_of(reply: Reply, server: str, name: str, kind: str, *, recursive: bool = False) -> Answer:
    """Return what a reply says; that there is nothing counts only when the server must know; pure."""
    alias = next(iter(reply.values(name, "CNAME")), "")
    values = reply.values(name, kind)
    if values or alias:
        return Answer(server, VALUES, values, alias)
    if reply.rcode == "REFUSED":
        return Answer(server, REFUSED)
    zone = next((record.name for record in reply.authority if record.type == "SOA"), "")
    if reply.rcode in NEGATIVE and (reply.authoritative or recursive):
        return Answer(server, NONE, zone=zone)
    return Answer(server, FAILED)


class Tree:
    """Public DNS as its own name servers tell it; what was learnt on the way down is kept until ``forget``."""

    def __init__(self, resolver: Resolver) -> None:
        self.resolver = resolver
        self._places: dict[str, Place] = {}
        self._clear: dict[tuple[str, str], Answer] = {}
        self._tops: dict[str, tuple[str, ...]] = {}
        self._turn = 0

    def forget(self) -> None:
        """Begin anew, with other servers first: people change delegations while others wait."""
        self._places.clear()
        self._clear.clear()
        self._turn += 1

    def place(self, name: str) -> Place:
        """Return the closest zone at or above a name; raises Unanswered when this is not public DNS, or none at all."""
        if name not in self._places:
            found = self._descend(name)
            # No zone begins between the one that was found and the name.
            for above in _between(found.zone, name):
                self._places[above] = found
        return self._places[name]

    def top(self, name: str) -> Place:
        """Return the top-level domain of a name; raises Unanswered when this is not public DNS, or none at all."""
        top = name.rpartition(".")[2]
        if top not in self._tops:
            reply = self.resolver.resolve(top, "NS")
            servers = reply.values(top, "NS")
            if not servers:
                raise Unanswered(f"the resolver {self.resolver.name} does not know the top-level domain {top}")
            self._tops[top] = servers
        return Place(top, self._tops[top])

    def _descend(self, name: str) -> Place:
        known = [place for place in self._places.values() if is_within(name, place.zone)]
        place = max(known, key=lambda one: len(one.zone), default=None) or self.top(name)
        if place.zone == name:
            return place
        place = dataclasses.replace(place, proved=False)
        for _step in range(MOST_STEPS):
            answer = self._heard(place, name)
            if isinstance(answer, Place):
                place = answer
            elif answer is None:
                return place
            elif answer.alias and name != place.zone:
                # Where a CNAME stands no zone begins, and it comes without the name of its own: ask one label higher.
                name = name.partition(".")[2]
            else:
                return self._own(place, answer, name)
        return place

    def _heard(self, place: Place, name: str) -> Place | Answer | None:
        """Return the zone below that a server refers to, or its own clear answer, None if nobody has either."""
        for server in self.in_turn(place.servers):
            try:
                reply = self.resolver.ask_server(server, name, "NS")
            except Unanswered:
                continue
            below = referral(reply, place.zone, name)
            if below:
                servers = reply_servers(reply, below)
                for one in servers:
                    self.resolver.know(one, reply.glue(one))
                return Place(below, servers, above=place.zone)
            answer = answer_of(reply, server, name, "NS")
            if reply.authoritative and answer.kind in (VALUES, NONE):
                return answer
        return None

    def _own(self, place: Place, answer: Answer, name: str) -> Place:
        """Return the zone out of which a server answered: it may hold one below too, and refers to nobody then."""
        zone = name if answer.values else answer.zone
        if zone and zone != place.zone and is_within(zone, place.zone) and is_within(name, zone):
            return Place(zone, answer.values or place.servers, above=place.zone, proved=True)
        return dataclasses.replace(place, proved=True)

    def in_turn(self, servers: tuple[str, ...]) -> tuple[str, ...]:
        """Return the servers to ask, each time with another one first."""
        start = self._turn % len(servers) if servers else 0
        return (servers[start:] + servers[:start])[:MOST_SERVERS]

    def ask(self, server: str, name: str, kind: str) -> Answer:
        """Ask one name server."""
        try:
            return answer_of(self.resolver.ask_server(server, name, kind), server, name, kind)
        except Unanswered:
            return Answer(server, SILENT)

    def ask_all(self, name: str, kind: str) -> tuple[Answer, ...]:
        """Ask the name servers of the zone of a name; raises Unanswered as ``place`` does."""
        return tuple(self.ask(server, name, kind) for server in sorted(self.place(name).servers)[:MOST_SERVERS])

    def ask_any(self, name: str, kind: str) -> Answer:
        """Return the first clear answer of the name servers of a name, CNAMEs followed; raises Unanswered."""
        for _link in range(MOST_LINKS):
            if (name, kind) not in self._clear:
                self._clear[name, kind] = self._first_clear(name, kind)
            answer = self._clear[name, kind]
            if not answer.alias or answer.values:
                return answer
            name = answer.alias
        return Answer("", FAILED)

    def _first_clear(self, name: str, kind: str) -> Answer:
        answers = (self.ask(server, name, kind) for server in self.in_turn(self.place(name).servers))
        last = Answer("", SILENT)
        for last in answers:
            if last.kind in (VALUES, NONE):
                return last
        return last


def referral(reply: Reply, zone: str, name: str) -> str:
    """Return the zone below to which a server refers for a name, or nothing; pure."""
    if reply.rcode != "NOERROR" or reply.authoritative or reply.answer:
        return ""
    owners = (record.name for record in reply.authority if record.type == "NS")
    return next((owner for owner in owners if owner != zone and is_within(owner, zone) and is_within(name, owner)), "")


def reply_servers(reply: Reply, zone: str) -> tuple[str, ...]:
    """Return the name servers that a referral names; pure."""
    return tuple(record.value for record in reply.authority if (record.name, record.type) == (zone, "NS"))


def _between(zone: str, name: str) -> t.Iterator[str]:
    while is_within(name, zone):
        yield name
        if name == zone:
            return
        name = name.partition(".")[2]
