# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the answers to a path show: the predicates that the table of reasons is made of; pure."""

from __future__ import annotations

import dataclasses
import email.utils
import re
import typing as t

from .behavior import Behavior
from .caching import Caching
from .grants import Found
from .http import Reply
from .x_cache import HIT, cache_result, fresh

Sign = t.Callable[["Asked"], bool]

LOWEST_ERROR = 400
# CF-90
DEFAULT_ERROR_SECONDS = 10


@dataclasses.dataclass(frozen=True)
class Asked:
    """A path and all answers to it.

    ``freshness`` is how old the first may be, in seconds in the cache; ``behavior`` and ``found`` what is known of the
    path beside the answers; ``varied`` in what another viewer differed who had to wait for the origin.
    """

    path: str
    replies: tuple[Reply, ...]
    freshness: int | None = None
    method: str = "GET"
    behavior: Behavior | None = None
    found: Found = Found()  # noqa: RUF009 - frozen
    varied: frozenset[str] = frozenset()

    @property
    def bare(self) -> str:
        """Return the path without its query."""
        return self.path.partition("?")[0]

    @property
    def last(self) -> Reply:
        """Return the last answer, which the reasons are about."""
        return self.replies[-1]

    @property
    def is_fine(self) -> bool:
        """Tell whether the last answer is a success."""
        return 200 <= self.last.status < 300  # noqa: PLR2004 - HTTP's own classes

    @property
    def is_hit(self) -> bool:
        """Tell whether an answer came from the cache."""
        return any(cache_result(reply.headers) == HIT for reply in self.replies)

    @property
    def is_fresh(self) -> bool:
        """Tell whether the first answer came from the origin, or was in the cache for no longer than it may be.

        Errors before it are no content that somebody still gets: they end by themselves (CF-90).
        """
        first = next((reply for reply in self.replies if reply.status < LOWEST_ERROR), self.replies[0])
        return fresh(first, self.freshness or 0)

    @property
    def is_stale(self) -> bool:
        """Tell whether the first answer is older than it was said that it may be."""
        return self.freshness is not None and not self.is_fresh

    def has(self, text: str) -> bool:
        """Tell whether the body of an error answer holds a text, whatever its case."""
        return text.lower().encode() in self.last.body.lower()

    def directives(self) -> dict[str, str]:
        """Return the directives of Cache-Control."""
        found = re.findall(r"([a-z-]+)(?:\s*=\s*\"?([^\",]*))?", self.last.headers.get("cache-control", "").lower())
        return {name: value.strip() for name, value in found}


def status(*wanted: int) -> Sign:
    """Tell whether the answer has one of the statuses."""
    return lambda asked: asked.last.status in wanted


def status_from(lowest: int) -> Sign:
    """Tell whether the answer has this status or a higher one."""
    return lambda asked: asked.last.status >= lowest


def error(code: int, *texts: str) -> Sign:
    """Tell whether the answer is an error whose body holds one of the texts."""
    return lambda asked: asked.last.status == code and any(asked.has(text) for text in texts)


def both(first: Sign, second: Sign) -> Sign:
    """Tell whether the answer shows both."""
    return lambda asked: first(asked) and second(asked)


def by_cloudfront(code: int) -> Sign:
    """Tell whether CloudFront itself made an error answer."""
    return lambda asked: asked.last.status == code and _made_by_edge(asked)


def directive(name: str) -> Sign:
    """Tell whether Cache-Control has a directive."""
    return lambda asked: name in asked.directives()


def zero(name: str, *, unless: str = "") -> Sign:
    """Tell whether a directive of Cache-Control is zero and not overruled by another."""
    return lambda asked: asked.directives().get(name) == "0" and unless not in asked.directives()


def header(name: str) -> Sign:
    """Tell whether the answer has a header."""
    return lambda asked: name in asked.last.headers


def varies(*names: str) -> Sign:
    """Tell whether Vary names one of the headers."""
    return lambda asked: bool(
        {name.strip().lower() for name in asked.last.headers.get("vary", "").split(",")} & set(names)
    )


def x_cache(*values: str) -> Sign:
    """Tell whether CloudFront said one of these results."""
    return lambda asked: cache_result(asked.last.headers) in values


def to_s3(asked: Asked) -> bool:
    """Tell whether the answer leads the viewer to S3 itself."""
    where = asked.last.headers.get("location", "") or asked.last.body.decode("latin-1")
    return asked.last.status in (301, 307) and bool(re.search(r"\bs3[.-][a-z0-9.-]*amazonaws\.com", where))


