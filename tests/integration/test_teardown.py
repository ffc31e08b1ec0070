# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Taking a site down: in the right order, resumed wherever it was stopped, and nothing that is somebody else's."""

from __future__ import annotations

import json

from tests.chaos.snapshot import differences, snapshot
from tests.integration.conftest import RunTasks
from tests.integration.site import BUCKET, DOMAIN, SITE, TEARDOWN, recorded, variables
from tests.lab import Lab
from tests.lab_tests import aws

ORDER = [
    "route53:ChangeResourceRecordSets",
    "cloudfront:UpdateDistribution",
    "cloudfront:DeleteDistribution",
    "s3:DeleteBucketPolicy",
    "cloudfront:DeleteOriginAccessControl",
    "cloudfront:DeleteResponseHeadersPolicy",
    "route53:ChangeResourceRecordSets",
    "acm:DeleteCertificate",
]
# Where it is broken off, each time in the run that has come so far: the names, the distribution and the validation
# records have gone, and what is left has to be found without them.
BROKEN = ("cloudfront:UpdateDistribution", "cloudfront:DeleteOriginAccessControl", "acm:DeleteCertificate")
SID = "AllowCloudFrontCdnExampleTest"
GONE = {"HostedZoneId": "Z2FDTNDATAQYW2", "DNSName": "dgone.cloudfront.net", "EvaluateTargetHealth": False}


def test_a_teardown_goes_on_wherever_it_was_stopped(lab: Lab, run_tasks: RunTasks) -> None:
    given = variables(lab, site_browser_cache_seconds=60)
    lab.client("s3").create_bucket(
        Bucket=BUCKET, CreateBucketConfiguration={"LocationConstraint": lab.env["AWS_REGION"]}
    )
    before = snapshot(lab)
    run_tasks(SITE, variables=given).ok()

    mark = lab.mark()
    checked = run_tasks(TEARDOWN, check=True, variables=given).ok()
    assert lab.writes(mark) == []
    assert [action["operation"] for action in checked.facts("site_result")["actions"]] == ORDER
    assert f"= kept: the bucket {BUCKET} and what is in it (site_delete_bucket)." in checked.messages

    # CF-24, ACM-13: what was let go of still counts as in use for a while.
    lab.settings(in_use_seconds=1.0)
    for operation in BROKEN:
        lab.fault("denied", operation)
        broken = run_tasks(TEARDOWN, variables=given)
        assert operation in broken.failure
        lab.clear_faults()
    ended = run_tasks(TEARDOWN, variables=given).ok()
    assert ended.facts("site_result")["warnings"] == []
    made = [one for one in lab.writes(mark) if one["status"] < 400]
    assert [f"{one['service']}:{one['operation']}" for one in made] == ORDER
    assert differences(before, snapshot(lab)) == []

    mark = lab.mark()
    for check in (True, False):
        assert run_tasks(TEARDOWN, check=check, variables=given).ok().changed == 0
    assert lab.writes(mark) == []


def plant(lab: Lab) -> dict[str, str]:
    """Make what looks like parts of the site and belongs to others; return the ids."""
    lab.settings(record_describes=0, certificate_seconds=0)
    cloudfront, s3 = lab.client("cloudfront"), lab.client("s3")
    control = cloudfront.create_origin_access_control(
        OriginAccessControlConfig={
            "Name": DOMAIN,
            "SigningProtocol": "sigv4",
            "SigningBehavior": "always",
            "OriginAccessControlOriginType": "s3",
        }
    )["OriginAccessControl"]["Id"]
    used = aws.issued(lab, DOMAIN, Tags=[{"Key": "cdn.aws:made-for", "Value": DOMAIN}])
    foreign = aws.issued(lab, DOMAIN)
    config = aws.config(ViewerCertificate=aws.certificate(used))
    config["Origins"]["Items"][0]["OriginAccessControlId"] = control
    other = cloudfront.create_distribution(DistributionConfig=config)["Distribution"]
    s3.create_bucket(Bucket=BUCKET, CreateBucketConfiguration={"LocationConstraint": lab.env["AWS_REGION"]})
    statement = {
        "Sid": SID,
        "Effect": "Allow",
        "Principal": {"Service": "cloudfront.amazonaws.com"},
        "Action": "s3:GetObject",
        "Resource": f"arn:aws:s3:::{BUCKET}/*",
        "Condition": {"StringEquals": {"AWS:SourceArn": other["ARN"]}},
    }
    s3.put_bucket_policy(Bucket=BUCKET, Policy=json.dumps({"Version": "2012-10-17", "Statement": [statement]}))
    aws.change(lab, "CREATE", DOMAIN, "A", "192.0.2.1")
    aws.change(lab, "CREATE", DOMAIN, "AAAA", AliasTarget=GONE)
    return {"distribution": other["Id"], "arn": other["ARN"], "used": used, "foreign": foreign}


def test_what_is_of_others_stays_and_is_told(lab: Lab, run_tasks: RunTasks) -> None:
    planted = plant(lab)
    s3 = lab.client("s3")
    s3.put_bucket_versioning(Bucket=BUCKET, VersioningConfiguration={"Status": "Enabled"})
    s3.put_object(Bucket=BUCKET, Key="index.html", Body=b"kept")
    s3.delete_object(Bucket=BUCKET, Key="index.html")
    s3.create_multipart_upload(Bucket=BUCKET, Key="big")
    given = variables(lab, site_delete_bucket=True)

    mark = lab.mark()
    refused = run_tasks(TEARDOWN, variables=given)
    assert f"The bucket {BUCKET} is not empty and stays." in refused.failure
    given["site_force_delete_bucket"] = True
    refused = run_tasks(TEARDOWN, variables=given)
    assert f"The bucket {BUCKET} is an origin of {planted['arn']} too, and nothing is taken down" in refused.failure
    assert recorded(lab, mark) == []

    run = run_tasks(TEARDOWN, variables=variables(lab)).ok()
    # Only the alias that leads nowhere.
    assert recorded(lab, mark) == ["route53:ChangeResourceRecordSets"]
    told = "\n".join(run.messages)
    for text in (
        f"= kept: A {DOMAIN} says 192.0.2.1, which is no distribution.",
        f"= kept: the statement {SID} of the bucket {BUCKET} is for {planted['arn']}.",
        f"= kept: the origin access control {DOMAIN} is in use by the distribution {planted['distribution']}.",
        f"= kept: the certificate {planted['used']} is in use by {planted['arn']}.",
        f"= kept: the certificate {planted['foreign']} has exactly these names and was not requested for {DOMAIN}",
    ):
        assert text in told

    s3.delete_bucket_policy(Bucket=BUCKET)
    mark = lab.mark()
    run = run_tasks(TEARDOWN, variables=given).ok()
    assert recorded(lab, mark) == ["s3:DeleteObjects", "s3:AbortMultipartUpload", "s3:DeleteBucket"]
    assert f"- s3:DeleteObjects {BUCKET}: objects and versions 1 to 2 of 2" in run.messages

    change_aliases(lab, planted["distribution"], DOMAIN)
    mark = lab.mark()
    foreign = run_tasks(TEARDOWN, variables=given)
    assert "nothing is taken down" in foreign.failure
    assert recorded(lab, mark) == []


def change_aliases(lab: Lab, distribution: str, *names: str) -> None:
    """Give a distribution other names."""
    cloudfront = lab.client("cloudfront")
    found = cloudfront.get_distribution_config(Id=distribution)
    config = {**found["DistributionConfig"], "Aliases": aws.aliases(*names)}
    cloudfront.update_distribution(Id=distribution, IfMatch=found["ETag"], DistributionConfig=config)
