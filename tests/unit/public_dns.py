# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A public DNS of a few zones, asked without a network, or over sockets of loopback."""

from __future__ import annotations

import contextlib
import socket
import threading

import dnslib

from ansible_collections.cdn.aws.plugins.module_utils._dns.resolver import Resolver
from ansible_collections.cdn.aws.plugins.module_utils._dns.tree import Tree
from ansible_collections.cdn.aws.plugins.module_utils._dns.wire import Record, Reply, Unanswered
from ansible_collections.cdn.aws.plugins.module_utils._domain import is_within

RESOLVER = "192.0.2.53"


class Zones:
    """Zones and who serves them; called as `wire.ask` is. Servers are their own addresses, so nothing is looked up."""

    def __init__(self):
        self.zones = {}
        self.records = {}
        self.said = {}
        self.asked = []
        self.add("com", "tld")

    def add(self, zone, *servers, **records):
        self.zones[zone] = servers

    def put(self, name, kind, *values, zone=""):
        self.records[name, kind, zone or self.zone_of(name)] = values

    def zone_of(self, name):
        return max((zone for zone in self.zones if is_within(name, zone)), key=len)

    def say(self, server, name, kind, reply):
        """Let a server (None: all) say this, or raise it."""
        self.said[server, name, kind] = reply

    def __call__(self, question, address, port, *, timeout):
        self.asked.append((address, question.name, question.type))
        for server in (address, None):
            for name in (question.name, None):
                for kind in (question.type, None):
                    said = self.said.get((server, name, kind))
                    if isinstance(said, Unanswered):
                        raise said
                    if said is not None:
                        return said(question) if callable(said) else said
        return self.resolve(question) if question.recursive else self.serve(question, address)

    def resolve(self, question):
        if question.type == "A" and question.name in [one for servers in self.zones.values() for one in servers]:
            return Reply("NOERROR", answer=(Record(question.name, "A", question.name),))
        if question.name in self.zones and question.type == "NS":
            servers = self.zones[question.name]
            return Reply("NOERROR", answer=tuple(Record(question.name, "NS", one) for one in servers))
        if not any(is_within(question.name, zone) for zone in self.zones):
            return Reply("NXDOMAIN")
        return self.content(question.name, question.type, self.zone_of(question.name))

    def serve(self, question, address):
        mine = [zone for zone, servers in self.zones.items() if address in servers and is_within(question.name, zone)]
        if not mine:
            return Reply("REFUSED")
        zone = max(mine, key=len)
        below = [one for one in self.zones if one != zone and is_within(one, zone) and is_within(question.name, one)]
        if below:
            cut = min(below, key=len)
            return Reply("NOERROR", authority=tuple(Record(cut, "NS", one) for one in self.zones[cut]))
        return self.content(question.name, question.type, zone)

    def content(self, name, kind, zone):
        soa = (Record(zone, "SOA", "x"),)
        for asked in (kind, "CNAME"):
            values = self.records.get((name, asked, zone))
            if values:
                return Reply("NOERROR", True, tuple(Record(name, asked, value) for value in values))
        known = [one for one, _, where in self.records if where == zone] + [zone]
        return Reply("NOERROR" if any(is_within(one, name) for one in known) else "NXDOMAIN", True, authority=soa)

    def tree(self, **more):
        return Tree(Resolver(RESOLVER, ask=self, **more))


@contextlib.contextmanager
def serving(answer):
    """Answer questions on a port of loopback: ``answer`` gets a dnslib.DNSRecord and returns one, or bytes, or None."""
    datagrams, streams = _sockets()
    with datagrams, streams:
        threading.Thread(target=_datagrams, args=(datagrams, answer), daemon=True).start()
        threading.Thread(target=_streams, args=(streams, answer), daemon=True).start()
        yield datagrams.getsockname()[1]


def _sockets():
    """Return two sockets with one port, which may be taken for one of the two."""
    while True:
        streams, datagrams = socket.socket(), socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        streams.bind(("127.0.0.1", 0))
        streams.listen()
        try:
            datagrams.bind(streams.getsockname())
        except OSError:
            streams.close()
            datagrams.close()
        else:
            return datagrams, streams


def _reply(answer, packet, *, tcp):
    found = answer(dnslib.DNSRecord.parse(packet), tcp)
    return found if found is None or isinstance(found, bytes) else found.pack()


def _datagrams(listening, answer):
    with contextlib.suppress(OSError):
        while True:
            packet, where = listening.recvfrom(4096)
            reply = _reply(answer, packet, tcp=False)
            if reply is not None:
                listening.sendto(reply, where)


def _streams(listening, answer):
    with contextlib.suppress(OSError):
        while True:
            connection, _ = listening.accept()
            with connection:
                packet = connection.recv(4096)[2:]
                reply = _reply(answer, packet, tcp=True)
                connection.sendall(len(reply).to_bytes(2, "big") + reply)
