# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The writes of a plan as a sequence that holds none of them."""

from __future__ import annotations

import collections
import typing as t

from .._plan import Change, Difference
from .decide import Repair
from .spool import Spool
from .tally import Tally

# A plan of more names how many there are of each operation instead.
MOST_CHANGES = 10_000


class Repairs(t.Sequence[Change]):
    """A change for each repair or, when these are too many to be named, one for each operation.

    What turned out at its turn not to need a write (``drop``) is no change.
    """

    def __init__(self, spool: Spool, tally: Tally, *, bucket: str, prefix: str) -> None:
        self._spool = spool
        self._tally = tally
        self._bucket = bucket
        self._prefix = prefix
        self._dropped: set[str] = set()
        self._counts = collections.Counter(spool.operations)

    def rows(self) -> Spool:
        """Return the repairs themselves, in order."""
        return self._spool

    def drop(self, repair: Repair) -> None:
        """Take a repair back."""
        self._counts[repair.operation] -= 1
        if self._are_named:
            self._dropped.add(repair.key)

    def __len__(self) -> int:
        count = self._counts.total()
        return count if self._are_named else sum(number > 0 for number in self._counts.values())

    @property
    def _are_named(self) -> bool:
        return self._spool.count <= MOST_CHANGES

    def __iter__(self) -> t.Iterator[Change]:
        if self._are_named:
            yield from (self.change(repair) for repair in self._spool if repair.key not in self._dropped)
        else:
            yield from self.summary(self._counts)

    @t.overload
    def __getitem__(self, index: int) -> Change: ...

    @t.overload
    def __getitem__(self, index: slice) -> t.Sequence[Change]: ...

    def __getitem__(self, index: int | slice) -> Change | t.Sequence[Change]:
        return tuple(self)[index]

    def change(self, repair: Repair) -> Change:
        """Return the change that a repair is."""
        target = {"Bucket": self._bucket, "Key": repair.key}
        return Change(
            kind="update",
            operation=repair.operation,
            resource=f"{self._bucket}/{repair.key}",
            request=lambda state: {**target, "CopySource": target, **repair.members},
            differences=repair.differences,
        )

    def summary(self, counts: t.Mapping[str, int]) -> t.Iterator[Change]:
        """Yield one change for all of an operation."""
        differences = tuple(
            Difference(f"{row['header']} of {row['objects']:,} objects", row["current"], row["desired"])
            for row in self._tally.differences()
        )
        for operation, count in sorted(counts.items()):
            if count > 0:
                yield Change(
                    kind="update",
                    operation=operation,
                    resource=f"{self._bucket}/{self._prefix}: {count} objects",
                    request=dict,
                    differences=differences,
                )
