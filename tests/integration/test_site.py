# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The main job: from nothing to a verified cache hit, planned, done, repeated, resumed."""

from __future__ import annotations

import json
import time
import typing as t
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import yaml

from tests.integration.conftest import RunTasks
from tests.integration.site import (
    BUCKET,
    CHAIN,
    DOMAIN,
    IMAGES,
    SITE,
    certificates,
    distributions,
    recorded,
    variables,
)
from tests.lab import Lab

READ_BUDGET = 24


def test_the_plan_of_an_empty_account_is_what_the_run_then_does(lab: Lab, run_tasks: RunTasks, tmp_path: Path) -> None:
    report = tmp_path / "report.html"
    given = variables(
        lab,
        site_publish_source=str(IMAGES),
        site_tags={"team": "web"},
        site_report=str(report),
        site_browser_cache_seconds=600,
        # Variables of the role publish go through as they are.
        publish_rules=[{"pattern": "logo.png", "cache_control": "max-age=7", "tags": {"kind": "logo"}}],
    )
    checked = run_tasks(SITE, check=True, diff=True, variables=given).ok()
    assert recorded(lab) == []
    assert not report.exists()
    planned = checked.facts("site_result")["actions"]

    done = run_tasks(SITE, variables=given).ok()
    assert [action["operation"] for action in planned] == recorded(lab)
    assert done.facts("site_result")["actions"] == planned
    assert done.facts("site_result")["distribution"]["status"] == "Deployed"
    assert done.facts("site_result")["probe"]["problems"] == []
    paths = done.facts("site_result")["probe"]["paths"]
    assert all(path["hit"] for path in paths)
    # The policy is for objects that have no Cache-Control of their own.
    told = {path["path"]: {request["cache_control"] for request in path["requests"]} for path in paths}
    assert told.pop("/logo.png") == {"max-age=7"}
    assert list(told.values()) == [{"public, max-age=600"}] * len(told)
    (tag,) = lab.client("s3").get_object_tagging(Bucket=BUCKET, Key="logo.png")["TagSet"]
    assert tag == {"Key": "kind", "Value": "logo"}
    page = report.read_text(encoding="utf-8")
    for text in ("Served from the cache", "Deployed", "Private", "certificate issued", "A, AAAA in DNS", "/logo.png"):
        assert text in page

    mark = lab.mark()
    again = run_tasks(SITE, variables=given).ok()
    assert again.changed == 0
    assert lab.writes(mark) == []

    # Without the variable the policy goes, and what browsers get of it.
    del given["site_browser_cache_seconds"], given["site_publish_source"]
    done = run_tasks(SITE, variables=given).ok()
    assert recorded(lab, mark) == ["cloudfront:UpdateDistribution", "cloudfront:DeleteResponseHeadersPolicy"]
    assert [action["operation"] for action in done.facts("site_result")["actions"]] == recorded(lab, mark)
    assert "ResponseHeadersPolicyId" not in distributions(lab)[0]["DefaultCacheBehavior"]


def test_the_chain_has_its_order_and_a_second_run_is_cheap(lab: Lab, run_tasks: RunTasks) -> None:
    given = variables(lab, site_verify_paths=["/missing"])
    checked = run_tasks(SITE, check=True, variables=given).ok()
    assert [action["operation"] for action in checked.facts("site_result")["actions"]] == CHAIN
    run_tasks(SITE, variables={**given, "verify_fail": False}).ok()
    assert recorded(lab) == CHAIN

    mark = lab.mark()
    again = run_tasks(SITE, variables={**given, "verify_fail": False}).ok()
    assert again.changed == 0
    assert lab.writes(mark) == []
    assert len(lab.calls(mark)) <= READ_BUDGET


def test_an_existing_bucket_keeps_its_objects_and_its_policy(lab: Lab, run_tasks: RunTasks, tmp_path: Path) -> None:
    s3 = lab.client("s3")
    s3.create_bucket(Bucket=BUCKET, CreateBucketConfiguration={"LocationConstraint": lab.env["AWS_REGION"]})
    foreign = {
        "Sid": "Auditors",
        "Effect": "Allow",
        "Principal": {"AWS": "arn:aws:iam::123456789012:root"},
        "Action": "s3:ListBucket",
        "Resource": f"arn:aws:s3:::{BUCKET}",
    }
    s3.put_bucket_policy(Bucket=BUCKET, Policy=json.dumps({"Version": "2012-10-17", "Statement": [foreign]}))
    keys = [f"photos/{number:04}.jpg" for number in range(1000)]
    with ThreadPoolExecutor(16) as pool:
        list(pool.map(lambda key: s3.put_object(Bucket=BUCKET, Key=key, Body=key.encode()), keys))
    before = objects(lab)
    mark = lab.mark()

    run_tasks(SITE, variables=variables(lab, site_verify_paths=["/photos/0007.jpg"])).ok()

    assert objects(lab) == before
    policy = json.loads(s3.get_bucket_policy(Bucket=BUCKET)["Policy"])["Statement"]
    assert policy[0] == foreign
    assert [statement["Sid"] for statement in policy] == ["Auditors", "AllowCloudFrontCdnExampleTest"]
    # The bucket itself was fit already: nothing about it was named, nothing was changed.
    assert [operation for operation in recorded(lab, mark) if operation.startswith("s3:")] == ["s3:PutBucketPolicy"]


def objects(lab: Lab) -> dict[str, tuple[str, t.Any]]:
    pages = lab.client("s3").get_paginator("list_objects_v2").paginate(Bucket=BUCKET)
    return {item["Key"]: (item["ETag"], item["LastModified"]) for page in pages for item in page["Contents"]}


