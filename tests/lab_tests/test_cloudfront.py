# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The lab's CloudFront answers as aws-behaviour says AWS does."""

from __future__ import annotations

import copy
import typing as t

import pytest

from tests.lab_tests import aws

if t.TYPE_CHECKING:
    from tests.lab import Lab


@pytest.fixture
def cloudfront(lab: Lab) -> t.Any:
    """Return a client."""
    return lab.client("cloudfront")


def create(cloudfront: t.Any, reference: str = "one", **members: t.Any) -> t.Any:
    """Create a distribution, return the whole answer."""
    return cloudfront.create_distribution(DistributionConfig=aws.config(reference, **members))


def refused(cloudfront: t.Any, **members: t.Any) -> str:
    """Return the code that creating this gets."""
    return aws.code(cloudfront.create_distribution, DistributionConfig=aws.config(**members))


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


def test_a_certificate_must_be_usable(lab: Lab, cloudfront: t.Any) -> None:
    """CF-34 to CF-37: region, status, key type, cover."""
    good = aws.issued(lab, "*.example.test")
    seoul = aws.issued(lab, "cdn.example.test", region="ap-northeast-2")
    pending = lab.client("acm", "us-east-1").request_certificate(DomainName="x.other.test", ValidationMethod="DNS")[
        "CertificateArn"
    ]
    big = aws.issued(lab, "cdn.example.test", KeyAlgorithm="EC_secp384r1")
    for arn in (seoul, pending, big):
        members = {"Aliases": aws.aliases("cdn.example.test"), "ViewerCertificate": aws.certificate(arn)}
        error = aws.error(cloudfront.create_distribution, DistributionConfig=aws.config(**members))
        assert error["Message"].startswith("The specified SSL certificate doesn't exist, isn't in us-east-1")
    for alias in ("example.test", "a.b.example.test"):
        members = {"Aliases": aws.aliases(alias), "ViewerCertificate": aws.certificate(good)}
        error = aws.error(cloudfront.create_distribution, DistributionConfig=aws.config(**members))
        assert "doesn't cover the alternate domain name" in error["Message"]
    made = create(cloudfront, Aliases=aws.aliases("CDN.example.test"), ViewerCertificate=aws.certificate(good))[
        "Distribution"
    ]
    shown = made["DistributionConfig"]["ViewerCertificate"]
    assert (shown["Certificate"], shown["CertificateSource"], shown["CloudFrontDefaultCertificate"]) == (
        good,
        "acm",
        False,
    )
    assert made["DistributionConfig"]["Aliases"]["Items"] == ["cdn.example.test"]
    assert made["AliasICPRecordals"] == [{"CNAME": "cdn.example.test", "ICPRecordalStatus": "APPROVED"}]


def test_a_certificate_is_not_known_everywhere_at_once(lab: Lab, cloudfront: t.Any) -> None:
    """CF-25, CF-34a."""
    lab.settings(fresh_seconds=60)
    members = {"ViewerCertificate": aws.certificate(aws.issued(lab, "cdn.example.test"))}
    assert refused(cloudfront, **members) == "InvalidViewerCertificate"
    lab.settings(fresh_seconds=0)
    create(cloudfront, **members)


def test_an_alias_serves_once(lab: Lab, cloudfront: t.Any) -> None:
    """CF-30, CF-31: also on a disabled distribution; a wildcard beside it is fine in one account."""
    arn = aws.issued(lab, "example.test", "*.example.test")
    members = {"Aliases": aws.aliases("cdn.example.test"), "ViewerCertificate": aws.certificate(arn)}
    first = create(cloudfront, "one", Enabled=False, **members)["Distribution"]
    assert refused(cloudfront, reference="two", **members) == "CNAMEAlreadyExists"
    wide = create(cloudfront, "three", Aliases=aws.aliases("*.example.test"), ViewerCertificate=aws.certificate(arn))[
        "Distribution"
    ]
    found = cloudfront.list_conflicting_aliases(DistributionId=wide["Id"], Alias="cdn.example.test")[
        "ConflictingAliasesList"
    ]
    assert found["Quantity"] == 1
    assert found["Items"][0]["Alias"] == "cdn.example.test"
    assert found["Items"][0]["DistributionId"].endswith(first["Id"][7:])


def test_deployment_takes_its_time_on_create_and_on_update(lab: Lab, cloudfront: t.Any) -> None:
    """CF-20, CF-21."""
    lab.settings(deploy_seconds=60)
    made = create(cloudfront)
    number = made["Distribution"]["Id"]
    assert (
        made["Distribution"]["Status"]
        == cloudfront.get_distribution(Id=number)["Distribution"]["Status"]
        == "InProgress"
    )
    off = {**made["Distribution"]["DistributionConfig"], "Enabled": False}
    assert aws.code(cloudfront.delete_distribution, Id=number, IfMatch=made["ETag"]) == "DistributionNotDisabled"
    lab.settings(deploy_seconds=0)
    etag = cloudfront.update_distribution(Id=number, IfMatch=made["ETag"], DistributionConfig=off)["ETag"]
    assert cloudfront.get_distribution(Id=number)["Distribution"]["Status"] == "Deployed"
    cloudfront.delete_distribution(Id=number, IfMatch=etag)


def test_disabled_but_in_progress_cannot_be_deleted(lab: Lab, cloudfront: t.Any) -> None:
    """CF-21."""
    lab.settings(deploy_seconds=60)
    made = create(cloudfront, Enabled=False)
    assert (
        aws.code(cloudfront.delete_distribution, Id=made["Distribution"]["Id"], IfMatch=made["ETag"])
        == "DistributionNotDisabled"
    )


