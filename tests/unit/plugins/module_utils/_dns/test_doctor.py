# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Situations and what the doctor says of them: a table."""

from __future__ import annotations

import dataclasses

import pytest

from ansible_collections.cdn.aws.plugins.module_utils._dns import doctor
from ansible_collections.cdn.aws.plugins.module_utils._dns.caa import Policy, policy
from ansible_collections.cdn.aws.plugins.module_utils._dns.doctor import Case, diagnose
from ansible_collections.cdn.aws.plugins.module_utils._dns.facts import Facts, Hosted, Wanted
from ansible_collections.cdn.aws.plugins.module_utils._dns.lines import is_settled, line
from ansible_collections.cdn.aws.plugins.module_utils._dns.tree import (
    FAILED,
    NONE,
    REFUSED,
    SILENT,
    VALUES,
    Answer,
    Place,
)

RECORD, VALUE = "_a.cdn.example.com", "_b.acm-validations.aws"
WANTED = Wanted("cdn.example.com", RECORD, VALUE)
BEFORE = Wanted("cdn.example.com")
OURS = ("ns-1.awsdns-1.com", "ns-2.awsdns-2.net")
THEIRS = ("ns1.other.net", "ns2.other.net")
ZONE = Hosted("example.com", OURS, "Z1")
PRIVATE = Hosted("example.com", (), "Z9", private=True)
HERE = Place("example.com", OURS, above="com", proved=True)
THERE = Place("example.com", THEIRS, above="com", proved=True)
TOP = Place("com", ("tld",), proved=True)
CHILD = Place("cdn.example.com", THEIRS, above="example.com", proved=True)


def answers(*kinds, value=VALUE):
    found = zip(OURS, kinds, strict=False)
    return tuple(Answer(server, kind, (value,) if kind == VALUES else ()) for server, kind in found)


NOWHERE, RIGHT = answers(NONE, NONE), answers(VALUES, VALUES)


def facts(wanted=WANTED, place=HERE, said=NOWHERE, **more):
    return Facts(wanted, place, said, **{"caa": Policy(), **more})


def before(place=HERE, said=(), **more):
    return facts(BEFORE, place, said, **more)


