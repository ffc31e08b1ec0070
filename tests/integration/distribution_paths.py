# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Paths of options such as origins[api].domain_name: written as options, found in AWS's answers and in diffs.

On purpose nothing of the collection's own code: it is what the tests are about.
"""

from __future__ import annotations

import re
import typing as t

from botocore import xform_name

from tests.unit.helpers import service_shape

KEYS = ("id", "path_pattern", "error_code", "header_name", "event_type", "origin_id", "name")
KEY_OF = {
    "origins": "id",
    "origin_groups": "id",
    "members": "origin_id",
    "cache_behaviors": "path_pattern",
    "custom_error_responses": "error_code",
    "custom_headers": "header_name",
    "parameter_definitions": "name",
}
PART = re.compile(r"([a-z0-9_]+)(?:\[([^\]]*)\])?(?:\.|$)")
# Answers that are echoes of others (CF-08).
MIRRORS = ("viewer_certificate.certificate", "viewer_certificate.certificate_source")
HIDDEN = "(sensitive value)"

Leaves = dict[str, t.Any]


def alike(left: t.Any, right: t.Any) -> bool:
    """Tell whether two values of a leaf say the same: absent, empty and off do."""
    return left == right or all(value in (None, False, 0, "", ()) for value in (left, right))


def parts(path: str) -> list[tuple[str, str | None]]:
    """Return the names of a path with the keys that stand in brackets."""
    return [(found[1], found[2]) for found in PART.finditer(path)]


def leaf_of(path: str) -> str:
    """Return a path without the keys: what the argument spec calls it."""
    return re.sub(r"\[[^\]]*\]", "[]", path)


def written_as(values: t.Iterable[tuple[str, t.Any]], *, gone: t.Iterable[str]) -> dict[str, t.Any]:
    """Return paths and values as a user writes them; the items of ``gone`` are not in their lists."""
    options: dict[str, t.Any] = {}
    for path, value in values:
        _put(options, parts(path), value)
    for path in gone:
        _leave_out(options, parts(path))
    return options


def _put(options: dict[str, t.Any], path: list[tuple[str, str | None]], value: t.Any) -> None:
    (name, key), *rest = path
    if key is not None:
        items = options.setdefault(name, [])
        known = KEY_OF.get(name, "event_type")
        found = next((item for item in items if str(item[known]) == key), None)
        if found is None:
            found = {known: int(key) if key.isdigit() else key}
            items.append(found)
        _put(found, rest, value)
    elif rest:
        _put(options.setdefault(name, {}), rest, value)
    else:
        options[name] = value


def _leave_out(options: dict[str, t.Any], path: list[tuple[str, str | None]]) -> None:
    """Name the innermost list that can be named: without items where none is."""
    (name, key), *rest = path
    if key is not None:
        found = [item for item in options.setdefault(name, []) if key in map(str, item.values())]
        if found:
            _leave_out(found[0], rest)
    elif any(inner is not None for _, inner in rest):
        _leave_out(options.setdefault(name, {}), rest)


def in_wire(config: dict[str, t.Any]) -> Leaves:
    """Return every leaf of an answer of the API by its path; items without an order as a sorted tuple."""
    found = dict(_wire(service_shape("cloudfront", "DistributionConfig"), config, ""))
    return {path: value for path, value in found.items() if path not in MIRRORS}


def _wire(shape: t.Any, value: t.Any, path: str) -> t.Iterator[tuple[str, t.Any]]:
    if shape.type_name == "list":
        if shape.member.type_name != "structure":
            yield path, tuple(sorted(value, key=str))
            return
        names = [xform_name(name) for name in shape.member.members]
        key = next(name for name in KEYS if name in names)
        member = next(name for name in shape.member.members if xform_name(name) == key)
        for item in value:
            yield from _wire(shape.member, item, f"{path}[{item[member]}]")
    elif shape.type_name == "structure":
        plain = set(shape.members) == {"Quantity", "Items"}
        for name, child in value.items():
            if name != "Quantity":
                below = path if plain else f"{path}.{xform_name(name)}".lstrip(".")
                yield from _wire(shape.members[name], child, below)
    else:
        yield path, value


def in_diff(diff: dict[str, t.Any]) -> set[str]:
    """Return the paths of all leaves that a diff shows as different."""
    before, after = (dict(_shown(diff[side], "")) for side in ("before", "after"))
    paths = before.keys() | after.keys()
    return {
        path
        for path in paths
        if before.get(path) == after.get(path) == HIDDEN or not alike(before.get(path), after.get(path))
    }


def _shown(value: t.Any, path: str) -> t.Iterator[tuple[str, t.Any]]:
    if isinstance(value, dict):
        for name, child in value.items():
            yield from _shown(child, f"{path}.{name}".lstrip("."))
    elif isinstance(value, list) and value and isinstance(value[0], dict):
        key = next(name for name in KEYS if name in value[0])
        for item in value:
            yield from _shown(item, f"{path}[{item[key]}]")
    else:
        yield path, tuple(sorted(value, key=str)) if isinstance(value, list) else value
