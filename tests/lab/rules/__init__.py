# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What AWS refuses, fills in or makes wait, and MiniStack does not: a file per service."""

from __future__ import annotations

import typing as t

from tests.lab import wire
from tests.lab.rules import acm, cloudfront, iam, route53, s3, s3control, servicequotas, wafv2
from tests.lab.rules.s3control import jobs

if t.TYPE_CHECKING:
    from tests.lab.wire import Answer, Call
    from tests.lab.world import World

Rule = t.Callable[["World", "Call", wire.Forward], t.Awaitable["Answer"]]


_SERVICES: dict[str, Rule] = {
    "acm": acm.answer,
    "cloudfront": cloudfront.answer,
    "iam": iam.answer,
    "route53": route53.answer,
    "s3": s3.answer,
    "s3control": s3control.answer,
    "servicequotas": servicequotas.answer,
    "wafv2": wafv2.answer,
}


async def apply(world: World, call: Call, forward: wire.Forward) -> Answer:
    """Answer a call by the rules of its service, which pass on to MiniStack what it does well."""
    rule = _SERVICES.get(call.service)
    # A job's copies are seen by whoever looks at the objects, not only at the job.
    await jobs.advance(world)
    world.deadlines.settle(world)
    try:
        answer = await rule(world, call, forward) if rule else await forward(call)
    except wire.Refused as refused:
        return refused.answer
    # A record that a write just put there is seen from now on, not from the next call.
    world.deadlines.settle(world)
    return answer
