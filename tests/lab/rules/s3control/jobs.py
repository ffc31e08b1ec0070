# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Jobs through time: looked at on each call, no timer runs; tasks are done in step with the clock."""

from __future__ import annotations

import asyncio
import dataclasses
import datetime
import itertools
import typing as t
import uuid

from tests.lab.rules.s3control import checks, manifests, reports, tasks

if t.TYPE_CHECKING:
    from tests.lab.rules.s3control.tasks import Outcome
    from tests.lab.world import World

ENDED = ("Complete", "Failed", "Cancelled")
# Shares of a job's time: when it leaves New, Preparing and Ready.
_PREPARING, _READY, _ACTIVE = 0.1, 0.2, 0.3
# A job gives up when so many tasks were tried and more than half of them failed.
_TRIED = 1000


@dataclasses.dataclass
class Job:
    """One job."""

    id: str
    account: str
    region: str
    token: str
    request: dict[str, t.Any]
    created: float
    status: str = "New"
    begun: float = 0.0
    ended: float = 0.0
    reason: str = ""
    failures: list[dict[str, str]] = dataclasses.field(default_factory=list)
    entries: list[manifests.Entry] = dataclasses.field(default_factory=list)
    outcomes: list[Outcome] = dataclasses.field(default_factory=list)

    def progress(self) -> dict[str, t.Any]:
        """Return the summary that both list and description have."""
        failed = sum(outcome.failed for outcome in self.outcomes)
        return {
            "ProgressSummary": {
                "TotalNumberOfTasks": len(self.entries),
                "NumberOfTasksSucceeded": len(self.outcomes) - failed,
                "NumberOfTasksFailed": failed,
            }
        }

    def described(self, world: World) -> dict[str, t.Any]:
        """Return the job as DescribeJob tells it."""
        asked = {key: value for key, value in self.request.items() if key not in ("ClientRequestToken", "AccountId")}
        told = {
            "JobId": self.id,
            "JobArn": f"arn:aws:s3:{self.region}:{self.account}:job/{self.id}",
            "Status": self.status,
            "CreationTime": _time(self.created),
            **_with_entries(asked),
            **self.progress(),
        }
        if self.ended:
            told["TerminationDate"] = _time(self.ended)
        if self.failures:
            told["FailureReasons"] = self.failures
        if self.reason:
            told["StatusUpdateReason"] = self.reason
        if self.status == "Suspended":
            told["SuspendedCause"] = "AwaitingConfirmation"
        return told

    def ask(self, wanted: str, now: float, reason: str) -> bool:
        """Confirm or cancel the job; tell whether that was possible."""
        if wanted == "Cancelled" and self.status not in ENDED:
            self.status, self.ended = "Cancelled", now
        elif wanted == "Ready" and self.status == "Suspended":
            self.status, self.begun = "Ready", now
        else:
            return False
        self.reason = reason
        return True

    def fail(self, now: float, code: str, text: str) -> None:
        """End the job without success."""
        self.status, self.ended = "Failed", now
        self.failures = [{"FailureCode": code, "FailureReason": text}]


class Jobs:
    """The jobs of all accounts."""

    def __init__(self) -> None:
        self._jobs: list[Job] = []
        # Calls come in side by side; a task is done once.
        self.lock = asyncio.Lock()

    def of(self, account: str, region: str) -> list[Job]:
        """Return an account's jobs in a region, oldest first."""
        return [job for job in self._jobs if (job.account, job.region) == (account, region)]

    def create(self, account: str, region: str, token: str, request: dict[str, t.Any], now: float) -> Job:
        """Keep a new job."""
        job = Job(str(uuid.uuid4()), account, region, token, request, now, begun=now)
        self._jobs.append(job)
        return job

    @property
    def unfinished(self) -> list[Job]:
        """Return those that go on by themselves."""
        return [job for job in self._jobs if job.status not in (*ENDED, "Suspended")]


async def advance(world: World) -> None:
    """Bring all jobs up to now."""
    async with world.jobs.lock:
        for job in world.jobs.unfinished:
            await _advance(world, job)


async def _advance(world: World, job: Job) -> None:
    seconds = world.settings.job_seconds
    share = (world.clock() - job.begun) / seconds if seconds else 1.0
    if job.status == "New" and share >= _PREPARING:
        job.status = "Preparing"
    if job.status == "Preparing" and share >= _READY:
        await _prepare(world, job)
    if job.status == "Ready" and share >= _ACTIVE:
        job.status = "Active"
    if job.status == "Active":
        await _work(world, job, min((share - _ACTIVE) / (1 - _ACTIVE), 1.0))


async def _prepare(world: World, job: Job) -> None:
    role = job.request["RoleArn"]
    if not checks.can_be_assumed(job.account, role):
        job.fail(world.clock(), "AccessDenied", f"Access denied when assuming the role {role}")
        return
    try:
        job.entries = await manifests.read(world, job.account, job.region, role, job.request["Manifest"])
    except ValueError as error:
        job.fail(world.clock(), "ManifestError", str(error))
        return
    confirmed = not job.request.get("ConfirmationRequired")
    job.status = "Ready" if confirmed else "Suspended"


async def _work(world: World, job: Job, share: float) -> None:
    due = int(len(job.entries) * share)
    for entry in itertools.islice(job.entries, len(job.outcomes), due):
        outcome = await tasks.copy(world, job.account, job.region, job.request, entry)
        job.outcomes.append(outcome)
        failed = sum(one.failed for one in job.outcomes) if outcome.failed else 0
        if len(job.outcomes) >= _TRIED and failed * 2 > len(job.outcomes):
            job.fail(world.clock(), "JobFailed", "Job failure rate exceeded 50%")
            break
    if job.status == "Active" and share >= 1:
        job.status, job.ended = "Complete", world.clock()
    if job.status in ENDED:
        await reports.write(world, job)


def _with_entries(value: t.Any) -> t.Any:
    """Mark the keys of a map, which the wire writes otherwise than members."""
    if isinstance(value, dict):
        return {
            key: {f"meta:{name}": text for name, text in inner.items()}
            if key == "UserMetadata"
            else _with_entries(inner)
            for key, inner in value.items()
        }
    return [_with_entries(inner) for inner in value] if isinstance(value, list) else value


def _time(seconds: float) -> datetime.datetime:
    return datetime.datetime.fromtimestamp(seconds, datetime.timezone.utc)
