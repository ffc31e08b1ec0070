# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

import pytest

from ansible_collections.cdn.aws.plugins.module_utils._dns.tree import FAILED, NONE, REFUSED, SILENT, VALUES, Place
from ansible_collections.cdn.aws.plugins.module_utils._dns.wire import Record, Reply, Unanswered
from tests.unit.public_dns import RESOLVER, Zones

RECORD = "_a.cdn.example.com"
SILENCE = Unanswered("no reply in time")


@pytest.fixture
def zones():
    found = Zones()
    found.add("example.com", "n1", "n2")
    return found


def test_the_closest_zone_is_found_with_who_refers_to_it(zones):
    assert zones.tree().place(RECORD) == Place("example.com", ("n1", "n2"), above="com", proved=True)
    zones.add("cdn.example.com", "c1")
    assert zones.tree().place(RECORD) == Place("cdn.example.com", ("c1",), above="example.com", proved=True)


def test_a_zone_that_nobody_refers_to_is_not_there(zones):
    assert zones.tree().place("_a.other.com") == Place("com", ("tld",), proved=True)


def test_servers_that_hold_a_zone_below_refer_to_nobody(zones):
    # Parent and child on the same servers: the SOA tells.
    soa = Reply("NXDOMAIN", True, authority=(Record("cdn.example.com", "SOA", "x"),))
    for server in ("n1", "n2"):
        zones.say(server, RECORD, "NS", soa)
    assert zones.tree().place(RECORD).zone == "cdn.example.com"


def test_a_cname_does_not_hide_the_zone_that_it_stands_in(zones):
    # A CNAME comes without an SOA, and the name servers of a top-level domain may hold zones below it.
    zones.add("example.com", "tld")
    zones.put(RECORD, "CNAME", "x.com", zone="example.com")
    zones.put("cdn.example.com", "CNAME", "y.com", zone="example.com")
    assert zones.tree().place(RECORD) == Place("example.com", ("tld",), above="com", proved=True)
    zones.add("cdn.example.com", "tld")
    assert zones.tree().place(RECORD).zone == "cdn.example.com"


def test_the_way_is_not_gone_twice(zones):
    tree = zones.tree()
    tree.place(RECORD)
    count = len(zones.asked)
    tree.place("cdn.example.com")
    tree.place("example.com")
    assert len(zones.asked) == count
    tree.place("_b.img.example.com")
    assert len(zones.asked) == count + 1
    tree.forget()
    tree.place(RECORD)
    assert len(zones.asked) > count + 2


@pytest.mark.parametrize("reply", [SILENCE, Reply("REFUSED"), Reply("SERVFAIL"), Reply("NXDOMAIN")])
def test_without_a_word_of_its_servers_a_zone_is_not_proved(zones, reply):
    for server in ("n1", "n2"):
        zones.say(server, None, None, reply)
    assert zones.tree().place(RECORD) == Place("example.com", ("n1", "n2"), above="com")
    zones.say("tld", None, None, reply)
    assert zones.tree().place(RECORD) == Place("com", ("tld",))


@pytest.mark.parametrize("reply", [Reply("NXDOMAIN"), Reply("NOERROR"), Reply("SERVFAIL")])
def test_a_resolver_that_does_not_know_the_top_is_not_public_dns(zones, reply):
    # A network without public DNS says NXDOMAIN to everything: nothing follows from that.
    zones.say(RESOLVER, "com", "NS", reply)
    with pytest.raises(Unanswered, match="top-level domain com"):
        zones.tree().place(RECORD)


def test_a_referral_upwards_is_none(zones):
    upwards = Reply("NOERROR", authority=(Record("com", "NS", "tld"),))
    for server in ("n1", "n2"):
        zones.say(server, None, None, upwards)
    assert not zones.tree().place(RECORD).proved


@pytest.mark.parametrize(
    ("reply", "kind"),
    [
        (SILENCE, SILENT),
        (Reply("REFUSED"), REFUSED),
        (Reply("SERVFAIL"), FAILED),
        # Not authoritative: somebody in between answers, who knows nothing for sure.
        (Reply("NXDOMAIN"), FAILED),
        (Reply("NXDOMAIN", True), NONE),
        (Reply("NOERROR", True), NONE),
        (Reply("NOERROR", True, (Record(RECORD, "CNAME", "b"),)), VALUES),
    ],
)
def test_each_server_is_taken_by_its_word(zones, reply, kind):
    zones.say("n1", RECORD, "CNAME", reply)
    answers = zones.tree().ask_all(RECORD, "CNAME")
    assert [(one.server, one.kind) for one in answers] == [("n1", kind), ("n2", NONE)]


def test_a_clear_answer_counts_wherever_it_comes_from(zones):
    zones.put("cdn.example.com", "CAA", '0 issue "x"')
    zones.say("n1", None, None, SILENCE)
    assert zones.tree().ask_any("cdn.example.com", "CAA").values == ('0 issue "x"',)


def test_cnames_are_followed_into_other_zones_and_not_for_ever(zones):
    zones.add("other.com", "o1")
    zones.put("cdn.example.com", "CNAME", "x.other.com")
    zones.put("x.other.com", "CAA", '0 issue "x"')
    assert zones.tree().ask_any("cdn.example.com", "CAA").values == ('0 issue "x"',)
    zones.put("x.other.com", "CNAME", "cdn.example.com")
    del zones.records["x.other.com", "CAA", "other.com"]
    assert zones.tree().ask_any("cdn.example.com", "CAA").kind == FAILED


def test_servers_take_turns(zones):
    tree = zones.tree()
    first = tree.in_turn(("a", "b", "c"))
    tree.forget()
    assert (first[0], tree.in_turn(("a", "b", "c"))) == ("a", ("b", "c", "a"))
    assert len(tree.in_turn(tuple("abcdefghijklm"))) == 4
