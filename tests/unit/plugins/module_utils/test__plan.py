# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import pytest

from ansible_collections.cdn.aws.plugins.module_utils._plan import MASKED, OTHER_MASKED, Change, Difference, Plan


def change(kind="update", operation="cloudfront:UpdateDistribution", *differences):
    return Change(kind, operation, "cdn.example.com", lambda state: {}, differences=differences)


def test_actions_name_each_write_in_order():
    plan = Plan(before={}, after={}, changes=(change(), change("delete", "cloudfront:DeleteDistribution")))
    assert plan.as_actions() == [
        {"operation": "cloudfront:UpdateDistribution", "resource": "cdn.example.com", "change": "update"},
        {"operation": "cloudfront:DeleteDistribution", "resource": "cdn.example.com", "change": "delete"},
    ]


def test_a_plan_is_true_when_it_has_changes():
    assert Plan(before=None, after={"id": "E1"}, changes=(change(),))
    assert not Plan(before={"id": "E1"}, after={"id": "E1"}, warnings=("look",), needs="a bucket")


def test_a_plan_cannot_be_altered():
    with pytest.raises(AttributeError):
        Plan(before=None, after=None).changes = ()
    with pytest.raises(AttributeError):
        change().settled = True


def test_a_diff_shows_only_what_differs():
    plan = Plan(
        before={"comment": "old", "enabled": True},
        after={"comment": "new", "enabled": True},
        changes=(change("update", "cloudfront:UpdateDistribution", Difference("comment", "old", "new")),),
    )
    assert plan.as_diff(name="distribution E1") == {
        "before_header": "distribution E1",
        "after_header": "distribution E1",
        "before": {"comment": "old"},
        "after": {"comment": "new"},
    }


def test_a_diff_gathers_the_differences_of_all_changes():
    plan = Plan(
        before={},
        after={},
        changes=(
            change("update", "s3:PutBucketTagging", Difference("tags.a", "1", "2")),
            change("update", "s3:PutBucketVersioning", Difference("versioning", False, True)),
        ),
    )
    shown = plan.as_diff(name="bucket")
    assert shown["before"] == {"tags.a": "1", "versioning": False}
    assert shown["after"] == {"tags.a": "2", "versioning": True}


def test_a_diff_leaves_out_the_side_that_has_nothing():
    found = (Difference("added", None, "x"), Difference("removed", "y", None))
    shown = Plan(before={}, after={}, changes=(change("update", "s3:X", *found),)).as_diff(name="bucket")
    assert (shown["before"], shown["after"]) == ({"removed": "y"}, {"added": "x"})


def test_a_diff_shows_that_a_secret_differs_but_not_the_secret():
    found = (Difference("origins[a].custom_headers[k]", "old secret", "new secret", sensitive=True),)
    shown = Plan(before={}, after={}, changes=(change("update", "cloudfront:X", *found),)).as_diff(name="d")
    assert shown["before"] == {"origins[a].custom_headers[k]": MASKED}
    assert shown["after"] == {"origins[a].custom_headers[k]": OTHER_MASKED}
    assert "old secret" not in str(shown)
    assert "new secret" not in str(shown)


def test_the_diff_of_a_creation_is_the_new_state():
    plan = Plan(
        before=None, after={"name": "x", "etag": "E", "comment": None}, changes=(change("create", "cloudfront:C"),)
    )
    shown = plan.as_diff(name="x", volatile=frozenset({"etag"}))
    assert (shown["before"], shown["after"]) == ({}, {"name": "x"})


def test_the_diff_of_a_deletion_is_the_old_state():
    plan = Plan(before={"name": "x", "etag": "E"}, after=None, changes=(change("delete", "cloudfront:D"),))
    shown = plan.as_diff(name="x", volatile=frozenset({"etag"}))
    assert (shown["before"], shown["after"]) == ({"name": "x"}, {})


def test_the_diff_of_an_empty_plan_is_empty():
    shown = Plan(before={"name": "x"}, after={"name": "y"}).as_diff(name="x")
    assert (shown["before"], shown["after"]) == ({}, {})
