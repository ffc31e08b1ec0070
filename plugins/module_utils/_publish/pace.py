# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""How far a publication is: objects, bytes, and the time that is left."""

from __future__ import annotations

import collections
import threading
import time
import typing as t

from .._plan import Change
from .._progress import Look, tell
from .upload import ObjectChange

# A publication that is over sooner is not worth telling, and a line is not written for each object: the longer it has
# taken, the fewer are read.
FIRST_SECONDS = 2.0
BETWEEN_SECONDS, MOST_BETWEEN = 1.0, 15.0
LINES = 30
# What is told as the present speed is that of so many seconds.
WINDOW = 10.0
MINUTE, HOUR = 60.0, 3600.0
INTERRUPTED = "It is safe to interrupt: finished files are not sent again, and the next run does the rest."
UNITS = ("B", "kB", "MB", "GB", "TB")
STEP = 1000


class Moment(t.NamedTuple):
    """What was done until then."""

    at: float
    objects: int
    bytes: int


class Pace:
    """Counts what is done, in whatever order, and tells it now and then; threads may call it."""

    def __init__(
        self, name: str, changes: t.Sequence[ObjectChange], *, clock: t.Callable[[], float] = time.monotonic
    ) -> None:
        self._what = f"Publishing {len(changes):,} objects to {name}"
        self._objects, self._bytes = len(changes), sum(_size(change) for change in changes)
        self._done_objects = self._done_bytes = 0
        self._parts: collections.Counter[str] = collections.Counter()
        self._clock = clock
        self._started = clock()
        self._recent = collections.deque([Moment(self._started, 0, 0)])
        self._lock = threading.Lock()

    def took(self, change: Change) -> None:
        """Count a change that was made."""
        with self._lock:
            self._done_objects += 1
            self._done_bytes += _size(change) - self._parts.pop(change.resource, 0)
            self._tell()

    def sent(self, change: Change, count: int) -> None:
        """Count bytes of a large file that is under way; what is sent again counts back first."""
        with self._lock:
            self._parts[change.resource] += count
            self._done_bytes += count
            self._tell()

    def _tell(self) -> None:
        now = self._clock()
        gone = now - self._started
        last = self._done_objects == self._objects
        since = now - self._recent[-1].at
        if gone < FIRST_SECONDS or not (last or since >= min(max(BETWEEN_SECONDS, gone / LINES), MOST_BETWEEN)):
            return
        self._recent.append(Moment(now, self._done_objects, self._done_bytes))
        while len(self._recent) > 2 and self._recent[1].at <= now - WINDOW:  # noqa: PLR2004 - two make a stretch
            self._recent.popleft()
        # At the end the speed of the whole is what people want to know.
        begin = Moment(self._started, 0, 0) if last else self._recent[0]
        tell(Look(self._what, self._status(begin, now), gone, done=last, resume=INTERRUPTED))

    def _status(self, begin: Moment, now: float) -> str:
        seconds = max(now - begin.at, 1e-9)
        objects, size = (self._done_objects - begin.objects) / seconds, (self._done_bytes - begin.bytes) / seconds
        return (
            f"{self._done_objects:,} of {self._objects:,} objects,"
            f" {readable(self._done_bytes)} of {readable(self._bytes)},"
            f" {objects:.0f} objects/s, {readable(size)}/s, {self._left(objects, size)}"
        )

    def _left(self, objects: float, size: float) -> str:
        # Small files cost requests, large ones bytes: what goes slower decides.
        left = []
        for rest, speed in ((self._objects - self._done_objects, objects), (self._bytes - self._done_bytes, size)):
            if rest > 0 and speed > 0:
                left.append(rest / speed)
        if not left:
            return "nothing left" if self._done_objects == self._objects else "time left unknown"
        return time_left(max(left))


def _size(change: Change) -> int:
    file = change.file if isinstance(change, ObjectChange) else None
    return file.size if file is not None and change.operation != "s3:CopyObject" else 0


def time_left(seconds: float) -> str:
    """Return in words how long it will still take."""
    if seconds < 2 * MINUTE:
        return f"about {seconds:.0f} s left"
    return f"about {seconds / MINUTE:.0f} min left" if seconds < 2 * HOUR else f"about {seconds / HOUR:.0f} h left"


def readable(count: float) -> str:
    """Return a number of bytes with a unit of the decimal kind."""
    for unit in UNITS:
        if count < STEP or unit == UNITS[-1]:
            break
        count /= STEP
    return f"{count:.0f} {unit}" if unit == UNITS[0] else f"{count:.1f} {unit}"
