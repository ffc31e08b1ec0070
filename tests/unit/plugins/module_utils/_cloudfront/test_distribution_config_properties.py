# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What holds for every configuration of a distribution, not only for those we thought of."""

from __future__ import annotations

import typing as t

import pytest
from botocore import xform_name
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ansible_collections.cdn.aws.plugins.module_utils import _quirks as quirks
from ansible_collections.cdn.aws.plugins.module_utils._shapes import (
    differences,
    from_sdk,
    invalid,
    is_plain_list,
    merge,
    to_sdk,
)
from tests.unit.helpers import service_shape

SHAPE = service_shape("cloudfront", "DistributionConfig")
TEXT = st.text(alphabet="abc/-", min_size=1, max_size=4)
PLENTY = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)


def options_of(shape: t.Any, *, partial: bool) -> st.SearchStrategy[t.Any]:
    """Values in option form; ``partial`` leaves members out that a whole configuration must have."""
    if is_plain_list(shape):
        return options_of(shape.members["Items"], partial=partial)
    if shape.type_name == "list":
        return _lists_of(shape, partial=partial)
    if shape.type_name == "structure":
        return _structures_of(shape, partial=partial)
    if shape.type_name == "boolean":
        return st.booleans()
    if shape.type_name in ("integer", "long"):
        return st.integers(min_value=0, max_value=9)
    return st.sampled_from(shape.enum) if getattr(shape, "enum", None) else TEXT


def _lists_of(shape: t.Any, *, partial: bool) -> st.SearchStrategy[t.Any]:
    items = options_of(shape.member, partial=partial)
    key = quirks.KEY_OF.get(shape.member.name)
    if shape.member.type_name != "structure":
        return st.lists(items, max_size=3, unique=True)
    return st.lists(items, max_size=3, unique_by=(lambda item: item[key]) if key else None)


def _structures_of(shape: t.Any, *, partial: bool) -> st.SearchStrategy[t.Any]:
    counted = {"Quantity", "Items"} <= set(shape.members)
    members = {
        xform_name(name): options_of(member, partial=partial)
        for name, member in shape.members.items()
        if not (counted and name == "Quantity")
    }
    for option in _excluded(shape.name):
        members.pop(option, None)
    always = {xform_name(name) for name in shape.required_members} | ({"items"} if counted else set())
    key = quirks.KEY_OF.get(shape.name)
    if partial:
        always = {key} if key else set()
    required = {name: strategy for name, strategy in members.items() if name in always}
    optional = {name: strategy for name, strategy in members.items() if name not in always}
    return st.fixed_dictionaries(required, optional=optional)


def _excluded(name: str) -> list[str]:
    """One way of each exclusive pair, and no mirrors: the tests of merge hold them apart by example."""
    losers = [member for way in quirks.ONE_OF.get(name, ())[1:] for member in way.members]
    kept = quirks.ONE_OF[name][0].members if name in quirks.ONE_OF else frozenset()
    return [member for member in losers if member not in kept] + list(quirks.IGNORED.get(name, ()))


WHOLE = options_of(SHAPE, partial=False)
PARTIAL = options_of(SHAPE, partial=True)


def paths(value: t.Any, path: tuple[t.Any, ...] = ()) -> dict[tuple[t.Any, ...], t.Any]:
    """Every leaf below structures; lists count as one leaf."""
    if not isinstance(value, dict):
        return {path: value}
    found: dict[tuple[t.Any, ...], t.Any] = {}
    for name, child in value.items():
        found |= paths(child, (*path, name))
    return found


@PLENTY
@given(whole=WHOLE)
def test_a_configuration_survives_the_way_to_the_api_and_back(whole: dict[str, t.Any]) -> None:
    wire = to_sdk(SHAPE, whole)
    assert to_sdk(SHAPE, from_sdk(SHAPE, wire)) == wire


@PLENTY
@given(whole=WHOLE)
def test_a_whole_configuration_is_one_that_botocore_would_send(whole: dict[str, t.Any]) -> None:
    assert "Missing required" not in invalid(SHAPE, to_sdk(SHAPE, whole))
    assert "Invalid type" not in invalid(SHAPE, to_sdk(SHAPE, whole))


@PLENTY
@given(current=WHOLE, desired=PARTIAL)
def test_merging_twice_is_merging_once(current: dict[str, t.Any], desired: dict[str, t.Any]) -> None:
    once = merge(SHAPE, current, desired)
    assert differences(SHAPE, once, merge(SHAPE, once, desired)) == ()


@PLENTY
@given(current=WHOLE)
def test_a_configuration_does_not_differ_from_itself(current: dict[str, t.Any]) -> None:
    assert differences(SHAPE, current, merge(SHAPE, current, {})) == ()
    assert merge(SHAPE, current, {}) == current


@PLENTY
@given(current=WHOLE, desired=PARTIAL)
def test_merge_keeps_every_path_that_is_not_named(current: dict[str, t.Any], desired: dict[str, t.Any]) -> None:
    named = paths(desired)
    after = paths(merge(SHAPE, current, desired))
    for path, value in paths(current).items():
        touched = any(path[: len(other)] == other or other[: len(path)] == path for other in named)
        if not touched:
            assert after[path] == value, path


@PLENTY
@given(current=WHOLE, desired=PARTIAL)
def test_merge_keeps_the_unnamed_members_of_named_items(current: dict[str, t.Any], desired: dict[str, t.Any]) -> None:
    there = {origin["id"]: origin for origin in current["origins"]}
    named = {origin["id"]: origin for origin in desired.get("origins", [])}
    after = {origin["id"]: origin for origin in merge(SHAPE, current, desired)["origins"]}
    for name in set(there) & set(named):
        for option in set(there[name]) - set(named[name]):
            assert after[name][option] == there[name][option]


@PLENTY
@given(current=WHOLE, desired=PARTIAL)
def test_kept_lists_lose_no_item(current: dict[str, t.Any], desired: dict[str, t.Any]) -> None:
    after = merge(SHAPE, current, desired, kept=frozenset({"origins", "cache_behaviors", "aliases"}))
    assert {one["id"] for one in current["origins"]} <= {one["id"] for one in after["origins"]}
    before = [one["path_pattern"] for one in current.get("cache_behaviors", [])]
    assert [one["path_pattern"] for one in after.get("cache_behaviors", [])][: len(before)] == before


@pytest.mark.parametrize("keep", [True, False])
def test_behaviours_are_moved_only_when_the_order_is_theirs(keep: bool) -> None:
    """CF-10: the order is a real change, so nothing may change it by the way."""
    current = {"cache_behaviors": [{"path_pattern": "/a", "compress": True}, {"path_pattern": "/b", "compress": True}]}
    desired = {"cache_behaviors": [{"path_pattern": "/b"}, {"path_pattern": "/a"}]}
    kept = frozenset({"cache_behaviors"}) if keep else frozenset()
    after = merge(SHAPE, current, desired, kept=kept)
    assert bool(differences(SHAPE, current, after)) is not keep
