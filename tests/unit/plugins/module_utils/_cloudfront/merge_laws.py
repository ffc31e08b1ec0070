# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What must hold between a configuration, a desired part, and what a merge makes of them."""

from __future__ import annotations

import typing as t

from ansible_collections.cdn.aws.plugins.module_utils import _quirks as quirks
from tests.unit.configurations import key_of, list_of, members_of


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
