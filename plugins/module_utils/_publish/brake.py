# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Fewer requests side by side when S3 asks for it, and slowly more again (S3-23)."""

from __future__ import annotations

import threading
import time
import typing as t

SLOW_CODES = frozenset({"SlowDown", "ServiceUnavailable", "InternalError", "RequestTimeout"})
# One burst of refusals counts once: they are about the same moment.
BURST_SECONDS = 1.0


class Brake:
    """A context per request; so many run side by side as S3 takes."""

    def __init__(self, most: int, *, clock: t.Callable[[], float] = time.monotonic) -> None:
        self._most = float(most)
        self._allowed = float(most)
        self._running = 0
        self._clock = clock
        self._slowed_at = -BURST_SECONDS
        self._changed = threading.Condition()

    @property
    def allowed(self) -> int:
        """Return how many may run side by side."""
        return int(self._allowed)

    def __enter__(self) -> None:
        with self._changed:
            self._changed.wait_for(lambda: self._running < self.allowed)
            self._running += 1

    def __exit__(self, *dummy: object) -> None:
        with self._changed:
            self._running -= 1
            # One more for each round without a refusal.
            self._allowed = min(self._most, self._allowed + 1 / self._allowed)
            self._changed.notify_all()

    def note(self, response: t.Any = None, **dummy: object) -> None:
        """Look at an answer before botocore retries: an event handler, which leaves the retry to the others."""
        code = response[1].get("Error", {}).get("Code") if response else ""
        if code in SLOW_CODES:
            self.slow_down()

    def slow_down(self) -> None:
        """Halve what may run side by side."""
        with self._changed:
            now = self._clock()
            if now - self._slowed_at >= BURST_SECONDS:
                self._slowed_at = now
                self._allowed = max(1.0, self._allowed / 2)
