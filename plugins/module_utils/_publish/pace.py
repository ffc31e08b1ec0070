# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""How far a publication is: objects, bytes, and the time that is left."""

from __future__ import annotations

import time
import typing as t

from .._plan import Change
from .._progress import Look, tell
from .upload import ObjectChange

# A publication that is over sooner is not worth telling, and a line is not written for each object.
FIRST_SECONDS = 2.0
BETWEEN_SECONDS = 1.0
UNITS = ("B", "kB", "MB", "GB", "TB")
STEP = 1000


class Pace:
    """Counts what is done and tells it now and then."""

    def __init__(
        self, name: str, changes: t.Sequence[ObjectChange], *, clock: t.Callable[[], float] = time.monotonic
    ) -> None:
        self._what = f"Publishing {len(changes):,} objects to {name}"
        self._objects, self._bytes = len(changes), sum(_size(change) for change in changes)
        self._done_objects = self._done_bytes = 0
        self._clock = clock
        self._started = self._told_at = clock()

    def took(self, change: Change) -> None:
        """Count a change that was made."""
        self._done_objects += 1
        self._done_bytes += _size(change)
        now = self._clock()
        gone = now - self._started
        last = self._done_objects == self._objects
        if gone >= FIRST_SECONDS and (last or now - self._told_at >= BETWEEN_SECONDS):
            self._told_at = now
            tell(Look(self._what, self._status(gone), gone, done=last))

    def _status(self, gone: float) -> str:
        left = self._left(gone)
        return (
            f"{self._done_objects:,} of {self._objects:,} objects,"
            f" {readable(self._done_bytes)} of {readable(self._bytes)},"
            f" {self._done_objects / gone:.0f} objects/s, {readable(self._done_bytes / gone)}/s,"
            f" about {left:.0f} s left"
        )

    def _left(self, gone: float) -> float:
        # Small files cost requests, large ones bytes: what goes slower decides.
        shares = [self._done_objects / self._objects]
        if self._bytes:
            shares.append(self._done_bytes / self._bytes)
        share = min(shares)
        return gone / share - gone if share else 0.0


def _size(change: Change) -> int:
    file = change.file if isinstance(change, ObjectChange) else None
    return file.size if file is not None and change.operation != "s3:CopyObject" else 0


def readable(count: float) -> str:
    """Return a number of bytes with a unit of the decimal kind."""
    for unit in UNITS:
        if count < STEP or unit == UNITS[-1]:
            break
        count /= STEP
    return f"{count:.0f} {unit}" if unit == UNITS[0] else f"{count:.1f} {unit}"
