# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A distribution is disabled, waited for and deleted."""

from __future__ import annotations

import pytest

from ansible_collections.cdn.aws.plugins.module_utils._cloudfront.distribution import Distribution
from ansible_collections.cdn.aws.plugins.module_utils._errors import Refused, WaitFailed
from ansible_collections.cdn.aws.plugins.module_utils._reconcile import reconcile
from tests.unit.plugins.module_utils._cloudfront.distributions import ID, Api, answer, live, options, run


def test_a_delete_disables_waits_and_deletes() -> None:
    """CF-21: the wait does not depend on the option."""
    off = live(Enabled=False)
    api = Api().expect("cloudfront:GetDistribution", {"Id": ID}, answer())
    request = {"Id": ID, "IfMatch": "E1", "DistributionConfig": off}
    api.expect("cloudfront:UpdateDistribution", request, answer(off, etag="E2", status="InProgress"))
    api.expect("cloudfront:GetDistribution", {"Id": ID}, answer(off, etag="E2"))
    api.expect("cloudfront:DeleteDistribution", {"Id": ID, "IfMatch": "E2"}, {})
    result = run(api, distribution_id=ID, state="absent")
    assert result.state is None


def test_a_disabled_distribution_in_progress_is_waited_for_first() -> None:
    off = live(Enabled=False)
    api = Api().expect("cloudfront:GetDistribution", {"Id": ID}, answer(off, status="InProgress"))
    api.expect("cloudfront:GetDistribution", {"Id": ID}, answer(off, etag="E5"))
    api.expect("cloudfront:DeleteDistribution", {"Id": ID, "IfMatch": "E5"}, {})
    run(api, distribution_id=ID, state="absent")


def test_a_delete_too_early_is_tried_again_with_a_fresh_etag(monkeypatch: pytest.MonkeyPatch) -> None:
    """CF-21: right after Deployed it may still be refused."""
    monkeypatch.setattr("time.sleep", lambda _seconds: None)
    off = live(Enabled=False)
    api = Api().expect("cloudfront:GetDistribution", {"Id": ID}, answer(off))
    api.fail("cloudfront:DeleteDistribution", "DistributionNotDisabled", status=409)
    api.expect("cloudfront:GetDistribution", {"Id": ID}, answer(off, etag="E2"))
    api.expect("cloudfront:DeleteDistribution", {"Id": ID, "IfMatch": "E2"}, {})
    run(api, distribution_id=ID, state="absent")


def test_a_distribution_that_somebody_enables_again_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    """CF-02: found out by the ETag right before the deletion, or while it is waited for."""
    monkeypatch.setattr("time.sleep", lambda _seconds: None)
    off = live(Enabled=False)
    api = Api().expect("cloudfront:GetDistribution", {"Id": ID}, answer(off))
    api.fail("cloudfront:DeleteDistribution", "PreconditionFailed", status=412)
    api.expect("cloudfront:GetDistribution", {"Id": ID}, answer(etag="E2"))
    with pytest.raises(Refused, match="somebody has enabled it again"):
        run(api, distribution_id=ID, state="absent")
    api = Api().expect("cloudfront:GetDistribution", {"Id": ID}, answer(off, status="InProgress"))
    api.expect("cloudfront:GetDistribution", {"Id": ID}, answer(etag="E2", status="InProgress"))
    with pytest.raises(WaitFailed, match="somebody has enabled it again"):
        run(api, distribution_id=ID, state="absent")


def test_what_was_deleted_is_told() -> None:
    """Those who let go of it, such as a certificate, and what pointed to it want its names."""
    api = Api().expect("cloudfront:GetDistribution", {"Id": ID}, answer())
    subject = Distribution(options(distribution_id=ID, state="absent"), api)
    removed = subject.result(reconcile(subject, check_mode=True).state)["removed"]
    assert removed["id"] == ID
    assert set(removed) == {"id", "arn", "domain_name", "web_acl_id"}


def test_deleting_what_is_gone_changes_nothing() -> None:
    api = Api().fail("cloudfront:GetDistribution", "NoSuchDistribution", status=404)
    assert not run(api, distribution_id=ID, state="absent").plan
