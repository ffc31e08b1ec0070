# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""How far a run is: objects looked at, objects repaired, and the time left."""

from __future__ import annotations

import time
import typing as t

from .._progress import Look, tell
from .._publish.pace import time_left

# What is over sooner is not worth telling, and a line is not written for each object.
FIRST_SECONDS = 2.0
BETWEEN_SECONDS = 1.0
INTERRUPTED = "It is safe to interrupt: what is done stays done, and the next run does the rest."


class Pace:
    """Counts what is done and tells it now and then; ``total`` is known when it is about repairs."""

    def __init__(self, what: str, *, total: int = 0, clock: t.Callable[[], float] = time.monotonic) -> None:
        self._what = what
        self._total = total
        self._listed = self._done = self._found = 0
        self._clock = clock
        self._started = self._told_at = clock()

    def listed(self) -> None:
        """Count an object of the listing."""
        self._listed += 1
        self._tell()

    def took(self, found: int = 0) -> None:
        """Count an object that is done with; ``found`` is how many were found to need a repair."""
        self._done += 1
        self._found = found
        self._tell()

    def end(self) -> None:
        """Tell the last state, if anything was told."""
        if self._told_at > self._started:
            self._tell(done=True)

    def _tell(self, *, done: bool = False) -> None:
        now = self._clock()
        gone = now - self._started
        if done or (gone >= FIRST_SECONDS and now - self._told_at >= BETWEEN_SECONDS):
            self._told_at = now
            tell(Look(self._what, self._status(gone), gone, done=done, resume=INTERRUPTED))

    def _status(self, gone: float) -> str:
        rate = f"{self._done / gone:.0f}/s"
        if self._total:
            left = gone / self._done * (self._total - self._done) if self._done else 0.0
            return f"{self._done:,} of {self._total:,} repaired, {rate}, {time_left(left)}"
        return f"{self._listed:,} listed, {self._done:,} looked at, {rate}, {self._found:,} to repair"
