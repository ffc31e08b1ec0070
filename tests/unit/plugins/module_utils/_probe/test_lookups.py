# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What AWS is asked when CloudFront is denied an object: requests, order and what an answer means."""

from __future__ import annotations

import json
import typing as t

import pytest

from ansible_collections.cdn.aws.plugins.module_utils._errors import ConnectionFailed
from ansible_collections.cdn.aws.plugins.module_utils._probe.behavior import behavior_of
from ansible_collections.cdn.aws.plugins.module_utils._probe.grants import Found, missing_grant
from ansible_collections.cdn.aws.plugins.module_utils._probe.lookups import Lookups
from tests.unit.helpers import StubbedApi
from tests.unit.plugins.module_utils._probe.test_reasons import distribution

ARN = "arn:aws:cloudfront::123456789012:distribution/E2"
KEY_ARN = "arn:aws:kms:eu-west-1:123456789012:key/1"
OURS = {
    "Effect": "Allow", "Principal": {"Service": "cloudfront.amazonaws.com"}, "Action": "s3:GetObject",
    "Resource": "arn:aws:s3:::b/*", "Condition": {"StringEquals": {"AWS:SourceArn": ARN}},
}  # fmt: skip
CONTROL = {"OriginAccessControl": {"Id": "E1", "OriginAccessControlConfig": {
    "Name": "c", "SigningProtocol": "sigv4", "SigningBehavior": "always", "OriginAccessControlOriginType": "s3",
}}}  # fmt: skip


def other(**changes: t.Any) -> dict[str, t.Any]:
    return {**OURS, **changes}


@pytest.mark.parametrize(
    ("statements", "kind", "detail"),
    [
        ([OURS], "", ""),
        ([other(Action=["s3:ListBucket", "s3:Get*"], Resource=["arn:aws:s3:::b", "arn:aws:s3:::b/*"])], "", ""),
        ([other(Condition={"ArnLike": {"aws:SourceArn": "arn:aws:cloudfront::123456789012:distribution/*"}})], "", ""),
        ([other(Principal="*", Condition={})], "", ""),
        ([], "no_statement", ""),
        ([other(Action="s3:PutObject")], "no_statement", ""),
        ([other(Principal={"Service": "delivery.logs.amazonaws.com"})], "no_statement", ""),
        ([other(Condition={"StringEquals": {"AWS:SourceArn": "arn:x"}})], "other_distribution", "arn:x"),
        ([other(Resource="arn:aws:s3:::b/img/*")], "other_path", "arn:aws:s3:::b/img/*"),
        ([OURS, {"Sid": "No", "Effect": "Deny", "Principal": "*", "Action": "s3:*", "Resource": "*"}], "denied", "No"),
        ([OURS, {"Effect": "Deny", "Principal": "*", "Action": "s3:*", "Resource": "*",
                 "Condition": {"Bool": {"aws:SecureTransport": "false"}}}], "", ""),
        ([OURS, {"Effect": "Deny", "Principal": "*", "Action": "s3:*", "Resource": "*",
                 "Condition": {"StringNotEquals": {"aws:SourceArn": [ARN]}}}], "", ""),
        ([OURS, {"Sid": "No", "Effect": "Deny", "Principal": "*", "Action": "s3:*", "Resource": "*",
                 "Condition": {"ArnNotLike": {"aws:SourceArn": "arn:aws:cloudfront::1:*"}}}], "denied", "No"),
        ([OURS, {"Effect": "Deny", "Principal": "*", "NotAction": "s3:GetObject", "Resource": "*"}], "", ""),
        ([{**other(NotAction="s3:PutObject"), "Action": None}], "", ""),
        ([{**other(NotResource="arn:aws:s3:::b/img/*"), "Resource": None}], "", ""),
    ],
)  # fmt: skip
def test_a_policy_grants_or_it_is_said_what_is_missing(statements, kind, detail):
    """CF-45."""
    found = missing_grant({"Statement": statements}, action="s3:GetObject", resource="arn:aws:s3:::b/a", arn=ARN)
    assert found == (kind, detail)


def why(api: StubbedApi, *, origin: t.Any = None) -> tuple[Found, Lookups]:
    behavior = behavior_of(distribution(origin=origin), "/a.png", {})
    assert behavior is not None
    lookups = Lookups(t.cast("t.Any", api))
    return lookups.why_denied(behavior, "b", "/a.png"), lookups


