# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Copies of objects onto themselves, as S3 makes them (S3-32)."""

from __future__ import annotations

import base64
import datetime
import hashlib
import typing as t

import pytest

from tests.lab_tests import aws

if t.TYPE_CHECKING:
    from tests.lab import Lab

HERE = {"LocationConstraint": "ap-northeast-2"}
KEY = "arn:aws:kms:ap-northeast-2:123456789012:key/11111111-2222-3333-4444-555555555555"
ONE = {"Bucket": "pictures", "Key": "a.jpg"}
ITSELF = {**ONE, "CopySource": ONE}


@pytest.fixture
def s3(lab: Lab) -> t.Any:
    """Return a client that has a bucket."""
    client = lab.client("s3")
    client.create_bucket(Bucket="pictures", CreateBucketConfiguration=HERE)
    return client


def test_objects_are_encrypted_without_being_asked_to(s3: t.Any) -> None:
    """S3-04."""
    s3.put_object(**ONE, Body=b"x")
    s3.copy_object(**{**ITSELF, "Key": "b.jpg"})
    upload = s3.create_multipart_upload(Bucket="pictures", Key="c.jpg")["UploadId"]
    part = {"Bucket": "pictures", "Key": "c.jpg", "UploadId": upload}
    etag = s3.upload_part(**part, PartNumber=1, Body=b"x")["ETag"]
    s3.complete_multipart_upload(**part, MultipartUpload={"Parts": [{"PartNumber": 1, "ETag": etag}]})
    heads = [s3.head_object(Bucket="pictures", Key=key) for key in ("a.jpg", "b.jpg", "c.jpg")]
    assert [head["ServerSideEncryption"] for head in heads] == ["AES256"] * 3
    s3.put_object(**ONE, Body=b"x", ServerSideEncryption="aws:kms", SSEKMSKeyId=KEY)
    assert s3.head_object(**ONE)["ServerSideEncryption"] == "aws:kms"


def test_a_copy_onto_itself_must_change_something(s3: t.Any) -> None:
    """S3-32."""
    s3.put_object(**ONE, Body=b"x")
    error = aws.error(s3.copy_object, **ITSELF)
    assert error["Code"] == "InvalidRequest"
    assert "This copy request is illegal" in error["Message"]
    s3.copy_object(**ITSELF, StorageClass="STANDARD_IA")
    s3.copy_object(**{**ITSELF, "Key": "b.jpg"})


def test_what_a_copy_is_not_told_is_lost_but_for_the_tags(s3: t.Any) -> None:
    """S3-32, S3-33: headers, metadata, storage class, encryption."""
    s3.put_object(
        **ONE, Body=b"x", ContentType="image/jpeg", ContentEncoding="gzip", CacheControl="no-cache",
        ContentLanguage="de", Metadata={"a": "b"}, StorageClass="STANDARD_IA", Tagging="c=d",
        WebsiteRedirectLocation="/b", ServerSideEncryption="aws:kms", SSEKMSKeyId=KEY, BucketKeyEnabled=True,
    )  # fmt: skip
    before = s3.head_object(**ONE)
    assert (before["BucketKeyEnabled"], before["SSEKMSKeyId"]) == (True, KEY)

    s3.copy_object(**ITSELF, MetadataDirective="REPLACE")

    after = s3.head_object(**ONE)
    kept = {
        "ContentEncoding",
        "CacheControl",
        "ContentLanguage",
        "StorageClass",
        "WebsiteRedirectLocation",
        "SSEKMSKeyId",
    }
    assert not {*kept, "BucketKeyEnabled"} & set(after)
    assert (after["ContentType"], after["Metadata"]) == ("binary/octet-stream", {})
    assert s3.get_object_tagging(**ONE)["TagSet"] == [{"Key": "c", "Value": "d"}]


def test_a_copy_takes_neither_lock_nor_acl_along(s3: t.Any) -> None:
    """S3-10."""
    s3.create_bucket(Bucket="locked", CreateBucketConfiguration=HERE, ObjectLockEnabledForBucket=True)
    one = {"Bucket": "locked", "Key": "a.jpg"}
    until = datetime.datetime(2099, 1, 1, tzinfo=datetime.timezone.utc)
    lock = {"ObjectLockMode": "GOVERNANCE", "ObjectLockRetainUntilDate": until, "ObjectLockLegalHoldStatus": "ON"}
    s3.put_object(**one, Body=b"x", **lock)
    s3.copy_object(**one, CopySource=one, MetadataDirective="REPLACE")
    assert not set(lock) & set(s3.head_object(**one))
    s3.copy_object(**one, CopySource=one, MetadataDirective="REPLACE", **lock)
    assert {name: s3.head_object(**one)[name] for name in lock} == lock

    s3.delete_public_access_block(Bucket="pictures")
    rules = [{"ObjectOwnership": "ObjectWriter"}]
    s3.put_bucket_ownership_controls(Bucket="pictures", OwnershipControls={"Rules": rules})
    s3.put_object(**ONE, Body=b"x", ACL="public-read")
    s3.copy_object(**ITSELF, MetadataDirective="REPLACE")
    assert [grant["Permission"] for grant in s3.get_object_acl(**ONE)["Grants"]] == ["FULL_CONTROL"]


