# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The lab's CloudFront answers as aws-behaviour says AWS does."""

from __future__ import annotations

import typing as t

import pytest

from tests.lab_tests import aws
from tests.lab_tests.distributions import create, refused

if t.TYPE_CHECKING:
    from tests.lab import Lab


@pytest.fixture
def cloudfront(lab: Lab) -> t.Any:
    """Return a client."""
    return lab.client("cloudfront")


def test_unset_members_come_back_as_aws_fills_them(cloudfront: t.Any) -> None:
    """Section 1.3."""
    made = create(cloudfront)["Distribution"]
    config = made["DistributionConfig"]
    assert (
        config["Aliases"]
        == config["OriginGroups"]
        == config["CacheBehaviors"]
        == config["CustomErrorResponses"]
        == {"Quantity": 0}
    )
    assert config["Logging"] == {"Enabled": False, "IncludeCookies": False, "Bucket": "", "Prefix": ""}
    assert (config["PriceClass"], config["HttpVersion"], config["Staging"], config["WebACLId"]) == (
        "PriceClass_All",
        "http2",
        False,
        "",
    )
    assert config["ViewerCertificate"] == {
        "CloudFrontDefaultCertificate": True,
        "SSLSupportMethod": "vip",
        "MinimumProtocolVersion": "TLSv1",
        "CertificateSource": "cloudfront",
    }
    assert config["Restrictions"] == {"GeoRestriction": {"RestrictionType": "none", "Quantity": 0}}
    behaviour = config["DefaultCacheBehavior"]
    assert behaviour["AllowedMethods"] == {
        "Quantity": 2,
        "Items": ["HEAD", "GET"],
        "CachedMethods": {"Quantity": 2, "Items": ["HEAD", "GET"]},
    }
    assert behaviour["TrustedKeyGroups"] == {"Enabled": False, "Quantity": 0}
    assert "ForwardedValues" not in behaviour and "MinTTL" not in behaviour
    origin = config["Origins"]["Items"][0]
    assert (origin["OriginPath"], origin["ConnectionAttempts"], origin["OriginShield"]) == ("", 3, {"Enabled": False})
    assert made["ActiveTrustedSigners"] == made["ActiveTrustedKeyGroups"] == {"Enabled": False, "Quantity": 0}


def test_what_was_read_can_be_sent_back_and_stays_the_same(cloudfront: t.Any) -> None:
    """CF-05, CF-10: normalising is idempotent."""
    methods = {
        "Quantity": 7,
        "Items": ["GET", "HEAD", "OPTIONS", "PUT", "POST", "PATCH", "DELETE"],
        "CachedMethods": {"Quantity": 2, "Items": ["GET", "HEAD"]},
    }
    legacy = {"QueryString": False, "Cookies": {"Forward": "none"}}
    behaviour = {
        "TargetOriginId": "bucket",
        "ViewerProtocolPolicy": "allow-all",
        "ForwardedValues": legacy,
        "MinTTL": 0,
        "AllowedMethods": methods,
    }
    made = create(cloudfront, DefaultCacheBehavior=behaviour)
    config, number = made["Distribution"]["DistributionConfig"], made["Distribution"]["Id"]
    assert config["DefaultCacheBehavior"]["AllowedMethods"]["Items"] == [
        "HEAD",
        "DELETE",
        "POST",
        "GET",
        "OPTIONS",
        "PUT",
        "PATCH",
    ]
    assert config["DefaultCacheBehavior"]["DefaultTTL"] == 86400
    again = cloudfront.update_distribution(Id=number, IfMatch=made["ETag"], DistributionConfig=config)
    assert again["Distribution"]["DistributionConfig"] == config
    assert again["ETag"] != made["ETag"]
    read = cloudfront.get_distribution_config(Id=number)
    assert (read["DistributionConfig"], read["ETag"]) == (config, again["ETag"])


def test_an_etag_is_wanted_and_must_be_the_last(cloudfront: t.Any) -> None:
    """CF-01, CF-02."""
    made = create(cloudfront)
    arguments = {"Id": made["Distribution"]["Id"], "DistributionConfig": made["Distribution"]["DistributionConfig"]}
    assert aws.code(cloudfront.update_distribution, **arguments) == "InvalidIfMatchVersion"
    assert aws.error(cloudfront.update_distribution, IfMatch="E0", **arguments)["Message"].startswith(
        "The request failed because it didn't"
    )


def test_a_caller_reference_serves_once(cloudfront: t.Any) -> None:
    """CF-04, also when the configuration is identical."""
    create(cloudfront)
    assert refused(cloudfront) == "DistributionAlreadyExists"


