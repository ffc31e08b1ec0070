# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The files of a tree, in the order in which S3 lists their keys."""

from __future__ import annotations

import dataclasses
import os
import re
import stat
import typing as t
from pathlib import Path

from .._errors import Refused
from .content_types import compressed_form
from .patterns import Selection

CONTROL = re.compile(r"[\x00-\x1f\x7f]")


@dataclasses.dataclass(frozen=True, slots=True)
class LocalFile:
    """A file to publish: ``name`` is its path in the tree with slashes, ``path`` opens it.

    ``beside_original`` tells that it is named like the compressed form of another file of its folder.
    """

    name: str
    path: str
    size: int
    mtime_ns: int
    beside_original: bool = False
    ctime_ns: int = 0
    inode: int = 0


class Tree:
    """A local directory; ``skipped`` holds what the walk left out unasked: hidden names and likely secrets."""

    def __init__(self, root: str, selection: Selection) -> None:
        self._root = root
        self._real_root = os.path.realpath(root)
        self._selection = selection
        self.skipped: list[str] = []

    def files(self) -> t.Iterator[LocalFile]:
        """Yield the files sorted by name, one folder at a time, so that a large tree takes no memory.

        Raises Refused for what cannot be published: links out of the tree, unreadable folders, odd files.
        """
        self._refuse_no_directory()
        self.skipped.clear()
        yield from self._walk(self._root, "", (self._real_root,))

    def _refuse_no_directory(self) -> None:
        what = "is not a directory"
        try:
            if stat.S_ISDIR(Path(self._root).stat().st_mode):
                return
        except FileNotFoundError:
            what = "does not exist"
        except OSError as error:
            # A folder above it that nobody may enter, or a name that no file can have.
            what = f"cannot be looked at ({error.strerror})"
        raise Refused(f"source {self._root} {what}: name the directory whose files are to be published.")

    def _walk(self, folder: str, prefix: str, above: tuple[str, ...]) -> t.Iterator[LocalFile]:
        entries = self._entries(folder, prefix)
        originals = _originals(entries)
        for name, entry in entries:
            if not entry.is_dir():
                yield _local_file(name, entry, beside_original=compressed_form(name)[0] in originals)
                continue
            real = os.path.realpath(entry.path) if entry.is_symlink() else f"{above[-1]}{os.sep}{entry.name}"
            if real in above:
                raise Refused(f"{entry.path} is a link to a folder that holds it: exclude it.")
            yield from self._walk(entry.path, f"{name}/", (*above, real))

    def _entries(self, folder: str, prefix: str) -> list[tuple[str, os.DirEntry[str]]]:
        try:
            with os.scandir(folder) as entries:
                found = [(f"{prefix}{entry.name}", entry) for entry in entries if self._is_selected(prefix, entry)]
        except OSError as error:
            raise Refused(f"{folder} cannot be read: {error.strerror}. Allow it or exclude the folder.") from error
        for dummy, entry in found:
            if entry.is_symlink():
                self._refuse_foreign_link(entry)
        # S3 lists keys by their bytes, and a folder's keys go on with a slash: `a.txt` comes before `a/b` (S3-37).
        return sorted(found, key=lambda pair: f"{pair[0]}/" if pair[1].is_dir() else pair[0])

    def _is_selected(self, prefix: str, entry: os.DirEntry[str]) -> bool:
        name = f"{prefix}{entry.name}"
        try:
            name.encode()
        except UnicodeEncodeError:
            shown = os.fsencode(entry.path).decode("utf-8", "backslashreplace")
            raise Refused(f"The name of {shown} is not UTF-8, as S3 keys have to be: rename the file.") from None
        if self._selection.excludes(name):
            return False
        if self._selection.hides(name):
            self.skipped.append(name)
            return False
        if CONTROL.search(entry.name):
            # S3 keeps such keys, but its XML cannot name them: a listing or a delete would fail later on.
            raise Refused(f"The name of {entry.path!r} has a control character: rename or exclude the file.")
        return True

    def _refuse_foreign_link(self, entry: os.DirEntry[str]) -> None:
        real = os.path.realpath(entry.path)
        try:
            is_there = Path(real).exists()
        except OSError as error:  # a folder on the way that nobody may enter
            raise Refused(f"{entry.path} is a link to {real}, which cannot be read: {error.strerror}.") from error
        if not is_there:
            raise Refused(f"{entry.path} is a link to {real}, which does not exist: remove or exclude it.")
        if os.path.commonpath([real, self._real_root]) != self._real_root:
            raise Refused(
                f"{entry.path} is a link to {real}, outside of source {self._root}: copy what is meant to be public"
                " into the tree, or exclude the link."
            )
        name = os.path.relpath(real, self._real_root).replace(os.sep, "/")
        if real != self._real_root and self._selection.hides(name):
            raise Refused(
                f"{entry.path} is a link to {name}, which is hidden or looks like a secret: exclude the link, or name"
                f" {name} in include_hidden if it is public."
            )


def _originals(entries: list[tuple[str, os.DirEntry[str]]]) -> set[str]:
    wanted = {compressed_form(name)[0] for name, dummy in entries} - {""}
    return {name for name, entry in entries if name in wanted and not entry.is_dir()} if wanted else wanted


def _local_file(name: str, entry: os.DirEntry[str], *, beside_original: bool) -> LocalFile:
    try:
        status = entry.stat()
    except OSError as error:
        raise Refused(f"{entry.path} cannot be read: {error.strerror}. Was it removed meanwhile?") from error
    if not stat.S_ISREG(status.st_mode):
        raise Refused(f"{entry.path} is no regular file (a socket, pipe or device): exclude it.")
    if not os.access(entry.path, os.R_OK):
        raise Refused(f"{entry.path} cannot be read by this user: allow it or exclude the file.")
    times = (status.st_mtime_ns, beside_original, status.st_ctime_ns)
    return LocalFile(name, entry.path, status.st_size, *times, status.st_ino)
