# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

import pytest

from ansible_collections.cdn.aws.plugins.module_utils._errors import AwsError
from ansible_collections.cdn.aws.plugins.module_utils._publish.compare import RemoteObject
from ansible_collections.cdn.aws.plugins.module_utils._publish.manifest import Manifest, Vouched
from ansible_collections.cdn.aws.plugins.module_utils._publish.table import DamagedTable
from tests.unit.plugins.module_utils._publish.bucket import Bucket

ROWS = [Vouched("a", "1", "7", "x", "m"), Vouched("b", "2", "8", "y", "m")]
RESOURCE = "b/site/.cdn.aws/manifest"


@pytest.fixture
def api():
    return Bucket()


def manifest(api):
    found = Manifest(api, bucket="b", prefix="site/")
    found.find(next(api.pages("s3:ListObjectsV2", {"Prefix": "site/"})))
    return found


def written(api, rows=ROWS):
    one = manifest(api)
    first, last = one.changes(announced=False, written=True, tags={})
    for change in (*first, *last):
        one.make(change, rows)
    return one


def keys(api):
    return [key for key in api.objects if ".cdn.aws/" in key]


def test_what_was_written_is_found_by_the_next_run_under_the_same_key(api):
    written(api)
    (key,) = keys(api)
    assert key.startswith("site/.cdn.aws/")
    assert len(key.rpartition("/")[2]) == 32
    assert (api.objects[key]["CacheControl"], api.objects[key]["ContentType"]) == (
        "no-store", "application/octet-stream",
    )  # fmt: skip
    again = manifest(api)
    assert list(again.rows()) == list(again.rows()) == ROWS
    written(api, ROWS[:1])
    assert keys(api) == [key]
    assert list(manifest(api).rows()) == ROWS[:1]


def test_the_name_that_nobody_can_guess_is_not_told(api):
    for kind in ("create", "update"):
        first, last = manifest(api).changes(announced=False, written=True, tags={})
        assert [change.as_action() for change in (*first, *last)] == [
            {"operation": "s3:PutObject", "resource": RESOURCE, "change": kind}
        ]
        written(api)


def test_an_announcement_makes_the_manifest_that_is_then_updated(api):
    one = manifest(api)
    ((first,), (last,)) = one.changes(announced=True, written=True, tags={})
    assert (first.kind, last.kind) == ("create", "update")
    one.make(first, ROWS[:1])
    one.make(last, ROWS)
    assert list(manifest(api).rows()) == ROWS


def test_it_has_the_tags_that_rules_give_it(api):
    one = manifest(api)
    dummy, (change,) = one.changes(announced=False, written=True, tags={"team": "web & co"})
    assert change.request({})["Tagging"] == "team=web%20%26%20co"


@pytest.mark.parametrize("refused", ["PutObject", "GetObject"])
def test_who_may_not_use_it_is_told_how_to_do_without(api, refused):
    written(api)
    api.refused[refused] = AwsError(operation=f"s3:{refused}", code="AccessDenied", text="Access Denied", status=403)
    with pytest.raises(AwsError) as failed:
        written(api)
    message = failed.value.message
    assert message.startswith(f"{RESOURCE}: Not allowed to do s3:{refused}")
    assert "allow it for b/site/.cdn.aws/*, or set manifest to false" in message


def test_without_anything_new_nothing_is_written(api):
    assert manifest(api).changes(announced=False, written=False, tags={}) == ((), ())


@pytest.mark.parametrize("there", [False, True])
def test_another_publication_in_between_is_not_overwritten(api, there):
    """S3-35."""
    if there:
        written(api)
    one, other = manifest(api), manifest(api)
    ((change,), dummy) = one.changes(announced=True, written=False, tags={})
    ((rival,), dummy) = other.changes(announced=True, written=False, tags={})
    other.make(rival, ROWS[:1])
    if there:
        with pytest.raises(AwsError, match="PreconditionFailed"):
            one.make(change, ROWS)
    else:
        one.make(change, ROWS)
        assert len(keys(api)) == 2


def test_of_two_manifests_the_latest_is_used_and_the_other_deleted(api):
    api.put(f"site/.cdn.aws/{'0' * 32}", b"older")
    api.put(f"site/.cdn.aws/{'1' * 32}", b"old")
    key = f"site/.cdn.aws/{'2' * 32}"
    other = Manifest(api, bucket="b", prefix="site/")
    other._key = key
    other.make(other._change("create"), ROWS)
    one = manifest(api)
    assert list(one.rows()) == ROWS
    dummy, spare = one.changes(announced=False, written=False, tags={})
    assert [(change.operation, change.resource) for change in spare] == [("s3:DeleteObject", RESOURCE)] * 2
    for change in spare:
        one.make(change, [])
    assert keys(api) == [key]


def test_a_manifest_beyond_the_first_page_is_asked_for(api):
    for number in range(5):
        api.put(f"site/!{number}", b"")
    written(api)
    api.put("site/index.html", b"")
    for size, lists in ((2, 2), (5, 2), (6, 2), (7, 1), (1000, 1)):
        api.page_size, api.calls = size, []
        assert list(manifest(api).rows()) == ROWS
        assert api.calls.count("s3:ListObjectsV2") == lists


@pytest.mark.parametrize("key", ["site/.cdn.aws/readme", f"site/x.cdn.aws/{'0' * 32}", f"site/a/.cdn.aws/{'0' * 32}"])
def test_what_only_looks_like_a_manifest_is_none(api, key):
    api.put(key, b"other")
    assert list(manifest(api).rows()) == []


def test_one_that_was_deleted_meanwhile_is_none_and_a_damaged_one_keeps_its_key(api):
    written(api)
    (key,) = keys(api)
    page = next(api.pages("s3:ListObjectsV2", {"Prefix": "site/"}))
    api.objects[key]["Body"] = b"damaged"
    one = manifest(api)
    with pytest.raises(DamagedTable):
        list(one.rows())
    one.forget()
    assert list(one.rows()) == []
    assert one.changes(announced=False, written=True, tags={})[1][0].kind == "update"
    del api.objects[key]
    one.find(page)
    assert list(one.rows()) == []
    assert one.changes(announced=False, written=True, tags={})[1][0].kind == "create"


@pytest.mark.parametrize(
    ("remote", "fits"),
    [
        (RemoteObject("a", 1, "1", 7), True),
        (RemoteObject("a", 1, "1", 6), True),
        (RemoteObject("a", 1, "1", 8), False),
        (RemoteObject("a", 1, "2", 7), False),
    ],
    ids=["same", "earlier", "later", "content"],
)
def test_a_row_vouches_until_the_object_is_rewritten(remote, fits):
    assert ROWS[0].fits(remote) is fits
    assert not Vouched("a").fits(remote), "a name that is announced only"
