# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Rows in a temporary file: what is to be repaired, a million objects as well as one."""

from __future__ import annotations

import collections
import contextlib
import datetime
import gzip
import json
import tempfile
import typing as t

from .._errors import Refused
from .._plan import Difference
from .decide import Repair


@contextlib.contextmanager
def on_disk() -> t.Iterator[None]:
    """Make one line of it when a temporary file takes no more."""
    try:
        yield
    except OSError as error:
        raise Refused(
            f"What is to be repaired cannot be kept in {tempfile.gettempdir()}: {error.strerror}. Name a larger folder"
            " in TMPDIR, or repair a part of the objects with limit."
        ) from error


class Spool:
    """Repairs in the order in which they were added; written first, then read as often as needed."""

    def __init__(self) -> None:
        self._file = tempfile.TemporaryFile()  # noqa: SIM115 - it lives as long as the plan
        self._writer: gzip.GzipFile | None = gzip.GzipFile(fileobj=self._file, mode="wb", compresslevel=1)
        self.count = 0
        self.operations: collections.Counter[str] = collections.Counter()

    def add(self, repair: Repair) -> None:
        """Write one more row."""
        if self._writer is None:
            raise ValueError("a spool that is read takes no more rows")
        differences = [(one.path, one.current, one.desired) for one in repair.differences]
        row = (repair.key, repair.etag, repair.size, repair.at, repair.members, differences)
        line = json.dumps(row, default=_packed, separators=(",", ":")).encode() + b"\n"
        with on_disk():
            self._writer.write(line)
        self.count += 1
        self.operations[repair.operation] += 1

    def __iter__(self) -> t.Iterator[Repair]:
        """Yield the rows; one reader at a time."""
        if self._writer is not None:
            with on_disk():
                self._writer.close()
            self._writer = None
        self._file.seek(0)
        with gzip.GzipFile(fileobj=self._file, mode="rb") as reader:
            for line in reader:
                key, etag, size, at, members, differences = json.loads(line)
                members = {member: _unpacked(value) for member, value in members.items()}
                yield Repair(key, etag, size, at, members, tuple(Difference(*one) for one in differences))


def _packed(value: datetime.datetime) -> list[str]:
    # No member of a copy is a list, so that a list stands for a time.
    return [value.isoformat()]


def _unpacked(value: t.Any) -> t.Any:
    return datetime.datetime.fromisoformat(value[0]) if isinstance(value, list) else value
