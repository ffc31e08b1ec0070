# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Parts of configurations for the checks: a base that passes, and changes of one thing."""

from __future__ import annotations

import typing as t

from ansible_collections.cdn.aws.plugins.module_utils._cloudfront.managed_policies import CACHE

POLICY = CACHE["CachingDisabled"]
ARN = "arn:aws:acm:us-east-1:123456789012:certificate/1"
S3 = {"s3_origin_config": {"origin_access_identity": ""}}
IDENTITY = {"s3_origin_config": {"origin_access_identity": "origin-access-identity/cloudfront/E2"}}
ORIGIN = {"id": "o", "domain_name": "example.org", "custom_origin_config": {"http_port": 80}}
BUCKET = {"id": "b", "domain_name": "files.s3.eu-west-1.amazonaws.com", **S3}
WEBSITE = "b.s3-website.eu-central-1.amazonaws.com"
PATTERN = {"path_pattern": "/a", "target_origin_id": "o", "cache_policy_id": POLICY}
DEFAULT = {"target_origin_id": "o", "cache_policy_id": POLICY}
LEGACY = {"target_origin_id": "o", "forwarded_values": {"query_string": False}}
BASE: dict[str, t.Any] = {"origins": [ORIGIN], "default_cache_behavior": DEFAULT}
ALL = ["GET", "HEAD", "OPTIONS", "PUT", "POST", "PATCH", "DELETE"]
CODES = {"failover_criteria": {"status_codes": [500]}}
PAIR = {"id": "g", "members": [{"origin_id": "o"}, {"origin_id": "b"}], **CODES}


def origin(**members: t.Any) -> dict[str, t.Any]:
    return {"origins": [{**ORIGIN, **members}]}


def behavior(**members: t.Any) -> dict[str, t.Any]:
    return {"default_cache_behavior": {**DEFAULT, **members}}


def group(**members: t.Any) -> dict[str, t.Any]:
    return {"origins": [ORIGIN, BUCKET], "origin_groups": [{**PAIR, **members}]}


def answered(**members: t.Any) -> dict[str, t.Any]:
    return {"custom_error_responses": [{"error_code": 404, **members}]}


def certificate(**members: t.Any) -> dict[str, t.Any]:
    return {"viewer_certificate": {"acm_certificate_arn": ARN, "ssl_support_method": "sni-only", **members}}


def countries(kind: str, *items: str) -> dict[str, t.Any]:
    return {"restrictions": {"geo_restriction": {"restriction_type": kind, "items": list(items)}}}


def function_at(event: str, version: str) -> dict[str, t.Any]:
    arn = f"arn:aws:lambda:us-east-1:123456789012:function:f{version}"
    return behavior(lambda_function_associations=[{"event_type": event, "lambda_function_arn": arn}])
