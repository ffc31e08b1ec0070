# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import pytest

from ansible_collections.cdn.aws.plugins.module_utils._denials import actions_of, advice
from ansible_collections.cdn.aws.plugins.module_utils._errors import describe
from ansible_collections.cdn.aws.plugins.module_utils._rights import ACTIONS, EXTRAS, PURPOSES

USER = "User: arn:aws:iam::123456789012:user/deploy is not authorized to perform: "


@pytest.mark.parametrize(
    ("operation", "actions"),
    [
        ("s3:HeadBucket", ["s3:ListBucket"]),
        ("s3:ListObjectsV2", ["s3:ListBucket"]),
        ("s3:HeadObject", ["s3:GetObject"]),
        ("s3:PutPublicAccessBlock", ["s3:PutBucketPublicAccessBlock"]),
        ("s3:GetBucketEncryption", ["s3:GetEncryptionConfiguration"]),
        ("s3:DeleteBucketLifecycle", ["s3:PutLifecycleConfiguration"]),
        ("s3:PutBucketPolicy", ["s3:PutBucketPolicy"]),
        ("s3control:DescribeJob", ["s3:DescribeJob"]),
        ("service-quotas:GetServiceQuota", ["servicequotas:GetServiceQuota"]),
        ("cloudfront:CreateDistributionWithTags", ["cloudfront:CreateDistribution", "cloudfront:TagResource"]),
    ],
)
def test_a_denied_call_names_the_actions_as_iam_calls_them_and_what_they_are_for(operation, actions):
    line = describe(operation=operation, code="AccessDenied", text="Access Denied")
    assert list(actions_of(operation)) == actions
    for action in actions:
        assert f"{action} ({PURPOSES[action]})" in line
    assert "docs/iam" in line
    assert line == " ".join(line.split())


def test_of_several_actions_the_one_that_aws_names_is_told():
    text = f"{USER}cloudfront:TagResource on resource: * because no identity-based policy allows it"
    line = describe(operation="cloudfront:CreateDistributionWithTags", code="AccessDenied", text=text)
    assert f"need the action cloudfront:TagResource ({PURPOSES['cloudfront:TagResource']})." in line
    assert "cloudfront:CreateDistribution " not in line.split("policies need")[1]


def test_an_answer_without_a_body_tells_also_the_action_that_it_may_be_instead():
    line = describe(operation="s3:HeadObject", code="403", text="Forbidden")
    assert "need the action s3:GetObject (" in line
    assert "for an object that is not there also s3:ListBucket (" in line


def test_an_operation_that_nobody_described_is_named_as_it_is():
    assert advice("notes:Create", "no") == "The caller's IAM policies need the action notes:Create."


@pytest.mark.parametrize(
    "kind",
    [
        "a service control policy",
        "an identity-based policy",
        "a resource-based policy",
        "a permissions boundary",
        "a session policy",
        "a VPC endpoint policy",
    ],
)
def test_an_explicit_deny_is_not_said_to_be_healed_by_an_allow(kind):
    text = f'{USER}s3:CreateBucket on resource: "arn:aws:s3:::b" with an explicit deny in {kind}'
    line = describe(operation="s3:CreateBucket", code="AccessDenied", text=text)
    assert f"The explicit deny in {kind} forbids it" in line
    assert "the action s3:CreateBucket (to make the bucket)" in line
    assert "policies need" not in line


@pytest.mark.parametrize(
    "kind", ["service control policy", "permissions boundary", "session policy", "resource-based policy"]
)
def test_what_else_has_to_allow_it_is_named(kind):
    text = f"{USER}acm:RequestCertificate because no {kind} allows the acm:RequestCertificate action"
    line = describe(operation="acm:RequestCertificate", code="AccessDeniedException", text=text)
    assert f"a {kind} must allow, too, the action acm:RequestCertificate (" in line
    assert "policies need" not in line


def test_public_access_blocks_are_no_matter_of_iam():
    text = (
        f'{USER}s3:PutBucketPolicy on resource: "arn:aws:s3:::b" because public policies are prevented by the'
        " BlockPublicPolicy setting in S3 Block Public Access"
    )
    assert "The setting BlockPublicPolicy of S3 Block Public Access" in advice("s3:PutBucketPolicy", text)


def test_a_log_bucket_that_cloudfront_may_not_write_to_is_a_matter_of_that_bucket():
    """CF-50: the code is AccessDenied, and the action that is missing is none of CloudFront's."""
    text = "You don't have permission to access the S3 bucket for CloudFront logs: logs.s3.amazonaws.com."
    line = advice("cloudfront:CreateDistribution", text)
    assert "s3:GetBucketAcl" in line
    assert "s3:PutBucketAcl" in line
    assert "cloudfront:CreateDistribution" not in line


def test_a_new_account_that_aws_has_not_verified_is_no_matter_of_iam():
    text = (
        "Your account must be verified before you can add new CloudFront resources. To verify your account, please"
        " contact AWS Support (https://console.aws.amazon.com/support/home#/) and include this error message."
    )
    line = describe(operation="cloudfront:CreateDistributionWithTags", code="AccessDenied", text=text)
    assert "AWS Support has to verify this account first" in line
    assert "policies need" not in line
    assert "docs/iam" not in line


def test_every_action_of_the_tables_has_a_purpose():
    named = {action for actions in ACTIONS.values() for action in actions}
    named |= {action for extras in EXTRAS.values() for dummy, actions in extras for action in actions}
    assert named <= set(PURPOSES)
