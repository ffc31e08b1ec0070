# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""CloudFront's rules."""

from __future__ import annotations

import typing as t

from tests.lab import wire

if t.TYPE_CHECKING:
    from tests.lab.wire import Answer, Call
    from tests.lab.world import World


async def answer(world: World, call: Call, forward: wire.Forward) -> Answer:
    """Answer a call."""
    result = await forward(call)
    if call.operation.startswith(("CreateDistribution", "UpdateDistribution")) and result.status < 300:
        found = result.body.partition(b"<Id>")[2].partition(b"</Id>")[0].decode()
        world.deadlines.deploy(world, call.account, found)
        return result.replace(result.body.replace(b"<Status>Deployed<", b"<Status>InProgress<", 1))
    return result
