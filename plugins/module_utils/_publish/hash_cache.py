# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The digests of a tree's files, remembered on this host, so that files that stay are not read again."""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import tempfile
import time
import typing as t
from pathlib import Path

from . import table
from .table import Corrections
from .walk import LocalFile

TITLE = "cdn.aws digests 1"
# A file that was written to just now may be written to again without a new time.
RACY_NS = 2_000_000_000
UNUSED_SECONDS = 90 * 24 * 3600


class Known(t.NamedTuple):
    """The digest of a file as it was when it had this stamp."""

    name: str
    stamp: str
    digest: str


def stamp(file: LocalFile) -> str:
    """Return what changes with a file's content; the time of the inode also when the other one is set back."""
    return _stamp(file.size, file.mtime_ns, file.ctime_ns, file.inode)


def stamp_now(file: LocalFile) -> str:
    """Return the stamp of a file as it is now; nothing when it is gone."""
    try:
        status = os.stat(file.path)  # noqa: PTH116 - no path object for each file of a large tree
    except OSError:
        return ""
    return _stamp(status.st_size, status.st_mtime_ns, status.st_ctime_ns, status.st_ino)


def _stamp(size: int, mtime_ns: int, ctime_ns: int, inode: int) -> str:
    return f"{size} {mtime_ns} {ctime_ns} {inode}"


def is_settled(file: LocalFile, now_ns: int) -> bool:
    """Tell whether a later write to a file would show in its stamp."""
    return max(file.mtime_ns, file.ctime_ns) + RACY_NS < now_ns


class HashCache:
    """The digests of one tree; where nothing can be kept, nothing is known."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._kept: t.BinaryIO | None = None
        self._corrections = Corrections()

    def rows(self) -> t.Iterator[Known]:
        """Begin anew, and yield what is known, as far as it can be read."""
        self._corrections = Corrections()
        with contextlib.suppress(OSError):
            self._kept = self._path.open("rb")
            os.utime(self._path)  # not left over
        yield from self._rows()

    def _rows(self) -> t.Iterator[Known]:
        if self._kept is not None:
            with contextlib.suppress(table.DamagedTable):
                yield from table.read(self._kept, TITLE, lambda texts: Known(*texts))

    def learn(self, file: LocalFile, digest: str) -> None:
        """Remember a digest, in the order of names."""
        if digest and is_settled(file, time.time_ns()):
            self._corrections.add(Corrections.SET, Known(file.name, stamp(file), digest))

    def drop(self, name: str) -> None:
        """Forget a file that is gone."""
        self._corrections.add(Corrections.DROP, (name,))

    def save(self, sent: t.Iterable[tuple[LocalFile, str]] = ()) -> None:
        """Write what was learnt, and the digests of files that were sent since; nothing where that is not possible."""
        now = time.time_ns()
        settled = [one for one in sent if one[1] and is_settled(one[0], now)]
        settled.sort(key=lambda one: one[0].name)
        later = ((Corrections.SET, Known(file.name, stamp(file), digest)) for file, digest in settled)
        # A path that is not absolute is that of a user without a home.
        if not self._path.is_absolute() or not (settled or self._corrections.count):
            return
        rows = table.corrected(self._rows(), self._corrections, {})
        rows = table.corrected(rows, later, {})
        with contextlib.suppress(OSError):
            self._write(rows)

    def _write(self, rows: t.Iterable[table.Row]) -> None:
        folder = self._path.parent
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=folder, prefix=f"{self._path.name}.")
        try:
            with os.fdopen(handle, "wb") as file:
                table.write(file, TITLE, rows)
            Path(name).replace(self._path)
        finally:
            Path(name).unlink(missing_ok=True)
        _clean(folder)


def _clean(folder: Path) -> None:
    oldest = time.time() - UNUSED_SECONDS
    for path in folder.iterdir():
        with contextlib.suppress(OSError):
            if path.stat().st_mtime < oldest:
                path.unlink()


def cache_path(source: str, selection: t.Any) -> Path:
    """Return where the digests of a tree are kept; each selection of its files has its own."""
    told = json.dumps([os.path.realpath(source), selection], sort_keys=True)
    name = hashlib.sha256(told.encode("utf-8", "surrogateescape")).hexdigest()[:32]
    base = os.environ.get("XDG_CACHE_HOME") or os.path.join(os.path.expanduser("~"), ".cache")  # noqa: PTH111, PTH118
    return Path(base) / "cdn.aws" / f"{name}.gz"
