# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Certificates as options and as ACM answers them, and the calls about them."""

from __future__ import annotations

from ansible.module_utils.common.arg_spec import ArgumentSpecValidator

from ansible_collections.cdn.aws.plugins.module_utils._acm.certificate import Certificate
from ansible_collections.cdn.aws.plugins.module_utils._acm.writes import request_parameters
from ansible_collections.cdn.aws.plugins.modules.acm_certificate import SPEC

PREFIX = "arn:aws:acm:us-east-1:123456789012:certificate/"
ARN = f"{PREFIX}1"
OTHER = f"{PREFIX}2"
USER = "arn:aws:cloudfront::123456789012:distribution/E1"
LIVE_OR_DEAD = ["ISSUED", "PENDING_VALIDATION", "FAILED", "VALIDATION_TIMED_OUT"]


def certificate(aws, **given):
    if "certificate_arn" not in given:
        given = {"domain_name": "example.com", **given}
    # What public DNS says has tests of its own.
    given = {"dns_checks": False, **given}
    validated = ArgumentSpecValidator(SPEC.options).validate(given)
    assert not validated.error_messages
    return Certificate(validated.validated_parameters, aws)


def detail(arn=ARN, *, status="PENDING_VALIDATION", names=("example.com",), record=True, **more):
    options = [
        {"DomainName": one, "ValidationStatus": "PENDING_VALIDATION", "ValidationMethod": "DNS"} for one in names
    ]
    for option in options if record else []:
        option["ResourceRecord"] = {"Name": "_a.example.com.", "Type": "CNAME", "Value": "_b.acm-validations.aws."}
    return {
        "CertificateArn": arn,
        "DomainName": names[0],
        "SubjectAlternativeNames": list(names),
        "Status": status,
        "Type": "AMAZON_ISSUED",
        "KeyAlgorithm": "RSA_2048",
        "DomainValidationOptions": options,
        **more,
    }


def expect_list(aws, *details, statuses=LIVE_OR_DEAD, describe=True):
    key_types = list(aws.shape("acm", "KeyAlgorithm").enum)
    request = {"MaxItems": 1000, "Includes": {"keyTypes": key_types}}
    if statuses:
        request["CertificateStatuses"] = statuses
    listed = ("CertificateArn", "DomainName", "Type")
    summaries = [
        {**{name: one[name] for name in listed}, "SubjectAlternativeNameSummaries": one["SubjectAlternativeNames"]}
        for one in details
    ]
    aws.expect("acm:ListCertificates", request, {"CertificateSummaryList": summaries})
    expect_describe(aws, *(details if describe else ()))


def expect_describe(aws, *details):
    for one in details:
        aws.expect("acm:DescribeCertificate", {"CertificateArn": one["CertificateArn"]}, {"Certificate": one})


def expect_request(aws, subject, **more):
    request = request_parameters(subject.names, subject.options, **more)
    aws.expect("acm:RequestCertificate", request, {"CertificateArn": ARN})
