# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which functions may run at which events of a behaviour (CF-84), and which distributions have them."""

from __future__ import annotations

import typing as t

from .._errors import AwsError, Refused
from .._resource import Api
from .checks_behaviors import behaviors
from .touched import Touched

Members = t.Mapping[str, t.Any]

VIEWER_EVENTS = ("viewer-request", "viewer-response")


def check_associations(config: Members, touched: Touched) -> None:
    """Refuse functions that CloudFront would not run where they are put.

    What AWS once accepted and the task does not touch is not questioned.
    """
    for path, behavior in behaviors(config):
        if path not in touched:
            continue
        functions = behavior.get("function_associations") or ()
        for one in functions:
            _check_function(path, one["function_arn"], one["event_type"])
        lambdas = behavior.get("lambda_function_associations") or ()
        at_viewers = [one["lambda_function_arn"] for one in lambdas if one["event_type"] in VIEWER_EVENTS]
        if functions and at_viewers:
            raise Refused(
                f"{path}: CloudFront Functions and Lambda@Edge cannot both run at the viewer events of one behaviour."
                f" Take {', '.join(at_viewers)} out of lambda_function_associations or move it to an origin event."
            )


def _check_function(path: str, arn: str, event: str) -> None:
    if ":lambda:" in arn:
        raise Refused(
            f"{path}.function_associations: {arn} is a Lambda function; write it under lambda_function_associations."
        )
    if event not in VIEWER_EVENTS:
        raise Refused(
            f"{path}.function_associations: CloudFront Functions run at {' and '.join(VIEWER_EVENTS)} only, not at"
            f" {event}; that takes Lambda@Edge (lambda_function_associations)."
        )


def functions_are_live(api: Api, request: Members) -> bool:
    """Tell whether a distribution's functions are all published, so that a refusal of one passes (CF-25)."""
    config = request.get("DistributionConfig") or request["DistributionConfigWithTags"]["DistributionConfig"]
    try:
        for arn in _functions_of(config):
            api.call("cloudfront:DescribeFunction", {"Name": arn.rpartition("/")[2], "Stage": "LIVE"})
    except AwsError:
        return False
    return bool(_functions_of(config))


def users_of_function(api: Api, arn: str) -> list[str]:
    """Return the distributions that run a function."""
    return [
        f"the distribution {summary['Id']}"
        for page in api.pages("cloudfront:ListDistributions")
        for summary in page["DistributionList"].get("Items") or ()
        if arn in _functions_of(summary)
    ]


def _functions_of(summary: Members) -> set[str]:
    found = [summary["DefaultCacheBehavior"], *(summary.get("CacheBehaviors", {}).get("Items") or ())]
    return {
        one["FunctionARN"] for behavior in found for one in behavior.get("FunctionAssociations", {}).get("Items") or ()
    }
