# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The headers of each file, and a short mark of them: as long as it stays, the rules say the same; pure."""

from __future__ import annotations

import base64
import hashlib
import json
import typing as t

from .rules import Headers, Rules
from .walk import LocalFile

MARK_BYTES = 9


class Marks:
    """What the rules say, kept once for all files of which they say the same."""

    def __init__(self, rules: Rules) -> None:
        self._rules = rules
        self._said: dict[str, tuple[Headers, str]] = {}

    def of(self, file: LocalFile) -> tuple[Headers, str]:
        """Return the headers that are named for a file and their mark."""
        headers = self._rules.headers(file.name, beside_original=file.beside_original)
        said = repr(headers)
        found = self._said.get(said)
        if found is None:
            found = self._said[said] = (headers, mark(headers))
        return found


def mark(headers: t.Mapping[str, t.Any]) -> str:
    """Return a text that is another one for other headers."""
    told = json.dumps(headers, sort_keys=True, ensure_ascii=True)
    return base64.b64encode(hashlib.blake2b(told.encode(), digest_size=MARK_BYTES).digest()).decode()
