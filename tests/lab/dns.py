# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""DNS on loopback: a resolver that answers from the emulated public zones, and each of their name servers.

The resolver is at 127.0.0.1; name servers have addresses of their own from 127.0.0.2 on, all at the same port. Where
these do not exist, as on macOS, they share the resolver's and are meant by what does not ask for recursion.
"""

from __future__ import annotations

import asyncio
import struct
import typing as t

import dnslib
from dnslib import QTYPE, RCODE, RR, A, DNSRecord

from tests.lab import rrs
from tests.lab.names import PARENT, canonical
from tests.lab.nameservers import authoritative

if t.TYPE_CHECKING:
    from tests.lab.names import PublicDns

RESOLVER = "127.0.0.1"
_MOST_LINKS = 8
_NAME_SERVERS = 64
_ATTEMPTS = 5


def resolve(dns: PublicDns, question: DNSRecord) -> DNSRecord:
    """Return the reply to a question, CNAMEs followed as a recursive resolver does."""
    reply: DNSRecord = question.reply(ra=1, aa=0)
    asked, kind = str(question.q.qname), QTYPE.get(question.q.qtype, "?")
    name = canonical(asked)
    for _ in range(_MOST_LINKS):
        found = _at(dns, name, kind)
        if found is None:
            reply.header.rcode = RCODE.NXDOMAIN
            _add_soa(dns, reply, name)
            return reply
        for record in found:
            reply.add_answer(record)
        target = next((canonical(str(item.rdata.label)) for item in found if item.rtype == QTYPE.CNAME), None)
        if target is None or kind == "CNAME":
            break
        name = target
    if not reply.rr:
        _add_soa(dns, reply, name)
    return reply


def _at(dns: PublicDns, name: str, kind: str) -> list[RR] | None:
    """Return the records of a type at a name, a CNAME in their place, [] for no such type, None for no such name."""
    over = dns.overrides.get((name, kind))
    if over is not None:
        return rrs.of_values(name, kind, 60, over) if over else None
    found = rrs.of_aws(name, kind)
    if found is not None:
        return found
    if dns.is_server(name):
        return [RR(name, QTYPE.A, rdata=A(dns.address(name)), ttl=60)] if kind == "A" else []
    if name.count(".") == 1:
        return rrs.of_values(name, "NS", 60, [PARENT]) if kind == "NS" else []
    return _in_zone(dns, name, kind)


def _in_zone(dns: PublicDns, name: str, kind: str) -> list[RR] | None:
    owned = dns.zone(name)
    if owned is None or not dns.delegated(owned):
        return _elsewhere(dns, name, kind)
    sets = dns.sets(name) or rrs.wildcard(dns, owned, name)
    if not sets:
        return [] if dns.exists(name) else None
    chosen = rrs.chosen(sets, kind)
    return [record for item in chosen for record in rrs.of_set(name, item, lambda *target: _at(dns, *target))]


def _elsewhere(dns: PublicDns, name: str, kind: str) -> list[RR] | None:
    """Return what was laid on single servers, and what is there only because something below it is."""
    laid = [values for (_, place, known), values in dns.laid.items() if (place, known) == (name, kind)]
    if laid:
        return rrs.of_values(name, kind, 60, laid[0])
    return [] if dns.exists(name) else None


def _add_soa(dns: PublicDns, reply: DNSRecord, name: str) -> None:
    owned = dns.zone(name)
    for record in rrs.soa_of(dns, owned) if owned is not None and dns.delegated(owned) else [rrs.soa(".")]:
        reply.add_auth(record)


def answer(dns: PublicDns, packet: bytes, address: str = RESOLVER) -> bytes | None:
    """Return the reply packet of the server at an address, None for what is no DNS question or gets no reply."""
    try:
        question = DNSRecord.parse(packet)
        # What a resolver does not have to look up for others is meant for a name server.
        shared = address == RESOLVER and dns.addresses[0] == RESOLVER and not question.header.rd
        servers = frozenset() if address == RESOLVER and not shared else dns.servers_at(address)
        name, kind = canonical(str(question.q.qname)), QTYPE.get(question.q.qtype, "?")
        dns.questions.append({"server": ",".join(sorted(servers)) or "resolver", "name": name, "type": kind})
        fault = _fault(dns, servers or frozenset({"resolver"}), name)
        if fault == "silent":
            return None
        if fault:
            reply = question.reply(ra=0, aa=0)
            reply.header.rcode = RCODE.reverse[fault.upper()]
        else:
            reply = authoritative(dns, servers, question) if servers else resolve(dns, question)
        return bytes(reply.pack())
    except (dnslib.DNSError, ValueError, IndexError):
        return None


def _fault(dns: PublicDns, servers: frozenset[str], name: str) -> str:
    return next((fault.kind for fault in dns.faults for server in servers if fault.hits(server, name)), "")


class _Udp(asyncio.DatagramProtocol):
    def __init__(self, world_dns: t.Callable[[], PublicDns], address: str) -> None:
        self._dns = world_dns
        self._address = address

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = t.cast(asyncio.DatagramTransport, transport)

    def datagram_received(self, data: bytes, addr: tuple[str, int]) -> None:
        reply = answer(self._dns(), data, self._address)
        if reply is not None:
            self._transport.sendto(reply, addr)


class Dns:
    """The sockets of resolver and name servers, UDP and TCP on one port; `addresses` are those of name servers."""

    def __init__(self, transports: list[asyncio.DatagramTransport], server: asyncio.Server, port: int) -> None:
        self._transports = transports
        self._server = server
        self.port = port
        self.addresses = [str(transport.get_extra_info("sockname")[0]) for transport in transports][1:] or [RESOLVER]

    async def stop(self) -> None:
        """Close all."""
        for transport in self._transports:
            transport.close()
        self._server.close()


async def start_dns(dns: t.Callable[[], PublicDns], port: int) -> Dns:
    """Listen on loopback; port 0 takes a free one."""
    wanted = [RESOLVER, *(f"127.0.0.{number}" for number in range(2, 2 + _NAME_SERVERS))]
    for _ in range(_ATTEMPTS):
        try:
            return await _listen(dns, port, wanted)
        except OSError:
            # Somebody has the port at one of the addresses: another one, if it is ours to choose.
            if port:
                break
    return await _listen(dns, port, [RESOLVER])


async def _listen(dns: t.Callable[[], PublicDns], port: int, addresses: list[str]) -> Dns:
    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        address = str(writer.get_extra_info("sockname")[0])
        try:
            while True:
                (length,) = struct.unpack("!H", await reader.readexactly(2))
                reply = answer(dns(), await reader.readexactly(length), address)
                if reply is not None:
                    writer.write(struct.pack("!H", len(reply)) + reply)
        except (asyncio.IncompleteReadError, ConnectionError):
            writer.close()

    loop = asyncio.get_running_loop()
    transports: list[asyncio.DatagramTransport] = []
    try:
        for address in addresses:
            where = (address, transports[0].get_extra_info("sockname")[1] if transports else port)
            transport, _ = await loop.create_datagram_endpoint(
                lambda address=address: _Udp(dns, address), local_addr=where
            )
            transports.append(transport)
        bound = transports[0].get_extra_info("sockname")[1]
        return Dns(transports, await asyncio.start_server(serve, addresses, bound), bound)
    except OSError:
        for transport in transports:
            transport.close()
        raise