SITUATIONS = {
    # What waiting heals, or nobody knows enough about.
    "all is well": (Case(facts(said=RIGHT), ZONE, expected=True), None),
    "nothing known, nothing made": (Case(facts()), None),
    "made by hand, not yet made": (Case(facts(place=THERE)), None),
    "Route 53 is spreading it": (Case(facts(), ZONE, expected=True, holders=(ZONE,)), None),
    "at one of the servers already": (Case(facts(said=answers(NONE, VALUES)), ZONE, expected=True), None),
    "servers do not answer": (Case(facts(said=answers(SILENT, SILENT)), ZONE, expected=True), None),
    "one server does not answer": (Case(facts(said=answers(NONE, SILENT)), ZONE, expected=True), None),
    "servers fail": (Case(facts(said=answers(FAILED, FAILED)), ZONE, expected=True), None),
    "one server refuses": (Case(facts(said=answers(REFUSED, NONE))), None),
    "Route 53 is spreading a correction": (
        Case(facts(said=answers(VALUES, VALUES, value="x")), ZONE, expected=True, holders=(ZONE,)),
        None,
    ),
    "two values at once": (Case(facts(said=answers(VALUES, NONE, value="x"))), None),
    "the top does not answer": (Case(before(Place("com", ("tld",))), ZONE), None),
    "other servers that have the record": (Case(facts(place=THERE, said=RIGHT, strangers=True), ZONE), None),
    "a private twin beside the right one": (Case(facts(said=RIGHT), holders=(PRIVATE, ZONE)), None),
    "a private twin, made by hand": (Case(facts(), ZONE, holders=(PRIVATE, ZONE)), None),
    "delegated right, before": (Case(before(), ZONE), None),
    "CAA that nobody tells": (Case(before(caa=None), ZONE), None),
    "a public suffix of two labels": (Case(before(Place("co.uk", ("tld",), above="uk", proved=True))), None),
    # 1: not delegated at all.
    "not registered": (Case(before(TOP)), doctor.UNDELEGATED),
    "not delegated, zone known": (Case(before(TOP), ZONE), doctor.UNDELEGATED),
    "not delegated, servers known": (Case(before(TOP), Hosted("", OURS)), doctor.UNDELEGATED),
    "not delegated, while waiting": (Case(facts(place=TOP), ZONE, expected=True), doctor.UNDELEGATED),
    "zone below not delegated": (Case(before(HERE), Hosted("cdn.example.com", OURS)), doctor.UNDELEGATED),
    "zone below holds it, not delegated": (
        Case(facts(), holders=(Hosted("cdn.example.com", OURS, "Z2"),)),
        doctor.UNDELEGATED,
    ),
    # 2: delegated to other name servers.
    "delegated elsewhere": (Case(before(THERE, strangers=True), ZONE), doctor.ELSEWHERE),
    "delegated elsewhere, servers known": (
        Case(before(THERE, strangers=True), Hosted("", OURS)),
        doctor.ELSEWHERE,
    ),
    "delegated to an old zone": (
        Case(facts(place=THERE, said=answers(REFUSED, REFUSED), strangers=True), ZONE, expected=True),
        doctor.ELSEWHERE,
    ),
    "the zone that holds it is not the delegated one": (
        Case(facts(place=THERE, strangers=True), holders=(ZONE,)),
        doctor.ELSEWHERE,
    ),
    "delegated to who does not know the zone": (
        Case(facts(place=THERE, said=answers(REFUSED, REFUSED))),
        doctor.LAME,
    ),
    "the same before a request": (Case(before(THERE, answers(REFUSED, REFUSED))), doctor.LAME),
    # 3: CAA.
    "CAA forbids": (Case(before(caa=policy("example.com", ('0 issue ";"',))), ZONE), doctor.CAA),
    "CAA forbids, record seen": (
        Case(facts(said=RIGHT, caa=policy("example.com", ('0 issue "x"',))), ZONE),
        doctor.CAA,
    ),
    # 4: another value.
    "another value": (Case(facts(said=answers(VALUES, VALUES, value="x.example.com"))), doctor.OTHER_VALUE),
    # 5: a private zone.
    "made in a private zone": (Case(facts(), ZONE, expected=True, holders=(PRIVATE,)), doctor.PRIVATE),
    "made in a private zone, nothing expected": (Case(facts(), holders=(PRIVATE,)), doctor.PRIVATE),
    "to be made in a private zone": (Case(before(), PRIVATE), doctor.PRIVATE),
    # 6: the wrong zone.
    "zone below delegated": (Case(before(CHILD), ZONE), doctor.WRONG_ZONE),
    "made in the zone above": (Case(facts(place=CHILD), holders=(ZONE,)), doctor.WRONG_ZONE),
    "made with the zone twice": (Case(facts(doubled=True)), doctor.DOUBLED),
    # 7: missing.
    "deleted": (Case(facts(), ZONE, expected=True), doctor.MISSING),
    "deleted in another account": (Case(facts(), Hosted("example.com", OURS), expected=True), doctor.MISSING),
}


@pytest.mark.parametrize(("case", "cause"), SITUATIONS.values(), ids=SITUATIONS)
def test_each_situation_has_its_cause(case, cause):
    found = diagnose(case)
    assert (found.cause if found else None) == cause


@pytest.mark.parametrize("name", [name for name, (_, cause) in SITUATIONS.items() if cause])
def test_each_cause_is_one_line_with_a_remedy(name):
    found = diagnose(SITUATIONS[name][0])
    assert "\n" not in found.text
    assert not found.text.endswith(".") or found.cause == doctor.MISSING
    first, dot, remedy = found.text.partition(". ")
    assert first
    assert dot
    assert remedy[0].isupper()
    assert line(SITUATIONS[name][0], found).startswith("cdn.example.com: ")


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("not registered", "Register example.com"),
        (
            "not delegated, zone known",
            "Set ns-1.awsdns-1.com, ns-2.awsdns-2.net as the name servers of example.com at its registrar",
        ),
        ("zone below not delegated", "by NS records in the zone example.com"),
        ("delegated elsewhere", "ns1.other.net, ns2.other.net, but the hosted zone example.com (Z1) has"),
        ("CAA forbids", 'Add a CAA record 0 issue "amazon.com" to example.com'),
        ("another value", f"a CNAME for x.example.com, not for {VALUE}"),
        ("made in a private zone", f"{RECORD} stands in the hosted zone example.com (Z9), which is private"),
        ("zone below delegated", "Make them in the zone cdn.example.com"),
        ("made with the zone twice", "Make it with the name _a.cdn there"),
        ("deleted", f"{RECORD}. 300 IN CNAME {VALUE}."),
    ],
)
def test_a_remedy_can_be_followed_as_it_is(name, words):
    assert words in diagnose(SITUATIONS[name][0]).text


