# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

import pytest

from ansible_collections.cdn.aws.plugins.module_utils._errors import AwsError, Refused, WaitTimeout
from ansible_collections.cdn.aws.plugins.module_utils._reconcile import reconcile
from ansible_collections.cdn.aws.plugins.module_utils._route53.batch import Step, batches
from tests.unit.plugins.module_utils._route53.record_sets import (
    ALIAS,
    ZONE_ID,
    alias,
    expect_batch,
    expect_change,
    expect_sets,
    expect_zones,
    records,
    simple,
    wanted,
    zone,
)

pytestmark = pytest.mark.usefixtures("no_waiting")


def test_aliases_over_both_protocols_are_one_atomic_batch(aws):
    # R53-01, R53-08, R53-12
    expect_zones(aws, zone())
    expect_sets(aws)
    expect_batch(aws, ("CREATE", alias("cdn.example.com")), ("CREATE", alias("cdn.example.com", "AAAA")), comment="hi")
    expect_sets(aws, alias("cdn.example.com"), alias("cdn.example.com", "AAAA"))
    aws.fail("route53:GetChange", "NoSuchChange", status=404)
    expect_change(aws, "PENDING")
    expect_change(aws, "INSYNC")
    both = [wanted("CDN.example.com.", kind, alias=ALIAS) for kind in ("A", "AAAA")]
    result = reconcile(records(aws, *both, comment="hi"), check_mode=False)
    assert result.plan.as_actions() == [
        {
            "operation": "route53:ChangeResourceRecordSets",
            "resource": "example.com: A cdn.example.com, AAAA cdn.example.com",
            "change": "create",
        }
    ]
    assert result.state["zone"] == {"id": ZONE_ID, "name": "example.com"}
    assert result.state["records"][0]["alias"]["dns_name"] == "d1.cloudfront.net"


@pytest.mark.parametrize(
    ("there", "want"),
    [
        (alias("a.example.com"), wanted("a.example.com", alias={"dns_name": "D1.CLOUDFRONT.net."})),
        (alias(r"\052.example.com"), wanted("*.example.com", alias=ALIAS)),
        (simple("a.example.com", "A", "1.1.1.1", "2.2.2.2"), wanted("a.example.com", "A", "2.2.2.2", "1.1.1.1")),
        (simple("a.example.com", "A", "1.1.1.1", ttl=60), wanted("a.example.com", "A", "1.1.1.1")),
        (simple("a.example.com", "TXT", '"a" "b"'), wanted("a.example.com", "TXT", "ab")),
        (simple("a.example.com", "CNAME", "B.example.com"), wanted("A.example.com.", "CNAME", "b.example.com.")),
    ],
    ids=["dot and case", "octal", "order", "unnamed ttl", "split text", "CNAME"],
)
def test_what_says_the_same_is_not_written_again(aws, there, want):
    # R53-02, R53-10, R53-30: two reads, no write.
    expect_zones(aws, zone())
    expect_sets(aws, there)
    assert not reconcile(records(aws, want), check_mode=False).plan


def test_a_ttl_alone_is_changed_and_the_rest_is_kept(aws):
    there = {**simple("a.example.com", "A", "1.1.1.1"), "HealthCheckId": "h"}
    expect_zones(aws, zone())
    expect_sets(aws, there)
    # R53-02: an UPSERT would also replace what somebody else has written meanwhile.
    expect_batch(aws, ("DELETE", there), ("CREATE", {**there, "TTL": 60}))
    expect_sets(aws, {**there, "TTL": 60})
    result = reconcile(records(aws, wanted("a.example.com", "A", "1.1.1.1", ttl=60), wait=False), check_mode=False)
    assert result.plan.as_diff(name="x")["before"] == {
        "A a.example.com": {"ttl": 300, "values": ["1.1.1.1"], "health_check_id": "h"}
    }


def test_a_foreign_record_is_only_replaced_when_asked(aws):
    # R53-02
    there = simple("a.example.com", "A", "1.1.1.1")
    for _ in range(2):
        expect_zones(aws, zone())
        expect_sets(aws, there)
    want = wanted("a.example.com", alias=ALIAS)
    with pytest.raises(Refused, match=r"says 1\.1\.1\.1, not A alias to d1\.cloudfront\.net.*overwrite=true"):
        reconcile(records(aws, want), check_mode=True)
    plan = reconcile(records(aws, want, overwrite=True), check_mode=True).plan
    assert plan.changes[0].request({})["ChangeBatch"]["Changes"] == [
        {"Action": "DELETE", "ResourceRecordSet": there},
        {"Action": "CREATE", "ResourceRecordSet": alias("a.example.com")},
    ]


