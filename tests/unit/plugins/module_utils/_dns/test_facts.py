# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

import pytest

from ansible_collections.cdn.aws.plugins.module_utils._dns.facts import Hosted, Wanted, are_strangers, gather, is_value
from ansible_collections.cdn.aws.plugins.module_utils._dns.tree import FAILED, NONE, SILENT, VALUES, Place
from ansible_collections.cdn.aws.plugins.module_utils._dns.wire import Reply, Unanswered
from tests.unit.public_dns import RESOLVER, Zones

RECORD, VALUE = "_a.cdn.example.com", "_b.acm-validations.aws"
WANTED = Wanted("cdn.example.com", RECORD, VALUE)
BEFORE = Wanted("cdn.example.com")


@pytest.fixture
def zones():
    found = Zones()
    found.add("example.com", "n1", "n2")
    return found


def test_a_record_is_looked_for_at_every_server_and_the_resolver(zones):
    zones.put(RECORD, "CNAME", VALUE)
    facts = gather(zones.tree(), WANTED, None)
    assert [(one.server, one.kind, one.values) for one in facts.answers] == [
        ("n1", VALUES, (VALUE,)),
        ("n2", VALUES, (VALUE,)),
    ]
    assert (facts.resolver.server, facts.resolver.values) == (RESOLVER, (VALUE,))
    assert (facts.place.zone, facts.place.proved, facts.doubled, facts.broken_dnssec) == (
        "example.com",
        True,
        False,
        False,
    )


def test_before_a_request_nothing_is_asked_for_a_record(zones):
    facts = gather(zones.tree(), BEFORE, None)
    assert (facts.answers, facts.resolver) == ((), None)
    assert not any(kind == "CNAME" for _, _, kind in zones.asked)


def test_before_a_request_it_is_asked_whether_anybody_knows_the_zone(zones):
    for server in ("n1", "n2"):
        zones.say(server, None, None, Reply("REFUSED"))
    assert [one.kind for one in gather(zones.tree(), BEFORE, None).answers] == ["refused", "refused"]


def test_a_chain_of_cnames_counts_as_what_it_leads_to(zones):
    # ACM-10
    zones.add("other.com", "o1")
    zones.put(RECORD, "CNAME", "_a.other.com")
    zones.put("_a.other.com", "CNAME", VALUE)
    assert {one.values for one in gather(zones.tree(), WANTED, None).answers} == {(VALUE,)}
    zones.put("_a.other.com", "CNAME", "elsewhere.other.com")
    assert {one.values for one in gather(zones.tree(), WANTED, None).answers} == {("_a.other.com",)}
    zones.put("_a.other.com", "CNAME", RECORD)
    assert {one.values for one in gather(zones.tree(), WANTED, None).answers} == {("_a.other.com",)}


@pytest.mark.parametrize("reply", [Reply("SERVFAIL"), Reply("REFUSED"), Unanswered("no reply in time")])
def test_a_chain_that_nobody_can_follow_is_no_other_value(zones, reply):
    zones.add("other.com", "o1")
    zones.put(RECORD, "CNAME", "_a.other.com")
    zones.say("o1", None, None, reply)
    assert {one.kind for one in gather(zones.tree(), WANTED, None).answers} == {FAILED}


@pytest.mark.parametrize(
    ("found", "right"), [(VALUE, True), (VALUE[1:], True), ("_c.acm-validations.aws", False), ("", False)]
)
def test_some_hosts_take_no_leading_underscore(found, right):
    # ACM-10
    assert is_value(found, VALUE) is right


def test_a_record_with_the_zone_twice_is_found(zones):
    zones.put(f"{RECORD}.example.com", "CNAME", f"{VALUE}.example.com")
    assert gather(zones.tree(), WANTED, None).doubled
    zones.put(f"{RECORD}.example.com", "CNAME", VALUE)
    assert gather(zones.tree(), WANTED, None).doubled
    zones.put(f"{RECORD}.example.com", "CNAME", "x.example.com")
    assert not gather(zones.tree(), WANTED, None).doubled


@pytest.mark.parametrize(
    ("owner", "found"),
    [("cdn.example.com", "cdn.example.com"), ("example.com", "example.com"), ("com", "com"), ("img.example.com", "")],
)
def test_the_closest_caa_counts(zones, owner, found):
    # ACM-08, RFC 8659
    zones.put("com", "CAA", '0 issue "far"') if owner != "img.example.com" else None
    zones.put(owner, "CAA", '0 issue "near"')
    caa = gather(zones.tree(), BEFORE, None).caa
    assert caa.owner == found
    assert [one.issuer for one in caa.properties] == (["near"] if found else [])


def test_caa_follows_a_cname_and_does_not_climb_from_its_target(zones):
    zones.add("other.com", "o1")
    zones.put("cdn.example.com", "CNAME", "x.other.com")
    zones.put("other.com", "CAA", '0 issue "their parent"')
    zones.put("example.com", "CAA", '0 issue "our parent"')
    assert gather(zones.tree(), BEFORE, None).caa.owner == "example.com"
    zones.put("x.other.com", "CAA", '0 issue "their own"')
    assert gather(zones.tree(), BEFORE, None).caa.properties[0].issuer == "their own"


@pytest.mark.parametrize("reply", [Reply("SERVFAIL"), Unanswered("no reply in time")])
def test_caa_that_nobody_tells_is_not_known(zones, reply):
    zones.say(None, "example.com", "CAA", reply)
    assert gather(zones.tree(), BEFORE, None).caa is None


@pytest.mark.parametrize(
    ("unchecked", "broken"), [(Reply("NOERROR"), True), (Reply("SERVFAIL"), False), (Unanswered("x"), False)]
)
def test_signatures_are_broken_when_only_a_look_without_them_helps(zones, unchecked, broken):
    def resolver(question):
        if question.type != "CNAME":
            return zones.resolve(question)
        if isinstance(unchecked, Unanswered) and question.unchecked:
            raise unchecked
        return unchecked if question.unchecked else Reply("SERVFAIL")

    zones.say(RESOLVER, None, None, resolver)
    facts = gather(zones.tree(), WANTED, None)
    assert facts.broken_dnssec is broken
    assert facts.resolver.kind == (SILENT if isinstance(unchecked, Unanswered) else FAILED)


@pytest.mark.parametrize(
    ("servers", "strangers"),
    [(("n1", "x1"), False), (("x1", "x2"), True), ((), False), (("unknown",), False)],
)
def test_two_sets_of_servers_are_strangers_when_nothing_is_common(zones, servers, strangers):
    zones.add("x.com", "x1", "x2")
    assert gather(zones.tree(), BEFORE, Hosted("example.com", servers)).strangers is strangers


def test_servers_whose_addresses_nobody_tells_are_no_strangers(zones):
    zones.add("x.com", "x1")
    tree = zones.tree()
    for server in ("n1", "n2"):
        zones.say(RESOLVER, server, None, Reply("SERVFAIL"))
    assert not are_strangers(tree, Place("example.com", ("n1", "n2"), proved=True), Hosted("example.com", ("x1",)))


def test_servers_with_names_of_ones_own_are_known_by_their_addresses(zones):
    zones.add("x.com", "x1")
    tree = zones.tree()
    for server in ("n1", "x1"):
        tree.resolver.know(server, ("192.0.2.1",))
    assert not gather(tree, BEFORE, Hosted("example.com", ("x1",))).strangers


def test_a_record_that_is_nowhere_is_said_to_be_by_each_server(zones):
    assert [one.kind for one in gather(zones.tree(), WANTED, None).answers] == [NONE, NONE]
