# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Calls side by side: never more at once, nor more in a second, than allowed, and fewer when S3 asks for it."""

from __future__ import annotations

import collections
import concurrent.futures
import threading
import time
import typing as t

from .._errors import AwsError, is_unclear
from .._publish.brake import Brake
from .._resource import Api
from .._waiter import retry_while

Item = t.TypeVar("Item")
Outcome = t.TypeVar("Outcome")

# How many items per thread are taken ahead of the first one that is not finished.
AHEAD = 4
# S3's requests to slow down (S3-23); a HEAD has no body, so no word either.
SLOW_CODES = frozenset({"500", "503", "InternalError", "RequestTimeout", "ServiceUnavailable", "SlowDown"})
# botocore has made nine attempts by then.
SLOW_SECONDS = 180.0


def side_by_side(work: t.Callable[[Item], Outcome], items: t.Iterable[Item], *, threads: int) -> t.Iterator[Outcome]:
    """Yield what becomes of each item, in order; few items are held at any time.

    After a failure nothing new is begun; what was under way is finished and yielded, and then the failure raised.
    """
    pending: collections.deque[concurrent.futures.Future[Outcome]] = collections.deque()
    pool = concurrent.futures.ThreadPoolExecutor(threads)
    failure: BaseException | None = None
    try:
        for item in items:
            pending.append(pool.submit(work, item))
            if len(pending) >= threads * AHEAD:
                failure = pending[0].exception()
                if failure is not None:
                    break
                yield pending.popleft().result()
        pool.shutdown(wait=failure is not None, cancel_futures=failure is not None)
        while pending:
            future = pending.popleft()
            if future.cancelled():
                continue
            failure = failure or future.exception()
            if future.exception() is None:
                yield future.result()
        if failure is not None:
            raise failure
    finally:
        pool.shutdown(cancel_futures=True)


class Gate:
    """The way to S3 for all threads of a run."""

    def __init__(
        self,
        api: Api,
        *,
        threads: int,
        per_second: int | None = None,
        clock: t.Callable[[], float] = time.monotonic,
        sleep: t.Callable[[float], None] = time.sleep,
    ) -> None:
        self._api = api
        self._between = 1 / per_second if per_second else 0.0
        self._clock = clock
        self._sleep = sleep
        self._lock = threading.Lock()
        self._next = 0.0
        self.brake = Brake(threads, clock=clock)

    def call(self, operation: str, request: t.Mapping[str, t.Any]) -> dict[str, t.Any]:
        """Make a call when its turn comes; raises AwsError as the Api does."""
        refused: list[AwsError] = []

        def once() -> dict[str, t.Any]:
            try:
                return self._api.call(operation, request)
            except AwsError as error:
                error.unclear += sum(is_unclear(one.status, one.code) for one in refused)
                refused.append(error)
                raise

        with self.brake:
            self._await_turn()
            answer = retry_while(once, codes=SLOW_CODES, seconds=SLOW_SECONDS, clock=self._clock, sleep=self._slower)
        if answer.get("ResponseMetadata", {}).get("RetryAttempts"):
            self.brake.slow_down()
        return answer

    def _await_turn(self) -> None:
        if not self._between:
            return
        with self._lock:
            now = self._clock()
            turn = max(self._next, now)
            self._next = turn + self._between
        if turn > now:
            self._sleep(turn - now)

    def _slower(self, seconds: float) -> None:
        self.brake.slow_down()
        self._sleep(seconds)
