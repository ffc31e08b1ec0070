# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

import pytest

from ansible_collections.cdn.aws.plugins.module_utils._dns import resolver, wire
from ansible_collections.cdn.aws.plugins.module_utils._dns.wire import Record, Reply, Unanswered
from ansible_collections.cdn.aws.plugins.module_utils._errors import Refused
from ansible_collections.cdn.aws.plugins.module_utils._reconcile import reconcile
from tests.unit.plugins.module_utils._route53.record_sets import (
    ALIAS,
    CLOUDFRONT,
    ZONE_ID,
    expect_batch,
    expect_sets,
    expect_zones,
    records,
    zone,
)

NAME = "cdn.example.com"
WANTED = {"name": NAME, "type": "A", "alias": ALIAS}
OURS = {"Name": f"{NAME}.", "Type": "A", "AliasTarget": CLOUDFRONT}
ANOTHER = {**OURS, "AliasTarget": {**CLOUDFRONT, "DNSName": "d2.cloudfront.net."}}
ADDRESS = {"Name": f"{NAME}.", "Type": "A", "TTL": 60, "ResourceRecords": [{"Value": "192.0.2.1"}]}
WEIGHTED = {**OURS, "SetIdentifier": "blue", "Weight": 1}


@pytest.fixture
def public_dns(monkeypatch):
    """What public DNS says of every name of CloudFront, None for nothing at all; ``top`` tells whether it is public."""
    said = {"rcode": "NXDOMAIN", "top": True}

    def resolve(_self, name, kind):
        if said["rcode"] is None:
            raise Unanswered("127.0.0.1: no reply in time")
        if (name, kind) == ("net", "NS") and said["top"]:
            return Reply("NOERROR", answer=(Record("net", "NS", "a.gtld-servers.net"),))
        return Reply(said["rcode"])

    monkeypatch.setattr(resolver.Resolver, "resolve", resolve)
    return said


def leave(aws, *sets, **given):
    expect_zones(aws, zone())
    expect_sets(aws, *sets)
    result = reconcile(records(aws, given.pop("wanted", WANTED), state="absent", wait=False, **given), check_mode=True)
    return result.plan


def test_what_says_the_same_goes_and_what_does_not_stays(aws):
    aaaa = {**ADDRESS, "Type": "AAAA", "ResourceRecords": [{"Value": "2001:db8::1"}]}
    expect_zones(aws, zone())
    expect_sets(aws, OURS, aaaa)
    expect_batch(aws, ("DELETE", OURS))
    expect_sets(aws, aaaa)
    wanted = records(aws, WANTED, {**WANTED, "type": "AAAA"}, state="absent", keep_others=True, wait=False)
    plan = reconcile(wanted, check_mode=False).plan
    assert plan.warnings == (f"Kept: AAAA {NAME} says 2001:db8::1, not alias to d1.cloudfront.net.",)


@pytest.mark.parametrize(
    ("there", "told"),
    [
        (ANOTHER, "alias to d2.cloudfront.net, not alias to d1.cloudfront.net"),
        (WEIGHTED, "alias to d1.cloudfront.net, by a routing policy"),
    ],
)
def test_others_are_kept_and_told(aws, there, told):
    plan = leave(aws, there, keep_others=True)
    assert not plan
    assert told in plan.warnings[0]


def test_an_alias_to_nowhere_goes(aws, public_dns):
    expect_zones(aws, zone())
    expect_sets(aws, ANOTHER)
    expect_batch(aws, ("DELETE", ANOTHER))
    expect_sets(aws)
    subject = records(aws, {"name": NAME, "type": "A"}, state="absent", only_dead=True, wait=False)
    assert reconcile(subject, check_mode=False).plan.warnings == ()


@pytest.mark.parametrize(
    ("there", "rcode", "known", "told"),
    [
        (OURS, "NOERROR", [], "somebody's, public DNS knows it"),
        (OURS, "SERVFAIL", [], "public DNS does not tell whether that distribution is gone, SERVFAIL"),
        (OURS, None, [], "public DNS does not tell whether that distribution is gone, 127.0.0.1: no reply in time"),
        (OURS, "NXDOMAIN", ["D1.cloudfront.net"], "a distribution of this account"),
        (ADDRESS, "NXDOMAIN", [], "192.0.2.1, which is no distribution"),
    ],
)
def test_what_may_be_alive_stays(aws, public_dns, there, rcode, known, told):
    public_dns["rcode"] = rcode
    plan = leave(aws, there, only_dead=True, known_targets=known)
    assert not plan
    assert told in plan.warnings[0]


def test_a_resolver_that_knows_no_public_dns_is_not_believed(aws, public_dns):
    public_dns["top"] = False
    plan = leave(aws, OURS, only_dead=True)
    assert not plan
    assert "public DNS does not tell whether that distribution is gone, the resolver" in plan.warnings[0]
    assert "does not know the top-level domain net" in plan.warnings[0]


def test_without_dnspython_nothing_counts_as_dead(aws, monkeypatch):
    monkeypatch.setattr(wire, "HAS_DNSPYTHON", False)
    plan = leave(aws, OURS, only_dead=True)
    assert not plan
    assert "without dnspython" in plan.warnings[0]


@pytest.mark.parametrize("option", ["only_dead", "keep_others"])
def test_where_there_is_no_zone_nothing_was_left_behind(aws, option):
    expect_zones(aws, zone("example.org"))
    result = reconcile(records(aws, WANTED, state="absent", **{option: True}), check_mode=False)
    assert not result.plan
    assert f"Kept: whatever {NAME} may say. {NAME} lies in no public hosted zone" in result.plan.warnings[0]


def test_a_zone_that_has_gone_holds_nothing_any_more(aws):
    aws.fail("route53:GetHostedZone", "NoSuchHostedZone", status=404)
    result = reconcile(records(aws, WANTED, zone=ZONE_ID, state="absent", keep_others=True), check_mode=False)
    assert not result.plan
    assert f"there is no hosted zone {ZONE_ID}" in result.plan.warnings[0]


@pytest.mark.parametrize("option", ["only_dead", "keep_others"])
def test_several_zones_are_refused_to_those_who_take_away_too(aws, option):
    expect_zones(aws, zone(), zone(identifier="Z0OTHER"))
    with pytest.raises(Refused, match="Z0OTHER"):
        reconcile(records(aws, WANTED, state="absent", **{option: True}), check_mode=False)
