# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Trees of files to publish."""

from __future__ import annotations

import os
from pathlib import Path

from tests.benchmark.bucket import PAGE, name


def make(root: Path, *, count: int, size: int) -> Path:
    """Make a tree of files of one size, no two of them alike."""
    for number in range(count):
        path = root / name(number)
        if number % PAGE == 0:
            path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(number.to_bytes(8, "big") + os.urandom(size - 8))
    return root
