# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

import types

import pytest

from ansible_collections.cdn.aws.plugins.module_utils import _progress
from ansible_collections.cdn.aws.plugins.module_utils._publish.pace import Pace, readable
from ansible_collections.cdn.aws.plugins.module_utils._publish.upload import ObjectChange


def put(size):
    return ObjectChange(
        kind="create",
        operation="s3:PutObject",
        resource="images/a",
        request=lambda state: {},
        phase=0,
        file=types.SimpleNamespace(size=size),
    )


def run(seconds, sizes):
    """Publish objects of these sizes, each after so many seconds, and return what was told."""
    told, now = [], [0.0]
    progress = _progress.start()
    progress.tell = told.append
    puts = [put(size) for size in sizes]
    pace = Pace("images", puts, clock=lambda: now[0])
    for change in puts:
        now[0] += seconds
        pace.took(change)
    return told


def test_a_publication_tells_objects_bytes_and_the_time_left():
    first, *_rest, last = run(1, [2_000_000] * 10)
    assert first.what == "Publishing 10 objects to images"
    assert first.status == "2 of 10 objects, 4.0 MB of 20.0 MB, 1 objects/s, 2.0 MB/s, about 8 s left"
    assert (last.done, last.seconds) == (True, 10)


def test_a_large_file_that_is_still_to_come_counts_by_its_bytes():
    assert "about 998 s left" in run(1, [1_000_000, 1_000_000, 998_000_000])[0].status


def test_a_short_publication_says_nothing():
    assert run(0.001, [10] * 1000) == []


def test_not_every_object_is_told():
    assert len(run(0.01, [10] * 1000)) == pytest.approx(9, abs=1)


@pytest.mark.parametrize(("count", "text"), [(0, "0 B"), (999, "999 B"), (8192, "8.2 kB"), (5e15, "5000.0 TB")])
def test_bytes_have_units(count, text):
    assert readable(count) == text
