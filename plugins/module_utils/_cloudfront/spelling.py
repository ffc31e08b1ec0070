# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Named members in the spelling that AWS has for them, so that the same thing is not taken for another; pure."""

from __future__ import annotations

import typing as t

from .._plan import State
from . import log_bucket

Members = dict[str, t.Any]


def spelled(desired: Members, current: State | None) -> Members:
    """Return the named members, respelled where CloudFront writes the same in another way."""
    there = current or {}
    found = dict(desired)
    if "logging" in desired:
        found["logging"] = log_bucket.spelled(desired["logging"], there.get("logging") or {})
    if "cache_behaviors" in desired:
        known = [behavior["path_pattern"] for behavior in there.get("cache_behaviors") or ()]
        found["cache_behaviors"] = [
            {**behavior, "path_pattern": _pattern(behavior["path_pattern"], known)}
            for behavior in desired["cache_behaviors"]
        ]
    return found


def _pattern(given: str, known: t.Sequence[str]) -> str:
    """CF-15: the slash in front makes no difference."""
    alike = [pattern for pattern in known if pattern.removeprefix("/") == given.removeprefix("/")]
    return given if given in alike or not alike else alike[0]
