# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The table of the integration test against the argument spec: an option that it lacks is one that nobody tries."""

from __future__ import annotations

import typing as t

import pytest

from ansible_collections.cdn.aws.plugins.module_utils._cloudfront.options import CONFIG
from tests.integration.distribution_options import FIXED, GROUPS, NO_MEMBERS, Row, Silent
from tests.integration.distribution_paths import alike, leaf_of

ROWS = [row for group in GROUPS.values() for row in group.rows]


def leaves(spec: dict[str, t.Any], path: str = "") -> t.Iterator[str]:
    for name, option in spec.items():
        if "options" in option:
            yield from leaves(option["options"], f"{path}{name}{'[]' if option['type'] == 'list' else ''}.")
        else:
            yield f"{path}{name}"


def kind_of(path: str) -> str:
    spec, option = CONFIG, {}
    for name in leaf_of(path).replace("[]", "").split("."):
        option = spec[name]
        spec = option.get("options", {})
    return str(option["type"])


def test_each_option_is_in_a_group() -> None:
    tried = {leaf_of(row.path) for group in GROUPS.values() for row in group.rows} | set(FIXED)
    others = set(leaves(CONFIG)) ^ tried
    assert {path.rpartition(".")[2] for path in others} == set(NO_MEMBERS), others


def values_of(row: Row) -> list[t.Any]:
    return [value.value if isinstance(value, Silent) else value for value in (row.first, row.second, row.unset)]


def needs_a_reason(row: Row) -> bool:
    """Tell whether two beats are the same, or nothing takes the value away."""
    first, second, unset = values_of(row)
    return unset is ... or alike(first, second) or alike(second, unset) or alike(first, unset)


def test_each_option_changes_in_each_beat_or_says_why_not() -> None:
    assert [row.path for row in ROWS if needs_a_reason(row) and not row.why and kind_of(row.path) != "bool"] == []


def test_no_option_stays_the_same_in_all_beats() -> None:
    changes = {row.path: [not alike(values_of(row)[0], value) for value in values_of(row)[1:]] for row in ROWS}
    assert [path for path, seen in changes.items() if not any(seen)] == []


@pytest.mark.parametrize("name", GROUPS)
def test_no_option_is_twice_in_a_group(name: str) -> None:
    paths = [row.path for row in GROUPS[name].rows]
    assert len(set(paths)) == len(paths)
