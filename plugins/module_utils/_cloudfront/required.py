# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a configuration still lacks, in the words of its options; pure."""

from __future__ import annotations

import typing as t

from .. import _quirks as quirks
from .._shapes import ITEMS, Shape, is_counted, is_plain_list, members_of


def missing(shape: Shape, value: t.Any, path: str = "") -> list[str]:
    """Return the paths of the members that the API requires and an option form lacks."""
    if is_plain_list(shape):
        return missing(shape.members[ITEMS], value, path)
    if shape.type_name == "list":
        return [
            found
            for index, item in enumerate(value)
            for found in missing(shape.member, item, f"{path}[{_label(shape.member, item, index)}]")
        ]
    if shape.type_name != "structure":
        return []
    members = members_of(shape)
    wanted = [shape.members[name] for name in shape.required_members]
    before = f"{path}." if path else ""
    lacking = [
        f"{before}{option}"
        for option, member in members.items()
        if value.get(option) is None and member in wanted and not (option == "items" and is_counted(shape))
    ]
    for option, child in value.items():
        if child is not None:
            lacking += missing(members[option], child, f"{before}{option}")
    return lacking


def _label(shape: Shape, item: t.Any, index: int) -> t.Any:
    key = quirks.KEY_OF.get(shape.name)
    return item.get(key, index) if key and isinstance(item, t.Mapping) else index
