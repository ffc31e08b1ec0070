# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""References that are taken: by an earlier run, by what was deleted, by somebody else."""

from __future__ import annotations

import typing as t

import pytest

from ansible_collections.cdn.aws.plugins.module_utils._cloudfront.finding import caller_reference, caller_references
from ansible_collections.cdn.aws.plugins.module_utils._errors import Refused
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


def test_a_reference_that_is_taken_is_found_and_adopted() -> None:
    """CF-04: the killed run before this one made it."""
    given = {"aliases": ["new.example.com"], "viewer_certificate": {"acm_certificate_arn": CERTIFICATE}}
    reference = caller_reference(given)
    body = live(CallerReference=reference)
    api = Api().fail("acm:DescribeCertificate", "AccessDeniedException")
    api.fail("cloudfront:CreateDistribution", "DistributionAlreadyExists", status=409)
    for _ in range(2):
        api.expect("cloudfront:GetDistribution", {"Id": ID}, answer(body))
    api.fail("acm:DescribeCertificate", "AccessDeniedException")
    api.fail("cloudfront:ListConflictingAliases", "InvalidArgument")
    api.expect("cloudfront:UpdateDistribution", None, answer(body))
    api.lists = [listed(), listed((ID, [])), listed((ID, []))]
    result = run(api, default_origin_domain_name=BUCKET, **given)
    (action,) = result.plan.as_actions()
    assert action["operation"] == "cloudfront:UpdateDistribution"
    assert "aliases" in {one["path"] for one in action["differences"]}


def test_a_create_whose_answer_was_lost_is_a_create_and_that_of_another_run_is_not() -> None:
    """CF-04: botocore's second attempt hears that the reference is taken, or the first one."""
    reference = caller_reference({"default_origin_domain_name": BUCKET})
    for unclear, changes in ((1, ["create"]), (0, [])):
        api = Api().fail("cloudfront:CreateDistribution", "DistributionAlreadyExists", status=409, unclear=unclear)
        for _ in range(2):
            api.expect("cloudfront:GetDistribution", {"Id": ID}, answer(live(CallerReference=reference)))
        api.lists = [listed(), listed((ID, [])), listed((ID, []))]
        result = run(api, default_origin_domain_name=BUCKET)
        assert [action["change"] for action in result.plan.as_actions()] == changes
        assert bool(result.plan.warnings) is not bool(changes)


ALIASED = {"aliases": ["new.example.com"], "viewer_certificate": {"acm_certificate_arn": CERTIFICATE}}


class TakenApi(Api):
    """Nobody has the references that CloudFront says are used; keeps those of the creates."""

    def __init__(self, *, attempts: int) -> None:
        super().__init__()
        self.references: list[str] = []
        for _ in range(attempts):
            self.fail("acm:DescribeCertificate", "AccessDeniedException")
            self.fail("cloudfront:CreateDistribution", "DistributionAlreadyExists", status=409)
        self.lists = [listed() for _ in range(1 + 2 * attempts)]

    def call(self, operation: str, request: t.Any, *, region: str | None = None) -> dict[str, t.Any]:
        if operation == "cloudfront:CreateDistribution":
            self.references.append(request["DistributionConfig"]["CallerReference"])
        return super().call(operation, request, region=region)


def test_the_reference_of_a_deleted_distribution_gives_way_to_the_next() -> None:
    """CF-04: made, torn down, made again, twice; the alias keeps it from being made twice (CF-30)."""
    reference = caller_reference(ALIASED)
    api = TakenApi(attempts=2)
    api.fail("acm:DescribeCertificate", "AccessDeniedException")
    api.expect("cloudfront:CreateDistribution", None, answer(live(CallerReference=f"{reference}-3")))
    result = run(api, default_origin_domain_name=BUCKET, **ALIASED)
    assert api.references == [reference, f"{reference}-2", f"{reference}-3"]
    assert [action["change"] for action in result.plan.as_actions()] == ["create"]


def test_a_later_reference_is_found_too() -> None:
    """CF-04: somebody took the alias away from the distribution that an earlier run made with it."""
    body = live(CallerReference=f"{caller_reference(ALIASED)}-3")
    api = TakenApi(attempts=1)
    api.lists[1:] = [listed((ID, [])), listed((ID, []))]
    for _ in range(2):
        api.expect("cloudfront:GetDistribution", {"Id": ID}, answer(body))
    api.fail("acm:DescribeCertificate", "AccessDeniedException")
    api.fail("cloudfront:ListConflictingAliases", "InvalidArgument")
    api.expect("cloudfront:UpdateDistribution", None, answer(body))
    result = run(api, default_origin_domain_name=BUCKET, **ALIASED)
    assert [action["change"] for action in result.plan.as_actions()] == ["update"]


def test_references_run_out() -> None:
    api = TakenApi(attempts=5)
    with pytest.raises(Refused, match=r"-5 was used before, but no distribution has it; give another"):
        run(api, default_origin_domain_name=BUCKET, **ALIASED)
    assert api.references == list(caller_references(ALIASED))


@pytest.mark.parametrize("given", [{}, {"caller_reference": "mine"}, {**ALIASED, "caller_reference": "mine"}])
def test_a_used_reference_is_refused_when_it_is_the_users_or_nothing_else_protects(given: dict[str, t.Any]) -> None:
    """CF-04: another reference would make a second distribution of one whose answer was lost."""
    api = Api().fail("cloudfront:CreateDistribution", "DistributionAlreadyExists", status=409)
    if "aliases" in given:
        api.fail("acm:DescribeCertificate", "AccessDeniedException")
    api.lists = [listed(), listed()]
    with pytest.raises(Refused, match=r"was used before, but no distribution has it; give another"):
        run(api, default_origin_domain_name=BUCKET, **given)


def test_the_reference_is_the_same_in_every_run_and_for_both_names_of_a_bucket() -> None:
    regional = caller_reference({"default_origin_domain_name": BUCKET})
    assert regional == caller_reference({"origins": [{"domain_name": "images.s3.amazonaws.com"}]})
    assert regional != caller_reference({"default_origin_domain_name": BUCKET, "tags": {"Name": "second"}})
    assert caller_reference({"aliases": ["A.example.com"]}) == caller_reference({"alias": "a.example.com."})
