# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Resource records for DNS answers, made of Route 53's texts."""

from __future__ import annotations

import typing as t

import dnslib
from dnslib import AAAA, CNAME, NS, QTYPE, RR, SOA, A

from tests.lab import store
from tests.lab.names import canonical

if t.TYPE_CHECKING:
    from tests.lab.names import Owned, PublicDns

_LOOPBACK: dict[str, t.Any] = {"A": A("127.0.0.1"), "AAAA": AAAA("::1")}
# Names of AWS itself lead to the edge or to the API, which are both on this machine.
_CLOUDFRONT = ".cloudfront.net."
_AWS = (_CLOUDFRONT, ".amazonaws.com.")


def of_aws(name: str, kind: str) -> list[RR] | None:
    """Return the addresses of a name of AWS, None for any other name; a distribution's goes away with it."""
    if not name.endswith(_AWS) or (name.endswith(_CLOUDFRONT) and not _is_distribution(name)):
        return None
    return [RR(name, QTYPE.reverse[kind], rdata=_LOOPBACK[kind], ttl=60)] if kind in _LOOPBACK else []


def _is_distribution(name: str) -> bool:
    return any(canonical(record["DomainName"]) == name for _, record in store.distributions())


def of_values(name: str, kind: str, ttl: int, values: t.Iterable[str]) -> list[RR]:
    """Return records made of zone-file texts."""
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


def of_set(name: str, item: store.Record, follow: t.Callable[[str, str], list[RR] | None]) -> list[RR]:
    """Return the records of a set; an alias has those that `follow` finds at its target."""
    alias = item.get("AliasTarget")
    if alias:
        found = follow(canonical(alias["DNSName"]), item["Type"]) or []
        return [RR(name, record.rtype, rdata=record.rdata, ttl=60) for record in found if record.rtype != QTYPE.CNAME]
    return of_values(name, item["Type"], int(item.get("TTL") or 60), item.get("ResourceRecords", []))


def chosen(sets: list[store.Record], kind: str) -> list[store.Record]:
    """Return the sets that answer a question for a type: a CNAME stands for all others."""
    found = [item for item in sets if item["Type"] == kind or kind == "ANY"]
    return found or [item for item in sets if item["Type"] == "CNAME"]


def wildcard(dns: PublicDns, owned: Owned, name: str) -> list[store.Record]:
    """Return the sets of the closest wildcard, unless something stands nearer (RFC 4592)."""
    labels = name.split(".")
    for start in range(1, len(labels) - 1):
        parent = ".".join(labels[start:])
        if dns.exists_in(owned, name):
            return []
        sets = dns.sets_in(owned, "*." + parent)
        if sets or dns.exists_in(owned, parent):
            return sets
    return []


def soa(apex: str, ttl: int = 5) -> RR:
    """Return the SOA of a zone that is not Route 53's."""
    return RR(apex, QTYPE.SOA, rdata=SOA("a.parent.lab.", "root.lab.", (1, 60, 60, 60, ttl)), ttl=ttl)


def soa_of(dns: PublicDns, owned: Owned) -> list[RR]:
    """Return the SOA of a hosted zone."""
    apex = canonical(owned[1]["name"])
    sets = [item for item in dns.sets_in(owned, apex) if item["Type"] == "SOA"]
    return [record for item in sets for record in of_values(apex, "SOA", int(item["TTL"]), item["ResourceRecords"])]
