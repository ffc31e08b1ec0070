# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

import pytest

from ansible_collections.cdn.aws.plugins.module_utils._acm import waits
from ansible_collections.cdn.aws.plugins.module_utils._errors import AwsError, Refused
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

pytestmark = pytest.mark.usefixtures("no_waiting")


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
    with pytest.raises(Refused, match=f"in use by {USER}"):
        reconcile(certificate(aws, certificate_arn=ARN, state="absent"), check_mode=False)


def test_a_check_run_only_warns_of_what_an_earlier_task_may_delete(aws):
    expect_describe(aws, detail(status="ISSUED", InUseBy=[USER]))
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
    with pytest.raises(AwsError, match="is in use"):
        reconcile(certificate(aws, certificate_arn=ARN, state="absent"), check_mode=False)


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
