# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the plans of every kind of policy send, and what they refuse before."""

from __future__ import annotations

import typing as t

import pytest

from ansible_collections.cdn.aws.plugins.module_utils._client import note_unmodelled_members
from ansible_collections.cdn.aws.plugins.module_utils._cloudfront.managed_policies import CACHING_OPTIMIZED
from ansible_collections.cdn.aws.plugins.module_utils._errors import AwsError, CdnError, Refused
from ansible_collections.cdn.aws.plugins.module_utils._unknown import is_unknown, unknown
from ansible_collections.cdn.aws.plugins.module_utils._wire import UNMODELLED
from tests.unit.helpers import StubbedApi, session
from tests.unit.plugins.module_utils._cloudfront.policies import CACHE, CLASSES, ID, LEAST, run, stubbed

each_kind = pytest.mark.parametrize("kind", CLASSES)


@each_kind
def test_a_name_alone_makes_what_the_console_makes(kind: str) -> None:
    result = run(kind, stubbed(kind).lists().creates(LEAST[kind]), name="mine")
    assert result.state is not None
    assert result.state["id"] == ID


@each_kind
def test_a_no_op_costs_one_read_of_the_list(kind: str) -> None:
    assert not run(kind, stubbed(kind).lists({**LEAST[kind], "Name": "other"}, LEAST[kind]), name="mine").plan


@each_kind
def test_a_check_run_of_a_create_knows_no_id(kind: str) -> None:
    result = run(kind, stubbed(kind).lists(), check=True, name="mine")
    assert result.state is not None
    assert is_unknown(result.state["id"])
    assert [action["operation"] for action in result.plan.as_actions()] == [f"cloudfront:Create{kind}"]


@each_kind
def test_an_update_starts_from_the_object_and_keeps_the_rest(kind: str) -> None:
    there = {**LEAST[kind], "Comment": "old"}
    api = stubbed(kind).lists(there).gets(there, "E7").updates({**there, "Comment": "new"}, "E7")
    assert [one.path for one in run(kind, api, name="mine", comment="new").plan.changes[0].differences] == ["comment"]


@each_kind
def test_a_policy_that_is_gone_since_it_was_listed_is_told_and_not_made_again(kind: str) -> None:
    api = stubbed(kind).lists({**LEAST[kind], "Comment": "old"}).refuses("Get", f"NoSuch{kind}", 404)
    with pytest.raises(CdnError, match="mine was there when this run looked, and is gone"):
        run(kind, api, check=True, name="mine", comment="new")


@each_kind
def test_a_policy_with_an_id_gets_another_name(kind: str) -> None:
    there = LEAST[kind]
    assert run(kind, stubbed(kind).gets(there).updates({**there, "Name": "new"}), id=ID, name="new").plan


@each_kind
def test_a_stale_etag_is_read_again(kind: str) -> None:
    """CF-02: what somebody else wrote in between is kept."""
    there, theirs = LEAST[kind], {**LEAST[kind], "Name": "theirs"}
    api = stubbed(kind).gets(there).refuses("Update", "PreconditionFailed", 412)
    api.gets(theirs, "E9").updates({**theirs, "Comment": "x"}, "E9")
    assert run(kind, api, id=ID, comment="x").plan


@each_kind
def test_a_name_that_was_taken_meanwhile_is_adopted(kind: str) -> None:
    """CF-66."""
    api = stubbed(kind).lists().refuses("Create", f"{kind}AlreadyExists").lists(LEAST[kind])
    result = run(kind, api, name="mine")
    assert result.state is not None
    assert result.state["id"] == ID


@each_kind
def test_a_name_that_another_policy_has_ends_an_update(kind: str) -> None:
    api = stubbed(kind).gets(LEAST[kind]).refuses("Update", f"{kind}AlreadyExists")
    with pytest.raises(Refused, match="there is another .* policy named new"):
        run(kind, api, id=ID, name="new")


@each_kind
def test_a_delete_names_the_distributions_that_use_it(kind: str) -> None:
    """CF-24."""
    api = stubbed(kind).lists(LEAST[kind]).gets(LEAST[kind]).refuses("Delete", f"{kind}InUse")
    found = {"Marker": "", "MaxItems": 100, "IsTruncated": False, "Quantity": 2, "Items": ["E1AAA", "E2BBB"]}
    api.expect(f"cloudfront:ListDistributionsBy{kind}Id", {f"{kind}Id": ID}, {"DistributionIdList": found})
    for identity in found["Items"]:
        api.expect("cloudfront:GetDistribution", {"Id": identity}, {})
    with pytest.raises(Refused, match="in use by the distribution E1AAA, the distribution E2BBB"):
        run(kind, api, name="mine", state="absent")


