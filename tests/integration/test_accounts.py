# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""More than one account: who may work where, what is in another one, and what is checked beforehand."""

from __future__ import annotations

import json
import typing as t
from pathlib import Path

import pytest

from tests.chaos.rights import policies
from tests.in_process import run_module
from tests.integration.conftest import RunTasks
from tests.integration.site import BUCKET, DOMAIN, DRIFT, PUBLISH, REFRESH, SITE, TEARDOWN, one_file, variables
from tests.lab import Lab

HERE, ZONES, BUCKETS = "123456789012", "111111111111", "222222222222"
# Sessions are shared by the runs of a process, and forgotten by the lab after each test: no two have one role.
ZONE_ROLE = f"arn:aws:iam::{ZONES}:role/records"
TRUST = json.dumps({"Version": "2012-10-17", "Statement": []})


def role(lab: Lab, account: str, name: str, *allowed: str) -> None:
    """Make a role that may do some actions on everything."""
    iam = lab.client("iam", account=account)
    iam.create_role(RoleName=name, AssumeRolePolicyDocument=TRUST)
    statement = {"Effect": "Allow", "Action": list(allowed), "Resource": "*"}
    document = json.dumps({"Version": "2012-10-17", "Statement": [statement]})
    iam.put_role_policy(RoleName=name, PolicyName="p", PolicyDocument=document)


def bucket_of(lab: Lab, account: str) -> t.Any:
    """Make the bucket of the site, with one file, in an account."""
    s3 = lab.client("s3", account=account)
    s3.create_bucket(Bucket=BUCKET, CreateBucketConfiguration={"LocationConstraint": lab.env["AWS_REGION"]})
    block = dict.fromkeys(("BlockPublicAcls", "IgnorePublicAcls", "BlockPublicPolicy", "RestrictPublicBuckets"), True)
    s3.put_public_access_block(Bucket=BUCKET, PublicAccessBlockConfiguration=block)
    s3.put_object(Bucket=BUCKET, Key="a.txt", Body=b"a", CacheControl="max-age=600")
    return s3


def move_zone(lab: Lab, account: str) -> None:
    """Put the hosted zone of the lab into another account."""
    route53 = lab.client("route53")
    (zone,) = route53.list_hosted_zones()["HostedZones"]
    route53.delete_hosted_zone(Id=zone["Id"])
    lab.client("route53", account=account).create_hosted_zone(Name="example.test", CallerReference="moved")


def quickly(lab: Lab) -> None:
    lab.settings(certificate_seconds=0.1, deploy_seconds=0.1, insync_seconds=0.1)


def test_a_site_over_three_accounts(lab: Lab, run_tasks: RunTasks) -> None:
    quickly(lab)
    move_zone(lab, ZONES)
    role(lab, ZONES, "records", "route53:*")
    bucket_of(lab, BUCKETS)
    given = variables(
        lab,
        site_region=lab.env["AWS_REGION"],
        # As YAML has it without quotes.
        site_bucket_account_id=int(BUCKETS),
        site_verify_paths=["/a.txt"],
        site_allowed_account_ids=[HERE],
        site_dns_allowed_account_ids=[ZONES],
        site_preflight=True,
        dns_role_arn=ZONE_ROLE,
        dns_external_id="planted-id",
    )
    mark = lab.mark()
    done = run_tasks(SITE, variables=given).ok()
    assert {call["account"] for call in lab.writes(mark) if call["service"] == "route53"} == {ZONES}
    assert {call["account"] for call in lab.writes(mark) if call["service"] != "route53"} == {HERE}
    assert [call["operation"] for call in lab.writes(mark) if call["service"] == "s3"] == []
    assert "SimulatePrincipalPolicy" in [call["operation"] for call in lab.calls(mark)]
    assert "ASIA" not in done.stdout + done.stderr

    # Nobody can have let it in yet: the run goes on, and says what has to be done.
    result = done.facts("site_result")
    statement = result["bucket_policy_statement"]
    assert statement["Condition"]["StringEquals"]["AWS:SourceArn"] == result["distribution"]["arn"]
    (hint,) = [line for line in done.messages if "a 403 stays until its policy has this statement" in line]
    assert json.loads(hint[hint.index('{"') :]) == statement
    assert statement["Sid"] in "".join(line for line in done.messages if line.startswith("ansible localhost"))

    # From then on it is an error.
    again = run_tasks(SITE, variables=given)
    assert again.changed == 0
    assert "403" in again.failure
    assert json.dumps(statement["Condition"]) in again.failure

    told = "\n".join(run_tasks(TEARDOWN, check=True, variables=given).ok().messages)
    assert f"may still have the statement {statement['Sid']}" in told


