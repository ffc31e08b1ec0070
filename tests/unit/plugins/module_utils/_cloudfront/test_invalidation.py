# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Paths as CloudFront takes them, and invalidations that are neither lost nor doubled."""

from __future__ import annotations

import datetime
import typing as t

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ansible_collections.cdn.aws.plugins.module_utils._cloudfront.invalidation import Invalidation
from ansible_collections.cdn.aws.plugins.module_utils._cloudfront.paths import normalised
from ansible_collections.cdn.aws.plugins.module_utils._errors import Refused
from ansible_collections.cdn.aws.plugins.module_utils._reconcile import Result, reconcile
from ansible_collections.cdn.aws.plugins.module_utils._unknown import unknown
from tests.unit.helpers import StubbedApi

ID = "E2QWRUHAPOMQZL"
TIME = datetime.datetime(2026, 3, 1, tzinfo=datetime.timezone.utc)


def answer(reference: str = "r", paths: list[str] | None = None, status: str = "InProgress") -> dict[str, t.Any]:
    items = paths or ["/a"]
    batch = {"CallerReference": reference, "Paths": {"Quantity": len(items), "Items": items}}
    return {"Invalidation": {"Id": "I1", "Status": status, "CreateTime": TIME, "InvalidationBatch": batch}}


def listed(*names: str) -> dict[str, t.Any]:
    items = [{"Id": name, "CreateTime": TIME, "Status": "Completed"} for name in names]
    found = {"Marker": "", "MaxItems": 100, "IsTruncated": False, "Quantity": len(items), "Items": items}
    return {"InvalidationList": found}


def run(api: StubbedApi, *, check: bool = False, **options: t.Any) -> Result:
    defaults = {"distribution_id": ID, "target_paths": ["/a"], "wait": False, "wait_timeout": 900}
    result = reconcile(Invalidation({**defaults, **options}, api), check_mode=check)
    api.assert_all_made()
    return result


@pytest.mark.parametrize(
    ("paths", "sent"),
    [
        (["index.html"], ["/index.html"]),
        (["/a b", "/ü", "/~me", "/x|y"], ["/a%20b", "/%C3%BC", "/%7Eme", "/x%7Cy"]),
        (["/a%20b", "/100%"], ["/a%20b", "/100%25"]),
        (["/a", "a", "/a"], ["/a"]),
        (["/css/a.css", "/css/*", "/css", "/css/deep/*"], ["/css/*", "/css"]),
        (["/a?x=1&y=2"], ["/a?x=1&y=2"]),
        (["*", "/a"], ["/*"]),
    ],
)
def test_paths_are_brought_into_form(paths: list[str], sent: list[str]) -> None:
    """CF-73."""
    assert normalised(paths) == sent


@pytest.mark.parametrize(
    ("path", "message"), [("/*.html", "last character"), ("", "empty"), ("/" + "x" * 4000, "4001")]
)
def test_paths_that_cannot_work_are_refused(path: str, message: str) -> None:
    with pytest.raises(Refused, match=message):
        normalised([path])


@given(st.lists(st.text(min_size=1, max_size=8).filter(lambda text: "*" not in text)))
def test_normalised_paths_stay_as_they_are(paths: list[str]) -> None:
    once = normalised(paths)
    assert normalised(once) == once


def test_each_run_has_a_reference_of_its_own() -> None:
    """CF-70."""
    references = set()
    for _ in range(2):
        result = run(StubbedApi(), check=True)
        assert result.state is not None
        references.add(result.state["invalidation_batch"]["caller_reference"])
    assert len(references) == 2


def test_a_reference_that_was_used_means_nothing_to_do() -> None:
    api = StubbedApi().expect("cloudfront:ListInvalidations", {"DistributionId": ID}, listed("I2", "I1"))
    api.expect("cloudfront:GetInvalidation", {"DistributionId": ID, "Id": "I2"}, answer("other"))
    api.expect("cloudfront:GetInvalidation", {"DistributionId": ID, "Id": "I1"}, answer("release-1"))
    assert not run(api, caller_reference="release-1").plan


def test_a_lost_answer_is_looked_up() -> None:
    """CF-70: botocore's second attempt hears that the reference was used."""
    text = "Your request contains a caller reference that was used for a previous invalidation batch"
    api = StubbedApi().expect("cloudfront:ListInvalidations", {"DistributionId": ID}, listed())
    api.fail("cloudfront:CreateInvalidation", "InvalidArgument", text)
    api.expect("cloudfront:ListInvalidations", {"DistributionId": ID}, listed("I1"))
    api.expect("cloudfront:GetInvalidation", {"DistributionId": ID, "Id": "I1"}, answer("release-1"))
    result = run(api, caller_reference="release-1")
    assert result.plan
    assert result.state is not None
    assert result.state["id"] == "I1"


def test_too_many_at_once_are_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    """CF-71."""
    monkeypatch.setattr("time.sleep", lambda _seconds: None)
    api = StubbedApi().fail("cloudfront:CreateInvalidation", "TooManyInvalidationsInProgress")
    api.expect("cloudfront:CreateInvalidation", None, answer())
    assert run(api).plan


def test_waiting_ends_when_it_is_completed() -> None:
    api = StubbedApi().expect("cloudfront:CreateInvalidation", None, answer())
    api.expect("cloudfront:GetInvalidation", {"DistributionId": ID, "Id": "I1"}, answer(status="Completed"))
    result = run(api, wait=True)
    assert result.state is not None
    assert result.state["status"] == "Completed"


def test_no_paths_mean_nothing_to_do() -> None:
    assert not run(StubbedApi(), target_paths=[]).plan


def test_a_distribution_that_is_still_to_be_made_is_planned_for() -> None:
    assert run(StubbedApi(), check=True, distribution_id=unknown("distribution id")).plan


def test_a_reference_that_was_used_for_other_paths_is_told() -> None:
    api = StubbedApi().expect("cloudfront:ListInvalidations", {"DistributionId": ID}, listed("I1"))
    api.expect("cloudfront:GetInvalidation", {"DistributionId": ID, "Id": "I1"}, answer("release-1"))
    result = run(api, caller_reference="release-1", target_paths=["/others"])
    assert not result.plan
    assert "other paths" in result.plan.warnings[0]


def test_the_result_is_in_the_form_of_community_aws() -> None:
    options = {"distribution_id": ID, "target_paths": ["/a", "/b"]}
    subject = Invalidation(options, StubbedApi())
    result = subject.result(reconcile(subject, check_mode=True).state)
    paths = {"quantity": 2, "items": ["/a", "/b"], "elements": ["/a", "/b"]}
    assert result["invalidation"]["invalidation_batch"]["paths"] == paths
    assert result["location"].startswith(f"https://cloudfront.amazonaws.com/2020-05-31/distribution/{ID}/invalidation/")
    assert subject.result(None) == {"invalidation": None}
