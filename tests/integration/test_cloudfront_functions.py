# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Functions as playbooks run them, against the lab: tested, published, used by a distribution, deleted."""

from __future__ import annotations

import json
import typing as t
from pathlib import Path

import pytest

from tests.integration.conftest import RunTasks
from tests.integration.test_cloudfront import six_beats
from tests.lab import Lab

CODE = 'function handler(event) {\n  event.request.uri += "index.html";\n  return event.request;\n}\n'
NEWER = CODE.replace("index.html", "home.html")
LAMBDA = "arn:aws:lambda:us-east-1:123456789012:function:resize:3"
TESTS = [{"name": "root", "event": {"request": {"uri": "/"}}, "expected": {"uri": "/index.html"}}]


def function(**options: t.Any) -> dict[str, t.Any]:
    return {"name": "Manage a function", "cdn.aws.cloudfront_function": {"name": "index", **options}}


def serving(**options: t.Any) -> dict[str, t.Any]:
    origin = {"default_origin_domain_name": "www.example.org", "caller_reference": "functions"}
    return {"name": "Manage a distribution", "cdn.aws.cloudfront_distribution": {**origin, **options}}


def using(name: str, event: str = "viewer-request") -> dict[str, t.Any]:
    return {"function_associations": [{"event_type": event, "function_arn": name}]}


@pytest.fixture
def cloudfront(lab: Lab) -> t.Any:
    # What the code would do: no test depends on node.
    lab.settings(deploy_seconds=0, function_test=json.dumps({"output": {"uri": "/index.html"}}))
    return lab.client("cloudfront")


def code(cloudfront: t.Any, stage: str) -> str:
    return str(cloudfront.get_function(Name="index", Stage=stage)["FunctionCode"].read().decode())


def test_a_function_is_created_changed_and_deleted(
    lab: Lab, run_tasks: RunTasks, cloudfront: t.Any, tmp_path: Path
) -> None:
    options: dict[str, t.Any] = {"code": CODE, "test_events": TESTS, "tags": {"site": "example"}}
    made = six_beats(lab, run_tasks, [function(**options)])
    assert made.operations == ["cloudfront:CreateFunction", "cloudfront:PublishFunction"]
    result = made.tasks[0].result["function"]
    assert (result["live"], result["tags"], result["runtime"]) == (True, {"site": "example"}, "cloudfront-js-2.0")
    assert result["test_results"][0]["output"] == {"uri": "/index.html"}
    assert code(cloudfront, "LIVE") == CODE
    (tmp_path / "index.js").write_text(NEWER)
    file = {"code_file": str(tmp_path / "index.js"), "comment": "newer", "publish": False, "tags": {"more": "1"}}
    changed = six_beats(lab, run_tasks, [function(**file)])
    assert changed.operations == ["cloudfront:UpdateFunction", "cloudfront:TagResource"]
    assert "+  event.request.uri" not in changed.stdout
    assert (code(cloudfront, "LIVE"), code(cloudfront, "DEVELOPMENT")) == (CODE, NEWER)
    rest = [function(comment="newer"), function(state="absent")]
    operations = ["cloudfront:PublishFunction", "cloudfront:DeleteFunction"]
    assert run_tasks(rest, check=True).ok().operations == operations
    gone = run_tasks([*rest, rest[1]], diff=True).ok()
    assert gone.operations == operations
    assert [gone.tasks[0].result["diff"][1][side] for side in ("before", "after")] == [CODE, NEWER]


def test_a_failing_test_leaves_live_as_it_was(lab: Lab, run_tasks: RunTasks, cloudfront: t.Any) -> None:
    """CF-83."""
    run_tasks([function(code=CODE)]).ok()
    lab.settings(function_test=json.dumps({"error": "TypeError: x is undefined", "logs": ["here"]}))
    failed = run_tasks([function(code=NEWER, test_events=TESTS)])
    assert failed.failure == (
        "The function index fails the test root: TypeError: x is undefined. It logged: here. Nothing was published."
    )
    assert [action["operation"] for action in failed.actions] == ["cloudfront:UpdateFunction"]
    assert (code(cloudfront, "LIVE"), code(cloudfront, "DEVELOPMENT")) == (CODE, NEWER)
    lab.settings(function_test=json.dumps({"output": {"uri": "/index.html"}, "utilization": "91"}))
    passed = run_tasks([function(code=NEWER, test_events=TESTS)]).ok()
    assert passed.operations == ["cloudfront:PublishFunction"]
    assert "91 % of the time" in passed.warnings[0]


def test_a_distribution_names_its_function(lab: Lab, run_tasks: RunTasks, cloudfront: t.Any) -> None:
    """CF-83, CF-84, CF-24: the whole chain in a check run, too."""
    chain = [function(code=CODE), serving(default_cache_behavior=using("index"))]
    plan = run_tasks(chain, check=True).ok()
    assert "there is no function named index" in plan.warnings[0]
    made = run_tasks(chain).ok()
    assert made.operations == plan.operations
    arn = made.tasks[0].result["function"]["arn"]
    behavior = made.tasks[1].result["distribution"]["default_cache_behavior"]
    assert behavior["function_associations"] == [{"event_type": "viewer-request", "function_arn": arn}]
    lambdas = [{"event_type": "viewer-request", "lambda_function_arn": LAMBDA}]
    tasks = [
        *chain,
        function(state="absent"),
        serving(default_cache_behavior=using("index", "origin-request")),
        serving(default_cache_behavior={"lambda_function_associations": lambdas}),
        function(name="later", code=CODE, publish=False),
        serving(default_cache_behavior=using("later")),
    ]
    mark = lab.mark()
    run = run_tasks([{**task, "ignore_errors": True} for task in tasks])
    assert run.changed == 1
    assert [call["operation"] for call in lab.writes(mark)] == ["DeleteFunction", "CreateFunction"]
    messages = [task.result.get("msg", "") for task in run.tasks]
    assert "in use by the distribution" in messages[2]
    assert "viewer-request and viewer-response only" in messages[3]
    assert "cannot both run at the viewer events" in messages[4]
    assert "the function later is not published: publish it first" in messages[6]
    lab.settings(in_use_seconds=1)
    off = [serving(default_cache_behavior={"function_associations": []}), function(state="absent")]
    assert run_tasks(off).ok().operations == ["cloudfront:UpdateDistribution", "cloudfront:DeleteFunction"]


def test_what_cannot_be_is_said_before_any_write(lab: Lab, run_tasks: RunTasks, cloudfront: t.Any) -> None:
    """CF-84."""
    refused = [
        ({"name": "a.b", "code": CODE}, "letters, digits"),
        ({}, "give code or code_file"),
        ({"code": "/" * 10241}, "at most 10240"),
        ({"code": CODE, "code_file": "x"}, "mutually exclusive"),
        ({"code_file": "/nowhere.js"}, "there is no file /nowhere.js"),
        ({"code": CODE, "key_value_store_associations": [{"key_value_store_arn": "x"}]}, "no key value store named x"),
    ]
    run = run_tasks([{**function(**options), "ignore_errors": True} for options, _ in refused])
    for task, (_, words) in zip(run.tasks, refused, strict=True):
        assert words in task.result["msg"]
    assert lab.writes() == []