def test_the_reference_of_a_deleted_distribution_is_free_or_remembered(lab: Lab, cloudfront: t.Any) -> None:
    """CF-04: which of both AWS does is not documented."""
    for _ in range(2):
        made = create(cloudfront, Enabled=False)
        cloudfront.delete_distribution(Id=made["Distribution"]["Id"], IfMatch=made["ETag"])
    lab.settings(remember_references=True)
    assert refused(cloudfront) == "DistributionAlreadyExists"
    create(cloudfront, "another")


@pytest.mark.parametrize(("member", "expected"), [
    ("Logging", "IllegalUpdate"), ("CustomErrorResponses", "IllegalUpdate"), ("ViewerCertificate", "IllegalUpdate"),
])  # fmt: skip
def test_updates_want_more_than_creates(cloudfront: t.Any, member: str, expected: str) -> None:
    """CF-05."""
    made = create(cloudfront)
    config = made["Distribution"]["DistributionConfig"]
    del config[member]
    assert (
        aws.code(
            cloudfront.update_distribution,
            Id=made["Distribution"]["Id"],
            IfMatch=made["ETag"],
            DistributionConfig=config,
        )
        == expected
    )


LEGACY = {"QueryString": False, "Cookies": {"Forward": "none"}}


def behaviour(**members: t.Any) -> dict[str, t.Any]:
    """Return a default behaviour with these members over it."""
    return {"DefaultCacheBehavior": {**aws.BEHAVIOUR, **members}}


def origin(**members: t.Any) -> dict[str, t.Any]:
    """Return the one origin."""
    return {"Origins": {"Quantity": 1, "Items": [members]}}


ERRORS = {"Quantity": 1, "Items": [{"ErrorCode": 403, "ResponsePagePath": "/404.html"}]}


@pytest.mark.parametrize(("members", "expected"), [
    (behaviour(TargetOriginId="other"), "NoSuchOrigin"),
    (behaviour(CachePolicyId="nothing"), "NoSuchCachePolicy"),
    (behaviour(ResponseHeadersPolicyId="nothing"), "NoSuchResponseHeadersPolicy"),
    (behaviour(OriginRequestPolicyId="nothing"), "NoSuchOriginRequestPolicy"),
    (behaviour(ForwardedValues=LEGACY), "InvalidArgument"),
    (behaviour(MinTTL=0), "InvalidArgument"),
    (behaviour(AllowedMethods={"Quantity": 2, "Items": ["GET", "PUT"]}), "InvalidArgument"),
    (origin(**aws.ORIGIN, OriginAccessControlId="E0"), "InvalidOriginAccessControl"),
    (origin(Id="bucket", DomainName="pictures.s3.amazonaws.com"), "InvalidOrigin"),
    (origin(**{**aws.ORIGIN, "DomainName": "www.example.test"}), "InvalidArgument"),
    ({"Origins": {"Quantity": 2, "Items": [aws.ORIGIN]}}, "InconsistentQuantities"),
    ({"HttpVersion": "HTTP2"}, "MalformedXML"),
    ({"DefaultRootObject": "/index.html"}, "InvalidDefaultRootObject"),
    ({"CustomErrorResponses": ERRORS}, "InvalidResponseCode"),
    ({"WebACLId": "arn:aws:wafv2:us-east-1:123456789012:global/webacl/none/0"}, "InvalidWebACLId"),
    ({"Aliases": aws.aliases("cdn.example.test")}, "InvalidViewerCertificate"),
], ids=lambda value: value if isinstance(value, str) else next(iter(value)))  # fmt: skip
def test_bad_configurations_are_refused(cloudfront: t.Any, members: dict[str, t.Any], expected: str) -> None:
    """CF-07, CF-09, CF-11, CF-34b, CF-40, CF-41, CF-53, CF-60, CF-67, CF-68."""
    assert refused(cloudfront, **members) == expected


def test_a_log_bucket_needs_acls(lab: Lab, cloudfront: t.Any) -> None:
    """CF-50."""
    s3 = lab.client("s3", "us-east-1")
    s3.create_bucket(Bucket="the-logs")
    logging = {"Enabled": True, "IncludeCookies": False, "Bucket": "the-logs.s3.amazonaws.com", "Prefix": ""}
    assert (
        "does not enable ACL access"
        in aws.error(cloudfront.create_distribution, DistributionConfig=aws.config(Logging=logging))["Message"]
    )
    s3.put_bucket_ownership_controls(
        Bucket="the-logs", OwnershipControls={"Rules": [{"ObjectOwnership": "BucketOwnerPreferred"}]}
    )
    assert create(cloudfront, Logging=logging)["Distribution"]["DistributionConfig"]["Logging"]["Enabled"] is True
