# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What became of the tasks of a job, as its completion report tells it."""

from __future__ import annotations

import collections
import csv
import dataclasses
import io
import json
import typing as t
import urllib.parse

from .._errors import AwsError
from .._resource import Api
from .._waiter import retry_while

# Answers to a task that are nobody's fault: the object was replaced, or deleted, since it was looked at.
CHANGED, GONE = "PreconditionFailed", "NoSuchKey"
CODES = {"412": CHANGED, "404": GONE}
SHOWN = 5
# The report is written about when the job ends.
REPORT_SECONDS = 60.0
BUCKET, KEY, VERSION, STATUS, FIRST, SECOND, MESSAGE = range(7)


@dataclasses.dataclass
class Failures:
    """Failed tasks: how many of each code, and the first keys of each."""

    counts: collections.Counter[str] = dataclasses.field(default_factory=collections.Counter)
    samples: dict[str, list[str]] = dataclasses.field(default_factory=dict)

    def add(self, key: str, code: str, message: str) -> None:
        """Count a failed task."""
        self.counts[code] += 1
        shown = self.samples.setdefault(code, [])
        if len(shown) < SHOWN:
            shown.append(f"{key}: {message or code}")

    @property
    def serious(self) -> int:
        """Return how many objects are still not as wanted though nothing else happened to them."""
        return sum(count for code, count in self.counts.items() if code not in (CHANGED, GONE))

    def first(self) -> str:
        """Return the first serious failures as one line."""
        lines = [line for code, found in self.samples.items() if code not in (CHANGED, GONE) for line in found]
        return "; ".join(lines[:SHOWN])


def failures(api: Api, job: t.Mapping[str, t.Any]) -> Failures:
    """Return the failed tasks of a job (as DescribeJob tells it), or none when it left no report."""
    found = Failures()
    report = job.get("Report") or {}
    if not report.get("Enabled"):
        return found
    bucket = report["Bucket"].rpartition(":::")[2]
    folder = "/".join(filter(None, (str(report.get("Prefix") or "").rstrip("/"), f"job-{job['JobId']}")))
    request = {"Bucket": bucket, "Key": f"{folder}/manifest.json"}
    try:
        answer = retry_while(
            lambda: api.call("s3:GetObject", request), codes=frozenset({"NoSuchKey"}), seconds=REPORT_SECONDS
        )
    except AwsError as error:
        if error.code != "NoSuchKey":
            raise
        return found
    for result in json.loads(answer["Body"].read()).get("Results") or []:
        if result.get("TaskExecutionStatus") != "succeeded":
            rows = api.call("s3:GetObject", {"Bucket": result["Bucket"], "Key": result["Key"]})["Body"]
            for row in csv.reader(io.TextIOWrapper(rows, encoding="utf-8", newline="")):
                _add(found, row)
    return found


def _add(found: Failures, row: list[str]) -> None:
    if len(row) <= SECOND or row[STATUS] == "succeeded":
        return
    # The schema names code and status in the other order than the reports that were seen have them.
    fields = {row[FIRST], row[SECOND]}
    status = next((field for field in fields if field.isdigit()), "")
    code = next((field for field in fields if field and not field.isdigit()), "") or CODES.get(status, status)
    message = row[MESSAGE] if len(row) > MESSAGE else ""
    found.add(urllib.parse.unquote_plus(row[KEY]), CODES.get(status, code), message)
