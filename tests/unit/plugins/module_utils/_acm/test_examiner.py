# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The examinations of a certificate over time: when, how often, and when the wait is given up."""

from __future__ import annotations

import pytest

from ansible_collections.cdn.aws.plugins.module_utils._acm import examiner
from ansible_collections.cdn.aws.plugins.module_utils._acm.examiner import Examiner
from ansible_collections.cdn.aws.plugins.module_utils._dns import wire
from ansible_collections.cdn.aws.plugins.module_utils._dns.facts import Hosted
from ansible_collections.cdn.aws.plugins.module_utils._dns.resolver import Resolver
from ansible_collections.cdn.aws.plugins.module_utils._dns.tree import Tree
from ansible_collections.cdn.aws.plugins.module_utils._dns.wire import Reply, Unanswered
from tests.unit.public_dns import RESOLVER, Zones

NAME, RECORD, VALUE = "cdn.example.com", "_a.cdn.example.com", "_b.acm-validations.aws"
OURS = Hosted("example.com", ("n1", "n2"), "Z1")


class HostedZones:
    """The account's zones, as the test has them."""

    def __init__(self):
        self.zone, self.holders, self.problem, self.looks = OURS, (), "", 0

    def of(self, given, domain):
        return self.zone

    def holding(self, record, value):
        self.looks += 1
        return self.holders


class Bench:
    """An examiner with a clock of its own."""

    def __init__(self, **options):
        self.now = 0.0
        self.zones = Zones()
        self.zones.add("example.com", "n1", "n2")
        given = {"dns_resolver": None, "dns_provider": None, "dns_zone": None, "dns_name_servers": None, **options}
        self.examiner = Examiner(given, None, clock=lambda: self.now)
        self.hosted = self.examiner._zones = HostedZones()
        self.examiner._tree = Tree(Resolver(RESOLVER, ask=self.zones, clock=lambda: self.now))

    def at(self, seconds, **more):
        self.now = float(seconds)
        return self.examiner.look(detail(**more))

    def seen_until(self, end, **more):
        """Look every second; return when the wait was given up, and why."""
        for second in range(end + 1):
            failure = self.at(second, **more).failure
            if failure:
                return second, failure
        return None, ""


def detail(*names, status="PENDING_VALIDATION"):
    return {
        "DomainValidationOptions": [
            {
                "DomainName": name,
                "ValidationStatus": status,
                "ResourceRecord": {"Name": f"_a.{name.removeprefix('*.')}.", "Type": "CNAME", "Value": f"{VALUE}."},
            }
            for name in names or (NAME,)
        ]
    }


def test_a_record_that_is_seen_is_told_and_then_left_alone():
    bench = Bench()
    bench.zones.put(RECORD, "CNAME", VALUE)
    (fact,) = bench.at(0).facts
    assert fact.startswith("cdn.example.com: CNAME seen at 2 of 2")
    asked = len(bench.zones.asked)
    later = examiner.FIRST_PAUSE * examiner.SETTLED
    assert bench.at(later - 1).facts == (fact,)
    assert len(bench.zones.asked) == asked
    bench.at(later)
    assert len(bench.zones.asked) > asked
    assert bench.hosted.looks == 0


def test_looks_become_rarer_with_time():
    bench = Bench(dns_provider="manual")
    times = []
    for second in range(600):
        before = len(bench.zones.asked)
        bench.at(second)
        times += [second] if len(bench.zones.asked) > before else []
    pauses = [later - earlier for earlier, later in zip(times, times[1:], strict=False)]
    assert pauses[0] == examiner.FIRST_PAUSE
    assert max(pauses) == examiner.LONGEST_PAUSE
    assert pauses == sorted(pauses)


@pytest.mark.parametrize("provider", [None, "manual"])
def test_a_record_that_nobody_promised_is_awaited_for_ever(provider):
    assert Bench(dns_provider=provider).seen_until(300) == (None, "")