def test_further_names_and_settings_reach_the_distribution(lab: Lab, run_tasks: RunTasks) -> None:
    given = variables(
        lab,
        site_aliases=["img.example.test"],
        site_price_class="PriceClass_200",
        site_comment="Images",
        site_default_root_object="index.html",
        site_bucket_versioning=True,
        site_distribution={"default_cache_behavior": {"compress": False}},
        verify_fail=False,
    )
    run_tasks(SITE, variables=given).ok()
    (distribution,) = distributions(lab)
    assert sorted(distribution["Aliases"]["Items"]) == [DOMAIN, "img.example.test"]
    assert distribution["PriceClass"] == "PriceClass_200"
    assert distribution["Comment"] == "Images"
    assert distribution["DefaultCacheBehavior"]["Compress"] is False
    assert lab.client("s3").get_bucket_versioning(Bucket=BUCKET)["Status"] == "Enabled"
    mark = lab.mark()
    assert run_tasks(SITE, variables=given).ok().changed == 0
    assert lab.writes(mark) == []


def test_security_protections_put_a_web_acl_in_front(lab: Lab, run_tasks: RunTasks) -> None:
    given = variables(lab, site_security_protections=True, verify_fail=False)
    checked = run_tasks(SITE, check=True, variables=given).ok()
    planned = [action["operation"] for action in checked.facts("site_result")["actions"]]
    assert "wafv2:CreateWebACL" in planned
    run_tasks(SITE, variables=given).ok()
    assert planned == recorded(lab)
    (acl,) = lab.client("wafv2", "us-east-1").list_web_acls(Scope="CLOUDFRONT")["WebACLs"]
    assert distributions(lab)[0]["WebACLId"] == acl["ARN"]
    mark = lab.mark()
    assert run_tasks(SITE, variables=given).ok().changed == 0
    assert lab.writes(mark) == []


def test_manual_dns_prints_the_records_and_waits_for_them(lab: Lab, run_tasks: RunTasks) -> None:
    given = variables(lab, site_dns="manual", verify_fail=False)
    with ThreadPoolExecutor(1) as pool:
        somebody = pool.submit(make_validation_record, lab)
        done = run_tasks(SITE, variables=given).ok()
        name = somebody.result()
    assert any(name in line for line in done.messages)
    assert recorded(lab).count("route53:ChangeResourceRecordSets") == 1, "only somebody's own change"
    assert any(f"{DOMAIN}. 300 IN CNAME d" in line for line in done.messages)


def make_validation_record(lab: Lab, seconds: float = 60) -> str:
    """Do what somebody does who hosts the DNS elsewhere: make the record that the certificate asks for."""
    acm, route53 = lab.client("acm", "us-east-1"), lab.client("route53")
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        for summary in certificates(lab):
            certificate = acm.describe_certificate(CertificateArn=summary["CertificateArn"])["Certificate"]
            record = certificate["DomainValidationOptions"][0].get("ResourceRecord")
            if record:
                zone = route53.list_hosted_zones()["HostedZones"][0]["Id"]
                content = {**record, "TTL": 300, "ResourceRecords": [{"Value": record["Value"]}]}
                del content["Value"]
                change = {"Changes": [{"Action": "CREATE", "ResourceRecordSet": content}]}
                route53.change_resource_record_sets(HostedZoneId=zone, ChangeBatch=change)
                return str(record["Name"])
        time.sleep(0.3)
    raise AssertionError("no certificate asked for a record")


def test_check_mode_of_the_play_writes_nothing(lab: Lab, run_tasks: RunTasks, tmp_path: Path) -> None:
    """`check_mode: true` in a play counts as much as --check on the command line."""
    role = {"role": "cdn.aws.site", "vars": variables(lab, site_publish_source=str(IMAGES))}
    playbook = tmp_path / "checked.yml"
    plays = [{"hosts": "all", "gather_facts": False, "check_mode": True, "roles": [role]}]
    playbook.write_text(yaml.safe_dump(plays), encoding="utf-8")
    run = run_tasks(playbook).ok()
    assert lab.writes() == []
    assert run.changed > 0


def test_a_bucket_that_an_application_fills_is_proved_by_what_it_holds(lab: Lab, run_tasks: RunTasks) -> None:
    given = {key: value for key, value in variables(lab).items() if key != "site_verify_paths"}
    empty = run_tasks(SITE, variables=given).ok()
    assert any("holds no files yet" in line for line in empty.messages)
    lab.client("s3").put_object(Bucket=BUCKET, Key="photos/one two.jpg", Body=b"x", ContentType="image/jpeg")
    filled = run_tasks(SITE, variables=given).ok()
    (path,) = filled.facts("site_result")["probe"]["paths"]
    assert (path["path"], path["hit"]) == ("/photos/one%20two.jpg", True)


def test_a_disabled_distribution_is_enabled_again(lab: Lab, run_tasks: RunTasks) -> None:
    """A teardown that was stopped half way leaves one behind."""
    given = variables(lab)
    run_tasks(SITE, variables=given).ok()
    cloudfront = lab.client("cloudfront")
    answer = cloudfront.get_distribution_config(Id=distributions(lab)[0]["Id"])
    config = {**answer["DistributionConfig"], "Enabled": False}
    cloudfront.update_distribution(Id=distributions(lab)[0]["Id"], DistributionConfig=config, IfMatch=answer["ETag"])
    mark = lab.mark()
    run_tasks(SITE, variables=given).ok()
    assert recorded(lab, mark) == ["cloudfront:UpdateDistribution"]
    assert distributions(lab)[0]["Enabled"] is True