@each_kind
def test_a_delete_waits_until_it_is_released(kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """CF-24."""
    monkeypatch.setattr("time.sleep", lambda _seconds: None)
    nobody = {"Marker": "", "MaxItems": 100, "IsTruncated": False, "Quantity": 0}
    api = stubbed(kind).lists(LEAST[kind]).gets(LEAST[kind]).refuses("Delete", f"{kind}InUse")
    api.expect(f"cloudfront:ListDistributionsBy{kind}Id", {f"{kind}Id": ID}, {"DistributionIdList": nobody})
    api.gets(LEAST[kind], "E8").expect(f"cloudfront:Delete{kind}", {"Id": ID, "IfMatch": "E8"}, {})
    assert run(kind, api, name="mine", state="absent").state is None


@pytest.mark.parametrize(
    "given",
    [
        {"name": "CachingOptimized"},
        {"name": "managed-cachingoptimized", "state": "absent"},
        {"id": CACHING_OPTIMIZED, "comment": "mine"},
        {"id": CACHING_OPTIMIZED, "state": "absent"},
        {"id": ID, "name": "Amplify"},
    ],
)
def test_managed_policies_are_left_alone(given: dict[str, t.Any]) -> None:
    """CF-65."""
    with pytest.raises(Refused, match="is a managed cache policy: AWS looks after it"):
        run("CachePolicy", StubbedApi(), **given)


def test_an_own_policy_named_like_a_managed_one_can_be_deleted_by_its_id() -> None:
    there = {**CACHE, "Name": "Amplify"}
    api = stubbed("CachePolicy").gets(there).gets(there)
    api.expect("cloudfront:DeleteCachePolicy", {"Id": ID, "IfMatch": "E1"}, {})
    assert run("CachePolicy", api, id=ID, name="Amplify", state="absent").plan


@pytest.mark.parametrize("option", ["name", "comment"])
def test_long_texts_are_refused(option: str) -> None:
    with pytest.raises(Refused, match=f"{option} has 129 characters"):
        run("CachePolicy", StubbedApi(), **{"name": "mine", option: "x" * 129})


def test_a_policy_that_a_check_run_is_to_make_is_absent() -> None:
    result = run("CachePolicy", StubbedApi(), check=True, id=unknown("cache policy id"), name="mine")
    assert result.plan.changes[0].kind == "create"


def test_what_aws_refuses_is_told_as_it_says() -> None:
    api = stubbed("CachePolicy").lists().refuses("Create", "TooManyCachePolicies", 400)
    with pytest.raises(AwsError, match="TooManyCachePolicies"):
        run("CachePolicy", api, name="mine")


def test_an_update_that_would_lose_a_setting_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """X-03: what the installed botocore does not know would be gone."""
    api = stubbed("CachePolicy").lists(CACHE).gets(CACHE)
    call = api.call

    def with_unknown(operation: str, request: t.Mapping[str, t.Any], **more: t.Any) -> dict[str, t.Any]:
        found = [
            {"path": "CachePolicyConfig.StaleTTL", "empty": False},
            {"path": "CachePolicyConfig.Other", "empty": True},
            {"path": "ARN", "empty": False},
        ]
        return {**call(operation, request, **more), **({UNMODELLED: found} if ":Get" in operation else {})}

    monkeypatch.setattr(api, "call", with_unknown)
    with pytest.raises(Refused, match=r"does not know: CachePolicyConfig.StaleTTL\. An update would remove"):
        run("CachePolicy", api, name="mine", comment="new")


def test_an_empty_name_is_refused() -> None:
    with pytest.raises(Refused, match="name is empty"):
        run("CachePolicy", StubbedApi(), name="")


@each_kind
def test_what_botocore_does_not_know_of_a_policy_is_seen(kind: str) -> None:
    """X-03."""
    answer = f"<{kind}><Id>{ID}</Id><{kind}Config><Name>mine</Name><New>1</New></{kind}Config></{kind}>"
    kept: dict[str, t.Any] = {}
    operation = session().get_service_model("cloudfront").operation_model(f"Get{kind}")
    note_unmodelled_members(operation, {"status_code": 200, "body": answer.encode()}, kept)
    assert kept[UNMODELLED] == [{"path": f"{kind}Config.New", "empty": False}]
