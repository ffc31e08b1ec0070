# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What an invalidation costs (CF-74); pure."""

from __future__ import annotations

import typing as t

from .invalidations import Month

# Of an account in a month; a path with a wildcard counts as one.
FREE_PATHS = 1000
USD_PER_PATH = 0.005


def cost(paths: int, month: Month | None) -> dict[str, t.Any]:
    """Return the price of paths: at most, when no free ones are left, and at least, as far as the month is known.

    The free paths are those of the account, so that other distributions may have used them up.
    """
    found: dict[str, t.Any] = {
        "paths": paths,
        "free_paths_per_month": FREE_PATHS,
        "usd_per_path": USD_PER_PATH,
        "usd_at_most": _usd(paths),
        "usd_at_least": _usd(_beyond(paths)),
    }
    if month is not None:
        known = _beyond(month.paths + paths) - _beyond(month.paths)
        found["usd_at_least"] = _usd(known)
        found["month"] = {"paths": month.paths, "complete": month.complete}
    return found


def _beyond(paths: int) -> int:
    return max(paths - FREE_PATHS, 0)


def _usd(paths: int) -> float:
    return round(paths * USD_PER_PATH, 3)