def test_the_copy_of_an_object_in_parts_is_whole(s3: t.Any) -> None:
    """S3-31."""
    upload = s3.create_multipart_upload(**ONE, ChecksumAlgorithm="SHA256")["UploadId"]
    part = s3.upload_part(**ONE, UploadId=upload, PartNumber=1, Body=b"x", ChecksumAlgorithm="SHA256")
    parts = [{"PartNumber": 1, "ETag": part["ETag"], "ChecksumSHA256": part["ChecksumSHA256"]}]
    s3.complete_multipart_upload(**ONE, UploadId=upload, MultipartUpload={"Parts": parts})
    assert s3.head_object(**ONE)["ETag"].endswith('-1"')

    copied = s3.copy_object(**ITSELF, MetadataDirective="REPLACE")["CopyObjectResult"]

    after = s3.head_object(**ONE, ChecksumMode="ENABLED")
    assert copied["ETag"] == after["ETag"] == '"9dd4e461268c8034f5c8564e155c67a6"'
    assert after["ChecksumSHA256"] == base64.b64encode(hashlib.sha256(b"x").digest()).decode()
    assert after["ChecksumType"] == "FULL_OBJECT"


def test_archives_and_giants_are_not_copied_in_one_piece(s3: t.Any) -> None:
    """S3-32; an object of a pretended size needs no content."""
    s3.put_object(**ONE, Body=b"x", StorageClass="GLACIER")
    assert aws.code(s3.copy_object, **ITSELF, MetadataDirective="REPLACE") == "InvalidObjectState"
    size = 6 * 1024**3
    s3.put_object(**ONE, Body=b"content", Metadata={"lab-size": str(size), "a": "b"})
    assert s3.head_object(**ONE)["ContentLength"] == size
    assert s3.head_object(**ONE)["Metadata"] == {"a": "b"}
    error = aws.error(s3.copy_object, **ITSELF, MetadataDirective="REPLACE")
    assert "larger than the maximum allowable size for a copy source: 5368709120" in error["Message"]


def test_an_upload_of_copied_parts_is_what_its_beginning_says(s3: t.Any) -> None:
    """Tags, lock and ACL are told by CreateMultipartUpload."""
    s3.put_bucket_ownership_controls(
        Bucket="pictures", OwnershipControls={"Rules": [{"ObjectOwnership": "ObjectWriter"}]}
    )
    s3.delete_public_access_block(Bucket="pictures")
    size = 6 * 1024**3
    s3.put_object(**ONE, Body=b"content", Metadata={"lab-size": str(size)}, Tagging="lost=1")
    upload = s3.create_multipart_upload(**ONE, Tagging="a=b%20c&d=", ACL="public-read", ContentType="image/jpeg")
    half = size // 2
    parts = []
    for number, (start, end) in enumerate(((0, half - 1), (half, size - 1)), 1):
        copied = s3.upload_part_copy(
            **ITSELF, UploadId=upload["UploadId"], PartNumber=number, CopySourceRange=f"bytes={start}-{end}"
        )
        parts.append({"PartNumber": number, "ETag": copied["CopyPartResult"]["ETag"]})
    s3.complete_multipart_upload(**ONE, UploadId=upload["UploadId"], MultipartUpload={"Parts": parts})
    head = s3.head_object(**ONE)
    assert (head["ContentLength"], head["ContentType"]) == (size, "image/jpeg")
    assert {tag["Key"]: tag["Value"] for tag in s3.get_object_tagging(**ONE)["TagSet"]} == {"a": "b c", "d": ""}
    assert "READ" in [grant["Permission"] for grant in s3.get_object_acl(**ONE)["Grants"]]


def test_a_copy_may_name_the_object_that_it_replaces(s3: t.Any) -> None:
    """S3-35: and the time since which its source is as it was."""
    etag = s3.put_object(**ONE, Body=b"x")["ETag"]
    at = s3.head_object(**ONE)["LastModified"]
    copy = {**ITSELF, "MetadataDirective": "REPLACE"}
    assert aws.error(s3.copy_object, **copy, IfMatch='"other"')["Code"] == "PreconditionFailed"
    assert aws.error(s3.copy_object, **{**copy, "Key": "b.jpg"}, IfMatch=etag)["Code"] == "NoSuchKey"
    before = at - datetime.timedelta(seconds=1)
    assert aws.error(s3.copy_object, **copy, CopySourceIfUnmodifiedSince=before)["Code"] == "PreconditionFailed"
    s3.copy_object(**copy, IfMatch=etag, CopySourceIfUnmodifiedSince=at)
