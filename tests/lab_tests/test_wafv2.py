# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The lab's WAFv2."""

from __future__ import annotations

import typing as t

from tests.lab_tests import aws

if t.TYPE_CHECKING:
    from tests.lab import Lab

METRICS = {"SampledRequestsEnabled": False, "CloudWatchMetricsEnabled": False, "MetricName": "m"}


def test_a_web_acl_for_cloudfront_lives_in_one_region_and_stays_while_used(lab: Lab) -> None:
    """X-04, CF-53."""
    wanted = {"Name": "site", "Scope": "CLOUDFRONT", "DefaultAction": {"Allow": {}}, "VisibilityConfig": METRICS}
    assert aws.code(lab.client("wafv2").create_web_acl, **wanted) == "WAFInvalidParameterException"
    waf = lab.client("wafv2", "us-east-1")
    made = waf.create_web_acl(**wanted)["Summary"]
    lab.client("cloudfront").create_distribution(DistributionConfig=aws.config(WebACLId=made["ARN"]))
    found = lab.client("cloudfront").list_distributions_by_web_acl_id(WebACLId=made["ARN"])["DistributionList"]
    assert found["Quantity"] == 1
    delete = {"Name": "site", "Scope": "CLOUDFRONT", "Id": made["Id"], "LockToken": made["LockToken"]}
    assert aws.code(waf.delete_web_acl, **delete) == "WAFAssociatedItemException"
