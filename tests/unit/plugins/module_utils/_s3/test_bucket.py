# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

import pytest

from ansible_collections.cdn.aws.plugins.module_utils._errors import AwsError, Refused
from ansible_collections.cdn.aws.plugins.module_utils._s3.bucket import OriginBucket
from tests.unit.helpers import StubbedApi
from tests.unit.plugins.module_utils._s3.buckets import (
    BLOCKED,
    BUCKET,
    CREATION,
    REGION,
    bring,
    expect_creation,
    expect_free,
    expect_there,
)


@pytest.fixture(params=[REGION])
def aws(request):
    stubbed = StubbedApi()
    stubbed.region = request.param
    yield stubbed
    stubbed.assert_all_made()


def test_a_new_bucket_is_private_and_encrypted_whatever_the_defaults_are(aws):  # S3-04
    expect_free(aws)
    expect_creation(aws, CreateBucketConfiguration={"LocationConstraint": REGION})
    expect_there(aws)
    assert bring(aws)[0] == CREATION


@pytest.mark.parametrize("aws", ["us-east-1"], indirect=True)
def test_us_east_1_is_not_named_as_a_location(aws):  # S3-01
    expect_free(aws)
    expect_creation(aws)
    expect_there(aws, region="us-east-1")
    assert bring(aws)[0] == CREATION


@pytest.mark.parametrize("aws", ["us-east-1"], indirect=True)
def test_an_old_bucket_keeps_its_name_and_no_new_one_gets_such(aws):  # S3-05
    expect_there(aws, {"Bucket": "My_Bucket"}, "us-east-1")
    assert bring(aws, name="My_Bucket")[0] == []
    aws.fail("s3:HeadBucket", "404", status=404)
    with pytest.raises(Refused, match="cannot be the name of a bucket"):
        bring(aws, check=True, name="My_Bucket")
    aws.fail("s3:HeadBucket", "404", status=404)
    assert bring(aws, name="My_Bucket", state="absent")[0] == []


def test_a_check_run_knows_all_of_a_new_bucket(aws):
    expect_free(aws)
    operations, result = bring(aws, check=True, versioning=True, tags={"a": "1"})
    assert operations == [*CREATION, "s3:PutBucketVersioning", "s3:PutBucketTagging"]
    assert OriginBucket({"name": "b-1"}, aws).result(result.state) == {
        "bucket": {
            "name": "b-1",
            "arn": "arn:aws:s3:::b-1",
            "region": REGION,
            "domain_name": f"b-1.s3.{REGION}.amazonaws.com",
            "versioning": True,
            "tags": {"a": "1"},
        }
    }


def test_named_settings_of_a_new_bucket_are_laid_over_the_private_ones(aws):
    expect_free(aws)
    operations, result = bring(
        aws,
        check=True,
        object_ownership="ObjectWriter",
        public_access_block={"block_public_acls": False},
        versioning=False,
    )
    assert operations == CREATION
    create, block, _ = (change.request({}) for change in result.plan.changes)
    assert create["ObjectOwnership"] == "ObjectWriter"
    assert block["PublicAccessBlockConfiguration"] == {**BLOCKED, "BlockPublicAcls": False}


def test_a_bucket_as_it_should_be_costs_one_read_per_named_setting(aws):
    expect_there(aws)
    aws.expect("s3:GetBucketVersioning", BUCKET, {"Status": "Enabled"})
    aws.expect("s3:GetBucketTagging", BUCKET, {"TagSet": [{"Key": "a", "Value": "1"}, {"Key": "b", "Value": "2"}]})
    operations, result = bring(aws, versioning=True, tags={"a": "1"})
    assert operations == []
    assert result.state["tags"] == {"a": "1", "b": "2"}


def test_tags_are_purged_only_when_asked_to(aws):
    expect_there(aws)
    aws.expect("s3:GetBucketTagging", BUCKET, {"TagSet": [{"Key": "b", "Value": "2"}]})
    assert bring(aws, check=True, tags={}, purge_tags=True)[0] == ["s3:DeleteBucketTagging"]


def test_a_conflicting_write_is_made_again(aws):  # S3-03
    expect_there(aws)
    aws.expect("s3:GetBucketVersioning", BUCKET, {})
    request = {**BUCKET, "VersioningConfiguration": {"Status": "Enabled"}}
    aws.expect("s3:GetBucketVersioning", BUCKET, {})
    aws.fail("s3:PutBucketVersioning", "OperationAborted", status=409)
    aws.expect("s3:GetBucketVersioning", BUCKET, {})
    aws.expect("s3:PutBucketVersioning", request, {})
    expect_there(aws)
    aws.expect("s3:GetBucketVersioning", BUCKET, {"Status": "Enabled"})
    bring(aws, versioning=True)


def test_a_bucket_that_is_not_ours_is_refused(aws):  # S3-06
    aws.fail("s3:HeadBucket", "403", status=403)
    aws.fail("s3:ListObjectsV2", "AccessDenied", "Access Denied", status=403)
    with pytest.raises(Refused, match="another account"):
        bring(aws)


