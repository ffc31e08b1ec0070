# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the single name servers answer: those of the hosted zones, of the zones above, and of other people."""

from __future__ import annotations

import dataclasses
import typing as t

from dnslib import QTYPE, RCODE, RR, A

from tests.lab import rrs
from tests.lab.names import PARENT, above, canonical, within

if t.TYPE_CHECKING:
    from dnslib import DNSRecord

    from tests.lab.names import Owned, PublicDns

Servers = frozenset[str]


@dataclasses.dataclass(frozen=True)
class _Zone:
    """A zone that a server answers for; `owned` is None when it is no hosted zone."""

    apex: str
    owned: Owned | None = None


def authoritative(dns: PublicDns, servers: Servers, question: DNSRecord) -> DNSRecord:
    """Return the reply of a name server, which follows nothing: an answer, a referral, or a refusal."""
    reply: DNSRecord = question.reply(ra=0, aa=1)
    name, kind = canonical(str(question.q.qname)), QTYPE.get(question.q.qtype, "?")
    zone = _zone(dns, servers, name)
    if zone is None:
        reply.header.aa, reply.header.rcode = 0, RCODE.REFUSED
        return reply
    cut = _cut(dns, zone.apex, name)
    if cut and not _laid(dns, servers, name, kind):
        return _referral(dns, reply, cut)
    found = _content(dns, servers, zone, name, kind)
    for record in found or []:
        reply.add_answer(record)
    if not found:
        reply.header.rcode = RCODE.NXDOMAIN if found is None else RCODE.NOERROR
        for record in rrs.soa_of(dns, zone.owned) if zone.owned else [rrs.soa(zone.apex)]:
            reply.add_auth(record)
    return reply


def _zone(dns: PublicDns, servers: Servers, name: str) -> _Zone | None:
    """Return the closest zone above a name that a server has: an SOA laid on a server gives it a zone."""
    found = [_Zone(above(name)[0])] if PARENT in servers else []
    found += [
        _Zone(apex) for server, apex, kind in dns.laid if kind == "SOA" and server in servers and within(name, apex)
    ]
    found += [
        _Zone(canonical(owned[1]["name"]), owned)
        for owned in dns.public()
        if within(name, owned[1]["name"]) and servers & set(dns.servers_of(owned))
    ]
    return max(found, key=lambda zone: len(zone.apex), default=None)


def _cut(dns: PublicDns, apex: str, name: str) -> str:
    """Return the first delegation on the way from a zone down to a name."""
    below = [place for place in above(name) if len(place) > len(apex)]
    return next((place for place in below if dns.delegation(place)), "")


def _referral(dns: PublicDns, reply: DNSRecord, cut: str) -> DNSRecord:
    reply.header.aa = 0
    for server in dns.delegation(cut):
        for record in rrs.of_values(cut, "NS", 172_800, [server]):
            reply.add_auth(record)
        reply.add_ar(RR(server, QTYPE.A, rdata=A(dns.address(server)), ttl=172_800))
    return reply


def _laid(dns: PublicDns, servers: Servers, name: str, kind: str) -> list[str] | None:
    """Return what was laid over a name, None for nothing; NS laid over all servers is what the zone above says."""
    places = ((server, name, kind) for server in sorted(servers))
    everywhere = None if kind == "NS" else dns.overrides.get((name, kind))
    return next((dns.laid[place] for place in places if place in dns.laid), everywhere)


def _content(dns: PublicDns, servers: Servers, zone: _Zone, name: str, kind: str) -> list[RR] | None:
    """Return the records of a type at a name, [] for no such type, None for no such name."""
    laid = _laid(dns, servers, name, kind)
    if laid is None and kind != "CNAME" and _laid(dns, servers, name, "CNAME"):
        laid, kind = _laid(dns, servers, name, "CNAME"), "CNAME"
    if laid is not None:
        return rrs.of_values(name, kind, 60, laid) or None
    if zone.owned is None:
        known = {place[-2] for place in [*dns.laid, *dns.overrides]}
        return [] if name == zone.apex or any(within(place, name) for place in known) else None
    sets = dns.sets_in(zone.owned, name) or rrs.wildcard(dns, zone.owned, name)
    if not sets:
        return [] if dns.exists_in(zone.owned, name) else None

    def follow(target: str, kind: str) -> list[RR] | None:
        return rrs.of_aws(target, kind) or _content(dns, servers, zone, target, kind)

    return [record for item in rrs.chosen(sets, kind) for record in rrs.of_set(name, item, follow)]
