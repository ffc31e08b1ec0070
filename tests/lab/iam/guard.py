# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Refuses calls as IAM does, in AWS's words."""

from __future__ import annotations

import typing as t

from tests.lab import operations, wire
from tests.lab.iam import evaluation, s3
from tests.lab.iam.needs import Need, needs_of

if t.TYPE_CHECKING:
    from tests.lab.iam.evaluation import Refusal
    from tests.lab.wire import Answer, Call, Forward
    from tests.lab.world import World


async def guarded(world: World, call: Call, forward: Forward) -> Answer:
    """Answer a call if its caller may make it."""
    if not world.settings.auth:
        return await forward(call)
    world.asked.append(_told(world, call))
    if call.service == "s3" and call.operation == "DeleteObjects":
        return await _deleted(world, call, forward)
    refusal = evaluation.refusal(call, needs_of(world, call))
    return _answer(call, refusal) if refusal else await forward(call)


def _told(world: World, call: Call) -> dict[str, t.Any]:
    """Return what a call needs, for tests that write policies by it."""
    needs = needs_of(world, call)
    if call.operation == "DeleteObjects":
        needs = [Need(item.action, _place(call, item)) for item in s3.doomed(call)]
    found = [{"action": need.action, "resource": need.resource, "keys": dict(need.keys)} for need in needs]
    return {"call": len(world.calls), "operation": f"{call.service}:{call.operation}", "needs": found}


def _place(call: Call, item: s3.Doomed) -> str:
    return f"arn:aws:s3:::{call.uri['Bucket']}/{item.key}"


async def _deleted(world: World, call: Call, forward: Forward) -> Answer:
    """S3 answers 200 and refuses each object for itself (S3-22)."""
    refused = {}
    for item in s3.doomed(call):
        refusal = evaluation.refusal(call, [Need(item.action, _place(call, item))])
        if refusal and not refusal.action:
            return _answer(call, refusal)
        if refusal:
            refused[item] = _words(call, refusal)
    if not refused:
        return await forward(call)
    left = s3.without(call, refused)
    return s3.with_refusals(await forward(left) if s3.doomed(left) else None, refused)


def _answer(call: Call, refusal: Refusal) -> Answer:
    kind = operations.protocol(call.service)
    if not refusal.action:
        return wire.error(call.service, refusal.code, refusal.text, refusal.status)
    if kind == "json":
        return wire.error(call.service, "AccessDeniedException", _words(call, refusal), 400)
    return wire.error(call.service, "AccessDenied", _words(call, refusal), 403)


def _words(call: Call, refusal: Refusal) -> str:
    # S3 puts the resource in quotes; it has said more than "Access Denied" since 2024.
    resource = f'"{refusal.resource}"' if call.service in ("s3", "s3control") else refusal.resource
    return (
        f"User: {refusal.principal} is not authorized to perform: {refusal.action} on resource: {resource}"
        f" {refusal.text}"
    )
