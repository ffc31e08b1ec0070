# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a teardown refuses before its first write: to take what is not this site's alone."""

from __future__ import annotations

import typing as t

import pytest

from tests.integration.conftest import RunTasks
from tests.integration.playbook import Run
from tests.integration.site import BUCKET, DOMAIN, TEARDOWN, recorded, variables
from tests.lab import Lab
from tests.lab_tests import aws

OTHER = "other.example.test"
# The bucket is one of two origins of which the second one is asked when the first one fails.
GROUP: dict[str, t.Any] = {
    "Quantity": 1,
    "Items": [
        {
            "Id": "both",
            "FailoverCriteria": {"StatusCodes": {"Quantity": 1, "Items": [503]}},
            "Members": {"Quantity": 2, "Items": [{"OriginId": "first"}, {"OriginId": "bucket"}]},
        }
    ],
}


def distribution(lab: Lab, reference: str, *names: str, bucket: str = BUCKET, **more: t.Any) -> str:
    """Make a distribution over a bucket by hand and return its id."""
    lab.settings(record_describes=0, certificate_seconds=0)
    config = aws.config(reference, Aliases=aws.aliases(*names), **more)
    if names:
        config["ViewerCertificate"] = aws.certificate(aws.issued(lab, *names))
    config["Origins"]["Items"][0]["DomainName"] = f"{bucket}.s3.{lab.env['AWS_REGION']}.amazonaws.com"
    if "OriginGroups" in more:
        config["Origins"] = {"Quantity": 2, "Items": [{**aws.ORIGIN, "Id": "first"}, *config["Origins"]["Items"]]}
        config["DefaultCacheBehavior"]["TargetOriginId"] = more["OriginGroups"]["Items"][0]["Id"]
    made = lab.client("cloudfront").create_distribution(DistributionConfig=config)["Distribution"]
    return str(made["Id"])


def bucket(lab: Lab) -> None:
    """Make the bucket of the site."""
    lab.client("s3").create_bucket(
        Bucket=BUCKET, CreateBucketConfiguration={"LocationConstraint": lab.env["AWS_REGION"]}
    )


def protection(lab: Lab) -> str:
    """Make the web ACL that site_security_protections would have made, and return its ARN."""
    made = lab.client("wafv2", "us-east-1").create_web_acl(
        Name=DOMAIN.replace(".", "-"),
        Description=f"Protects {DOMAIN}",
        Scope="CLOUDFRONT",
        DefaultAction={"Allow": {}},
        VisibilityConfig={"SampledRequestsEnabled": True, "CloudWatchMetricsEnabled": True, "MetricName": "x"},
    )
    return str(made["Summary"]["ARN"])


@pytest.fixture
def take_down(lab: Lab, run_tasks: RunTasks) -> t.Callable[..., Run]:
    """Return a teardown that has to end before its first write."""

    def run(*, check: bool = False, **given: t.Any) -> Run:
        mark = lab.mark()
        found = run_tasks(TEARDOWN, check=check, variables=variables(lab, **given))
        assert recorded(lab, mark) == []
        return found

    return run


def test_the_name_and_the_reference_must_mean_one_distribution(lab: Lab, take_down: t.Callable[..., Run]) -> None:
    bucket(lab)
    blue, green = distribution(lab, "blue"), distribution(lab, "green", DOMAIN)
    refused = take_down(site_distribution={"caller_reference": "blue"})
    assert f"names the distribution blue, which is {blue} with the caller reference blue" in refused.failure
    assert f"{DOMAIN} is an alias of {green}: nothing is taken down" in refused.failure
    refused = take_down(site_distribution={"distribution_id": green, "caller_reference": "blue"})
    assert f"which is {green} with the caller reference green" in refused.failure
    refused = take_down(site_distribution={"caller_reference": "red"})
    assert f"names the distribution red, which is none, and {DOMAIN} is an alias of {green}" in refused.failure


def test_a_distribution_that_is_named_by_its_id_is_looked_at(lab: Lab, take_down: t.Callable[..., Run]) -> None:
    bucket(lab)
    foreign = distribution(lab, "foreign", OTHER, bucket="pictures")
    refused = take_down(site_distribution={"distribution_id": foreign})
    assert f"The distribution {foreign} of {DOMAIN} has the default origin pictures.s3." in refused.failure
    refused = take_down(site_distribution={"distribution_id": foreign}, site_adopt=True)
    assert f"The distribution {foreign} also serves {OTHER}" in refused.failure

    own = distribution(lab, "own", WebACLId=protection(lab), OriginGroups=GROUP)
    found = take_down(check=True, site_distribution={"distribution_id": own}).ok()
    operations = [action["operation"] for action in found.facts("site_result")["actions"]]
    # The bucket is in its origin group; the web ACL is the site's, though nobody asks for protections any more.
    assert operations == ["cloudfront:UpdateDistribution", "cloudfront:DeleteDistribution", "wafv2:DeleteWebACL"]


def test_a_bucket_that_others_serve_from_is_not_deleted(lab: Lab, take_down: t.Callable[..., Run]) -> None:
    bucket(lab)
    lab.client("s3").put_object(Bucket=BUCKET, Key="index.html", Body=b"kept")
    neighbour = distribution(lab, "neighbour", OTHER)
    both = {"site_delete_bucket": True, "site_force_delete_bucket": True}
    for given in ({}, {"site_domain": "typo.example.test"}):
        refused = take_down(**both, **given, check=True)
        assert f"The bucket {BUCKET} is an origin of arn:aws:cloudfront::" in refused.failure
        assert f"distribution/{neighbour} too, and nothing is taken down" in refused.failure


def test_what_cannot_be_reached_is_told(lab: Lab, take_down: t.Callable[..., Run]) -> None:
    account = "210987654321"
    found = take_down(
        site_domain="cdn.nowhere.test",
        site_bucket_account_id=account,
        site_region=lab.env["AWS_REGION"],
        site_delete_bucket=True,
    ).ok()
    told = "\n".join(found.messages)
    assert "= kept: whatever cdn.nowhere.test may say. cdn.nowhere.test lies in no public hosted zone" in told
    assert f"= kept: the bucket {BUCKET} and what is in it (it belongs to the account {account})." in told
