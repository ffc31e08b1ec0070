# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What forbids a change: who else is there, what a distribution is, and what AWS answers to a deletion."""

from __future__ import annotations

import typing as t

import pytest

from ansible_collections.cdn.aws.plugins.module_utils._cloudfront.conflicts import conflicts, witness
from ansible_collections.cdn.aws.plugins.module_utils._cloudfront.life import delete
from ansible_collections.cdn.aws.plugins.module_utils._cloudfront.writing import write
from ansible_collections.cdn.aws.plugins.module_utils._errors import AwsError, Refused
from tests.unit.helpers import StubbedApi
from tests.unit.plugins.module_utils._cloudfront import test_distribution as base
from tests.unit.plugins.module_utils._cloudfront.test_distribution import BUCKET, CERTIFICATE, ID, LIVE, answer, live

NEW = "www.example.com"
DESCRIBED = {"Certificate": {"Status": "ISSUED", "SubjectAlternativeNames": ["*.example.com"]}}


def conflicting(*items: tuple[str, str, str]) -> dict[str, t.Any]:
    found = [{"Alias": alias, "DistributionId": name, "AccountId": account} for alias, name, account in items]
    return {"ConflictingAliasesList": {"Quantity": len(found), **({"Items": found} if found else {})}}


@pytest.mark.parametrize(
    ("item", "refused"),
    [
        ((NEW, "*********3ABC", "******999999"), True),
        (("*.example.com", "*********3ABC", "******999999"), True),
        ((NEW, "*********3ABC", "******789012"), True),
        (("*.example.com", "*********3ABC", "******789012"), False),
        ((NEW, "**********" + ID[-4:], "******789012"), False),
    ],
    ids=["foreign", "foreign wildcard", "ours, since listed", "our wildcard", "itself"],
)
def test_an_alias_on_a_distribution_of_another_account_is_refused_before_the_write(
    item: tuple[str, str, str], refused: bool
) -> None:
    """CF-30, CF-31: overlap is fine within one account only."""
    asked = {"DistributionId": ID, "Alias": NEW}
    api = StubbedApi().expect("cloudfront:ListConflictingAliases", asked, conflicting(item))
    assert bool(conflicts(api, ID, [NEW], certificate=CERTIFICATE)) is refused


@pytest.mark.parametrize("check", [True, False])
def test_an_update_says_whose_the_alias_is(check: bool) -> None:
    """CF-30."""
    api = base.Api()
    api.expect("cloudfront:GetDistribution", {"Id": ID}, answer())
    api.expect("acm:DescribeCertificate", {"CertificateArn": CERTIFICATE}, DESCRIBED)
    found = conflicting((NEW, "*********3ABC", "******999999"))
    api.expect("cloudfront:ListConflictingAliases", {"DistributionId": ID, "Alias": NEW}, found)
    api.lists = [base.listed((ID, ["images.example.com"]))]
    with pytest.raises(Refused, match=r"aliases: .* www\.example\.com by \*+3ABC of account \*+999999.*AssociateAlias"):
        base.run(api, check=check, distribution_id=ID, aliases=[NEW])


def test_a_create_asks_for_another_distribution_with_the_same_certificate() -> None:
    """CF-30: CloudFront answers only for a distribution that has a certificate for the alias."""
    summaries = [
        {"Id": "E1", "ViewerCertificate": {"CloudFrontDefaultCertificate": True}},
        {"Id": "E2", "ViewerCertificate": {"ACMCertificateArn": CERTIFICATE}},
    ]
    assert witness(CERTIFICATE, {}, summaries) == "E2"
    assert witness(CERTIFICATE, {}, summaries[:1]) == ""
    assert witness("", {}, summaries) == ""
    there = {"id": ID, "viewer_certificate": {"acm_certificate_arn": CERTIFICATE}}
    assert witness(CERTIFICATE, there, []) == ID
    assert witness("another", there, summaries) == ""


def test_a_create_that_hears_of_a_conflict_says_how_to_find_it() -> None:
    """CF-30: nothing of ours could be asked for."""
    text = "One or more of the CNAMEs you provided are already associated with a different resource."
    api = StubbedApi().fail("cloudfront:CreateDistribution", "CNAMEAlreadyExists", text, 409)
    with pytest.raises(AwsError, match="ask ListConflictingAliases with the id of a distribution of yours"):
        write(api, "cloudfront:CreateDistribution", {"DistributionConfig": LIVE}, issued=True)
    api.assert_all_made()


