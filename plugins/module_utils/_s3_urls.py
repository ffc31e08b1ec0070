# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The URLs of S3 objects in all their forms, and those of a CDN that take their place; pure."""

from __future__ import annotations

import dataclasses
import re
from urllib.parse import quote, urlsplit

from ._errors import CdnError

SCHEMES = frozenset({"s3", "s3a", "s3n"})
# The part of a host between the bucket and amazonaws.com: global, regional, dual stack, FIPS, accelerated, website.
_SERVICE = r"s3(?:-website|-fips|-accelerate)?(?:[.-]dualstack)?(?:[.-](?P<region>[a-z]{2,3}(?:-[a-z]+)+-\d))?"
_HOST = re.compile(rf"(?:(?P<bucket>[a-z0-9][a-z0-9.-]*)\.)?{_SERVICE}\.amazonaws\.com(?:\.cn)?")
# What a path may hold as it is; a percent sign in an http URL begins an encoded character.
_ENCODED = "/%!$&'()*+,;=:@-._~"
_PLAIN = "/!$&'()*,;=:@-._~"
# What signs a request, or says how a signed one is answered: nothing that a CDN would take.
_SIGNING = re.compile(r"(?i)x-amz-.*|x-id|response-.*|AWSAccessKeyId|Signature|Expires")


class NotMapped(CdnError):
    """A URL that no URL of the CDN can take the place of; the message says why."""


@dataclasses.dataclass(frozen=True)
class S3Host:
    """What the name of an S3 endpoint says; the bucket is empty where the path begins with it."""

    bucket: str
    region: str
    is_website: bool


@dataclasses.dataclass(frozen=True)
class S3Url:
    """An object: the key is encoded as a URL has it, the query begins with its question mark."""

    bucket: str
    key: str
    query: str = ""
    fragment: str = ""


def s3_host(host: str) -> S3Host | None:
    """Return what the name of an S3 endpoint says, None for any other name."""
    found = _HOST.fullmatch(host.lower().rstrip("."))
    if not found:
        return None
    return S3Host(found["bucket"] or "", found["region"] or "", "s3-website" in host.lower())


def parse(url: str) -> S3Url:
    """Take the URL of an S3 object apart; raises NotMapped when it is not one."""
    text = url.strip()
    scheme, colon, rest = text.partition("://")
    if colon and scheme.lower() in SCHEMES:
        # A key as it is, in which nothing is encoded and ? and # are letters.
        bucket, dummy, key = rest.partition("/")
        return S3Url(bucket, quote(key, safe=_PLAIN))
    try:
        parts = urlsplit(text)
    except ValueError as error:  # brackets that hold no address
        raise NotMapped(f"{url} is not the URL of an S3 object.") from error
    found = s3_host(parts.hostname or "") if parts.scheme in ("http", "https", "") else None
    if found is None:
        raise NotMapped(f"{url} is not the URL of an S3 object.")
    path = quote(parts.path.removeprefix("/"), safe=_ENCODED)
    bucket, dummy, key = (found.bucket, "", path) if found.bucket else path.partition("/")
    fragment = f"#{parts.fragment}" if parts.fragment else ""
    return S3Url(bucket, key, f"?{parts.query}" if parts.query else "", fragment)


def cdn_url(url: str, *, domain: str, bucket: str, origin_path: str = "") -> str:
    """Return the URL under which a CDN serves an S3 object; raises NotMapped when it serves none."""
    found = parse(url)
    if found.bucket != bucket:
        raise NotMapped(f"{url} is in the bucket {found.bucket or '(none)'} and not in {bucket}.")
    query = found.query.removeprefix("?").split("&")
    if any(part.partition("=")[0] == "versionId" for part in query):
        raise NotMapped(f"{url} names a version of the object, and the CDN serves the latest one only.")
    folder = quote(origin_path.strip("/"), safe=_ENCODED)
    if folder and not found.key.startswith(f"{folder}/"):
        raise NotMapped(f"{url} is not below the origin path /{folder}.")
    key = found.key[len(folder) + 1 :] if folder else found.key
    return f"https://{domain}/{key}{_unsigned(found.query)}{found.fragment}"


def unsigned(url: str) -> str:
    """Return a URL without what signs it, as it is in all else; a key in an s3 URL has no query."""
    bare, mark, rest = url.partition("?")
    if not mark or bare.partition("://")[0].lower() in SCHEMES:
        return url
    query, dummy, fragment = rest.partition("#")
    return f"{bare}{_unsigned(f'?{query}')}{f'#{fragment}' if fragment else ''}"


def _unsigned(query: str) -> str:
    parts = query.removeprefix("?").split("&")
    kept = "&".join(part for part in parts if part and not _SIGNING.fullmatch(part.partition("=")[0]))
    return f"?{kept}" if kept else ""
