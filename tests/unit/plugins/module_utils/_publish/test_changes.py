# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

import pytest

from ansible_collections.cdn.aws.plugins.module_utils._plan import Change
from ansible_collections.cdn.aws.plugins.module_utils._publish import changes as under_test
from ansible_collections.cdn.aws.plugins.module_utils._publish.changes import Writes, as_actions, as_diff
from ansible_collections.cdn.aws.plugins.module_utils._publish.examine import Entry, Finding
from ansible_collections.cdn.aws.plugins.module_utils._publish.walk import LocalFile


def put(name, kind="new"):
    return Finding(kind, Entry(LocalFile(name, f"/t/{name}", 1, 1)), {"content_type": "image/png"})


@pytest.fixture
def plan():
    writes = Writes(bucket="b", prefix="p/")
    return [
        Change("create", "s3:PutObject", "b/p/.cdn.aws/manifest", dict),
        *(writes.write(put(name)) for name in "abc"),
        *(writes.write(put(name, "changed")) for name in "de"),
        *writes.deletes([put(str(number)) for number in range(1500)]),
        Change("update", "s3:PutObject", "b/p/.cdn.aws/manifest", dict),
    ]


def test_a_plan_is_told_write_by_write(plan):
    assert [action["resource"] for action in as_actions(plan, "b")] == [
        "b/p/.cdn.aws/manifest", "b/p/a", "b/p/b", "b/p/c", "b/p/d", "b/p/e", "b: 1000 objects", "b: 500 objects",
        "b/p/.cdn.aws/manifest",
    ]  # fmt: skip


def test_a_huge_plan_is_told_by_operation_and_change(plan, monkeypatch):
    monkeypatch.setattr(under_test, "MOST_ACTIONS", len(plan) - 1)
    actions = as_actions(plan, "b")
    assert [tuple(action.values()) for action in actions] == [
        ("s3:PutObject", "b/p/.cdn.aws/manifest", "create"),
        ("s3:PutObject", "b: 3 objects", "create"),
        ("s3:PutObject", "b: 2 objects", "update"),
        ("s3:DeleteObjects", "b: 1500 objects", "delete"),
        ("s3:PutObject", "b/p/.cdn.aws/manifest", "update"),
    ]
    diff = as_diff(plan, "publish b/p/", "b")
    assert diff["before"] == {}
    assert diff["after"]["s3:PutObject b: 3 objects"] == "create"


def test_writes_of_the_same_headers_share_them():
    writes = Writes(bucket="b", prefix="p/")
    first, second = writes.write(put("a")), writes.write(put("b"))
    assert first.request({}) == {"Bucket": "b", "Key": "p/a", "ContentType": "image/png"}
    assert first.request.members is second.request.members
    assert not hasattr(first, "__dict__"), "a hundred thousand of them have to fit"
