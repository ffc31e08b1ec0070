# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the children of a warm server have found out once, kept in files for those that come after."""

from __future__ import annotations

import contextlib
import hashlib
import marshal
import os
import typing as t

if t.TYPE_CHECKING:
    import types
    from pathlib import Path

Make = t.Callable[[], t.Any]


class Kept:
    """Values by the text that they were made from, in a folder."""

    def __init__(self, directory: Path) -> None:
        self._directory = directory

    def of(self, text: bytes, make: Make, form: types.ModuleType = marshal) -> t.Any:
        """Return the value of a text, made by whoever needs it first; ``form`` is marshal for code, pickle for data."""
        kept = self._directory / hashlib.sha256(text).hexdigest()
        with contextlib.suppress(FileNotFoundError):
            return form.loads(kept.read_bytes())
        value = make()
        new = kept.with_suffix(f".{os.getpid()}")
        new.write_bytes(form.dumps(value))
        new.rename(kept)
        return value
