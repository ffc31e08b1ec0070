# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What in an address gives access to it, as in signed URLs of CloudFront and S3, stays out of results; pure."""

from __future__ import annotations

import re
import typing as t

MASK = "***"
# The value goes up to the next parameter or the end of the address; a colon there belongs to the sentence around it.
SECRET = re.compile(
    r"([?&](?:[\w%-]*(?:signature|credential|token)|policy|key-pair-id|awsaccesskeyid|sig)=)[^&#\s]*?(?=:?(?:[&#\s]|$))",
    re.IGNORECASE,
)


def masked(value: t.Any) -> t.Any:
    """Return a value of lists, dictionaries and texts with the signatures in its addresses replaced."""
    if isinstance(value, str):
        return SECRET.sub(rf"\1{MASK}", value)
    if isinstance(value, list):
        return [masked(item) for item in value]
    if isinstance(value, dict):
        return {key: masked(item) for key, item in value.items()}
    return value
