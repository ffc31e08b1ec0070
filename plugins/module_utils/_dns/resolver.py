# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The resolver that public DNS is asked through, and single name servers, within a time that a wait can spare."""

from __future__ import annotations

import socket
import time
import typing as t

from . import wire
from .place import resolver_place
from .wire import Question, Reply, Unanswered

PORT = 53
# Seconds for one reply, and for all questions of one examination.
REPLY_SECONDS = 2.0
EXAMINATION_SECONDS = 8.0

Ask = t.Callable[..., Reply]


class Resolver:
    """Asks the system's resolver, or the given one; a port that is given with it is that of all name servers too."""

    def __init__(self, place: str = "", *, ask: Ask = wire.ask, clock: t.Callable[[], float] = time.monotonic) -> None:
        host, port = resolver_place(place)
        self._host = host
        self._port = port or PORT
        self._ask = ask
        self._clock = clock
        self._places: list[str] = []
        self._addresses: dict[str, tuple[str, ...]] = {}
        self._mute: set[str] = set()
        self._alive: set[str] = set()
        self._deadline = 0.0
        self.begin()

    @property
    def name(self) -> str:
        """Return what to call the resolver: what was given, else its address."""
        return self._host or next(iter(self._places), "of this machine")

    def begin(self) -> None:
        """Begin an examination: its time starts now, and who did not answer in the last one may again."""
        self._deadline = self._clock() + EXAMINATION_SECONDS
        self._mute.clear()

    @property
    def is_out_of_time(self) -> bool:
        """Tell whether the time of the examination is over."""
        return self._clock() >= self._deadline

    def resolve(self, name: str, kind: str, *, unchecked: bool = False) -> Reply:
        """Ask the resolver; raises Unanswered."""
        self._places = self._places or self._found_places()
        question = Question(name, kind, recursive=True, unchecked=unchecked)
        return self._ask_any(self._places, question)

    def _found_places(self) -> list[str]:
        if not self._host:
            return wire.system_resolvers()
        try:
            found = socket.getaddrinfo(self._host, self._port, type=socket.SOCK_DGRAM)
        except OSError as error:
            raise Unanswered(f"the resolver {self._host} has no address: {error}") from error
        return list(dict.fromkeys(str(one[4][0]) for one in found))

    def ask_server(self, server: str, name: str, kind: str) -> Reply:
        """Ask a name server, which follows nothing; raises Unanswered."""
        return self._ask_any(self.addresses(server), Question(name, kind))

    def _ask_any(self, addresses: t.Sequence[str], question: Question) -> Reply:
        problem = Unanswered(f"no address to ask for {question.name}")
        for address in addresses:
            if address in self._mute:
                problem = Unanswered(f"{address}: no reply in time")
                continue
            seconds = min(REPLY_SECONDS, self._deadline - self._clock())
            if self.is_out_of_time:
                raise Unanswered("the time for an examination is over")
            try:
                reply = self._ask(question, address, self._port, timeout=seconds)
            except Unanswered as error:
                # A resolver that has answered before only waits in vain for somebody else.
                self._mute |= {address} - self._alive
                problem = error
            else:
                self._alive.add(address)
                return reply
        raise problem

    def addresses(self, server: str) -> tuple[str, ...]:
        """Return the addresses of a name server, IPv4 first; raises Unanswered when nobody can be asked for them."""
        if server not in self._addresses:
            found = self.resolve(server, "A").answer + self.resolve(server, "AAAA").answer
            self._addresses[server] = tuple(record.value for record in found if record.type in ("A", "AAAA"))
        return self._addresses[server]

    def know(self, server: str, addresses: tuple[str, ...]) -> None:
        """Keep the addresses that came along with a referral, which saves asking for them."""
        if addresses:
            self._addresses.setdefault(server, addresses)
