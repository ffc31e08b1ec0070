# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""CloudFront's own compression: gzip of text of a middle size."""

from __future__ import annotations

import gzip
import typing as t

if t.TYPE_CHECKING:
    from tests.lab.edge.message import Response

SMALLEST, LARGEST = 1_000, 10_000_000
"""Bytes; "File types that CloudFront compresses" of the developer guide."""
_STATUSES = (200, 403, 404)
_TYPES = frozenset(
    (
        "application/dash+xml",
        "application/eot",
        "application/font",
        "application/font-sfnt",
        "application/javascript",
        "application/json",
        "application/opentype",
        "application/otf",
        "application/pdf",
        "application/pkcs7-mime",
        "application/protobuf",
        "application/rss+xml",
        "application/truetype",
        "application/ttf",
        "application/vnd.apple.mpegurl",
        "application/vnd.mapbox-vector-tile",
        "application/vnd.ms-fontobject",
        "application/wasm",
        "application/xhtml+xml",
        "application/xml",
        "application/x-font-opentype",
        "application/x-font-truetype",
        "application/x-font-ttf",
        "application/x-httpd-cgi",
        "application/x-javascript",
        "application/x-mpegurl",
        "application/x-opentype",
        "application/x-otf",
        "application/x-perl",
        "application/x-ttf",
        "font/eot",
        "font/opentype",
        "font/otf",
        "font/ttf",
        "image/svg+xml",
        "text/css",
        "text/csv",
        "text/html",
        "text/javascript",
        "text/js",
        "text/plain",
        "text/richtext",
        "text/tab-separated-values",
        "text/xml",
        "text/x-component",
        "text/x-java-source",
        "text/x-script",
    )
)


def compressed(response: Response, accepted: str) -> Response:
    """Return the response in gzip when CloudFront would compress it for this Accept-Encoding."""
    kind = response.headers.get("content-type", "").partition(";")[0].strip().lower()
    fits = SMALLEST <= len(response.body) <= LARGEST
    if "gzip" not in accepted.split(",") or response.status not in _STATUSES or kind not in _TYPES or not fits:
        return response
    if "content-encoding" in response.headers:
        return response
    headers = {
        name: value for name, value in response.headers.items() if name not in ("content-length", "accept-ranges")
    }
    headers |= {"content-encoding": "gzip", "vary": "Accept-Encoding"}
    tag = headers.get("etag", "")
    # The bytes are others now: a strong tag becomes a weak one.
    if tag and not tag.startswith("W/"):
        headers["etag"] = f"W/{tag}"
    return response.but(headers=headers, body=gzip.compress(response.body, mtime=0))