def test_a_cname_gives_way_in_the_same_batch(aws):
    # R53-03, R53-05: it stands against both records and is deleted once.
    there = simple("a.example.com", "CNAME", "old.example.net")
    for _ in range(2):
        expect_zones(aws, zone())
        expect_sets(aws, there)
    both = [wanted("a.example.com", kind, alias=ALIAS) for kind in ("A", "AAAA")]
    with pytest.raises(Refused, match="CNAME a.example.com exists and says old.example.net"):
        reconcile(records(aws, *both), check_mode=True)
    plan = reconcile(records(aws, *both, overwrite=True), check_mode=True).plan
    assert [one["Action"] for one in plan.changes[0].request({})["ChangeBatch"]["Changes"]] == [
        "DELETE",
        "CREATE",
        "CREATE",
    ]
    assert plan.changes[0].request({})["ChangeBatch"]["Changes"][0]["ResourceRecordSet"] == there
    assert plan.changes[0].kind == "update"


def test_simple_and_weighted_records_exclude_each_other(aws):
    # R53-32
    expect_zones(aws, zone())
    expect_sets(aws, simple("a.example.com", "A", "1.1.1.1"))
    want = wanted("a.example.com", "A", "1.1.1.1", set_identifier="blue", weight=1)
    with pytest.raises(Refused, match="overwrite"):
        reconcile(records(aws, want), check_mode=True)


def test_sets_with_identifiers_are_told_apart(aws):
    # R53-02, R53-32
    blue = {**simple("a.example.com", "A", "1.1.1.1"), "SetIdentifier": "blue", "Weight": 1}
    green = {**simple("a.example.com", "A", "2.2.2.2"), "SetIdentifier": "green", "Weight": 0}
    expect_zones(aws, zone())
    expect_sets(aws, blue, green)
    want = wanted("a.example.com", "A", "2.2.2.2", set_identifier="green", weight=5)
    plan = reconcile(records(aws, want), check_mode=True).plan
    assert plan.changes[0].request({})["ChangeBatch"]["Changes"] == [
        {"Action": "DELETE", "ResourceRecordSet": green},
        {"Action": "CREATE", "ResourceRecordSet": {**green, "Weight": 5}},
    ]


def test_a_no_to_several_answers_is_no_routing_policy(aws):
    # R53-32
    expect_zones(aws, zone())
    expect_sets(aws, simple("a.example.com", "A", "1.1.1.1"))
    want = wanted("a.example.com", "A", "1.1.1.1", multi_value_answer=False)
    assert not reconcile(records(aws, want), check_mode=True).plan


def test_what_was_read_is_deleted(aws):
    # R53-06
    there = simple("A.example.com", "A", "1.1.1.1", ttl=77)
    expect_zones(aws, zone())
    expect_sets(aws, there)
    expect_batch(aws, ("DELETE", there))
    expect_sets(aws)
    result = reconcile(records(aws, wanted("a.example.com"), state="absent", wait=False), check_mode=False)
    assert result.state["records"] == []


def test_only_a_record_that_says_the_same_is_deleted(aws):
    for _ in range(2):
        expect_zones(aws, zone())
        expect_sets(aws, simple("a.example.com", "A", "1.1.1.1"))
    want = wanted("a.example.com", alias=ALIAS)
    with pytest.raises(Refused, match="overwrite=true deletes it"):
        reconcile(records(aws, want, state="absent"), check_mode=True)
    assert reconcile(records(aws, want, state="absent", overwrite=True), check_mode=True).plan


def test_one_of_several_sets_is_not_guessed_for_deletion(aws):
    blue = {**simple("a.example.com", "A", "1.1.1.1"), "SetIdentifier": "blue", "Weight": 1}
    expect_zones(aws, zone())
    expect_sets(aws, blue)
    with pytest.raises(Refused, match=r"set_identifier \(blue\)"):
        reconcile(records(aws, wanted("a.example.com"), state="absent"), check_mode=True)


def test_the_servers_of_a_zone_are_never_deleted(aws):
    # R53-23
    expect_zones(aws, zone())
    expect_sets(aws, simple("example.com", "NS", "ns.awsdns.com."))
    with pytest.raises(Refused, match="cannot be deleted"):
        reconcile(records(aws, wanted("example.com", "NS"), state="absent"), check_mode=True)


def test_a_cname_at_the_top_of_a_zone_is_refused(aws):
    # R53-03
    expect_zones(aws, zone())
    expect_sets(aws)
    with pytest.raises(Refused, match="use alias"):
        reconcile(records(aws, wanted("example.com", "CNAME", "a.com")), check_mode=True)


def test_the_servers_of_a_zone_are_not_deleted_to_be_changed(aws):
    # R53-23
    there = simple("example.com", "NS", "ns.awsdns.com.")
    expect_zones(aws, zone())
    expect_sets(aws, there)
    plan = reconcile(records(aws, wanted("example.com", "NS", "ns.awsdns.com.", ttl=60)), check_mode=True).plan
    assert [one["Action"] for one in plan.changes[0].request({})["ChangeBatch"]["Changes"]] == ["UPSERT"]


