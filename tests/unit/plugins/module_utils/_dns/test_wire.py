# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

import dnslib
import pytest

from ansible_collections.cdn.aws.plugins.module_utils._dns import wire
from ansible_collections.cdn.aws.plugins.module_utils._dns.wire import Question, Record, Unanswered, ask
from tests.unit.public_dns import serving

NAME = "_a.cdn.example.com"


def reply_with(*lines, rcode="NOERROR", aa=1):
    def answer(question, tcp):
        reply = question.reply(aa=aa, ra=0)
        reply.header.rcode = dnslib.RCODE.reverse[rcode]
        for line in lines:
            reply.add_answer(*dnslib.RR.fromZone(line))
        return reply

    return answer


def test_a_reply_comes_in_plain_values():
    asked = []

    def answer(question, tcp):
        asked.append((str(question.q.qname), dnslib.QTYPE[question.q.qtype], question.header.rd, question.header.cd))
        reply = question.reply(aa=1, ra=0)
        reply.add_answer(*dnslib.RR.fromZone("_A.CDN.example.com. 60 IN CNAME _B.acm-validations.AWS."))
        reply.add_auth(*dnslib.RR.fromZone("example.com. 60 IN NS ns1.Example.com."))
        reply.add_ar(*dnslib.RR.fromZone("ns1.example.com. 60 IN A 192.0.2.1"))
        return reply

    with serving(answer) as port:
        reply = ask(Question(NAME, "CNAME"), "127.0.0.1", port, timeout=2)
        ask(Question(NAME, "CNAME", recursive=True, unchecked=True), "127.0.0.1", port, timeout=2)
    assert (reply.rcode, reply.authoritative) == ("NOERROR", True)
    assert reply.values(NAME, "CNAME") == ("_b.acm-validations.aws",)
    assert reply.authority == (Record("example.com", "NS", "ns1.example.com"),)
    assert reply.glue("ns1.example.com") == ("192.0.2.1",)
    assert [(one[2], one[3]) for one in asked] == [(0, 0), (1, 1)]


def test_texts_keep_their_quotes_and_case():
    with serving(reply_with('example.com. 60 IN CAA 0 issue "Amazon.com"')) as port:
        assert ask(Question("example.com", "CAA"), "127.0.0.1", port, timeout=2).values("example.com", "CAA") == (
            '0 issue "Amazon.com"',
        )


def test_what_does_not_fit_comes_over_tcp():
    def answer(question, tcp):
        reply = question.reply()
        if tcp:
            reply.add_answer(*dnslib.RR.fromZone("a.com. 60 IN CNAME b.com."))
        else:
            reply.header.tc = 1
        return reply

    with serving(answer) as port:
        assert ask(Question("a.com", "CNAME"), "127.0.0.1", port, timeout=2).values("a.com", "CNAME") == ("b.com",)


@pytest.mark.parametrize("rcode", ["NXDOMAIN", "SERVFAIL", "REFUSED"])
def test_a_refusal_is_a_reply(rcode):
    with serving(reply_with(rcode=rcode, aa=0)) as port:
        reply = ask(Question(NAME, "CNAME"), "127.0.0.1", port, timeout=2)
    assert (reply.rcode, reply.authoritative, reply.answer) == (rcode, False, ())


@pytest.mark.parametrize(
    "nonsense", [None, b"", b"nonsense that is no DNS at all"], ids=["silence", "empty", "nonsense"]
)
def test_what_is_no_reply_is_one_error(nonsense):
    with serving(lambda question, tcp: nonsense) as port, pytest.raises(Unanswered, match="127.0.0.1"):
        ask(Question(NAME, "CNAME"), "127.0.0.1", port, timeout=0.2)


@pytest.mark.parametrize("name", ["a" * 64 + ".com", "a..com", ".".join(["a" * 60] * 5)])
def test_a_name_that_cannot_be_asked_for_is_the_same_error(name):
    with pytest.raises(Unanswered):
        ask(Question(name, "A"), "127.0.0.1", 9, timeout=0.2)


def test_a_machine_without_resolver_is_the_same_error(monkeypatch):
    def none(*_args, **_options):
        raise wire.dns.resolver.NoResolverConfiguration

    monkeypatch.setattr(wire.dns.resolver, "Resolver", none)
    with pytest.raises(Unanswered, match="no resolver"):
        wire.system_resolvers()
