# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Origin access controls: how CloudFront signs its requests to an origin (CF-43, CF-44)."""

from __future__ import annotations

import typing as t

from .._plan import State
from .._shapes import from_sdk
from .config_object import STALE, ConfigObject

LONGEST_NAME = 64
LONGEST_DESCRIPTION = 256


class OriginAccessControl(ConfigObject):
    """One origin access control, found by its id or its name."""

    noun = "origin_access_control"
    kind = "OriginAccessControl"
    words = "origin access control"
    plural = "OriginAccessControls"
    # A name that was taken between our look and our create is looked up again and adopted (CF-43).
    stale_codes = STALE | {"OriginAccessControlAlreadyExists"}
    config_options = (
        "name",
        "description",
        "origin_access_control_origin_type",
        "signing_behavior",
        "signing_protocol",
    )
    longest: t.ClassVar[t.Mapping[str, int]] = {"name": LONGEST_NAME, "description": LONGEST_DESCRIPTION}
    defaults: t.ClassVar[t.Mapping[str, t.Any]] = {
        "origin_access_control_origin_type": "s3",
        "signing_behavior": "always",
        "signing_protocol": "sigv4",
    }

    def listed(self, item: t.Mapping[str, t.Any]) -> State:
        """Return the state that an item of the list shows: all of it but the ETag."""
        config = {member: value for member, value in item.items() if member != "Id"}
        return {"id": item["Id"], **from_sdk(self.config_shape, config)}

    def users(self, state: State) -> list[str]:
        """Return the distributions whose origins refer to it."""
        return [
            f"the distribution {summary['Id']}"
            for page in self.api.pages("cloudfront:ListDistributions")
            for summary in page["DistributionList"].get("Items") or ()
            if any(origin.get("OriginAccessControlId") == state["id"] for origin in summary["Origins"]["Items"])
        ]
