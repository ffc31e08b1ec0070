# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Invalidations are found by how their references begin, with no call more than needed."""

from __future__ import annotations

import typing as t

import pytest

from ansible_collections.cdn.aws.plugins.module_utils._cloudfront.invalidation_info import InvalidationInfo
from ansible_collections.cdn.aws.plugins.module_utils._errors import AwsError, Refused
from ansible_collections.cdn.aws.plugins.module_utils._reconcile import reconcile
from ansible_collections.cdn.aws.plugins.module_utils._unknown import unknown
from tests.unit.helpers import StubbedApi
from tests.unit.plugins.module_utils._cloudfront.test_invalidation import ID, answer, listed


def look(api: StubbedApi, **options: t.Any) -> list[dict[str, t.Any]]:
    subject = InvalidationInfo({"distribution_id": ID, "alias": None, "limit": 10, **options}, api)
    result = subject.result(reconcile(subject, check_mode=True).state)
    api.assert_all_made()
    return t.cast("list[dict[str, t.Any]]", result["invalidations"])


def test_the_search_ends_with_the_last_one_that_is_wanted() -> None:
    api = StubbedApi().expect("cloudfront:ListInvalidations", {"DistributionId": ID}, listed("I3", "I2", "I1"))
    api.expect("cloudfront:GetInvalidation", {"DistributionId": ID, "Id": "I3"}, answer("other"))
    api.expect("cloudfront:GetInvalidation", {"DistributionId": ID, "Id": "I2"}, answer("mine-2", ["/a", "/b"]))
    (found,) = look(api, caller_reference_prefix="mine-", limit=1)
    batch = found["invalidation_batch"]
    assert batch["caller_reference"] == "mine-2"
    assert batch["paths"] == {"quantity": 2, "items": ["/a", "/b"], "elements": ["/a", "/b"]}


def test_a_distribution_that_is_not_there_has_none() -> None:
    assert look(StubbedApi().fail("cloudfront:ListInvalidations", "NoSuchDistribution", status=404)) == []
    assert look(StubbedApi(), distribution_id=unknown("distribution id")) == []
    with pytest.raises(AwsError):
        look(StubbedApi().fail("cloudfront:ListInvalidations", "AccessDenied", status=403))


def test_a_name_that_no_distribution_has_is_told() -> None:
    api = StubbedApi().fail("cloudfront:ListInvalidations", "NoSuchDistribution", status=404)
    subject = InvalidationInfo({"distribution_id": ID, "alias": None, "limit": 10}, api)
    assert subject.result(reconcile(subject, check_mode=False).state)["distribution_id"] is None
    assert subject.warnings() == [f"There is no distribution {ID}."]
    # One that an earlier task would make is not missed.
    subject = InvalidationInfo({"distribution_id": None, "alias": unknown("alias"), "limit": 10}, StubbedApi())
    assert subject.result(reconcile(subject, check_mode=True).state)["distribution_id"] is None
    assert subject.warnings() == []


def test_options_that_are_empty_are_refused() -> None:
    with pytest.raises(Refused, match="both are empty"):
        look(StubbedApi(), distribution_id="")


@pytest.mark.parametrize("limit", [0, 101])
def test_a_number_out_of_range_is_refused(limit: int) -> None:
    with pytest.raises(Refused, match=f"limit is {limit}: choose 1 to 100"):
        look(StubbedApi(), limit=limit)
