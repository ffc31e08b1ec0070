# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

import threading
import time

import pytest

from ansible_collections.cdn.aws.plugins.module_utils._errors import AwsError, CdnError
from ansible_collections.cdn.aws.plugins.module_utils._publish.upload import (
    ASSETS,
    DELETES,
    PAGES,
    ObjectChange,
    Writer,
)
from ansible_collections.cdn.aws.plugins.module_utils._publish.walk import LocalFile


class Recorder:
    """An Api that takes every call, some time each, and fails for some keys."""

    def __init__(self, failing=()):
        self.failing = failing
        self.log = []
        self.running = self.most = 0
        self.lock = threading.Lock()

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
    operation = "s3:DeleteObjects" if phase == DELETES else "s3:PutObject"
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
    Writer(api, threads=8).make_all(changes, done.append)
    assert done == changes
    assert 1 < api.most <= 8
    assert set(api.log[40:42]) == {"page1", "page2"}
    assert api.log[42] == "deletes"


def test_a_failure_keeps_pages_and_deletes_back_and_tells_what_was_done():
    api, done = Recorder(failing=("005",)), []
    with pytest.raises(AwsError, match="AccessDenied") as failure:
        Writer(api, threads=2).make_all([*assets(40), change("page", PAGES), change("x", DELETES)], done.append)
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
