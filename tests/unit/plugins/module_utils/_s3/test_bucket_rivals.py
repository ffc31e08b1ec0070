# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Others make, set up or delete the same bucket at the same time."""

from __future__ import annotations

import time

import pytest

from ansible_collections.cdn.aws.plugins.module_utils._errors import AwsError, CdnError
from ansible_collections.cdn.aws.plugins.module_utils._s3 import bucket
from tests.unit.helpers import StubbedApi
from tests.unit.plugins.module_utils._s3.buckets import (
    AES256,
    BLOCKED,
    BUCKET,
    CREATION,
    REGION,
    bring,
    expect_creation,
    expect_free,
    expect_put_tags,
    expect_tags,
    expect_there,
)


@pytest.fixture
def aws(monkeypatch):
    monkeypatch.setattr(time, "sleep", lambda seconds: None)
    stubbed = StubbedApi()
    stubbed.region = REGION
    yield stubbed
    stubbed.assert_all_made()


def test_a_repeated_creation_whose_answer_was_lost_goes_on(aws):  # S3-02
    expect_free(aws)
    request = {**BUCKET, "ObjectOwnership": "BucketOwnerEnforced"}
    request["CreateBucketConfiguration"] = {"LocationConstraint": REGION}
    aws.fail("s3:CreateBucket", "BucketAlreadyOwnedByYou", status=409, unclear=1)
    aws.expect("s3:PutPublicAccessBlock", {**BUCKET, "PublicAccessBlockConfiguration": BLOCKED}, {})
    aws.expect("s3:PutBucketEncryption", {**BUCKET, "ServerSideEncryptionConfiguration": {"Rules": [AES256]}}, {})
    expect_there(aws)
    bring(aws)


CORS = {"allowed_methods": ["GET"], "allowed_origins": ["https://a.example.com"]}
EXPIRES = {"expiration": {"days": 9}}
THEIRS = {"ID": "b", "Status": "Enabled", "Filter": {"Prefix": ""}, "Expiration": {"Days": 1}}


def test_a_tag_that_somebody_sets_meanwhile_is_kept(aws):  # S3-14
    expect_there(aws)
    expect_tags(aws, a="1")
    expect_tags(aws, a="1", theirs="2")  # right before the write
    expect_there(aws)
    for dummy in "planned anew", "right before the write":
        expect_tags(aws, a="1", theirs="2")
    expect_put_tags(aws, a="9", theirs="2")
    expect_there(aws)
    expect_tags(aws, a="9", theirs="2")
    operations, result = bring(aws, tags={"a": "9"})
    assert operations == ["s3:PutBucketTagging"]
    (warning,) = result.plan.all_warnings()
    assert "changed the bucket b-1 while this run was at work (tags is not what it was)" in warning
    assert warning.endswith("What they changed is kept.")


def test_a_tag_that_somebody_changes_meanwhile_too_is_told_as_lost(aws):
    expect_there(aws)
    expect_tags(aws, a="1")
    expect_tags(aws, a="2")
    expect_there(aws)
    for dummy in "planned anew", "right before the write":
        expect_tags(aws, a="2")
    expect_put_tags(aws, a="9")
    expect_there(aws)
    expect_tags(aws, a="9")
    assert 'replaced theirs: tags.a "2" by "9"' in bring(aws, tags={"a": "9"})[1].plan.all_warnings()[0]


@pytest.mark.parametrize(
    ("option", "value", "get", "theirs"),
    [
        ("versioning", True, "GetBucketVersioning", {"Status": "Suspended"}),
        ("tags", {"a": "1"}, "GetBucketTagging", {"TagSet": [{"Key": "theirs", "Value": "2"}]}),
        (
            "cors_rules",
            [{**CORS}],
            "GetBucketCors",
            {"CORSRules": [{"AllowedMethods": ["GET"], "AllowedOrigins": ["*"]}]},
        ),
        ("lifecycle_rules", [{"id": "a", **EXPIRES}], "GetBucketLifecycleConfiguration", {"Rules": [THEIRS]}),
    ],
)
def test_what_others_have_set_of_a_new_bucket_is_looked_at_before_it_is_written(aws, option, value, get, theirs):
    # S3-02: they found it a moment after it was made, or made it too, where S3 answers that with 200.
    expect_free(aws)
    expect_creation(aws, CreateBucketConfiguration={"LocationConstraint": REGION})
    aws.expect(f"s3:{get}", BUCKET, theirs)
    expect_there(aws)
    aws.fail(f"s3:{get}", "Enough")
    with pytest.raises(AwsError, match="Enough") as caught:
        bring(aws, **{option: value})
    assert [action["operation"] for action in caught.value.applied] == CREATION


