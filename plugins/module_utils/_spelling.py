# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Values in the spelling that AWS uses, so that the same thing is not taken for another; pure."""

from __future__ import annotations

import datetime
import typing as t

from ._errors import Refused
from ._plan import MASKED, OTHER_MASKED
from ._unknown import is_unknown

# What stands for secrets where they are shown: our own words, and Ansible's for the values of options.
MASKS = (MASKED, OTHER_MASKED, "VALUE_SPECIFIED_IN_NO_LOG_PARAMETER")


def unmasked(value: t.Any, current: t.Any, path: str) -> t.Any:
    """Return a secret; what stood for one where it was returned keeps the current one."""
    if value not in MASKS:
        return value
    if current is None:
        raise Refused(f"{path}: {value} only stands for a secret that is not shown; write the secret itself.")
    return current


def timestamp(value: t.Any, path: str) -> t.Any:
    """Return a time as an answer's is written; a time without a zone is UTC."""
    if value is None or is_unknown(value):
        return value
    try:
        time = datetime.datetime.fromisoformat(str(value).replace("Z", "+00:00"))
    except ValueError as error:
        raise Refused(f"{path}: {value} is no time such as 2026-01-31 or 2026-01-31T00:00:00Z.") from error
    return (time if time.tzinfo else time.replace(tzinfo=datetime.timezone.utc)).isoformat()


def lower(value: t.Any, current: t.Any) -> t.Any:
    """Return text, or a list of texts, in lower case and without a last dot; or as it is there in another case."""
    if isinstance(value, list):
        there = {str(item).lower(): item for item in current or ()}
        return [lower(item, there.get(item.rstrip(".").lower())) for item in value]
    if is_unknown(value):
        return value
    lowered = value.rstrip(".").lower()
    return current if current is not None and current.lower() == lowered else lowered
