# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The queue of invalidations: those in progress have to leave room for another one (CF-71)."""

from __future__ import annotations

import dataclasses
import typing as t

from .._errors import DENIED_CODES, AwsError
from .._waiter import Verdict, Wait, wait_for
from .collapsing import MOST_PATHS, MOST_WILDCARDS
from .invalidations import Invalidations

BUSY = frozenset({"TooManyInvalidationsInProgress"})

Answer = dict[str, t.Any]
# The paths of each invalidation in progress; in its place None, when the caller may not look at them.
Running = list[list[str]]


@dataclasses.dataclass(frozen=True)
class _Attempt:
    answer: Answer | None
    running: Running | None


class Room:
    """Makes a call until there is room for its paths; in between it only looks at what is in progress."""

    def __init__(self, invalidations: Invalidations, paths: list[str], create: t.Callable[[], Answer]) -> None:
        self._invalidations = invalidations
        self._paths = paths
        self._create = create
        self._seen: list[Running | None] = []

    def make(self, *, name: str, timeout: float) -> Answer:
        """Return the answer to the call; raises WaitTimeout when no room was left for too long."""
        answer = self._try()
        if answer is not None:
            return answer
        made = wait_for(
            Wait(
                what=f"Room for an invalidation of {counted(self._paths)} of {name}",
                look=self._look,
                judge=_judged,
                timeout=timeout,
                usual="a few minutes",
                after="Nothing has been sent: run this again when they are completed.",
                resume="It is safe to interrupt: nothing has been sent yet.",
            )
        )
        return made.answer or {}

    def _look(self) -> _Attempt:
        running = self._running()
        # The limits are those of every account; one with other limits is asked when something has changed.
        changed = bool(self._seen) and (running is None or running not in self._seen)
        worth_it = changed or (running is not None and _fits([*running, self._paths]))
        self._seen = [running]
        return _Attempt(self._try() if worth_it else None, running)

    def _try(self) -> Answer | None:
        try:
            return self._create()
        except AwsError as error:
            if error.code not in BUSY:
                raise
            return None

    def _running(self) -> Running | None:
        try:
            return self._invalidations.running()
        except AwsError as error:
            if error.code not in DENIED_CODES:
                raise
            return None


def _judged(attempt: _Attempt) -> Verdict:
    return Verdict(attempt.answer is not None, in_progress(attempt.running))


def _fits(batches: t.Iterable[list[str]]) -> bool:
    paths = [path for batch in batches for path in batch]
    wildcards = sum(path.endswith("*") for path in paths)
    return wildcards <= MOST_WILDCARDS and len(paths) - wildcards <= MOST_PATHS


def in_progress(running: Running | None) -> str:
    """Return in words what is in progress."""
    if running is None:
        return "too many invalidations in progress"
    paths = [path for batch in running for path in batch]
    wildcards = sum(path.endswith("*") for path in paths)
    wild = f", {wildcards:,} of them with a wildcard," if wildcards else ""
    return f"{counted(paths)}{wild} in progress in {len(running):,} invalidation{'' if len(running) == 1 else 's'}"


def counted(paths: t.Sized) -> str:
    """Return the number of paths in words."""
    return f"{len(paths):,} path{'' if len(paths) == 1 else 's'}"
