# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

import pytest

from ansible_collections.cdn.aws.plugins.module_utils._errors import WaitFailed, WaitTimeout
from ansible_collections.cdn.aws.plugins.module_utils._reconcile import reconcile
from tests.unit.plugins.module_utils._acm.certificates import (
    certificate,
    detail,
    expect_describe,
    expect_list,
    expect_request,
)

pytestmark = pytest.mark.usefixtures("no_waiting")


def test_the_wait_ends_when_the_certificate_is_issued(aws):
    # ACM-09: the status of the names may be SUCCESS long before.
    expect_list(aws, detail())
    expect_describe(aws, detail(), detail(status="ISSUED"))
    state = reconcile(certificate(aws, wait=True), check_mode=False).state
    assert state["status"] == "ISSUED"


def test_an_issued_certificate_is_not_waited_for(aws):
    expect_list(aws, detail(status="ISSUED"))
    assert reconcile(certificate(aws, wait=True), check_mode=False).state["status"] == "ISSUED"


@pytest.mark.parametrize("status", ["FAILED", "VALIDATION_TIMED_OUT", "REVOKED", "EXPIRED"])
def test_the_wait_ends_at_once_when_it_can_never_succeed(aws, status):
    # ACM-09
    expect_list(aws, detail())
    expect_describe(aws, detail(status=status))
    with pytest.raises(WaitFailed, match=status):
        reconcile(certificate(aws, wait=True), check_mode=False)


def test_a_request_that_fails_at_once_is_no_success(aws):
    subject = certificate(aws)
    expect_list(aws)
    expect_request(aws, subject)
    expect_describe(
        aws, detail(record=False), detail(record=False, status="FAILED", FailureReason="DOMAIN_NOT_ALLOWED")
    )
    with pytest.raises(WaitFailed, match="DOMAIN_NOT_ALLOWED") as failed:
        reconcile(subject, check_mode=False)
    assert [action["operation"] for action in failed.value.applied] == ["acm:RequestCertificate"]


def test_a_wait_without_end_names_the_state_and_the_records(aws):
    # ACM-10
    expect_list(aws, detail())
    expect_describe(aws, detail())
    with pytest.raises(WaitTimeout) as timeout:
        reconcile(certificate(aws, wait=True, wait_timeout=0), check_mode=False)
    assert "PENDING_VALIDATION (example.com PENDING_VALIDATION)" in timeout.value.message
    assert "_a.example.com. CNAME _b.acm-validations.aws." in timeout.value.message
    assert "delegates" in timeout.value.message
