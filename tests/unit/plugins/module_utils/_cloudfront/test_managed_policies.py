# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Policies by name, managed and own."""

from __future__ import annotations

import typing as t

import pytest

from ansible_collections.cdn.aws.plugins.module_utils._cloudfront.managed_policies import CACHE, Policies
from ansible_collections.cdn.aws.plugins.module_utils._unknown import is_unknown, unknown
from tests.unit.helpers import StubbedApi

DISABLED = CACHE["CachingDisabled"]
OWN = "11111111-2222-3333-4444-555555555555"


def listing(api: StubbedApi, source: str, **policies: str) -> StubbedApi:
    items = [
        {
            "Type": source,
            "CachePolicy": {"Id": number, "LastModifiedTime": 0, "CachePolicyConfig": {"Name": name, "MinTTL": 0}},
        }
        for name, number in policies.items()
    ]
    answer = {"CachePolicyList": {"MaxItems": 100, "Quantity": len(items), "Items": items}}
    return api.expect("cloudfront:ListCachePolicies", {"Type": source}, answer)


@pytest.mark.parametrize(
    "name",
    ["CachingDisabled", "Managed-CachingDisabled", "managed-cachingdisabled", DISABLED, DISABLED.upper()],
)
def test_managed_policies_are_known_by_name_without_a_call(name: str) -> None:
    """CF-62, CF-65."""
    missing: list[str] = []
    assert Policies(StubbedApi()).resolve("cache_policy_id", name, missing) == DISABLED
    assert missing == []


@pytest.mark.parametrize("value", ["", unknown("cache policy id"), OWN])
def test_what_is_no_name_stays(value: str) -> None:
    assert Policies(StubbedApi()).resolve("cache_policy_id", value, []) == value


def test_a_policy_of_the_account_is_found_by_listing_own_ones_once() -> None:
    policies = Policies(listing(StubbedApi(), "custom", mine=OWN))
    assert [policies.resolve("cache_policy_id", "mine", []) for _again in range(2)] == [OWN, OWN]


def test_a_managed_policy_that_is_newer_than_the_table_is_found_with_and_without_prefix() -> None:
    api = listing(listing(StubbedApi(), "custom"), "managed", **{"Managed-CachingOfTomorrow": OWN})
    policies = Policies(api)
    assert policies.resolve("cache_policy_id", "cachingOfTomorrow", []) == OWN
    assert policies.resolve("cache_policy_id", "Managed-CachingOfTomorrow", []) == OWN


def test_an_unknown_name_is_reported_with_what_was_perhaps_meant() -> None:
    api = listing(listing(StubbedApi(), "custom", mine=OWN), "managed")
    missing: list[str] = []
    found: t.Any = Policies(api).resolve("cache_policy_id", "CachingOptimised", missing)
    assert is_unknown(found)
    (said,) = missing
    assert said.startswith("cache_policy_id: there is no cache policy named CachingOptimised; did you mean CachingOpt")
    assert said.endswith("cdn.aws.cloudfront_cache_policy makes one.")
