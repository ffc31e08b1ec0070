# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

import pytest

from ansible_collections.cdn.aws.plugins.module_utils._errors import AwsError
from ansible_collections.cdn.aws.plugins.module_utils._publish.edge import Edge
from tests.unit.plugins.module_utils._publish.bucket import Bucket


def edge(**options):
    return Edge({"distribution_id": "D", "wait": False, "wait_timeout": 1, **options}, Bucket())


@pytest.mark.parametrize(("options", "paths"), [({"distribution_id": None}, ["/a"]), ({}, [])])
def test_nothing_is_invalidated_without_a_distribution_or_paths(options, paths):
    one = edge(**options)
    assert not one.plan(paths)
    one.apply_all([].append)
    one.wait()
    result = one.result()
    assert (result["invalidation"], result["cost"]["paths"], result["collapsed"]) == (None, 0, None)
    assert (one.waits(), one.has_forgotten) == ([], False)


def test_the_plan_is_that_of_the_invalidation_module():
    one, done = edge(), []
    (change,) = one.plan(["/", "/a%20b"]).changes
    assert (change.operation, change.resource) == ("cloudfront:CreateInvalidation", "D")
    assert one.result()["invalidation"]["status"] == "InProgress"
    assert not one.has_forgotten
    one.apply_all(done.append)
    assert done == [change]
    assert one.has_forgotten
    result = one.result()
    assert result["invalidation"]["id"] == "I1"
    assert result["invalidation"]["invalidation_batch"]["paths"]["items"] == ["/", "/a%20b"]
    assert (result["cost"]["paths"], result["collapsed"]) == (2, None)


def test_more_paths_than_are_free_are_collapsed_and_that_is_told():
    """CF-74."""
    one = edge()
    plan = one.plan([f"/{folder}/{number}.jpg" for folder in "ab" for number in range(600)])
    assert "1,200 of them" in plan.warnings[0] or "600 of them" in plan.warnings[0]
    result = one.result()
    assert result["collapsed"]["wildcards"]
    assert result["cost"]["paths"] <= 1000


def test_a_failure_names_the_distribution():
    one = edge()
    one.plan(["/a"])
    one._api.refused["CreateInvalidation"] = AwsError(operation="x", code="NoSuchDistribution", text="")
    with pytest.raises(AwsError) as failed:
        one.apply_all([].append)
    assert failed.value.message.startswith("distribution_id D: ")
    assert not one.has_forgotten


def test_the_wait_is_told_beforehand():
    one = edge(wait=True)
    one.plan(["/a"])
    (wait,) = one.waits()
    assert "1 path of D" in wait["what"]


def test_a_second_look_keeps_the_invalidation_that_was_made_and_all_are_waited_for():
    one = edge(wait=True)
    asked = []
    one._api._getinvalidation = lambda request: asked.append(request["Id"]) or completed(request)
    for paths in (["/a"], [], ["/b"]):
        one.plan(paths)
        assert not one.has_forgotten
        one.apply_all([].append)
        assert one.result()["invalidation"]["id"] == "I1"
    one.wait()
    assert len(asked) == 2
    assert one.result()["invalidation"]["status"] == "Completed"


def completed(request):
    batch = {"CallerReference": "r", "Paths": {"Quantity": 1, "Items": ["/b"]}}
    return {"Invalidation": {"Id": request["Id"], "Status": "Completed", "InvalidationBatch": batch}}
