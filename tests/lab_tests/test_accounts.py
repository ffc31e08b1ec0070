# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The lab's accounts: roles that are assumed, rights that are simulated, quotas."""

from __future__ import annotations

import json
import typing as t

from tests.lab_tests import aws

if t.TYPE_CHECKING:
    from tests.lab import Lab

OTHER = "999999999999"
ROLE = f"arn:aws:iam::{OTHER}:role/dns"
TRUST = json.dumps({"Version": "2012-10-17", "Statement": []})


def test_an_assumed_role_sees_what_its_account_has(lab: Lab) -> None:
    lab.client("route53", account=OTHER).create_hosted_zone(Name="other.test", CallerReference="x")
    mark = lab.mark()
    given = lab.client("sts").assume_role(RoleArn=ROLE, RoleSessionName="me")["Credentials"]
    assert lab.writes(mark) == []
    session = {"account": given["AccessKeyId"], "aws_session_token": given["SessionToken"]}
    assert lab.client("sts", **session).get_caller_identity()["Arn"] == f"arn:aws:sts::{OTHER}:assumed-role/dns/me"
    zones = lab.client("route53", **session).list_hosted_zones()["HostedZones"]
    assert [zone["Name"] for zone in zones] == ["other.test."]
    assert lab.calls()[-1]["account"] == OTHER


def test_rights_of_users_and_roles_are_simulated(lab: Lab) -> None:
    iam = lab.client("iam")
    role = iam.create_role(RoleName="admin", Path="/team/", AssumeRolePolicyDocument=TRUST)["Role"]["Arn"]
    allowed = {"Effect": "Allow", "Action": "s3:Put*", "Resource": "arn:aws:s3:::a"}
    policy = json.dumps({"Version": "2012-10-17", "Statement": [allowed]})
    iam.put_role_policy(RoleName="admin", PolicyName="p", PolicyDocument=policy)
    asked = {"ActionNames": ["s3:PutBucketPolicy", "s3:DeleteBucket"], "ResourceArns": ["arn:aws:s3:::a"]}
    found = iam.simulate_principal_policy(PolicySourceArn=role, **asked)["EvaluationResults"]
    assert [one["EvalDecision"] for one in found] == ["allowed", "implicitDeny"]
    root = "arn:aws:iam::123456789012:root"
    assert aws.code(iam.simulate_principal_policy, PolicySourceArn=root, **asked) == "InvalidInput"
    # Without its path it is the ARN of another role.
    plain = role.replace("/team/", "/")
    assert aws.code(iam.simulate_principal_policy, PolicySourceArn=plain, **asked) == "NoSuchEntity"


def test_quotas_are_told_where_they_are_known(lab: Lab) -> None:
    quotas = lab.client("service-quotas", "us-east-1")
    asked = {"ServiceCode": "cloudfront", "QuotaCode": "L-24B04930"}
    assert quotas.get_service_quota(**asked)["Quota"]["Value"] == 500
    lab.settings(quotas=json.dumps({"L-24B04930": 7}))
    assert quotas.get_service_quota(**asked)["Quota"]["Value"] == 7
    assert quotas.get_aws_default_service_quota(**asked)["Quota"]["Value"] == 500
    assert len(quotas.list_service_quotas(ServiceCode="acm")["Quotas"]) == 2
    elsewhere = lab.client("service-quotas", "eu-west-1")
    assert aws.code(elsewhere.get_service_quota, **asked) == "NoSuchResourceException"


def test_a_simulation_knows_of_a_call_what_it_is_told(lab: Lab) -> None:
    """What policies ask about and nobody told is named, as IAM does."""
    iam = lab.client("iam")
    iam.create_user(UserName="anna")
    names = {"ForAllValues:StringEquals": {"acm:DomainNames": ["a.test"]}}
    condition = {**names, "StringEquals": {"acm:ValidationMethod": "DNS"}}
    statement = {"Effect": "Allow", "Action": "acm:RequestCertificate", "Resource": "*", "Condition": condition}
    document = json.dumps({"Version": "2012-10-17", "Statement": [statement]})
    iam.put_user_policy(UserName="anna", PolicyName="p", PolicyDocument=document)

    def decided(**told: list[str]) -> tuple[str, list[str]]:
        entries = [
            {
                "ContextKeyName": f"acm:{key}",
                "ContextKeyType": "stringList" if key == "DomainNames" else "string",
                "ContextKeyValues": values,
            }
            for key, values in told.items()
        ]
        arn = "arn:aws:iam::123456789012:user/anna"
        asked = {"PolicySourceArn": arn, "ActionNames": ["acm:RequestCertificate"], "ContextEntries": entries}
        (found,) = iam.simulate_principal_policy(**asked)["EvaluationResults"]
        return found["EvalDecision"], found["MissingContextValues"]

    assert decided(ValidationMethod=["DNS"], DomainNames=["a.test"]) == ("allowed", [])
    assert decided(ValidationMethod=["DNS"], DomainNames=["a.test", "b.test"]) == ("implicitDeny", [])
    assert decided(DomainNames=["a.test"]) == ("implicitDeny", ["acm:ValidationMethod"])


def test_what_is_made_with_tags_is_simulated_apart(lab: Lab) -> None:
    iam = lab.client("iam")
    iam.create_user(UserName="anna")
    asked = {
        "PolicySourceArn": "arn:aws:iam::123456789012:user/anna",
        "ActionNames": ["cloudfront:TagResource", "cloudfront:GetDistribution"],
    }
    assert aws.code(iam.simulate_principal_policy, **asked) == "InvalidInput"
