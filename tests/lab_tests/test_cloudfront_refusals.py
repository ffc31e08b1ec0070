# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What CloudFront refuses and MiniStack lets through, so that the lab must refuse it (cheap: one create each)."""

from __future__ import annotations

import re
import typing as t

import pytest

from tests.lab_tests import aws

if t.TYPE_CHECKING:
    from tests.lab import Lab

WEBSITE = {
    "Id": "bucket",
    "DomainName": "pictures.s3-website.ap-northeast-2.amazonaws.com",
    "CustomOriginConfig": {"HTTPPort": 80, "HTTPSPort": 443, "OriginProtocolPolicy": "http-only"},
}
OTHER = {**WEBSITE, "Id": "other", "DomainName": "www.example.test"}
LEGACY = {"QueryString": False, "Cookies": {"Forward": "none"}}
ALL = ["GET", "HEAD", "OPTIONS", "PUT", "POST", "PATCH", "DELETE"]


def behaviour(**members: t.Any) -> dict[str, t.Any]:
    return {"DefaultCacheBehavior": {**aws.BEHAVIOUR, **members}}


def lifetimes(**members: t.Any) -> dict[str, t.Any]:
    legacy = {"TargetOriginId": "bucket", "ViewerProtocolPolicy": "allow-all", "ForwardedValues": LEGACY}
    return {"DefaultCacheBehavior": {**legacy, **members}}


def origins(*items: dict[str, t.Any]) -> dict[str, t.Any]:
    return {"Origins": {"Quantity": len(items), "Items": list(items)}}


def group(*members: str) -> dict[str, t.Any]:
    one = {
        "Id": "both",
        "FailoverCriteria": {"StatusCodes": {"Quantity": 1, "Items": [500]}},
        "Members": {"Quantity": len(members), "Items": [{"OriginId": name} for name in members]},
    }
    return {**origins(aws.ORIGIN, OTHER), "OriginGroups": {"Quantity": 1, "Items": [one]}}


def answers(*codes: int, **members: t.Any) -> dict[str, t.Any]:
    items = [{"ErrorCode": code, **members} for code in codes]
    return {"CustomErrorResponses": {"Quantity": len(items), "Items": items}}


def countries(kind: str, *items: str) -> dict[str, t.Any]:
    listed = {"Quantity": len(items), **({"Items": list(items)} if items else {})}
    return {"Restrictions": {"GeoRestriction": {"RestrictionType": kind, **listed}}}


def methods(allowed: list[str], cached: list[str]) -> dict[str, t.Any]:
    inner = {"Quantity": len(cached), "Items": cached}
    return behaviour(AllowedMethods={"Quantity": len(allowed), "Items": allowed, "CachedMethods": inner})


TENANT = {"ConnectionMode": "tenant-only", "Aliases": aws.aliases("a.example.test")}
PARAMETER = {"Name": "n", "Definition": {"StringSchema": {"Required": False}}}
REGIONAL = "arn:aws:wafv2:us-east-1:123456789012:regional/webacl/none/0"
CASES: list[tuple[str, dict[str, t.Any], str]] = [
    ("CF-41 signed website", origins({**WEBSITE, "OriginAccessControlId": "E0"}), "InvalidDomainName.*"),
    ("CF-41 accelerated", origins({**aws.ORIGIN, "DomainName": "p.s3-accelerate.amazonaws.com"}), "InvalidArgument"),
    ("CF-48", lifetimes(ForwardedValues={**LEGACY, "Headers": {"Quantity": 1, "Items": ["Host"]}}), ".*S3Origin"),
    ("CF-53", {"WebACLId": REGIONAL}, "InvalidWebACLId"),
    ("CF-61", lifetimes(MinTTL=9, DefaultTTL=5), "InvalidTTLOrder"),
    ("CF-67 code", answers(402), "InvalidErrorCode"),
    ("CF-67 twice", answers(404, 404), "InvalidArgument"),
    ("CF-67 path", answers(404, ResponsePagePath="a.html", ResponseCode="200"), "InvalidArgument"),
    ("CF-68 methods", methods(["GET", "PUT"], ["GET", "HEAD"]), "InvalidArgument"),
    ("CF-68 cached", methods(["GET", "HEAD"], ["GET", "HEAD", "OPTIONS"]), "InvalidArgument"),
    ("CF-81 policy", {"HttpVersion": "http3", "ContinuousDeploymentPolicyId": "p"}, "InvalidArgument"),
    ("CF-81 staging", {"HttpVersion": "http2and3", "Staging": True}, "InvalidArgument"),
    ("CF-91 comment", {"Comment": "x" * 129}, "InvalidArgument"),
    ("CF-91 attempts", origins({**aws.ORIGIN, "ConnectionAttempts": 4}), "InvalidArgument"),
    ("CF-91 connecting", origins({**aws.ORIGIN, "ConnectionTimeout": 11}), "InvalidArgument"),
    ("CF-92 alias", TENANT, "InvalidArgument"),
    ("CF-92 parameters", {"TenantConfig": {"ParameterDefinitions": [PARAMETER]}}, "InvalidArgument"),
    ("group of strangers", group("bucket", "nobody"), "InvalidArgument"),
    ("group and POST", {**group("bucket", "other"), **methods(ALL, ["GET", "HEAD"])}, "InvalidArgument"),
    ("country", countries("whitelist", "de"), "InvalidLocationCode"),
    ("no country", countries("blacklist"), "InvalidGeoRestrictionParameter"),
]


