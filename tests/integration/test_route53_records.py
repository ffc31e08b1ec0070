# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""route53_records as playbooks run it, against the lab."""

from __future__ import annotations

import pytest

from tests.integration.conftest import RunTasks
from tests.lab import Lab

CDN = "cdn.example.test"
ALIAS = {"dns_name": "D111111abcdef8.cloudfront.net"}
BOTH = [{"name": CDN, "type": kind, "alias": ALIAS} for kind in ("A", "AAAA")]
OLD = {"name": CDN, "type": "CNAME", "values": ["old.example.net"]}


def records(*wanted, **options):
    return [{"name": "Manage records", "cdn.aws.route53_records": {"records": list(wanted), **options}}]


@pytest.fixture
def held(lab: Lab):
    """The record sets of example.test without those of the zone itself."""
    route53 = lab.client("route53")

    def look():
        (zone,) = route53.list_hosted_zones_by_name(DNSName="example.test")["HostedZones"]
        sets = route53.list_resource_record_sets(HostedZoneId=zone["Id"])["ResourceRecordSets"]
        return {(one["Name"], one["Type"]): one for one in sets if one["Type"] not in ("NS", "SOA")}

    return look


def operations(calls):
    return [call["operation"] for call in calls]


def six_beats(lab: Lab, run_tasks: RunTasks, tasks, verify, *, batches=1):
    mark = lab.mark()
    plan = run_tasks(tasks, check=True, diff=True).ok()
    assert lab.writes(mark) == []
    done = run_tasks(tasks, diff=True).ok()
    assert done.actions == plan.actions
    assert [f"route53:{name}" for name in operations(lab.writes(mark))] == plan.operations
    assert len(plan.actions) == batches
    assert done.tasks[0].result["diff"] == plan.tasks[0].result["diff"]
    assert done.tasks[0].result["records"] == plan.tasks[0].result["records"]
    verify()
    mark = lab.mark()
    assert run_tasks(tasks, check=True).ok().changed == 0
    assert run_tasks(tasks).ok().changed == 0
    assert lab.writes(mark) == []
    return done.tasks[0].result


def test_a_distribution_is_named_over_both_protocols_and_forgotten(lab: Lab, run_tasks: RunTasks, held):
    def named():
        target = {"HostedZoneId": "Z2FDTNDATAQYW2", "DNSName": "d111111abcdef8.cloudfront.net."}
        assert {kind for _, kind in held()} == {"A", "AAAA"}
        assert all({**target, "EvaluateTargetHealth": False} == one["AliasTarget"] for one in held().values())

    def forgotten():
        assert held() == {}

    result = six_beats(lab, run_tasks, records(*BOTH), named)
    assert result["zone"]["name"] == "example.test"
    assert result["actions"][0]["resource"] == f"example.test: A {CDN}, AAAA {CDN}"
    six_beats(lab, run_tasks, records(*BOTH, state="absent"), forgotten)


def test_records_of_every_kind_are_kept_as_they_are(lab: Lab, run_tasks: RunTasks, held):
    # R53-10, R53-30, R53-31
    wanted = [
        {"name": "*.example.test", "type": "A", "values": ["192.0.2.1", "192.0.2.2"], "ttl": 60},
        {"name": "example.test", "type": "TXT", "values": ['say "hi"', "x" * 300]},
        {"name": "Example.test.", "type": "CAA", "values": ["0 issue amazon.com"]},
        {"name": "example.test", "type": "MX", "values": ["10 Mail.example.test."]},
        {"name": "w.example.test", "type": "A", "values": ["192.0.2.3"], "set_identifier": "blue", "weight": 1},
        {"name": "w.example.test", "type": "A", "values": ["192.0.2.4"], "set_identifier": "green", "weight": 3},
    ]

    def kept():
        assert held()[(r"\052.example.test.", "A")]["TTL"] == 60
        texts = {one["Value"] for one in held()[("example.test.", "TXT")]["ResourceRecords"]}
        assert texts == {r'"say \"hi\""', '"' + "x" * 255 + '" "' + "x" * 45 + '"'}
        assert held()[("example.test.", "CAA")]["ResourceRecords"] == [{"Value": '0 issue "amazon.com"'}]

    six_beats(lab, run_tasks, records(*wanted), kept)


def test_a_foreign_record_is_only_replaced_when_asked(lab: Lab, run_tasks: RunTasks, held):
    # R53-03
    run_tasks(records(OLD)).ok()
    mark = lab.mark()
    for check in (True, False):
        run = run_tasks(records(*BOTH), check=check)
        assert f"CNAME {CDN} exists and says old.example.net" in run.failure
        assert "overwrite=true" in run.failure
    assert lab.writes(mark) == []

    def replaced():
        assert {kind for _, kind in held()} == {"A", "AAAA"}

    six_beats(lab, run_tasks, records(*BOTH, overwrite=True), replaced)