def test_a_bucket_that_is_ours_and_may_not_be_looked_at_names_the_right(aws):
    aws.fail("s3:HeadBucket", "403", status=403)
    text = 'User: arn:aws:iam::1:user/u is not authorized to perform: s3:ListBucket on resource: "arn:aws:s3:::b-1"'
    aws.fail("s3:ListObjectsV2", "AccessDenied", text, status=403)
    with pytest.raises(AwsError, match=r"need the action s3:ListBucket \(to see whether the bucket is there"):
        bring(aws)


@pytest.mark.parametrize(("head", "code"), [("400", "ExpiredToken"), ("403", "InvalidAccessKeyId")])
def test_a_head_that_cannot_tell_the_caller_s_fault_is_asked_again_with_a_body(aws, head, code):
    aws.fail("s3:HeadBucket", head, status=int(head))
    aws.fail("s3:ListObjectsV2", code, "The provided token has expired.", status=int(head))
    with pytest.raises(AwsError) as raised:
        bring(aws)
    assert raised.value.code == code


def test_a_bucket_of_another_region_is_refused_with_both_regions(aws):
    expect_there(aws, region="eu-west-1")
    with pytest.raises(Refused, match=f"is in eu-west-1, not in {REGION} .*set region to eu-west-1"):
        bring(aws)


@pytest.mark.parametrize(
    ("options", "told"),
    [
        ({"logging": {"target_bucket": "b-1"}}, "its own logs"),
        ({"lifecycle_rules": [{"id": "a"}, {"id": "a"}]}, "an id of its own"),
        ({"encryption": {"sse_algorithm": "AES256", "kms_master_key_id": "k"}}, "aws:kms or"),
        ({"encryption": {"sse_algorithm": "aws:kms:dsse", "bucket_key_enabled": True}}, "no bucket keys"),
        ({"name": "B_1"}, "cannot be the name"),
    ],
)
def test_settings_that_cannot_work_are_refused_before_any_call(aws, options, told):
    with pytest.raises(Refused, match=told):
        bring(aws, **options)


LOGS = {"Bucket": "logs"}
LOGGING = {"target_bucket": "logs", "target_prefix": "www/"}


def expect_target(aws, algorithm="AES256", region=REGION):
    expect_there(aws, LOGS, region)
    if region == REGION:
        rule = {"ApplyServerSideEncryptionByDefault": {"SSEAlgorithm": algorithm}}
        aws.expect("s3:GetBucketEncryption", LOGS, {"ServerSideEncryptionConfiguration": {"Rules": [rule]}})


def test_a_log_target_is_made_fit_before_logs_are_sent_to_it(aws):  # S3-15
    expect_there(aws)
    aws.expect("s3:GetBucketLogging", BUCKET, {})
    expect_target(aws)
    aws.fail("s3:GetBucketPolicy", "NoSuchBucketPolicy", status=404)
    aws.expect("sts:GetCallerIdentity", {}, {"Account": "123456789012"})
    operations, result = bring(aws, check=True, logging=LOGGING)
    assert operations == ["s3:PutBucketPolicy", "s3:PutBucketLogging"]
    assert result.plan.changes[0].resource == "logs"
    assert result.plan.changes[0].request({})["statement"]["Condition"] == {
        "ArnLike": {"aws:SourceArn": "arn:aws:s3:::b-1"},
        "StringEquals": {"aws:SourceAccount": "123456789012"},
    }


def test_the_policy_of_a_log_target_is_left_alone_on_demand(aws):
    expect_there(aws)
    aws.expect("s3:GetBucketLogging", BUCKET, {})
    expect_target(aws)
    assert bring(aws, check=True, logging={**LOGGING, "manage_target_policy": False})[0] == ["s3:PutBucketLogging"]


def test_a_log_target_that_an_earlier_task_would_make_stops_only_a_real_run(aws):
    for _ in "check", "run":
        expect_there(aws)
        aws.expect("s3:GetBucketLogging", BUCKET, {})
        expect_free(aws, LOGS)
        aws.fail("s3:GetBucketPolicy", "NoSuchBucket", status=404)
        aws.expect("sts:GetCallerIdentity", {}, {"Account": "123456789012"})
    assert bring(aws, check=True, logging=LOGGING)[0] == ["s3:PutBucketPolicy", "s3:PutBucketLogging"]
    with pytest.raises(Refused, match="no bucket logs"):
        bring(aws, logging=LOGGING)


@pytest.mark.parametrize(
    ("target", "told"),
    [({"region": "eu-west-1"}, "within a region"), ({"algorithm": "aws:kms"}, "loses access logs")],
)
def test_a_log_target_that_logs_would_never_reach_is_refused(aws, target, told):  # S3-15
    expect_there(aws)
    aws.expect("s3:GetBucketLogging", BUCKET, {})
    expect_target(aws, **target)
    with pytest.raises(Refused, match=told):
        bring(aws, logging=LOGGING)
