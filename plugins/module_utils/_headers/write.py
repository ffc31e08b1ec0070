# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Writing one object onto itself: by a copy, or by a copy of its parts when it is too large for one."""

from __future__ import annotations

import concurrent.futures
import contextlib
import dataclasses
import datetime
import time
import typing as t

from .._errors import AwsError, CdnError
from .decide import Repair, Skipped
from .gate import Gate
from .look import Look, Looker

# Somebody has written the object since it was looked at (S3-35), or deleted it.
STALE_CODES = frozenset({"PreconditionFailed", "ConditionalRequestConflict", "NoSuchKey", "NoSuchUpload"})
# Refused although the last look found no obstacle: it was archived since.
ARCHIVED_CODE = "InvalidObjectState"
# S3 learnt conditions on the target of a copy later than those on its source, and not everywhere at once.
UNSUPPORTED_CODE = "NotImplemented"
ATTEMPTS = 5
# After a lost answer they are sent again, and find an object that is no longer the one they mean: their own.
FINAL = frozenset({"s3:CopyObject", "s3:CompleteMultipartUpload"})
# A look that is older is taken again before the write, lest headers that somebody else has set since be lost: the
# ETag does not change with them (S3-32).
FRESH_SECONDS = 60.0
PART_BYTES = 512 * 1024**2
MOST_PARTS = 10_000
PARTS_AT_ONCE = 4
# What only a copy in one piece is told.
OF_COPIES = ("MetadataDirective", "TaggingDirective")
LOCK = ("ObjectLockMode", "ObjectLockRetainUntilDate")


@dataclasses.dataclass(frozen=True, slots=True)
class Made:
    """What became of a planned repair: ``written`` tells whether it was made; the object is then known by the rest."""

    planned: Repair
    written: Repair | None = None
    skipped: Skipped | None = None
    etag: str = ""
    at: int = 0


class Copier:
    """Makes repairs; safe for threads."""

    def __init__(
        self,
        gate: Gate,
        looker: Looker,
        bucket: str,
        *,
        looked_at: float,
        clock: t.Callable[[], float] = time.monotonic,
    ) -> None:
        self._gate = gate
        self._looker = looker
        self._bucket = bucket
        self._looked_at = looked_at
        self._clock = clock

    def make(self, planned: Repair) -> Made:
        """Repair an object, whatever has become of it since it was looked at; raises AwsError that names it."""
        repair, old = planned, self._clock() - self._looked_at > FRESH_SECONDS
        sent: Repair | None = None
        for attempt in range(1, ATTEMPTS + 1):
            if old or attempt > 1:
                look = self._looker.look(planned.key)
                if not isinstance(look.found, Repair):
                    return _without_write(planned, look, sent)
                repair = look.found
            try:
                return self._write(planned, repair)
            except AwsError as error:
                if error.code == ARCHIVED_CODE:
                    return Made(planned, skipped=Skipped(planned.key, "archived"))
                if error.code not in STALE_CODES:
                    error.message = f"{self._bucket}/{planned.key}: {error.message}"
                    raise
                if error.unclear and error.operation in FINAL:
                    sent = repair
        raise CdnError(
            f"{self._bucket}/{planned.key}: somebody wrote this object {ATTEMPTS} times while it was repaired;"
            " run this again when nothing writes to it."
        )

    def _write(self, planned: Repair, repair: Repair) -> Made:
        target = {"Bucket": self._bucket, "Key": repair.key}
        members = _unexpired(repair.members)
        if repair.in_parts:
            return Made(planned, repair, etag=self._copy_parts(repair, target, members))
        copied = self._copy(repair, {**target, "CopySource": target, **members})["CopyObjectResult"]
        return Made(planned, repair, etag=copied["ETag"], at=int(copied["LastModified"].timestamp()))

    def _copy(self, repair: Repair, request: dict[str, t.Any]) -> dict[str, t.Any]:
        condition = self._looker.condition(repair)
        try:
            return self._gate.call("s3:CopyObject", {**request, **condition})
        except AwsError as error:
            if error.code != UNSUPPORTED_CODE or "IfMatch" not in condition:
                raise
        self._looker.names_target = False
        return self._gate.call("s3:CopyObject", {**request, **self._looker.condition(repair)})

    def _copy_parts(self, repair: Repair, target: dict[str, t.Any], members: dict[str, t.Any]) -> str:
        source = {"CopySource": target, "CopySourceIfMatch": repair.etag}
        create = {member: value for member, value in members.items() if member not in OF_COPIES}
        upload = {**target, "UploadId": self._gate.call("s3:CreateMultipartUpload", {**target, **create})["UploadId"]}
        try:
            with concurrent.futures.ThreadPoolExecutor(PARTS_AT_ONCE) as pool:
                parts = list(pool.map(lambda part: self._copy_part(upload, source, *part), ranges(repair.size)))
            whole = {"MultipartUpload": {"Parts": parts}, "IfMatch": repair.etag}
            return str(self._gate.call("s3:CompleteMultipartUpload", {**upload, **whole})["ETag"])
        except CdnError:
            with contextlib.suppress(CdnError):
                self._gate.call("s3:AbortMultipartUpload", upload)
            raise

    def _copy_part(
        self, upload: dict[str, t.Any], source: dict[str, t.Any], number: int, span: str
    ) -> dict[str, t.Any]:
        request = {**upload, **source, "PartNumber": number, "CopySourceRange": span}
        copied = self._gate.call("s3:UploadPartCopy", request)["CopyPartResult"]
        sums = {member: value for member, value in copied.items() if member.startswith("Checksum")}
        return {"PartNumber": number, "ETag": copied["ETag"], **sums}


def ranges(size: int) -> list[tuple[int, str]]:
    """Return the parts in which an object is copied: number and range of bytes."""
    step = max(PART_BYTES, -(-size // MOST_PARTS))
    starts = range(0, size, step)
    return [(number, f"bytes={start}-{min(start + step, size) - 1}") for number, start in enumerate(starts, 1)]


def _unexpired(members: t.Mapping[str, t.Any]) -> dict[str, t.Any]:
    """Leave a retention out that is over by now: it protects nothing, and S3 refuses to set it."""
    until = members.get("ObjectLockRetainUntilDate")
    over = until is not None and until <= datetime.datetime.now(datetime.timezone.utc)
    return {member: value for member, value in members.items() if not (over and member in LOCK)}


def _without_write(planned: Repair, look: Look, sent: Repair | None) -> Made:
    """Return what became of an object that needs no write: ``sent`` is the one that was made, its answer being lost."""
    if isinstance(look.found, Skipped):
        return Made(planned, skipped=look.found)
    return Made(planned, sent, etag=look.etag, at=look.at)