def test_an_access_control_in_use_stays(lab: Lab, cloudfront: t.Any) -> None:
    """CF-43, CF-44, CF-24."""
    wanted = {
        "Name": "pictures",
        "SigningProtocol": "sigv4",
        "SigningBehavior": "always",
        "OriginAccessControlOriginType": "s3",
    }
    control = cloudfront.create_origin_access_control(OriginAccessControlConfig=wanted)
    assert (
        aws.code(cloudfront.create_origin_access_control, OriginAccessControlConfig=wanted)
        == "OriginAccessControlAlreadyExists"
    )
    number = control["OriginAccessControl"]["Id"]
    origins = {"Quantity": 1, "Items": [{**aws.ORIGIN, "OriginAccessControlId": number}]}
    made = create(cloudfront, Origins=origins)
    delete = {"Id": number, "IfMatch": control["ETag"]}
    assert aws.code(cloudfront.delete_origin_access_control, **delete) == "OriginAccessControlInUse"
    lab.settings(in_use_seconds=60)
    config = copy.deepcopy(made["Distribution"]["DistributionConfig"])
    config["Origins"]["Items"][0]["OriginAccessControlId"] = ""
    cloudfront.update_distribution(Id=made["Distribution"]["Id"], IfMatch=made["ETag"], DistributionConfig=config)
    assert aws.code(cloudfront.delete_origin_access_control, **delete) == "OriginAccessControlInUse"


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


def test_lists_come_in_pages_and_shout_the_http_version(cloudfront: t.Any) -> None:
    """CF-11, X-06."""
    numbers = [create(cloudfront, str(number), HttpVersion="http2and3")["Distribution"]["Id"] for number in range(3)]
    pages = list(cloudfront.get_paginator("list_distributions").paginate(PaginationConfig={"PageSize": 1}))
    assert [page["DistributionList"]["Items"][0]["Id"] for page in pages] == numbers[::-1]
    assert pages[0]["DistributionList"]["Items"][0]["HttpVersion"] == "HTTP2and3"
    first = cloudfront.list_cache_policies(MaxItems="2")["CachePolicyList"]
    assert len(first["Items"]) == 2
    second = cloudfront.list_cache_policies(MaxItems="2", Marker=first["NextMarker"])["CachePolicyList"]
    assert first["Items"][1] not in second["Items"]


def test_invalidations_take_time_and_a_fresh_reference(lab: Lab, cloudfront: t.Any) -> None:
    """CF-70, CF-71, CF-73."""
    number = create(cloudfront)["Distribution"]["Id"]

    def batch(reference: str, *paths: str) -> dict[str, t.Any]:
        return {
            "DistributionId": number,
            "InvalidationBatch": {
                "CallerReference": reference,
                "Paths": {"Quantity": len(paths), "Items": list(paths)},
            },
        }

    lab.settings(invalidation_seconds=60)
    made = cloudfront.create_invalidation(**batch("a", "/*"))["Invalidation"]
    assert made["Status"] == "InProgress"
    assert cloudfront.get_distribution(Id=number)["Distribution"]["InProgressInvalidationBatches"] == 1
    assert aws.code(cloudfront.create_invalidation, **batch("a", "/*")) == "InvalidArgument"
    assert aws.code(cloudfront.create_invalidation, **batch("b", "x")) == "InvalidArgument"
    many = batch("c", *[f"/{number}/*" for number in range(15)])
    assert aws.code(cloudfront.create_invalidation, **many) == "TooManyInvalidationsInProgress"
    lab.settings(invalidation_seconds=0, invalidation_reference="documented")
    assert cloudfront.get_invalidation(DistributionId=number, Id=made["Id"])["Invalidation"]["Status"] == "Completed"
    assert cloudfront.create_invalidation(**batch("a", "/*"))["Invalidation"]["Id"] == made["Id"]


def test_identities_live_and_exclude_access_controls(cloudfront: t.Any) -> None:
    """CF-40."""
    wanted = {"CallerReference": "one", "Comment": "mine"}
    made = cloudfront.create_cloud_front_origin_access_identity(CloudFrontOriginAccessIdentityConfig=wanted)
    number = made["CloudFrontOriginAccessIdentity"]["Id"]
    assert (
        cloudfront.list_cloud_front_origin_access_identities()["CloudFrontOriginAccessIdentityList"]["Items"][0]["Id"]
        == number
    )
    origin = {**aws.ORIGIN, "S3OriginConfig": {"OriginAccessIdentity": f"origin-access-identity/cloudfront/{number}"}}
    both = {**origin, "OriginAccessControlId": "E0"}
    assert refused(cloudfront, Origins={"Quantity": 1, "Items": [both]}) == "IllegalOriginAccessConfiguration"
    create(cloudfront, Origins={"Quantity": 1, "Items": [origin]})
    assert (
        aws.code(cloudfront.delete_cloud_front_origin_access_identity, Id=number, IfMatch=made["ETag"])
        == "CloudFrontOriginAccessIdentityInUse"
    )


def test_tags_come_with_the_creation_and_not_from_aws(cloudfront: t.Any) -> None:
    """CF-86."""
    tags = {"Items": [{"Key": "site", "Value": "one"}]}
    made = cloudfront.create_distribution_with_tags(
        DistributionConfigWithTags={"DistributionConfig": aws.config(), "Tags": tags}
    )["Distribution"]
    assert cloudfront.list_tags_for_resource(Resource=made["ARN"])["Tags"] == tags
    wrong = {"Items": [{"Key": "aws:x", "Value": "y"}]}
    assert aws.code(cloudfront.tag_resource, Resource=made["ARN"], Tags=wrong) == "InvalidTagging"