def test_a_delegation_is_changed_as_any_other_record(aws):
    # R53-02: an UPSERT would replace what somebody else has written meanwhile.
    there = simple("sub.example.com", "NS", "ns.awsdns.com.")
    expect_zones(aws, zone())
    expect_sets(aws, there)
    plan = reconcile(records(aws, wanted("sub.example.com", "NS", "ns.awsdns.com.", ttl=60)), check_mode=True).plan
    changes = plan.changes[0].request({})["ChangeBatch"]["Changes"]
    assert [one["Action"] for one in changes] == ["DELETE", "CREATE"]


@pytest.mark.parametrize("text", ["the record is protected", "Tried to ..., but that target was not found"])
def test_any_other_refusal_of_a_batch_is_passed_on(aws, text):
    # R53-09, R53-33
    expect_zones(aws, zone())
    expect_sets(aws)
    aws.fail("route53:ChangeResourceRecordSets", "InvalidChangeBatch", f"[{text}]")
    with pytest.raises(AwsError, match=text):
        reconcile(records(aws, wanted("a.example.com", "A", "1.1.1.1")), check_mode=False)


def test_a_change_that_does_not_spread_in_time_names_its_state(aws):
    # R53-12
    expect_zones(aws, zone())
    expect_sets(aws)
    expect_batch(aws, ("CREATE", simple("a.example.com", "A", "1.1.1.1")))
    expect_sets(aws)
    expect_change(aws, "PENDING")
    with pytest.raises(WaitTimeout, match="PENDING"):
        reconcile(records(aws, wanted("a.example.com", "A", "1.1.1.1"), wait_timeout=0), check_mode=False)


@pytest.mark.parametrize(
    ("one", "other", "problem"),
    [
        (wanted("a.example.com", "A", "1.1.1.1"), wanted("A.example.com.", "A", "2.2.2.2"), "given twice"),
        (wanted("a.example.com", "A", "1.1.1.1"), wanted("a.example.com", "CNAME", "b.com"), "beside each other"),
        (wanted("a.example.com", "A"), wanted("b.example.com", "A", "1.1.1.1"), "give values or alias"),
        (wanted("a.example.com", "A", "1.1.1.1", alias=ALIAS), {}, "exclude each other"),
        (wanted("a.example.com", alias=ALIAS, ttl=60), {}, "no ttl"),
        (wanted("a.example.com", alias={**ALIAS, "evaluate_target_health": True}), {}, "must be false"),
        (wanted("a.example.com", "CNAME", "a.com", "b.com"), {}, "exactly one value"),
        (wanted("a.example.com", "A", "1.1.1.1", weight=1), {}, "set_identifier"),
        (wanted("a.example.com", "A", "1.1.1.1", ttl=-1), {}, "ttl"),
    ],
)
def test_records_that_cannot_be_are_refused_before_any_call(aws, one, other, problem):
    # R53-03, R53-05, R53-08
    with pytest.raises(Refused, match=problem):
        reconcile(records(aws, one, *([other] if other else [])), check_mode=True)


def test_the_same_record_twice_is_one(aws):
    # R53-05, ACM-04
    expect_zones(aws, zone())
    expect_sets(aws)
    twice = [wanted("a.example.com", "A", "1.1.1.1"), wanted("A.example.com.", "A", "1.1.1.1")]
    assert len(reconcile(records(aws, *twice), check_mode=True).plan.changes[0].differences) == 1


def test_no_records_are_no_calls(aws):
    subject = records(aws)
    result = reconcile(subject, check_mode=False)
    assert subject.result(result.state) == {"records": [], "zone": None}


def test_a_big_zone_is_looked_at_name_by_name(aws):
    # R53-11: the list goes on behind the name.
    expect_zones(aws, zone(count=1000))
    there = [simple(f"{name}.example.com", "A", "1.1.1.1") for name in "ab"]
    expect_sets(aws, *there, start="a.example.com.")
    assert not reconcile(records(aws, wanted("a.example.com", "A", "1.1.1.1")), check_mode=True).plan


def test_batches_keep_within_the_limits_and_names_together():
    # R53-01
    steps = [Step("CREATE", None, simple(f"{n}.example.com", "A", "1.1.1.1")) for n in range(999)]
    steps += [Step(action, simple("z.example.com", "A", "1.1.1.1"), simple("z.example.com", "A", "2.2.2.2"))
              for action in ("DELETE", "CREATE")]  # fmt: skip
    assert [len(batch) for batch in batches(steps)] == [999, 2]
    servers = [Step("UPSERT", None, simple(f"{n}.example.com", "NS", "x" * 4000), stays=True) for n in range(8)]
    assert [len(batch) for batch in batches(servers)] == [4, 4]


def test_what_is_deleted_to_be_changed_counts_as_it_was():
    # R53-01
    was = simple("a.example.com", "TXT", *["x" * 4000] * 4)
    long = [Step("UPSERT", was, simple(f"{n}.example.com", "TXT", "x")) for n in range(4)]
    assert long[0].weight() == (5, 16_001)
    assert [len(batch) for batch in batches(long)] == [1, 1, 1, 1]
