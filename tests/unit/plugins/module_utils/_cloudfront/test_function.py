# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a function's plans send, and what its tests let through."""

from __future__ import annotations

import datetime
import io
import json
import typing as t

import pytest

from ansible_collections.cdn.aws.plugins.module_utils._cloudfront.function import Function
from ansible_collections.cdn.aws.plugins.module_utils._cloudfront.trials import event_object, mismatches
from ansible_collections.cdn.aws.plugins.module_utils._errors import CdnError, Refused
from ansible_collections.cdn.aws.plugins.module_utils._reconcile import Result, reconcile
from tests.unit.helpers import StubbedApi

CODE = "function handler(event) { return event.request; }"
NEWER = "function handler(event) { return {statusCode: 404}; }"
ARN = "arn:aws:cloudfront::123456789012:function/index"
STORE = "arn:aws:cloudfront::123456789012:key-value-store/3b2f1a52-1b0a-4f6f-8f2e-5a3d1c0b9e77"
CONFIG = {"Comment": "mine", "Runtime": "cloudfront-js-2.0"}
NO_DISTRIBUTIONS = {"Marker": "", "MaxItems": 100, "IsTruncated": False, "Quantity": 0}
PLAIN: list[dict[str, t.Any]] = [{"event": {}}]


def summary(config: dict[str, t.Any] = CONFIG, stage: str = "DEVELOPMENT") -> dict[str, t.Any]:
    time = datetime.datetime(2026, 3, 1, tzinfo=datetime.timezone.utc)
    metadata = {"FunctionARN": ARN, "Stage": stage, "LastModifiedTime": time}
    return {
        "FunctionSummary": {
            "Name": "index",
            "Status": "UNPUBLISHED",
            "FunctionConfig": config,
            "FunctionMetadata": metadata,
        }
    }


class World:
    """A function in two stages, as the stubbed API answers for it."""

    def __init__(self) -> None:
        self.api = StubbedApi()
        self.function: Function | None = None

    def stage(self, stage: str, code: str | None, *, etag: str = "E1", **config: t.Any) -> World:
        request = {"Name": "index", "Stage": stage}
        if code is None:
            self.api.fail("cloudfront:DescribeFunction", "NoSuchFunctionExists", status=404)
            return self
        found = {**summary({**CONFIG, **config}, stage), "ETag": etag}
        self.api.expect("cloudfront:DescribeFunction", request, found)
        self.api.expect("cloudfront:GetFunction", request, {"FunctionCode": io.BytesIO(code.encode())})
        return self

    def update(self, code: str = NEWER, config: dict[str, t.Any] = CONFIG, *, etag: str = "E1") -> World:
        request = {"Name": "index", "IfMatch": etag, "FunctionConfig": config, "FunctionCode": code.encode()}
        self.api.expect("cloudfront:UpdateFunction", request, {**summary(config), "ETag": "E2"})
        return self

    def publish(self, etag: str = "E2") -> World:
        self.api.expect("cloudfront:PublishFunction", {"Name": "index", "IfMatch": etag}, summary(stage="LIVE"))
        return self

    def tested(self, *, etag: str = "E2", **result: t.Any) -> World:
        request = {
            "Name": "index",
            "IfMatch": etag,
            "Stage": "DEVELOPMENT",
            "EventObject": json.dumps(event_object({})).encode(),
        }
        plain = {"ComputeUtilization": "12", "FunctionOutput": '{"request": {"uri": "/"}}', "FunctionErrorMessage": ""}
        self.api.expect("cloudfront:TestFunction", request, {"TestResult": {**plain, **result}})
        return self

    def run(self, *, check: bool = False, **given: t.Any) -> Result:
        options = {"name": "index", "state": "present", "publish": True, "purge_tags": False, **given}
        self.function = Function(options, self.api)
        result = reconcile(self.function, check_mode=check)
        self.api.assert_all_made()
        return result

    def shown(self, result: Result) -> dict[str, t.Any]:
        assert self.function is not None
        return t.cast("dict[str, t.Any]", self.function.result(result.state)["function"])


def operations(result: Result) -> list[str]:
    return [change.operation.removeprefix("cloudfront:") for change in result.plan.changes]


def test_what_is_live_already_is_no_change() -> None:
    world = World().stage("DEVELOPMENT", CODE).stage("LIVE", CODE, etag="E9", Comment="older")
    result = world.run(code=CODE, comment="mine")
    assert operations(result) == []
    assert world.shown(result)["live"]


def test_a_create_is_tested_before_it_is_published() -> None:
    """CF-83: DEVELOPMENT's ETag is what a publication takes."""
    world = World().stage("DEVELOPMENT", None)
    config = {"Comment": "", "Runtime": "cloudfront-js-2.0"}
    request = {"Name": "index", "FunctionConfig": config, "FunctionCode": CODE.encode()}
    world.api.expect("cloudfront:CreateFunction", request, {**summary(config), "ETag": "E2"})
    result = world.tested().publish().run(code=CODE, test_events=PLAIN)
    assert operations(result) == ["CreateFunction", "PublishFunction"]
    shown = world.shown(result)
    assert (shown["arn"], shown["live"], shown["code_sha256"]) == (ARN, True, shown["live_code_sha256"])
    assert shown["test_results"][0]["output"] == {"uri": "/"}


