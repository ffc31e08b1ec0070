# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The lab as an account that enforces IAM: signatures, policies with resources and conditions, in AWS's words."""

from __future__ import annotations

import json
import typing as t

import boto3
import pytest
from botocore.exceptions import ClientError

from tests.chaos.rights import document
from tests.lab_tests import aws

if t.TYPE_CHECKING:
    from tests.lab import Lab

ARN = "arn:aws:iam::123456789012:user/deploy"
BUCKET = "rights-of-a-user"
PLACE = f"arn:aws:s3:::{BUCKET}"
_SESSION = boto3.session.Session()


class User:
    """A user of the lab with statements of its own."""

    def __init__(self, lab: Lab, *statements: dict[str, t.Any]) -> None:
        given = [{"Effect": "Allow", "Resource": "*", **one} for one in statements or [{"Action": "sns:Publish"}]]
        self.env = lab.user("deploy", {"Version": "2012-10-17", "Statement": given})

    def client(self, service: str, region: str = "us-east-1", **changed: str) -> t.Any:
        env = {**self.env, **changed}
        return _SESSION.client(
            service,
            endpoint_url=env["AWS_ENDPOINT_URL"],
            region_name=region if service != "s3" else env["AWS_REGION"],
            aws_access_key_id=env["AWS_ACCESS_KEY_ID"],
            aws_secret_access_key=env["AWS_SECRET_ACCESS_KEY"],
        )


@pytest.fixture
def enforcing(lab: Lab) -> Lab:
    """Return a lab that enforces IAM, with a bucket that holds a/1 and b/1."""
    lab.settings(auth=True)
    s3 = lab.client("s3")
    s3.create_bucket(Bucket=BUCKET, CreateBucketConfiguration={"LocationConstraint": lab.env["AWS_REGION"]})
    for key in ("a/1", "b/1"):
        s3.put_object(Bucket=BUCKET, Key=key, Body=b"x", **({"Tagging": "kind=test"} if key == "b/1" else {}))
    return lab


def policy_of(statement: dict[str, t.Any]) -> str:
    return json.dumps({"Version": "2012-10-17", "Statement": [statement]})


def denied(call: t.Callable[..., t.Any], **request: t.Any) -> str:
    """Return the action and the resource that AWS names in a refusal, and nothing when it did not refuse."""
    try:
        call(**request)
    except ClientError as error:
        assert error.response["Error"]["Code"].startswith("AccessDenied"), error
        text = error.response["Error"]["Message"]
        assert text.startswith(f"User: {ARN} is not authorized to perform: "), text
        action, dummy, rest = text.partition("perform: ")[2].partition(" on resource: ")
        assert rest.endswith(f"because no identity-based policy allows the {action} action"), text
        return f"{action} {rest.partition(' because')[0]}"
    return ""


def test_a_user_may_do_what_a_policy_allows_and_the_root_everything(enforcing: Lab) -> None:
    s3 = User(enforcing, {"Action": "s3:GetObject", "Resource": f"{PLACE}/a/*"}).client("s3")
    assert denied(s3.get_object, Bucket=BUCKET, Key="a/1") == ""
    # S3 puts the resource in quotes.
    assert denied(s3.get_object, Bucket=BUCKET, Key="b/1") == f's3:GetObject "{PLACE}/b/1"'
    enforcing.client("s3").get_object(Bucket=BUCKET, Key="b/1")
    assert enforcing.calls()[-2]["error"] == "AccessDenied"


def test_head_requests_are_refused_without_a_word(enforcing: Lab) -> None:
    s3 = User(enforcing, {"Action": "s3:PutObject"}).client("s3")
    assert aws.code(s3.head_object, Bucket=BUCKET, Key="a/1") == "403"
    assert aws.code(s3.head_bucket, Bucket=BUCKET) == "403"
    assert aws.code(s3.head_bucket, Bucket=f"{BUCKET}-not") == "404"


def test_who_may_not_list_is_not_told_what_is_not_there(enforcing: Lab) -> None:
    read = {"Action": "s3:GetObject"}
    s3 = User(enforcing, read).client("s3")
    assert denied(s3.get_object, Bucket=BUCKET, Key="none") == f's3:ListBucket "{PLACE}"'
    assert aws.code(s3.head_object, Bucket=BUCKET, Key="none") == "403"
    s3 = User(enforcing, read, {"Action": "s3:ListBucket"}).client("s3")
    assert aws.code(s3.get_object, Bucket=BUCKET, Key="none") == "NoSuchKey"


