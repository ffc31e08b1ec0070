# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""CloudFront Functions at the viewer's side, run by MiniStack's engine."""

from __future__ import annotations

import asyncio
import base64
import typing as t
from urllib.parse import parse_qs, quote

from tests.lab.edge.headers import new_request_id
from tests.lab.edge.message import Request, Response
from tests.lab.edge.routing import Behavior, Distribution, items

Event = dict[str, t.Any]


class FunctionFailed(Exception):
    """A function threw, or there is none published under its ARN."""


def function_name(behavior: Behavior, event_type: str) -> str | None:
    """Return the name of the function that a behaviour runs at an event."""
    for one in items(behavior.get("FunctionAssociations")):
        if one["EventType"] == event_type:
            return str(one["FunctionARN"]).rpartition("/")[2]
    return None


async def run(code: bytes, event: Event) -> Event:
    """Return what the function's handler returns."""
    # Imported late: an edge without functions needs no engine.
    from ministack.core import cloudfront_js  # noqa: PLC0415

    try:
        result = await asyncio.get_running_loop().run_in_executor(None, cloudfront_js.evaluate, code, event)
    except cloudfront_js.CloudFrontFunctionError as error:
        raise FunctionFailed(str(error)) from error
    if not isinstance(result, dict):
        raise FunctionFailed("the handler returned no object")
    return result


def request_event(distribution: Distribution, request: Request, event_type: str) -> Event:
    """Return the event object of "CloudFront Functions event structure"."""
    cookies = (part.strip().partition("=") for part in request.headers.get("cookie", "").split(";") if part.strip())
    return {
        "version": "1.0",
        "context": {
            "distributionDomainName": distribution["DomainName"],
            "distributionId": distribution["Id"],
            "eventType": event_type,
            "requestId": new_request_id(),
        },
        "viewer": {"ip": request.client},
        "request": {
            "method": request.method,
            "uri": request.path,
            "querystring": request_query(request),
            "headers": {name: {"value": value} for name, value in request.headers.items() if name != "cookie"},
            "cookies": {name: {"value": value} for name, _, value in cookies},
        },
    }


def response_event(distribution: Distribution, request: Request, response: Response) -> Event:
    """Return the event object of a viewer-response function."""
    event = request_event(distribution, request, "viewer-response")
    pairs = (cookie.partition("=") for cookie in response.cookies)
    event["response"] = {
        "statusCode": response.status,
        "headers": {name: {"value": value} for name, value in response.headers.items()},
        "cookies": {
            name: {"value": rest.partition(";")[0], "attributes": rest.partition(";")[2].strip()}
            for name, _, rest in pairs
        },
    }
    return event


def changed_request(request: Request, result: Event) -> Request:
    """Return the request as a viewer-request function left it."""
    headers = _headers(result)
    if cookies := result.get("cookies"):
        headers["cookie"] = "; ".join(f"{name}={one['value']}" for name, one in cookies.items())
    queries = result.get("querystring", {})
    if isinstance(queries, str):
        query = queries
    elif queries == request_query(request):
        query = request.query
    else:
        query = "&".join(
            f"{quote(name)}={quote(one['value'])}"
            for name, field in queries.items()
            for one in field.get("multiValue", [field])
        )
    return request.but(path=result.get("uri", request.path), query=query, headers=headers)


def request_query(request: Request) -> Event:
    """Return the query string as the event shows it."""
    return {name: _field(values) for name, values in parse_qs(request.query, keep_blank_values=True).items()}


def generated_response(result: Event, fallback: bytes = b"") -> Response:
    """Return the response that a function made or changed."""
    body = result.get("body", fallback)
    if isinstance(body, dict):
        text = body.get("data", "")
        body = base64.b64decode(text) if body.get("encoding") == "base64" else text
    cookies = tuple(
        f"{name}={one.get('value', '')}" + (f"; {one['attributes']}" if one.get("attributes") else "")
        for name, field in result.get("cookies", {}).items()
        for one in field.get("multiValue", [field])
    )
    content = body.encode() if isinstance(body, str) else body
    return Response(int(result["statusCode"]), _headers(result), content, cookies)


def _headers(result: Event) -> dict[str, str]:
    return {
        name.lower(): ", ".join(str(one["value"]) for one in field.get("multiValue", [field]))
        for name, field in result.get("headers", {}).items()
    }


def _field(values: list[str]) -> Event:
    field: Event = {"value": values[0]}
    if len(values) > 1:
        field["multiValue"] = [{"value": value} for value in values]
    return field
