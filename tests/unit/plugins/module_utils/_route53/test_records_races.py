# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

import pytest

from ansible_collections.cdn.aws.plugins.module_utils._errors import CdnError, Refused
from ansible_collections.cdn.aws.plugins.module_utils._reconcile import reconcile
from tests.unit.plugins.module_utils._route53.record_sets import (
    expect_batch,
    expect_sets,
    expect_zones,
    records,
    simple,
    wanted,
    zone,
)

pytestmark = pytest.mark.usefixtures("no_waiting")


@pytest.mark.parametrize(
    "text",
    [
        "Tried to create resource record set [name='a.example.com.', type='A'] but it already exists",
        "Tried to delete resource record set [name='a.example.com.', type='A'] but it was not found",
        "... but the values provided do not match the current values",
        "RRSet of type CNAME with DNS name a.example.com. is not permitted as it conflicts with other records with the"
        " same DNS name in zone example.com.",
    ],
)
def test_a_zone_that_changed_meanwhile_is_read_anew(aws, text):
    # R53-03, R53-04, R53-06
    expect_zones(aws, zone())
    expect_sets(aws)
    aws.fail("route53:ChangeResourceRecordSets", "InvalidChangeBatch", f"[{text}]")
    there = simple("a.example.com", "A", "1.1.1.1", ttl=60)
    expect_sets(aws, there)
    expect_batch(aws, ("DELETE", there), ("CREATE", {**there, "TTL": 300}))
    expect_sets(aws, {**there, "TTL": 300})
    want = wanted("a.example.com", "A", "1.1.1.1", ttl=300)
    plan = reconcile(records(aws, want, wait=False), check_mode=False).plan
    assert plan
    assert 'replaced theirs: A a.example.com {"ttl": 60' in plan.all_warnings()[0]


@pytest.mark.parametrize("unclear", [0, 1])
def test_a_batch_whose_answer_was_lost_is_told_as_made_and_that_of_another_run_is_not(aws, unclear):
    # R53-04
    expect_zones(aws, zone())
    expect_sets(aws)
    aws.fail("route53:ChangeResourceRecordSets", "InvalidChangeBatch", "[... but it already exists]", unclear=unclear)
    for dummy in "planned anew", "told":
        expect_sets(aws, simple("a.example.com", "A", "1.1.1.1"))
    plan = reconcile(records(aws, wanted("a.example.com", "A", "1.1.1.1"), wait=False), check_mode=False).plan
    assert (len(plan.changes), bool(plan.warnings)) == ((1, False) if unclear else (0, True))


def test_a_zone_that_is_gone_is_told(aws):
    expect_zones(aws, zone())
    expect_sets(aws)
    aws.fail("route53:ChangeResourceRecordSets", "NoSuchHostedZone", "No hosted zone found", 404)
    with pytest.raises(CdnError, match=r"The zone example.com was there when this run looked, and is gone"):
        reconcile(records(aws, wanted("a.example.com", "A", "1.1.1.1"), wait=False), check_mode=False)


def test_what_somebody_else_wrote_meanwhile_is_not_replaced(aws):
    expect_zones(aws, zone())
    expect_sets(aws)
    aws.fail("route53:ChangeResourceRecordSets", "InvalidChangeBatch", "[... but it already exists]")
    expect_sets(aws, simple("a.example.com", "A", "9.9.9.9"))
    with pytest.raises(Refused, match=r"9\.9\.9\.9"):
        reconcile(records(aws, wanted("a.example.com", "A", "1.1.1.1")), check_mode=False)