def test_copies_read_their_source_and_bring_its_tags_along(enforcing: Lab) -> None:
    write, read = {"Action": "s3:PutObject"}, {"Action": "s3:GetObject"}
    copy = {"Bucket": BUCKET, "Key": "c", "CopySource": f"{BUCKET}/b/1"}
    assert denied(User(enforcing, write).client("s3").copy_object, **copy) == f's3:GetObject "{PLACE}/b/1"'
    s3 = User(enforcing, write, read).client("s3")
    assert denied(s3.copy_object, **copy) == f's3:GetObjectTagging "{PLACE}/b/1"'
    assert denied(s3.copy_object, **{**copy, "CopySource": f"{BUCKET}/a/1"}) == ""
    assert denied(s3.put_object, Bucket=BUCKET, Key="c", Tagging="a=b") == f's3:PutObjectTagging "{PLACE}/c"'


def test_of_several_deletes_each_is_refused_for_itself(enforcing: Lab) -> None:
    """S3-22."""
    s3 = User(enforcing, {"Action": "s3:DeleteObject", "Resource": f"{PLACE}/a/*"}).client("s3")
    answer = s3.delete_objects(Bucket=BUCKET, Delete={"Objects": [{"Key": "a/1"}, {"Key": "b/1"}]})
    assert [one["Key"] for one in answer["Deleted"]] == ["a/1"]
    assert [(one["Key"], one["Code"]) for one in answer["Errors"]] == [("b/1", "AccessDenied")]
    assert [one["Key"] for one in enforcing.client("s3").list_objects_v2(Bucket=BUCKET)["Contents"]] == ["b/1"]


def test_operations_are_asked_for_by_the_names_that_iam_has(enforcing: Lab) -> None:
    s3 = User(enforcing).client("s3")
    assert denied(s3.get_bucket_encryption, Bucket=BUCKET) == f's3:GetEncryptionConfiguration "{PLACE}"'
    assert denied(s3.list_object_versions, Bucket=BUCKET) == f's3:ListBucketVersions "{PLACE}"'
    assert denied(s3.create_multipart_upload, Bucket=BUCKET, Key="k") == f's3:PutObject "{PLACE}/k"'


def test_certificates_can_be_allowed_for_names_and_ways_of_validation(enforcing: Lab) -> None:
    names = {"ForAllValues:StringLike": {"acm:DomainNames": ["a.test", "*.a.test"]}}
    condition = {**names, "StringEquals": {"acm:ValidationMethod": "DNS"}}
    acm = User(enforcing, {"Action": "acm:RequestCertificate", "Condition": condition}).client("acm")
    request = {"DomainName": "a.test", "ValidationMethod": "DNS"}
    assert denied(acm.request_certificate, **request) == ""
    assert denied(acm.request_certificate, **request, SubjectAlternativeNames=["b.test"]) == "acm:RequestCertificate *"
    assert denied(acm.request_certificate, **{**request, "ValidationMethod": "EMAIL"}) == "acm:RequestCertificate *"
    tagged = denied(acm.request_certificate, **request, Tags=[{"Key": "a", "Value": "b"}])
    assert tagged == "acm:AddTagsToCertificate arn:aws:acm:us-east-1:123456789012:certificate/*"


def test_records_can_be_allowed_by_name_type_and_action(enforcing: Lab) -> None:
    prefix = "route53:ChangeResourceRecordSets"
    zone = enforcing.client("route53").list_hosted_zones()["HostedZones"][0]["Id"].rpartition("/")[2]
    condition = {
        "ForAllValues:StringEquals": {f"{prefix}Actions": ["UPSERT"], f"{prefix}RecordTypes": ["A"]},
        "ForAllValues:StringLike": {f"{prefix}NormalizedRecordNames": ["a.example.test", "\\052.example.test"]},
    }
    place = f"arn:aws:route53:::hostedzone/{zone}"
    grant = {"Action": "route53:ChangeResourceRecordSets", "Resource": place, "Condition": condition}
    route53 = User(enforcing, grant).client("route53")

    def change(action: str, name: str, kind: str) -> str:
        records = {"Name": name, "Type": kind, "TTL": 60, "ResourceRecords": [{"Value": "192.0.2.1"}]}
        batch = {"Changes": [{"Action": action, "ResourceRecordSet": records}]}
        return denied(route53.change_resource_record_sets, HostedZoneId=zone, ChangeBatch=batch)

    refused = f"route53:ChangeResourceRecordSets {place}"
    assert change("UPSERT", "A.example.test.", "A") == ""
    assert change("UPSERT", "*.example.test", "A") == ""
    assert [change("DELETE", "a.example.test", "A"), change("UPSERT", "b.example.test", "A")] == [refused] * 2
    assert change("UPSERT", "a.example.test", "TXT") == refused


