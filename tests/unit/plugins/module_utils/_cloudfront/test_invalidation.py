# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Invalidations that are neither lost nor doubled."""

from __future__ import annotations

import datetime
import typing as t

import pytest

from ansible_collections.cdn.aws.plugins.module_utils import _progress
from ansible_collections.cdn.aws.plugins.module_utils._cloudfront.invalidation import Invalidation
from ansible_collections.cdn.aws.plugins.module_utils._cloudfront.invalidations import Invalidations
from ansible_collections.cdn.aws.plugins.module_utils._errors import CdnError, Refused, WaitTimeout
from ansible_collections.cdn.aws.plugins.module_utils._reconcile import Result, reconcile
from ansible_collections.cdn.aws.plugins.module_utils._unknown import unknown
from tests.unit.helpers import StubbedApi

ID = "E2QWRUHAPOMQZL"
TIME = datetime.datetime(2026, 3, 1, tzinfo=datetime.timezone.utc)


def answer(reference: str = "r", paths: list[str] | None = None, status: str = "InProgress") -> dict[str, t.Any]:
    items = paths or ["/a"]
    batch = {"CallerReference": reference, "Paths": {"Quantity": len(items), "Items": items}}
    return {"Invalidation": {"Id": "I1", "Status": status, "CreateTime": TIME, "InvalidationBatch": batch}}


def listed(*names: str, status: str = "Completed", time: datetime.datetime = TIME) -> dict[str, t.Any]:
    items = [{"Id": name, "CreateTime": time, "Status": status} for name in names]
    found = {"Marker": "", "MaxItems": 100, "IsTruncated": False, "Quantity": len(items), "Items": items}
    return {"InvalidationList": found}


DEFAULTS = {"distribution_id": ID, "target_paths": ["/a"], "wait": False, "wait_timeout": 900}


def run(api: StubbedApi, *, check: bool = False, **options: t.Any) -> Result:
    result = reconcile(Invalidation({**DEFAULTS, **options}, api), check_mode=check)
    api.assert_all_made()
    return result


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


@pytest.fixture
def no_sleep(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("time.sleep", lambda _seconds: None)


@pytest.mark.usefixtures("no_sleep")
def test_too_many_at_once_are_waited_for_and_told() -> None:
    """CF-71: what is in progress is looked at, and the call is made again when it leaves room."""
    progress = _progress.start()
    running = [f"/{number}" for number in range(3000)]
    api = StubbedApi().fail("cloudfront:CreateInvalidation", "TooManyInvalidationsInProgress")
    for _look in range(2):
        api.expect("cloudfront:ListInvalidations", None, listed("I1", status="InProgress"))
        if not _look:
            api.expect("cloudfront:GetInvalidation", None, answer(paths=running))
    api.expect("cloudfront:ListInvalidations", None, listed("I1"))
    api.expect("cloudfront:CreateInvalidation", None, answer())
    assert run(api).plan
    assert [wait["what"] for wait in progress.waits()] == [f"Room for an invalidation of 1 path of {ID}"]


@pytest.mark.usefixtures("no_sleep")
def test_the_wait_for_room_ends_with_its_timeout_and_says_what_is_in_the_way() -> None:
    """CF-71."""
    api = StubbedApi().fail("cloudfront:CreateInvalidation", "TooManyInvalidationsInProgress")
    api.expect("cloudfront:ListInvalidations", None, listed("I1", status="InProgress"))
    api.expect("cloudfront:GetInvalidation", None, answer(paths=[f"/{number}/*" for number in range(15)]))
    with pytest.raises(
        WaitTimeout, match="15 paths, 15 of them with a wildcard, in progress in 1 invalidation"
    ) as told:
        run(api, target_paths=["/*"], wait_timeout=0)
    assert str(told.value).endswith("invalidation. Nothing has been sent: run this again when they are completed.")


def test_options_that_are_empty_are_refused() -> None:
    with pytest.raises(Refused, match="both are empty"):
        run(StubbedApi(), distribution_id="", alias=None)


@pytest.mark.usefixtures("no_sleep")
def test_room_is_waited_for_without_the_permission_to_look() -> None:
    api = StubbedApi()
    for _attempt in range(2):
        api.fail("cloudfront:CreateInvalidation", "TooManyInvalidationsInProgress")
        api.fail("cloudfront:ListInvalidations", "AccessDenied")
        if not _attempt:
            api.fail("cloudfront:ListInvalidations", "AccessDenied")
    api.expect("cloudfront:CreateInvalidation", None, answer())
    assert run(api).plan


def test_waiting_ends_when_it_is_completed() -> None:
    api = StubbedApi().expect("cloudfront:CreateInvalidation", None, answer())
    api.expect("cloudfront:GetInvalidation", {"DistributionId": ID, "Id": "I1"}, answer(status="Completed"))
    result = run(api, wait=True)
    assert result.state is not None
    assert result.state["status"] == "Completed"


def test_a_wait_that_ends_too_soon_does_not_promise_that_the_next_run_waits_further() -> None:
    api = StubbedApi().expect("cloudfront:CreateInvalidation", None, answer())
    api.expect("cloudfront:GetInvalidation", None, answer())
    with pytest.raises(WaitTimeout) as told:
        run(api, wait=True, wait_timeout=0)
    assert str(told.value).endswith("/a. CloudFront goes on with it.")


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
    assert subject.result(None)["invalidation"] is None


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("InvalidArgument", "Your request contains a caller reference that was used for a previous batch"),
        ("InvalidationBatchAlreadyExists", "It exists."),
    ],
)
def test_a_reference_that_nobody_finds_any_more_means_nothing_to_do_and_is_told(code: str, text: str) -> None:
    """CF-70: in the words that were seen, and in those that are documented."""
    api = StubbedApi().expect("cloudfront:ListInvalidations", None, listed())
    api.fail("cloudfront:CreateInvalidation", code, text)
    api.expect("cloudfront:ListInvalidations", None, listed())
    api.expect("cloudfront:ListInvalidations", None, listed())
    subject = Invalidation({**DEFAULTS, "caller_reference": "release-1", "wait": True}, api)
    result = reconcile(subject, check_mode=False)
    api.assert_all_made()
    assert (bool(result.plan), result.state) == (False, None)
    (warning,) = result.plan.all_warnings()
    assert warning.startswith("caller_reference release-1: CloudFront says that it was used before, so that nothing")
    assert subject.result(result.state)["cost"]["paths"] == 0


