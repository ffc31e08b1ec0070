# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Headers of objects that are already there, most of them repaired by S3 Batch Operations."""

from __future__ import annotations

import dataclasses
import itertools
import typing as t

from .._plan import Change, Plan, State
from .._resource import Api
from .batch import Batch
from .batch_inventory import inventory_pages
from .object_headers import ObjectHeaders
from .repairs import Repairs


class Batched(t.Sequence[Change]):
    """The writes of jobs, then those of the objects that are repaired one by one."""

    def __init__(self, jobs: t.Sequence[Change], repairs: Repairs) -> None:
        self.jobs = jobs
        self.repairs = repairs

    def __len__(self) -> int:
        return len(self.jobs) + len(self.repairs)

    def __iter__(self) -> t.Iterator[Change]:
        return itertools.chain(self.jobs, self.repairs)

    @t.overload
    def __getitem__(self, index: int) -> Change: ...

    @t.overload
    def __getitem__(self, index: slice) -> t.Sequence[Change]: ...

    def __getitem__(self, index: int | slice) -> Change | t.Sequence[Change]:
        return tuple(self)[index]


class BatchObjectHeaders(ObjectHeaders):
    """The headers of the objects under a prefix; with the option ``batch`` by jobs where many objects are alike."""

    def __init__(self, options: t.Mapping[str, t.Any], api: Api) -> None:
        super().__init__(options, api)
        self._batch = Batch(options, api) if options["batch"] else None

    def validate(self) -> None:
        """Refuse what cannot be, of jobs too."""
        super().validate()
        if self._batch:
            self._batch.validate()

    def read(self) -> State | None:
        """Begin the listing, or the inventory that stands for it."""
        current = super().read()
        location = self.options["batch"]["inventory"] if self._batch else None
        if current is not None and location:
            self._pages = inventory_pages(self.api, location, bucket=self.options["bucket"], prefix=self._prefix)
        return current

    def plan(self, current: State | None) -> Plan:
        """Leave to jobs what is worth one, and to earlier jobs what they are about."""
        if self._batch is None or current is None:
            return super().plan(current)
        self._batch.begin()
        plan = super().plan(current)
        jobs, single = self._batch.divide(self._survey.repairs)
        repairs = Repairs(single, self._survey.tally, bucket=self.options["bucket"], prefix=self._prefix)
        changes = Batched(jobs, repairs)
        return dataclasses.replace(plan, after=self._report(), changes=changes, needs=self._batch.needs)

    def _report(self) -> State:
        told = super()._report()
        if self._batch is None:
            return told
        cost, price = told["cost_estimate"], round(self._batch.price(), 4)
        cost = {**cost, "jobs": price, "total": round(cost["total"] + price, 4)}
        return {**told, "cost_estimate": cost, "batch": self._batch.told()}

    def apply_all(
        self, changes: t.Sequence[Change], current: State | None, done: t.Callable[[Change], None]
    ) -> State | None:
        """Start the jobs, which work while the other objects are repaired from here."""
        if self._batch and isinstance(changes, Batched):
            self._batch.make_all(changes.jobs, done)
            changes = changes.repairs
        return super().apply_all(changes, current, done)

    def wait(self, current: State | None) -> State | None:
        """Wait for the jobs, if that was asked for, and return the report of what was done."""
        if self._batch:
            self._batch.wait()
        return super().wait(current)

    def waits(self, plan: Plan) -> list[dict[str, t.Any]]:
        """Return the waits for jobs."""
        return [*super().waits(plan), *(self._batch.waits() if self._batch else [])]

    def warnings(self) -> list[str]:
        """Return what users should know of the jobs."""
        return [*super().warnings(), *(self._batch.warnings() if self._batch else [])]
