# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Digests of files as S3 tells those of objects, whole or by parts (S3-31)."""

from __future__ import annotations

import base64
import hashlib
import sys
import typing as t

MIB = 1024 * 1024
# Up to this size an object is one PutObject, whose ETag is the MD5 of the content unless KMS encrypts it.
MULTIPART_SIZE = 64 * MIB
PART_SIZE = 16 * MIB
# Part sizes in use: ours and its doublings for huge files, the AWS CLI's and boto3's 8, S3's smallest 5, and others'.
PART_SIZES = tuple(size * MIB for size in (16, 8, 5, 32, 64, 10, 50, 100, 128, 256, 512))
BLOCK = MIB


def etag(path: str, part_size: int | None = None) -> str:
    """Return the ETag that S3 gives to a file sent in one piece, or in parts of a size."""
    found = _digests(path, "md5", part_size)
    if part_size is None:
        return found[0].hex()
    return f"{hashlib.md5(b''.join(found), usedforsecurity=False).hexdigest()}-{len(found)}"


def checksum(path: str, part_size: int | None = None) -> str:
    """Return the SHA-256 checksum that S3 keeps for a file sent in one piece, or in parts of a size."""
    found = _digests(path, "sha256", part_size)
    if part_size is None:
        return encoded(found[0])
    return f"{encoded(hashlib.sha256(b''.join(found)).digest())}-{len(found)}"


def encoded(digest: bytes) -> str:
    """Return a digest as S3 writes checksums."""
    return base64.b64encode(digest).decode()


def part_sizes(size: int, parts: int) -> tuple[int, ...]:
    """Return the part sizes in use that cut a size into so many parts."""
    return tuple(one for one in PART_SIZES if -(-size // one) == parts)


def own_checksum(path: str, size: int) -> str:
    """Return the checksum that S3 would keep for a file if it were sent by this module."""
    return checksum(path, None if size < MULTIPART_SIZE else PART_SIZE)


def is_comparable(told: str, size: int) -> bool:
    """Tell whether a checksum is of the kind that a file of a size has here, whole or of as many parts."""
    return bool(told) and told.partition("-")[2] == ("" if size < MULTIPART_SIZE else str(-(-size // PART_SIZE)))


def is_same(path: str, size: int, *, etag_told: str, checksum_told: t.Callable[[], str]) -> bool:
    """Tell whether a file is the content of an object of the same size.

    ``checksum_told`` asks for the object's SHA-256 checksum, only when its ETag proves nothing (KMS, foreign parts).
    """
    parts = int(etag_told.rpartition("-")[2]) if "-" in etag_told else 0
    cuts: tuple[int | None, ...] = part_sizes(size, parts) if parts else (None,)
    if any(etag(path, cut) == etag_told for cut in cuts):
        return True
    told = checksum_told()
    return bool(told) and any(checksum(path, cut) == told for cut in cuts)


def _digests(path: str, algorithm: str, part_size: int | None) -> list[bytes]:
    found: list[bytes] = []
    with open(path, "rb") as file:  # noqa: PTH123 - one path object per file of a large tree is not free
        while True:
            one, left = hashlib.new(algorithm, usedforsecurity=False), part_size or sys.maxsize
            while left and (block := file.read(min(BLOCK, left))):
                one.update(block)
                left -= len(block)
            if found and left == (part_size or sys.maxsize):
                return found
            found.append(one.digest())
