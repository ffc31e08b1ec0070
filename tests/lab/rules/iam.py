# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""IAM: whose rights can be simulated."""

from __future__ import annotations

import dataclasses
import typing as t
from urllib.parse import urlencode

from tests.lab import store, wire
from tests.lab.wire import Refused

if t.TYPE_CHECKING:
    from tests.lab.wire import Answer, Call
    from tests.lab.world import World


async def answer(world: World, call: Call, forward: wire.Forward) -> Answer:
    """Answer an IAM call."""
    if call.operation != "SimulatePrincipalPolicy":
        return await forward(call)
    arn = call.uri.get("PolicySourceArn", "")
    kind, dummy, name = arn.rpartition(":")[2].partition("/")
    if kind not in ("user", "role", "group"):
        text = f"Invalid Entity Arn: {arn} does not clearly define entity type and name."
        raise Refused("iam", "InvalidInput", text)
    record = store.identity(kind, call.account, name.rpartition("/")[2])
    if record is None or record["Arn"] != arn:
        raise Refused("iam", "NoSuchEntity", f"The {kind} with name {name} cannot be found.", 404)
    # MiniStack takes the path for a part of the name.
    plain = f"{arn.rpartition(':')[0]}:{kind}/{name.rpartition('/')[2]}"
    form = {**call.uri, "PolicySourceArn": plain}
    return await forward(dataclasses.replace(call, body=urlencode(form).encode(), uri=form))
