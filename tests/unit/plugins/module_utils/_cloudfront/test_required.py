# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a configuration lacks is told in the words of its options."""

from __future__ import annotations

import typing as t

import pytest

from ansible_collections.cdn.aws.plugins.module_utils._cloudfront.required import missing
from tests.unit.helpers import service_shape


@pytest.mark.parametrize(
    ("shape", "config", "lacking"),
    [
        ("OriginAccessControlConfig", {"name": "a", "signing_protocol": "sigv4", "signing_behavior": "never",
                                       "origin_access_control_origin_type": "s3"}, []),
        ("CachePolicyConfig", {"name": "a"}, ["min_ttl"]),
        ("ResponseHeadersPolicyConfig", {"name": "a", "cors_config": {"access_control_allow_origins": ["*"],
                                                                      "access_control_allow_headers": ["*"]}},
         ["cors_config.access_control_allow_methods", "cors_config.access_control_allow_credentials",
          "cors_config.origin_override"]),
        ("ResponseHeadersPolicyConfig", {"name": "a", "custom_headers_config": [{"header": "X-A", "value": ""}]},
         ["custom_headers_config[X-A].override"]),
        ("ResponseHeadersPolicyConfig", {"name": "a", "remove_headers_config": [{}]},
         ["remove_headers_config[0].header"]),
        ("GeoRestriction", {"items": []}, ["restriction_type"]),
    ],
)  # fmt: skip
def test_required_members_that_are_not_there_are_named(shape: str, config: t.Any, lacking: list[str]) -> None:
    assert missing(service_shape("cloudfront", shape), config) == lacking
