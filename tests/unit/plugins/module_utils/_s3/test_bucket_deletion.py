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


@pytest.mark.parametrize(
    ("lock", "told"),
    [
        ({"ObjectLockLegalHoldStatus": "ON"}, "a, which is under a legal hold"),
        (
            {"ObjectLockRetainUntilDate": datetime.datetime(2030, 1, 2, tzinfo=datetime.timezone.utc)},
            "a, which is retained until 2030-01-02 00:00 UTC",
        ),
    ],
)
def test_what_is_locked_keeps_everything(aws, lock, told):
    expect_there(aws)
    aws.expect("s3:ListObjectVersions", BUCKET, {"Versions": [{"Key": "a", "VersionId": "1"}]})
    enabled = {"ObjectLockConfiguration": {"ObjectLockEnabled": "Enabled"}}
    aws.expect("s3:GetObjectLockConfiguration", BUCKET, enabled)
    aws.expect("s3:HeadObject", {**BUCKET, "Key": "a", "VersionId": "1"}, lock)
    with pytest.raises(Refused, match=f"does not delete 1 of its objects, such as {told}"):
        bring(aws, state="absent", force=True)
