# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

import pytest

from ansible_collections.cdn.aws.plugins.module_utils._dns import resolver, wire
from ansible_collections.cdn.aws.plugins.module_utils._dns.place import chosen_resolver, resolver_place
from ansible_collections.cdn.aws.plugins.module_utils._dns.resolver import Resolver
from ansible_collections.cdn.aws.plugins.module_utils._dns.wire import Record, Reply, Unanswered
from ansible_collections.cdn.aws.plugins.module_utils._errors import Refused


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("1.1.1.1", ("1.1.1.1", 0)),
        ("127.0.0.1:5353", ("127.0.0.1", 5353)),
        ("dns.example.com:53", ("dns.example.com", 53)),
        ("localhost", ("localhost", 0)),
        ("::1", ("::1", 0)),
        ("2001:db8::1", ("2001:db8::1", 0)),
        ("[2001:db8::1]", ("2001:db8::1", 0)),
        ("[2001:db8::1]:5353", ("2001:db8::1", 5353)),
        (" 1.1.1.1 ", ("1.1.1.1", 0)),
    ],
)
def test_a_resolver_is_written_as_host_and_port(text, place):
    assert resolver_place(text) == place


@pytest.mark.parametrize(
    "text",
    [
        *("1.1.1.1:", "a b", "1.1.1.1:x", "1.1.1.1:70000", "[::1", "udp://1.1.1.1"),
        *("a..b:53", f"{'a' * 64}.example.com", f"1.1.1.1:{'9' * 5000}"),
    ],
)
def test_what_is_no_host_and_port_is_refused(text):
    with pytest.raises(Refused, match="dns_resolver"):
        resolver_place(text)


class Asked:
    """Keeps the questions; an address answers with what stands for it, or does not."""

    def __init__(self, **addresses):
        self.addresses = addresses
        self.calls = []

    def __call__(self, question, address, port, *, timeout):
        self.calls.append((address, port, question.name, question.type, round(timeout, 3)))
        answer = self.addresses.get(address.replace(".", "_"), Unanswered(f"{address}: no reply in time"))
        if isinstance(answer, Unanswered):
            raise answer
        return answer if isinstance(answer, Reply) else answer(question)


def test_the_system_is_asked_unless_a_resolver_is_given(monkeypatch):
    monkeypatch.setattr(wire, "system_resolvers", lambda: ["192.0.2.1", "192.0.2.2"])
    ask = Asked()
    ask.addresses = {"192_0_2_2": Reply("NOERROR")}
    found = Resolver(ask=ask)
    assert found.resolve("a.com", "NS").rcode == "NOERROR"
    assert [call[:2] for call in ask.calls] == [("192.0.2.1", 53), ("192.0.2.2", 53)]
    assert found.name == "192.0.2.1"


def test_a_port_that_is_given_is_that_of_all_servers():
    ask = Asked()
    ask.addresses = {
        "127_0_0_1": lambda question: Reply("NOERROR", answer=(Record("ns.a.com", "A", "127.0.0.7"),)),
        "127_0_0_7": Reply("NOERROR", True),
    }
    found = Resolver("127.0.0.1:5353", ask=ask)
    assert found.ask_server("ns.a.com", "x.a.com", "CNAME").authoritative
    assert {call[1] for call in ask.calls} == {5353}
    assert ask.calls[-1][0] == "127.0.0.7"
    assert found.name == "127.0.0.1"


def test_addresses_are_asked_for_once_and_not_at_all_when_they_came_along():
    ask = Asked()
    ask.addresses = {"192_0_2_1": lambda question: Reply("NOERROR", answer=(Record("ns.a.com", "A", "192.0.2.1"),))}
    found = Resolver("192.0.2.1", ask=ask)
    assert found.addresses("ns.a.com") == found.addresses("ns.a.com") == ("192.0.2.1", "192.0.2.1")
    found.know("ns.b.com", ("192.0.2.9",))
    assert found.addresses("ns.b.com") == ("192.0.2.9",)
    assert len(ask.calls) == 2


def test_who_does_not_answer_is_not_asked_twice_in_an_examination():
    ask = Asked()
    found = Resolver("192.0.2.1", ask=ask)
    for _ in range(3):
        with pytest.raises(Unanswered, match="no reply in time"):
            found.resolve("a.com", "NS")
    assert len(ask.calls) == 1
    found.begin()
    with pytest.raises(Unanswered):
        found.resolve("a.com", "NS")
    assert len(ask.calls) == 2


def test_an_examination_has_an_end():
    now = [0.0]

    def ask(question, address, port, *, timeout):
        now[0] += timeout
        seconds.append(timeout)
        raise Unanswered(f"{address}: no reply in time")

    seconds: list[float] = []
    found = Resolver("192.0.2.1", ask=ask, clock=lambda: now[0])
    for number in range(9):
        found.know(f"ns{number}", (f"192.0.2.{number}",))
        with pytest.raises(Unanswered):
            found.ask_server(f"ns{number}", "a.com", "NS")
    assert sum(seconds) == resolver.EXAMINATION_SECONDS
    assert max(seconds) == resolver.REPLY_SECONDS


def test_a_resolver_without_address_is_the_same_error():
    with pytest.raises(Unanswered, match=r"nothing\.invalid has no address"):
        Resolver("nothing.invalid", ask=Asked()).resolve("a.com", "NS")


def test_the_environment_stands_in_for_the_option(monkeypatch):
    monkeypatch.setenv("CDN_DNS_RESOLVER", "192.0.2.7")
    assert (chosen_resolver(None), chosen_resolver("1.1.1.1")) == ("192.0.2.7", "1.1.1.1")
    monkeypatch.delenv("CDN_DNS_RESOLVER")
    assert chosen_resolver(None) == ""


def test_a_resolver_that_has_answered_is_asked_again_after_a_silence():
    ask = Asked()
    ask.addresses = {"192_0_2_1": Reply("NOERROR")}
    found = Resolver("192.0.2.1", ask=ask)
    found.resolve("com", "NS")
    ask.addresses = {}
    with pytest.raises(Unanswered):
        found.resolve("slow.com", "CNAME")
    ask.addresses = {"192_0_2_1": Reply("NOERROR")}
    assert found.resolve("com", "NS").rcode == "NOERROR"
