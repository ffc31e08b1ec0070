# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

import base64
import hashlib

import pytest
from ansible.module_utils.common.arg_spec import ArgumentSpecValidator

from ansible_collections.cdn.aws.plugins.module_utils._errors import CdnError, Refused
from ansible_collections.cdn.aws.plugins.module_utils._publish.publish import Publish
from ansible_collections.cdn.aws.plugins.module_utils._reconcile import reconcile
from ansible_collections.cdn.aws.plugins.module_utils._unknown import unknown
from ansible_collections.cdn.aws.plugins.modules.s3_publish import SPEC
from tests.unit.helpers import StubbedApi

LISTING = {"Bucket": "b", "Prefix": ""}


@pytest.fixture
def tree(tmp_path):
    for name in ("index.html", "app.js"):
        (tmp_path / name).write_text(name)
    return tmp_path


def publish(api, tree, **options):
    given = {"source": str(tree), "bucket": "b", "threads": 1, "header_check": "never", "manifest": False, **options}
    return Publish(ArgumentSpecValidator(SPEC.options).validate(given).validated_parameters, api)


def sha256(text):
    return base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


def md5(text):
    return f'"{hashlib.md5(text.encode()).hexdigest()}"'


def item(name, content=None):
    return {"Key": name, "Size": len(content or name), "ETag": md5(content or name)}


def put(name, **headers):
    return {"Bucket": "b", "Key": name, "Body": name.encode(), "ChecksumSHA256": sha256(name), **headers}


JS, HTML = "text/javascript; charset=utf-8", "text/html; charset=utf-8"


def test_pages_are_put_after_what_they_refer_to_and_deletes_come_last(tree):
    """S3-36, S3-10: no ACL is sent."""
    api = StubbedApi()
    api.expect("s3:ListObjectsV2", LISTING, {"Contents": [item("old.js"), item("older.js")]})
    api.expect("s3:PutObject", put("app.js", ContentType=JS, CacheControl="max-age=9"), {})
    api.expect("s3:PutObject", put("index.html", ContentType=HTML, CacheControl="max-age=9"), {})
    doomed = {"Objects": [{"Key": "old.js"}, {"Key": "older.js"}], "Quiet": True}
    api.expect("s3:DeleteObjects", {"Bucket": "b", "Delete": doomed}, {})
    result = reconcile(publish(api, tree, purge=True, force=True, cache_control="max-age=9"), check_mode=False)
    assert result.plan.as_actions() == [
        {"operation": "s3:PutObject", "resource": "b/app.js", "change": "create"},
        {"operation": "s3:PutObject", "resource": "b/index.html", "change": "create"},
        {"operation": "s3:DeleteObjects", "resource": "b: 2 objects", "change": "delete"},
    ]
    assert result.state == {
        "bucket": "b", "prefix": "", "uploaded": 2, "headers_updated": 0, "unchanged": 0, "deleted": 2,
        "remote_only": 0, "bytes_uploaded": 16, "new_paths": ["/", "/app.js", "/index.html"],
        "changed_paths": ["/old.js", "/older.js"], "deleted_paths": ["/old.js", "/older.js"],
        "sample_paths": ["/", "/app.js", "/index.html"], "skipped": [],
    }  # fmt: skip


def test_an_unchanged_tree_costs_one_listing_when_headers_are_not_checked(tree):
    api = StubbedApi().expect("s3:ListObjectsV2", LISTING, {"Contents": [item("app.js"), item("index.html")]})
    result = reconcile(publish(api, tree), check_mode=False)
    assert not result.plan
    assert (result.state["unchanged"], result.state["sample_paths"]) == (2, ["/", "/app.js", "/index.html"])
    assert api.calls == ["s3:ListObjectsV2"]


def test_headers_are_asked_for_with_one_head_per_object_and_repaired_by_a_copy(tree):
    """S3-32."""
    api = StubbedApi().expect("s3:ListObjectsV2", LISTING, {"Contents": [item("app.js"), item("index.html")]})
    head = {"Bucket": "b", "ChecksumMode": "ENABLED"}
    api.expect("s3:HeadObject", {**head, "Key": "app.js"}, {"ContentType": JS, "ETag": md5("app.js")})
    api.expect("s3:HeadObject", {**head, "Key": "index.html"}, {"ContentType": "text/html", "ETag": md5("index.html")})
    target = {"Bucket": "b", "Key": "index.html"}
    copy = {"CopySource": target, "CopySourceIfMatch": md5("index.html"), "MetadataDirective": "REPLACE"}
    api.expect("s3:CopyObject", {**target, **copy, "ContentType": HTML}, {})
    result = reconcile(publish(api, tree, header_check="always"), check_mode=False)
    assert result.state["headers_updated"] == 1
    assert result.state["changed_paths"] == ["/", "/index.html"]


def test_an_object_that_changed_under_the_copy_is_compared_again(tree):
    api = StubbedApi()
    for content_type in ("text/html", HTML):
        api.expect("s3:ListObjectsV2", LISTING, {"Contents": [item("app.js"), item("index.html")]})
        api.expect("s3:HeadObject", None, {"ContentType": JS, "ETag": md5("app.js")})
        api.expect("s3:HeadObject", None, {"ContentType": content_type, "ETag": md5("index.html")})
        if content_type == "text/html":
            api.fail("s3:CopyObject", "PreconditionFailed", status=412)
    assert reconcile(publish(api, tree, header_check="always"), check_mode=False).state["headers_updated"] == 1


