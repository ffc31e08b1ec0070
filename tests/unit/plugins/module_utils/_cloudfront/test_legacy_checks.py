# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The words of 2017 beside those of today: refused in one line that says what to write instead."""

from __future__ import annotations

import typing as t

import pytest

from ansible_collections.cdn.aws.plugins.module_utils._cloudfront.defaults import FORWARDED_VALUES, complete
from ansible_collections.cdn.aws.plugins.module_utils._cloudfront.legacy_checks import (
    check_legacy,
    check_legacy_options,
)
from ansible_collections.cdn.aws.plugins.module_utils._errors import Refused
from ansible_collections.cdn.aws.plugins.module_utils._shapes import merge
from tests.unit.helpers import service_shape

Members = dict[str, t.Any]

POLICY = "658327ea-f89d-4fab-a63d-7e88639e58f6"
WITH_POLICY: Members = {"default_cache_behavior": {"target_origin_id": "o", "cache_policy_id": POLICY}}
LEGACY: Members = {
    "default_cache_behavior": {
        "target_origin_id": "o",
        "forwarded_values": {
            "query_string": True,
            "cookies": {"forward": "whitelist", "whitelisted_names": ["session"]},
            "headers": ["Origin"],
            "query_string_cache_keys": [],
        },
        "min_ttl": 0,
        "default_ttl": 60,
        "max_ttl": 600,
    }
}
BUCKET = "images.s3.eu-central-1.amazonaws.com"


def default(**members: t.Any) -> Members:
    return {"default_cache_behavior": members}


def laid(desired: Members, current: Members) -> Members:
    """The default behaviour that a task leads to."""
    check_legacy_options(desired)
    check_legacy(desired, current)
    shape = service_shape("cloudfront", "DistributionConfig")
    found = merge(shape, current, complete(desired, current))
    return t.cast("Members", found["default_cache_behavior"])


@pytest.mark.parametrize(
    ("member", "value", "instead"),
    [
        ("min_ttl", 0, "min_ttl does not go with cache_policy_id; it belongs to a cache policy: make one with"),
        ("max_ttl", 5, "name it in cache_policy_id"),
        ("forwarded_values", {}, "an origin request policy what else is passed on"),
    ],
)
def test_the_two_styles_are_not_mixed(member: str, value: t.Any, instead: str) -> None:
    """CF-60."""
    with pytest.raises(Refused, match=instead):
        check_legacy_options(default(**{member: value}, cache_policy_id=POLICY))
    behavior = {"path_pattern": "/a", member: value, "origin_request_policy_id": POLICY}
    with pytest.raises(Refused, match=r"cache_behaviors\[/a\]: .* does not go with origin_request_policy_id"):
        check_legacy_options({"cache_behaviors": [behavior]})


@pytest.mark.parametrize("value", [0, 60])
def test_a_lifetime_beside_a_policy_that_is_there_is_refused(value: int) -> None:
    """Zero too: it must not be taken for no lifetime."""
    with pytest.raises(
        Refused, match=r"min_ttl does not go with the cache policy that is there.*name forwarded_values"
    ):
        check_legacy(default(min_ttl=value), WITH_POLICY)
    check_legacy(default(min_ttl=value), None)
    assert laid(default(min_ttl=value), LEGACY) == {**LEGACY["default_cache_behavior"], "min_ttl": value}


def test_a_new_behaviour_of_lifetimes_gets_no_policy() -> None:
    filled = complete({"cache_behaviors": [{"path_pattern": "/a", "min_ttl": 0}], "origins": []}, LEGACY)
    found = filled["cache_behaviors"][0]
    assert "cache_policy_id" not in found
    assert found["forwarded_values"] == FORWARDED_VALUES
    assert [found[name] for name in ("min_ttl", "default_ttl", "max_ttl")] == [0, 86400, 31536000]


@pytest.mark.parametrize(
    ("given", "lifetimes"),
    [
        ({"max_ttl": 600}, (0, 600, 600)),
        ({"min_ttl": 100_000}, (100_000, 100_000, 31_536_000)),
        ({"default_ttl": 40_000_000}, (0, 40_000_000, 40_000_000)),
        ({"min_ttl": 5, "max_ttl": 9}, (5, 9, 9)),
    ],
)
def test_lifetimes_that_nobody_names_fit_between_the_others(given: Members, lifetimes: tuple[int, int, int]) -> None:
    """CF-61."""
    found = complete(default(**given), WITH_POLICY)["default_cache_behavior"]
    assert (found["min_ttl"], found["default_ttl"], found["max_ttl"]) == lifetimes


