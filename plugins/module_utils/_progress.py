# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a task tells while it waits: kept for its result, and written line by line for whoever runs it."""

from __future__ import annotations

import dataclasses
import json
import typing as t
from pathlib import Path

# Where the controller's side reads along; a task that nobody watches has no such variable.
ENVIRONMENT = "CDN_PROGRESS_FILE"


@dataclasses.dataclass(frozen=True)
class Look:
    """How far a wait is: ``seconds`` are those gone, ``usual`` is how long it takes as a rule, in words.

    ``resume`` says what whoever interrupts it leaves behind, unless AWS goes on and the next run waits further.
    """

    what: str
    status: str
    seconds: float
    usual: str = ""
    facts: tuple[str, ...] = ()
    done: bool = False
    resume: str = ""


class Progress:
    """The waits of one task, in order; ``path`` is a file to which each look is added as a line of JSON."""

    def __init__(self, path: str = "") -> None:
        self._path = path
        self._waits: dict[str, Look] = {}

    def tell(self, look: Look) -> None:
        """Keep a look, and write it down; a file that cannot be written is not worth a failure."""
        self._waits[look.what] = look
        if not self._path:
            return
        try:
            with Path(self._path).open("a", encoding="utf-8") as file:
                file.write(json.dumps(dataclasses.asdict(look), default=str) + "\n")
        except OSError:
            self._path = ""

    def waits(self) -> list[dict[str, t.Any]]:
        """Return what was waited for and how long, as the ``waits`` return value."""
        return [
            {"what": look.what, "usual": look.usual, "seconds": round(look.seconds, 1)} for look in self._waits.values()
        ]


_current = Progress()


def start(path: str = "") -> Progress:
    """Begin a task: from now on its waits are told to what this returns."""
    global _current  # noqa: PLW0603 - a module process is one task
    _current = Progress(path)
    return _current


def tell(look: Look) -> None:
    """Tell how far a wait is."""
    _current.tell(look)
