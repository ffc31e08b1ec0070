# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""cdn_probe as playbooks run it: in a check run, and against the lab's edge."""

from __future__ import annotations

import json
import typing as t
from pathlib import Path

from tests.integration.conftest import RunTasks
from tests.integration.planted_edge import task
from tests.lab import Lab


def test_a_check_run_asks_nothing(run_tasks: RunTasks):
    run = run_tasks(task(connect_to={"https": "127.0.0.1:1"}), check=True).ok()
    (result,) = run.of("cdn_probe")
    assert result["probe"] is None
    assert (result["changed"], result["actions"]) == (False, [])


def test_the_edge_of_the_lab_is_seen_as_a_viewer_sees_it(lab: Lab, run_tasks: RunTasks, tmp_path: Path):
    s3, cloudfront = lab.client("s3"), lab.client("cloudfront")
    s3.create_bucket(Bucket="seen", CreateBucketConfiguration={"LocationConstraint": lab.env["AWS_REGION"]})
    s3.put_object(Bucket="seen", Key="a.txt", Body=b"hello", ContentType="text/plain")
    s3.put_object(Bucket="seen", Key="private.txt", Body=b"hello", CacheControl="private")
    distribution = _distribution(cloudfront, f"seen.s3.{lab.env['AWS_REGION']}.amazonaws.com")
    options = {
        "domain": distribution["DomainName"],
        "connect_to": {"https": lab.env["CDN_LAB_HTTPS"], "http": lab.env["CDN_LAB_HTTP"]},
        "ca_path": lab.env["CDN_LAB_CA"],
        "attempts": 2,
        "fail_on_problem": False,
    }
    (denied,) = run_tasks(task(**{**options, "paths": ["/a.txt"], "attempts": 1})).of("cdn_probe")
    assert denied["probe"]["paths"][0]["cause"] == "access_denied"

    _allow(s3, distribution["ARN"])
    cloudfront.create_invalidation(
        DistributionId=distribution["Id"],
        InvalidationBatch={"CallerReference": "1", "Paths": {"Quantity": 1, "Items": ["/*"]}},
    )
    paths = ["/a.txt", "/private.txt", "/missing.txt"]
    (result,) = run_tasks(
        task(**options, paths=paths, origin_url=f"https://seen.s3.{lab.env['AWS_REGION']}.amazonaws.com")
    ).of("cdn_probe")
    found = result["probe"]["paths"]
    assert [path["cause"] for path in found] == [None, "private", "access_denied"]
    assert found[0]["requests"][-1]["x_cache"] == "Hit from cloudfront"
    assert result["probe"]["redirect"]["ok"]
    assert [origin["denied"] for origin in result["probe"]["origins"]] == [True]


def _distribution(cloudfront, origin: str) -> dict[str, t.Any]:
    control = {
        "Name": "seen",
        "SigningProtocol": "sigv4",
        "SigningBehavior": "always",
        "OriginAccessControlOriginType": "s3",
    }
    made = cloudfront.create_origin_access_control(OriginAccessControlConfig=control)
    s3_origin = {
        "Id": "s3", "DomainName": origin, "S3OriginConfig": {"OriginAccessIdentity": ""},
        "OriginAccessControlId": made["OriginAccessControl"]["Id"],
    }  # fmt: skip
    behavior = {
        "TargetOriginId": "s3", "ViewerProtocolPolicy": "redirect-to-https",
        "CachePolicyId": "658327ea-f89d-4fab-a63d-7e88639e58f6",
    }  # fmt: skip
    config = {
        "CallerReference": "seen", "Comment": "", "Enabled": True,
        "Origins": {"Quantity": 1, "Items": [s3_origin]}, "DefaultCacheBehavior": behavior,
    }  # fmt: skip
    return cloudfront.create_distribution(DistributionConfig=config)["Distribution"]


def _allow(s3, arn: str) -> None:
    statement = {
        "Sid": "AllowCloudFront", "Effect": "Allow", "Principal": {"Service": "cloudfront.amazonaws.com"},
        "Action": "s3:GetObject", "Resource": "arn:aws:s3:::seen/*",
        "Condition": {"StringEquals": {"AWS:SourceArn": arn}},
    }  # fmt: skip
    s3.put_bucket_policy(Bucket="seen", Policy=json.dumps({"Version": "2012-10-17", "Statement": [statement]}))
