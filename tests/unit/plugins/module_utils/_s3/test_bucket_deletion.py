# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

import datetime

import pytest

from ansible_collections.cdn.aws.plugins.module_utils._errors import AwsError, Refused
from ansible_collections.cdn.aws.plugins.module_utils._reconcile import reconcile
from ansible_collections.cdn.aws.plugins.module_utils._s3.bucket import OriginBucket
from tests.unit.helpers import StubbedApi

BUCKET = {"Bucket": "b-1"}
UTC = datetime.timezone.utc


@pytest.fixture
def aws():
    stubbed = StubbedApi()
    yield stubbed
    stubbed.assert_all_made()


def bring(aws, *, check=False, **options):
    result = reconcile(OriginBucket({"name": "b-1", "state": "present", **options}, aws), check_mode=check)
    return [change.operation for change in result.plan.changes], result


def expect_there(aws):
    aws.expect("s3:HeadBucket", BUCKET, {"BucketRegion": aws.region})


def expect_no_locks(aws):
    aws.fail("s3:GetObjectLockConfiguration", "ObjectLockConfigurationNotFoundError", status=404)


def test_a_bucket_with_anything_in_it_is_not_deleted(aws):  # S3-21
    expect_there(aws)
    marker = {"DeleteMarkers": [{"Key": "a", "VersionId": "1"}]}
    aws.expect("s3:ListObjectVersions", BUCKET, marker)
    with pytest.raises(Refused, match="force: true"):
        bring(aws, state="absent")


def test_what_only_publications_remember_is_deleted_with_the_bucket(aws):
    own = {"Key": f"site/.cdn.aws/{'a' * 32}", "VersionId": "1"}
    expect_there(aws)
    aws.expect("s3:ListObjectVersions", BUCKET, {"Versions": [own]})
    late = {"Key": "index.html", "VersionId": "2"}
    aws.expect("s3:ListMultipartUploads", BUCKET, {})
    aws.expect("s3:ListObjectVersions", {**BUCKET, "MaxKeys": 1000}, {"Versions": [own, late]})
    aws.expect("s3:DeleteObjects", {**BUCKET, "Delete": {"Objects": [own], "Quiet": True}}, {})
    aws.expect("s3:DeleteBucket", BUCKET, {})
    operations, result = bring(aws, state="absent")
    assert operations == ["s3:DeleteObjects", "s3:DeleteBucket"]


def test_force_deletes_versions_markers_and_uploads_first(aws):
    page = {"Versions": [{"Key": "a", "VersionId": "1"}], "DeleteMarkers": [{"Key": "a", "VersionId": "2"}]}
    expect_there(aws)
    aws.expect("s3:ListObjectVersions", BUCKET, page)
    expect_no_locks(aws)
    aws.expect("s3:ListMultipartUploads", BUCKET, {"Uploads": [{"Key": "big", "UploadId": "u"}]})
    aws.expect("s3:ListObjectVersions", {**BUCKET, "MaxKeys": 1000}, page)
    objects = [{"Key": "a", "VersionId": "1"}, {"Key": "a", "VersionId": "2"}]
    aws.expect("s3:DeleteObjects", {**BUCKET, "Delete": {"Objects": objects, "Quiet": True}}, {})
    aws.expect("s3:AbortMultipartUpload", {**BUCKET, "Key": "big", "UploadId": "u"}, {})
    aws.expect("s3:DeleteBucket", BUCKET, {})
    operations, result = bring(aws, state="absent", force=True)
    assert operations == ["s3:DeleteObjects", "s3:AbortMultipartUpload", "s3:DeleteBucket"]
    assert result.state is None


def test_an_object_that_s3_does_not_delete_is_reported(aws):  # S3-22
    page = {"Versions": [{"Key": "held", "VersionId": "1"}]}
    expect_there(aws)
    aws.expect("s3:ListObjectVersions", BUCKET, page)
    expect_no_locks(aws)
    aws.expect("s3:ListMultipartUploads", BUCKET, {})
    aws.expect("s3:ListObjectVersions", {**BUCKET, "MaxKeys": 1000}, page)
    request = {**BUCKET, "Delete": {"Objects": [{"Key": "held", "VersionId": "1"}], "Quiet": True}}
    refusal = {"Key": "held", "Code": "AccessDenied", "Message": "Object is locked"}
    aws.expect("s3:DeleteObjects", request, {"Errors": [refusal]})
    with pytest.raises(AwsError, match="held: Object is locked"):
        bring(aws, state="absent", force=True)


