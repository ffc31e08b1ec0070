# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Carrying out a publication: many writes side by side, pages after what they refer to, deletes last (S3-36)."""

from __future__ import annotations

import contextlib
import dataclasses
import email.utils
import hashlib
import io
import itertools
import os
import random
import threading
import time
import typing as t
from pathlib import Path

from .._denials import advice
from .._errors import DENIED_CODES, AwsError, CdnError, from_client_error
from .._plan import Change
from .._resource import Api
from .brake import SLOW_CODES, Brake
from .crew import do_all, hired
from .digests import MULTIPART_SIZE, PART_SIZE, encoded
from .walk import LocalFile

with contextlib.suppress(ImportError):  # comes with boto3, which _module asks for
    from s3transfer.manager import TransferConfig, TransferManager
    from s3transfer.subscribers import BaseSubscriber

ASSETS, PAGES, DELETES = range(3)
# Up to this size a file is read at once: one system call, and the checksum goes ahead of the content.
WHOLE = 1024 * 1024
# How many parts of large files each process sends side by side, and how often a refused request is made again.
MOST_PARTS, PATIENCE = 16, 4
RETRY, CALL, ABORTED = "needs-retry.s3", "before-call.s3", "after-call.s3.AbortMultipartUpload"
SHOWN_ERRORS = 5


@dataclasses.dataclass(frozen=True, slots=True)
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


Done = t.Callable[[ObjectChange, "Written | None"], None]


class Watch(t.Protocol):
    """Who wants to know how far the writes are, at once and not in their order."""

    def took(self, change: Change) -> None:
        """Take note of a write that was made."""

    def sent(self, change: Change, count: int) -> None:
        """Take note of bytes of a large file; they are negative when they will be sent again."""


class Writer:
    """Makes changes side by side, ``threads`` at a time; docs/benchmarks.md tells why in this way."""

    def __init__(self, api: Api, *, threads: int) -> None:
        self._api = api
        self._threads = threads
        self._watch: Watch | None = None
        self._process = os.getpid()
        self._brake = Brake(threads)
        self._manager: TransferManager | None = None
        self._manager_lock = threading.Lock()
        self._kept_parts = ""

    def make_all(self, changes: t.Iterable[ObjectChange], done: Done, watch: Watch | None = None) -> None:
        """Make all changes, phase after phase, and tell ``done`` each in the order of the plan, with what was written.

        After a failure nothing new is begun; what was under way is finished, told, and then the failure raised.
        """
        every = tuple(changes)
        self._watch = watch

        def made(job: int) -> None:
            if watch is not None:
                watch.took(every[job])

        with self._tuned(), hired(lambda job: self.make(every[job]), threads=self._threads, jobs=len(every)) as crew:
            for dummy, phase in itertools.groupby(range(len(every)), key=lambda job: every[job].phase):
                failure = do_all(crew, phase, lambda job, written: done(every[job], written), made=made)
                if failure is not None:
                    raise failure

    @contextlib.contextmanager
    def _tuned(self) -> t.Iterator[None]:
        """Prepare the client for many small requests, in several processes."""
        client = self._api.client("s3")
        # Two processes must not talk over one connection.
        client.close()
        events = client.meta.events
        events.register_first(RETRY, self._brake.note, unique_id=RETRY)
        events.register_last(CALL, do_not_ask_first, unique_id=CALL)
        events.register(ABORTED, self._note_kept_parts, unique_id=ABORTED)
        try:
            yield
        finally:
            events.unregister(RETRY, unique_id=RETRY)
            events.unregister(CALL, unique_id=CALL)
            events.unregister(ABORTED, unique_id=ABORTED)
            if self._manager is not None:
                self._manager.shutdown()

    def _note_kept_parts(self, parsed: t.Mapping[str, t.Any], **dummy: object) -> None:
        # s3transfer clears away what it has sent of a file, and keeps it to itself when it may not.
        if parsed.get("Error"):
            self._kept_parts = from_client_error(parsed, operation="s3:AbortMultipartUpload").message

    def make(self, change: ObjectChange) -> Written | None:
        """Make one change, and return what was written, None for deletes; raises CdnError that names the object."""
        try:
            return self._patiently(change)
        except CdnError as error:
            error.message = f"{change.resource}: {error.message}"
            raise
        except OSError as error:
            raise CdnError(
                f"{change.resource}: {error.filename or 'the file'} cannot be read: {error.strerror}"
            ) from error

    def _patiently(self, change: ObjectChange) -> Written | None:
        # botocore retries too, but all requests together use up its quota of retries (X-01, S3-23).
        for attempt in range(PATIENCE):
            try:
                with self._brake:
                    return self._make(change)
            except AwsError as error:
                if error.code not in SLOW_CODES:
                    raise
            self._brake.slow_down()
            time.sleep(2**attempt * random.uniform(0.5, 1))
        with self._brake:
            return self._make(change)

    def _make(self, change: ObjectChange) -> Written | None:
        if change.file is not None and change.operation == "s3:CreateMultipartUpload":
            return self._send_parts(change, change.file)
        if change.file is not None and change.operation == "s3:PutObject":
            return self._send(change, change.file)
        answer = self._api.call(change.operation, change.request({}))
        if change.operation == "s3:CopyObject":
            return _written({**answer, **(answer.get("CopyObjectResult") or {})})
        _check_deletes(change, answer)
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
        try:
            with self._api.translating("s3:UploadPart"):
                extra = {**request, "ChecksumAlgorithm": "SHA256"}
                self._transfers().upload(file.path, bucket, key, extra, self._subscribers(change)).result()
        except CdnError as error:
            if self._kept_parts:
                error.message = f"{error.message.rstrip('.')}."
                error.add(f"The parts that were sent stay in the bucket and cost money. {self._kept_parts}")
            raise
        _refuse_changed(file, Path(file.path).stat())
        # s3transfer keeps the answer to itself.
        return _written(self._api.call("s3:HeadObject", {"Bucket": bucket, "Key": key, "ChecksumMode": "ENABLED"}))

    def _subscribers(self, change: ObjectChange) -> list[BaseSubscriber]:
        # A forked process tells what it has sent when a file is complete.
        if self._watch is None or os.getpid() != self._process:
            return []
        return [progress_subscriber(self._watch, change)]

    def _transfers(self) -> TransferManager:
        # One for all large files of a process: its threads share the client's connections with the others.
        with self._manager_lock:
            if self._manager is None:
                config = TransferConfig(
                    multipart_threshold=MULTIPART_SIZE,
                    multipart_chunksize=PART_SIZE,
                    max_request_concurrency=min(self._threads, MOST_PARTS),
                )
                self._manager = TransferManager(self._api.client("s3"), config)
            return self._manager


def progress_subscriber(watch: Watch, change: ObjectChange) -> BaseSubscriber:
    """Return what s3transfer tells bytes to that were sent."""

    class Subscriber(BaseSubscriber):
        def on_progress(self, future: object, bytes_transferred: int, **dummy: object) -> None:
            watch.sent(change, bytes_transferred)

    return Subscriber()


def do_not_ask_first(params: t.Mapping[str, t.Any], **dummy: object) -> None:
    """Send a small content along at once: to be asked for it costs a journey (an event handler)."""
    if isinstance(params.get("body"), io.BytesIO):
        params["headers"].pop("Expect", None)


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
        cause = errors[0]
        denied = cause.get("Code") in DENIED_CODES
        what = advice(change.operation, str(cause.get("Message"))) if denied else str(cause.get("Message") or "")
        raise CdnError(f"{change.operation} could not delete {first}{more}. {what}".rstrip())
