# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

import itertools
import types

import pytest

from ansible_collections.cdn.aws.plugins.module_utils import _progress
from ansible_collections.cdn.aws.plugins.module_utils._publish.pace import Pace, readable, time_left
from ansible_collections.cdn.aws.plugins.module_utils._publish.upload import ObjectChange

NUMBERS = itertools.count()


def put(size):
    return ObjectChange(
        kind="create",
        operation="s3:PutObject",
        resource=f"images/{next(NUMBERS)}",
        request=lambda state: {},
        phase=0,
        file=types.SimpleNamespace(size=size),
    )


def watched():
    """Return a list of what will be told, and a clock."""
    told = []
    _progress.start().tell = told.append
    return told, [0.0]


def run(seconds, sizes):
    """Publish objects of these sizes, each after so many seconds, and return what was told."""
    told, now = watched()
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
    assert "about 17 min left" in run(1, [1_000_000, 1_000_000, 998_000_000])[0].status


def test_the_speed_is_that_of_the_last_seconds_and_at_the_end_that_of_all():
    told, now = watched()
    puts = [put(1000) for dummy in range(60)]
    pace = Pace("images", puts, clock=lambda: now[0])
    for number, change in enumerate(puts):
        now[0] += 1 if number < 20 else 0.5
        pace.took(change)
    by_count = {int(look.status.split()[0]): look.status for look in told}
    assert "1 objects/s, 1.0 kB/s, about 40 s left" in by_count[20]
    assert "2 objects/s, 2.0 kB/s, about 10 s left" in by_count[40]
    assert by_count[60].endswith("60.0 kB of 60.0 kB, 2 objects/s, 1.5 kB/s, nothing left")


def test_the_bytes_of_a_large_file_count_while_it_is_under_way_and_once():
    told, now = watched()
    large, small = put(100_000_000), put(0)
    pace = Pace("images", [large, small], clock=lambda: now[0])
    for count in (10_000_000, 10_000_000, -10_000_000, 10_000_000):
        now[0] += 2
        pace.sent(large, count)
    now[0] += 2
    pace.took(large)
    assert [look.status.split(", ")[1] for look in told] == [
        "10.0 MB of 100.0 MB", "20.0 MB of 100.0 MB", "10.0 MB of 100.0 MB", "20.0 MB of 100.0 MB",
        "100.0 MB of 100.0 MB",
    ]  # fmt: skip
    assert told[1].status.endswith("0 objects/s, 5.0 MB/s, about 16 s left")
    assert told[4].status.startswith("1 of 2 objects")


def test_a_long_publication_is_told_less_often():
    seconds = [look.seconds for look in run(1, [10] * 1200)]
    assert seconds[1] - seconds[0] == pytest.approx(1)
    assert seconds[-3] - seconds[-4] == pytest.approx(15)
    assert len(seconds) < 150


def test_a_short_publication_says_nothing():
    assert run(0.001, [10] * 1000) == []


def test_not_every_object_is_told():
    assert len(run(0.01, [10] * 1000)) == pytest.approx(9, abs=1)


@pytest.mark.parametrize(("count", "text"), [(0, "0 B"), (999, "999 B"), (8192, "8.2 kB"), (5e15, "5000.0 TB")])
def test_bytes_have_units(count, text):
    assert readable(count) == text


def test_long_times_are_told_in_minutes_and_hours():
    told = [time_left(seconds) for seconds in (90, 600, 36_000)]
    assert told == ["about 90 s left", "about 10 min left", "about 10 h left"]
