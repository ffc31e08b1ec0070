# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""acm_certificate as playbooks run it, against the lab."""

from __future__ import annotations

import pytest

from tests.integration.conftest import RunTasks
from tests.lab import Lab

NAME = "cdn.example.test"
NAMES = {"domain_name": NAME, "subject_alternative_names": [f"*.{NAME}", "b.example.test"]}


def certificate(**options):
    options = options if "certificate_arn" in options else {**NAMES, **options}
    return [{"name": "Manage a certificate", "cdn.aws.acm_certificate": options}]


def validation(records):
    return [{"name": "Make the validation records", "cdn.aws.route53_records": {"records": records}}]


@pytest.fixture
def acm(lab: Lab):
    return lab.client("acm", region="us-east-1")


@pytest.fixture
def issued(lab: Lab, run_tasks: RunTasks):
    """A certificate that is issued, made by the modules."""
    pending = run_tasks(certificate()).ok().of("acm_certificate")[0]["certificate"]
    run_tasks(validation(pending["validation_records"])).ok()
    return run_tasks(certificate(wait=True, wait_timeout=30)).ok().of("acm_certificate")[0]["certificate"]


def requested(acm):
    listed = acm.list_certificates(Includes={"keyTypes": ["RSA_2048", "EC_prime256v1"]})["CertificateSummaryList"]
    return [acm.describe_certificate(CertificateArn=one["CertificateArn"])["Certificate"] for one in listed]


def operations(calls):
    return [call["operation"] for call in calls]


def test_a_certificate_is_planned_requested_and_found_again(lab: Lab, run_tasks: RunTasks, acm):
    tasks = certificate(tags={"site": "example"}, key_algorithm="EC_prime256v1")
    mark = lab.mark()
    plan = run_tasks(tasks, check=True, diff=True).ok()
    assert lab.writes(mark) == []
    assert plan.actions == [{"operation": "acm:RequestCertificate", "resource": NAME, "change": "create"}]

    lab.settings(record_describes=2)
    done = run_tasks(tasks, diff=True).ok()
    assert operations(lab.writes(mark)) == ["RequestCertificate"]
    assert done.actions == plan.actions
    assert done.tasks[0].result["diff"] == plan.tasks[0].result["diff"]

    made = done.tasks[0].result["certificate"]
    (detail,) = requested(acm)
    assert detail["CertificateArn"] == made["certificate_arn"]
    assert set(detail["SubjectAlternativeNames"]) == {NAME, f"*.{NAME}", "b.example.test"}
    assert made["key_algorithm"] == "EC_prime256v1"
    assert acm.list_tags_for_certificate(CertificateArn=made["certificate_arn"])["Tags"] == [
        {"Key": "site", "Value": "example"}
    ]
    # ACM-04: the apex and its wildcard share one record, in the plan as in the result.
    planned = plan.tasks[0].result["certificate"]["validation_records"]
    assert [one["domain_names"] for one in made["validation_records"]] == [[NAME, f"*.{NAME}"], ["b.example.test"]]
    assert [one["domain_names"] for one in planned] == [one["domain_names"] for one in made["validation_records"]]

    mark = lab.mark()
    assert run_tasks(tasks, check=True).ok().changed == 0
    again = run_tasks(tasks).ok()
    assert again.changed == 0
    assert again.tasks[0].result["certificate"] == made
    assert operations(lab.calls(mark)) == ["ListCertificates", "DescribeCertificate", "ListTagsForCertificate"] * 2


def test_a_certificate_is_made_in_us_east_1_wherever_the_site_is(lab: Lab, run_tasks: RunTasks, acm):
    # ACM-19: region is a connection option that module_defaults set for all modules.
    mark = lab.mark()
    run_tasks(certificate(region="eu-central-1")).ok()
    assert len(requested(acm)) == 1
    assert {call["region"] for call in lab.calls(mark) if call["service"] == "acm"} == {"us-east-1"}


def test_the_wait_ends_with_an_issued_certificate(issued):
    assert issued["status"] == "ISSUED"
    assert issued["not_after"]
    assert {record["status"] for record in issued["validation_records"]} == {"SUCCESS"}


