# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Sorted streams, the tree, the listing, and what is remembered of both, merged by name; pure."""

from __future__ import annotations

import typing as t

from .._errors import CdnError


class RemoteObject(t.NamedTuple):
    """An object as the listing tells it; ``name`` is its key without the prefix, ``modified`` in seconds."""

    name: str
    size: int
    etag: str
    modified: int = 0


class Named(t.Protocol):
    """What has a name to be sorted by."""

    @property
    def name(self) -> str:
        """Return the name."""


def merge(*streams: t.Iterator[t.Any]) -> t.Iterator[tuple[t.Any, ...]]:
    """Yield for every name, in order, its item in each stream or None, holding no more than one item of each."""
    heads = [next(stream, None) for stream in streams]
    places = range(len(heads))
    while True:
        names = [head.name for head in heads if head is not None]
        if not names:
            return
        name = min(names)
        found = [head if head is not None and head.name == name else None for head in heads]
        for place in places:
            if found[place] is not None:
                heads[place] = next(streams[place], None)
        yield tuple(found)


N = t.TypeVar("N", bound=Named)


def ascending(items: t.Iterable[N], what: str) -> t.Iterator[N]:
    """Yield the items; raises CdnError when they are not sorted.

    A merge of unsorted streams would take existing objects for superfluous ones and delete them.
    """
    last: str | None = None
    for item in items:
        name = item.name
        if last is not None and name <= last:
            raise CdnError(f"{what} is not sorted: {name!r} came after {last!r}; nothing was changed.")
        last = name
        yield item
