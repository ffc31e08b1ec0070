# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Repairs by S3 Batch Operations: which objects, by which jobs, and what became of them."""

from __future__ import annotations

import functools
import re
import typing as t

from .._errors import CdnError, Refused
from .._plan import Change, Difference, State
from .._publish.paths import folder
from .._resource import Api
from .._unknown import is_unknown, unknown
from . import batch_jobs
from .batch_groups import Group, Limits, copy_operation, grouped, name_of
from .batch_jobs import LONGEST_NAME, UNFINISHED, USUAL, Orders, Place
from .batch_report import CHANGED, GONE
from .batch_role import Role
from .batch_run import CREATE, Job, JobChange, Runner
from .decide import Repair
from .seen import SETTLED_SECONDS
from .spool import Spool
from .survey import OWN_FOLDER

# USD; the copies themselves cost what they always do.
JOB_PRICE = 0.25
_ROLE = re.compile(r"(arn:aws[a-z-]*:iam::\d{12}:role/)?[\w+=,.@/-]+")
OBJECT_PRICE = 1.0 / 1_000_000
LEFT_ALONE = {
    CHANGED: "written after the look at them and that the next run sees to",
    GONE: "deleted after the look at them",
}


class Batch:
    """The jobs of one run."""

    def __init__(self, options: t.Mapping[str, t.Any], api: Api) -> None:
        self._options = options
        self._given: dict[str, t.Any] = options["batch"]
        self._api = api
        self._bucket = options["bucket"]
        self._jobs: list[Job] = []
        self._groups: list[Group] = []
        self._ended: list[str] = []
        self._others = self._in_progress = 0
        self._role: Role | None = None
        self._place: Place | None = None
        self._runner: Runner | None = None

    def validate(self) -> None:
        """Refuse numbers that make no sense."""
        for option, least in (("minimum_objects", 1), ("priority", 0)):
            if self._given[option] < least:
                raise Refused(f"batch.{option} is {self._given[option]}: choose {least} or more.")
        role = self._given["role"]
        if not is_unknown(role) and not _ROLE.fullmatch(role):
            raise Refused(f"batch.role: {role!r} is no role: write its name, or arn:aws:iam::ACCOUNT:role/NAME.")
        place = folder(self._given["prefix"])
        same = self._bucket in (self._given["bucket"] or self._bucket, self._given["report_bucket"])
        if same and OWN_FOLDER not in place.split("/") and place.startswith(folder(self._options["prefix"])):
            raise Refused(
                f"batch.prefix: manifests and reports in {self._bucket}/{place} would be repaired like any object: name"
                f" a folder below {OWN_FOLDER}, or keep them in another bucket."
            )

    def begin(self) -> None:
        """Find the jobs about this bucket that are not over, so that their objects are left to them."""
        self._place = place = batch_jobs.place_of(self._api, self._bucket)
        self._jobs, self._ended = [], []
        for job in batch_jobs.listed(place, self._bucket):
            if job["Status"] in UNFINISHED:
                state = batch_jobs.described(place, job["JobId"])
                self._jobs.append(Job(state, keys=batch_jobs.keys_of(self._api, state)))
            else:
                self._ended.append(job["Description"])

    def divide(self, repairs: Spool) -> tuple[tuple[Change, ...], Spool]:
        """Return the writes of the jobs, and the repairs to be made one by one; what a found job is about is neither.

        Raises Refused when such a job gives an object other headers than are wanted now.
        """
        free, holding = Spool(), set()
        for repair in repairs:
            job = next((job for job in self._jobs if job.is_about(repair)), None)
            if job is None:
                free.add(repair)
            else:
                self._refuse_others(job, repair)
                self._in_progress += 1
                holding.add(job.id)
        # The others are about objects that are right by now, or that are none of this run's.
        self._jobs = [job for job in self._jobs if job.id in holding]
        self._groups, single = grouped(free, self._bucket, self._operation, self._given["minimum_objects"])
        self._others = single.count
        return tuple(self._changes()), single

    def _changes(self) -> t.Iterator[Change]:
        place = t.cast(Place, self._place)
        self._role = role = Role(place, self._given["role"], create=self._given["create_role"])
        if self._groups:
            keys = {str(group.operation.get("SSEAwsKmsKeyId") or "") for group in self._groups} - {""}
            yield from role.changes(self._orders(role), keys)
        orders = self._orders(role)
        self._runner = Runner(place, orders, fresh_role=role.fresh, ended=self._ended)
        for group in self._groups:
            yield from _writes(orders, group, place.region)

    def _orders(self, role: Role) -> Orders:
        manifests = self._given["bucket"] or self._bucket
        prefix = folder(self._given["prefix"])
        return Orders(
            bucket=self._bucket,
            manifest_bucket=manifests,
            manifest_prefix=prefix,
            report_bucket=self._given["report_bucket"] or manifests,
            report_prefix=prefix,
            role_arn=role.arn,
            priority=self._given["priority"],
        )

    def _operation(self, repair: Repair) -> dict[str, t.Any] | None:
        # The one condition of a job is a time at which all of its objects were as they are: before any look at them,
        # or it would overwrite what was written between the look at one and the last change of another.
        is_young = repair.at + SETTLED_SECONDS > t.cast(Place, self._place).began
        if repair.in_parts or is_young:
            return None
        return copy_operation(repair.members, self._arn(self._bucket), self._limits)

    def _arn(self, bucket: str) -> str:
        return t.cast(Place, self._place).bucket_arn(bucket)

    @functools.cached_property
    def _limits(self) -> Limits:
        classes = frozenset(t.cast("t.Any", self._api.shape("s3control", "S3StorageClass")).enum)
        algorithms = frozenset(t.cast("t.Any", self._api.shape("s3control", "S3ChecksumAlgorithm")).enum)
        return Limits(classes, algorithms)

    def _refuse_others(self, job: Job, repair: Repair) -> None:
        operation = self._operation(repair)
        if batch_jobs.operation_of(job.state) != name_of(operation)[:LONGEST_NAME]:
            raise Refused(
                f"The job {job.id} is still giving {self._bucket}/{repair.key} other headers than these options name:"
                " wait for its end and run this again, or cancel it (aws s3control update-job-status"
                f" --requested-job-status Cancelled --account-id {t.cast(Place, self._place).account}"
                f" --job-id {job.id})."
            )

    def make_all(self, changes: t.Sequence[Change], done: t.Callable[[Change], None]) -> None:
        """Make the role, the manifests and the jobs, in order."""
        for change in changes:
            job = t.cast(Runner, self._runner).make(change)
            if job is not None:
                self._jobs.append(job)
            done(change)

    def wait(self) -> None:
        """Wait for the jobs of this run and those that were found, if that was asked for."""
        if not self._options["wait"] or self._runner is None:
            return
        try:
            self._runner.wait(self._jobs, self._options["wait_timeout"])
        except CdnError as error:
            # What the role lacks is most likely the reason.
            error.message = " ".join([error.message, *(self._role.warnings if self._role else [])])
            raise

    @property
    def needs(self) -> str:
        """Return what is missing before a job can be made."""
        return self._role.needs if self._role else ""

    def warnings(self) -> list[str]:
        """Return what users should know of the jobs."""
        told = list(self._role.warnings) if self._role else []
        for job in self._jobs:
            for code, why in LEFT_ALONE.items():
                if job.failures.counts[code]:
                    example = job.failures.samples[code][0].partition(": ")[0]
                    told.append(
                        f"The job {job.id} left {job.failures.counts[code]:,} objects alone that were {why}, such as"
                        f" {example}."
                    )
        return told

    def waits(self) -> list[dict[str, t.Any]]:
        """Return the waits that a run would have."""
        if not self._options["wait"]:
            return []
        found = [f"Job {job.id} for {job.progress['objects']:,} objects of {self._bucket}" for job in self._jobs]
        made = [f"Job for {group.count:,} objects of {self._bucket}" for group in self._groups]
        return [{"what": what, "usual": USUAL} for what in (*found, *made)]

    def told(self) -> State:
        """Return what the module's result says of jobs."""
        made = {id(job.group) for job in self._jobs}
        planned = [
            {"id": unknown("job id"), "status": unknown("job status"), "objects": group.count}
            for group in self._groups
            if id(group) not in made
        ]
        return {
            "jobs": [*(job.told() for job in self._jobs), *planned],
            "objects": sum(group.count for group in self._groups),
            "in_progress": self._in_progress,
            "one_by_one": self._others,
            "role": self._role.arn if self._role else None,
        }

    def price(self) -> float:
        """Return what the jobs of this run cost besides their copies, in USD."""
        return len(self._groups) * JOB_PRICE + sum(group.count for group in self._groups) * OBJECT_PRICE


def _writes(orders: Orders, group: Group, region: str) -> t.Iterator[Change]:
    where = f"{orders.manifest_bucket}/{batch_jobs.manifest_key(orders, group)}"
    yield JobChange(
        kind="create",
        operation="s3:PutObject",
        resource=where,
        request=lambda state: batch_jobs.manifest_request(orders, group),
        group=group,
    )
    yield JobChange(
        kind="create",
        operation=CREATE,
        resource=f"{group.count:,} objects of {orders.bucket}",
        # Whole only when the manifest was written.
        request=lambda state: dict(group.operation),
        differences=tuple(
            Difference(f"{header} of {count:,} objects", current or None, desired or None)
            for (header, current, desired), count in group.differences.most_common()
        ),
        region=region,
        group=group,
    )
