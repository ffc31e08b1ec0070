# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A newer botocore that brings a list of structures must not go unnoticed: it needs a key, or a reason."""

from __future__ import annotations

import typing as t

import pytest
from botocore import xform_name

from ansible_collections.cdn.aws.plugins.module_utils import _quirks as quirks
from tests.unit.helpers import service_shape

# Lists of structures without a key, with the reason.
WITHOUT_KEY: dict[str, str] = {}


def structures(shape: t.Any, seen: set[str] | None = None) -> t.Iterator[t.Any]:
    seen = set() if seen is None else seen
    if shape.type_name == "list":
        yield from structures(shape.member, seen)
    if shape.type_name == "structure" and shape.name not in seen:
        seen.add(shape.name)
        yield shape
        for member in shape.members.values():
            yield from structures(member, seen)


DISTRIBUTION = {shape.name: shape for shape in structures(service_shape("cloudfront", "DistributionConfig"))}
LISTED = sorted(
    member.member.name
    for shape in DISTRIBUTION.values()
    for member in shape.members.values()
    if member.type_name == "list" and member.member.type_name == "structure"
)


@pytest.mark.parametrize("name", LISTED)
def test_every_list_of_structures_has_a_key(name: str) -> None:
    assert name in quirks.KEY_OF or name in WITHOUT_KEY


@pytest.mark.parametrize("name", sorted(set(quirks.KEY_OF) & set(DISTRIBUTION)))
def test_a_key_is_a_member_that_every_item_has(name: str) -> None:
    assert quirks.KEY_OF[name] in {xform_name(member) for member in DISTRIBUTION[name].required_members}


@pytest.mark.parametrize("table", [quirks.SENSITIVE, quirks.LOWER_CASE, set(quirks.ABSENT_MEANS)])
def test_pairs_name_members_that_exist(table: set[tuple[str, str]]) -> None:
    for name, option in table:
        if name in DISTRIBUTION:
            assert option in {xform_name(member) for member in DISTRIBUTION[name].members}, (name, option)


@pytest.mark.parametrize("name", sorted(set(quirks.ONE_OF) & set(DISTRIBUTION)))
def test_alternatives_name_members_that_exist(name: str) -> None:
    members = {xform_name(member) for member in DISTRIBUTION[name].members}
    for way in quirks.ONE_OF[name]:
        assert set(way.selectors) | way.members <= members
