# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

import pytest

from ansible_collections.cdn.aws.plugins.module_utils._errors import Refused
from ansible_collections.cdn.aws.plugins.module_utils._reconcile import reconcile
from tests.unit.plugins.module_utils._route53.record_sets import (
    ALIAS,
    ZONE_ID,
    expect_named,
    expect_sets,
    expect_zones,
    records,
    simple,
    wanted,
    zone,
)
from tests.unit.recorded import needs_recorded, recorded

pytestmark = pytest.mark.usefixtures("no_waiting")


@pytest.mark.parametrize("given_zone", [ZONE_ID, f"/hostedzone/{ZONE_ID}"])
def test_a_zone_of_an_id_may_be_private(aws, given_zone):
    aws.expect("route53:GetHostedZone", {"Id": ZONE_ID}, {"HostedZone": zone(private=True)})
    expect_sets(aws)
    assert reconcile(records(aws, wanted("a.example.com", "A", "1.1.1.1"), zone=given_zone), check_mode=True).plan


def test_an_alias_to_cloudfront_is_not_made_in_a_private_zone(aws):
    # R53-08
    aws.expect("route53:GetHostedZone", {"Id": ZONE_ID}, {"HostedZone": zone(private=True)})
    expect_sets(aws)
    with pytest.raises(Refused, match="private zone"):
        reconcile(records(aws, wanted("a.example.com", alias=ALIAS), zone=ZONE_ID), check_mode=True)


def test_an_alias_within_the_zone_needs_no_zone_id(aws):
    expect_zones(aws, zone())
    expect_sets(aws)
    want = wanted("a.example.com", alias={"dns_name": "b.example.com"})
    target = reconcile(records(aws, want), check_mode=True).state["records"][0]["alias"]
    assert target == {"dns_name": "b.example.com", "hosted_zone_id": ZONE_ID, "evaluate_target_health": False}


def test_an_alias_to_anything_else_needs_a_zone_id(aws):
    expect_zones(aws, zone())
    expect_sets(aws)
    with pytest.raises(Refused, match="needs hosted_zone_id"):
        reconcile(records(aws, wanted("a.example.com", alias={"dns_name": "x.elb.amazonaws.com"})), check_mode=True)


def test_a_zone_of_a_name_is_exactly_this_public_one(aws):
    # R53-20, R53-21
    expect_named(aws, "example.com", zone(identifier="Z0PRIVATE", private=True), zone(), zone("fexample.com", "Z0NEXT"))
    expect_sets(aws)
    subject = records(aws, wanted("a.example.com", "A", "1.1.1.1"), zone="Example.com.")
    assert reconcile(subject, check_mode=True).state["zone"]["id"] == ZONE_ID


def test_several_zones_of_one_name_are_refused(aws):
    # R53-21
    expect_named(aws, "example.com", zone(), zone(identifier="Z0OTHER"))
    with pytest.raises(Refused, match=f"{ZONE_ID}, Z0OTHER"):
        reconcile(records(aws, wanted("a.example.com", "A", "1.1.1.1"), zone="example.com"), check_mode=True)


def test_a_private_zone_is_not_taken_by_its_name(aws):
    # ACM-10, R53-21
    expect_named(aws, "example.com", zone(private=True))
    with pytest.raises(Refused, match=f"no public zone.*{ZONE_ID}"):
        reconcile(records(aws, wanted("a.example.com", "A", "1.1.1.1"), zone="example.com"), check_mode=True)


def test_the_longest_public_suffix_is_the_zone(aws):
    # R53-21
    longer = zone("cdn.example.com")
    expect_zones(aws, zone(identifier="Z0SHORT"), longer, zone("x.cdn.example.com", "Z0PRIVATE", private=True))
    expect_sets(aws)
    subject = records(aws, wanted("x.cdn.example.com", "A", "1.1.1.1"))
    assert reconcile(subject, check_mode=True).state["zone"]["name"] == "cdn.example.com"


