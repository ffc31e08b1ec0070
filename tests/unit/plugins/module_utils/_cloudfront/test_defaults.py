# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What is filled in where nobody said it."""

from __future__ import annotations

from ansible_collections.cdn.aws.plugins.module_utils._cloudfront.defaults import FORWARDED_VALUES, complete
from tests.unit.plugins.module_utils._cloudfront.config_parts import POLICY


def test_a_new_behaviour_goes_to_the_first_origin() -> None:
    """As community.aws does."""
    origins = [{"domain_name": "a.example.org"}, {"domain_name": "b.example.org"}]
    assert complete({"origins": origins}, None)["default_cache_behavior"]["target_origin_id"] == "a.example.org"
    behavior = {"cache_behaviors": [{"path_pattern": "/x/*"}], "origins": [{"domain_name": "c.example.org"}]}
    current = {"origins": [{"id": "a", "domain_name": "a.example.org"}]}
    for purged, target in ((False, "a"), (True, "c.example.org")):
        assert complete(behavior, current, purged=purged)["cache_behaviors"][0]["target_origin_id"] == target


def test_an_origin_without_an_id_is_the_one_with_its_domain_name() -> None:
    current = {"origins": [{"id": "made-by-console-123", "domain_name": "a.example.org"}]}
    filled = complete({"origins": [{"domain_name": "A.example.org"}]}, current)
    assert filled["origins"] == [{"domain_name": "A.example.org", "id": "made-by-console-123"}]


def test_a_behaviour_that_turns_to_lifetimes_gets_what_that_style_needs() -> None:
    current = {"default_cache_behavior": {"cache_policy_id": POLICY, "target_origin_id": "o"}}
    filled = complete({"default_cache_behavior": {"default_ttl": 60}}, current)["default_cache_behavior"]
    assert filled["forwarded_values"] == FORWARDED_VALUES
    assert (filled["min_ttl"], filled["default_ttl"], filled["max_ttl"]) == (0, 60, 31536000)


def test_key_groups_are_demanded_as_soon_as_one_is_named() -> None:
    filled = complete(
        {"default_cache_behavior": {"trusted_key_groups": {"items": ["k"]}}}, {"default_cache_behavior": {}}
    )
    assert filled["default_cache_behavior"]["trusted_key_groups"] == {"enabled": True, "items": ["k"]}
