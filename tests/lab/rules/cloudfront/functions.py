# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""CloudFront Functions: the test run that MiniStack lacks, and the header it misspells."""

from __future__ import annotations

import base64
import dataclasses
import json
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


async def update(world: World, call: Call, forward: wire.Forward) -> Answer:
    """Answer UpdateFunction: the model reads the new ETag from a header spelt ETtag."""
    result = await forward(call)
    if "etag" in result.headers:
        result.headers["ettag"] = result.headers["etag"]
    return result


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
    output, problem = await store.run_function(code, event)
    answer = Element("TestResult")
    summary = await _summary(call, forward, stage)
    if summary is not None:
        answer.append(summary)
    SubElement(answer, "ComputeUtilization").text = "12"
    SubElement(answer, "FunctionErrorMessage").text = problem
    SubElement(answer, "FunctionOutput").text = json.dumps(output) if output is not None else ""
    return Answer(200, {"content-type": "text/xml"}, xml.dump(answer, NAMESPACE))


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
