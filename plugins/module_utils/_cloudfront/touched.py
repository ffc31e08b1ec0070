# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which part of a configuration a task changes; pure."""

from __future__ import annotations

import typing as t


class Touched:
    """The paths that a task changes: what AWS once accepted and nobody changes is not questioned."""

    def __init__(self, paths: t.Iterable[str]) -> None:
        self._paths = tuple(paths)

    def __contains__(self, path: object) -> bool:
        """Tell whether a path, something below it, or what holds it changes."""
        return any(_is_at(str(path), other) or _is_at(other, str(path)) for other in self._paths)


def _is_at(path: str, holder: str) -> bool:
    return path == holder or path.startswith((f"{holder}.", f"{holder}["))