def test_a_wildcard_is_allowed_without_the_names_below_it(enforcing: Lab) -> None:
    """What docs/least-privilege.md gives for the alias *.example.com."""
    text = (document.PATH.read_text(encoding="utf-8")).partition("### Wildcards")[2]
    lines = text.partition("```json")[2].partition("```")[0].replace("example.com", "example.test")
    names = {"route53:ChangeResourceRecordSetsNormalizedRecordNames": json.loads(f"[{lines}]")}
    condition = {"ForAllValues:StringLike": names}
    route53 = User(enforcing, {"Action": "route53:*", "Condition": condition}).client("route53")
    zone = enforcing.client("route53").list_hosted_zones()["HostedZones"][0]["Id"].rpartition("/")[2]

    def is_denied(name: str) -> bool:
        records = {"Name": name, "Type": "CNAME", "TTL": 60, "ResourceRecords": [{"Value": "a.test"}]}
        batch = {"Changes": [{"Action": "UPSERT", "ResourceRecordSet": records}]}
        return bool(denied(route53.change_resource_record_sets, HostedZoneId=zone, ChangeBatch=batch))

    asked = ("*.example.test", f"_{'0' * 32}.example.test", "www.example.test")
    assert [is_denied(name) for name in asked] == [False, False, True]


def test_cloudfront_names_what_a_call_is_about(enforcing: Lab) -> None:
    cloudfront = User(enforcing).client("cloudfront")
    place = "arn:aws:cloudfront::123456789012"
    assert denied(cloudfront.list_distributions) == "cloudfront:ListDistributions *"
    assert denied(cloudfront.get_distribution, Id="E1") == f"cloudfront:GetDistribution {place}:distribution/E1"
    asked = {"Id": "P1", "IfMatch": "x"}
    refused = f"cloudfront:DeleteResponseHeadersPolicy {place}:response-headers-policy/P1"
    assert denied(cloudfront.delete_response_headers_policy, **asked) == refused


def test_explicit_denies_are_told_as_such(enforcing: Lab) -> None:
    user = User(enforcing, {"Action": "*"}, {"Effect": "Deny", "Action": "acm:ListCertificates"})
    with pytest.raises(ClientError, match="with an explicit deny in an identity-based policy"):
        user.client("acm").list_certificates()
    deny = {"Sid": "No", "Effect": "Deny", "Principal": "*", "Action": "s3:GetObject", "Resource": f"{PLACE}/*"}
    enforcing.client("s3").put_bucket_policy(Bucket=BUCKET, Policy=policy_of(deny))
    with pytest.raises(ClientError, match="with an explicit deny in a resource-based policy"):
        user.client("s3").get_object(Bucket=BUCKET, Key="a/1")


def test_a_permissions_boundary_is_told_as_such(enforcing: Lab) -> None:
    user = User(enforcing, {"Action": "*"})
    iam = enforcing.client("iam")
    arn = iam.create_policy(
        PolicyName="edge", PolicyDocument=policy_of({"Effect": "Allow", "Action": "s3:*", "Resource": "*"})
    )["Policy"]["Arn"]
    iam.put_user_permissions_boundary(UserName="deploy", PermissionsBoundary=arn)
    user.client("s3").list_buckets()
    with pytest.raises(ClientError, match="because no permissions boundary allows the acm:ListCertificates action"):
        user.client("acm").list_certificates()


def test_unknown_keys_and_wrong_secrets_are_refused_by_every_service(enforcing: Lab) -> None:
    user = User(enforcing, {"Action": "*"})
    wrong = {"AWS_SECRET_ACCESS_KEY": "x" * 40}
    assert aws.code(user.client("acm", **wrong).list_certificates) == "InvalidSignatureException"
    assert aws.code(user.client("cloudfront", **wrong).list_distributions) == "SignatureDoesNotMatch"
    assert aws.code(user.client("s3", **wrong).list_buckets) == "SignatureDoesNotMatch"
    unknown = {"AWS_ACCESS_KEY_ID": "AKIA" + "X" * 16}
    assert aws.code(user.client("s3", **unknown).list_buckets) == "InvalidAccessKeyId"
    assert aws.code(user.client("acm", **unknown).list_certificates) == "UnrecognizedClientException"


def test_everybody_is_told_who_they_are(enforcing: Lab) -> None:
    assert User(enforcing).client("sts").get_caller_identity()["Arn"] == ARN


def test_without_it_every_key_may_do_everything(lab: Lab) -> None:
    User(lab).client("acm").list_certificates()
