# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A diff that does not loop: the checklist of the behaviour notes (section 8), point 5: the order of lists."""

from __future__ import annotations

import typing as t

import pytest
from botocore import xform_name

from ansible_collections.cdn.aws.plugins.module_utils import _quirks as quirks
from ansible_collections.cdn.aws.plugins.module_utils._shapes import differences, from_sdk, is_plain_list, merge
from tests.unit.plugins.module_utils._cloudfront.test_recorded import SHAPE
from tests.unit.plugins.module_utils._cloudfront.twice import itself, update
from tests.unit.plugins.module_utils._cloudfront.whole import WAYS, whole


def lists(shape: t.Any, value: t.Any, path: tuple[t.Any, ...] = ()) -> t.Iterator[tuple[tuple[t.Any, ...], bool]]:
    """Every list of more than one item in an option form, and whether its order means something."""
    if is_plain_list(shape):
        shape = shape.members["Items"]
    if shape.type_name == "list":
        if len(value) > 1:
            yield path, shape.name in quirks.ORDERED
        for index, item in enumerate(value):
            yield from lists(shape.member, item, (*path, index))
    elif shape.type_name == "structure":
        for name, member in shape.members.items():
            if xform_name(name) in value:
                yield from lists(member, value[xform_name(name)], (*path, xform_name(name)))


ORDERS = [(way, *found) for way in WAYS for found in lists(SHAPE, from_sdk(SHAPE, whole(way)))]


@pytest.mark.parametrize(
    ("way", "path", "ordered"), ORDERS, ids=[f"{way}:{'.'.join(map(str, path))}" for way, path, _ in ORDERS]
)
def test_5_only_the_order_of_behaviours_and_of_origins_in_a_group_is_a_change(
    way: int, path: tuple[t.Any, ...], ordered: bool
) -> None:
    """CF-10: aliases, methods, headers, origins, error pages, countries, key groups ... come as AWS likes."""
    named = from_sdk(SHAPE, whole(way))
    holder = named
    for name in path[:-1]:
        holder = holder[name]
    holder[path[-1]] = holder[path[-1]][::-1]
    found = differences(SHAPE, from_sdk(SHAPE, whole(way)), merge(SHAPE, from_sdk(SHAPE, whole(way)), named))
    assert bool(found) is ordered


def test_5_the_order_of_behaviours_is_theirs_who_name_all_of_them() -> None:
    """CF-10: the first match wins; with purge off, what is there keeps its place."""
    behaviors = itself(whole())["cache_behaviors"][::-1]
    assert update(whole(), cache_behaviors=behaviors) is None
    body = update(whole(), cache_behaviors=behaviors, purge_cache_behaviors=True)
    assert body is not None
    assert body["CacheBehaviors"]["Items"] == whole()["CacheBehaviors"]["Items"][::-1]
