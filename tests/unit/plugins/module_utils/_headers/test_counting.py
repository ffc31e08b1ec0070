# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

import datetime
import secrets
from pathlib import Path

import pytest

from ansible_collections.cdn.aws.plugins.module_utils import _progress
from ansible_collections.cdn.aws.plugins.module_utils._errors import Refused
from ansible_collections.cdn.aws.plugins.module_utils._headers.cost import GB, Costs
from ansible_collections.cdn.aws.plugins.module_utils._headers.decide import Repair
from ansible_collections.cdn.aws.plugins.module_utils._headers.pace import Pace
from ansible_collections.cdn.aws.plugins.module_utils._headers.spool import Spool
from ansible_collections.cdn.aws.plugins.module_utils._headers.tally import MOST_DIFFERENCES, OTHERS, Tally
from ansible_collections.cdn.aws.plugins.module_utils._plan import Difference


def repair(key="a", size=10, differences=(), **members):
    return Repair(key, '"e"', size, 1, members, differences)


def test_rows_come_back_as_they_were_written_as_often_as_wanted():
    until = datetime.datetime(2099, 1, 1, tzinfo=datetime.timezone.utc)
    rows = [
        repair(
            "größe.jpg",
            differences=(Difference("größe.jpg: metadata", {"a": "b"}, None),),
            ObjectLockRetainUntilDate=until,
            Metadata={"a": "2026"},
            BucketKeyEnabled=False,
        ),
        repair("b"),
    ]
    spool = Spool()
    for row in rows:
        spool.add(row)
    assert list(spool) == rows
    assert list(spool) == rows
    assert spool.count == 2
    with pytest.raises(ValueError, match="takes no more rows"):
        spool.add(rows[0])


def test_a_full_disk_is_told_in_one_line():
    spool = Spool()
    with Path("/dev/full").open("wb") as full:
        spool._writer.fileobj = full
        with pytest.raises(Refused, match="cannot be kept in .*: No space left on device. Name a larger folder"):
            for number in range(100_000):
                spool.add(repair(secrets.token_hex(50 + number % 2)))


def test_a_million_looks_and_repairs_are_estimated_by_the_price_list():
    costs = Costs(lists=1000)
    costs.heads["STANDARD"] = 1_000_000
    costs.copies["STANDARD"] = 1_000_000
    costs.copied_bytes["STANDARD"] = 100 * GB
    told = costs.estimate(versioned=True)
    assert (told["looking"], told["copying"], told["total"]) == (0.405, 5.0, 5.405)
    assert (told["old_versions_bytes"], told["old_versions_per_month"]) == (100 * GB, 2.3)
    assert costs.estimate(versioned=False)["old_versions_per_month"] == 0
    assert (told["currency"], told["region"]) == ("USD", "us-east-1")


def test_many_repairs_look_twice():
    costs = Costs()
    for _number in range(5_001):
        costs.looked("STANDARD")
        costs.repair(repair(), "STANDARD")
    assert costs.estimate(versioned=False)["head_requests"] == 10_002
    costs.looked("STANDARD", 3)
    costs.repair(repair(), "STANDARD", 3)
    assert costs.estimate(versioned=False)["head_requests"] == 10_008, "tags and ACLs are asked for too"


def test_classes_keys_and_parts_have_their_own_prices():
    costs = Costs()
    costs.repair(repair(size=GB, StorageClass="GLACIER_IR"), "GLACIER_IR")
    costs.repair(repair(size=GB, ServerSideEncryption="aws:kms"), "STANDARD")
    costs.repair(repair(size=6 * GB), "STANDARD")
    assert costs.copies == {"GLACIER_IR": 1, "STANDARD": 1 + 14}
    assert costs.kms == 2
    assert costs.estimate(versioned=False)["retrieval"] == 0.03


def test_differences_are_counted_and_the_rare_ones_together():
    tally = Tally()
    for number in range(1000):
        one = (Difference("a: metadata", {"n": number}, {"n": "x"}), Difference("a: cache_control", None, "max-age=9"))
        tally.repair(repair(f"{number}", differences=one), "STANDARD")
    rows = tally.differences()
    assert len(rows) == MOST_DIFFERENCES + 1
    assert (rows[0]["header"], rows[0]["objects"], rows[0]["examples"]) == ("cache_control", 1000, ["0", "1", "2"])
    (others,) = [row for row in rows if row["current"] == OTHERS]
    assert sum(row["objects"] for row in rows) == 2000
    assert others["desired"] == OTHERS


def test_a_repair_that_was_not_needed_is_taken_back():
    tally = Tally()
    for key in ("a", "b"):
        tally.repair(repair(key), "STANDARD")
    tally.withdraw(repair("a"), None)
    assert (tally.repairs, tally.unchanged, list(tally.keys), tally.bytes) == (1, 1, ["b"], 10)


def test_more_keys_than_can_be_named_stay_unnamed_though_some_are_taken_back(monkeypatch):
    """Else those that were never noted would be missing for the invalidation."""
    monkeypatch.setattr("ansible_collections.cdn.aws.plugins.module_utils._headers.tally.MOST_PATHS", 2)
    tally = Tally()
    for key in "abcd":
        tally.repair(repair(key), "STANDARD")
    tally.withdraw(repair("a"), None)
    tally.withdraw(repair("b"), None)
    assert (tally.repairs, tally.keys) == (2, None)


def test_pace_tells_what_is_done_how_fast_and_for_how_long_still():
    told = _progress.start()
    now = [0.0]
    pace = Pace("Repairing", total=100, clock=lambda: now[0])
    lines = []
    for _object in range(10):
        now[0] += 1
        pace.took()
        lines.append(told._waits.get("Repairing"))
    pace.end()
    assert lines[0] is None
    assert lines[-1].status == "10 of 100 repaired, 1/s, about 90 s left"
    assert told._waits["Repairing"].done
    looking = Pace("Looking", clock=lambda: now[0])
    looking.listed()
    looking.end()
    assert "Looking" not in told._waits
    now[0] += 5
    looking.took(found=1)
    assert told._waits["Looking"].status == "1 listed, 1 looked at, 0/s, 1 to repair"
