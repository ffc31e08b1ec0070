# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

import pytest

from ansible_collections.cdn.aws.plugins.module_utils._acm import detail, endings
from ansible_collections.cdn.aws.plugins.module_utils._acm.search import Wanted
from tests.unit.recorded import needs_recorded, recorded


def answer(operation):
    (found,) = recorded(f"acm/{operation}__test_certificate_tag_untag_mark").values()
    return found


def option(name, *, status="PENDING_VALIDATION", record="r", method="DNS"):
    found = {"DomainName": name, "ValidationStatus": status, "ValidationMethod": method}
    if record:
        found["ResourceRecord"] = {"Name": f"_{record}.example.com.", "Type": "CNAME", "Value": f"_{record}.aws."}
    return found


def test_records_of_an_apex_and_its_wildcard_are_one():
    # ACM-04, R53-05
    records = detail.validation_records([option("example.com"), option("*.example.com"), option("b.com", record="b")])
    assert [(one["name"], one["domain_names"]) for one in records] == [
        ("_r.example.com.", ["example.com", "*.example.com"]),
        ("_b.example.com.", ["b.com"]),
    ]


def test_a_record_is_proved_when_all_its_names_are():
    records = detail.validation_records([option("example.com", status="SUCCESS"), option("*.example.com")])
    assert records[0]["status"] == "PENDING_VALIDATION"


def test_every_name_without_a_record_is_waited_for():
    # ACM-03: not only the first one; names that are proved already need none (ACM-05).
    found = {
        "Status": "PENDING_VALIDATION",
        "DomainValidationOptions": [
            option("a.com"),
            option("b.com", record=""),
            option("c.com", record="", status="SUCCESS"),
        ],
    }
    assert detail.names_without_record(found) == ["b.com"]
    assert detail.names_without_record({"Status": "PENDING_VALIDATION", "DomainName": "a.com"}) == ["a.com"]
    assert detail.names_without_record({**found, "Status": "ISSUED"}) == []


@needs_recorded
def test_a_recorded_certificate_has_the_requests_key_algorithm_and_no_records():
    # ACM-11, ACM-18
    state = detail.state_of(answer("DescribeCertificate")["Certificate"])
    assert state["key_algorithm"] == "RSA_2048"
    assert state["subject_alternative_names"] == ["*.pratyush.com"]
    assert state["validation_records"] == []
    assert state["export"] == "DISABLED"


@needs_recorded
def test_a_recorded_mail_validated_certificate_is_not_taken():
    wanted = Wanted(frozenset({"*.pratyush.com"}), "RSA_2048")
    assert wanted.may_be(answer("ListCertificates")["CertificateSummaryList"][0])
    assert not wanted.is_met_by(answer("DescribeCertificate")["Certificate"])


@pytest.mark.parametrize(
    ("summary", "possible"),
    [
        ({"DomainName": "a.com", "SubjectAlternativeNameSummaries": ["a.com", "B.com"]}, True),
        ({"DomainName": "b.com", "SubjectAlternativeNameSummaries": ["a.com", "b.com"]}, True),
        ({"DomainName": "a.com", "SubjectAlternativeNameSummaries": ["a.com", "c.com"]}, False),
        ({"DomainName": "a.com", "SubjectAlternativeNameSummaries": ["a.com"]}, False),
        (
            {
                "DomainName": "a.com",
                "SubjectAlternativeNameSummaries": ["a.com"],
                "HasAdditionalSubjectAlternativeNames": True,
            },
            True,
        ),
        ({"DomainName": "a.com"}, True),
    ],
    ids=["same", "other subject", "other name", "fewer", "cut off", "not listed"],
)
def test_a_certificate_is_looked_at_when_it_may_have_exactly_the_names(summary, possible):
    # ACM-02, ACM-12
    assert Wanted(frozenset({"a.com", "b.com"})).may_be({"Type": "AMAZON_ISSUED", **summary}) is possible


@pytest.mark.parametrize(
    "difference",
    [
        {"Type": "IMPORTED"},
        {"KeyAlgorithm": "EC-prime256v1"},
        {"ManagedBy": "CLOUDFRONT"},
        {"Options": {"Export": "ENABLED"}},
        {"DomainValidationOptions": [option("a.com", method="EMAIL")]},
        {"SubjectAlternativeNames": ["a.com", "b.com"]},
    ],
)
def test_only_a_certificate_that_would_be_requested_is_taken(difference):
    found = {"Type": "AMAZON_ISSUED", "DomainName": "a.com", "KeyAlgorithm": "RSA-2048"}
    wanted = Wanted(frozenset({"a.com"}), "RSA_2048", "DISABLED")
    assert wanted.is_met_by(found)
    assert not wanted.is_met_by({**found, **difference})


def test_every_reason_of_a_failure_says_what_to_do():
    # ACM-07, ACM-08
    shape_names = [
        "NO_AVAILABLE_CONTACTS",
        "ADDITIONAL_VERIFICATION_REQUIRED",
        "DOMAIN_NOT_ALLOWED",
        "INVALID_PUBLIC_DOMAIN",
        "DOMAIN_VALIDATION_DENIED",
        "CAA_ERROR",
        "PCA_ACCESS_DENIED",
        "SLR_NOT_FOUND",
        "OTHER",
        "SOMETHING_NEW",
    ]
    texts = [
        endings.ending_of({"Status": "FAILED", "FailureReason": name, "CertificateArn": "arn"}) for name in shape_names
    ]
    assert all(name in text for name, text in zip(shape_names, texts, strict=True))
    assert "amazon.com" in texts[5]


@pytest.mark.parametrize("status", ["VALIDATION_TIMED_OUT", "REVOKED", "EXPIRED", "INACTIVE"])
def test_every_other_end_is_told(status):
    # ACM-09: botocore's waiter would wait on.
    assert status in endings.ending_of({"Status": status, "CertificateArn": "arn"})


@pytest.mark.parametrize("status", ["PENDING_VALIDATION", "ISSUED"])
def test_a_living_certificate_has_no_end(status):
    assert not endings.ending_of({"Status": status, "CertificateArn": "arn"})