@pytest.mark.parametrize(
    ("state", "words"),
    [
        ({"Status": "FAILED", "FailureReason": "CAA_ERROR"}, ["CAA_ERROR", "amazon.com"]),
        ({"Status": "VALIDATION_TIMED_OUT"}, ["VALIDATION_TIMED_OUT", "72 hours"]),
    ],
)
def test_a_dead_request_ends_the_wait_and_is_followed_by_another(lab: Lab, run_tasks: RunTasks, acm, state, words):
    # ACM-07, ACM-09
    first = run_tasks(certificate()).ok().tasks[0].result["certificate"]["certificate_arn"]
    lab.certificate(first, **state)
    failed = run_tasks(certificate(certificate_arn=first, wait=True))
    assert all(word in failed.failure for word in words)

    done = run_tasks(certificate()).ok()
    assert done.tasks[0].result["certificate"]["certificate_arn"] != first
    assert all(word in str(done.tasks[0].result["warnings"]) for word in words)
    assert run_tasks(certificate()).ok().changed == 0

    gone = run_tasks(certificate(state="absent")).ok()
    assert len(gone.actions) == 2
    assert requested(acm) == []


def test_a_wait_without_end_says_what_is_missing(run_tasks: RunTasks):
    # ACM-10
    run = run_tasks(certificate(wait=True, wait_timeout=1))
    assert "PENDING_VALIDATION" in run.failure
    assert "CNAME" in run.failure
    assert run.tasks[0].result["actions"][0]["operation"] == "acm:RequestCertificate"


def test_a_lost_answer_makes_no_second_certificate(lab: Lab, run_tasks: RunTasks, acm):
    # ACM-01
    lab.fault("drop_after", "acm:RequestCertificate", times=1)
    run_tasks(certificate()).ok()
    assert len(requested(acm)) == 1


def test_tags_are_changed_in_the_planned_writes(lab: Lab, run_tasks: RunTasks, acm):
    arn = run_tasks(certificate(tags={"a": "1", "b": "2"})).ok().tasks[0].result["certificate"]["certificate_arn"]
    tasks = certificate(tags={"a": "9"}, purge_tags=True)
    mark = lab.mark()
    plan = run_tasks(tasks, check=True).ok()
    assert lab.writes(mark) == []
    assert run_tasks(tasks).ok().actions == plan.actions
    assert [f"acm:{name}" for name in operations(lab.writes(mark))] == plan.operations
    assert acm.list_tags_for_certificate(CertificateArn=arn)["Tags"] == [{"Key": "a", "Value": "9"}]
    assert run_tasks(tasks).ok().changed == 0


def test_a_certificate_is_deleted_once(lab: Lab, run_tasks: RunTasks, acm, issued):
    tasks = certificate(state="absent")
    mark = lab.mark()
    plan = run_tasks(tasks, check=True).ok()
    assert plan.actions == [
        {"operation": "acm:DeleteCertificate", "resource": issued["certificate_arn"], "change": "delete"}
    ]
    assert lab.writes(mark) == []
    assert run_tasks(tasks).ok().actions == plan.actions
    assert requested(acm) == []
    mark = lab.mark()
    assert run_tasks(tasks).ok().changed == 0
    assert lab.writes(mark) == []


def test_a_certificate_in_use_stays(lab: Lab, run_tasks: RunTasks, acm, issued):
    # ACM-13
    user = "arn:aws:elasticloadbalancing:us-east-1:123456789012:loadbalancer/app/shop/50dc6c495c0c9188"
    lab.certificate(issued["certificate_arn"], InUseBy=[user])
    mark = lab.mark()
    assert f"in use by {user}" in run_tasks(certificate(state="absent")).failure
    assert lab.writes(mark) == []
    assert user in str(run_tasks(certificate(state="absent"), check=True).ok().tasks[0].result["warnings"])


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"domain_name": "*.*.example.test"}, "wildcard"),
        ({"domain_name": "192.0.2.1"}, "IP address"),
        ({"domain_name": "a" * 60 + ".example.test"}, "at most 64"),
        ({"certificate_arn": "arn:aws:acm:eu-west-1:123456789012:certificate/x"}, "certificate_region"),
        ({"certificate_arn": "arn:aws:acm:us-east-1:123456789012:certificate/x"}, "There is no certificate"),
    ],
)
@pytest.mark.parametrize("check", [True, False], ids=["check", "run"])
def test_what_can_never_be_is_refused_in_one_line(lab: Lab, run_tasks: RunTasks, options, words, check):
    # ACM-02, ACM-19, ACM-20
    mark = lab.mark()
    run = run_tasks([{"name": "Refuse", "cdn.aws.acm_certificate": options}], check=check)
    assert words in run.failure
    assert "\n" not in run.failure
    assert lab.writes(mark) == []


def test_a_quota_that_is_used_up_is_told_at_once(lab: Lab, run_tasks: RunTasks):
    # ACM-15, X-01: botocore would ask nine times.
    text = "Error: you have reached your limit of 20 certificates in the last year."
    lab.fault("error", "acm:RequestCertificate", code="LimitExceededException", message=text)
    mark = lab.mark()
    assert text in run_tasks(certificate()).failure
    assert operations(lab.writes(mark)) == ["RequestCertificate"]
