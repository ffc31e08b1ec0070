# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Paths that are asked for until there is a hit, or it is clear that there will be none."""

from __future__ import annotations

import concurrent.futures
import dataclasses
import math
import queue
import secrets
import threading
import time
import typing as t

from . import x_cache
from .behavior import behavior_of
from .failures import Unanswered
from .http import Reply, Session
from .reasons import find
from .row import Row
from .signs import LOWEST_ERROR, Asked

Texts = t.Mapping[str, str]

# A miss fills the cache at once; an error stays in it for 10 s by default (CF-90), which five attempts outlast.
PAUSE = 0.2
PAUSE_AFTER_ERROR = 3.0
# Managed-CachingOptimized keeps for a second also what says no-store: that is no hit that viewers would notice.
PAUSE_PAST_MINIMUM = 1.2
# For so long errors are waited for; of many paths with errors only those that come from the cache may still end.
ERROR_PATIENCE = 12.0
# A path alone may be slow; from so many on it is the server.
MOST_FAILURES = 3
# From so many paths on several connections are worth their handshakes.
MANY, CONNECTIONS = 50, 8
FROM_CACHE = frozenset({x_cache.HIT, x_cache.REFRESH_HIT})
# In what other viewers differ; each value is sent once and never again.
DIFFERENCES = {
    "query string": "",
    "cookie": "Cookie",
    "authorization": "Authorization",
    "user-agent": "User-Agent",
    "accept-language": "Accept-Language",
    "origin": "Origin",
    "referer": "Referer",
}
VALUES = {"Cookie": "cdn-probe={}", "Authorization": "Bearer {}", "Origin": "https://{}.example.com"}


@dataclasses.dataclass
class Answer:
    """What came of a path; ``failure`` says why there was no answer."""

    asked: Asked
    row: Row | None = None
    failure: str = ""


class Asker:
    """Asks for paths, one after the other or over several connections to the same address."""

    def __init__(
        self,
        session: Session,
        options: t.Mapping[str, t.Any],
    ) -> None:
        self._session = session
        self._options = options
        self._headers = {str(name): str(value) for name, value in (options["headers"] or {}).items()}
        self._stopped = threading.Event()
        self._started = time.monotonic()
        self._failures = 0

    def ask(self, paths: t.Sequence[str]) -> list[Answer]:
        """Return the answers in the order of the paths, and none for the rest when a server does not answer."""
        count = self._options["connections"] or (CONNECTIONS if len(paths) > MANY else 1)
        if not paths:
            return []
        # The first answer pins the address that all others are asked of.
        first = self._ask(self._session, paths[0])
        if first.failure and not first.asked.replies:
            return [first]
        if count == 1:
            others = (self._ask(self._session, path) for path in paths[1:] if not self._stopped.is_set())
            return [first, *others]
        return [first, *self._side_by_side(paths[1:], min(count, len(paths) - 1))]

    def _side_by_side(self, paths: t.Sequence[str], count: int) -> list[Answer]:
        idle: queue.SimpleQueue[Session] = queue.SimpleQueue()
        sessions = [self._session.another() for dummy in range(max(count, 1))]
        for session in sessions:
            idle.put(session)

        def ask(path: str) -> Answer | None:
            if self._stopped.is_set():
                return None
            session = idle.get()
            try:
                return self._ask(session, path)
            finally:
                idle.put(session)

        with concurrent.futures.ThreadPoolExecutor(len(sessions)) as pool:
            found = list(pool.map(ask, paths))
        for session in sessions:
            session.close()
        return [answer for answer in found if answer]

    def _ask(self, session: Session, path: str) -> Answer:
        answer = Answer(self._asked(path, [], None))
        replies: list[Reply] = []
        cookies: dict[str, str] = {}
        freshness = None
        try:
            for attempt in range(self._options["attempts"]):
                if attempt:
                    time.sleep(_pause(replies[-1], answer.row))
                replies.append(self._get(session, path, cookies))
                cookies.update(replies[-1].cookies)
                if all(reply.status >= LOWEST_ERROR for reply in replies[:-1]):
                    freshness = self._freshness()
                answer.asked = self._asked(path, replies, freshness)
                answer.row = find(answer.asked)
                if self._is_clear(answer):
                    break
            if answer.row is None and self._options["check_cache_key"]:
                answer.asked = dataclasses.replace(answer.asked, varied=self._varied(session, path))
                answer.row = find(answer.asked)
        except Unanswered as error:
            answer.failure = error.message
            self._failures += 1
            if self._failures >= MOST_FAILURES:
                self._stopped.set()
        return answer

    def _freshness(self) -> int | None:
        """Return how old an answer may be at this moment: while others were asked for it has become older."""
        seconds: int | None = self._options["expect_fresh"]
        return seconds + math.ceil(time.monotonic() - self._started) if seconds else seconds

    def _is_clear(self, answer: Answer) -> bool:
        """Tell whether asking again would tell nothing new."""
        row, last = answer.row, answer.asked.last
        if row is None or (row.final and (len(answer.asked.replies) > 1 or not row.by_header)):
            return True
        # An error that still comes from the origin after others were waited for does not end by itself.
        is_new = last.status >= LOWEST_ERROR and "age" not in last.headers
        return is_new and time.monotonic() - self._started > ERROR_PATIENCE

    def _get(self, session: Session, path: str, cookies: Texts, headers: Texts | None = None) -> Reply:
        # As browsers do: what the origin has set comes back.
        jar = {"Cookie": "; ".join(f"{name}={value}" for name, value in cookies.items())} if cookies else {}
        return session.get(path, {**jar, **self._headers, **(headers or {})}, method=self._options["method"])

    def _varied(self, session: Session, path: str) -> frozenset[str]:
        """Return in what another viewer has to differ to be no longer served from the cache."""
        varied = set()
        for name, header in DIFFERENCES.items():
            token = secrets.token_hex(8)
            other = path if header else f"{path}{'&' if '?' in path else '?'}cdn-probe={token}"
            headers = {header: VALUES.get(header, "{}").format(token)} if header else {}
            reply = self._get(session, other, {}, headers)
            # An error may be about the value, and by now the path itself may be no hit any more.
            if reply.status < LOWEST_ERROR and not _is_cached(reply) and _is_cached(self._get(session, path, {})):
                varied.add(name)
        return frozenset(varied)

    def _asked(self, path: str, replies: t.Sequence[Reply], freshness: int | None) -> Asked:
        options = self._options
        return Asked(
            path,
            tuple(replies),
            freshness=freshness,
            method=options["method"],
            behavior=behavior_of(options["distribution"], path, {}),
        )


def _is_cached(reply: Reply) -> bool:
    return x_cache.cache_result(reply.headers) in FROM_CACHE


def _pause(last: Reply, row: Row | None) -> float:
    if last.status >= LOWEST_ERROR:
        return PAUSE_AFTER_ERROR
    return PAUSE_PAST_MINIMUM if row and row.by_header else PAUSE
