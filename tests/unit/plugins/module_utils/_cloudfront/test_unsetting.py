# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Taking away: what an update leaves out is reset (CF-06)."""

from __future__ import annotations

import typing as t

import pytest

from ansible_collections.cdn.aws.plugins.module_utils._cloudfront.unsetting import without_empty

BEHAVIOR = {"target_origin_id": "o", "response_headers_policy_id": "p", "compress": False}


@pytest.mark.parametrize(
    ("config", "desired", "left"),
    [
        ({"anycast_ip_list_id": "", "web_acl_id": ""}, {}, {"web_acl_id": ""}),
        ({"cache_tag_config": {"header_name": ""}}, {}, {}),
        ({"connection_function_association": {"id": ""}}, {}, {}),
        ({"viewer_mtls_config": {"mode": "required"}}, {"viewer_mtls_config": {}}, {}),
        ({"viewer_mtls_config": {"mode": "required"}}, {}, {"viewer_mtls_config": {"mode": "required"}}),
        ({"tenant_config": {"parameter_definitions": []}}, {"tenant_config": {}}, {}),
        (*[{"tenant_config": {"parameter_definitions": []}}] * 2, {}),
        ({"tenant_config": {"parameter_definitions": []}}, {}, {"tenant_config": {"parameter_definitions": []}}),
        (
            {"default_cache_behavior": {**BEHAVIOR, "response_headers_policy_id": ""}},
            {},
            {"default_cache_behavior": {"target_origin_id": "o", "compress": False}},
        ),
        (
            {"cache_behaviors": [{**BEHAVIOR, "realtime_log_config_arn": ""}]},
            {},
            {"cache_behaviors": [BEHAVIOR]},
        ),
        (
            {"origins": [{"id": "o", "response_completion_timeout": 0, "vpc_origin_config": {"owner_account_id": ""}}]},
            {},
            {"origins": [{"id": "o", "vpc_origin_config": {}}]},
        ),
        (
            {"origins": [{"custom_origin_config": {"origin_mtls_config": {"client_certificate_arn": ""}}}]},
            {},
            {"origins": [{"custom_origin_config": {}}]},
        ),
    ],
)
def test_what_is_named_empty_is_left_out(
    config: dict[str, t.Any], desired: dict[str, t.Any], left: dict[str, t.Any]
) -> None:
    assert without_empty(config, desired) == left


def test_what_is_there_is_not_changed_in_place() -> None:
    current = {"response_headers_policy_id": ""}
    without_empty({"default_cache_behavior": current, "cache_behaviors": [current]}, {})
    assert current == {"response_headers_policy_id": ""}