@pytest.mark.parametrize("theirs", [False, True])
def test_a_create_whose_answer_was_lost_counts_and_another_is_changed(theirs: bool) -> None:
    world = World().stage("DEVELOPMENT", None)
    world.api.fail("cloudfront:CreateFunction", "FunctionAlreadyExists", status=409, unclear=0 if theirs else 1)
    there = "their code" if theirs else CODE
    world.stage("DEVELOPMENT", there, Comment="").stage("LIVE", None)
    if theirs:
        world.update(CODE, {"Comment": "", "Runtime": "cloudfront-js-2.0"})
    result = world.run(code=CODE, publish=False)
    assert operations(result) == ["UpdateFunction" if theirs else "CreateFunction"]


def test_tags_come_with_the_creation() -> None:
    world = World().stage("DEVELOPMENT", None)
    config = {"Comment": "", "Runtime": "cloudfront-js-1.0"}
    tags = {"Items": [{"Key": "year", "Value": "2026"}]}
    request = {"Name": "index", "FunctionConfig": config, "FunctionCode": CODE.encode(), "Tags": tags}
    world.api.expect("cloudfront:CreateFunction", request, {**summary(config), "ETag": "E2"})
    result = world.run(code=CODE, runtime="cloudfront-js-1.0", tags={"year": 2026}, publish=False)
    assert operations(result) == ["CreateFunction"]
    assert world.shown(result)["tags"] == {"year": "2026"}
    assert not world.shown(result)["live"]


def test_an_update_carries_the_new_etag_to_the_publication() -> None:
    """CF-83."""
    world = World().stage("DEVELOPMENT", CODE).stage("LIVE", CODE, etag="E9").update().publish()
    assert operations(world.run(code=NEWER)) == ["UpdateFunction", "PublishFunction"]


def test_an_update_without_code_sends_the_code_that_is_there() -> None:
    changed = {**CONFIG, "Comment": "new"}
    world = World().stage("DEVELOPMENT", CODE).stage("LIVE", CODE, etag="E9").update(CODE, changed)
    assert operations(world.run(comment="new", publish=False)) == ["UpdateFunction"]


@pytest.mark.parametrize("live", [None, CODE], ids=["never", "older"])
def test_what_lags_behind_is_published_alone(live: str | None) -> None:
    world = World().stage("DEVELOPMENT", NEWER).stage("LIVE", live, etag="E9").publish("E1")
    result = world.run(code=NEWER)
    assert operations(result) == ["PublishFunction"]
    assert world.shown(result)["live"]
    assert world.function is not None
    shown = world.function.diff(result.plan)
    assert shown if live is None else shown[1]["before"] == CODE  # type: ignore[index]


def test_a_code_file_is_read_where_the_module_runs(tmp_path: t.Any) -> None:
    (tmp_path / "index.js").write_text(NEWER)
    world = World().stage("DEVELOPMENT", CODE).stage("LIVE", CODE, etag="E9").update().publish()
    assert operations(world.run(code_file=str(tmp_path / "index.js"))) == ["UpdateFunction", "PublishFunction"]


def test_a_code_file_may_be_missing_in_a_check_run_only(tmp_path: t.Any) -> None:
    missing = str(tmp_path / "index.js")
    result = World().stage("DEVELOPMENT", None).run(code_file=missing, check=True)
    assert "there is no file" in result.plan.all_warnings()[0]
    assert operations(result) == ["CreateFunction", "PublishFunction"]
    with pytest.raises(Refused, match="there is no file"):
        World().stage("DEVELOPMENT", None).run(code_file=missing)


def test_a_failing_test_ends_it_before_the_publication() -> None:
    world = World().stage("DEVELOPMENT", CODE).stage("LIVE", CODE, etag="E9").update()
    world.tested(FunctionErrorMessage="TypeError: no uri", FunctionExecutionLogs=["one", "two"], FunctionOutput="")
    with pytest.raises(CdnError) as failed:
        world.run(code=NEWER, test_events=[{"name": "root", "event": {}}])
    assert failed.value.message == (
        "The function index fails the test root: TypeError: no uri. It logged: one | two. Nothing was published."
    )
    assert [action["operation"] for action in failed.value.applied] == ["cloudfront:UpdateFunction"]
    world.api.assert_all_made()


def test_another_output_than_expected_is_a_failure() -> None:
    world = World().stage("DEVELOPMENT", CODE).stage("LIVE", CODE, etag="E9").update().tested()
    with pytest.raises(CdnError, match=r'test #1: uri is "/", not "/index.html"'):
        world.run(code=NEWER, test_events=[{"event": {}, "expected": {"uri": "/index.html"}}])