def test_a_record_that_points_elsewhere_is_not_deleted(lab: Lab, run_tasks: RunTasks, held):
    run_tasks(records(*BOTH)).ok()
    elsewhere = {**BOTH[0], "alias": {"dns_name": "d222222abcdef8.cloudfront.net"}}
    assert "exists and says alias to d111111" in run_tasks(records(elsewhere, state="absent")).failure
    assert len(held()) == 2


def test_nothing_to_do_costs_two_reads(lab: Lab, run_tasks: RunTasks):
    run_tasks(records(*BOTH)).ok()
    mark = lab.mark()
    run_tasks(records(*BOTH)).ok()
    assert operations(lab.calls(mark)) == ["ListHostedZones", "ListResourceRecordSets"]
    mark = lab.mark()
    run_tasks(records(*BOTH, zone="example.test")).ok()
    assert operations(lab.calls(mark)) == ["ListHostedZonesByName", "ListResourceRecordSets"]


def test_a_run_ends_when_the_change_has_spread(lab: Lab, run_tasks: RunTasks):
    # R53-12
    lab.settings(insync_seconds=2.0)
    mark = lab.mark()
    run_tasks(records(OLD)).ok()
    assert operations(lab.calls(mark)).count("GetChange") >= 2
    mark = lab.mark()
    run_tasks(records({**OLD, "ttl": 60}, wait=False)).ok()
    assert "GetChange" not in operations(lab.calls(mark))


def test_a_lost_answer_is_no_failure(lab: Lab, run_tasks: RunTasks, held):
    # R53-04: the client sends it again, and what it creates exists already.
    lab.fault("drop_after", "route53:ChangeResourceRecordSets", times=1)
    run_tasks(records(OLD)).ok()
    assert len(held()) == 1


def test_a_busy_account_is_waited_for(lab: Lab, run_tasks: RunTasks, held):
    # R53-13, X-01
    lab.fault("error", "route53:ChangeResourceRecordSets", code="PriorRequestNotComplete", times=4)
    run_tasks(records(OLD)).ok()
    assert len(held()) == 1


def test_a_whole_chain_is_planned_on_an_empty_account(lab: Lab, run_tasks: RunTasks):
    names = {"domain_name": CDN, "subject_alternative_names": [f"*.{CDN}", "b.example.test"]}
    tasks = [
        {"name": "Request", "cdn.aws.acm_certificate": names, "register": "requested"},
        {
            "name": "Prove",
            "cdn.aws.route53_records": {
                "zone_of": CDN,
                "records": "{{ requested.certificate.validation_records }}",
            },
        },
    ]
    mark = lab.mark()
    plan = run_tasks(tasks, check=True).ok()
    assert lab.writes(mark) == []
    assert plan.operations == ["acm:RequestCertificate", "route53:ChangeResourceRecordSets"]
    done = run_tasks(tasks).ok()
    assert done.actions == plan.actions
    assert len(done.of("route53_records")[0]["records"]) == len(plan.of("route53_records")[0]["records"]) == 2
    assert run_tasks(tasks).ok().changed == 0


@pytest.mark.parametrize(
    ("wanted", "options", "words"),
    [
        ({"name": "a.badexample.test", "type": "A", "values": ["192.0.2.1"]}, {}, "There are: example.test"),
        ({"name": "a.example.net", "type": "A", "values": ["192.0.2.1"]}, {"zone": "example.test"}, "does not lie in"),
        ({"name": "example.test", "type": "CNAME", "values": ["a.test"]}, {}, "use alias"),
        ({"name": "a.example.test", "type": "A", "values": ["d1.cloudfront.net"]}, {}, "not an IPv4 address"),
        ({"name": "a.example.test", "type": "A", "alias": ALIAS, "ttl": 60}, {}, "no ttl"),
        ({"name": "a.example.test", "type": "A"}, {"zone": "Z0000000000000"}, "give values or alias"),
        ({"name": "example.test", "type": "NS"}, {"state": "absent"}, "cannot be deleted"),
    ],
)
def test_what_cannot_be_is_refused_in_one_line(lab: Lab, run_tasks: RunTasks, wanted, options, words):
    mark = lab.mark()
    run = run_tasks(records(wanted, **options), check=True)
    assert words in run.failure
    assert "\n" not in run.failure
    assert lab.writes(mark) == []


def test_a_zone_that_is_yet_to_be_made_is_only_missed_in_a_real_run(run_tasks: RunTasks):
    wanted = {"name": "a.example.net", "type": "A", "values": ["192.0.2.1"]}
    plan = run_tasks(records(wanted, zone="example.net"), check=True).ok()
    assert "There are: example.test" in str(plan.tasks[0].result["warnings"])
    assert "There are: example.test" in run_tasks(records(wanted, zone="example.net")).failure
