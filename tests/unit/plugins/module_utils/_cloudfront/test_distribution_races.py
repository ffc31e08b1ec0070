# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A distribution that somebody else makes, changes or deletes while a run is at work."""

from __future__ import annotations

import pytest

from ansible_collections.cdn.aws.plugins.module_utils import _waiter
from ansible_collections.cdn.aws.plugins.module_utils._cloudfront import life
from ansible_collections.cdn.aws.plugins.module_utils._cloudfront.finding import caller_reference
from ansible_collections.cdn.aws.plugins.module_utils._errors import AwsError, CdnError
from tests.unit.plugins.module_utils._cloudfront.distributions import (
    BUCKET,
    CERTIFICATE,
    ID,
    Api,
    answer,
    listed,
    live,
    run,
)

GET = "cloudfront:GetDistribution"
ALIAS = "new.example.com"
GIVEN = {"aliases": [ALIAS], "viewer_certificate": {"acm_certificate_arn": CERTIFICATE}}


@pytest.mark.parametrize("ours", [True, False], ids=["another run of ours", "somebody else"])
def test_an_alias_that_is_taken_meanwhile_is_ours_only_with_our_reference(ours: bool) -> None:
    """CF-04, CF-30: nobody says whether CloudFront looks at the alias or at the reference first."""
    reference = caller_reference(GIVEN) if ours else "by hand"
    viewer = {
        "ACMCertificateArn": CERTIFICATE,
        "SSLSupportMethod": "sni-only",
        "MinimumProtocolVersion": "TLSv1.2_2021",
    }
    there = live(CallerReference=reference, Aliases={"Quantity": 1, "Items": [ALIAS]}, ViewerCertificate=viewer)
    api = Api().fail("acm:DescribeCertificate", "AccessDeniedException")
    api.fail("cloudfront:CreateDistribution", "CNAMEAlreadyExists", "already associated", status=409)
    for dummy in range(2 if ours else 1):
        api.expect(GET, {"Id": ID}, answer(there))
    api.lists = [listed(), *[listed((ID, [ALIAS]))] * 2]
    given = {"alias": ALIAS, "default_origin_domain_name": BUCKET, **GIVEN}
    if ours:
        result = run(api, **given)
        assert "Somebody else has changed the distribution new.example.com" in result.plan.all_warnings()[0]
        assert all(action["change"] != "create" for action in result.plan.as_actions())
    else:
        with pytest.raises(AwsError, match="An alias serves on one distribution of all accounts"):
            run(api, **given)


def test_a_distribution_that_is_deleted_meanwhile_is_not_made_again() -> None:
    api = Api().expect(GET, {"Id": ID}, answer())
    api.fail("cloudfront:UpdateDistribution", "NoSuchDistribution", status=404)
    with pytest.raises(CdnError, match=f"The distribution {ID} was there when this run looked, and is gone"):
        run(api, distribution_id=ID, comment="new")


def test_a_deletion_that_somebody_else_finishes_is_no_failure(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_waiter, "_sleep", lambda seconds: None)
    api = Api().expect(GET, {"Id": ID}, answer(live(Enabled=False), status="InProgress"))
    api.fail(GET, "NoSuchDistribution", status=404)
    result = run(api, distribution_id=ID, state="absent")
    assert (result.state, [action["change"] for action in result.plan.as_actions()]) == (None, ["delete"])


def test_a_deletion_that_is_refused_for_minutes_is_not_begun_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    """CF-21: five times as many minutes would pass before anything is told."""
    monkeypatch.setattr(life, "DELETE_SECONDS", 0)
    api = Api().expect(GET, {"Id": ID}, answer(live(Enabled=False)))
    api.fail("cloudfront:DeleteDistribution", "PreconditionFailed", status=412)
    with pytest.raises(AwsError, match="cloudfront:DeleteDistribution failed"):
        run(api, distribution_id=ID, state="absent")


def test_two_deletions_at_once_go_on_with_what_is_there(monkeypatch: pytest.MonkeyPatch) -> None:
    """CF-21: the other one has disabled it between our read and our write."""
    monkeypatch.setattr(_waiter, "_sleep", lambda seconds: None)
    api = Api().expect(GET, {"Id": ID}, answer())
    api.fail("cloudfront:UpdateDistribution", "PreconditionFailed", status=412)
    api.expect(GET, {"Id": ID}, answer(live(Enabled=False), etag="E2"))
    api.expect("cloudfront:DeleteDistribution", {"Id": ID, "IfMatch": "E2"}, {})
    result = run(api, distribution_id=ID, state="absent")
    assert [action["operation"] for action in result.plan.as_actions()] == ["cloudfront:DeleteDistribution"]
