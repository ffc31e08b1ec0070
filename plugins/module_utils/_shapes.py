# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Between options and the structures of an AWS API, driven by botocore's shapes; pure.

Options are the API's members in snake case. A structure with ``Quantity`` and ``Items`` is a counted list: where it
holds nothing else the option is a plain list, else the option keeps ``items`` beside its siblings.
"""

from __future__ import annotations

import datetime
import functools
import typing as t

from . import _quirks as quirks
from ._errors import Refused
from ._plan import MASKED, Difference
from ._spelling import lower, timestamp, unmasked
from ._unknown import is_unknown

try:
    from botocore import xform_name
    from botocore.validate import ParamValidator
except ImportError:  # reported by _client before any shape is used
    pass

# botocore's shapes tell their kind by type_name, not by class.
Shape = t.Any

COUNT = "Quantity"
ITEMS = "Items"


def is_counted(shape: Shape) -> bool:
    """Tell whether a structure counts its items."""
    return shape.type_name == "structure" and {COUNT, ITEMS} <= set(shape.members)


def is_plain_list(shape: Shape) -> bool:
    """Tell whether a counted structure holds nothing but its items, so that its option is a list."""
    return is_counted(shape) and set(shape.members) == {COUNT, ITEMS}


@functools.cache
def _names(shape: Shape) -> dict[str, str]:
    return {xform_name(member): member for member in shape.members if not (is_counted(shape) and member == COUNT)}


def members_of(shape: Shape) -> dict[str, Shape]:
    """Return the shapes of a structure's members by the names of their options, without the count of its items."""
    return {option: shape.members[member] for option, member in _names(shape).items()}


def from_sdk(shape: Shape, value: t.Any) -> t.Any:
    """Return an API answer in option form; members that the answer lacks stay absent."""
    if shape.type_name == "structure":
        if is_plain_list(shape):
            return from_sdk(shape.members[ITEMS], value.get(ITEMS) or [])
        options = {
            option: from_sdk(shape.members[member], value[member])
            for option, member in _names(shape).items()
            if value.get(member) is not None
        }
        # AWS leaves Items out when there are none (CF-07).
        return {**options, "items": options.get("items", [])} if is_counted(shape) else options
    if shape.type_name == "list":
        return [from_sdk(shape.member, item) for item in value]
    if isinstance(value, datetime.datetime):
        return value.isoformat()
    return value


def to_sdk(shape: Shape, value: t.Any, path: str = "") -> t.Any:
    """Return an option in the API's form; ``None`` is left out.

    Raises Refused for an option that the installed botocore does not know.
    """
    if shape.type_name == "list":
        return [to_sdk(shape.member, item, f"{path}[{index}]") for index, item in enumerate(value)]
    if shape.type_name != "structure":
        return value
    if is_plain_list(shape):
        return _counted(shape, {ITEMS: to_sdk(shape.members[ITEMS], value, path)})
    names = _names(shape)
    for option in value:
        if option not in names:
            raise Refused(f"{_join(path, option)} is not known to the installed botocore: install a newer one.")
    members = {
        names[option]: to_sdk(shape.members[names[option]], child, _join(path, option))
        for option, child in value.items()
        if child is not None
    }
    return _counted(shape, members) if is_counted(shape) else members


def invalid(shape: Shape, value: t.Any) -> str:
    """Return what botocore would refuse to send of an API form, an empty text when it is fine."""
    return " ".join(ParamValidator().validate(value, shape).generate_report().split())


def _counted(shape: Shape, members: dict[str, t.Any]) -> dict[str, t.Any]:
    items = members.pop(ITEMS, None) or []
    if items or ITEMS in shape.required_members:
        members[ITEMS] = items
    return {COUNT: len(items), **members}


def _join(path: str, name: str) -> str:
    return f"{path}.{name}" if path else name


def named(value: t.Any) -> t.Any:
    """Return options without the members that nobody gave (``None``), at any depth."""
    if isinstance(value, t.Mapping):
        return {key: named(child) for key, child in value.items() if child is not None}
    if isinstance(value, list):
        return [named(child) for child in value]
    return value


