# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Random configurations of any shape: as AWS sends them, in option form, and parts of them as users write them.

What is drawn here comes from the shapes and the quirks' tables, not from the code that is tested with it.
"""

from __future__ import annotations

import functools
import typing as t

from botocore import xform_name
from hypothesis import strategies as st

from ansible_collections.cdn.aws.plugins.module_utils import _quirks as quirks

Draw = t.Callable[[st.SearchStrategy[t.Any]], t.Any]
Members = dict[str, t.Any]

MOST_ITEMS = 2
SECRET = "secret-"
TEXTS = st.text(alphabet="abc/-", min_size=1, max_size=3)
NUMBERS = st.integers(min_value=0, max_value=9)


def counted(shape: t.Any) -> bool:
    return shape.type_name == "structure" and {"Quantity", "Items"} <= set(shape.members)


def list_of(shape: t.Any) -> t.Any:
    """The list behind a shape that is one in option form, None for any other."""
    if shape.type_name == "list":
        return shape
    return shape.members["Items"] if counted(shape) and set(shape.members) == {"Quantity", "Items"} else None


def members_of(shape: t.Any) -> Members:
    """The members of a structure in option form: name -> shape."""
    hidden = {"Quantity"} if counted(shape) else set()
    return {xform_name(name): member for name, member in shape.members.items() if name not in hidden}


def key_of(shape: t.Any) -> str | None:
    """The key of a list's items, None where they are no structures."""
    return quirks.KEY_OF[shape.member.name] if shape.member.type_name == "structure" else None


def least(shape: t.Any) -> int:
    return int(shape.metadata.get("min", 0))


def most(shape: t.Any) -> int:
    return min(MOST_ITEMS, int(shape.metadata.get("max", MOST_ITEMS)))


def losers(shape: t.Any, way: int) -> frozenset[str]:
    """The members that one way to fill a structure excludes."""
    ways = quirks.ONE_OF.get(shape.name, ())
    others = [other.members for number, other in enumerate(ways) if number != way]
    return frozenset[str]().union(*others) - ways[way].members if ways else frozenset()


def ways(shape: t.Any) -> range:
    return range(len(quirks.ONE_OF.get(shape.name, ())) or 1)


def mirrors(shape: t.Any) -> frozenset[str]:
    """The members that AWS answers with and nobody may write."""
    return quirks.IGNORED.get(shape.name, frozenset())


@functools.cache
def scalars(shape: t.Any) -> st.SearchStrategy[t.Any]:
    if shape.type_name == "boolean":
        return st.booleans()
    if shape.type_name in ("integer", "long"):
        return NUMBERS
    return st.sampled_from(shape.enum) if shape.enum else TEXTS


def members(shape: t.Any, name: str, drawn: st.SearchStrategy[t.Any]) -> st.SearchStrategy[t.Any]:
    """Values of a member, now and then the one that its absence means."""
    default = quirks.ABSENT_MEANS.get((shape.name, name))
    return drawn if default is None else st.one_of(st.just(default), drawn)


@functools.cache
def whole(shape: t.Any, *, answered: bool = False) -> st.SearchStrategy[t.Any]:
    """Whole values in option form: everything that the model requires, and any of the rest.

    Those that AWS ``answered`` with hold the members as well that nobody may write.
    """
    items = list_of(shape)
    if items is not None:
        key = key_of(items)
        unique: Members = {"unique_by": lambda item: item[key]} if key else {"unique": True}
        drawn = whole(items.member, answered=answered)
        return st.lists(drawn, min_size=least(items), max_size=most(items), **unique)
    if shape.type_name != "structure":
        return scalars(shape)
    return st.one_of([_filled(shape, way, answered=answered) for way in ways(shape)])


def _filled(shape: t.Any, way: int, *, answered: bool) -> st.SearchStrategy[Members]:
    left_out = losers(shape, way) | (frozenset() if answered else mirrors(shape))
    offered = {name: member for name, member in members_of(shape).items() if name not in left_out}
    drawn = {name: members(shape, name, whole(member, answered=answered)) for name, member in offered.items()}
    for name, strategy in drawn.items():
        if (shape.name, name) in quirks.SENSITIVE:
            drawn[name] = strategy.map(lambda text: SECRET + text)
        if name == quirks.KEY_OF.get(shape.name):
            drawn[name] = strategy.filter(bool)
    # AWS answers with the switches of the other ways as well: they are off.
    switches = losers(shape, way) if answered else ()
    drawn |= {name: st.just(False) for name in switches if members_of(shape)[name].type_name == "boolean"}
    always = {xform_name(name) for name in shape.required_members} | ({"items"} if counted(shape) else set())
    return st.fixed_dictionaries(
        {name: strategy for name, strategy in drawn.items() if name in always},
        optional={name: strategy for name, strategy in drawn.items() if name not in always},
    )


