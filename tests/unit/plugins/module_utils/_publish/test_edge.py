# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

import pytest

from ansible_collections.cdn.aws.plugins.module_utils._publish.edge import Edge
from tests.unit.plugins.module_utils._publish.bucket import Bucket


def edge(**options):
    return Edge({"distribution_id": "D", "wait": False, "wait_timeout": 1, **options}, Bucket())


@pytest.mark.parametrize(("options", "paths"), [({"distribution_id": None}, ["/a"]), ({}, [])])
def test_nothing_is_invalidated_without_a_distribution_or_paths(options, paths):
    one = edge(**options)
    assert one.plan(paths) == ()
    one.apply_all([].append)
    one.wait()
    assert (one.result(), one.waits()) == (None, [])


def test_the_plan_is_that_of_the_invalidation_module():
    one, done = edge(), []
    (change,) = one.plan(["/", "/a%20b"])
    assert (change.operation, change.resource) == ("cloudfront:CreateInvalidation", "D")
    assert one.result()["status"] == "InProgress"
    one.apply_all(done.append)
    assert done == [change]
    assert one.result()["id"] == "I1"
    assert one.result()["invalidation_batch"]["paths"]["items"] == ["/", "/a%20b"]


def test_the_wait_is_told_beforehand():
    one = edge(wait=True)
    one.plan(["/a"])
    (wait,) = one.waits()
    assert "1 path of D" in wait["what"]


def test_a_second_look_with_nothing_left_keeps_the_invalidation_that_was_made():
    one = edge()
    one.plan(["/a"])
    one.apply_all([].append)
    one.plan([])
    one.apply_all([].append)
    assert one.result()["id"] == "I1"
