# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

import datetime
import re

import pytest

from ansible_collections.cdn.aws.plugins.module_utils._acm.removal import MARK
from ansible_collections.cdn.aws.plugins.module_utils._acm.writes import request_parameters
from ansible_collections.cdn.aws.plugins.module_utils._errors import Refused
from ansible_collections.cdn.aws.plugins.module_utils._reconcile import reconcile
from ansible_collections.cdn.aws.plugins.module_utils._unknown import is_unknown, unknown
from tests.unit.plugins.module_utils._acm.certificates import (
    ARN,
    OTHER,
    PREFIX,
    certificate,
    detail,
    expect_describe,
    expect_list,
    expect_request,
)

pytestmark = pytest.mark.usefixtures("no_waiting")


def test_a_request_is_complete_and_repeatable(aws):
    # ACM-01
    subject = certificate(
        aws,
        subject_alternative_names=["*.Example.com."],
        key_algorithm="EC_prime256v1",
        export="ENABLED",
        tags={"b": "2", "a": "1"},
    )
    request = request_parameters(subject.names, subject.options)
    assert request == request_parameters(subject.names, subject.options)
    assert re.fullmatch(r"\w{1,32}", request.pop("IdempotencyToken"))
    assert request == {
        "DomainName": "example.com",
        "SubjectAlternativeNames": ["*.example.com"],
        "ValidationMethod": "DNS",
        "KeyAlgorithm": "EC_prime256v1",
        "Options": {"Export": "ENABLED"},
        "Tags": [{"Key": "a", "Value": "1"}, {"Key": "b", "Value": "2"}],
    }


@pytest.mark.parametrize(
    "other",
    [
        {"domain_name": "b.com"},
        {"subject_alternative_names": ["b.com"]},
        {"key_algorithm": "EC_prime256v1"},
        {"export": "ENABLED"},
    ],
)
def test_another_request_has_another_token(aws, other):
    one, two = certificate(aws), certificate(aws, **other)
    tokens = {request_parameters(each.names, each.options)["IdempotencyToken"] for each in (one, two)}
    assert len(tokens) == 2


def test_a_request_after_a_dead_one_has_another_token(aws):
    # ACM-01: within the hour the old token would give the dead one back.
    subject = certificate(aws)
    dead = request_parameters(subject.names, subject.options, dead=[ARN])
    assert dead["IdempotencyToken"] != request_parameters(subject.names, subject.options)["IdempotencyToken"]


def test_a_check_run_plans_as_many_records_as_there_will_be(aws):
    # ACM-04
    expect_list(aws)
    subject = certificate(aws, subject_alternative_names=["*.example.com", "b.example.com"])
    result = reconcile(subject, check_mode=True)
    records = result.state["validation_records"]
    assert [one["domain_names"] for one in records] == [["example.com", "*.example.com"], ["b.example.com"]]
    assert all(is_unknown(one["name"]) and is_unknown(one["value"]) for one in records)
    assert len({one["name"] for one in records}) == 2
    assert is_unknown(result.state["certificate_arn"])
    assert [action["operation"] for action in result.plan.as_actions()] == ["acm:RequestCertificate"]


def test_a_new_certificate_is_described_until_its_records_are_there(aws):
    # ACM-03, X-07
    subject = certificate(aws)
    expect_list(aws)
    expect_request(aws, subject)
    aws.fail("acm:DescribeCertificate", "ResourceNotFoundException")
    expect_describe(aws, detail(record=False), detail(record=False), detail())
    state = reconcile(subject, check_mode=False).state
    assert state["status"] == "PENDING_VALIDATION"
    assert state["validation_records"][0]["name"] == "_a.example.com."


@pytest.mark.parametrize("status", ["PENDING_VALIDATION", "ISSUED"])
def test_a_certificate_that_exists_costs_a_list_and_a_describe(aws, status):
    expect_list(aws, detail(status=status))
    result = reconcile(certificate(aws, domain_name="EXAMPLE.com."), check_mode=False)
    assert not result.plan
    assert result.state["certificate_arn"] == ARN


def test_an_issued_certificate_is_preferred_then_the_newest(aws):
    old, new = (datetime.datetime(year, 1, 1, tzinfo=datetime.timezone.utc) for year in (2024, 2025))
    third = detail(f"{PREFIX}3", status="ISSUED", CreatedAt=new)
    expect_list(aws, detail(CreatedAt=new), detail(OTHER, status="ISSUED", CreatedAt=old), third)
    result = reconcile(certificate(aws), check_mode=True)
    assert result.state["certificate_arn"] == f"{PREFIX}3"
    assert OTHER in result.plan.warnings[0]
    assert ARN in result.plan.warnings[0]


