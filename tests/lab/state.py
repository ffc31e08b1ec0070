# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What the parts of the lab know of each other."""

from __future__ import annotations

import time
import typing as t

if t.TYPE_CHECKING:
    from pathlib import Path

    from tests.lab.settings import Settings

Scope = dict[str, t.Any]
Message = dict[str, t.Any]
Receive = t.Callable[[], t.Awaitable[Message]]
Send = t.Callable[[Message], t.Awaitable[None]]
App = t.Callable[[Scope, Receive, Send], t.Awaitable[None]]
Clock = t.Callable[[], float]


class LabState(t.Protocol):
    """What the edge may ask of the control plane."""

    account_id: str
    settings: Settings
    clock: Clock

    async def distributions(self) -> list[dict[str, t.Any]]:
        """Return every distribution of every account as botocore parses GetDistribution.

        Keys: Id, ARN, DomainName, Status, DistributionConfig, …, and beside them ETag and AccountId.
        Disabled ones are among them: DistributionConfig.Enabled tells.
        """

    async def invalidations(self, distribution_id: str) -> list[dict[str, t.Any]]:
        """Return the invalidations, oldest first: Id, CreateTime (epoch), Status, Paths (list of str)."""


class Edge(t.Protocol):
    """What `tests.lab.edge.start_edge` gives."""

    @property
    def http_port(self) -> int:
        """The port of http."""

    @property
    def https_port(self) -> int:
        """The port of https."""

    @property
    def ca_path(self) -> Path:
        """The certificate that signs those of the https listener."""

    async def clear(self) -> None:
        """Drop everything that is cached."""

    async def stop(self) -> None:
        """Close the listeners."""


def wall_clock() -> float:
    """Return the time as seconds since the epoch."""
    return time.time()
