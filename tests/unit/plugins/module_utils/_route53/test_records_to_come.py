# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

import pytest

from ansible_collections.cdn.aws.plugins.module_utils._reconcile import reconcile
from ansible_collections.cdn.aws.plugins.module_utils._unknown import is_unknown, unknown
from tests.unit.plugins.module_utils._route53.record_sets import (
    expect_sets,
    expect_zones,
    records,
    simple,
    wanted,
    zone,
)

pytestmark = pytest.mark.usefixtures("no_waiting")


def test_unknown_validation_records_are_planned_in_the_zone_of_their_domain(aws):
    expect_zones(aws, zone())
    names = [unknown("validation record name of a"), unknown("validation record name of b")]
    both = [{"name": name, "type": "CNAME", "value": unknown("v"), "domain_names": ["a"]} for name in names]
    result = reconcile(records(aws, *both, zone_of="*.example.com"), check_mode=True)
    assert result.state["zone"]["name"] == "example.com"
    assert [one["name"] for one in result.state["records"]] == names


def test_a_plan_of_which_nothing_is_known_has_an_unknown_zone(aws):
    result = reconcile(records(aws, wanted(unknown("name"), "A", "1.1.1.1")), check_mode=True)
    assert is_unknown(result.state["zone"]["name"])
    assert len(result.plan.changes) == 1


def test_an_alias_to_a_distribution_that_does_not_exist_yet_is_planned(aws):
    expect_zones(aws, zone())
    expect_sets(aws)
    want = wanted("a.example.com", alias={"dns_name": unknown("domain name")})
    result = reconcile(records(aws, want), check_mode=True)
    assert result.state["records"][0]["alias"]["dns_name"] == unknown("domain name")


TOKEN = "_" + "0a" * 16
PROOF = simple(f"{TOKEN}.cdn.example.com", "CNAME", "_1.xyz.acm-validations.aws.")
TO_COME = wanted(
    f"{unknown('validation token')}.cdn.example.com", "CNAME", unknown("validation record value of cdn.example.com")
)


@pytest.mark.parametrize(
    ("there", "planned"),
    [
        ([PROOF], 0),
        ([simple("a.cdn.example.com", "A", "1.1.1.1")], 1),
        ([simple(f"{TOKEN}.cdn.example.com", "CNAME", "elsewhere.example.com.")], 1),
        ([simple(f"{TOKEN}.other.cdn.example.com", "CNAME", "_1.xyz.acm-validations.aws.")], 1),
        ([simple("zzz.example.com", "A", "1.1.1.1"), PROOF], 1),
        ([], 1),
    ],
    ids=["left behind", "none", "no proof", "of another domain", "beyond the domain", "empty"],
)
def test_a_validation_record_that_an_earlier_certificate_left_is_not_planned_again(aws, there, planned):
    # ACM-05: a later certificate for the domain asks for the same record.
    expect_zones(aws, zone())
    expect_sets(aws, *there, start="_.cdn.example.com.")
    result = reconcile(records(aws, TO_COME, zone_of="cdn.example.com"), check_mode=True)
    assert len(result.plan.changes) == planned
