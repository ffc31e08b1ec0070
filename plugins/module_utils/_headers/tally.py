# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The numbers of a run: how many objects, why, and examples; never the objects themselves; pure."""

from __future__ import annotations

import collections
import dataclasses
import typing as t

from .cost import Costs
from .decide import Repair, Skipped

MOST_EXAMPLES = 3
# Metadata can be another one on each object: what is over is counted together.
MOST_DIFFERENCES = 50
OTHERS = "(various)"
# Up to so many paths a result names each; an invalidation of more is cheaper as a wildcard anyway.
MOST_PATHS = 10_000

Key = tuple[str, str, str]


@dataclasses.dataclass
class Tally:
    """Counts what was found. ``keys`` are those to be repaired; None when they are too many to be named."""

    costs: Costs = dataclasses.field(default_factory=Costs)
    objects: int = 0
    looked_at: int = 0
    unchanged: int = 0
    repairs: int = 0
    bytes: int = 0
    complete: bool = True
    # A dictionary without values: in order, and what was withdrawn is found at once.
    keys: dict[str, None] | None = dataclasses.field(default_factory=dict)
    skipped: collections.Counter[str] = dataclasses.field(default_factory=collections.Counter)
    skipped_examples: dict[str, list[str]] = dataclasses.field(default_factory=dict)
    classes: collections.Counter[str] = dataclasses.field(default_factory=collections.Counter)
    operations: collections.Counter[str] = dataclasses.field(default_factory=collections.Counter)
    _differences: dict[Key, list[t.Any]] = dataclasses.field(default_factory=dict)

    def skip(self, skipped: Skipped) -> None:
        """Count an object that is left alone."""
        self.skipped[skipped.reason] += 1
        examples = self.skipped_examples.setdefault(skipped.reason, [])
        if len(examples) < MOST_EXAMPLES:
            examples.append(skipped.key)

    def repair(self, repair: Repair, current_class: str, looks: int = 1) -> None:
        """Count an object that is to be repaired; ``looks`` are the requests that showed it."""
        self.repairs += 1
        self.bytes += repair.size
        self.classes[current_class] += 1
        self.operations[repair.operation] += 1
        self.costs.repair(repair, current_class, looks)
        if self.keys is not None:
            self.keys[repair.key] = None
            self.keys = self.keys if len(self.keys) <= MOST_PATHS else None
        for one in repair.differences:
            self._difference(one.path.rpartition(": ")[2], one.current, one.desired, repair.key)

    def withdraw(self, repair: Repair, skipped: Skipped | None) -> None:
        """Count an object that was to be repaired and turned out to be right, or to be left alone."""
        self.repairs -= 1
        self.bytes -= repair.size
        if self.keys is not None:
            self.keys.pop(repair.key, None)
        if skipped:
            self.skip(skipped)
        else:
            self.unchanged += 1

    def _difference(self, header: str, current: t.Any, desired: t.Any, key: str) -> None:
        place: Key = (header, _text(current), _text(desired))
        if place not in self._differences and len(self._differences) >= MOST_DIFFERENCES:
            place = (header, OTHERS, OTHERS)
        count, values, examples = self._differences.setdefault(place, [0, (current, desired), []])
        if place[1] == OTHERS:
            values = (OTHERS, OTHERS)
        if len(examples) < MOST_EXAMPLES:
            examples.append(key)
        self._differences[place] = [count + 1, values, examples]

    def differences(self) -> list[dict[str, t.Any]]:
        """Return what differs and on how many objects, the most frequent first."""
        rows = [
            {"header": place[0], "current": values[0], "desired": values[1], "objects": count, "examples": examples}
            for place, (count, values, examples) in self._differences.items()
        ]
        return sorted(rows, key=lambda row: -row["objects"])


def _text(value: t.Any) -> str:
    return str(sorted(value.items()) if isinstance(value, dict) else value)
