# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Tasks of CloudFront that build on each other, planned before anything is there."""

from __future__ import annotations

from tests.integration.cloudfront_tasks import ALIAS, BUCKET, access_control, distribution, invalidation
from tests.integration.conftest import RunTasks
from tests.lab import Lab


def test_the_chain_is_planned_on_an_empty_account(lab: Lab, run_tasks: RunTasks) -> None:
    """What only AWS can give is a stand-in; later tasks take it."""
    tasks = [
        {**access_control(name=ALIAS)[0], "register": "access"},
        {
            **distribution(
                alias=ALIAS,
                origins=[
                    {
                        "domain_name": f"{BUCKET}.s3.eu-central-1.amazonaws.com",
                        "origin_access_control_id": "{{ access.origin_access_control.id }}",
                    }
                ],
                viewer_certificate={"acm_certificate_arn": "(known after apply: certificate ARN)"},
            )[0],
            "register": "made",
        },
        invalidation(distribution_id="{{ made.distribution.id }}", target_paths=["/*"])[0],
    ]
    mark = lab.mark()
    plan = run_tasks(tasks, check=True).ok()
    assert plan.operations == [
        "cloudfront:CreateOriginAccessControl",
        "cloudfront:CreateDistribution",
        "cloudfront:CreateInvalidation",
    ]
    assert lab.writes(mark) == []
