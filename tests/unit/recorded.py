# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Answers that real AWS gave. They are no part of the project (their licence is another one).

Where their folder is, a file that lacks is a failure; the tests are skipped only where there is no such folder at all.
"""

from __future__ import annotations

import json
import os
import typing as t
from pathlib import Path

import pytest

FOLDER = Path(os.environ.get("CDN_RECORDED", Path(__file__).resolve().parents[3] / "shared" / "recorded"))

needs_recorded = pytest.mark.skipif(not FOLDER.is_dir(), reason=f"no answers of AWS were recorded in {FOLDER}")


def recorded(pattern: str) -> dict[str, dict[str, t.Any]]:
    """Return answers by the names of their files; ``pattern`` is a folder and such a name, with or without a ``*``."""
    found = sorted(FOLDER.glob(f"{pattern}.json"))
    assert found or not FOLDER.is_dir(), f"there is no {pattern}.json in {FOLDER}"
    return {path.stem: json.loads(path.read_text(encoding="utf-8")) for path in found}