def test_a_bucket_that_is_being_uploaded_to_is_not_deleted(aws):  # S3-21
    expect_there(aws)
    aws.expect("s3:ListObjectVersions", BUCKET, {})
    aws.expect("s3:ListMultipartUploads", BUCKET, {"Uploads": [{"Key": "big", "UploadId": "u"}]})
    with pytest.raises(Refused, match="an upload of b-1/big is not finished"):
        bring(aws, state="absent")


def test_a_plan_counts_what_it_deletes(aws):
    expect_there(aws)
    aws.expect("s3:ListObjectVersions", BUCKET, {"Versions": [{"Key": "a", "VersionId": str(n)} for n in range(1001)]})
    expect_no_locks(aws)
    aws.expect("s3:ListMultipartUploads", BUCKET, {})
    actions = bring(aws, check=True, state="absent", force=True)[1].plan.as_actions()
    assert [action["resource"] for action in actions] == [
        "b-1: objects and versions 1 to 1000 of 1001",
        "b-1: objects and versions 1001 to 1001 of 1001",
        "b-1",
    ]


def test_what_somebody_else_has_emptied_meanwhile_takes_no_batch(aws):
    expect_there(aws)
    aws.expect("s3:ListObjectVersions", BUCKET, {"Versions": [{"Key": "a", "VersionId": "1"}]})
    expect_no_locks(aws)
    aws.expect("s3:ListMultipartUploads", BUCKET, {"Uploads": [{"Key": "big", "UploadId": "u"}]})
    aws.expect("s3:ListObjectVersions", {**BUCKET, "MaxKeys": 1000}, {})
    aws.fail("s3:AbortMultipartUpload", "NoSuchUpload", status=404)
    aws.fail("s3:DeleteBucket", "NoSuchBucket", status=404)
    assert bring(aws, state="absent", force=True)[1].state is None


def expect_locks(aws, *, held=None, until=None):
    """Expect what is asked of a version in a bucket of which objects can be locked; None is no such lock."""
    version = {**BUCKET, "Key": "a", "VersionId": "1"}
    expect_there(aws)
    aws.expect("s3:ListObjectVersions", BUCKET, {"Versions": [{"Key": "a", "VersionId": "1"}]})
    aws.expect("s3:GetObjectLockConfiguration", BUCKET, {"ObjectLockConfiguration": {"ObjectLockEnabled": "Enabled"}})
    if held:
        aws.expect("s3:GetObjectLegalHold", version, {"LegalHold": {"Status": held}})
    else:
        aws.fail("s3:GetObjectLegalHold", "NoSuchObjectLockConfiguration", status=404)
    if until:
        retention = {"Mode": "GOVERNANCE", "RetainUntilDate": datetime.datetime(until, 1, 2, tzinfo=UTC)}
        aws.expect("s3:GetObjectRetention", version, {"Retention": retention})
    elif held != "ON":
        aws.fail("s3:GetObjectRetention", "NoSuchObjectLockConfiguration", status=404)


@pytest.mark.parametrize(
    ("lock", "told"),
    [
        ({"held": "ON"}, "a, which is under a legal hold"),
        ({"until": 2999}, "a, which is retained until 2999-01-02 00:00 UTC"),
        ({"held": "OFF", "until": 2999}, "a, which is retained until 2999-01-02 00:00 UTC"),
    ],
)
def test_what_is_locked_keeps_everything(aws, lock, told):
    expect_locks(aws, **lock)
    with pytest.raises(Refused, match=f"does not delete 1 of its objects, such as {told}"):
        bring(aws, state="absent", force=True)


@pytest.mark.parametrize("lock", [{"until": 2020}, {"held": "OFF"}, {}])
def test_what_is_not_locked_any_more_keeps_nothing(aws, lock):
    expect_locks(aws, **lock)
    aws.expect("s3:ListMultipartUploads", BUCKET, {})
    aws.expect("s3:ListObjectVersions", {**BUCKET, "MaxKeys": 1000}, {"Versions": [{"Key": "a", "VersionId": "1"}]})
    aws.expect("s3:DeleteObjects", None, {})
    aws.expect("s3:DeleteBucket", BUCKET, {})
    assert bring(aws, state="absent", force=True)[1].state is None


def test_who_may_not_see_locks_deletes_nothing(aws):
    expect_there(aws)
    aws.expect("s3:ListObjectVersions", BUCKET, {"Versions": [{"Key": "a", "VersionId": "1"}]})
    aws.expect("s3:GetObjectLockConfiguration", BUCKET, {"ObjectLockConfiguration": {"ObjectLockEnabled": "Enabled"}})
    aws.fail("s3:GetObjectLegalHold", "AccessDenied", status=403)
    with pytest.raises(AwsError, match="s3:GetObjectLegalHold"):
        bring(aws, state="absent", force=True)
