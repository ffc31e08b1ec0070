# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a run went on without, since the caller may not ask: a hidden gap would be a wrong conclusion."""

from __future__ import annotations

import functools
import typing as t

from ._errors import DENIED_CODES, from_client_error

READS = ("Get", "List", "Describe", "Head")


class Gaps:
    """The reads that were refused and that no later one made up for, by operation."""

    def __init__(self) -> None:
        self._refused: dict[str, str] = {}

    def watch(self, events: t.Any, service: str) -> None:
        """Look at the answers that a client gets."""
        events.register("after-call", functools.partial(self._note, service))

    def _note(self, service: str, model: t.Any, parsed: t.Mapping[str, t.Any], **dummy: object) -> None:
        operation = f"{service}:{model.name}"
        self._refused.pop(operation, None)
        if model.name.startswith(READS) and (parsed.get("Error") or {}).get("Code") in DENIED_CODES:
            self._refused[operation] = from_client_error(parsed, operation=operation).message

    def begin(self) -> None:
        """Forget what another run was refused."""
        self._refused.clear()

    def warnings(self, told: t.Sequence[str]) -> list[str]:
        """Return what users should know of a run that ended well, beside what they were ``told``."""
        return [
            f"This was left out: {message}"
            for message in self._refused.values()
            if not any(message in warning for warning in told)
        ]
