# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What may be cached, for how long and under which key: pure rules and a store in memory."""

from __future__ import annotations

import dataclasses
import typing as t
from email.utils import parsedate_to_datetime
from urllib.parse import unquote

if t.TYPE_CHECKING:
    from tests.lab.edge.message import Response

DEFAULT_ERROR_TTL = 10
"""Seconds for which an error is kept when the distribution names no ErrorCachingMinTTL (CF-90)."""
CACHED_STATUSES = frozenset({200, 203, 204, 206, 300, 301, 302, 307, 308})
CACHED_ERRORS = frozenset({400, 403, 404, 405, 410, 414, 500, 501, 502, 503, 504})


@dataclasses.dataclass(frozen=True)
class Ttl:
    """The three times of a cache policy or of a behaviour without one."""

    minimum: float = 0
    default: float = 86400
    maximum: float = 31536000


class Key(t.NamedTuple):
    """What tells one cached object from another."""

    distribution: str
    method: str
    path: str
    query: str = ""
    headers: tuple[tuple[str, str], ...] = ()
    cookies: tuple[tuple[str, str], ...] = ()
    encoding: str = ""
    location: str = ""


@dataclasses.dataclass
class Entry:
    """An answer in the cache."""

    response: Response
    stored: float
    ttl: float
    paths: tuple[str, ...]
    """The viewer's path and the one after a function; an invalidation of either drops the entry."""
    failed: bool = False
    """Whether the origin answered an error, be it shown as a custom page with status 200."""

    def fresh(self, now: float) -> bool:
        """Tell whether it may be served without asking the origin."""
        return now < self.stored + self.ttl


def parse_cache_control(value: str) -> dict[str, str]:
    """Return the directives of a Cache-Control header, lower case; those without a value have an empty one."""
    parts = (part.strip().partition("=") for part in value.split(",") if part.strip())
    return {name.strip().lower(): text.strip().strip('"') for name, _, text in parts}


def lifetime(headers: t.Mapping[str, str], ttl: Ttl, now: float) -> float | None:
    """Return for how many seconds a good answer is fresh, None when it may not be stored.

    The table is "Specify the amount of time that CloudFront caches objects" of the developer guide.
    """
    # What varies by everything never fits another request (RFC 9111, 4.1).
    if ttl.maximum <= 0 or "*" in headers.get("vary", ""):
        return None
    directives = parse_cache_control(headers.get("cache-control", ""))
    if directives.keys() & {"no-store", "private"}:
        # The origin's word counts only while the minimum is 0.
        return ttl.minimum or None
    if "no-cache" in directives:
        return ttl.minimum
    stated = _stated(headers, directives, now)
    if stated is None:
        return max(ttl.minimum, ttl.default)
    return min(max(stated, ttl.minimum), ttl.maximum)


def error_lifetime(headers: t.Mapping[str, str], minimum: float, ttl: Ttl) -> float:
    """Return for how many seconds an error is kept: the origin may only prolong the minimum (CF-90)."""
    stated = _seconds(parse_cache_control(headers.get("cache-control", "")))
    return max(minimum, min(stated or 0, ttl.maximum))


def _stated(headers: t.Mapping[str, str], directives: dict[str, str], now: float) -> float | None:
    seconds = _seconds(directives)
    if seconds is not None or "expires" not in headers:
        return seconds
    try:
        return parsedate_to_datetime(headers["expires"]).timestamp() - now
    except (TypeError, ValueError):
        # "Expires: 0" and the like mean "already expired" (RFC 9111, 5.3).
        return 0


def _seconds(directives: dict[str, str]) -> float | None:
    for name in ("s-maxage", "max-age"):
        if directives.get(name, "").isdigit():
            return float(directives[name])
    return None


def path_matches(pattern: str, path: str) -> bool:
    """Tell whether an invalidation path names an object; `*` is special as the last character only (CF-73)."""
    pattern, path = unquote(pattern), unquote(path)
    if pattern.endswith("*"):
        return path.startswith(pattern[:-1])
    return path == pattern


class Store:
    """The objects of one edge location."""

    def __init__(self) -> None:
        self._entries: dict[Key, Entry] = {}
        self._applied: set[tuple[str, str]] = set()
        self._purges: list[tuple[str, tuple[str, ...]]] = []

    @property
    def purges(self) -> int:
        """How many invalidations were applied so far: the mark that `put` takes."""
        return len(self._purges)

    def get(self, key: Key) -> Entry | None:
        """Return the entry, fresh or not."""
        return self._entries.get(key)

    def put(self, key: Key, entry: Entry, *, mark: int) -> None:
        """Keep an entry, unless an invalidation since `mark` names it: its fetch began before that."""
        for distribution, patterns in self._purges[mark:]:
            if distribution == key.distribution and _named(entry, patterns):
                return
        self._entries[key] = entry

    def clear(self) -> None:
        """Drop every entry."""
        self._entries.clear()

    def apply(self, distribution: str, invalidations: t.Iterable[dict[str, t.Any]]) -> None:
        """Drop what invalidations not seen before name.

        By first sight and not by CreateTime: that has whole seconds, an entry of the same second could survive.
        """
        for invalidation in invalidations:
            mark = (distribution, invalidation["Id"])
            if mark in self._applied:
                continue
            self._applied.add(mark)
            patterns = tuple(invalidation["Paths"])
            self._purges.append((distribution, patterns))
            for key in [key for key, entry in self._entries.items() if key.distribution == distribution]:
                if _named(self._entries[key], patterns):
                    del self._entries[key]


def _named(entry: Entry, patterns: t.Iterable[str]) -> bool:
    return any(path_matches(pattern, path) for pattern in patterns for path in entry.paths)
