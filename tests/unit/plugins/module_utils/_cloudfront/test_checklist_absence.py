# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A diff that does not loop: the checklist of the behaviour notes (section 8), points 3 and 4: what is absent."""

from __future__ import annotations

import copy
import typing as t

import pytest

from tests.unit.plugins.module_utils._cloudfront.distributions import LIVE
from tests.unit.plugins.module_utils._cloudfront.twice import CUSTOM, LEGACY, Options, live, update, with_behavior

READS = ["GET", "HEAD"]


# Table 1.3: where it stands on the wire, and the option that says what an answer without it means.
DEFAULTS: list[tuple[Options, tuple[t.Any, ...], Options]] = [
    (LIVE, ("OriginGroups",), {"origin_groups": []}),
    (LIVE, ("CacheBehaviors",), {"cache_behaviors": [], "purge_cache_behaviors": True}),
    (LIVE, ("CustomErrorResponses",), {"custom_error_responses": [], "purge_custom_error_responses": True}),
    (LIVE, ("DefaultRootObject",), {"default_root_object": ""}),
    (LIVE, ("WebACLId",), {"web_acl_id": ""}),
    (LIVE, ("ContinuousDeploymentPolicyId",), {"continuous_deployment_policy_id": ""}),
    (LIVE, ("Logging",), {"logging": {"enabled": False, "include_cookies": False, "bucket": "", "prefix": ""}}),
    (LIVE, ("PriceClass",), {"price_class": "PriceClass_All"}),
    (LIVE, ("Staging",), {"staging": False}),
    (LIVE, ("ConnectionMode",), {"connection_mode": "direct"}),
    (LIVE, ("Restrictions",), {"restrictions": {"geo_restriction": {"restriction_type": "none"}}}),
    *[
        (config, ("Origins", "Items", 0, *wire), {"origins": [{"id": "bucket", **named}]})
        for config, wire, named in (
            (LIVE, ["OriginPath"], {"origin_path": ""}),
            (CUSTOM, ["CustomHeaders"], {}),
            (LIVE, ["ConnectionAttempts"], {"connection_attempts": 3}),
            (LIVE, ["ConnectionTimeout"], {"connection_timeout": 10}),
            (LIVE, ["OriginShield"], {"origin_shield": {"enabled": False}}),
            (CUSTOM, ["OriginAccessControlId"], {"origin_access_control_id": ""}),
            (LIVE, ["S3OriginConfig", "OriginReadTimeout"], {"s3_origin_config": {"origin_read_timeout": 30}}),
            (CUSTOM, ["CustomOriginConfig", "IpAddressType"], {"custom_origin_config": {"ip_address_type": "ipv4"}}),
            (
                CUSTOM,
                ["CustomOriginConfig", "OriginReadTimeout"],
                {"custom_origin_config": {"origin_read_timeout": 30}},
            ),
            (
                CUSTOM,
                ["CustomOriginConfig", "OriginKeepaliveTimeout"],
                {"custom_origin_config": {"origin_keepalive_timeout": 5}},
            ),
        )
    ],
    *[
        (config, ("DefaultCacheBehavior", *wire), {"default_cache_behavior": named})
        for config, wire, named in (
            (LIVE, ["TrustedSigners"], {"trusted_signers": {"enabled": False, "items": []}}),
            (LEGACY, ["SmoothStreaming"], {"smooth_streaming": False}),
            (with_behavior(live(), Compress=False), ["Compress"], {"compress": False}),
            (LIVE, ["LambdaFunctionAssociations"], {"lambda_function_associations": []}),
            (LIVE, ["FunctionAssociations"], {"function_associations": []}),
            (LIVE, ["FieldLevelEncryptionId"], {"field_level_encryption_id": ""}),
            (LIVE, ["GrpcConfig"], {"grpc_config": {"enabled": False}}),
            (LIVE, ["AllowedMethods"], {"allowed_methods": {"items": READS, "cached_methods": READS}}),
            (LEGACY, ["ForwardedValues", "Headers"], {"forwarded_values": {"headers": []}}),
            (
                LEGACY,
                ["ForwardedValues", "QueryStringCacheKeys"],
                {"forwarded_values": {"query_string_cache_keys": []}},
            ),
            (LEGACY, ["MinTTL"], {"min_ttl": 0}),
        )
    ],
]


@pytest.mark.parametrize(("config", "path", "task"), DEFAULTS, ids=[".".join(map(str, row[1])) for row in DEFAULTS])
def test_3_what_is_not_answered_has_its_default(config: Options, path: tuple[t.Any, ...], task: Options) -> None:
    """Table 1.3: today's answer has the member, an older one lacks it; neither differs from the default."""
    assert update(config, **task) is None
    older = copy.deepcopy(config)
    holder = older
    for name in path[:-1]:
        holder = holder[name]
    holder.pop(path[-1], None)
    assert update(older, **task) is None


@pytest.mark.parametrize(
    "none", [{"Quantity": 0}, {"Quantity": 0, "Items": []}, None], ids=["quantity", "items", "absent"]
)
def test_4_absent_empty_and_quantity_0_are_one_value(none: Options | None) -> None:
    """CF-07."""
    config = with_behavior(live(CustomErrorResponses=none, OriginGroups=none), FunctionAssociations=none)
    config = {name: value for name, value in config.items() if value is not None}
    empty: Options = {"custom_error_responses": [], "purge_custom_error_responses": True, "origin_groups": []}
    assert update(config, **empty, default_cache_behavior={"function_associations": []}) is None
