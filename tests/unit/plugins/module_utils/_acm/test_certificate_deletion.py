# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

import pytest

from ansible_collections.cdn.aws.plugins.module_utils._acm import waits
from ansible_collections.cdn.aws.plugins.module_utils._acm.removal import MARK
from ansible_collections.cdn.aws.plugins.module_utils._errors import Refused
from ansible_collections.cdn.aws.plugins.module_utils._reconcile import reconcile
from tests.unit.plugins.module_utils._acm.certificates import (
    ARN,
    OTHER,
    USER,
    certificate,
    detail,
    expect_describe,
    expect_list,
)

BALANCER = "arn:aws:elasticloadbalancing:us-east-1:123456789012:loadbalancer/app/a/1"

pytestmark = pytest.mark.usefixtures("no_waiting")


def expect_user(aws, *, there=True):
    """Expect the question whether the distribution that uses a certificate exists."""
    if there:
        aws.expect("cloudfront:GetDistribution", {"Id": "E1"}, {})
    else:
        aws.fail("cloudfront:GetDistribution", "NoSuchDistribution", status=404)


def expect_tags(aws, arn, **tags):
    listed = [{"Key": key, "Value": value} for key, value in tags.items()]
    aws.expect("acm:ListTagsForCertificate", {"CertificateArn": arn}, {"Tags": listed})


def summary(arn, name="example.com", **more):
    return {"CertificateArn": arn, "DomainName": name, "SubjectAlternativeNameSummaries": [name], **more}


def expect_all_regions(aws, *summaries):
    """Expect the look for other certificates, in the certificate's region and one more."""
    for found in (summaries, ()):
        request = {
            "MaxItems": 1000,
            "Includes": {"keyTypes": list(aws.shape("acm", "KeyAlgorithm").enum)},
            "CertificateStatuses": ["ISSUED", "PENDING_VALIDATION", "INACTIVE"],
        }
        aws.expect("acm:ListCertificates", request, {"CertificateSummaryList": list(found)})


def test_a_certificate_goes_with_the_dead_requests_for_its_names(aws):
    expect_list(aws, detail(OTHER, status="FAILED"), detail(status="ISSUED"), statuses=None)
    aws.expect("acm:DeleteCertificate", {"CertificateArn": ARN}, {})
    aws.expect("acm:DeleteCertificate", {"CertificateArn": OTHER}, {})
    result = reconcile(certificate(aws, state="absent"), check_mode=False)
    assert [action["resource"] for action in result.plan.as_actions()] == [ARN, OTHER]
    assert result.state is None


def test_one_of_several_certificates_is_not_guessed_for_deletion(aws):
    expect_list(aws, detail(status="ISSUED"), detail(OTHER), statuses=None)
    with pytest.raises(Refused, match=f"{ARN}, {OTHER}"):
        reconcile(certificate(aws, state="absent"), check_mode=True)


def test_a_certificate_in_use_is_not_deleted(aws):
    # ACM-13
    expect_describe(aws, detail(status="ISSUED", InUseBy=[USER]))
    expect_user(aws)
    with pytest.raises(Refused, match=f"in use by {USER}"):
        reconcile(certificate(aws, certificate_arn=ARN, state="absent"), check_mode=False)


def test_a_check_run_only_warns_of_what_an_earlier_task_may_delete(aws):
    expect_describe(aws, detail(status="ISSUED", InUseBy=[USER]))
    expect_user(aws)
    result = reconcile(certificate(aws, certificate_arn=ARN, state="absent"), check_mode=True)
    assert result.plan.as_actions()[0]["operation"] == "acm:DeleteCertificate"
    assert USER in result.plan.needs


def test_use_that_lingers_after_our_own_detachment_is_waited_out(aws):
    # ACM-13
    expect_describe(aws, detail(status="ISSUED", InUseBy=[USER]))
    for _ in range(2):
        aws.fail("acm:DeleteCertificate", "ResourceInUseException", "in use")
    aws.expect("acm:DeleteCertificate", {"CertificateArn": ARN}, {})
    reconcile(certificate(aws, certificate_arn=ARN, state="absent", detached_from=[USER]), check_mode=False)


def test_use_that_never_ends_is_reported(aws, monkeypatch):
    monkeypatch.setattr(waits, "LINGERING_SECONDS", 0.0)
    expect_describe(aws, detail(status="ISSUED"))
    aws.fail("acm:DeleteCertificate", "ResourceInUseException", "Certificate is in use.")
    with pytest.raises(Refused, match="ends by itself") as caught:
        reconcile(certificate(aws, certificate_arn=ARN, state="absent"), check_mode=False)
    assert "Certificate is in use." in caught.value.message


@pytest.mark.parametrize("options", [{"certificate_arn": ARN}, {}])
def test_what_is_absent_already_is_no_change(aws, options):
    if options:
        aws.fail("acm:DescribeCertificate", "ResourceNotFoundException")
    else:
        expect_list(aws, statuses=None)
    assert not reconcile(certificate(aws, state="absent", **options), check_mode=False).plan


def test_a_certificate_that_somebody_else_deletes_is_absent(aws):
    # ACM-13
    expect_describe(aws, detail())
    aws.fail("acm:DeleteCertificate", "ResourceNotFoundException")
    assert reconcile(certificate(aws, certificate_arn=ARN, state="absent"), check_mode=False).state is None


