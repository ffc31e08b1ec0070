# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""S3 Batch Operations, which MiniStack does not have: jobs that copy objects onto themselves or elsewhere."""

from __future__ import annotations

import typing as t
from urllib.parse import parse_qsl
from xml.sax.saxutils import escape

from botocore.parsers import create_parser

from tests.lab import operations
from tests.lab.rules.s3control import checks, jobs
from tests.lab.wire import Answer, Refused

if t.TYPE_CHECKING:
    from tests.lab import wire
    from tests.lab.rules.s3control.jobs import Job
    from tests.lab.wire import Call
    from tests.lab.world import World

# What of a job its list tells.
_LISTED = ("JobId", "Description", "Operation", "Priority", "Status", "CreationTime", "TerminationDate")
_MOST_LISTED = 1000


async def answer(world: World, call: Call, forward: wire.Forward) -> Answer:
    """Answer an S3 Control call."""
    if call.operation not in _RULES:
        raise refused("NotImplemented", "A header you provided implies functionality that is not implemented.", 501)
    if call.headers.get("x-amz-account-id") != call.account:
        raise refused("AccessDenied", "Access Denied", 403)
    await jobs.advance(world)
    return _RULES[call.operation](world, call)


def refused(code: str, message: str, status: int = 400) -> Refused:
    """Return S3 Control's refusal, to raise."""
    return Refused("s3control", code, message, status)


def _create(world: World, call: Call) -> Answer:
    request = _parsed(call)
    token = request.get("ClientRequestToken", "")
    for known in world.jobs.of(call.account, call.region):
        if known.token == token:
            if known.request != request:
                raise refused("IdempotencyException", "The token was used for another request.")
            return _xml("CreateJobResult", {"JobId": known.id})
    checks.check(call, request)
    job = world.jobs.create(call.account, call.region, token, request, world.clock())
    return _xml("CreateJobResult", {"JobId": job.id})


def _describe(world: World, call: Call) -> Answer:
    return _xml("DescribeJobResult", {"Job": _job(world, call).described(world)})


def _list(world: World, call: Call) -> Answer:
    wanted = [value for key, value in _pairs(call) if key == "jobStatuses"]
    found = sorted(world.jobs.of(call.account, call.region), key=lambda job: -job.created)
    shown = [job for job in found if not wanted or job.status in wanted]
    start = int(call.query.get("nextToken", 0))
    end = start + min(int(call.query.get("maxResults", _MOST_LISTED)), _MOST_LISTED)
    listed = []
    for job in shown[start:end]:
        told = job.described(world)
        operation = {"Operation": next(iter(told["Operation"]))}
        listed.append({**{key: told[key] for key in _LISTED if key in told}, **operation, **job.progress()})
    following = {"NextToken": str(end)} if len(shown) > end else {}
    return _xml("ListJobsResult", {"Jobs": listed, **following})


def _update(world: World, call: Call) -> Answer:
    job, wanted = _job(world, call), call.query.get("requestedJobStatus", "")
    if not job.ask(wanted, world.clock(), call.query.get("statusUpdateReason", "")):
        raise refused("JobStatusException", f"Job in state {job.status} cannot be updated to {wanted}.")
    return _xml("UpdateJobStatusResult", {"JobId": job.id, "Status": job.status})


def _tags(world: World, call: Call) -> Answer:
    return _xml("GetJobTaggingResult", {"Tags": _job(world, call).request.get("Tags", [])})


def _job(world: World, call: Call) -> Job:
    found = next((job for job in world.jobs.of(call.account, call.region) if job.id == call.uri["id"]), None)
    if found is None:
        raise refused("NoSuchJob", "The specified job does not exist.", 404)
    return found


def _pairs(call: Call) -> list[tuple[str, str]]:
    return parse_qsl(call.scope.get("query_string", b"").decode())


def _parsed(call: Call) -> dict[str, t.Any]:
    model = operations.service_model("s3control")
    assert model is not None
    shape: t.Any = model.operation_model(call.operation).input_shape
    reply = {"status_code": 200, "headers": {}, "body": call.body}
    parsed = create_parser("rest-xml").parse(reply, shape)
    return {key: value for key, value in parsed.items() if key != "ResponseMetadata"}


def _xml(root: str, content: dict[str, t.Any]) -> Answer:
    text = f'<{root} xmlns="http://awss3control.amazonaws.com/doc/2018-08-20/">{_element(content)}</{root}>'
    head = '<?xml version="1.0" encoding="UTF-8"?>\n'
    return Answer(200, {"content-type": "application/xml"}, f"{head}{text}".encode())


def _element(value: t.Any) -> str:
    if isinstance(value, dict):
        if value.keys() and all(key.startswith("meta:") for key in value):
            return "".join(
                f"<entry><key>{escape(key[5:])}</key><value>{escape(str(text))}</value></entry>"
                for key, text in value.items()
            )
        return "".join(f"<{key}>{_element(inner)}</{key}>" for key, inner in value.items())
    if isinstance(value, list):
        return "".join(f"<member>{_element(inner)}</member>" for inner in value)
    if isinstance(value, bool):
        return str(value).lower()
    return escape(value.isoformat() if hasattr(value, "isoformat") else str(value))


_RULES: dict[str, t.Callable[[World, Call], Answer]] = {
    "CreateJob": _create,
    "DescribeJob": _describe,
    "GetJobTagging": _tags,
    "ListJobs": _list,
    "UpdateJobStatus": _update,
}