def test_a_bucket_that_another_run_makes_meanwhile_is_not_made_over(aws):  # S3-02
    expect_free(aws)
    aws.fail("s3:CreateBucket", "BucketAlreadyOwnedByYou", status=409)
    expect_there(aws)
    expect_there(aws)
    operations, result = bring(aws)
    assert operations == []
    assert "Nothing was left to do" in result.plan.all_warnings()[0]


def test_a_bucket_that_is_deleted_meanwhile_ends_in_one_line(aws):
    expect_there(aws)
    for dummy in "planned", "right before the write":
        aws.expect("s3:GetBucketVersioning", BUCKET, {})
    aws.fail("s3:PutBucketVersioning", "NoSuchBucket", status=404)
    expect_free(aws)
    with pytest.raises(CdnError, match="The bucket b-1 was there when this run looked, and is gone"):
        bring(aws, versioning=True)


def test_a_bucket_that_another_run_has_made_may_appear_late(aws):  # S3-02, S3-20
    expect_free(aws)
    aws.fail("s3:CreateBucket", "BucketAlreadyOwnedByYou", status=409)
    for dummy in range(7):
        expect_free(aws)
    for dummy in "found", "told":
        expect_there(aws)
    assert bring(aws)[0] == []


def test_a_tag_that_is_lost_right_after_it_was_written_is_written_again(aws):  # S3-14
    expect_there(aws)
    for dummy in "planned", "right before the write":
        expect_tags(aws, a="1")
    expect_put_tags(aws, a="9")
    for dummy in range(bucket.LOOKS):
        expect_there(aws)
        expect_tags(aws, a="1", theirs="2")
    expect_there(aws)
    for dummy in "planned anew", "right before the write":
        expect_tags(aws, a="1", theirs="2")
    expect_put_tags(aws, a="9", theirs="2")
    expect_there(aws)
    expect_tags(aws, a="9", theirs="2")
    operations, result = bring(aws, tags={"a": "9"})
    assert operations == ["s3:PutBucketTagging"] * 2
    assert "(tags is not what this run has written)" in result.plan.all_warnings()[0]


def test_a_log_target_that_is_deleted_meanwhile_is_told_by_its_name(aws):
    expect_there(aws)
    aws.expect("s3:GetBucketLogging", BUCKET, {})
    expect_there(aws, {"Bucket": "logs"})
    aws.fail("s3:GetBucketEncryption", "ServerSideEncryptionConfigurationNotFoundError", status=404)
    for dummy in "planned", "to merge":
        aws.fail("s3:GetBucketPolicy", "NoSuchBucketPolicy", status=404)
    aws.expect("sts:GetCallerIdentity", {}, {"Account": "123456789012"})
    aws.fail("s3:PutBucketPolicy", "NoSuchBucket", status=404)
    expect_free(aws)
    with pytest.raises(CdnError, match="The bucket logs, which is to take the logs, was there .*, and is gone"):
        bring(aws, logging={"target_bucket": "logs", "target_prefix": "www/"})


def test_tags_in_another_order_are_the_same(aws):
    tags = [{"Key": key, "Value": "1"} for key in "ab"]
    expect_there(aws)
    for found in tags, tags[::-1]:
        aws.expect("s3:GetBucketTagging", BUCKET, {"TagSet": found})
    expect_put_tags(aws, a="1", b="2")
    expect_there(aws)
    expect_tags(aws, a="1", b="2")
    assert bring(aws, tags={"b": "2"})[1].plan.all_warnings() == []


def test_an_old_value_right_after_a_write_is_no_rival(aws):  # S3-20
    expect_there(aws)
    for dummy in "planned", "right before the write":
        expect_tags(aws, a="1")
    expect_put_tags(aws, a="9")
    for value in "1", "9":
        expect_there(aws)
        expect_tags(aws, a=value)
    operations, result = bring(aws, tags={"a": "9"})
    assert (operations, result.plan.all_warnings()) == (["s3:PutBucketTagging"], [])