def wire(shape: t.Any) -> st.SearchStrategy[t.Any]:
    """Values as AWS sends them: a Quantity that counts, no Items where there are none unless required (CF-07)."""
    if shape.type_name == "list":
        return st.lists(wire(shape.member), min_size=least(shape), max_size=most(shape))
    if shape.type_name != "structure":
        return scalars(shape)
    drawn = {name: wire(member) for name, member in shape.members.items()}
    required = {name: strategy for name, strategy in drawn.items() if name in shape.required_members}
    optional = {name: strategy for name, strategy in drawn.items() if name not in shape.required_members}
    structures = st.fixed_dictionaries(required, optional=optional)
    if not counted(shape):
        return structures

    def count(value: Members) -> Members:
        items = value.pop("Items", [])
        kept = {"Items": items} if items or "Items" in shape.required_members else {}
        return {**value, **kept, "Quantity": len(items)}

    return structures.map(count)


@st.composite
def parts(draw: Draw, shape: t.Any, current: t.Any) -> t.Any:
    """What a user may write over a current value: any part of what is there, and whole values where nothing is."""
    if current is None:
        return draw(whole(shape))
    items = list_of(shape)
    if items is not None:
        return _part_of_list(draw, items, current)
    if shape.type_name != "structure":
        return draw(st.one_of(st.just(current), scalars(shape)))
    chosen = draw(st.sampled_from(ways(shape)))
    hidden = losers(shape, chosen) | mirrors(shape)
    offered = {name: member for name, member in members_of(shape).items() if name not in hidden}
    named = [name for name in offered if draw(st.booleans())]
    value = {}
    for name in named:
        value[name] = draw(members(shape, name, parts(offered[name], current.get(name))))
        if (shape.name, name) in quirks.LOWER_CASE:
            value[name] = _shouted(value[name])
    return _selecting(draw, shape, current, value)


def _selecting(draw: Draw, shape: t.Any, current: Members, value: Members) -> Members:
    """Name what makes the choice, wherever a member is named that belongs to one way only."""
    ways_here = quirks.ONE_OF.get(shape.name, ())
    for way in ways_here:
        own = way.members - frozenset[str]().union(*(other.members for other in ways_here if other is not way))
        if own & set(value) and not any(value.get(name) not in (None, False, "") for name in way.selectors):
            name = way.selectors[0]
            member = members_of(shape)[name]
            value[name] = True if member.type_name == "boolean" else draw(parts(member, current.get(name)))
    return value


def _shouted(value: t.Any) -> t.Any:
    return [_shouted(item) for item in value] if isinstance(value, list) else f"{value.upper()}."


def _part_of_list(draw: Draw, items: t.Any, current: list[t.Any]) -> list[t.Any]:
    key = key_of(items)
    if key is None:
        fresh = st.lists(scalars(items.member), min_size=least(items), max_size=most(items), unique=True)
        return t.cast("list[t.Any]", draw(st.one_of(fresh, st.permutations(current))))
    taken = {item[key] for item in current}
    known = draw(st.lists(st.sampled_from(current), unique_by=lambda item: item[key])) if current else []
    new = st.lists(
        whole(items.member).filter(lambda item: item[key] not in taken),
        min_size=max(0, least(items) - len(known)),
        max_size=max(most(items) - len(known), least(items) - len(known), 0),
        unique_by=lambda item: item[key],
    )
    written = [{**draw(parts(items.member, item)), key: item[key]} for item in known]
    return t.cast("list[t.Any]", draw(st.permutations(written + draw(new))))


@st.composite
def shuffled(draw: Draw, shape: t.Any, value: t.Any) -> t.Any:
    """The same value with the items of every list that has no order in another one (CF-10)."""
    items = list_of(shape)
    if items is not None:
        inner = [draw(shuffled(items.member, item)) for item in value]
        return inner if items.name in quirks.ORDERED else draw(st.permutations(inner))
    if shape.type_name != "structure":
        return value
    members = members_of(shape)
    hidden = mirrors(shape)
    return {name: draw(shuffled(members[name], child)) for name, child in value.items() if name not in hidden}