def merge(shape: Shape, current: t.Any, desired: t.Any, *, kept: frozenset[str] = frozenset(), path: str = "") -> t.Any:
    """Lay ``desired`` (without ``None``) over ``current``, both in option form; what it does not name is kept.

    A named list replaces the current one, its items matched by key so that their unnamed members survive. Items that
    are not named stay only in the lists whose paths are in ``kept``.
    """
    if is_plain_list(shape) or shape.type_name == "list":
        items = shape.members[ITEMS] if is_plain_list(shape) else shape
        return _merge_list(items, current or [], desired, kept=kept, path=path)
    if shape.type_name == "timestamp":
        return timestamp(desired, path)
    if shape.type_name != "structure":
        return desired
    result = {} if shape.name in quirks.WHOLE else _without_losers(shape, dict(current or {}), desired)
    names = _names(shape)
    for option, value in desired.items():
        if option not in names:
            raise Refused(f"{_join(path, option)} is not known to the installed botocore: install a newer one.")
        there = result.get(option)
        wanted = lower(value, there) if (shape.name, option) in quirks.LOWER_CASE else value
        if (shape.name, option) in quirks.SENSITIVE:
            wanted = unmasked(value, there, _join(path, option))
        result[option] = merge(shape.members[names[option]], there, wanted, kept=kept, path=_join(path, option))
    return result


def _without_losers(shape: Shape, current: dict[str, t.Any], desired: t.Mapping[str, t.Any]) -> dict[str, t.Any]:
    """Drop what the chosen alternative excludes, and stale mirrors of what is being replaced."""
    dropped: set[str] = set()
    for chosen in quirks.ONE_OF.get(shape.name, ()):
        if any(desired.get(selector) not in (None, False, "") for selector in chosen.selectors):
            others = (other.members for other in quirks.ONE_OF[shape.name] if other is not chosen)
            losers = frozenset[str]().union(*others) - chosen.members
            # Only a real switch makes the mirrors stale: without one, they and what is off go back as they came.
            if any(desired.get(name) != current.get(name) for name in chosen.selectors if desired.get(name)):
                dropped |= losers | quirks.IGNORED.get(shape.name, frozenset())
            dropped |= {name for name in losers if current.get(name) is not False}
    return {option: value for option, value in current.items() if option not in dropped}


def _merge_list(shape: Shape, current: list[t.Any], desired: list[t.Any], *, kept: frozenset[str], path: str) -> t.Any:
    key = quirks.KEY_OF.get(shape.member.name)
    keep = path in kept
    if shape.member.type_name != "structure" or key is None:
        once = desired if shape.member.type_name == "structure" else list(dict.fromkeys(desired))
        wanted = [*current, *(item for item in once if item not in current)] if keep else once
        unordered = shape.name not in quirks.ORDERED and shape.member.type_name != "structure"
        return current if unordered and sorted(map(str, current)) == sorted(map(str, wanted)) else wanted
    by_key = {item.get(key): item for item in current}
    merged = {
        name: merge(shape.member, by_key.get(name), item, kept=kept, path=f"{path}[{name}]")
        for name, item in _by_unique_key(desired, key, path).items()
    }
    rest = {name: item for name, item in by_key.items() if keep and name not in merged}
    if shape.name in quirks.ORDERED and not keep:
        return list(merged.values())
    everything = {**rest, **merged}
    # The current order first: an order without meaning must not show up as a change (CF-10).
    order = [name for name in by_key if name in everything] + [name for name in everything if name not in by_key]
    return [everything[name] for name in order]


def _by_unique_key(items: list[t.Any], key: str, path: str) -> dict[t.Any, t.Any]:
    by_key: dict[t.Any, t.Any] = {}
    for item in items:
        name = item.get(key)
        if name is None:
            raise Refused(f"{path}: every item needs {key}.")
        if name in by_key:
            raise Refused(f"{path}: {key} {name} is there twice; each may occur once.")
        by_key[name] = item
    return by_key


def mask(shape: Shape, value: t.Any) -> t.Any:
    """Return an option form with its secrets replaced, fit for a diff, a log or a return value."""
    if value is None or is_unknown(value):
        return value
    if is_plain_list(shape):
        return mask(shape.members[ITEMS], value)
    if shape.type_name == "list":
        return [mask(shape.member, item) for item in value]
    if shape.type_name != "structure":
        return value
    names = _names(shape)
    return {
        option: MASKED if (shape.name, option) in quirks.SENSITIVE else mask(shape.members[names[option]], child)
        for option, child in value.items()
    }


