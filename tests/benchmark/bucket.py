# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A bucket that knows of its objects no more than a benchmark needs, and that costs next to nothing."""

from __future__ import annotations

import base64
import bisect
import dataclasses
import hashlib
import time
import typing as t
import zlib

PAGE = 1000


class BadDigestError(Exception):
    """The content is not the one that a header promised."""


@dataclasses.dataclass(slots=True)
class Object:
    """An object: its size, digests and headers; the content only when it came in one piece."""

    size: int
    etag: str
    headers: dict[str, str]
    body: bytes | None = None
    at: int = dataclasses.field(default_factory=lambda: int(time.time()))


@dataclasses.dataclass(frozen=True)
class Page:
    """A part of a listing."""

    items: list[tuple[str, Object]]
    following: str


def kept(headers: t.Mapping[str, str]) -> dict[str, str]:
    """Return the headers of a request that become the object's own."""
    plain = ("cache-control", "content-type", "content-disposition", "content-encoding", "content-language", "expires")
    found = {name: value for name, value in headers.items() if name in plain or name.startswith("x-amz-meta-")}
    if found.get("content-encoding", "").startswith("aws-chunked"):
        found["content-encoding"] = found["content-encoding"].removeprefix("aws-chunked").lstrip(", ")
    return {name: value for name, value in found.items() if value}


def checked(body: bytes, headers: t.Mapping[str, str]) -> dict[str, str]:
    """Return the checksums to keep; raises BadDigestError when the content is another one."""
    digests: dict[str, t.Callable[[], bytes]] = {
        "x-amz-checksum-sha256": lambda: hashlib.sha256(body).digest(),
        "x-amz-checksum-crc32": lambda: zlib.crc32(body).to_bytes(4, "big"),
        "content-md5": lambda: hashlib.md5(body, usedforsecurity=False).digest(),
    }
    for name, digest in digests.items():
        if name in headers and base64.b64encode(digest()).decode() != headers[name]:
            raise BadDigestError(name)
    return {name: value for name, value in headers.items() if name.startswith("x-amz-checksum-")}


def dechunked(body: bytes) -> tuple[bytes, dict[str, str]]:
    """Return the content of an aws-chunked body and the headers in its trailer."""
    parts, rest = [], body
    while True:
        head, _, rest = rest.partition(b"\r\n")
        size = int(head.partition(b";")[0] or b"0", 16)
        if not size:
            break
        parts.append(rest[:size])
        rest = rest[size + 2 :]
    lines = [line.partition(b":") for line in rest.split(b"\r\n") if b":" in line]
    return b"".join(parts), {name.decode().lower(): value.decode().strip() for name, _, value in lines}


class Bucket:
    """Objects by key, in memory; ``generate`` puts as many there as a benchmark wants."""

    def __init__(self) -> None:
        self.objects: dict[str, Object] = {}
        self._sorted: list[str] | None = None
        self._uploads: dict[str, tuple[str, dict[str, str], dict[int, tuple[str, int]]]] = {}

    def put(self, key: str, body: bytes, headers: t.Mapping[str, str]) -> Object:
        """Store an object; raises BadDigestError."""
        sums = checked(body, headers)
        etag = hashlib.md5(body, usedforsecurity=False).hexdigest()
        self._store(key, Object(len(body), etag, {**kept(headers), **sums}, body))
        return self.objects[key]

    def _store(self, key: str, one: Object) -> None:
        if key not in self.objects:
            self._sorted = None
        self.objects[key] = one

    def copy(self, source: str, key: str, headers: t.Mapping[str, str]) -> Object:
        """Copy an object; raises KeyError when there is none."""
        old = self.objects[source]
        replace = headers.get("x-amz-metadata-directive") == "REPLACE"
        sums = {name: value for name, value in old.headers.items() if name.startswith("x-amz-checksum-")}
        self._store(key, Object(old.size, old.etag, {**kept(headers), **sums} if replace else old.headers, old.body))
        return self.objects[key]

    def delete(self, key: str) -> None:
        """Delete an object, whether it is there or not."""
        if self.objects.pop(key, None) is not None:
            self._sorted = None

    def page(self, prefix: str, after: str, most: int = PAGE) -> Page:
        """Return up to ``most`` objects under a prefix that come after a key."""
        if self._sorted is None:
            # Code points sort as the UTF-8 does by which S3 sorts.
            self._sorted = sorted(self.objects)
        keys = self._sorted
        start = max(bisect.bisect_left(keys, prefix), bisect.bisect_right(keys, after) if after else 0)
        found = []
        while start < len(keys) and keys[start].startswith(prefix):
            if len(found) == most:
                return Page(found, found[-1][0])
            found.append((keys[start], self.objects[keys[start]]))
            start += 1
        return Page(found, "")

    def generate(self, prefix: str, count: int, body: bytes) -> None:
        """Make many objects of the same content under a prefix."""
        etag = hashlib.md5(body, usedforsecurity=False).hexdigest()
        one = Object(len(body), etag, {"content-type": "image/jpeg"}, body)
        self.objects.update((f"{prefix}{name(number)}", one) for number in range(count))
        self._sorted = None

    def begin(self, key: str, headers: t.Mapping[str, str]) -> str:
        """Begin an upload in parts and return its id."""
        upload = f"upload-{len(self._uploads) + 1}"
        self._uploads[upload] = (key, kept(headers), {})
        return upload

    def part(self, upload: str, number: int, body: bytes, headers: t.Mapping[str, str]) -> str:
        """Take one part and return its ETag; raises BadDigestError."""
        checked(body, headers)
        etag = hashlib.md5(body, usedforsecurity=False).hexdigest()
        self._uploads[upload][2][number] = (etag, len(body))
        return etag

    def complete(self, upload: str) -> Object:
        """Make an object of the parts."""
        key, headers, parts = self._uploads.pop(upload)
        digests = b"".join(bytes.fromhex(parts[number][0]) for number in sorted(parts))
        etag = f"{hashlib.md5(digests, usedforsecurity=False).hexdigest()}-{len(parts)}"
        self._store(key, Object(sum(size for _, size in parts.values()), etag, headers))
        return self.objects[key]


def name(number: int) -> str:
    """Return the name of the n-th file of a made tree: a thousand in each folder."""
    return f"{number // PAGE:04}/{number:07}.jpg"
