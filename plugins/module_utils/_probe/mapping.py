# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What takes the place of S3 URLs; pure."""

from __future__ import annotations

import typing as t

from .._s3_urls import NotMapped, cdn_url, s3_host, unsigned
from .caching import items

Options = t.Mapping[str, t.Any]


def url_map(options: Options) -> dict[str, dict[str, str | None]]:
    """Return the CDN's URL for each S3 URL, None where there is none, and why.

    What signs a URL is a secret and not in the result.
    """
    urls: dict[str, str | None] = {}
    problems: dict[str, str | None] = {}
    bucket, origin_path = bucket_of(options)
    for url in map(unsigned, options["s3_urls"] or []):
        urls[url] = None
        try:
            urls[url] = cdn_url(url, domain=options["domain"], bucket=bucket, origin_path=origin_path)
        except NotMapped as error:
            problems[url] = error.message
    return {"url_map": urls, "url_problems": problems}


def bucket_of(options: Options) -> tuple[str, str]:
    """Return the bucket and the origin path: as they are given, else those of the distribution's default behaviour."""
    distribution = options["distribution"] or {}
    behavior = distribution.get("default_cache_behavior") or {}
    origins = [(_bucket(origin), origin) for origin in items(distribution.get("origins"))]
    wanted = str(options["bucket"] or "")
    found: tuple[str, Options] = next(
        (
            (name, origin)
            for name, origin in origins
            if name and (name == wanted if wanted else origin.get("id") == behavior.get("target_origin_id"))
        ),
        ("", {}),
    )
    origin_path = options["origin_path"] if options["origin_path"] is not None else found[1].get("origin_path")
    return wanted or found[0], str(origin_path or "")


def _bucket(origin: Options) -> str:
    host = s3_host(str(origin.get("domain_name") or ""))
    return host.bucket if host else ""