def test_a_bucket_of_another_account_is_made_and_filled_by_a_role(
    lab: Lab, run_tasks: RunTasks, tmp_path: Path
) -> None:
    connection = {"assume_role_arn": f"arn:aws:iam::{BUCKETS}:role/files"}
    given = {"bucket_name": BUCKET, "bucket_role_arn": connection["assume_role_arn"]}
    published = {"publish_source": str(one_file(tmp_path)), "publish_bucket": BUCKET}
    tasks = [
        {"include_role": {"name": "cdn.aws.bucket"}, "vars": {**given, "bucket_account_id": BUCKETS}},
        {"include_role": {"name": "cdn.aws.publish"}, "vars": {**published, "publish_bucket_connection": connection}},
        {"include_role": {"name": "cdn.aws.bucket"}, "vars": {**given, "bucket_account_id": ZONES}},
    ]
    done = run_tasks(tasks)
    assert f"of the account {BUCKETS}" in done.failure
    assert f"only allows {ZONES}" in done.failure
    assert done.facts("publish_result")["publish"]["uploaded"] == 1
    assert {call["account"] for call in lab.writes()} == {BUCKETS}


@pytest.mark.parametrize("playbook", [TEARDOWN, PUBLISH, DRIFT], ids=lambda path: path.stem)
def test_credentials_of_another_account_end_everything_at_once(
    lab: Lab, run_tasks: RunTasks, tmp_path: Path, playbook: Path
) -> None:
    given = variables(lab, site_allowed_account_ids=["012345678901"], site_publish_source=str(one_file(tmp_path)))
    refused = run_tasks(playbook, variables=given).failure
    for text in (HERE, f"arn:aws:iam::{HERE}:root", "012345678901"):
        assert text in refused
    assert [call["operation"] for call in lab.calls()] == ["GetCallerIdentity"]


@pytest.mark.parametrize(
    ("playbook", "allowed"),
    [
        (SITE, {"site_allowed_account_ids": [HERE]}),
        (REFRESH, {"site_allowed_account_ids": [HERE]}),
        (PUBLISH, {"site_bucket_account_id": BUCKETS}),
        (DRIFT, {"site_bucket_account_id": BUCKETS}),
        (TEARDOWN, {"site_bucket_account_id": BUCKETS}),
    ],
    ids=["site", "refresh", "publish", "drift", "teardown"],
)
def test_credentials_for_the_bucket_of_another_account_end_everything_at_once(
    lab: Lab, run_tasks: RunTasks, tmp_path: Path, playbook: Path, allowed: dict[str, t.Any]
) -> None:
    keys = {"bucket_access_key": ZONES, "bucket_secret_key": "of-the-zones"}
    given = variables(lab, site_publish_source=str(one_file(tmp_path)), **keys, **allowed)
    refused = run_tasks(playbook, variables=given).failure
    assert f"of the account {ZONES}" in refused
    assert {call["operation"] for call in lab.calls()} == {"GetCallerIdentity"}


@pytest.mark.parametrize("role_name", ["bucket", "distribution"])
def test_what_yaml_makes_of_an_id_without_quotes_is_refused(lab: Lab, run_tasks: RunTasks, role_name: str) -> None:
    """It takes 012345670123 for an octal number."""
    prefix = "distribution_bucket" if role_name == "distribution" else "bucket"
    name = "distribution_bucket" if role_name == "distribution" else "bucket_name"
    given = {name: BUCKET, f"{prefix}_account_id": 0o12345670123, f"{prefix}_region": lab.env["AWS_REGION"]}
    refused = run_tasks([{"include_role": {"name": f"cdn.aws.{role_name}"}, "vars": given}]).failure
    assert "1402433619 is no account id, which has 12 digits" in refused
    assert lab.calls() == []


def preflight(lab: Lab, name: str, **options: t.Any) -> dict[str, t.Any]:
    """Check a plan with the rights of a role."""
    connection = {
        "access_key": lab.env["AWS_ACCESS_KEY_ID"],
        "secret_key": lab.env["AWS_SECRET_ACCESS_KEY"],
        "region": lab.env["AWS_REGION"],
        "endpoint_url": lab.env["AWS_ENDPOINT_URL"],
        "assume_role_arn": f"arn:aws:iam::{HERE}:role/{name}",
    }
    outcome = run_module("preflight_info", {**connection, **options}, check=True)
    assert not outcome.crash
    return outcome.result


