# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""From a whole object to what the viewer asked of it: conditions and ranges."""

from __future__ import annotations

import re
import typing as t
from email.utils import parsedate_to_datetime

if t.TYPE_CHECKING:
    from tests.lab.edge.message import Request, Response

_RANGE = re.compile(r"bytes=(\d*)-(\d*)")


def delivered(response: Response, request: Request) -> Response:
    """Return the answer to the viewer's conditions and range; only a 200 is changed."""
    if response.status != 200 or request.method not in ("GET", "HEAD"):
        return response
    if _is_unchanged(response, request):
        headers = {
            name: value for name, value in response.headers.items() if name not in ("content-length", "content-type")
        }
        return response.but(status=304, headers=headers, body=b"")
    asked = _RANGE.fullmatch(request.headers.get("range", "").replace(" ", ""))
    if not asked or asked.groups() == ("", "") or not _range_holds(response, request):
        return response
    return _part(response, *asked.groups())


def _part(response: Response, first: str, last: str) -> Response:
    size = len(response.body)
    start = int(first) if first else max(size - int(last), 0)
    end = min(int(last), size - 1) if first and last else size - 1
    if start > end:
        return response.but(status=416, headers={**response.headers, "content-range": f"bytes */{size}"}, body=b"")
    headers = {
        **response.headers,
        "content-range": f"bytes {start}-{end}/{size}",
        "content-length": str(end - start + 1),
    }
    return response.but(status=206, headers=headers, body=response.body[start : end + 1])


def _range_holds(response: Response, request: Request) -> bool:
    wanted = request.headers.get("if-range")
    return wanted in (None, response.headers.get("etag"), response.headers.get("last-modified"))


def _is_unchanged(response: Response, request: Request) -> bool:
    tags = request.headers.get("if-none-match")
    if tags is not None:
        own = _weak(response.headers.get("etag", ""))
        return tags.strip() == "*" or own in [_weak(tag) for tag in tags.split(",")]
    since, modified = request.headers.get("if-modified-since"), response.headers.get("last-modified")
    if not since or not modified:
        return False
    try:
        return parsedate_to_datetime(modified) <= parsedate_to_datetime(since)
    except (TypeError, ValueError):
        return False


def _weak(tag: str) -> str:
    return tag.strip().removeprefix("W/")
