# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Rules to come."""

from __future__ import annotations

import typing as t

from tests.lab import wire

if t.TYPE_CHECKING:
    from tests.lab.wire import Answer, Call
    from tests.lab.world import World


async def answer(world: World, call: Call, forward: wire.Forward) -> Answer:
    """Answer a call."""
    return await forward(call)
