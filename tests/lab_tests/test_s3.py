# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The lab's S3 answers as aws-behaviour says AWS does."""

from __future__ import annotations

import json
import typing as t
import urllib.error
import urllib.request

import pytest

from tests.lab_tests import aws

if t.TYPE_CHECKING:
    from tests.lab import Lab

HERE = {"LocationConstraint": "ap-northeast-2"}
STRANGER = "999999999999"


@pytest.fixture
def s3(lab: Lab) -> t.Any:
    """Return a client that has a bucket."""
    client = lab.client("s3")
    client.create_bucket(Bucket="pictures", CreateBucketConfiguration=HERE)
    return client


def statement(**members: t.Any) -> str:
    """Return a policy of one statement."""
    whole = {"Effect": "Allow", "Principal": {"Service": ["cloudfront.amazonaws.com"]}, "Action": ["s3:GetObject"],
             "Resource": ["arn:aws:s3:::pictures/*"], **members}  # fmt: skip
    return json.dumps({"Statement": [whole], "Version": "2012-10-17"})


def test_a_new_bucket_is_closed(s3: t.Any) -> None:
    """S3-04."""
    assert set(s3.get_public_access_block(Bucket="pictures")["PublicAccessBlockConfiguration"].values()) == {True}
    assert s3.get_bucket_ownership_controls(Bucket="pictures")["OwnershipControls"]["Rules"] == [
        {"ObjectOwnership": "BucketOwnerEnforced"}
    ]
    rule = s3.get_bucket_encryption(Bucket="pictures")["ServerSideEncryptionConfiguration"]["Rules"][0]
    assert rule["ApplyServerSideEncryptionByDefault"] == {"SSEAlgorithm": "AES256"}
    s3.delete_public_access_block(Bucket="pictures")
    assert aws.code(s3.get_public_access_block, Bucket="pictures") == "NoSuchPublicAccessBlockConfiguration"


def test_a_bucket_has_one_owner(lab: Lab, s3: t.Any) -> None:
    """S3-02, S3-06."""
    stranger = lab.client("s3", account=STRANGER)
    assert aws.code(stranger.create_bucket, Bucket="pictures", CreateBucketConfiguration=HERE) == "BucketAlreadyExists"
    assert aws.code(stranger.head_bucket, Bucket="pictures") == "403"
    assert aws.code(stranger.get_bucket_tagging, Bucket="pictures") == "AccessDenied"
    assert aws.code(s3.get_bucket_versioning, Bucket="pictures", ExpectedBucketOwner=STRANGER) == "AccessDenied"
    assert aws.code(s3.create_bucket, Bucket="pictures", CreateBucketConfiguration=HERE) == "BucketAlreadyOwnedByYou"


@pytest.mark.parametrize(("policy", "text"), [
    ("nothing", "must be valid JSON"),
    ('{"Version": "2012-10-17"}', "Missing required field Statement"),
    (statement(Resource="arn:aws:s3:::other/*"), "invalid resource"),
    (statement(Principal={"AWS": "arn:aws:iam::123456789012:role/none"}), "Invalid principal in policy"),
    (statement(Resource="arn:aws:s3:::pictures"), "does not apply to any resource"),
], ids=["json", "statement", "resource", "principal", "action"])  # fmt: skip
def test_malformed_policies_are_refused(s3: t.Any, policy: str, text: str) -> None:
    """S3-12."""
    error = aws.error(s3.put_bucket_policy, Bucket="pictures", Policy=policy)
    assert error["Code"] == "MalformedPolicy"
    assert text in error["Message"]


def test_policies_are_written_back_in_the_way_of_s3(s3: t.Any) -> None:
    """S3-11, S3-13, CF-45: the grant to CloudFront is not public, one to everybody is."""
    condition = {"StringEquals": {"AWS:SourceArn": ["arn:aws:cloudfront::123456789012:distribution/E1"]}}
    s3.put_bucket_policy(Bucket="pictures", Policy=statement(Sid="a", Condition=condition))
    assert s3.get_bucket_policy(Bucket="pictures")["Policy"] == (
        '{"Version":"2012-10-17","Statement":[{"Sid":"a","Effect":"Allow","Principal":{"Service":"cloudfront.amazonaws.com"},'
        '"Action":"s3:GetObject","Resource":"arn:aws:s3:::pictures/*",'
        '"Condition":{"StringEquals":{"AWS:SourceArn":"arn:aws:cloudfront::123456789012:distribution/E1"}}}]}'
    )
    assert s3.get_bucket_policy_status(Bucket="pictures")["PolicyStatus"]["IsPublic"] is False
    assert aws.code(s3.put_bucket_policy, Bucket="pictures", Policy=statement(Principal="*")) == "AccessDenied"