def test_a_record_that_should_be_there_is_missed_after_a_while():
    second, failure = Bench(dns_provider="route53").seen_until(60)
    assert examiner.MISSING_SECONDS <= second <= 30
    assert f"{RECORD}. 300 IN CNAME {VALUE}." in failure
    assert "dns_checks=false" in failure


def test_who_may_not_look_into_route53_does_not_miss_a_record():
    bench = Bench(dns_provider="route53")
    bench.hosted.problem = "AccessDenied"
    assert bench.seen_until(120) == (None, "")


@pytest.mark.parametrize("provider", [None, "manual", "route53"])
def test_another_value_ends_the_wait(provider):
    bench = Bench(dns_provider=provider)
    bench.zones.put(RECORD, "CNAME", "x.example.com")
    second, failure = bench.seen_until(60)
    assert examiner.HOPELESS_SECONDS <= second <= 30
    assert "x.example.com" in failure


def test_who_puts_it_right_in_time_is_not_stopped():
    bench = Bench()
    bench.zones.put(RECORD, "CNAME", "x.example.com")
    assert bench.seen_until(9)[0] is None
    bench.zones.put(RECORD, "CNAME", VALUE)
    assert not bench.at(10).failure
    bench.zones.put(RECORD, "CNAME", "x.example.com")
    assert not bench.at(60).failure, "counted anew"


def test_an_obstacle_that_turns_into_another_is_counted_anew():
    bench = Bench(dns_provider="route53")
    bench.zones.put(RECORD, "CNAME", "x.example.com")
    assert bench.seen_until(9)[0] is None
    del bench.zones.records[RECORD, "CNAME", "example.com"]
    assert not bench.at(11).failure
    assert not bench.at(20).failure


def test_a_name_that_is_proved_meanwhile_is_forgotten():
    bench = Bench()
    bench.zones.put(RECORD, "CNAME", "x.example.com")
    for second in (0, 5):
        bench.at(second)
    other = "img.example.com"
    bench.zones.put(f"_a.{other}", "CNAME", VALUE)
    assert not bench.examiner.look({**detail(other)}).failure
    bench.now = 30.0
    assert not bench.examiner.look({**detail(other)}).failure


def test_what_stands_in_a_private_zone_only_is_found():
    bench = Bench()
    bench.hosted.holders = (Hosted("example.com", (), "Z9", private=True),)
    assert "Z9" in bench.seen_until(30)[1]


def test_a_zone_that_holds_it_is_asked_for_its_delegation():
    bench = Bench()
    bench.zones.add("x.com", "x1")
    bench.hosted.holders = (Hosted("example.com", ("x1",), "Z2"),)
    assert "example.com is delegated to n1, n2" in bench.seen_until(30)[1]


def test_name_servers_that_are_given_stand_for_a_zone_of_another_account():
    bench = Bench(dns_provider="route53", dns_zone="example.com", dns_name_servers=["N1.", "N2."])
    assert "it was deleted or never made" in bench.seen_until(40)[1]
    assert bench.hosted.looks == 0
    bench.zones.add("x.com", "x1")
    other = Bench(dns_provider="route53", dns_name_servers=["x1"])
    other.zones.add("x.com", "x1")
    assert "the name servers x1" in other.seen_until(40)[1]


def test_what_is_made_by_hand_is_not_looked_for_in_route53():
    bench = Bench(dns_provider="manual", dns_zone="example.com")
    bench.zones.add("x.com", "x1")
    bench.hosted.zone = Hosted("example.com", ("x1",), "Z1")
    assert bench.seen_until(60) == (None, "")
    assert bench.hosted.looks == 0


def test_without_dns_nothing_is_concluded_and_little_is_asked():
    bench = Bench(dns_provider="route53")
    bench.zones.say(None, None, None, Unanswered("192.0.2.53: no reply in time"))
    assert bench.seen_until(300) == (None, "")
    assert bench.at(300).facts == ("public DNS cannot be looked at from here: 192.0.2.53: no reply in time",)
    assert len(bench.zones.asked) <= 300 / examiner.MUTE_PAUSE + 1
    assert bench.examiner.foresee([NAME], None) == (
        "",
        "Public DNS could not be looked at, so delegation and CAA were not checked: 192.0.2.53: no reply in time.",
    )


