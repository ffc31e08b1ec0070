# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Carrying jobs out: their manifests, the jobs, the wait, and what their reports say."""

from __future__ import annotations

import dataclasses
import time
import typing as t

from .._errors import CdnError
from .._plan import Change, State
from .._waiter import Wait, retry_while, wait_for
from . import batch_jobs, batch_report
from .batch_groups import Group
from .batch_jobs import USUAL, Orders, Place
from .batch_report import CHANGED, GONE, Failures
from .decide import Repair
from .numbers import Numbers, number

CREATE = "s3control:CreateJob"
# A role that was just made is not known everywhere at once.
FRESH_CODES = frozenset({"AccessDenied", "BadRequestException", "InvalidRequest"})
FRESH_SECONDS = 60.0
FRESH_ATTEMPTS = 5
HINT = "The S3 console shows the jobs under Batch Operations; a job with a higher priority goes first."


@dataclasses.dataclass(frozen=True)
class JobChange(Change):
    """A write of one job: its manifest, or the job itself."""

    group: Group | None = None


@dataclasses.dataclass
class Job:
    """A job that this run made or found; ``group`` is there when it was made here."""

    state: dict[str, t.Any]
    group: Group | None = None
    keys: Numbers | None = None
    failures: Failures = dataclasses.field(default_factory=Failures)

    @property
    def id(self) -> str:
        """Return AWS's id of it."""
        return str(self.state["JobId"])

    def is_about(self, repair: Repair) -> bool:
        """Tell whether the job will repair an object: not one that was written since."""
        copying = (self.state.get("Operation") or {}).get("S3PutObjectCopy") or {}
        until = copying.get("UnModifiedSinceConstraint") or self.state.get("CreationTime")
        known = self.keys is not None and number(repair.key) in self.keys
        return known and (until is None or repair.at <= until.timestamp())

    @property
    def progress(self) -> dict[str, int]:
        """Return the objects of the job, done and failed."""
        told = self.state.get("ProgressSummary") or {}
        planned = self.group.count if self.group else 0
        return {
            "objects": told.get("TotalNumberOfTasks") or planned,
            "succeeded": told.get("NumberOfTasksSucceeded") or 0,
            "failed": told.get("NumberOfTasksFailed") or 0,
        }

    def told(self) -> State:
        """Return the job as the module's result tells it."""
        failures = {"failures": dict(self.failures.counts), "failure_examples": dict(self.failures.samples)}
        return {"id": self.id, "status": self.state["Status"], **self.progress, **failures}


class Runner:
    """Makes jobs and waits for them; ``attempts`` counts the jobs that were made of a group before."""

    def __init__(self, place: Place, orders: Orders, *, fresh_role: bool, ended: t.Sequence[str]) -> None:
        self._place = place
        self._orders = orders
        self._fresh_role = fresh_role
        self._ended = list(ended)

    def make(self, change: Change) -> Job | None:
        """Make one change; return the job when it was one."""
        group = change.group if isinstance(change, JobChange) else None
        if group is None:
            self._place.api.call(change.operation, change.request({}), region=change.region)
            return None
        if change.operation != CREATE:
            answer = self._place.api.call(change.operation, change.request({}), region=change.region)
            group.etag = answer["ETag"].strip('"')
            return None
        return self._create(group)

    def _create(self, group: Group) -> Job:
        # The token of a job that is over would give that one back, and nothing would be done.
        attempt = 1 + self._ended.count(batch_jobs.description(self._orders.bucket, group))
        request = batch_jobs.job_request(self._place, self._orders, group, attempt=attempt)
        codes = FRESH_CODES if self._fresh_role else frozenset()
        answer = retry_while(lambda: self._place.call("CreateJob", request), codes=codes, seconds=FRESH_SECONDS)
        return Job({"JobId": answer["JobId"], "Status": "New", "Description": request["Description"]}, group)

    def wait(self, jobs: list[Job], timeout: float) -> None:
        """Wait until all jobs are over, and read what failed; raises CdnError when objects are not repaired."""
        until = time.monotonic() + timeout
        for place, job in enumerate(jobs):
            jobs[place] = self._finished(job, until)
        told = [line for job in jobs for line in self._complaints(job)]
        if told:
            raise CdnError(" ".join(told), batch={"jobs": [job.told() for job in jobs]})

    def _finished(self, job: Job, until: float) -> Job:
        for attempt in range(1, FRESH_ATTEMPTS + 1):
            job.state = self._look(job, until)
            tried = job.progress["succeeded"] + job.progress["failed"]
            if not self._fresh_role or job.group is None or job.state["Status"] != "Failed" or tried:
                break
            if attempt < FRESH_ATTEMPTS and time.monotonic() < until:
                self._ended.append(job.state["Description"])
                job = self._create(job.group)
        if job.progress["failed"]:
            job.failures = batch_report.failures(self._place.api, job.state)
        return job

    def _look(self, job: Job, until: float) -> dict[str, t.Any]:
        return wait_for(
            Wait(
                what=f"Job {job.id} for {job.progress['objects']:,} objects of {self._orders.bucket}",
                look=lambda: batch_jobs.described(self._place, job.id),
                judge=batch_jobs.judge,
                timeout=max(until - time.monotonic(), 0.0),
                usual=USUAL,
                hint=HINT,
            )
        )

    def _complaints(self, job: Job) -> t.Iterator[str]:
        if job.state["Status"] == "Cancelled":
            yield f"The job {job.id} was cancelled: {job.state.get('StatusUpdateReason') or 'no reason was given'}."
        if job.state["Status"] == "Failed":
            reasons = [str(one.get("FailureReason")) for one in job.state.get("FailureReasons") or []]
            yield f"The job {job.id} failed: {'; '.join(reasons) or 'AWS gives no reason'}."
        harmless = sum(job.failures.counts[code] for code in (CHANGED, GONE))
        bad = job.progress["failed"] - harmless
        if bad > 0:
            first = job.failures.first() or "no report was found"
            yield f"The job {job.id} could not repair {bad:,} of {job.progress['objects']:,} objects: {first}."