def test_strangers_read_only_what_a_policy_opens(lab: Lab, s3: t.Any) -> None:
    """S3-11: nothing is public by accident."""
    s3.put_object(Bucket="pictures", Key="a.txt", Body=b"a")
    url = f"{lab.env['AWS_ENDPOINT_URL']}/pictures/a.txt"
    with pytest.raises(urllib.error.HTTPError, match="403"):
        urllib.request.urlopen(url)
    signed = s3.generate_presigned_url("get_object", Params={"Bucket": "pictures", "Key": "a.txt"})
    assert urllib.request.urlopen(signed).read() == b"a"
    s3.delete_public_access_block(Bucket="pictures")
    s3.put_bucket_policy(Bucket="pictures", Policy=statement(Principal="*"))
    assert urllib.request.urlopen(url).read() == b"a"


def test_logs_go_to_a_bucket_of_the_same_place_and_owner(lab: Lab, s3: t.Any) -> None:
    """S3-15."""

    def target(name: str) -> dict[str, t.Any]:
        return {
            "Bucket": "pictures",
            "BucketLoggingStatus": {"LoggingEnabled": {"TargetBucket": name, "TargetPrefix": ""}},
        }

    lab.client("s3", "us-east-1").create_bucket(Bucket="far-logs")
    lab.client("s3", account=STRANGER).create_bucket(Bucket="their-logs", CreateBucketConfiguration=HERE)
    s3.create_bucket(Bucket="near-logs", CreateBucketConfiguration=HERE)
    assert aws.code(s3.put_bucket_logging, **target("no-logs")) == "InvalidTargetBucketForLogging"
    assert aws.code(s3.put_bucket_logging, **target("their-logs")) == "InvalidTargetBucketForLogging"
    assert aws.code(s3.put_bucket_logging, **target("far-logs")) == "CrossLocationLoggingProhibitted"
    s3.put_bucket_logging(**target("near-logs"))
    assert s3.get_bucket_logging(Bucket="pictures")["LoggingEnabled"]["TargetBucket"] == "near-logs"


def test_odd_settings_never_delete_the_bucket(s3: t.Any) -> None:
    """In MiniStack the sub-resource falls through to DeleteBucket."""
    for kind in ("inventory", "metrics", "analytics", "intelligent_tiering"):
        delete = getattr(s3, f"delete_bucket_{kind}_configuration")
        assert aws.code(delete, Bucket="pictures", Id="x") == "NoSuchConfiguration"
    s3.put_bucket_metrics_configuration(Bucket="pictures", Id="all", MetricsConfiguration={"Id": "all"})
    assert s3.list_bucket_metrics_configurations(Bucket="pictures")["MetricsConfigurationList"] == [{"Id": "all"}]
    assert s3.get_bucket_metrics_configuration(Bucket="pictures", Id="all")["MetricsConfiguration"] == {"Id": "all"}
    s3.delete_bucket_metrics_configuration(Bucket="pictures", Id="all")
    assert s3.get_bucket_request_payment(Bucket="pictures")["Payer"] == "BucketOwner"
    s3.head_bucket(Bucket="pictures")


def test_tags_are_checked(s3: t.Any) -> None:
    """S3-39."""
    tag = {"Key": "a", "Value": "b"}
    assert aws.code(s3.put_bucket_tagging, Bucket="pictures", Tagging={"TagSet": [tag, tag]}) == "InvalidTag"
    assert (
        aws.code(s3.put_bucket_tagging, Bucket="pictures", Tagging={"TagSet": [{"Key": "aws:a", "Value": "b"}]})
        == "InvalidTag"
    )
