# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What CloudFront says about its cache in the X-Cache header; pure."""

from __future__ import annotations

import typing as t

if t.TYPE_CHECKING:
    from .http import Reply

HIT = "Hit"
REFRESH_HIT = "RefreshHit"
ERROR = "Error"
SUFFIX = "from cloudfront"


def cache_result(headers: t.Mapping[str, str]) -> str | None:
    """Return Hit, Miss, RefreshHit, Error and so on, or None when CloudFront did not say."""
    value = headers.get("x-cache", "")
    first, dummy, rest = value.partition(" ")
    return first if first and rest.strip().lower() == SUFFIX else None


def passed_cloudfront(headers: t.Mapping[str, str]) -> bool:
    """Tell whether an answer came through CloudFront at all."""
    return cache_result(headers) is not None or "x-amz-cf-id" in headers or "cloudfront" in headers.get("via", "")


def fresh(reply: Reply, seconds: int) -> bool:
    """Tell whether an answer came from the origin, or has been in the cache for so many seconds at most."""
    # An error from the cache has an Age as well, but no Hit.
    result, age = cache_result(reply.headers), _number(reply.headers.get("age"))
    return (result != HIT and not (result == ERROR and age)) or (seconds > 0 and (age or 0) <= seconds)


def describe(reply: Reply) -> dict[str, t.Any]:
    """Return one answer in the form of the return value."""
    headers = reply.headers
    return {
        "status": reply.status,
        "x_cache": headers.get("x-cache"),
        "cache": cache_result(headers),
        "age": _number(headers.get("age")),
        "seconds_to_first_byte": round(reply.seconds, 4),
        "pop": headers.get("x-amz-cf-pop"),
        "via": headers.get("via"),
        "cache_control": headers.get("cache-control"),
        "content_type": headers.get("content-type"),
        "content_encoding": headers.get("content-encoding"),
        "content_length": _number(headers.get("content-length")),
        "location": headers.get("location"),
        "http_version": reply.http_version,
        "tls_version": reply.tls_version,
    }


def _number(value: str | None) -> int | None:
    return int(value) if value and value.isdigit() else None
