# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

import datetime as dt
import threading
import time
from unittest import mock

import pytest

from ansible_collections.cdn.aws.plugins.module_utils._errors import AwsError, CdnError
from ansible_collections.cdn.aws.plugins.module_utils._publish.upload import (
    ASSETS,
    DELETES,
    PAGES,
    PATIENCE,
    ObjectChange,
    Writer,
    Written,
)
from ansible_collections.cdn.aws.plugins.module_utils._publish.walk import LocalFile


class Recorder:
    """An Api that takes every call, some time each, and fails for some keys."""

    def __init__(self, failing=()):
        self.failing = failing
        self.log = []
        self.running = self.most = 0
        self.lock = threading.Lock()

    def client(self, service):
        """Return a client without connections, whose events are never emitted."""
        return mock.Mock()

    def call(self, operation, request, *, region=None):
        with self.lock:
            self.log.append(request.get("Key", "deletes"))
            self.running += 1
            self.most = max(self.most, self.running)
        time.sleep(0.002)
        with self.lock:
            self.running -= 1
        if request.get("Key") in self.failing:
            raise AwsError(operation=operation, code="AccessDenied", text="no", status=403)
        return {}


def change(name, phase, file=None):
    operation = "s3:DeleteObjects" if phase == DELETES else "s3:PutObject" if file else "s3:CopyObject"
    return ObjectChange(
        kind="create", operation=operation, resource=f"b/{name}", request=lambda state: {"Bucket": "b", "Key": name},
        phase=phase, file=file,
    )  # fmt: skip


def assets(count):
    return [change(f"{number:03}", ASSETS) for number in range(count)]


def test_writes_of_a_phase_run_side_by_side_and_phases_one_after_the_other():
    """S3-36."""
    api, done = Recorder(), []
    changes = [*assets(40), change("page1", PAGES), change("page2", PAGES), change("deletes", DELETES)]
    watch = mock.Mock()
    Writer(api, threads=8).make_all(changes, lambda change, written: done.append((change, written)), watch)
    assert [one for one, _ in done] == changes
    assert {call.args[0].resource for call in watch.took.call_args_list} == {one.resource for one in changes}
    assert [written is None for _, written in done] == [one.phase == DELETES for one in changes]
    assert 1 < api.most <= 8
    assert set(api.log[40:42]) == {"page1", "page2"}
    assert api.log[42] == "deletes"


def test_a_failure_keeps_pages_and_deletes_back_and_tells_what_was_done():
    api, done = Recorder(failing=("005",)), []
    with pytest.raises(AwsError, match="AccessDenied") as failure:
        changes = [*assets(40), change("page", PAGES), change("x", DELETES)]
        Writer(api, threads=2).make_all(changes, lambda change, written: done.append(change))
    assert failure.value.message.startswith("b/005: ")
    assert len(api.log) < 40
    assert {one.resource for one in done} == {f"b/{name}" for name in api.log if name != "005"}


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "a"
    path.write_text("content")
    status = path.stat()
    return LocalFile("a", str(path), status.st_size, status.st_mtime_ns)


def test_a_file_that_is_written_to_meanwhile_is_told(file, tmp_path):
    (tmp_path / "a").write_text("other content")
    with pytest.raises(CdnError, match="was changed while it was published"):
        Writer(Recorder(), threads=1).make(change("a", ASSETS, file))


def test_a_file_that_is_gone_meanwhile_is_told(file, tmp_path):
    (tmp_path / "a").unlink()
    with pytest.raises(CdnError, match=r"b/a: .*/a cannot be read: No such file"):
        Writer(Recorder(), threads=1).make(change("a", ASSETS, file))


class Answering:
    """An Api that gives the same answer to every call."""

    def __init__(self, answer):
        self.answer = answer

    def call(self, operation, request, *, region=None):
        return self.answer


def test_what_was_written_is_told_with_the_clock_of_the_server(file):
    answer = {"ETag": '"abc"', "ResponseMetadata": {"HTTPHeaders": {"date": "Thu, 01 Jan 1970 00:01:40 GMT"}}}
    written = Writer(Answering(answer), threads=1).make(change("a", ASSETS, file))
    assert written == Written("abc", 100, "7XACtDnprIRfIjV9giusFERzD722AW0+yUMil7nsn3M=")


def test_a_copy_tells_itself_when_it_was_made():
    modified = dt.datetime(1970, 1, 1, 0, 0, 7, tzinfo=dt.timezone.utc)
    answer = {"CopyObjectResult": {"ETag": '"abc"', "LastModified": modified}}
    assert Writer(Answering(answer), threads=1).make(change("a", ASSETS)) == Written("abc", 7)


class Busy(Answering):
    """An Api that asks for patience some times before it answers."""

    def __init__(self, times):
        super().__init__({"ETag": '"abc"'})
        self.times = times

    def call(self, operation, request, *, region=None):
        self.times -= 1
        if self.times >= 0:
            raise AwsError(operation=operation, code="SlowDown", text="Please reduce your request rate.", status=503)
        return self.answer


@pytest.mark.parametrize(("times", "sleeps"), [(0, 0), (2, 2), (PATIENCE, PATIENCE)])
def test_when_s3_asks_for_patience_fewer_requests_are_made_and_these_again(monkeypatch, file, times, sleeps):
    """S3-23: botocore has given up by then, all requests together have used up its quota of retries."""
    slept = []
    monkeypatch.setattr(time, "sleep", slept.append)
    writer = Writer(Busy(times), threads=8)
    assert writer.make(change("a", ASSETS, file)).etag == "abc"
    assert slept == [pytest.approx(2**attempt * 0.75, rel=0.4) for attempt in range(sleeps)]


def test_patience_has_an_end(monkeypatch, file):
    monkeypatch.setattr(time, "sleep", lambda seconds: None)
    with pytest.raises(AwsError) as failure:
        Writer(Busy(PATIENCE + 1), threads=8).make(change("a", ASSETS, file))
    assert (failure.value.code, failure.value.message[:5]) == ("SlowDown", "b/a: ")
