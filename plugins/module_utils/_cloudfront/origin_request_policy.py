# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Origin request policies: what of a viewer's request the origin gets to see."""

from __future__ import annotations

import typing as t

from .._plan import State
from .config_object import STALE
from .managed_policies import KINDS
from .policy import Policy
from .selections import NOTHING, settled


class OriginRequestPolicy(Policy):
    """One origin request policy of the account."""

    noun = "origin_request_policy"
    policies = KINDS["origin_request_policy_id"]
    kind = policies.member
    words = policies.words
    plural = policies.plural
    stale_codes = STALE | {f"{kind}AlreadyExists"}
    config_options = ("name", "comment", "headers_config", "cookies_config", "query_strings_config")
    defaults: t.ClassVar[t.Mapping[str, t.Any]] = NOTHING

    def target(self, current: State | None) -> State:
        """Return the configuration to reach, names only where a behaviour takes them (CF-66)."""
        return settled(super().target(current), self.desired())
