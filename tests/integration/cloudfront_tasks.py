# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Tasks of the modules of CloudFront, and what the lab was asked for and holds."""

from __future__ import annotations

import typing as t

from tests.integration.playbook import Run
from tests.lab import Lab

BUCKET = "cloudfront-example-test"
ALIAS = "images.example.test"


def distribution(**options: t.Any) -> list[dict[str, t.Any]]:
    return [{"name": "Manage a distribution", "cdn.aws.cloudfront_distribution": options}]


def access_control(**options: t.Any) -> list[dict[str, t.Any]]:
    return [{"name": "Manage an access control", "cdn.aws.cloudfront_origin_access_control": options}]


def invalidation(**options: t.Any) -> list[dict[str, t.Any]]:
    return [{"name": "Invalidate", "cdn.aws.cloudfront_invalidation": options}]


def written(lab: Lab, since: int) -> list[str]:
    return [f"{call['service']}:{call['operation']}" for call in lab.writes(since)]


def read(lab: Lab, since: int) -> list[str]:
    return [call["operation"] for call in lab.calls(since) if call["read"]]


def served(certificate: str) -> dict[str, t.Any]:
    """The options of a distribution that may have aliases."""
    viewers = {"acm_certificate_arn": certificate}
    return {"viewer_certificate": viewers, "default_origin_domain_name": "www.example.org"}


def made(lab: Lab, run: Run) -> t.Any:
    """The configuration as the lab holds it."""
    found = run.of("cloudfront_distribution")[0]["distribution"]["id"]
    return lab.client("cloudfront").get_distribution_config(Id=found)["DistributionConfig"]
