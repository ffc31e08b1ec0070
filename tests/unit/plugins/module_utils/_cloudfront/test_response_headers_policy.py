# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Response headers policies: headers kept, taken away, and refused before."""

from __future__ import annotations

import typing as t

import pytest

from tests.unit.plugins.module_utils._cloudfront.policies import HEADERS, HSTS, refused, run, stubbed


def test_members_of_a_header_that_are_not_named_are_kept() -> None:
    after = {**HEADERS["SecurityHeadersConfig"], "StrictTransportSecurity": {**HSTS, "Preload": True}}
    config = {**HEADERS, "SecurityHeadersConfig": after}
    api = stubbed("ResponseHeadersPolicy").lists(HEADERS).gets(HEADERS).updates(config)
    given = {"strict_transport_security": {"preload": True}}
    assert run("ResponseHeadersPolicy", api, name="mine", security_headers_config=given).plan


@pytest.mark.parametrize(
    ("given", "left"),
    [
        ({"content_type_options": {}}, {"StrictTransportSecurity": HSTS}),
        ({"content_type_options": {}, "strict_transport_security": {}}, None),
        ({}, None),
    ],
)
def test_an_empty_dictionary_takes_headers_away(given: dict[str, t.Any], left: dict[str, t.Any] | None) -> None:
    config = {name: value for name, value in HEADERS.items() if name != "SecurityHeadersConfig"}
    after = config if left is None else {**config, "SecurityHeadersConfig": left}
    api = stubbed("ResponseHeadersPolicy").lists(HEADERS).gets(HEADERS).updates(after)
    assert run("ResponseHeadersPolicy", api, name="mine", security_headers_config=given).plan
    api = stubbed("ResponseHeadersPolicy").lists(after)
    assert not run("ResponseHeadersPolicy", api, name="mine", security_headers_config=given).plan


def test_the_order_of_headers_means_nothing() -> None:
    items = [{"Header": name, "Value": "1", "Override": True} for name in ("X-A", "X-B")]
    there = {**HEADERS, "CustomHeadersConfig": {"Quantity": 2, "Items": items}}
    given = [{"header": "X-B", "value": "1"}, {"header": "X-A"}]
    api = stubbed("ResponseHeadersPolicy").lists(there)
    assert not run("ResponseHeadersPolicy", api, name="mine", custom_headers_config=given).plan
    api = stubbed("ResponseHeadersPolicy").lists(there).gets(there)
    api.updates({**there, "CustomHeadersConfig": {"Quantity": 1, "Items": items[:1]}})
    assert run("ResponseHeadersPolicy", api, name="mine", custom_headers_config=[{"header": "X-A"}]).plan


LONG = {"content_security_policy": "x" * 1784, "override": True}
CORS = {
    "access_control_allow_origins": ["*"],
    "access_control_allow_headers": ["X-Any"],
    "access_control_allow_methods": ["GET"],
    "access_control_allow_credentials": False,
    "origin_override": True,
}


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"cors_config": {"origin_override": True}}, "cors_config.access_control_allow_credentials: there is"),
        ({"cors_config": {**CORS, "access_control_allow_origins": []}}, "allow_origins must not be empty"),
        (
            {"cors_config": {**CORS, "access_control_allow_headers": ["*"], "access_control_allow_credentials": True}},
            "must name the headers",
        ),
        (
            {"security_headers_config": {"frame_options": {"frame_option": "DENY"}}},
            "needs security_headers_config.frame_options.override",
        ),
        (
            {"security_headers_config": {"content_security_policy": {"content_security_policy": "x" * 1784}}},
            "content_security_policy.override",
        ),
        ({"security_headers_config": {"content_security_policy": LONG}}, "content_security_policy has 1784 characters"),
        (
            {"security_headers_config": {"xss_protection": {
                "protection": True, "override": True, "mode_block": True, "report_uri": "https://example.com"}}},
            "mode_block and report_uri exclude each other",
        ),
        (
            {"custom_headers_config": [{"header": "x-frame-options", "value": "DENY", "override": True}]},
            "security_headers_config.frame_options only",
        ),
        (
            {"custom_headers_config": [{"header": name, "value": "", "override": True} for name in ("X-A", "x-a")]},
            "x-a is there twice",
        ),
        ({"remove_headers_config": [{"header": ""}]}, "remove_headers_config: '' is no name of a header"),
        ({"custom_headers_config": [{"header": "X A", "value": "", "override": True}]}, "'X A' is no name"),
        (
            {"custom_headers_config": [{"header": "X-A", "value": "a\n", "override": True}]},
            "custom_headers_config[X-A]: the value of a header has no line breaks",
        ),
        (
            {"security_headers_config": {"content_security_policy": {**LONG, "content_security_policy": "a;\nb"}}},
            "begin a block in YAML with >-",
        ),
        ({"custom_headers_config": [{"header": "X-A"}]}, "custom_headers_config[X-A].value"),
        ({"remove_headers_config": [{"header": "X-Amz-Cf-Id"}]}, "X-Amz-Cf-Id is a header that CloudFront"),
        ({"server_timing_headers_config": {"enabled": True, "sampling_rate": 100.5}}, "from 0 to 100"),
        ({"server_timing_headers_config": {"enabled": True, "sampling_rate": 0.00001}}, "at most 4 decimals"),
    ],
)  # fmt: skip
def test_response_headers_that_cloudfront_refuses_are_refused_before(given: dict[str, t.Any], said: str) -> None:
    """CF-66."""
    assert said in refused("ResponseHeadersPolicy", None, **given)


def test_a_header_may_be_removed_and_added_at_once() -> None:
    """CloudFront removes first, and adds then."""
    api = stubbed("ResponseHeadersPolicy").lists()
    custom = [{"header": "Server", "value": "mine", "override": True}]
    given = {"custom_headers_config": custom, "remove_headers_config": [{"header": "Server"}]}
    assert run("ResponseHeadersPolicy", api, check=True, name="mine", **given).plan