@pytest.mark.parametrize(("members", "expected"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_what_cloudfront_refuses_the_lab_refuses(lab: Lab, members: dict[str, t.Any], expected: str) -> None:
    if "OriginGroups" in members and "DefaultCacheBehavior" in members:
        members["DefaultCacheBehavior"]["TargetOriginId"] = "both"
    code = aws.code(lab.client("cloudfront").create_distribution, DistributionConfig=aws.config(**members))
    assert re.fullmatch(expected, code)


def test_old_protocols_go_with_dedicated_addresses_only(lab: Lab) -> None:
    """CF-38."""
    cloudfront, arn = lab.client("cloudfront"), aws.issued(lab, "cdn.example.test")

    def code(method: str, protocol: str) -> str:
        viewer = {**aws.certificate(arn), "SSLSupportMethod": method, "MinimumProtocolVersion": protocol}
        return aws.code(cloudfront.create_distribution, DistributionConfig=aws.config(ViewerCertificate=viewer))

    assert code("sni-only", "SSLv3") == "InvalidProtocolSettings"
    assert code("vip", "TLSv1.2_2021") == "InvalidMinimumProtocolVersion"


def test_a_bucket_elsewhere_or_none_takes_no_logs(lab: Lab) -> None:
    """CF-50."""
    place = {"LocationConstraint": "me-south-1"}
    lab.client("s3", "me-south-1").create_bucket(
        Bucket="far-logs", CreateBucketConfiguration=place, ObjectOwnership="ObjectWriter"
    )
    lab.client("s3", "us-east-1", account="999999999999").create_bucket(Bucket="their-logs")
    cloudfront = lab.client("cloudfront")
    for name, expected in (
        ("their-logs", "AccessDenied"),
        ("far-logs", "AccessDenied"),
        ("no-such-logs", "InvalidArgument"),
    ):
        logging = {"Enabled": True, "IncludeCookies": False, "Bucket": f"{name}.s3.amazonaws.com", "Prefix": ""}
        assert aws.code(cloudfront.create_distribution, DistributionConfig=aws.config(Logging=logging)) == expected


def test_what_goes_together_is_taken(lab: Lab) -> None:
    members = {
        **group("bucket", "other"),
        **behaviour(TargetOriginId="both"),
        **countries("whitelist", "DE", "KR"),
        "HttpVersion": "http2",
        "Staging": True,
    }
    made = lab.client("cloudfront").create_distribution(DistributionConfig=aws.config(**members))["Distribution"]
    assert made["DistributionConfig"]["Staging"] is True
    tenants = aws.config("two", ConnectionMode="tenant-only", TenantConfig={"ParameterDefinitions": [PARAMETER]})
    made = lab.client("cloudfront").create_distribution(DistributionConfig=tenants)["Distribution"]
    assert made["DistributionConfig"]["ConnectionMode"] == "tenant-only"
