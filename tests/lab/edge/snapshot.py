# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The distributions as they are now."""

from __future__ import annotations

import time
import typing as t

if t.TYPE_CHECKING:
    from tests.lab.edge.routing import Distribution
    from tests.lab.state import LabState


class Snapshot:
    """Reads the control plane for each request: what the API has answered is what the next viewer gets."""

    def __init__(self, state: LabState) -> None:
        self._state = state

    @property
    def account_id(self) -> str:
        """The account whose buckets are asked for directly."""
        return self._state.account_id

    def now(self) -> float:
        """Return the lab's time, which tests may move."""
        clock = getattr(self._state, "clock", time.time)
        return float(clock())

    def setting(self, name: str, default: t.Any) -> t.Any:
        """Return a setting of the lab."""
        return getattr(getattr(self._state, "settings", None), name, default)

    async def distributions(self) -> list[Distribution]:
        """Return every distribution."""
        return await self._state.distributions()

    async def invalidations(self, distribution: str) -> list[dict[str, t.Any]]:
        """Return the invalidations of a distribution."""
        return await self._state.invalidations(distribution)

    async def certificate_names(self, arn: str, fallback: str) -> list[str]:
        """Return the names in a certificate, as far as the control plane tells them."""
        read = getattr(self._state, "certificate", None)
        certificate = await read(arn) if read and arn else None
        return list((certificate or {}).get("SubjectAlternativeNames") or [fallback])
