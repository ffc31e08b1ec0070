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
from tests.unit.plugins.module_utils._cloudfront.merge_laws import conflicts, differing, lost, unmet

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
