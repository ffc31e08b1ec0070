# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Carrying out a publication: many writes side by side, pages after what they refer to, deletes last (S3-36)."""

from __future__ import annotations

import collections
import concurrent.futures
import contextlib
import dataclasses
import email.utils
import hashlib
import itertools
import os
import typing as t
from pathlib import Path

from .._errors import CdnError
from .._plan import Change
from .._resource import Api
from .digests import MULTIPART_SIZE, PART_SIZE, encoded
from .walk import LocalFile

with contextlib.suppress(ImportError):  # comes with boto3, which _module asks for
    from s3transfer.manager import TransferConfig, TransferManager

ASSETS, PAGES, DELETES = range(3)
# Up to this size a file is read at once: one system call, and the checksum goes ahead of the content.
WHOLE = 8 * 1024 * 1024
AHEAD = 4
SHOWN_ERRORS = 5


@dataclasses.dataclass(frozen=True)
class ObjectChange(Change):
    """A write of one object, or one batch of deletes; changes of one ``phase`` are made side by side."""

    phase: int = ASSETS
    file: LocalFile | None = None


@dataclasses.dataclass(frozen=True, slots=True)
class Written:
    """What S3 has answered to a write: the new ETag, the second in which it was there, and the checksum it keeps.

    ``at`` is told by the server's clock, never earlier than the object's LastModified; 0 and "" are not known.
    """

    etag: str
    at: int
    digest: str = ""


Done = t.Callable[[ObjectChange, Written | None], None]


class Writer:
    """Makes changes with a pool of threads."""

    def __init__(self, api: Api, *, threads: int) -> None:
        self._api = api
        self._threads = threads

    def make_all(self, changes: t.Iterable[ObjectChange], done: Done) -> None:
        """Make all changes, phase after phase, and tell ``done`` each in the order of the plan, with what was written.

        After a failure nothing new is begun; what was under way is finished, told, and then the failure raised.
        """
        for dummy, phase in itertools.groupby(changes, key=lambda change: change.phase):
            with concurrent.futures.ThreadPoolExecutor(self._threads) as pool:
                self._make_phase(pool, phase, done)

    def _make_phase(
        self,
        pool: concurrent.futures.ThreadPoolExecutor,
        phase: t.Iterator[ObjectChange],
        done: Done,
    ) -> None:
        pending: collections.deque[tuple[ObjectChange, concurrent.futures.Future[Written | None]]]
        pending = collections.deque()
        failure: BaseException | None = None
        for change in phase:
            pending.append((change, pool.submit(self.make, change)))
            if len(pending) >= self._threads * AHEAD:
                failure = _settle(*pending.popleft(), done)
            if failure is not None:
                break
        if failure is not None:
            pool.shutdown(wait=True, cancel_futures=True)
        for begun, future in pending:
            if not future.cancelled():
                failure = _settle(begun, future, done) or failure
        if failure is not None:
            raise failure

    def make(self, change: ObjectChange) -> Written | None:
        """Make one change, and return what was written, None for deletes; raises CdnError that names the object."""
        try:
            if change.file is not None and change.operation == "s3:CreateMultipartUpload":
                return self._send_parts(change, change.file)
            if change.file is not None and change.operation == "s3:PutObject":
                return self._send(change, change.file)
            answer = self._api.call(change.operation, change.request({}))
            if change.operation == "s3:CopyObject":
                return _written({**answer, **(answer.get("CopyObjectResult") or {})})
            _check_deletes(change, answer)
        except CdnError as error:
            error.message = f"{change.resource}: {error.message}"
            raise
        except OSError as error:
            raise CdnError(
                f"{change.resource}: {error.filename or 'the file'} cannot be read: {error.strerror}"
            ) from error
        return None

    def _send(self, change: ObjectChange, file: LocalFile) -> Written:
        request = change.request({})
        with Path(file.path).open("rb") as content:
            if file.size > WHOLE:
                answer = self._api.call(change.operation, {**request, "Body": content, "ChecksumAlgorithm": "SHA256"})
            else:
                body = content.read()
                # Stored with the object: it proves the content where the ETag does not, under KMS (S3-31).
                sum_ = encoded(hashlib.sha256(body).digest())
                answer = self._api.call(change.operation, {**request, "Body": body, "ChecksumSHA256": sum_})
                answer = {"ChecksumSHA256": sum_, **answer}
            _refuse_changed(file, os.fstat(content.fileno()))
        return _written(answer)

    def _send_parts(self, change: ObjectChange, file: LocalFile) -> Written:
        request = change.request({})
        bucket, key = request.pop("Bucket"), request.pop("Key")
        config = TransferConfig(
            multipart_threshold=MULTIPART_SIZE, multipart_chunksize=PART_SIZE, max_request_concurrency=self._threads
        )
        # The uploads of parts share the client's connections with the pool; at the worst they wait for one.
        with (
            self._api.translating("s3:UploadPart"),
            TransferManager(self._api.client("s3"), config) as manager,
        ):
            manager.upload(file.path, bucket, key, {**request, "ChecksumAlgorithm": "SHA256"}).result()
        _refuse_changed(file, Path(file.path).stat())
        # s3transfer keeps the answer to itself.
        return _written(self._api.call("s3:HeadObject", {"Bucket": bucket, "Key": key, "ChecksumMode": "ENABLED"}))


def _settle(
    change: ObjectChange, future: concurrent.futures.Future[Written | None], done: Done
) -> BaseException | None:
    failure = future.exception()
    if failure is None:
        done(change, future.result())
    return failure


def _written(answer: t.Mapping[str, t.Any]) -> Written:
    modified = answer.get("LastModified")
    sent = (answer.get("ResponseMetadata") or {}).get("HTTPHeaders", {}).get("date")
    at = modified or (email.utils.parsedate_to_datetime(sent) if sent else None)
    return Written(
        str(answer.get("ETag") or "").strip('"'),
        int(at.timestamp()) if at else 0,
        str(answer.get("ChecksumSHA256") or ""),
    )


def _refuse_changed(file: LocalFile, status: os.stat_result) -> None:
    if (status.st_size, status.st_mtime_ns) != (file.size, file.mtime_ns):
        raise CdnError(
            f"{file.path} was changed while it was published: publish again when nothing writes to the tree."
        )


def _check_deletes(change: Change, answer: t.Mapping[str, t.Any]) -> None:
    errors = answer.get("Errors") or []  # a 200 may hold failures (S3-22)
    if errors:
        first = ", ".join(f"{one.get('Key')} ({one.get('Code')})" for one in errors[:SHOWN_ERRORS])
        more = f" and {len(errors) - SHOWN_ERRORS} more" if len(errors) > SHOWN_ERRORS else ""
        raise CdnError(
            f"{change.operation} could not delete {first}{more}. The caller's policies need s3:DeleteObject."
        )