def is_empty(value: t.Any) -> bool:
    """Tell whether a value says the same as an absent one: false, zero, an empty text or list, or only such members."""
    if isinstance(value, t.Mapping):
        return all(is_empty(child) for child in value.values())
    return value in (None, False, 0, "", [])


def _says_nothing(shape: Shape, value: t.Any) -> bool:
    """Tell whether a value is empty and none of its members is one whose mere presence counts."""
    if not isinstance(value, t.Mapping) or shape.type_name != "structure":
        return is_empty(value)
    return all(
        _says_nothing(member, value.get(option))
        and (value.get(option) is None or (shape.name, option) not in quirks.PRESENT)
        for option, member in members_of(shape).items()
    )


def differences(shape: Shape, current: t.Any, after: t.Any, path: str = "") -> tuple[Difference, ...]:
    """Return the paths in which two option forms differ, quirks of the API accounted for."""
    if _says_nothing(shape, current) and _says_nothing(shape, after):
        return ()
    if is_plain_list(shape) or shape.type_name == "list":
        items = shape.members[ITEMS] if is_plain_list(shape) else shape
        return _list_differences(items, current or [], after or [], path)
    if shape.type_name != "structure":
        return () if current == after else (Difference(path, current, after),)
    found = _member_differences(shape, current or {}, after or {}, path)
    if found and (current is None or after is None):
        return (Difference(path, mask(shape, current), mask(shape, after)),)
    return found


def _member_differences(
    shape: Shape, current: t.Mapping[str, t.Any], after: t.Mapping[str, t.Any], path: str
) -> tuple[Difference, ...]:
    found: list[Difference] = []
    for option, member in _names(shape).items():
        if option in quirks.IGNORED.get(shape.name, ()) or _is_void(shape, option, after):
            continue
        default = quirks.ABSENT_MEANS.get((shape.name, option))
        left, right = current.get(option, default), after.get(option, default)
        below = differences(shape.members[member], left, right, _join(path, option))
        if (shape.name, option) in quirks.PRESENT and (left is None) != (right is None):
            below = (Difference(_join(path, option), left, right),)
        if (shape.name, option) in quirks.SENSITIVE:
            below = tuple(Difference(one.path, one.current, one.desired, sensitive=True) for one in below)
        found.extend(below)
    return tuple(found)


def _is_void(shape: Shape, option: str, after: t.Mapping[str, t.Any]) -> bool:
    rule = quirks.VOID_WHEN.get(shape.name)
    if rule is None:
        return False
    switch, value, members = rule
    return option in members and after.get(switch, False) == value


def _is_same_list(shape: Shape, current: list[t.Any], after: list[t.Any]) -> bool:
    if shape.member.type_name == "structure":
        pairs = zip(current, after, strict=False)
        return len(current) == len(after) and not any(differences(shape.member, left, right) for left, right in pairs)
    if shape.name in quirks.ORDERED:
        return current == after
    return sorted(map(str, current)) == sorted(map(str, after))


def _list_differences(shape: Shape, current: list[t.Any], after: list[t.Any], path: str) -> tuple[Difference, ...]:
    key = quirks.KEY_OF.get(shape.member.name)
    if shape.member.type_name != "structure" or key is None:
        if _is_same_list(shape, current, after):
            return ()
        if shape.name not in quirks.ORDERED and shape.member.type_name != "structure":
            # What stays is shown where it was: an order without meaning only hides what changes.
            after = sorted(after, key=lambda item: current.index(item) if item in current else len(current))
        return (Difference(path, mask(shape, current), mask(shape, after)),)
    old = {item.get(key): item for item in current}
    new = {item.get(key): item for item in after}
    found = [
        difference
        for name in [*old, *(name for name in new if name not in old)]
        for difference in differences(shape.member, old.get(name), new.get(name), f"{path}[{name}]")
    ]
    common = [name for name in old if name in new]
    if shape.name in quirks.ORDERED and common != [name for name in new if name in old]:
        found.append(Difference(path, list(old), list(new)))
    return tuple(found)
