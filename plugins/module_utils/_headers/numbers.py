# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Texts that are only asked for, tens of millions of them: a number of eight bytes each."""

from __future__ import annotations

import array
import bisect
import hashlib
import typing as t

BYTES = 8
SHELVES = 256
# Numbers that are read from a file at once.
BLOCK = BYTES * 65536


def number(text: str) -> int:
    """Return the number that stands for a text."""
    return int.from_bytes(hashlib.sha256(text.encode()).digest()[:BYTES], "big")


class Numbers:
    """Numbers in any order, counted when asked for; added first, then asked for.

    They lie on shelves by their first byte: sorting all of them at once would take five times the memory.
    """

    def __init__(self) -> None:
        self._shelves = [array.array("Q") for _shelf in range(SHELVES)]
        self._unsorted: set[int] = set()

    def add(self, one: int) -> None:
        """Put a number on its shelf."""
        self._shelves[one >> 56].append(one)
        self._unsorted.add(one >> 56)

    def count(self, one: int) -> int:
        """Return how often a number was added."""
        shelf = self._sorted(one >> 56)
        return bisect.bisect_right(shelf, one) - bisect.bisect_left(shelf, one)

    def __contains__(self, one: int) -> bool:
        """Tell whether a number was added."""
        shelf = self._sorted(one >> 56)
        place = bisect.bisect_left(shelf, one)
        return place < len(shelf) and shelf[place] == one

    def _sorted(self, place: int) -> array.array[int]:
        if place in self._unsorted:
            self._unsorted.discard(place)
            self._shelves[place] = array.array("Q", sorted(self._shelves[place]))
        return self._shelves[place]

    def read(self, file: t.BinaryIO) -> None:
        """Add all numbers of a file; what is cut off at its end is none."""
        while block := file.read(BLOCK):
            for one in array.array("Q", block[: len(block) // BYTES * BYTES]):
                self.add(one)

    def write(self, file: t.BinaryIO) -> None:
        """Write all numbers, sorted."""
        for place in range(SHELVES):
            self._sorted(place).tofile(file)
