# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What one look at all names has found: counts, writes, changed names, and corrections of what is remembered."""

from __future__ import annotations

import collections
import typing as t

from .changes import MOST_ACTIONS, Write, Writes, count_of
from .digests import is_comparable, own_checksum
from .examine import Finding
from .hash_cache import HashCache, stamp_now
from .manifest import Vouched
from .table import Corrections
from .upload import PAGES, ObjectChange, Written

MOST_SAMPLES = 3


class Survey:
    """Takes findings in the order of their names and keeps nothing of those that need no write."""

    def __init__(self, writes: Writes, cache: HashCache, *, purge: bool, remembering: bool) -> None:
        self._writes = writes
        self._purge = purge
        self._remembering = remembering
        self._cache = cache
        self._assets: list[Write] = []
        self._pages: list[Write] = []
        self.doomed: list[Finding] = []
        self.tally: collections.Counter[str] = collections.Counter()
        self.bytes_sent = 0
        self.samples: list[str] = []
        self.new: list[str] = []
        self.changed: list[str] = []
        # Names of objects that are deleted now, or that an interrupted run or somebody else has deleted.
        self.gone: list[str] = []
        # Names whose objects are about to be rewritten although nothing is remembered of them.
        self.announced = False
        self.corrections = Corrections()

    def add(self, finding: Finding) -> None:
        """Take a finding."""
        entry = finding.entry
        if entry.file is None:
            self._add_without_file(finding)
            return
        self.tally[finding.kind] += 1
        if len(self.samples) < MOST_SAMPLES:
            self.samples.append(entry.file.name)
        if finding.digest and finding.digest != entry.digest:
            self._cache.learn(entry.file, finding.digest)
        if finding.kind != "unchanged":
            self._add_write(finding)
        elif finding.row is not None and finding.row != entry.row:
            self._correct(Corrections.SET, finding.row)
        if finding.kind in ("changed", "headers") or (entry.row is not None and not entry.fits):
            # Also what an interrupted run or somebody else has replaced.
            self.changed.append(finding.name)
        elif finding.kind == "new":
            self.new.append(finding.name)

    def _add_without_file(self, finding: Finding) -> None:
        entry = finding.entry
        if entry.known is not None:
            self._cache.drop(finding.name)
        if finding.kind == "remote_only":
            self.tally[finding.kind] += 1
            if self._purge:
                self.doomed.append(finding)
                self._forget(finding, unseen=entry.row is None)
        elif entry.row is not None:
            self._forget(finding)

    def _forget(self, finding: Finding, *, unseen: bool = False) -> None:
        self.changed.append(finding.name)
        self.gone.append(finding.name)
        self._correct(Corrections.DROP, finding.name, unseen=unseen)

    def _add_write(self, finding: Finding) -> None:
        if len(self._assets) + len(self._pages) >= MOST_ACTIONS:
            finding.differences = ()  # nobody will be told
        change = self._writes.write(finding)
        (self._pages if change.phase == PAGES else self._assets).append(change)
        if finding.kind != "headers" and change.file is not None:
            self.bytes_sent += change.file.size
        unseen = finding.kind != "new" and finding.entry.row is None
        self._correct(Corrections.TO_COME, finding.name, unseen=unseen)

    def _correct(self, what: str, row: Vouched | str, *, unseen: bool = False) -> None:
        if self._remembering:
            self.announced = self.announced or unseen
            self.corrections.add(what, (row,) if isinstance(row, str) else row, unseen=unseen)

    def changes(self) -> list[ObjectChange]:
        """Return the writes: assets, then pages, then deletes, in which order viewers never miss anything (S3-36)."""
        return [*self._assets, *self._pages, *self._writes.deletes(self.doomed)]

    @property
    def replacing(self) -> int:
        """Return how many objects are replaced or deleted."""
        return self.tally["changed"] + self.tally["headers"] + len(self.doomed)

    @property
    def sent(self) -> int:
        """Return how many files are sent."""
        return self.tally["new"] + self.tally["changed"]


class Memory:
    """What is to be remembered of objects that are written now; ``replaced`` counts those that were there before."""

    def __init__(self) -> None:
        self.replaced = 0
        self.rows: dict[str, Vouched] = {}
        self._hashed: list[Write] = []

    def take(self, change: ObjectChange, written: Written | None) -> None:
        """Take what S3 has answered to a write."""
        self.replaced += count_of(change) if change.kind != "create" else 0
        if not isinstance(change, Write) or written is None or change.file is None:
            return
        file = change.file
        digest = written.digest if is_comparable(written.digest, file.size) else change.digest
        if not digest:
            before = stamp_now(file)
            digest = own_checksum(file.path, file.size) if before else ""
            digest = digest if before == stamp_now(file) else ""
        self.rows[file.name] = Vouched(file.name, written.etag, str(written.at), digest, change.mark)
        self._hashed.append(change)

    def digests(self) -> t.Iterator[tuple[t.Any, str]]:
        """Yield the files that were sent and their digests."""
        for change in self._hashed:
            if change.file is not None:
                yield change.file, self.rows[change.file.name].digest
