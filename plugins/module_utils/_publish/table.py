# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Sorted tables in files: a line for each name, read as a stream and corrected as one; never whole in memory."""

from __future__ import annotations

import gzip
import io
import tempfile
import typing as t
import zlib

# A row is its name and further texts.
Row = tuple[str, ...]
R = t.TypeVar("R", bound=Row)

IN_MEMORY = 4 * 1024 * 1024
LEVEL = 1  # digests do not get any smaller
ESCAPES = {"\\": "\\\\", "\t": "\\t", "\n": "\\n"}
UNESCAPES = {escape: sign for sign, escape in ESCAPES.items()}


class DamagedTable(Exception):
    """A table that is no table, is of another version, or breaks off."""


def temporary() -> t.BinaryIO:
    """Return a file that is gone when it is closed, and on a disk only when it grows."""
    return t.cast("t.BinaryIO", tempfile.SpooledTemporaryFile(IN_MEMORY))


def write(file: t.BinaryIO, title: str, rows: t.Iterable[Row]) -> None:
    """Write a table, compressed, from where the file stands."""
    with (
        gzip.GzipFile(fileobj=file, mode="wb", compresslevel=LEVEL, mtime=0) as packed,
        io.TextIOWrapper(t.cast("t.IO[bytes]", packed), encoding="utf-8", newline="\n") as text,
    ):
        text.write(f"{title}\n")
        text.writelines(map(_line, rows))


def read(file: t.BinaryIO, title: str, of: t.Callable[[list[str]], R]) -> t.Iterator[R]:
    """Yield the rows of a table, each made by ``of`` out of its texts; raises DamagedTable, also on the way."""
    file.seek(0)
    last = None
    try:
        with (
            gzip.GzipFile(fileobj=file, mode="rb") as packed,
            io.TextIOWrapper(packed, encoding="utf-8", newline="\n") as text,
        ):
            if text.readline() != f"{title}\n":
                raise DamagedTable
            for line in text:
                row = of(_texts(line))
                if last is not None and row[0] <= last:
                    raise DamagedTable
                last = row[0]
                yield row
    except (OSError, EOFError, ValueError, TypeError, KeyError, zlib.error) as error:
        raise DamagedTable from error


def _line(row: Row) -> str:
    line = "\t".join(row)
    # Names that need it are rare.
    if "\\" in line or "\n" in line or line.count("\t") >= len(row):
        line = "\t".join("".join(ESCAPES.get(sign, sign) for sign in text) for text in row)
    return f"{line}\n"


def _texts(line: str) -> list[str]:
    if not line.endswith("\n"):
        raise EOFError
    texts = line[:-1].split("\t")
    return [_unescaped(text) for text in texts] if "\\" in line else texts


def _unescaped(text: str) -> str:
    found, rest = [], iter(text)
    for sign in rest:
        found.append(UNESCAPES[f"\\{next(rest, '')}"] if sign == "\\" else sign)
    return "".join(found)


class Corrections:
    """What has to be changed in a table, in the order of its names: rows to set, rows to drop, and rows to come."""

    SET, DROP, TO_COME = "=", "-", "?"
    UNSEEN = "!"

    def __init__(self) -> None:
        self._lines = temporary()
        self.count = 0

    def add(self, what: str, row: Row, *, unseen: bool = False) -> None:
        """Add a correction; ``what`` is SET, DROP or TO_COME, ``unseen`` a name of which nothing is remembered yet."""
        line = _line((row[0], f"{what}{self.UNSEEN if unseen else ''}", *row[1:]))
        self._lines.write(line.encode())
        self.count += 1

    def _all(self) -> t.Iterator[list[str]]:
        self._lines.seek(0)
        for line in self._lines:
            yield _texts(line.decode())

    def __iter__(self) -> t.Iterator[tuple[str, Row]]:
        """Yield what was added."""
        for name, what, *texts in self._all():
            yield what[0], (name, *texts)

    def unseen(self) -> t.Iterator[str]:
        """Yield the names of which nothing is remembered yet."""
        for name, what, *dummy in self._all():
            if what.endswith(self.UNSEEN):
                yield name


def corrected(
    rows: t.Iterable[Row], corrections: t.Iterable[tuple[str, Row]], come: t.Mapping[str, Row]
) -> t.Iterator[Row]:
    """Yield the rows of a table after its corrections; ``come`` holds the rows that were to come, by name."""
    old = iter(rows)
    row = next(old, None)
    for what, given in corrections:
        name = given[0]
        while row is not None and row[0] < name:
            yield row
            row = next(old, None)
        if row is not None and row[0] == name:
            row = next(old, None)
        new = {Corrections.SET: given, Corrections.TO_COME: come.get(name)}.get(what)
        if new is not None:
            yield new
    while row is not None:
        yield row
        row = next(old, None)
