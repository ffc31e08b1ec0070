# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which distribution is meant when several ways to find one are given, and what is told of it."""

from __future__ import annotations

import typing as t

import pytest

from ansible_collections.cdn.aws.plugins.module_utils._cloudfront.distribution import Distribution
from ansible_collections.cdn.aws.plugins.module_utils._errors import Refused
from ansible_collections.cdn.aws.plugins.module_utils._reconcile import reconcile
from tests.unit.plugins.module_utils._cloudfront.test_distribution import ARN, ID, LIVE, Api, answer, listed, options

GET = "cloudfront:GetDistribution"
TAGS = "cloudfront:ListTagsForResource"


def made_with(reference: str, aliases: list[str]) -> dict[str, t.Any]:
    return answer({**LIVE, "CallerReference": reference, "Aliases": {"Quantity": len(aliases), "Items": aliases}})


def found(api: Api, **given: t.Any) -> str | None:
    state = Distribution(options(**given), api).read()
    api.assert_all_made()
    return None if state is None else str(state["caller_reference"])


def test_an_alias_and_its_reference_cost_two_reads() -> None:
    api = Api().expect(GET, {"Id": "E1"}, made_with("mine", ["a.example.com"]))
    api.lists = [listed(("E2", []), ("E1", ["a.example.com"]))]
    assert found(api, alias="a.example.com", caller_reference="mine") == "mine"


def test_a_reference_finds_a_distribution_whose_alias_another_one_has() -> None:
    """As in community.aws: the alias may have been moved, the reference cannot."""
    api = Api().expect(GET, {"Id": "E1"}, made_with("other", ["a.example.com"]))
    api.expect(GET, {"Id": "E1"}, made_with("other", ["a.example.com"])).expect(
        GET, {"Id": "E2"}, made_with("mine", [])
    )
    api.lists = [listed(("E1", ["a.example.com"]), ("E2", []))]
    assert found(api, alias="a.example.com", caller_reference="mine") == "mine"


def test_an_alias_finds_a_distribution_that_was_made_with_another_reference() -> None:
    api = Api().expect(GET, {"Id": "E1"}, made_with("other", ["a.example.com"]))
    api.expect(GET, {"Id": "E1"}, made_with("other", ["a.example.com"]))
    api.lists = [listed(("E1", ["a.example.com"]))]
    assert found(api, aliases=["a.example.com"], caller_reference="mine") == "other"


def test_a_distribution_that_was_made_with_another_reference_is_not_deleted_for_its_alias() -> None:
    """As in community.aws: the alias may have been moved to it."""
    api = Api().expect(GET, {"Id": "E1"}, made_with("other", ["a.example.com"]))
    api.expect(GET, {"Id": "E1"}, made_with("other", ["a.example.com"]))
    api.lists = [listed(("E1", ["a.example.com"]))]
    subject = Distribution(options(aliases=["a.example.com"], caller_reference="mine", state="absent"), api)
    assert subject.read() is None
    assert "created with another caller_reference (other)" in subject.warnings()[0]


@pytest.mark.parametrize("streaming", [True, False])
def test_an_id_of_a_distribution_for_rtmp_is_told(streaming: bool) -> None:
    api = Api().fail(GET, "NoSuchDistribution", status=404)
    if streaming:
        api.expect("cloudfront:GetStreamingDistribution", {"Id": ID}, {})
    else:
        api.fail("cloudfront:GetStreamingDistribution", "NoSuchStreamingDistribution", status=404)
    with pytest.raises(Refused, match=r"is one for RTMP. .* 2020-12-31" if streaming else "There is no distribution"):
        found(api, distribution_id=ID)


def test_a_distribution_that_is_gone_needs_no_second_look() -> None:
    assert found(Api().fail(GET, "NoSuchDistribution", status=404), distribution_id=ID, state="absent") is None


def told(api: Api, **given: t.Any) -> dict[str, t.Any]:
    subject = Distribution(options(distribution_id=ID, **given), api)
    result = subject.result(reconcile(subject, check_mode=True).state)
    api.assert_all_made()
    return result


def test_tags_are_told_although_nobody_named_them() -> None:
    api = Api().expect(GET, {"Id": ID}, answer())
    api.expect(TAGS, {"Resource": ARN}, {"Tags": {"Items": [{"Key": "a", "Value": "b"}]}})
    result = told(api)
    assert result["tags"] == result["distribution"]["tags"] == {"a": "b"}


def test_tags_that_may_not_be_read_are_left_out() -> None:
    result = told(Api().expect(GET, {"Id": ID}, answer()).fail(TAGS, "AccessDenied", status=403))
    assert "tags" not in result


def test_what_is_planned_is_told_in_both_forms() -> None:
    api = Api()
    api.lists = [listed()]
    subject = Distribution(options(origins=[{"domain_name": "www.example.org"}]), api)
    result = subject.result(reconcile(subject, check_mode=True).state)
    assert result["origins"]["items"] == result["origins"]["elements"]
    assert result["origins"]["items"][0]["custom_headers"] == {"quantity": 0}
    assert result["distribution"]["origins"][0]["custom_headers"] == []
    assert result["tags"] == {}
    assert subject.result(None) == {"distribution": None}


def test_a_name_that_nothing_has_is_told_when_there_is_nothing_to_make_it_of() -> None:
    api = Api()
    api.lists = [listed(("E1", ["a.example.com"]))]
    subject = Distribution(options(alias="b.example.com", comment="new"), api)
    with pytest.raises(Refused, match=r"There is no distribution b.example.com, and a new one needs an origin"):
        reconcile(subject, check_mode=True)