def test_a_certificate_that_goes_between_list_and_describe_is_passed_over(aws):
    # ACM-12
    expect_list(aws, detail(), describe=False)
    aws.fail("acm:DescribeCertificate", "ResourceNotFoundException")
    assert reconcile(certificate(aws), check_mode=True).plan.changes[0].kind == "create"


def test_a_dead_request_is_told_and_another_one_made(aws):
    # ACM-07, ACM-08
    dead = detail(OTHER, status="FAILED", FailureReason="CAA_ERROR")
    subject = certificate(aws)
    expect_list(aws, dead)
    expect_request(aws, subject, dead=[OTHER])
    expect_describe(aws, detail())
    result = reconcile(subject, check_mode=False)
    assert result.state["certificate_arn"] == ARN
    assert "CAA_ERROR" in result.plan.warnings[0]
    assert "amazon.com" in result.plan.warnings[0]


def test_a_check_run_knows_that_records_are_still_to_come(aws):
    expect_list(aws, detail(record=False))
    result = reconcile(certificate(aws), check_mode=True)
    assert not result.plan
    assert is_unknown(result.state["validation_records"][0]["name"])


def test_tags_are_set_and_removed_in_two_writes(aws):
    # ACM-16
    expect_list(aws, detail())
    current = {"Tags": [{"Key": "a", "Value": "1"}, {"Key": "b", "Value": "2"}, {"Key": "aws:x", "Value": "3"}]}
    aws.expect("acm:ListTagsForCertificate", {"CertificateArn": ARN}, current)
    aws.expect("acm:AddTagsToCertificate", {"CertificateArn": ARN, "Tags": [{"Key": "a", "Value": "9"}]}, {})
    aws.expect("acm:RemoveTagsFromCertificate", {"CertificateArn": ARN, "Tags": [{"Key": "b"}]}, {})
    expect_describe(aws, detail())
    aws.expect("acm:ListTagsForCertificate", {"CertificateArn": ARN}, {"Tags": [{"Key": "a", "Value": "9"}]})
    result = reconcile(certificate(aws, tags={"a": "9"}, purge_tags=True), check_mode=False)
    assert result.state["tags"] == {"a": "9"}
    assert result.plan.as_diff(name="x")["before"] == {"tags.a": "1", "tags.b": "2"}


@pytest.mark.parametrize("options", [{}, {"made_for": "example.com"}])
def test_whom_a_certificate_was_made_for_is_not_purged(aws, options):
    expect_list(aws, detail())
    current = {"Tags": [{"Key": MARK, "Value": "example.com"}, {"Key": "a", "Value": "1"}]}
    aws.expect("acm:ListTagsForCertificate", {"CertificateArn": ARN}, current)
    result = reconcile(certificate(aws, tags={"a": "1"}, purge_tags=True, **options), check_mode=True)
    assert not result.plan


def test_a_certificate_of_an_arn_costs_a_describe(aws):
    expect_describe(
        aws, detail(status="ISSUED", Type="IMPORTED", DomainValidationOptions=[{"DomainName": "example.com"}])
    )
    state = reconcile(certificate(aws, certificate_arn=ARN), check_mode=False).state
    assert state["validation_records"] == []


@pytest.mark.parametrize(
    "options", [{"domain_name": "b.com"}, {"key_algorithm": "EC_prime256v1"}, {"export": "ENABLED"}]
)
def test_options_must_not_contradict_the_certificate_of_an_arn(aws, options):
    # ACM-14
    expect_describe(aws, detail())
    with pytest.raises(Refused, match="cannot be changed"):
        reconcile(certificate(aws, certificate_arn=ARN, **options), check_mode=True)


def test_an_arn_of_another_region_is_refused_before_any_call(aws):
    # ACM-19, ACM-20
    with pytest.raises(Refused, match=r"in eu-west-1, not in us-east-1.*certificate_region"):
        reconcile(certificate(aws, certificate_arn=ARN.replace("us-east-1", "eu-west-1")), check_mode=True)


def test_an_arn_without_certificate_is_refused(aws):
    # ACM-20
    aws.fail("acm:DescribeCertificate", "ResourceNotFoundException")
    with pytest.raises(Refused, match="There is no certificate"):
        reconcile(certificate(aws, certificate_arn=ARN), check_mode=True)


@pytest.mark.parametrize("state", ["present", "absent"])
def test_an_unknown_arn_is_asked_of_nobody(aws, state):
    result = reconcile(certificate(aws, certificate_arn=unknown("certificate ARN"), state=state), check_mode=True)
    assert not result.plan