def planned(*writes: str) -> list[dict[str, str]]:
    return [{"operation": operation, "resource": "site", "change": "create"} for operation in writes]


PLAN = planned(
    "s3:CreateBucket", "acm:RequestCertificate", "cloudfront:CreateOriginAccessControl", "s3:PutBucketPolicy"
)


def test_missing_rights_and_reached_quotas_are_told_at_once(lab: Lab) -> None:
    role(lab, HERE, "few", "s3:*", "cloudfront:List*", "acm:ListCertificates", "iam:*", "servicequotas:*")
    lab.settings(quotas=json.dumps({"L-DC2B2D3D": 0, "L-FB94F0B0": 2}))
    mark = lab.mark()
    names = ["a.example.test", "b.example.test", "c.example.test"]
    told = preflight(lab, "few", actions=PLAN, certificate_names=names)["msg"]
    assert "acm:RequestCertificate on * (to request the certificate)" in told
    assert f"acm:DescribeCertificate on arn:aws:acm:us-east-1:{HERE}:certificate/*" in told
    assert "cloudfront:CreateOriginAccessControl on *" in told
    assert "Buckets of the account: 0 used, 1 more needed, the quota is 0." in told
    assert "Names of a certificate: 0 used, 3 more needed, the quota is 2." in told
    assert "s3:" not in told
    assert lab.writes(mark) == []


def test_who_may_everything_hears_nothing(lab: Lab) -> None:
    role(lab, HERE, "all", "*")
    result = preflight(lab, "all", actions=PLAN, certificate_names=["cdn.example.test"])
    assert result["preflight"]["problems"] == []
    assert result.get("warnings", []) == []
    assert [room["used"] for room in result["preflight"]["quotas"]] == [0, 0, 0, 0]


def test_the_policy_of_the_playbook_is_seen_to_be_enough(lab: Lab) -> None:
    """What its conditions ask about a certificate and about records is known before the first write."""
    names = {"ACCOUNT_ID": HERE, "SITE_DOMAIN": DOMAIN, "SITE_BUCKET": "site", "HOSTED_ZONE_ID": "Z1"}
    iam = lab.client("iam")
    iam.create_role(RoleName="provision", AssumeRolePolicyDocument=TRUST)
    document = json.dumps(policies.filled("provision", names))
    iam.put_role_policy(RoleName="provision", PolicyName="p", PolicyDocument=document)
    record = {"operation": "route53:ChangeResourceRecordSets", "change": "create"}
    plan = [
        *PLAN,
        {**record, "resource": f"example.test: CNAME _<token>.{DOMAIN}"},
        {**record, "resource": f"example.test: A {DOMAIN}, AAAA {DOMAIN}"},
    ]
    more = {"hosted_zone_id": "Z1", "tagged": True, "fail_on_problem": False}
    found = preflight(lab, "provision", actions=plan, certificate_names=[DOMAIN], **more)["preflight"]
    assert (found["missing"], found["unsure"]) == ([], [])
    other = preflight(lab, "provision", actions=plan, certificate_names=[DOMAIN, "other.test"], **more)["preflight"]
    assert [one["action"] for one in other["missing"]] == ["acm:RequestCertificate"]


def test_the_tags_that_files_get_need_a_right_of_their_own(lab: Lab, run_tasks: RunTasks, tmp_path: Path) -> None:
    lab.settings(auth=True)
    names = {"SITE_DOMAIN": DOMAIN, "SITE_BUCKET": BUCKET}
    allowed = policies.without(policies.filled("provision", names), "s3:PutObjectTagging")
    asking = {"Effect": "Allow", "Action": ["iam:SimulatePrincipalPolicy"], "Resource": ["*"]}
    user = lab.user("site", {**allowed, "Statement": [*allowed["Statement"], asking]})
    given = variables(lab, site_publish_source=str(one_file(tmp_path)), site_preflight=True)
    assert "lacks rights" not in run_tasks(SITE, env=user, check=True, variables=given).ok().stdout
    given["publish_rules"] = [{"pattern": "*", "tags": {"kind": "page"}}]
    refused = run_tasks(SITE, env=user, check=True, variables=given).failure
    assert "lacks rights that this run needs" in refused
    assert "s3:PutObjectTagging on" in refused
    assert refused.count(" on arn:") == 1


def test_a_role_that_is_gone_costs_a_warning(lab: Lab) -> None:
    result = preflight(lab, "nobody", actions=PLAN)
    assert result["preflight"]["problems"] == []
    assert "were not checked" in str(result["warnings"][0])
