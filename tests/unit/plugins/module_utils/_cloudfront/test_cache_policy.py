# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Cache policies: lifetimes that agree, and what is refused before."""

from __future__ import annotations

import typing as t

import pytest

from ansible_collections.cdn.aws.plugins.module_utils._cloudfront.cache_policy import KEY
from tests.unit.plugins.module_utils._cloudfront.policies import CACHE, refused, run, stubbed


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({}, (1, 86400, 31536000)),
        ({"min_ttl": 100000}, (100000, 100000, 31536000)),
        ({"default_ttl": 0}, (0, 0, 31536000)),
        ({"max_ttl": 60}, (1, 60, 60)),
        ({"max_ttl": 0}, (0, 0, 0)),
        ({"default_ttl": 63072000}, (1, 63072000, 63072000)),
    ],
)
def test_default_lifetimes_agree_with_those_that_are_given(given: dict[str, int], expected: tuple[int, ...]) -> None:
    """CF-61."""
    state = run("CachePolicy", stubbed("CachePolicy").lists(), check=True, name="mine", **given).state
    assert state is not None
    assert tuple(state[name] for name in ("min_ttl", "default_ttl", "max_ttl")) == expected
    assert state[KEY]["enable_accept_encoding_gzip"] is (expected[2] > 0)


def key(**members: t.Any) -> dict[str, t.Any]:
    return {KEY: members}


@pytest.mark.parametrize(
    ("there", "given", "said"),
    [
        (None, {"min_ttl": 9, "default_ttl": 5}, "min_ttl (9) must not be more than default_ttl (5)."),
        (CACHE, {"max_ttl": 60}, "default_ttl (86400) must not be more than max_ttl (60)."),
        (CACHE, {"min_ttl": 0, "default_ttl": 0, "max_ttl": 0}, "max_ttl 0 switches caching off"),
        (
            None,
            {"max_ttl": 0, **key(cookies_config={"cookie_behavior": "all"})},
            "cookies_config.cookie_behavior to none",
        ),
        (
            CACHE,
            key(headers_config={"header_behavior": "whitelist", "headers": ["accept-encoding"]}),
            "Accept-Encoding is in headers_config.headers",
        ),
        (CACHE, key(headers_config={"header_behavior": "whitelist"}), "needs at least one name in headers"),
        (CACHE, key(cookies_config={"cookies": ["a"]}), "cookie_behavior is none, which takes no cookies"),
        (
            None,
            key(query_strings_config={"query_string_behavior": "all", "query_strings": ["a"]}),
            f"{KEY}.query_strings_config: query_string_behavior is all, which takes no query_strings",
        ),
    ],
)
def test_cache_policies_that_cloudfront_refuses_are_refused_before(
    there: dict[str, t.Any] | None, given: dict[str, t.Any], said: str
) -> None:
    """CF-61, CF-66, judged by the result of the merge."""
    assert said in refused("CachePolicy", there, **given)