def test_kms_is_asked_about_only_where_the_etag_proves_nothing(tree):
    """S3-31."""
    kms = {"Key": "index.html", "Size": 10, "ETag": '"0123"'}
    api = StubbedApi().expect("s3:ListObjectsV2", LISTING, {"Contents": [item("app.js"), kms]})
    api.expect("s3:HeadObject", None, {"ChecksumSHA256": sha256("index.html")})
    assert not reconcile(publish(api, tree), check_mode=False).plan


def test_a_delete_that_s3_reports_as_failed_fails(tree):
    """S3-22: the answer is a 200."""
    api = StubbedApi()
    contents = [item("app.js"), item("index.html"), item("old")]
    api.expect("s3:ListObjectsV2", LISTING, {"Contents": contents})
    api.expect("s3:DeleteObjects", None, {"Errors": [{"Key": "old", "Code": "AccessDenied"}]})
    with pytest.raises(CdnError, match=r"could not delete old \(AccessDenied\)") as failure:
        reconcile(publish(api, tree, purge=True), check_mode=False)
    assert failure.value.applied == []


def test_deletes_go_in_batches_of_a_thousand(tree):
    """S3-22."""
    contents = [{"Key": f"old/{number:05}", "Size": 1, "ETag": '"x"'} for number in range(2001)]
    api = StubbedApi().expect("s3:ListObjectsV2", LISTING, {"Contents": contents})
    plan = reconcile(publish(api, tree, purge=True, force=True), check_mode=True).plan
    deletes = [change.resource for change in plan.changes if change.operation == "s3:DeleteObjects"]
    assert deletes == ["b: 1000 objects", "b: 1000 objects", "b: 1 objects"]


@pytest.mark.parametrize(
    ("options", "refused"),
    [({}, True), ({"purge_limit": 67}, False), ({"force": True}, False), ({"exclude": ["old*"]}, False)],
    ids=["default", "limit", "force", "exclude"],
)
def test_a_purge_of_more_than_its_share_is_refused(tree, options, refused):
    api = StubbedApi().expect("s3:ListObjectsV2", LISTING, {"Contents": [item("app.js"), item("old1"), item("old2")]})
    if refused:
        with pytest.raises(CdnError, match="purge would delete 2 of the 3 objects of b/, more than purge_limit=50"):
            reconcile(publish(api, tree, purge=True), check_mode=True)
    else:
        reconcile(publish(api, tree, purge=True, **options), check_mode=True)


def test_only_the_prefix_with_its_slash_is_listed(tree):
    """S3-37."""
    api = StubbedApi().expect("s3:ListObjectsV2", {"Bucket": "b", "Prefix": "site/"}, {"Contents": [item("site/")]})
    result = reconcile(publish(api, tree, prefix="/site", purge=True), check_mode=True)
    assert [change.resource for change in result.plan.changes] == ["b/site/app.js", "b/site/index.html"]


def test_in_a_check_run_a_bucket_may_still_be_unknown(tree):
    result = reconcile(publish(StubbedApi(), tree, bucket=unknown("bucket name")), check_mode=True)
    assert len(result.plan.changes) == 2


def test_a_missing_bucket_is_planned_with_but_not_written_to(tree):
    api = StubbedApi().fail("s3:ListObjectsV2", "NoSuchBucket", status=404)
    assert len(reconcile(publish(api, tree), check_mode=True).plan.changes) == 2
    api = StubbedApi().fail("s3:ListObjectsV2", "NoSuchBucket", status=404)
    with pytest.raises(Refused, match="The bucket b does not exist"):
        reconcile(publish(api, tree), check_mode=False)


def test_the_diff_names_objects_and_not_their_content(tree):
    contents = [item("app.js", "longer than before"), item("index.html", "INDEX.html"), item("old")]
    api = StubbedApi().expect("s3:ListObjectsV2", LISTING, {"Contents": contents})
    api.expect("s3:HeadObject", None, {})
    plan = reconcile(publish(api, tree, purge=True), check_mode=True).plan
    diff = plan.as_diff(name="publish b/")
    assert diff["before"] == {"app.js": "18 bytes", "index.html": "10 bytes, old content", "old": "3 bytes"}
    assert diff["after"] == {"app.js": "6 bytes", "index.html": "10 bytes, new content"}


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"threads": 0}, "threads is 0"),
        ({"purge_limit": 101}, "purge_limit is 101"),
        ({"prefix": "a//b"}, "prefix a//b"),
        ({"prefix": "../b"}, "prefix ../b"),
        ({"prefix": "p" * 1020}, "longer than S3's 1024 bytes"),
    ],
)
def test_options_that_cannot_be_right_are_refused(tree, options, said):
    api = StubbedApi().expect("s3:ListObjectsV2", None, {})
    with pytest.raises(Refused, match=said):
        reconcile(publish(api, tree, **options), check_mode=True)
