# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The lab's ACM answers as aws-behaviour says AWS does."""

from __future__ import annotations

import typing as t

import pytest
import trustme

from tests.lab_tests import aws

if t.TYPE_CHECKING:
    from tests.lab import Lab


@pytest.fixture
def acm(lab: Lab) -> t.Any:
    """Return a client."""
    return lab.client("acm", "us-east-1")


def request(acm: t.Any, *names: str, **more: t.Any) -> str:
    """Request a certificate, return its ARN."""
    return str(
        acm.request_certificate(
            DomainName=names[0], SubjectAlternativeNames=list(names), ValidationMethod="DNS", **more
        )["CertificateArn"]
    )


def describe(acm: t.Any, arn: str) -> t.Any:
    """Return the certificate."""
    return acm.describe_certificate(CertificateArn=arn)["Certificate"]


def test_a_token_is_good_for_an_hour(acm: t.Any) -> None:
    """ACM-01."""
    first = request(acm, "a.example.test", IdempotencyToken="t")
    assert request(acm, "a.example.test", IdempotencyToken="t") == first
    assert request(acm, "a.example.test") != first


def test_apex_and_wildcard_share_one_record_for_ever(acm: t.Any) -> None:
    """ACM-04, ACM-05."""
    options = describe(acm, request(acm, "example.test", "*.example.test"))["DomainValidationOptions"]
    again = describe(acm, request(acm, "example.test"))["DomainValidationOptions"]
    assert options[0]["ResourceRecord"] == options[1]["ResourceRecord"] == again[0]["ResourceRecord"]
    record = options[0]["ResourceRecord"]
    assert record["Name"].endswith(".example.test.") and record["Value"].endswith(".acm-validations.aws.")


def test_records_come_late_and_issuing_later(lab: Lab, acm: t.Any) -> None:
    """ACM-03, ACM-09."""
    lab.settings(record_describes=2, certificate_seconds=60)
    arn = request(acm, "a.example.test")
    seen = ["ResourceRecord" in describe(acm, arn)["DomainValidationOptions"][0] for _ in range(3)]
    assert seen == [False, False, True]
    record = describe(acm, arn)["DomainValidationOptions"][0]["ResourceRecord"]
    aws.change(lab, "CREATE", record["Name"], "CNAME", record["Value"])
    assert describe(acm, arn)["Status"] == "PENDING_VALIDATION"
    lab.settings(certificate_seconds=0)
    shown = describe(acm, arn)
    assert (shown["Status"], shown["DomainValidationOptions"][0]["ValidationStatus"]) == ("ISSUED", "SUCCESS")


def test_a_zone_without_delegation_validates_nothing(lab: Lab, acm: t.Any) -> None:
    """ACM-10."""
    lab.dns("example.test", "NS", "ns.elsewhere.test.")
    assert describe(acm, aws.issued(lab, "a.example.test"))["Status"] == "PENDING_VALIDATION"


def test_caa_can_forbid_amazon(lab: Lab, acm: t.Any) -> None:
    """ACM-07, ACM-08."""
    aws.change(lab, "CREATE", "example.test", "CAA", '0 issue "letsencrypt.org"')
    shown = describe(acm, aws.issued(lab, "a.example.test"))
    assert (shown["Status"], shown["FailureReason"]) == ("FAILED", "CAA_ERROR")
    aws.change(lab, "UPSERT", "example.test", "CAA", '0 issue "amazon.com"')
    assert describe(acm, aws.issued(lab, "b.example.test"))["Status"] == "ISSUED"


def test_states_can_be_forced(lab: Lab, acm: t.Any) -> None:
    """ACM-07."""
    arn = request(acm, "a.example.test")
    lab.certificate(arn, Status="VALIDATION_TIMED_OUT")
    assert describe(acm, arn)["Status"] == "VALIDATION_TIMED_OUT"


def test_lists_hide_elliptic_curves_and_come_in_pages(lab: Lab, acm: t.Any) -> None:
    """ACM-11, ACM-12."""
    curve = request(acm, "ec.example.test", KeyAlgorithm="EC_prime256v1")
    plain = aws.issued(lab, "a.example.test")
    assert describe(acm, curve)["KeyAlgorithm"] == "EC-prime256v1"
    assert [item["CertificateArn"] for item in acm.list_certificates()["CertificateSummaryList"]] == [plain]
    found = acm.list_certificates(Includes={"keyTypes": ["RSA_2048", "EC_prime256v1"]}, MaxItems=1)
    assert found["NextToken"]
    assert found["CertificateSummaryList"][0]["SubjectAlternativeNameSummaries"] == ["a.example.test"]
    assert acm.list_certificates(CertificateStatuses=["PENDING_VALIDATION"])["CertificateSummaryList"] == []


def test_what_a_distribution_has_cannot_go(lab: Lab, acm: t.Any) -> None:
    """ACM-13."""
    arn = aws.issued(lab, "cdn.example.test")
    config = aws.config(Aliases=aws.aliases("cdn.example.test"), ViewerCertificate=aws.certificate(arn))
    made = lab.client("cloudfront").create_distribution(DistributionConfig=config)["Distribution"]
    assert describe(acm, arn)["InUseBy"] == [made["ARN"]]
    assert aws.code(acm.delete_certificate, CertificateArn=arn) == "ResourceInUseException"


def test_regions_limits_and_odd_arns(lab: Lab, acm: t.Any) -> None:
    """ACM-02, ACM-19, ACM-20."""
    arn = request(acm, "a.example.test")
    seoul = lab.client("acm")
    assert aws.code(seoul.describe_certificate, CertificateArn=arn) == "ResourceNotFoundException"
    assert aws.code(acm.describe_certificate, CertificateArn="arn:aws:acm:nonsense:and:more") == "InvalidArnException"
    many = [f"n{number}.example.test" for number in range(11)]
    assert (
        aws.code(acm.request_certificate, DomainName=many[0], SubjectAlternativeNames=many) == "LimitExceededException"
    )
    assert aws.code(acm.get_certificate, CertificateArn=arn) == "RequestInProgressException"


def test_imports_are_read(acm: t.Any) -> None:
    """ACM-18."""
    authority = trustme.CA()
    leaf = authority.issue_cert("cdn.example.test", key_type=trustme.KeyType.ECDSA)
    arn = acm.import_certificate(
        Certificate=leaf.cert_chain_pems[0].bytes(),
        PrivateKey=leaf.private_key_pem.bytes(),
        CertificateChain=authority.cert_pem.bytes(),
        Tags=[{"Key": "a", "Value": "b"}],
    )["CertificateArn"]
    shown = describe(acm, arn)
    assert (shown["Status"], shown["Type"], shown["KeyAlgorithm"]) == ("ISSUED", "IMPORTED", "EC-prime256v1")
    assert shown["DomainValidationOptions"] == [{"DomainName": "cdn.example.test"}]
    assert acm.get_certificate(CertificateArn=arn)["CertificateChain"] == authority.cert_pem.bytes().decode()
    acm.remove_tags_from_certificate(CertificateArn=arn, Tags=[{"Key": "a", "Value": "other"}])
    assert acm.list_tags_for_certificate(CertificateArn=arn)["Tags"] == [{"Key": "a", "Value": "b"}]
