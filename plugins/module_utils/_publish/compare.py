# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Two sorted streams, the tree and the listing, merged into pairs; pure."""

from __future__ import annotations

import dataclasses
import typing as t

from .._errors import CdnError
from .walk import LocalFile


@dataclasses.dataclass(frozen=True, slots=True)
class RemoteObject:
    """An object as the listing tells it; ``name`` is its key without the prefix."""

    name: str
    size: int
    etag: str


@dataclasses.dataclass(frozen=True, slots=True)
class Pair:
    """A name with its file and its object; one of them may be missing."""

    name: str
    file: LocalFile | None
    remote: RemoteObject | None


def merge(files: t.Iterable[LocalFile], objects: t.Iterable[RemoteObject]) -> t.Iterator[Pair]:
    """Yield a pair for every name on either side, in order, holding no more than one item of each.

    ============ ============= =======================
    file         object        the pair means
    ============ ============= =======================
    yes          no            new
    no           yes           without a file: purge
    yes          yes           to compare
    ============ ============= =======================
    """
    left, right = _ascending(files, "the tree"), _ascending(objects, "the listing")
    file, remote = next(left, None), next(right, None)
    while file is not None or remote is not None:
        if remote is None or (file is not None and file.name < remote.name):
            yield Pair(t.cast("LocalFile", file).name, file, None)
            file = next(left, None)
        elif file is None or remote.name < file.name:
            yield Pair(remote.name, None, remote)
            remote = next(right, None)
        else:
            yield Pair(file.name, file, remote)
            file, remote = next(left, None), next(right, None)


N = t.TypeVar("N", LocalFile, RemoteObject)


def _ascending(items: t.Iterable[N], what: str) -> t.Iterator[N]:
    # A merge of unsorted streams would take existing objects for superfluous ones and delete them.
    last: str | None = None
    for item in items:
        if last is not None and item.name <= last:
            raise CdnError(f"{what} is not sorted: {item.name!r} came after {last!r}; nothing was changed.")
        last = item.name
        yield item
