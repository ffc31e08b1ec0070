# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Time: what is not finished yet, and when it will be."""

from __future__ import annotations

import typing as t

from tests.lab import store

if t.TYPE_CHECKING:
    from tests.lab.world import World


class Deadlines:
    """When things began to become Deployed, INSYNC, Completed, or free; looked at on each call, no timer runs.

    Beginnings are kept, not ends: a changed setting also counts for what is under way.
    """

    def __init__(self) -> None:
        self.deployed: dict[str, float] = {}
        self.insync: dict[str, float] = {}
        self.invalidated: dict[str, float] = {}
        self.free: dict[str, float] = {}

    def settle(self, world: World) -> None:
        """Bring all states up to now."""
        now = world.clock()
        for _, record in store.distributions():
            begun = self.deployed.get(record["Id"])
            if begun is None:
                continue
            record["Status"] = "Deployed" if now >= begun + world.settings.deploy_seconds else "InProgress"
            for item in store.invalidations(record["Id"]):
                made = self.invalidated.get(item["Id"], 0.0)
                item["Status"] = "Completed" if now >= made + world.settings.invalidation_seconds else "InProgress"
        world.certificates.settle(world)

    def deploy(self, world: World, account: str, distribution_id: str) -> None:
        """Start the way to Deployed, on create and on update alike (CF-20)."""
        self.deployed[distribution_id] = world.clock()
        record = store.distribution(account, distribution_id)
        if record:
            record["Status"] = "InProgress"

    def detach(self, world: World, *names: str) -> None:
        """Remember that these are still reported in use for a while (CF-24)."""
        for name in filter(None, names):
            self.free[name] = world.clock()

    def lingers(self, world: World, name: str) -> bool:
        """Tell whether something detached still counts as in use."""
        return name in self.free and world.clock() < self.free[name] + world.settings.in_use_seconds

    def show_change(self, world: World, account: str, change_id: str) -> None:
        """Set a Route 53 change to PENDING or INSYNC (R53-12)."""
        record = store.change(account, change_id)
        if record:
            begun = self.insync.setdefault(change_id, world.clock())
            record["status"] = "INSYNC" if world.clock() >= begun + world.settings.insync_seconds else "PENDING"
