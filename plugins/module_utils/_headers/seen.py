# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which objects were found right, or were made right, by earlier runs with the same options.

An object is known again by its key, ETag and time of the last change: whoever writes it, were it only its headers,
gives it a later time. (The time alone would not do: an upload in parts has that of its beginning.)
"""

from __future__ import annotations

import array
import contextlib
import hashlib
import json
import os
import typing as t
from pathlib import Path

from .._publish import content_types
from .numbers import Numbers, number

# Changes whenever the same options begin to mean something else; so do the tables of types.
VERSION = 2
# So many are written at once; a run that is killed forgets no more of them.
BATCH = 256
# S3 tells times in seconds: a change within the same one would not be seen.
SETTLED_SECONDS = 2


def fingerprint(key: str, etag: str, at: int) -> int:
    """Return a number for a state of an object."""
    return number(f"{etag}\n{at}\n{key}")


def cache_path(endpoint: str, wanted: t.Mapping[str, t.Any]) -> Path:
    """Return the file for what is wanted of a prefix in a bucket; other options have another one."""
    tables = [content_types.TYPES, content_types.NAMES, content_types.ENCODINGS]
    text = json.dumps([VERSION, endpoint, wanted, tables], sort_keys=True, default=str)
    home = os.environ.get("XDG_CACHE_HOME") or Path("~/.cache").expanduser()
    return Path(home, "cdn.aws", f"headers-{hashlib.sha256(text.encode()).hexdigest()[:32]}")


class Seen:
    """The states of objects that need no other look; without a path, or when it cannot be used, there are none."""

    def __init__(self, path: Path | None) -> None:
        self._path = path
        self._known = _read(path) if path else Numbers()
        self._met = Numbers()
        self._unwritten = array.array("Q")

    def knows(self, state: int) -> bool:
        """Tell whether a state needs no look."""
        return state in self._known

    def forget(self) -> None:
        """Know nothing, so that all is looked at."""
        self._known = Numbers()

    def add(self, state: int) -> None:
        """Remember a state that was looked at, or made."""
        self._met.add(state)
        if not self.knows(state):
            self._unwritten.append(state)
        if len(self._unwritten) >= BATCH:
            self.flush()

    def flush(self) -> None:
        """Write down what was added."""
        if self._path is None or not self._unwritten:
            return
        try:
            self._path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            with self._path.open("ab") as file:
                self._unwritten.tofile(file)
        except OSError:
            self._path = None  # it only spares requests
        self._unwritten = array.array("Q")

    def finish(self) -> None:
        """Keep what this run met and nothing else, sorted: objects that are gone are forgotten."""
        self.flush()
        if self._path is None:
            return
        name = self._path.with_suffix(f".{os.getpid()}")
        try:
            self._path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            with name.open("wb") as file:
                self._met.write(file)
            name.replace(self._path)
        except OSError:
            with contextlib.suppress(OSError):
                name.unlink(missing_ok=True)


def _read(path: Path) -> Numbers:
    found = Numbers()
    with contextlib.suppress(OSError), path.open("rb") as file:
        found.read(file)
    return found