def test_an_account_with_many_zones_is_asked_for_each_suffix(aws):
    expect_zones(aws, zone("aaa.com"), truncated=True)
    expect_named(aws, "a.example.com", zone("b.example.com", "Z0NEXT"))
    expect_named(aws, "example.com", zone())
    expect_sets(aws)
    subject = records(aws, wanted("a.example.com", "A", "1.1.1.1"))
    assert reconcile(subject, check_mode=True).state["zone"]["id"] == ZONE_ID


def test_a_name_outside_every_zone_names_those_that_exist(aws):
    # R53-21
    expect_zones(aws, zone(), zone("example.net"))
    with pytest.raises(Refused, match=r"a\.badexample\.com lies in no public.*example\.com, example\.net"):
        reconcile(records(aws, wanted("a.badexample.com", "A", "1.1.1.1")), check_mode=True)


def test_records_of_different_zones_are_refused(aws):
    expect_zones(aws, zone(), zone("example.net", "Z0OTHER"))
    both = [wanted(name, "A", "1.1.1.1") for name in ("a.example.com", "a.example.net")]
    with pytest.raises(Refused, match="different zones"):
        reconcile(records(aws, *both), check_mode=True)


def test_a_zone_that_an_earlier_task_makes_is_only_missed_in_a_real_run(aws):
    for _ in range(2):
        expect_named(aws, "example.com")
        expect_zones(aws, zone("example.net"))
    want = wanted("a.example.com", "A", "1.1.1.1")
    result = reconcile(records(aws, want, zone="example.com"), check_mode=True)
    assert result.plan.changes
    assert "no hosted zone example.com" in result.plan.needs
    with pytest.raises(Refused, match=r"no hosted zone example\.com.*example\.net"):
        reconcile(records(aws, want, zone="example.com"), check_mode=False)


@needs_recorded
def test_the_recorded_private_zone_is_not_taken_by_name(aws):
    # R53-22: Marker is absent although the model calls it required.
    (answer,) = recorded("route53/ListHostedZones__test_r53_resourcerecordset_cname_remove").values()
    aws.expect("route53:ListHostedZones", {}, {"Marker": "", **answer})
    with pytest.raises(Refused, match="no public hosted zone"):
        reconcile(records(aws, wanted("mail.subdomain.example.com", "A", "1.1.1.1")), check_mode=True)


def test_without_records_the_zone_is_looked_up_with_its_name_servers(aws):
    expect_zones(aws, zone())
    servers = ["ns-1.awsdns-1.com", "ns-2.awsdns-2.net"]
    answer = {"HostedZone": zone(), "DelegationSet": {"NameServers": servers}}
    aws.expect("route53:GetHostedZone", {"Id": ZONE_ID}, answer)
    result = reconcile(records(aws, zone_of="cdn.example.com"), check_mode=False)
    assert not result.plan
    assert result.state["zone"] == {"id": ZONE_ID, "name": "example.com", "name_servers": servers}


def test_names_of_other_zones_and_records_may_be_strange(aws):
    # R53-10: a reverse zone of a part of a network (RFC 2317), a service with a space in its name.
    strange = [zone(r"0\05726.2.0.192.in-addr.arpa", "Z0REVERSE"), zone(r"\337.example.org", "Z0OTHER")]
    expect_zones(aws, *strange, zone())
    expect_sets(aws, simple(r"my\040printer._ipp._tcp.example.com", "SRV", "0 0 631 printer.example.com."))
    subject = records(aws, wanted("a.example.com", "A", "192.0.2.1"))
    assert reconcile(subject, check_mode=True).state["zone"]["id"] == ZONE_ID


def test_a_zone_with_a_slash_is_asked_for_as_aws_writes_it(aws):
    # R53-10, RFC 2317
    escaped = r"0\05726.2.0.192.in-addr.arpa"
    expect_named(aws, escaped, zone(escaped))
    expect_sets(aws, simple(rf"1.{escaped}", "PTR", "www.example.com."))
    want = wanted("1.0/26.2.0.192.in-addr.arpa", "PTR", "www.example.com")
    result = reconcile(records(aws, want, zone="0/26.2.0.192.in-addr.arpa"), check_mode=True)
    assert not result.plan
    assert result.state["records"][0]["name"] == "1.0/26.2.0.192.in-addr.arpa"
