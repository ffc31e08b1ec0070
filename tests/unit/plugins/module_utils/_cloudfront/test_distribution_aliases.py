# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Aliases and their certificate: what is refused before the write, and what is tried again."""

from __future__ import annotations

import typing as t

import pytest

from ansible_collections.cdn.aws.plugins.module_utils._cloudfront import writing
from ansible_collections.cdn.aws.plugins.module_utils._errors import AwsError, Refused
from tests.unit.helpers import StubbedApi
from tests.unit.plugins.module_utils._cloudfront.distributions import (
    CERTIFICATE,
    ID,
    LIVE,
    Api,
    answer,
    listed,
    live,
    run,
)


def test_aliases_of_different_distributions_are_refused_by_name() -> None:
    api = Api()
    api.lists = [listed(("E1", ["a.example.com"]), ("E2", ["b.example.com"]))]
    with pytest.raises(Refused, match=r"a.example.com is an alias of E1, b.example.com is an alias of E2"):
        run(api, aliases=["a.example.com", "b.example.com"])


def test_an_alias_of_another_distribution_is_refused_before_the_write() -> None:
    """CF-30."""
    api = Api().expect("cloudfront:GetDistribution", {"Id": ID}, answer())
    api.fail("acm:DescribeCertificate", "AccessDeniedException")
    api.lists = [listed((ID, ["images.example.com"]), ("E9", ["www.example.com"]))]
    with pytest.raises(Refused, match=r"www.example.com is an alias of E9"):
        run(api, check=True, distribution_id=ID, aliases=["www.example.com"])


@pytest.mark.parametrize(
    ("purge", "left"), [(False, ["images.example.com", "www.example.com"]), (True, ["www.example.com"])]
)
def test_unnamed_aliases_stay_unless_purged(purge: bool, left: list[str]) -> None:
    api = Api().expect("cloudfront:GetDistribution", {"Id": ID}, answer())
    described = {"Certificate": {"Status": "ISSUED", "SubjectAlternativeNames": ["*.example.com"]}}
    api.expect("acm:DescribeCertificate", {"CertificateArn": CERTIFICATE}, described)
    asked = {"DistributionId": ID, "Alias": "www.example.com"}
    api.expect("cloudfront:ListConflictingAliases", asked, {"ConflictingAliasesList": {"Quantity": 0}})
    body = live(Aliases={"Quantity": len(left), "Items": left})
    request = {"Id": ID, "IfMatch": "E1", "DistributionConfig": body}
    api.expect("cloudfront:UpdateDistribution", request, answer(body))
    api.lists = [listed((ID, ["images.example.com"]))]
    run(api, distribution_id=ID, aliases=["www.example.com"], purge_aliases=purge)


def test_a_certificate_that_is_still_pending_stops_a_real_run_only() -> None:
    other = CERTIFICATE.replace("0f5b", "1111")
    described = {"Certificate": {"Status": "PENDING_VALIDATION", "SubjectAlternativeNames": ["images.example.com"]}}
    for check in (True, False):
        api = Api().expect("cloudfront:GetDistribution", {"Id": ID}, answer())
        api.expect("acm:DescribeCertificate", {"CertificateArn": other}, described)
        given: dict[str, t.Any] = {"distribution_id": ID, "viewer_certificate": {"acm_certificate_arn": other}}
        if check:
            assert run(api, check=True, **given).plan
        else:
            with pytest.raises(Refused, match="PENDING_VALIDATION"):
                run(api, **given)


def test_a_fresh_certificate_is_tried_again_only_when_it_was_seen_issued(monkeypatch: pytest.MonkeyPatch) -> None:
    """CF-34: text (a) of three."""
    monkeypatch.setattr("time.sleep", lambda _seconds: None)
    text = "The specified SSL certificate doesn't exist, isn't in us-east-1 region, isn't valid"
    request = {"DistributionConfig": LIVE}
    api = StubbedApi().fail("cloudfront:CreateDistribution", "InvalidViewerCertificate", text)
    api.expect("cloudfront:CreateDistribution", None, answer())
    writing.write(api, "cloudfront:CreateDistribution", request, issued=True)
    api.fail("cloudfront:CreateDistribution", "InvalidViewerCertificate", text)
    with pytest.raises(AwsError):
        writing.write(api, "cloudfront:CreateDistribution", request, issued=False)
    api.assert_all_made()


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("One or more of the CNAMEs you provided are already associated with a different resource.", "E9 of account"),
        ("... includes an incorrectly configured DNS record that points to another distribution", "Change or remove"),
    ],
    ids=["CF-30", "CF-32"],
)
def test_the_two_alias_conflicts_are_told_apart(text: str, hint: str) -> None:
    api = StubbedApi().fail("cloudfront:UpdateDistribution", "CNAMEAlreadyExists", text, 409)
    if "DNS record" not in text:
        found = {"Items": [{"Alias": "images.example.com", "DistributionId": "E9", "AccountId": "******9012"}]}
        asked = {"DistributionId": ID, "Alias": "images.example.com"}
        api.expect("cloudfront:ListConflictingAliases", asked, {"ConflictingAliasesList": found})
    with pytest.raises(AwsError, match=hint):
        writing.write(
            api,
            "cloudfront:UpdateDistribution",
            {"Id": ID, "IfMatch": "E1", "DistributionConfig": LIVE},
            issued=False,
        )
