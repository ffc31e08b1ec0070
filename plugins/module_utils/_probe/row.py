# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a row of the table of reasons consists of; pure."""

from __future__ import annotations

import dataclasses

from .signs import Asked, Sign
from .words import words


@dataclasses.dataclass(frozen=True)
class Row:
    """When ``fits``, this is the ``reason``, and this the ``remedy``; ``key`` is its name for programs.

    ``final`` says that asking again cannot change it, and ``by_header`` that it is so only after a second time: a
    response headers policy may have written what viewers see. What stands in braces is filled in.
    """

    key: str
    fits: Sign
    reason: str
    remedy: str
    final: bool = False
    by_header: bool = False

    def say(self, asked: Asked) -> str:
        """Return reason and remedy for a path."""
        return f"{self.reason.format_map(words(asked))}. {self.remedy}"
