# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A DNS responder on loopback that answers from the emulated public zones."""

from __future__ import annotations

import asyncio
import struct
import typing as t

import dnslib
from dnslib import AAAA, CNAME, NS, QTYPE, RCODE, RR, SOA, A, DNSRecord

from tests.lab import store
from tests.lab.names import canonical

if t.TYPE_CHECKING:
    from tests.lab.names import PublicDns

_MOST_LINKS = 8
_LOOPBACK: dict[str, t.Any] = {"A": A("127.0.0.1"), "AAAA": AAAA("::1")}
# Names of AWS itself lead to the edge or to the API, which are both on this machine.
_AWS = (".cloudfront.net.", ".amazonaws.com.")


def resolve(dns: PublicDns, question: DNSRecord) -> DNSRecord:
    """Return the reply to a question, CNAMEs followed as a recursive resolver does."""
    reply: DNSRecord = question.reply(ra=1)
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
        return _records(name, kind, 60, over) if over else None
    if name.endswith(_AWS):
        return [RR(name, QTYPE.reverse[kind], rdata=_LOOPBACK[kind], ttl=60)] if kind in _LOOPBACK else []
    sets = dns.sets(name) or _wildcard(dns, name)
    if not sets:
        return [] if dns.exists(name) else None
    chosen = [item for item in sets if item["Type"] == kind or kind == "ANY"]
    chosen = chosen or [item for item in sets if item["Type"] == "CNAME"]
    return [record for item in chosen for record in _set_records(dns, name, item)]


def _wildcard(dns: PublicDns, name: str) -> list[store.Record]:
    """Return the sets of the closest wildcard, unless something stands nearer (RFC 4592)."""
    labels = name.split(".")
    for start in range(1, len(labels) - 1):
        parent = ".".join(labels[start:])
        if dns.exists(name):
            return []
        sets = dns.sets("*." + parent)
        if sets:
            return sets
        if dns.exists(parent):
            return []
    return []


def _set_records(dns: PublicDns, name: str, item: store.Record) -> list[RR]:
    alias = item.get("AliasTarget")
    if alias:
        target = canonical(alias["DNSName"])
        found = _at(dns, target, item["Type"]) or []
        return [RR(name, record.rtype, rdata=record.rdata, ttl=60) for record in found if record.rtype != QTYPE.CNAME]
    return _records(name, item["Type"], int(item.get("TTL") or 60), item.get("ResourceRecords", []))


def _records(name: str, kind: str, ttl: int, values: list[str]) -> list[RR]:
    if kind in ("CNAME", "NS"):
        data = CNAME if kind == "CNAME" else NS
        return [RR(name, QTYPE.reverse[kind], rdata=data(canonical(value)), ttl=ttl) for value in values]
    found: list[RR] = []
    for value in values:
        try:
            found += RR.fromZone(f"{name} {ttl} IN {kind} {value}")
        except (dnslib.DNSError, ValueError, IndexError):
            # A type that dnslib cannot write is left out; Route 53 has a few.
            continue
    return found


def _add_soa(dns: PublicDns, reply: DNSRecord, name: str) -> None:
    found = dns.zone(name)
    if found is None:
        reply.add_auth(RR(".", QTYPE.SOA, rdata=SOA("lab.", "root.lab.", (1, 60, 60, 60, 5)), ttl=5))
        return
    account, zone = found
    for item in store.records(account, zone["id"]):
        if item["Type"] == "SOA":
            for record in _records(canonical(zone["name"]), "SOA", int(item["TTL"]), item["ResourceRecords"]):
                reply.add_auth(record)


def answer(dns: PublicDns, packet: bytes) -> bytes | None:
    """Return the reply packet, None for what is no DNS question."""
    try:
        question = DNSRecord.parse(packet)
        return bytes(resolve(dns, question).pack())
    except (dnslib.DNSError, ValueError, IndexError):
        return None


class _Udp(asyncio.DatagramProtocol):
    def __init__(self, world_dns: t.Callable[[], PublicDns]) -> None:
        self._dns = world_dns

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = t.cast(asyncio.DatagramTransport, transport)

    def datagram_received(self, data: bytes, addr: tuple[str, int]) -> None:
        reply = answer(self._dns(), data)
        if reply is not None:
            self._transport.sendto(reply, addr)


class Dns:
    """The responder's two sockets, UDP and TCP on one port."""

    def __init__(self, transport: asyncio.DatagramTransport, server: asyncio.Server) -> None:
        self._transport = transport
        self._server = server
        self.port: int = server.sockets[0].getsockname()[1]

    async def stop(self) -> None:
        """Close both."""
        self._transport.close()
        self._server.close()


async def start_dns(dns: t.Callable[[], PublicDns], port: int) -> Dns:
    """Listen on 127.0.0.1; port 0 takes a free one."""

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while True:
                (length,) = struct.unpack("!H", await reader.readexactly(2))
                reply = answer(dns(), await reader.readexactly(length))
                if reply is not None:
                    writer.write(struct.pack("!H", len(reply)) + reply)
        except (asyncio.IncompleteReadError, ConnectionError):
            writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", port)
    bound = server.sockets[0].getsockname()[1]
    loop = asyncio.get_running_loop()
    transport, _ = await loop.create_datagram_endpoint(lambda: _Udp(dns), local_addr=("127.0.0.1", bound))
    return Dns(transport, server)
