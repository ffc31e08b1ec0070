# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What can be set on a running edge."""

from __future__ import annotations

import contextvars
import dataclasses

HERE: contextvars.ContextVar[str] = contextvars.ContextVar("edge location", default="")
"""The location that answers the request at hand, where there are several."""


@dataclasses.dataclass
class Options:
    """Shared by the parts of one edge."""

    location: str = "ICN57-P1"
    """The edge location in X-Amz-Cf-Pop, where there is one."""
    origin_seconds: float = 0.05
    """How far away the origin is: added to every fetch, so that a hit is visibly quicker than a miss."""
    https_port: int = 443

    @property
    def pop(self) -> str:
        """The edge location of this request."""
        return HERE.get() or self.location