def test_tests_also_run_when_nothing_changes_but_not_in_a_check_run() -> None:
    world = World().stage("DEVELOPMENT", CODE).stage("LIVE", CODE, etag="E9").tested(etag="E1", ComputeUtilization="85")
    result = world.run(code=CODE, test_events=PLAIN)
    assert operations(result) == []
    assert world.function is not None
    assert "85 % of the time" in world.function.warnings()[0]
    assert operations(World().stage("DEVELOPMENT", None).run(code=CODE, test_events=PLAIN, check=True))


def test_somebody_elses_change_is_read_again() -> None:
    """CF-02."""
    world = World().stage("DEVELOPMENT", CODE).stage("LIVE", CODE, etag="E9")
    world.api.fail("cloudfront:UpdateFunction", "PreconditionFailed", status=412)
    world.stage("DEVELOPMENT", "their code", etag="E3").stage("LIVE", CODE, etag="E9").update(etag="E3").publish()
    assert operations(world.run(code=NEWER)) == ["UpdateFunction", "PublishFunction"]


def test_a_key_value_store_may_be_named() -> None:
    item = {
        "Name": "words",
        "Id": "1",
        "Comment": "",
        "ARN": STORE,
        "LastModifiedTime": datetime.datetime(2026, 3, 1, tzinfo=datetime.timezone.utc),
    }
    world = World().stage("DEVELOPMENT", CODE).stage("LIVE", CODE, etag="E9")
    world.api.expect(
        "cloudfront:ListKeyValueStores", {}, {"KeyValueStoreList": {"MaxItems": 9, "Quantity": 1, "Items": [item]}}
    )
    stores = {"Quantity": 1, "Items": [{"KeyValueStoreARN": STORE}]}
    world.update(CODE, {**CONFIG, "KeyValueStoreAssociations": stores})
    result = world.run(key_value_store_associations=[{"key_value_store_arn": "words"}], publish=False)
    assert operations(result) == ["UpdateFunction"]


def test_a_key_value_store_takes_the_newer_runtime() -> None:
    world = World().stage("DEVELOPMENT", CODE).stage("LIVE", CODE, etag="E9")
    with pytest.raises(Refused, match=r"cloudfront-js-2\.0"):
        world.run(key_value_store_associations=[{"key_value_store_arn": STORE}], runtime="cloudfront-js-1.0")


def test_a_delete_waits_until_it_is_released(monkeypatch: pytest.MonkeyPatch) -> None:
    """CF-24."""
    monkeypatch.setattr("time.sleep", lambda _seconds: None)
    world = World()
    found = {**summary(), "ETag": "E1"}
    world.api.expect("cloudfront:DescribeFunction", {"Name": "index", "Stage": "DEVELOPMENT"}, found)
    world.api.fail("cloudfront:DeleteFunction", "FunctionInUse", status=409)
    world.api.expect("cloudfront:ListDistributions", {}, {"DistributionList": NO_DISTRIBUTIONS})
    world.api.expect("cloudfront:DeleteFunction", {"Name": "index", "IfMatch": "E1"}, {})
    assert world.run(state="absent").state is None


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"name": "a.b"}, "letters, digits"),
        ({"code": "/" * 10241}, "10241 bytes"),
        ({"code": ""}, "code is empty"),
        ({"code": " \n"}, "code is empty"),
        ({"test_events": [{"event": {"request": None}}]}, "request of the event #1 must be a dictionary"),
        ({"test_events": [{"event": {}}, {"event": {"context": "x"}}]}, "context of the event #2"),
    ],
)
def test_what_cloudfront_does_not_take_is_refused_without_a_call(options: dict[str, t.Any], words: str) -> None:
    """CF-84."""
    with pytest.raises(Refused, match=words):
        World().run(**options)


def test_a_new_function_needs_code() -> None:
    with pytest.raises(Refused, match="give code or code_file"):
        World().stage("DEVELOPMENT", None).run()


def test_an_event_is_completed_to_a_plain_request_or_response() -> None:
    assert event_object({})["context"] == {"eventType": "viewer-request"}
    assert event_object({"request": {"uri": "/x"}})["request"]["method"] == "GET"
    found = event_object({"response": {"statusCode": 404}, "viewer": {"ip": "::1"}})
    assert found["context"] == {"eventType": "viewer-response"}
    assert (found["response"]["statusCode"], found["response"]["headers"], found["viewer"]) == (404, {}, {"ip": "::1"})


@pytest.mark.parametrize(
    ("expected", "problems"),
    [
        ({}, []),
        ({"statusCode": "302", "headers": {"location": {"value": "/a"}}}, []),
        ({"headers": {"location": {"value": "/b"}}}, ['headers.location.value is "/a", not "/b"']),
        ({"body": None}, []),
        ({"headers": {"location": None}}, ['headers.location is {"value": "/a"}, not null']),
        ({"uri": "/a"}, ['uri is null, not "/a"']),
    ],
)
def test_what_is_expected_is_a_part_of_the_output(expected: dict[str, t.Any], problems: list[str]) -> None:
    output = {"statusCode": 302, "headers": {"location": {"value": "/a"}}}
    assert mismatches(expected, output) == problems