def several_pops(asked: Asked) -> bool:
    """Tell whether the answers came from more than one edge location."""
    return len({reply.headers.get("x-amz-cf-pop") for reply in asked.replies} - {None}) > 1


def expired(asked: Asked) -> bool:
    """Tell whether Expires is over and no max-age overrules it."""
    headers = asked.last.headers
    if "expires" not in headers or {"max-age", "s-maxage"} & set(asked.directives()):
        return False
    try:
        expires = email.utils.parsedate_to_datetime(headers["expires"])
        return expires <= email.utils.parsedate_to_datetime(headers["date"])
    except (KeyError, TypeError, ValueError):
        return headers["expires"].strip() in ("0", "-1")


def edge_failed(kind: str) -> Sign:
    """Tell whether a function of this kind at the edge is why there is no answer."""
    return lambda asked: (
        asked.last.status in (502, 503) and (asked.has(kind) or kind in asked.last.headers.get("x-cache", "").lower())
    )


def either(first: Sign, second: Sign) -> Sign:
    """Tell whether the answer shows one of the two."""
    return lambda asked: first(asked) or second(asked)


def found(cause: str) -> Sign:
    """Tell whether look-ups have found this cause."""
    return lambda asked: asked.found.cause == cause


def of_behavior(fits: t.Callable[[Behavior], bool]) -> Sign:
    """Tell whether the behaviour is known and fits."""
    return lambda asked: asked.behavior is not None and fits(asked.behavior)


def of_caching(fits: t.Callable[[Caching], bool]) -> Sign:
    """Tell whether it is known what the behaviour keeps, and that fits."""
    return of_behavior(lambda behavior: behavior.caching is not None and fits(behavior.caching))


def varies_by(*names: str) -> Sign:
    """Tell whether a viewer who differed in one of these had to wait for the origin."""
    return lambda asked: bool(asked.varied & set(names))


def denied(asked: Asked) -> bool:
    """Tell whether the origin, and not CloudFront, says that there is nothing here for viewers."""
    return asked.last.status in (403, 404) and not _made_by_edge(asked)


def root_without_object(asked: Asked) -> bool:
    """Tell whether the root of a bucket is asked for, which has no default object (CF-67)."""
    behavior = asked.behavior
    return _is_bucket(behavior) and asked.bare == "/" and not (behavior and behavior.root_object)


def folder(asked: Asked) -> bool:
    """Tell whether a folder of a bucket is asked for, which S3 does not have (CF-67)."""
    return _is_bucket(asked.behavior) and asked.bare != "/" and asked.bare.endswith("/")


def host_to_bucket(asked: Asked) -> bool:
    """Tell whether a bucket gets the viewer's Host (CF-48), and has answered."""
    behavior = asked.behavior
    return behavior is not None and behavior.bucket is not None and behavior.sends_host and not _made_by_edge(asked)


def _made_by_edge(asked: Asked) -> bool:
    return asked.last.headers.get("server", "").lower() == "cloudfront"


def _is_bucket(behavior: Behavior | None) -> bool:
    return behavior is not None and behavior.bucket is not None and not behavior.rewrites


def error_from_cache(asked: Asked) -> bool:
    """Tell whether an error is an old one: all else is well, or it is kept for longer than by default (CF-90)."""
    ages = [reply.headers.get("age", "") for reply in asked.replies if reply.status >= LOWEST_ERROR]
    if len(ages) < len(asked.replies) or not ages[-1].isdigit():
        return False
    return asked.found.well or (all(age.isdigit() for age in ages) and int(ages[-1]) > DEFAULT_ERROR_SECONDS)


def method_not_cached(asked: Asked) -> bool:
    """Tell whether the behaviour does not keep answers to this method."""
    return asked.behavior is not None and asked.method not in asked.behavior.cached_methods


def without_lifetime(asked: Asked) -> bool:
    """Tell whether neither the object nor the behaviour says how long it may be kept."""
    stated = {"max-age", "s-maxage"} & set(asked.directives()) or "expires" in asked.last.headers
    return not stated and of_caching(lambda caching: caching.default <= 0 and caching.minimum <= 0)(asked)


def longer(length: int) -> Sign:
    """Tell whether the content is longer than so many bytes."""
    return lambda asked: int(asked.last.headers.get("content-length", "0") or 0) > length
