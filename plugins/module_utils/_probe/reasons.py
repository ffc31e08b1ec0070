# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Why an answer did not come from the cache: a table of what it shows, the first row that fits counts; pure."""

from __future__ import annotations

from .misses import MISSES
from .refusals import REFUSALS
from .row import Row
from .signs import Asked

TABLE: tuple[Row, ...] = REFUSALS + MISSES


def find(asked: Asked) -> Row | None:
    """Return why a path is not served from the cache, None when it is and all is well."""
    if asked.is_fine and asked.is_hit and not asked.is_stale and not asked.varied:
        return None
    return next(row for row in TABLE if row.fits(asked))