TENANTS = live(ConnectionMode="tenant-only", Aliases={"Quantity": 0})


@pytest.mark.parametrize("task", [{"comment": "new"}, {"state": "absent"}], ids=["update", "delete"])
def test_a_distribution_of_tenants_is_left_alone(task: dict[str, t.Any]) -> None:
    """CF-92."""
    api = base.Api().expect("cloudfront:GetDistribution", {"Id": ID}, answer(TENANTS))
    with pytest.raises(Refused, match=r"serves tenants.*connection_mode: tenant-only"):
        base.run(api, distribution_id=ID, **task)


def test_a_distribution_of_tenants_is_changed_by_who_says_so() -> None:
    """CF-92."""
    api = base.Api().expect("cloudfront:GetDistribution", {"Id": ID}, answer(TENANTS))
    api.expect("cloudfront:UpdateDistribution", None, answer(TENANTS))
    base.run(api, distribution_id=ID, comment="new", connection_mode="tenant-only", tags=None)


def policies(*names: str) -> dict[str, t.Any]:
    config = {"StagingDistributionDnsNames": {"Quantity": len(names), "Items": list(names)}, "Enabled": True}
    policy = {"Id": "P1", "LastModifiedTime": 0, "ContinuousDeploymentPolicyConfig": config}
    items = [{"ContinuousDeploymentPolicy": policy}]
    return {"ContinuousDeploymentPolicyList": {"MaxItems": 100, "Quantity": 1, "Items": items}}


def test_a_staging_distribution_in_use_is_not_even_disabled() -> None:
    """CF-23."""
    api = base.Api().expect("cloudfront:GetDistribution", {"Id": ID}, answer(live(Staging=True)))
    api.expect("cloudfront:ListContinuousDeploymentPolicies", {}, policies("d111.cloudfront.net"))
    with pytest.raises(Refused, match="staging one of the continuous deployment policy P1"):
        base.run(api, check=True, distribution_id=ID, state="absent")


def test_a_staging_distribution_that_is_free_is_deleted() -> None:
    """CF-23."""
    api = base.Api().expect("cloudfront:GetDistribution", {"Id": ID}, answer(live(Staging=True)))
    api.expect("cloudfront:ListContinuousDeploymentPolicies", {}, policies("d222.cloudfront.net"))
    assert len(base.run(api, check=True, distribution_id=ID, state="absent").plan.changes) == 2


@pytest.mark.parametrize(
    ("code", "text", "hint"),
    [
        (
            "DistributionNotDisabled",
            "You can't delete this distribution while it's subscribed to a pricing plan.",
            "cancel its pricing plan",
        ),
        ("StagingDistributionInUse", "In use.", "delete the continuous deployment policy"),
        ("ResourceInUse", "In use.", "take it out of whatever names it"),
    ],
)
def test_a_refused_deletion_says_what_to_do(code: str, text: str, hint: str) -> None:
    """CF-23: and does not try for minutes what takes a month."""
    api = StubbedApi().fail("cloudfront:DeleteDistribution", code, text, 409)
    with pytest.raises(AwsError, match=f"{text} It is disabled.*{hint}") as caught:
        delete(api, None, {"id": ID, "etag": "E1"})  # type: ignore[arg-type]
    assert caught.value.code == code
    assert api.calls == ["cloudfront:DeleteDistribution"]


def test_a_first_create_with_a_shared_certificate_asks_before_the_write() -> None:
    """CF-30."""
    api = base.Api()
    api.expect("acm:DescribeCertificate", {"CertificateArn": CERTIFICATE}, DESCRIBED)
    found = conflicting((NEW, "*********3ABC", "******999999"))
    api.expect("cloudfront:ListConflictingAliases", {"DistributionId": "E2", "Alias": NEW}, found)
    summaries = base.listed(("E2", ["other.example.com"]))
    summaries["DistributionList"]["Items"][0]["ViewerCertificate"] = {"ACMCertificateArn": CERTIFICATE}
    api.lists = [summaries]
    viewer = {"acm_certificate_arn": CERTIFICATE}
    with pytest.raises(Refused, match="AssociateAlias"):
        base.run(api, check=True, alias=NEW, default_origin_domain_name=BUCKET, viewer_certificate=viewer)
