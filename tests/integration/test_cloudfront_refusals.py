# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What CloudFront would refuse is said in one line before the first write, in check runs too."""

from __future__ import annotations

import typing as t

from tests.integration.conftest import RunTasks
from tests.lab import Lab

OTHER_ACCOUNT = "999999999999"
BUCKET = "refusals-example-test"
DOMAIN = f"{BUCKET}.s3.eu-central-1.amazonaws.com"
WEBSITE = f"{BUCKET}.s3-website.eu-central-1.amazonaws.com"
REQUIRED = {"Comment": "", "Enabled": True}


def issued(lab: Lab, region: str = "us-east-1", account: str | None = None) -> str:
    acm = lab.client("acm", region, **({"account": account} if account else {}))
    arn = str(acm.request_certificate(DomainName="*.example.test", ValidationMethod="DNS")["CertificateArn"])
    lab.certificate(arn, Status="ISSUED")
    return arn


def serving(lab: Lab, alias: str, certificate: str, account: str | None = None) -> str:
    """Make a distribution by hand."""
    origin = {
        "Id": "one",
        "DomainName": "www.example.org",
        "CustomOriginConfig": {"HTTPPort": 80, "HTTPSPort": 443, "OriginProtocolPolicy": "https-only"},
    }
    config = {
        **REQUIRED,
        "CallerReference": alias,
        "Aliases": {"Quantity": 1, "Items": [alias]},
        "Origins": {"Quantity": 1, "Items": [origin]},
        "DefaultCacheBehavior": {
            "TargetOriginId": "one",
            "ViewerProtocolPolicy": "redirect-to-https",
            "CachePolicyId": "658327ea-f89d-4fab-a63d-7e88639e58f6",
        },
        "ViewerCertificate": {
            "ACMCertificateArn": certificate,
            "SSLSupportMethod": "sni-only",
            "MinimumProtocolVersion": "TLSv1.2_2021",
        },
    }
    cloudfront = lab.client("cloudfront", **({"account": account} if account else {}))
    return str(cloudfront.create_distribution(DistributionConfig=config)["Distribution"]["Id"])


def new(**options: t.Any) -> dict[str, t.Any]:
    return {"default_origin_domain_name": "www.example.org", **options}


def origin(**members: t.Any) -> dict[str, t.Any]:
    return {"origins": [{"id": "o", "domain_name": DOMAIN, **members}]}


# (what is wrong, the task's options, what the line must say)
REFUSED: list[tuple[dict[str, t.Any], str]] = [
    (new(logging={"enabled": True, "bucket": BUCKET}), "logging.bucket: the bucket refusals-example-test has its ACLs"),
    (new(logging={"enabled": True, "bucket": "far-logs"}), "is in me-south-1, where CloudFront does not deliver"),
    (new(viewer_certificate={"minimum_protocol_version": "TLSv1.3_2025"}), "CloudFront decides"),
    (new(http_version="http3", staging=True), "http_version: continuous deployment does not work with HTTP/3"),
    (origin(domain_name=WEBSITE, origin_access_control_id="E0000000000"), "is a website endpoint"),
    (origin(domain_name=f"{BUCKET}.s3-accelerate.amazonaws.com"), "accelerated uploads"),
    (origin(connection_attempts=4), "origins[o].connection_attempts: 4 is not within 1 to 3"),
    (
        {**origin(), "default_cache_behavior": {"forwarded_values": {"headers": ["Host"]}}},
        "Host cannot be forwarded to the S3 origin o",
    ),
    (new(web_acl_id="arn:aws:wafv2:eu-west-1:123456789012:regional/webacl/a/b"), "made in us-east-1 with the scope"),
    ({"alias": "ours.example.test", "aliases": ["theirs.example.test"]}, "theirs.example.test by *"),
]


def test_what_cloudfront_refuses_is_said_before_any_write(lab: Lab, run_tasks: RunTasks) -> None:
    """Every other one in check mode, which goes the same way."""
    lab.client("s3", "us-east-1").create_bucket(Bucket=BUCKET)
    far = {"LocationConstraint": "me-south-1"}
    lab.client("s3", "me-south-1").create_bucket(
        Bucket="far-logs", CreateBucketConfiguration=far, ObjectOwnership="ObjectWriter"
    )
    serving(lab, "ours.example.test", issued(lab))
    serving(lab, "theirs.example.test", issued(lab, account=OTHER_ACCOUNT), OTHER_ACCOUNT)
    tasks = [
        {
            "name": message,
            "cdn.aws.cloudfront_distribution": options,
            "check_mode": bool(index % 2),
            "ignore_errors": True,
        }
        for index, (options, message) in enumerate(REFUSED)
    ]
    mark = lab.mark()
    run = run_tasks(tasks)
    assert lab.writes(mark) == []
    for task, (_, message) in zip(run.tasks, REFUSED, strict=True):
        assert task.result.get("failed"), message
        assert message in task.result["msg"]
        assert "\n" not in task.result["msg"]


def test_what_aws_takes_and_people_regret_is_told(lab: Lab, run_tasks: RunTasks) -> None:
    """A bucket's global name, the viewer's Host at a bucket, a log bucket that is still to be made."""
    lab.client("s3", "us-east-1").create_bucket(Bucket=BUCKET)
    task = {
        "default_origin_domain_name": f"{BUCKET}.s3.amazonaws.com",
        "default_cache_behavior": {"origin_request_policy_id": "AllViewer"},
        "logging": {"enabled": True, "bucket": "logs-to-come"},
    }
    mark = lab.mark()
    run = run_tasks([{"name": "Plan", "cdn.aws.cloudfront_distribution": task}], check=True).ok()
    assert lab.writes(mark) == []
    said = " ".join(run.warnings)
    assert f"{BUCKET}.s3.us-east-1.amazonaws.com is used" in said
    assert "use AllViewerExceptHostHeader" in said
    assert "the real run will stop here. logging.bucket: there is no bucket logs-to-come." in said
    after = run.tasks[0].result["distribution"]
    assert after["logging"]["bucket"] == "logs-to-come.s3.amazonaws.com"
