# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What cannot work is said in one line, before the first write."""

from __future__ import annotations

import typing as t

import pytest

from tests.integration.conftest import RunTasks
from tests.integration.site import BUCKET, DOMAIN, SITE, variables
from tests.lab import Lab

OTHER_ACCOUNT = "999999999999"


def prepare_nothing(lab: Lab) -> dict[str, t.Any]:
    return {}


def bucket_of_somebody_else(lab: Lab) -> dict[str, t.Any]:
    somebody = lab.client("s3", account=OTHER_ACCOUNT)
    somebody.create_bucket(Bucket=BUCKET, CreateBucketConfiguration={"LocationConstraint": lab.env["AWS_REGION"]})
    return {}


def certificate_of_another_region(lab: Lab) -> dict[str, t.Any]:
    arn = lab.client("acm", "eu-west-1").request_certificate(DomainName=DOMAIN, ValidationMethod="DNS")
    return {"site_distribution": {"viewer_certificate": {"acm_certificate_arn": arn["CertificateArn"]}}}


def alias_on_another_distribution(lab: Lab) -> dict[str, t.Any]:
    """Another distribution that serves our second name."""
    return {"site_aliases": ["taken.example.test"], "expected": other_distribution(lab, "taken.example.test")}


def domain_on_another_distribution(lab: Lab) -> dict[str, t.Any]:
    """Somebody's distribution in front of something else than our bucket."""
    return {"expected": other_distribution(lab, DOMAIN)}


def other_distribution(lab: Lab, alias: str) -> str:
    lab.settings(certificate_seconds=0)
    acm, route53 = lab.client("acm", "us-east-1"), lab.client("route53")
    arn = acm.request_certificate(DomainName="*.example.test", ValidationMethod="DNS")["CertificateArn"]
    lab.certificate(arn, Status="ISSUED")
    assert route53.list_hosted_zones()["HostedZones"]
    config = {
        "CallerReference": "other",
        "Aliases": {"Quantity": 1, "Items": [alias]},
        "Origins": {
            "Quantity": 1,
            "Items": [
                {
                    "Id": "one",
                    "DomainName": "origin.example.test",
                    "CustomOriginConfig": {"HTTPPort": 80, "HTTPSPort": 443, "OriginProtocolPolicy": "https-only"},
                }
            ],
        },
        "DefaultCacheBehavior": {
            "TargetOriginId": "one",
            "ViewerProtocolPolicy": "redirect-to-https",
            "CachePolicyId": "658327ea-f89d-4fab-a63d-7e88639e58f6",
        },
        "ViewerCertificate": {
            "ACMCertificateArn": arn,
            "SSLSupportMethod": "sni-only",
            "MinimumProtocolVersion": "TLSv1.2_2021",
        },
        "Comment": "somebody else's",
        "Enabled": True,
    }
    made = lab.client("cloudfront").create_distribution(DistributionConfig=config)["Distribution"]
    return str(made["Id"])


# (what is wrong, what the lab looks like before, variables laid over, environment laid over, what the line must say)
CASES: dict[str, tuple[t.Callable[[Lab], dict[str, t.Any]], dict[str, t.Any], dict[str, str], list[str]]] = {
    "no domain": (prepare_nothing, {"site_domain": None}, {}, ["site_domain"]),
    "domain outside every zone": (
        prepare_nothing,
        {"site_domain": "cdn.elsewhere.test", "site_dns_checks": False},
        {},
        ["cdn.elsewhere.test"],
    ),
    "domain that is not delegated": (
        prepare_nothing,
        {"site_domain": "cdn.elsewhere.test"},
        {},
        ["elsewhere.test is not delegated"],
    ),
    "bucket name against the rules": (prepare_nothing, {"site_bucket": "Not_A_Bucket"}, {}, ["Not_A_Bucket"]),
    "bucket of somebody else": (bucket_of_somebody_else, {}, {}, [BUCKET]),
    "unknown price class": (prepare_nothing, {"site_price_class": "PriceClass_50"}, {}, ["PriceClass_50"]),
    "price class of the long way": (
        prepare_nothing,
        {"site_distribution": {"price_class": "PriceClass_50"}},
        {},
        ["PriceClass_50", "PriceClass_100"],
    ),
    "certificate of another region": (certificate_of_another_region, {}, {}, ["eu-west-1", "us-east-1"]),
    "alias on another distribution": (alias_on_another_distribution, {}, {}, ["taken.example.test"]),
    "domain on another distribution": (domain_on_another_distribution, {}, {}, [DOMAIN, "site_adopt"]),
    "no credentials": (
        prepare_nothing,
        {},
        {"AWS_ACCESS_KEY_ID": "", "AWS_SECRET_ACCESS_KEY": "", "AWS_SHARED_CREDENTIALS_FILE": "/dev/null"},
        ["credentials", "AWS_PROFILE"],
    ),
    "endpoint that nobody serves": (
        prepare_nothing,
        {},
        {"AWS_ENDPOINT_URL": "http://127.0.0.1:9"},
        ["http://127.0.0.1:9"],
    ),
}


@pytest.mark.parametrize("check", [True, False], ids=["check", "run"])
@pytest.mark.parametrize("case", CASES)
def test_bad_input_is_one_line_before_any_write(lab: Lab, run_tasks: RunTasks, case: str, check: bool) -> None:
    prepare, given, env, expected = CASES[case]
    prepared = prepare(lab)
    expected = [*expected, *filter(None, [prepared.pop("expected", "")])]
    laid = {key: value for key, value in variables(lab, **prepared, **given).items() if value is not None}
    mark = lab.mark()
    run = run_tasks(SITE, check=check, variables=laid, env=env)
    assert run.rc != 0
    assert lab.writes(mark) == []
    for part in expected:
        assert part in run.failure
    # Ansible puts a heading of its own above what argument_specs.yml refuses.
    assert "\n" not in run.failure.removeprefix("Validation of arguments failed:\n").strip()
    assert "Traceback" not in run.stdout + run.stderr


def test_a_zone_that_is_not_there_is_refused_before_any_write(lab: Lab, run_tasks: RunTasks) -> None:
    """A check run warns only: an earlier task of the user's playbook may be about to make it."""
    given = variables(lab, site_zone="example.com", site_domain="cdn.example.com", site_dns_checks=False)
    warned = run_tasks(SITE, check=True, variables=given).ok().warnings
    assert any("there is no hosted zone example.com" in warning for warning in warned)
    run = run_tasks(SITE, variables=given)
    assert "There is no hosted zone example.com" in run.failure
    assert lab.writes() == []


@pytest.mark.parametrize("check", [True, False], ids=["check", "run"])
def test_an_expired_token_is_told_as_such(lab: Lab, run_tasks: RunTasks, check: bool) -> None:
    lab.fault("expired")
    run = run_tasks(SITE, check=check, variables=variables(lab))
    assert run.rc != 0
    assert "expired" in run.failure
    assert "fresh" in run.failure
    assert lab.writes() == []