def test_a_wildcard_has_a_remedy_of_its_own():
    wild = dataclasses.replace(BEFORE, plain=False, wildcard=True)
    caa = policy("example.com", ('0 issue "amazon.com"', '0 issuewild ";"'))
    found = diagnose(Case(facts(wild, said=(), caa=caa)))
    assert '0 issuewild "amazon.com"' in found.text
    assert "wildcard certificates" in found.text
    assert diagnose(Case(before(caa=caa))) is None


def test_a_critical_tag_that_nobody_knows_is_to_be_taken_away():
    found = diagnose(Case(before(caa=policy("example.com", ('128 tbs "x"',)))))
    assert "Take the critical tbs record away from example.com" in found.text


def test_a_value_that_was_completed_by_the_dns_host_needs_a_dot():
    said = answers(VALUES, VALUES, value=f"{VALUE}.example.com")
    assert "End the value with a dot" in diagnose(Case(facts(said=said))).text


SEEN = Answer("1.1.1.1", VALUES, (VALUE,))


@pytest.mark.parametrize(
    ("case", "words"),
    [
        (
            Case(facts(said=RIGHT, resolver=SEEN), ZONE),
            "cdn.example.com: CNAME seen at 2 of 2 name servers of example.com, seen at the resolver 1.1.1.1;"
            " delegated to its name servers; no CAA record",
        ),
        (
            Case(facts(said=answers(VALUES, NONE), resolver=Answer("1.1.1.1", NONE))),
            "CNAME seen at 1 of 2 name servers of example.com (not at ns-2.awsdns-2.net), the resolver 1.1.1.1 does not"
            " see it yet",
        ),
        (
            Case(facts(resolver=Answer("1.1.1.1", NONE))),
            "CNAME not seen at the name servers of example.com yet, nor at the resolver 1.1.1.1; no CAA record",
        ),
        (Case(facts(), holders=(ZONE,)), "CNAME not seen at the name servers of example.com yet, which Route 53"),
        (Case(facts(said=answers(SILENT, SILENT))), "the name servers of example.com do not answer here"),
        (Case(facts(said=())), "no name server of example.com is known"),
        (Case(facts(resolver=Answer("1.1.1.1", FAILED), broken_dnssec=True)), "DNSSEC signatures of example.com are"),
        (Case(facts(resolver=Answer("1.1.1.1", FAILED))), "the resolver 1.1.1.1 fails"),
        (Case(facts(resolver=Answer("1.1.1.1", SILENT))), "the resolver 1.1.1.1 does not answer"),
        (Case(facts(resolver=Answer("1.1.1.1", VALUES, ("x",)))), "sees another value"),
        (Case(facts(caa=policy("example.com", ('0 issue "amazon.com"',)))), "CAA of example.com lets Amazon issue"),
        (
            Case(facts(place=Place("example.com", (OURS[0], *THEIRS), "com", proved=True)), ZONE),
            "only 1 of its 2 name servers are delegated (ns-1.awsdns-1.com)",
        ),
    ],
)
def test_a_line_says_how_far_a_record_has_come(case, words):
    assert words in line(case, None)


def test_a_name_is_settled_when_everybody_sees_it():
    assert is_settled(Case(facts(said=RIGHT, resolver=SEEN)))
    assert not is_settled(Case(facts(said=RIGHT, resolver=Answer("1.1.1.1", NONE))))
    assert not is_settled(Case(facts(said=answers(VALUES, NONE), resolver=SEEN)))
    assert not is_settled(Case(facts(said=RIGHT)))