def granted(*statements: dict[str, t.Any]) -> StubbedApi:
    api = StubbedApi().expect("cloudfront:GetOriginAccessControl", {"Id": "E1"}, CONTROL)
    policy = json.dumps({"Statement": list(statements)})
    return api.expect("s3:GetBucketPolicy", {"Bucket": "b"}, {"Policy": policy})


def test_an_access_control_that_never_signs_is_found_first():
    """CF-43."""
    config = {**CONTROL["OriginAccessControl"]["OriginAccessControlConfig"], "SigningBehavior": "never"}
    answer = {"OriginAccessControl": {"Id": "E1", "OriginAccessControlConfig": config}}
    api = StubbedApi().expect("cloudfront:GetOriginAccessControl", {"Id": "E1"}, answer)
    assert why(api)[0] == Found("control_never_signs", "E1")


def test_no_bucket_policy_at_all_is_one_without_the_statement():
    api = StubbedApi().expect("cloudfront:GetOriginAccessControl", {"Id": "E1"}, CONTROL)
    assert why(api.fail("s3:GetBucketPolicy", "NoSuchBucketPolicy"))[0] == Found("policy_missing")


def test_a_missing_object_is_found():
    """CF-47."""
    api = granted(OURS).fail("s3:HeadObject", "404", "Not Found", 404)
    assert why(api)[0] == Found("object_missing", "a.png")


@pytest.mark.parametrize(("manager", "cause"), [("AWS", "kms_managed_key"), ("CUSTOMER", "kms_denied")])
def test_a_key_that_does_not_let_cloudfront_in_is_found_in_its_own_region(manager, cause):
    """CF-46."""
    about = {"KeyMetadata": {"KeyId": "1", "KeyManager": manager}}
    api = (
        granted(OURS)
        .expect("s3:HeadObject", {"Bucket": "b", "Key": "a.png"}, {"SSEKMSKeyId": KEY_ARN})
        .expect("kms:GetKeyPolicy", {"KeyId": KEY_ARN, "PolicyName": "default"}, {"Policy": '{"Statement": []}'})
        .expect("kms:DescribeKey", {"KeyId": KEY_ARN}, about)
    )
    assert why(api)[0] == Found(cause, KEY_ARN)


def test_nothing_wrong_is_an_answer_too():
    controls = {"OwnershipControls": {"Rules": [{"ObjectOwnership": "BucketOwnerEnforced"}]}}
    api = granted(OURS).expect("s3:HeadObject", None, {}).expect("s3:GetBucketOwnershipControls", None, controls)
    found, lookups = why(api)
    assert (found, lookups.notes) == (Found(well=True), [])


def test_an_object_of_another_account_is_found_where_acls_are_on():
    api = (
        granted(OURS)
        .expect("s3:HeadObject", None, {})
        .fail("s3:GetBucketOwnershipControls", "OwnershipControlsNotFoundError", status=404)
        .expect("s3:GetBucketAcl", None, {"Owner": {"ID": "us"}})
        .expect("s3:GetObjectAcl", None, {"Owner": {"ID": "them"}})
    )
    assert why(api)[0] == Found("object_owner", "a.png")


def test_what_may_not_be_looked_up_is_noted_and_the_rest_still_asked():
    api = (
        StubbedApi()
        .fail("cloudfront:GetOriginAccessControl", "AccessDenied", "no", 403)
        .fail("s3:GetBucketPolicy", "AccessDenied", "no", 403)
        .fail("s3:HeadObject", "404", "Not Found", 404)
    )
    found, lookups = why(api)
    assert found == Found("object_missing", "a.png")
    assert [note.partition(":")[0] for note in lookups.notes] == ["The reasons are less precise"] * 2
    assert "s3:GetBucketPolicy" in lookups.notes[1]


def test_questions_are_asked_once():
    api = granted(OURS).fail("s3:HeadObject", "404", "Not Found", 404)
    behavior = behavior_of(distribution(), "/a.png", {})
    assert behavior is not None
    lookups = Lookups(t.cast("t.Any", api))
    assert lookups.why_denied(behavior, "b", "/a.png") == lookups.why_denied(behavior, "b", "/a.png")
    assert len(api.calls) == 3


def test_without_credentials_nothing_more_is_asked():
    class Nobody:
        asked = 0

        def call(self, operation: str, request: object, *, region: str | None = None) -> dict[str, t.Any]:
            Nobody.asked += 1
            raise ConnectionFailed("No AWS credentials.")

    found, lookups = why(t.cast("t.Any", Nobody()))
    assert found == Found()
    assert lookups.policies(["own"]) == {}
    assert (Nobody.asked, lookups.notes) == (1, ["The reasons are less precise: No AWS credentials."])
