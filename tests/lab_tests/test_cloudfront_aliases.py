# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Aliases and certificates are taken and refused as aws-behaviour says AWS does."""

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
