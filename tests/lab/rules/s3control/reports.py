# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The report of a job: a manifest.json, and a CSV for each kind of outcome."""

from __future__ import annotations

import csv
import datetime
import hashlib
import io
import json
import typing as t

from tests.lab.rules.s3control import checks, inside

if t.TYPE_CHECKING:
    from tests.lab.rules.s3control.jobs import Job
    from tests.lab.rules.s3control.tasks import Outcome
    from tests.lab.world import World

_SCHEMA = "Bucket, Key, VersionId, TaskStatus, ErrorCode, HTTPStatusCode, ResultMessage"


async def write(world: World, job: Job) -> None:
    """Write the report, if one was ordered and the role may write there."""
    report = job.request["Report"]
    if not report["Enabled"] or not job.outcomes:
        return
    bucket = report["Bucket"].rpartition(":::")[2]
    folder = "/".join(filter(None, (report.get("Prefix", "").rstrip("/"), f"job-{job.id}")))
    kinds = {"failed": True} if report["ReportScope"] == "FailedTasksOnly" else {"succeeded": False, "failed": True}
    results = []
    for kind, failed in kinds.items():
        outcomes = [outcome for outcome in job.outcomes if outcome.failed == failed]
        if not outcomes:
            continue
        body = _rows(kind, outcomes)
        key = f"{folder}/results/{hashlib.sha1(body, usedforsecurity=False).hexdigest()}.csv"
        await _put(world, job, bucket, key, body)
        digest = hashlib.md5(body, usedforsecurity=False).hexdigest()
        results.append({"TaskExecutionStatus": kind, "Bucket": bucket, "MD5Checksum": digest, "Key": key})
    made = datetime.datetime.fromtimestamp(job.ended, datetime.timezone.utc).isoformat()
    whole = {
        "Format": report["Format"], "ReportCreationDate": made, "Results": results, "ReportSchema": _SCHEMA,
    }  # fmt: skip
    await _put(world, job, bucket, f"{folder}/manifest.json", json.dumps(whole).encode())


def _rows(kind: str, outcomes: list[Outcome]) -> bytes:
    text = io.StringIO()
    rows = csv.writer(text, lineterminator="\n")
    for one in outcomes:
        # The schema has the code before the status; what AWS writes has the status before the code.
        entry = one.entry
        rows.writerow([entry.bucket, entry.raw_key, entry.version, kind, one.status, one.code, one.message])
    return text.getvalue().encode()


async def _put(world: World, job: Job, bucket: str, key: str, body: bytes) -> None:
    role = job.request["RoleArn"]
    if checks.may(job.account, role, "s3:PutObject", f"arn:aws:s3:::{bucket}/{key}"):
        headers = {"x-amz-server-side-encryption": "AES256"}
        await inside.call(world, job.account, job.region, "PUT", (bucket, key), headers, body)
