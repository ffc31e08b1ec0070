# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""One question to one server and its reply in plain values: the only place that knows dnspython."""

from __future__ import annotations

import dataclasses

try:
    import dns.exception
    import dns.flags
    import dns.message
    import dns.query
    import dns.rcode
    import dns.rdatatype
    import dns.resolver

    HAS_DNSPYTHON = True
except ImportError:  # told by whoever wants to ask
    HAS_DNSPYTHON = False

# What fits through any path in one datagram; longer answers come over TCP.
PAYLOAD = 1232


class Unanswered(Exception):  # noqa: N818 - it says what happened
    """There is no usable reply: no route, nothing in time, or no DNS at all."""


@dataclasses.dataclass(frozen=True)
class Record:
    """One resource record; names are in lower case and without trailing dot."""

    name: str
    type: str
    value: str


@dataclasses.dataclass(frozen=True)
class Reply:
    """What a server said; ``rcode`` is DNS's own word, such as NXDOMAIN."""

    rcode: str
    authoritative: bool = False
    answer: tuple[Record, ...] = ()
    authority: tuple[Record, ...] = ()
    additional: tuple[Record, ...] = ()

    def values(self, name: str, kind: str) -> tuple[str, ...]:
        """Return what the answer says of a type at a name."""
        return _values(self.answer, name, kind)

    def glue(self, name: str) -> tuple[str, ...]:
        """Return the addresses that came along for a name server."""
        return _values(self.additional, name, "A") + _values(self.additional, name, "AAAA")


def _values(records: tuple[Record, ...], name: str, kind: str) -> tuple[str, ...]:
    return tuple(record.value for record in records if (record.name, record.type) == (name, kind))


@dataclasses.dataclass(frozen=True)
class Question:
    """What is asked: ``recursive`` of a resolver, ``unchecked`` without its look at DNSSEC."""

    name: str
    type: str
    recursive: bool = False
    unchecked: bool = False


def ask(question: Question, address: str, port: int, *, timeout: float) -> Reply:
    """Put a question to the server at an address; raises Unanswered."""
    try:
        flags = (dns.flags.RD if question.recursive else 0) | (dns.flags.CD if question.unchecked else 0)
        query = dns.message.make_query(question.name + ".", question.type, use_edns=0, payload=PAYLOAD)
        query.flags = dns.flags.Flag(flags)
        reply, _by_tcp = dns.query.udp_with_fallback(query, address, timeout=timeout, port=port)
    except (dns.exception.DNSException, OSError, EOFError, ValueError, NotImplementedError) as error:
        reason = "no reply in time" if isinstance(error, dns.exception.Timeout) else str(error) or type(error).__name__
        raise Unanswered(f"{address}: {reason}") from error
    return Reply(
        rcode=dns.rcode.to_text(reply.rcode()),
        authoritative=bool(reply.flags & dns.flags.AA),
        answer=_records(reply.answer),
        authority=_records(reply.authority),
        additional=_records(reply.additional),
    )


def _records(section: list[dns.rrset.RRset]) -> tuple[Record, ...]:
    return tuple(
        Record(
            name=rrset.name.to_text(omit_final_dot=True).lower(),
            type=dns.rdatatype.to_text(rrset.rdtype),
            value=_value(dns.rdatatype.to_text(rrset.rdtype), data.to_text()),
        )
        for rrset in section
        for data in rrset
    )


def _value(kind: str, text: str) -> str:
    return text.removesuffix(".").lower() if kind in ("CNAME", "NS") else text


def system_resolvers() -> list[str]:
    """Return the addresses of the resolvers that this machine uses; raises Unanswered when there are none."""
    try:
        found = dns.resolver.Resolver(configure=True).nameservers
    except dns.exception.DNSException as error:
        raise Unanswered(f"this machine has no resolver: {error}") from error
    return [str(address) for address in found]
