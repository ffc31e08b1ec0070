# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""CloudFront Functions: the test run that MiniStack lacks, what it does not refuse, and the header it misspells."""

from __future__ import annotations

import base64
import dataclasses
import json
import re
import typing as t
from xml.etree.ElementTree import Element, SubElement

from tests.lab import store, xml
from tests.lab.rules.cloudfront.lists import NAMESPACE
from tests.lab.rules.cloudfront.schema import refused
from tests.lab.wire import Answer

if t.TYPE_CHECKING:
    from tests.lab import wire
    from tests.lab.wire import Call
    from tests.lab.world import World


_LARGEST = 10 * 1024
_NAME = re.compile(r"[a-zA-Z0-9_-]{1,64}")


async def create(world: World, call: Call, forward: wire.Forward) -> Answer:
    """Answer CreateFunction; refuse what is too large (CF-84)."""
    root = xml.parse(call.body)
    if not _NAME.fullmatch(xml.text(root, "Name")):
        raise refused("InvalidArgument", "The parameter Name contains characters that are not allowed.")
    _check_size(root)
    return await forward(call)


async def update(world: World, call: Call, forward: wire.Forward) -> Answer:
    """Answer UpdateFunction: the model reads the new ETag from a header spelt ETtag."""
    _check_size(xml.parse(call.body))
    result = await forward(call)
    if "etag" in result.headers:
        result.headers["ettag"] = result.headers["etag"]
    return result


async def delete(world: World, call: Call, forward: wire.Forward) -> Answer:
    """Answer DeleteFunction; refuse it while, and shortly after, a distribution has it (CF-24, CF-84)."""
    arn = f"arn:aws:cloudfront::{call.account}:function/{call.id}"
    users = world.users_of(call.account, arn)
    if users or world.deadlines.lingers(world, arn):
        text = f"Cannot delete function {call.id}, it is in use by {len(users) or 1} distributions."
        raise refused("FunctionInUse", text, 409)
    return await forward(call)


def _check_size(root: Element) -> None:
    if len(base64.b64decode(xml.text(root, "FunctionCode"))) > _LARGEST:
        raise refused("FunctionSizeLimitExceeded", "The function is too large.", 413)


async def test(world: World, call: Call, forward: wire.Forward) -> Answer:
    """Answer TestFunction by running the code of the stage."""
    root = xml.parse(call.body)
    stage = xml.text(root, "Stage", "DEVELOPMENT")
    function = store.cloudfront_items("functions", call.account).get(call.uri["Name"])
    code = store.function_code(function, stage) if function else None
    if function is None or code is None:
        raise refused("NoSuchFunctionExists", "The specified function does not exist.", 404)
    if call.headers.get("if-match") != store.function_etag(function, stage):
        raise refused("InvalidIfMatchVersion", "The If-Match version is missing or not valid for the resource.")
    try:
        event = json.loads(base64.b64decode(xml.text(root, "EventObject")))
    except ValueError as error:
        raise refused("InvalidArgument", "The event object is not valid JSON.") from error
    result = await _result(world, code, event)
    answer = Element("TestResult")
    summary = await _summary(call, forward, stage)
    if summary is not None:
        answer.append(summary)
    SubElement(answer, "ComputeUtilization").text = result["utilization"]
    logs = SubElement(answer, "FunctionExecutionLogs")
    for line in result["logs"]:
        SubElement(logs, "member").text = line
    SubElement(answer, "FunctionErrorMessage").text = result["error"]
    SubElement(answer, "FunctionOutput").text = result["output"]
    return Answer(200, {"content-type": "text/xml"}, xml.dump(answer, NAMESPACE))


async def _result(world: World, code: bytes, event: t.Any) -> dict[str, t.Any]:
    """Return what a run led to, or what the settings say instead of it."""
    plain = {"utilization": "12", "logs": [], "error": "", "output": ""}
    if world.settings.function_test:
        told = json.loads(world.settings.function_test)
        return {**plain, **told, "output": _wrapped(told.get("output"))}
    output, problem = await store.run_function(code, event)
    return {**plain, "error": problem.partition("\n")[0], "output": _wrapped(output)}


def _wrapped(output: t.Any) -> str:
    """Return an output as CloudFront writes it: below the name of what it is."""
    if output is None:
        return ""
    return json.dumps({"response" if "statusCode" in output else "request": output})


async def _summary(call: Call, forward: wire.Forward, stage: str) -> Element | None:
    path = f"/2020-05-31/function/{call.uri['Name']}/describe"
    scope = {
        **call.scope,
        "method": "GET",
        "path": path,
        "raw_path": path.encode(),
        "query_string": f"Stage={stage}".encode(),
    }
    headers = {name: value for name, value in call.headers.items() if name not in ("content-length", "content-type")}
    result = await forward(dataclasses.replace(call, scope=scope, method="GET", path=path, headers=headers, body=b""))
    return xml.parse(result.body) if result.status == 200 else None