def test_a_reference_of_this_run_that_nobody_finds_is_an_error() -> None:
    api = StubbedApi().fail("cloudfront:CreateInvalidation", "InvalidationBatchAlreadyExists")
    api.expect("cloudfront:ListInvalidations", None, listed())
    with pytest.raises(CdnError, match="CloudFront says that it was used before"):
        run(api)


def test_too_many_paths_are_collapsed_and_told() -> None:
    """CF-71, CF-74."""
    paths = [f"/img/{number}.jpg" for number in range(1001)]
    api = StubbedApi().expect(
        "cloudfront:CreateInvalidation",
        {
            "DistributionId": ID,
            "InvalidationBatch": {
                "CallerReference": "r",
                "Paths": {"Quantity": 2, "Items": ["/index.html", "/img/*"]},
            },
        },
        answer("r", ["/index.html", "/img/*"]),
    )
    subject = Invalidation({**DEFAULTS, "target_paths": [*paths, "/index.html"]}, api)
    subject._reference = "r"
    done = reconcile(subject, check_mode=False)
    result = subject.result(done.state)
    assert result["collapsed"] == {"paths": 1001, "wildcards": ["/img/*"]}
    assert result["cost"]["paths"] == 2
    (warning,) = done.plan.warnings
    assert "/img/* stands for 1,001 of them, and all else in this folder" in warning


@pytest.mark.parametrize("most", [-1, 3001])
def test_a_limit_that_cloudfront_does_not_have_is_refused(most: int) -> None:
    """CF-71."""
    with pytest.raises(Refused, match=f"max_paths is {most}: choose 1 to 3000"):
        run(StubbedApi(), max_paths=most)


def test_the_paths_of_the_month_are_counted_when_that_is_asked_for() -> None:
    """CF-74."""
    this_month = datetime.datetime.now(datetime.timezone.utc)
    items = [
        *listed("I2", "I1", time=this_month)["InvalidationList"]["Items"],
        *listed("I0")["InvalidationList"]["Items"],
    ]
    found = {**listed()["InvalidationList"], "Quantity": 3, "Items": items}
    api = StubbedApi().expect("cloudfront:ListInvalidations", None, {"InvalidationList": found})
    for size in (600, 399):
        api.expect("cloudfront:GetInvalidation", None, answer(paths=[f"/{number}" for number in range(size)]))
    subject = Invalidation({**DEFAULTS, "count_month": True, "target_paths": ["/a", "/b", "/c"]}, api)
    reconcile(subject, check_mode=True)
    api.assert_all_made()
    cost = subject.result(None)["cost"]
    assert cost["month"] == {"paths": 999, "complete": True}
    assert (cost["paths"], cost["usd_at_least"], cost["usd_at_most"]) == (3, 0.01, 0.015)


def test_more_than_can_be_counted_is_said_to_be_no_whole_month() -> None:
    now = datetime.datetime.now(datetime.timezone.utc)
    api = StubbedApi().expect("cloudfront:ListInvalidations", None, listed(*map(str, range(101)), time=now))
    for _read in range(100):
        api.expect("cloudfront:GetInvalidation", None, answer())
    assert Invalidations(api, ID).month(now) == (100, False)


def test_nothing_to_do_costs_nothing() -> None:
    subject = Invalidation({**DEFAULTS, "target_paths": []}, StubbedApi())
    reconcile(subject, check_mode=False)
    assert subject.result(None)["cost"]["usd_at_most"] == 0


def test_options_that_only_the_module_has_may_be_missing() -> None:
    """What publishes composes it with the few options that it knows."""
    options = {"distribution_id": ID, "alias": None, "target_paths": ["/a"], "caller_reference": None}
    subject = Invalidation({**options, "wait": False, "wait_timeout": 900}, StubbedApi())
    assert reconcile(subject, check_mode=True).plan
