# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""How far the comparison of a tree with a prefix is: there may be a million files to read and objects to ask about."""

from __future__ import annotations

import time
import typing as t

from .._progress import Look, tell

# What is over sooner is not worth telling.
FIRST_SECONDS = 5.0
BETWEEN_SECONDS = 2.0
INTERRUPTED = "It is safe to interrupt: to compare writes nothing."


class Comparing:
    """Counts names and tells it now and then; how many there are is not known before the end."""

    def __init__(self, source: str, name: str, *, clock: t.Callable[[], float] = time.monotonic) -> None:
        self._what = f"Comparing {source} with {name}"
        self._names = 0
        self._clock = clock
        self._started = self._told_at = clock()

    def took(self) -> None:
        """Count a name."""
        self._names += 1
        now = self._clock()
        if now - self._started >= FIRST_SECONDS and now - self._told_at >= BETWEEN_SECONDS:
            self._tell(now, done=False)

    def end(self) -> None:
        """Tell the number of all names, if anything was told."""
        if self._told_at > self._started:
            self._tell(self._clock(), done=True)

    def _tell(self, now: float, *, done: bool) -> None:
        self._told_at = now
        gone = now - self._started
        status = f"{self._names:,} names{'' if done else ' so far'}, {self._names / max(gone, 1e-9):.0f}/s"
        tell(Look(self._what, status, gone, done=done, resume=INTERRUPTED))