def test_answers_that_differ_from_look_to_look_end_nothing():
    bench = Bench(dns_provider="route53")
    turns = iter([Reply("SERVFAIL"), None] * 500)

    def moody(question):
        return next(turns) or bench.zones.serve(question, "n1")

    for server in ("n1", "n2"):
        bench.zones.say(server, RECORD, "CNAME", moody)
    assert bench.seen_until(120)[0] is None


def test_without_the_library_it_says_so(monkeypatch):
    monkeypatch.setattr(wire, "HAS_DNSPYTHON", False)
    bench = Bench()
    assert "dnspython" in bench.at(0).facts[0]
    assert bench.examiner.foresee([NAME], None) == ("", "")
    assert bench.zones.asked == []


def test_a_healthy_name_is_foreseen_with_a_few_questions():
    bench = Bench(dns_provider="route53")
    assert bench.examiner.foresee([NAME, f"*.{NAME}"], None) == ("", "")
    assert len(bench.zones.asked) <= 12


def test_what_can_be_known_before_is_refused_before():
    bench = Bench(dns_provider="route53")
    bench.zones.put("example.com", "CAA", '0 issue ";"')
    refusal, warning = bench.examiner.foresee([f"*.{NAME}"], None)
    assert "wildcard certificates" in refusal
    assert refusal.endswith("With dns_checks=false it is tried anyway.")
    assert warning == ""


def test_one_server_alone_is_not_believed():
    bench = Bench()
    bench.zones.say("n1", "example.com", "CAA", bench.zones.content("x", "CAA", "example.com"))
    bench.zones.put("example.com", "CAA", '0 issue ";"')
    assert bench.examiner.foresee([NAME], None) == ("", "")


def test_what_a_next_task_will_put_right_is_not_refused_before():
    bench = Bench(dns_provider="route53")
    assert bench.examiner.foresee([NAME], detail()) == ("", "")
    bench.zones.put(RECORD, "CNAME", "x.example.com")
    assert bench.examiner.foresee([NAME], detail()) == ("", "")


def test_a_wait_that_begins_with_everything_seen_asks_no_more():
    bench = Bench()
    bench.zones.put(RECORD, "CNAME", VALUE)
    bench.examiner.foresee([NAME], detail())
    asked = len(bench.zones.asked)
    assert "CNAME seen" in bench.at(1).facts[0]
    assert len(bench.zones.asked) == asked


def test_route_53_that_may_not_be_read_is_told():
    bench = Bench(dns_provider="route53")
    bench.hosted.problem = "Not allowed to do route53:ListHostedZones"
    assert "route53:ListHostedZones" in bench.examiner.foresee([NAME], None)[1]


def test_when_time_runs_out_the_other_names_have_their_turn_next():
    bench = Bench(dns_provider="manual")
    names = [f"n{number}.example.com" for number in range(5)]

    def slow(question):
        bench.now += 1.0
        return bench.zones.serve(question, "n1")

    for server in ("n1", "n2"):
        bench.zones.say(server, None, None, slow)
    first = bench.examiner.look(detail(*names)).facts
    bench.now += examiner.LONGEST_PAUSE
    second = bench.examiner.look(detail(*names)).facts
    assert 0 < len(first) < 5
    assert first[0] != second[0]


def test_what_all_names_have_in_common_is_said_once():
    bench = Bench()
    bench.zones.put("example.com", "CAA", '0 issue ";"')
    refusal, _ = bench.examiner.foresee(["a.example.com", "b.example.com"], None)
    assert refusal.count("does not let Amazon issue") == 1
    for second in (0, 5, 10):
        bench.now = float(second)
        failure = bench.examiner.look(detail("a.example.com", "b.example.com")).failure
    assert failure.startswith("a.example.com, b.example.com: CAA of example.com")
    assert failure.count("does not let Amazon issue") == 1