def test_one_update_moves_to_policies_and_another_back() -> None:
    """CF-60: the members of the other side go with it."""
    moved = laid(default(cache_policy_id=POLICY, origin_request_policy_id=POLICY), LEGACY)
    assert moved == {"target_origin_id": "o", "cache_policy_id": POLICY, "origin_request_policy_id": POLICY}
    back = laid(default(forwarded_values={"query_string": True}), {"default_cache_behavior": moved})
    assert back["forwarded_values"] == {**FORWARDED_VALUES, "query_string": True}
    assert not {"cache_policy_id", "origin_request_policy_id"} & set(back)


def test_a_member_of_the_old_style_keeps_the_others() -> None:
    behavior = LEGACY["default_cache_behavior"]
    changed = laid(default(forwarded_values={"query_string": False}), LEGACY)
    assert changed == {**behavior, "forwarded_values": {**behavior["forwarded_values"], "query_string": False}}


def test_other_cookies_take_the_named_ones_away() -> None:
    changed = laid(default(forwarded_values={"cookies": {"forward": "none"}}), LEGACY)
    assert changed["forwarded_values"]["cookies"] == {"forward": "none", "whitelisted_names": []}


@pytest.mark.parametrize(
    ("cookies", "message"),
    [
        ({"forward": "whitelist"}, "say which in whitelisted_names"),
        ({"forward": "all", "whitelisted_names": ["a"]}, "need forward: whitelist"),
        ({"whitelisted_names": ["a"]}, "need forward: whitelist"),
    ],
)
def test_cookies_that_contradict_are_refused(cookies: Members, message: str) -> None:
    with pytest.raises(Refused, match=message):
        check_legacy(default(forwarded_values={"cookies": cookies}), WITH_POLICY)


def test_cookies_are_named_once() -> None:
    check_legacy(default(forwarded_values={"cookies": {"whitelisted_names": ["a"]}}), LEGACY)
    check_legacy(default(forwarded_values={"cookies": {"forward": "whitelist"}}), LEGACY)


@pytest.mark.parametrize("option", ["trusted_signers", "trusted_key_groups"])
def test_signers_that_are_switched_off_are_taken_away(option: str) -> None:
    current = default(**{option: {"enabled": True, "items": ["self"]}})
    assert laid(default(**{option: {"enabled": False}}), current)[option] == {"enabled": False, "items": []}
    assert laid(default(**{option: {"items": []}}), current)[option] == {"enabled": False, "items": []}


@pytest.mark.parametrize(
    "origin",
    [
        {"domain_name": "s5c39gqb8ow64r.cloudfront.net/cfx/st"},
        {"domain_name": "rtmp://media.example.org"},
        {"domain_name": "media.example.org", "origin_path": "/cfx/st"},
    ],
)
def test_rtmp_has_ended(origin: Members) -> None:
    with pytest.raises(Refused, match=r"RTMP on 2020-12-31. .* HLS or DASH"):
        check_legacy_options({"origins": [origin]})


def test_the_switch_for_identities_is_for_buckets() -> None:
    origin = {"s3_origin_access_identity_enabled": True}
    check_legacy_options({"origins": [{**origin, "id": "a"}, {**origin, "domain_name": BUCKET}]})
    with pytest.raises(Refused, match="www.example.org is none"):
        check_legacy_options({"origins": [{**origin, "domain_name": "www.example.org"}]})


def test_a_bucket_is_no_web_server_unless_somebody_made_it_so() -> None:
    desired = {"origins": [{"id": "b", "domain_name": BUCKET, "custom_origin_config": {"http_port": 81}}]}
    s3 = {"id": "b", "domain_name": BUCKET, "s3_origin_config": {"origin_access_identity": ""}}
    for current in (None, {"origins": [s3]}):
        with pytest.raises(Refused, match="which is a bucket"):
            check_legacy(desired, current)
    with pytest.raises(Refused, match="which is a bucket"):
        check_legacy({"origins": [{"id": "b", "custom_origin_config": {"http_port": 81}}]}, {"origins": [s3]})
    check_legacy(desired, {"origins": [{"id": "b", "domain_name": BUCKET, "custom_origin_config": {"http_port": 80}}]})