def test_a_user_that_is_gone_is_no_user_and_lingers_for_long(aws, monkeypatch):
    # ACM-13: a teardown that goes on after the distribution has gone.
    monkeypatch.setattr(waits, "LINGERING_SECONDS", 0.0)
    expect_describe(aws, detail(status="ISSUED", InUseBy=[USER]))
    expect_user(aws, there=False)
    aws.fail("acm:DeleteCertificate", "ResourceInUseException", "in use")
    aws.expect("acm:DeleteCertificate", {"CertificateArn": ARN}, {})
    assert reconcile(certificate(aws, certificate_arn=ARN, state="absent"), check_mode=False).plan


def test_what_others_use_stays_when_told_so(aws):
    expect_describe(aws, detail(status="ISSUED", InUseBy=[USER, BALANCER]))
    expect_user(aws)
    subject = certificate(aws, certificate_arn=ARN, state="absent", keep_in_use=True)
    result = reconcile(subject, check_mode=False)
    assert not result.plan
    assert result.state["certificate_arn"] == ARN
    assert result.plan.warnings == (f"Kept: the certificate {ARN} is in use by {USER}, {BALANCER}.",)


def test_only_what_was_made_for_a_site_goes(aws):
    expect_list(aws, detail(OTHER, status="ISSUED"), detail(status="ISSUED"), statuses=None)
    expect_tags(aws, OTHER, made_for="me")
    expect_tags(aws, ARN, **{MARK: "_.example.com", "other": ""})
    aws.expect("acm:DeleteCertificate", {"CertificateArn": ARN}, {})
    result = reconcile(certificate(aws, state="absent", made_for="*.example.com"), check_mode=False)
    assert [action["resource"] for action in result.plan.as_actions()] == [ARN]
    assert result.state["certificate_arn"] == OTHER
    assert "lacks the tag cdn.aws:made-for=_.example.com" in result.plan.warnings[0]


def test_what_was_made_for_a_site_goes_whatever_names_it_had_then(aws):
    # Names were added and taken away since; what has the name for somebody else is not even told.
    third = ARN[:-1] + "3"
    names = ("example.com", "www.example.com")
    expect_list(
        aws,
        detail(OTHER, status="ISSUED", names=names),
        detail(status="ISSUED"),
        detail(third, status="ISSUED", names=names),
        statuses=None,
    )
    expect_tags(aws, OTHER, **{MARK: "example.com"})
    expect_tags(aws, third, **{MARK: "www.example.com"})
    expect_tags(aws, ARN, **{MARK: "example.com"})
    for arn in (OTHER, ARN):
        aws.expect("acm:DeleteCertificate", {"CertificateArn": arn}, {})
    result = reconcile(certificate(aws, state="absent", made_for="Example.com."), check_mode=False)
    assert result.state is None
    assert result.plan.warnings == ()


def test_certificates_of_others_for_more_names_are_nothing_to_tell(aws):
    expect_list(aws, detail(status="ISSUED", names=("example.com", "a.example.com")), statuses=None)
    expect_tags(aws, ARN, **{MARK: "a.example.com"})
    result = reconcile(certificate(aws, state="absent", made_for="example.com"), check_mode=False)
    assert not result.plan
    assert (result.state, result.plan.warnings) == (None, ())


def test_records_that_nothing_else_needs_are_told(aws):
    # ACM-05
    expect_list(aws, detail(status="ISSUED"), statuses=None)
    # Neither itself, nor an imported one, nor one below the name.
    expect_all_regions(
        aws, summary(ARN), summary(OTHER, Type="IMPORTED"), summary(OTHER, "www.example.com"), summary(OTHER, "a.b")
    )
    subject = certificate(aws, state="absent", release_records=True)
    result = reconcile(subject, check_mode=True)
    released = subject.result(result.state)["released_records"]
    assert [one["name"] for one in released] == ["_a.example.com."]
    assert result.plan.warnings == ()


def test_a_record_that_another_certificate_needs_stays(aws):
    # ACM-04, ACM-05: the wildcard shares it.
    expect_list(aws, detail(status="ISSUED"), statuses=None)
    request = {"CertificateSummaryList": [summary(OTHER, "*.Example.com")]}
    aws.expect("acm:ListCertificates", None, request)
    subject = certificate(aws, state="absent", release_records=True)
    result = reconcile(subject, check_mode=True)
    assert subject.result(result.state)["released_records"] == []
    assert f"which the certificate {OTHER} needs too" in result.plan.warnings[0]


def test_a_certificate_that_is_listed_without_its_names_is_asked_for_them(aws):
    # ACM-12
    expect_list(aws, detail(status="ISSUED"), statuses=None)
    unnamed = {"CertificateArn": OTHER, "DomainName": "example.org"}
    aws.expect("acm:ListCertificates", None, {"CertificateSummaryList": [unnamed]})
    expect_describe(aws, detail(OTHER, names=("example.org", "example.com")))
    subject = certificate(aws, state="absent", release_records=True)
    reconcile(subject, check_mode=True)
    assert subject.result(None)["released_records"] == []


def test_a_region_that_cannot_be_asked_keeps_the_records_and_one_that_is_off_does_not(aws):
    for code, kept in (("AccessDeniedException", True), ("UnrecognizedClientException", False)):
        expect_list(aws, detail(status="ISSUED"), statuses=None)
        aws.expect("acm:ListCertificates", None, {"CertificateSummaryList": []})
        aws.fail("acm:ListCertificates", code, "no")
        subject = certificate(aws, state="absent", release_records=True)
        result = reconcile(subject, check_mode=True)
        assert bool(subject.result(result.state)["released_records"]) is not kept
        assert ("a certificate in eu-central-1 may need it" in "".join(result.plan.warnings)) is kept
