# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What holds for every configuration of a distribution, not only for those we thought of.

``current`` is any whole configuration, ``desired`` any part that a user may write over it.
"""

from __future__ import annotations

import os
import typing as t

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ansible_collections.cdn.aws.plugins.module_utils import _quirks as quirks
from ansible_collections.cdn.aws.plugins.module_utils._cloudfront.options import PURGES
from ansible_collections.cdn.aws.plugins.module_utils._shapes import (
    differences,
    from_sdk,
    invalid,
    mask,
    merge,
    to_sdk,
)
from tests.unit.configurations import SECRET, key_of, list_of, members_of, parts, shuffled, whole, wire
from tests.unit.helpers import service_shape

SHAPE = service_shape("cloudfront", "DistributionConfig")
ALL = frozenset(PURGES)
# A hunt for defects asks for more: CDN_EXAMPLES=2000.
PLENTY = settings(
    max_examples=int(os.environ.get("CDN_EXAMPLES", "30")),
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much],
)
WHOLE = whole(SHAPE, answered=True)


def below(*names: str) -> t.Any:
    shape = SHAPE
    for name in names:
        shape = (list_of(shape).member if list_of(shape) else shape).members[name]
    return list_of(shape).member if list_of(shape) else shape


# The whole, and alone what has most rules: drawn by itself, each of them comes up in every example.
SHAPES = {
    "whole": SHAPE,
    "origin": below("Origins"),
    "header": below("Origins", "CustomHeaders"),
    "shield": below("Origins", "OriginShield"),
    "behavior": below("DefaultCacheBehavior"),
    "certificate": below("ViewerCertificate"),
    "logging": below("Logging"),
    "restrictions": below("Restrictions"),
}
each_shape = pytest.mark.parametrize("shape", SHAPES.values(), ids=SHAPES.keys())


@st.composite
def pairs(draw: t.Any, shape: t.Any = SHAPE) -> tuple[dict[str, t.Any], dict[str, t.Any]]:
    current = draw(whole(shape, answered=True))
    return current, draw(parts(shape, current))


def like(shape: t.Any, value: t.Any) -> t.Any:
    """A value in the one form that all values of the same meaning have: what ``differences`` must see, and no more."""
    if value is None:
        return None
    items = list_of(shape)
    if items is not None:
        alike = [like(items.member, item) for item in value]
        return (alike if items.name in quirks.ORDERED else sorted(alike, key=str)) or None
    if shape.type_name != "structure":
        return value or None
    hidden = {*quirks.IGNORED.get(shape.name, ()), *void(shape, value)}
    members = {name: like_member(shape, name, value.get(name)) for name in members_of(shape) if name not in hidden}
    return {name: member for name, member in members.items() if member is not None} or None


def like_member(shape: t.Any, name: str, value: t.Any) -> t.Any:
    default = quirks.ABSENT_MEANS.get((shape.name, name))
    told = like(members_of(shape)[name], value)
    if default is None or value is None:
        return told
    # In a list, so that what is empty is not taken for what is absent.
    return None if told == like(members_of(shape)[name], default) else [told]


def void(shape: t.Any, value: t.Mapping[str, t.Any]) -> tuple[str, ...]:
    """The members without effect beside another one (CF-12 to CF-15)."""
    switch, off, members = quirks.VOID_WHEN.get(shape.name, ("", None, ()))
    return members if switch and value.get(switch, False) == off else ()


def differing(shape: t.Any, current: t.Mapping[str, t.Any], after: t.Mapping[str, t.Any]) -> set[str]:
    """The members of a structure that say something else now."""
    hidden = {*quirks.IGNORED.get(shape.name, ()), *void(shape, after)}
    return {
        name
        for name in set(members_of(shape)) - hidden
        if like_member(shape, name, current.get(name)) != like_member(shape, name, after.get(name))
    }


def unmet(shape: t.Any, after: t.Any, desired: t.Any, path: str = "") -> list[str]:
    """Every named path that does not hold what was named."""
    items = list_of(shape)
    if items is not None:
        key = key_of(items)
        if key is None:
            same = after == desired if items.name in quirks.ORDERED else sorted(after) == sorted(desired)
            return [] if same else [path]
        there = {item[key]: item for item in after}
        found = [] if set(there) == {item[key] for item in desired} else [path]
        if items.name in quirks.ORDERED and list(there) != [item[key] for item in desired]:
            found.append(f"{path}: order")
        return found + [
            one
            for item in desired
            if item[key] in there
            for one in unmet(items.member, there[item[key]], item, f"{path}[{item[key]}]")
        ]
    if shape.type_name != "structure":
        return [] if after == desired else [path]
    found = []
    for name, value in desired.items():
        wanted = lower(value) if (shape.name, name) in quirks.LOWER_CASE else value
        here = f"{path}.{name}"
        found += unmet(members_of(shape)[name], after[name], wanted, here) if name in after else [here]
    return found


def lower(value: t.Any) -> t.Any:
    return [lower(item) for item in value] if isinstance(value, list) else value.lower().rstrip(".")


def lost(shape: t.Any, current: t.Any, desired: t.Any, after: t.Any, path: str = "") -> list[str]:
    """Every path that was not named and is not what it was, but for what the named ones exclude."""
    items = list_of(shape)
    if items is not None:
        key = key_of(items)
        if key is None:
            return []
        there, named = ({item[key]: item for item in one} for one in (after, desired))
        return [
            one
            for item in current
            if item[key] in named
            for one in lost(items.member, item, named[item[key]], there[item[key]], f"{path}[{item[key]}]")
        ]
    if shape.type_name != "structure":
        return []
    found = []
    for name, value in current.items():
        here = f"{path}.{name}"
        if name in desired:
            found += lost(members_of(shape)[name], value, desired[name], after[name], here)
        elif name in excluded(shape, current, desired):
            found += [f"{here}: still there"] if name in after else []
        elif after.get(name) != value:
            found.append(here)
    return found


def excluded(shape: t.Any, current: t.Any, desired: t.Any) -> set[str]:
    """The members that what was named excludes, and the mirrors of what it replaces (CF-08).

    Without a change of sides, a switch that is off may go back as it came.
    """
    found: set[str] = set()
    for way in quirks.ONE_OF.get(shape.name, ()):
        chosen = [name for name in way.selectors if desired.get(name) not in (None, False, "")]
        others = quirks.ONE_OF[shape.name] if chosen else ()
        losers = {name for other in others if other is not way for name in other.members - way.members}
        switched = any(desired[name] != current.get(name) for name in chosen)
        found |= {name for name in losers if switched or current.get(name) is not False}
        found |= quirks.IGNORED.get(shape.name, frozenset()) if switched else set()
    return found


def conflicts(shape: t.Any, value: t.Any, path: str = "") -> list[str]:
    """Every structure that is filled in two exclusive ways."""
    items = list_of(shape)
    if items is not None:
        return [one for item in value for one in conflicts(items.member, item, path)]
    if shape.type_name != "structure":
        return []
    ways = quirks.ONE_OF.get(shape.name, ())
    shared = frozenset[str]().intersection(*(way.members for way in ways)) if ways else frozenset()
    own = [
        way.members - shared - frozenset[str]().union(*(other.members for other in ways if other is not way))
        for way in ways
    ]
    filled = {name for name, child in value.items() if child is not False}
    found = [path] if sum(bool(members & filled) for members in own) > 1 else []
    return found + [
        one for name, child in value.items() for one in conflicts(members_of(shape)[name], child, f"{path}.{name}")
    ]


@PLENTY
@given(answer=wire(SHAPE))
def test_an_answer_survives_the_way_to_options_and_back(answer: dict[str, t.Any]) -> None:
    assert to_sdk(SHAPE, from_sdk(SHAPE, answer)) == answer


@PLENTY
@given(current=WHOLE)
def test_a_whole_configuration_is_one_that_botocore_would_send(current: dict[str, t.Any]) -> None:
    assert from_sdk(SHAPE, to_sdk(SHAPE, current)) == current
    assert invalid(SHAPE, to_sdk(SHAPE, current)) == ""


@each_shape
@PLENTY
@given(data=st.data())
def test_what_was_merged_is_one_that_botocore_would_send(shape: t.Any, data: t.Any) -> None:
    after = merge(shape, *data.draw(pairs(shape)))
    assert invalid(shape, to_sdk(shape, after)) == ""
    assert conflicts(shape, after) == []


@each_shape
@PLENTY
@given(data=st.data())
def test_what_was_named_is_there_and_the_rest_is_what_it_was(shape: t.Any, data: t.Any) -> None:
    current, desired = data.draw(pairs(shape))
    after = merge(shape, current, desired)
    assert unmet(shape, after, desired) == []
    assert lost(shape, current, desired, after) == []


@each_shape
@PLENTY
@given(data=st.data())
def test_merging_twice_is_merging_once(shape: t.Any, data: t.Any) -> None:
    current, desired = data.draw(pairs(shape))
    once = merge(shape, current, desired)
    assert merge(shape, once, desired) == once
    assert differences(shape, once, merge(shape, once, desired)) == ()


@PLENTY
@given(pair=pairs(), kept=st.sets(st.sampled_from(sorted(ALL))))
def test_lists_that_are_kept_lose_no_item_and_no_place(pair: t.Any, kept: set[str]) -> None:
    """The others are what was named; what is new comes last."""
    current, desired = pair
    after, purged = merge(SHAPE, current, desired, kept=frozenset(kept)), merge(SHAPE, *pair)
    for option in ALL:
        member = members_of(SHAPE)[option]
        key = key_of(list_of(member)) or ""
        before, now, alone = (
            [names(key, one) for one in whole_of.get(option, [])] for whole_of in (current, after, purged)
        )
        if option not in kept:
            assert after.get(option) == purged.get(option)
            continue
        assert now[: len(before)] == before
        assert set(now) == {*before, *alone}
        for item in current.get(option, []):
            if key and option in desired and item[key] not in [one[key] for one in desired[option]]:
                assert item in after[option]


def names(key: str, item: t.Any) -> t.Any:
    return item[key] if key else item


@each_shape
@PLENTY
@given(data=st.data())
def test_differences_are_seen_and_no_others(shape: t.Any, data: t.Any) -> None:
    current, desired = data.draw(pairs(shape))
    for after in (merge(shape, current, desired), data.draw(whole(shape))):
        found = {
            difference.path.partition(".")[0].partition("[")[0] for difference in differences(shape, current, after)
        }
        assert found == differing(shape, current, after)


@each_shape
@PLENTY
@given(data=st.data())
def test_a_value_as_its_own_desired_state_changes_nothing(shape: t.Any, data: t.Any) -> None:
    """CF-10: in any order of what has none."""
    current = data.draw(whole(shape, answered=True))
    desired = data.draw(shuffled(shape, current))
    assert differences(shape, current, desired) == ()
    assert merge(shape, current, desired) == current
    assert merge(shape, current, {}) == current


@each_shape
@PLENTY
@given(data=st.data())
def test_secrets_are_in_no_difference_and_no_answer(shape: t.Any, data: t.Any) -> None:
    current, desired = data.draw(pairs(shape))
    after = merge(shape, current, desired)
    assert SECRET not in str(mask(shape, after))
    for found in differences(shape, current, after):
        assert found.sensitive or SECRET not in f"{found.current} {found.desired}"


@pytest.mark.parametrize("keep", [True, False])
def test_behaviours_are_moved_only_when_the_order_is_theirs(keep: bool) -> None:
    """CF-10: the order is a real change, so nothing may change it by the way."""
    current = {"cache_behaviors": [{"path_pattern": "/a", "compress": True}, {"path_pattern": "/b", "compress": True}]}
    desired = {"cache_behaviors": [{"path_pattern": "/b"}, {"path_pattern": "/a"}]}
    kept = frozenset({"cache_behaviors"}) if keep else frozenset()
    after = merge(SHAPE, current, desired, kept=kept)
    assert bool(differences(SHAPE, current, after)) is not keep
