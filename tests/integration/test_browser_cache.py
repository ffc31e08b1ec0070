# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A behavior has one response headers policy: nobody's own is replaced by that for the caches of browsers."""

from __future__ import annotations

import typing as t

from tests.integration.conftest import RunTasks
from tests.integration.site import BUCKET, DOMAIN
from tests.integration.test_bad_input import other_distribution
from tests.lab import Lab


def attempt(**variables: t.Any) -> dict[str, t.Any]:
    """Return the role's use, whose failure is told and does not end the play."""
    given = {"distribution_bucket": BUCKET, "distribution_browser_cache_seconds": 60, **variables}
    role = {"name": "Distribution", "ansible.builtin.include_role": {"name": "cdn.aws.distribution"}, "vars": given}
    said = {"name": "Say why", "ansible.builtin.debug": {"msg": "{{ ansible_failed_result.msg }}"}}
    return {"name": "Attempt", "block": [role], "rescue": [said]}


def test_somebody_elses_policy_is_not_replaced(lab: Lab, run_tasks: RunTasks) -> None:
    cloudfront = lab.client("cloudfront")
    lab.client("s3").create_bucket(
        Bucket=BUCKET, CreateBucketConfiguration={"LocationConstraint": lab.env["AWS_REGION"]}
    )
    distribution_id = other_distribution(lab, DOMAIN)
    answer = cloudfront.get_distribution_config(Id=distribution_id)
    config = answer["DistributionConfig"]
    config["DefaultCacheBehavior"]["ResponseHeadersPolicyId"] = "67f7725c-6f97-4210-82d7-5512b31e9d03"
    cloudfront.update_distribution(Id=distribution_id, DistributionConfig=config, IfMatch=answer["ETag"])
    mark = lab.mark()

    named = {"default_cache_behavior": {"response_headers_policy_id": "SecurityHeadersPolicy"}}
    run = run_tasks([attempt(distribution_options=named), attempt(distribution_aliases=[DOMAIN])])
    assert [" names a response_headers_policy_id as well" in line for line in run.messages] == [True, False]
    assert f"The default behavior of {DOMAIN} has the response headers policy 67f7725c" in run.messages[1]
    assert lab.writes(mark) == []
