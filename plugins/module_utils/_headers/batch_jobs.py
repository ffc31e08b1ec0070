# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Jobs of S3 Batch Operations: made once, found again, waited for."""

from __future__ import annotations

import codecs
import dataclasses
import hashlib
import typing as t
import urllib.parse

from .._errors import AwsError
from .._publish.moments import told
from .._resource import Api
from .._waiter import Verdict
from .batch_groups import Group
from .numbers import Numbers, number

CSV_MANIFEST = "S3BatchOperations_CSV_20180820"
REPORT_FORMAT = "Report_CSV_20180820"
UNFINISHED = (
    "Active",
    "Cancelling",
    "Completing",
    "Failing",
    "New",
    "Paused",
    "Pausing",
    "Preparing",
    "Ready",
    "Suspended",
)
ENDED = frozenset({"Complete", "Failed", "Cancelled"})
USUAL = "5 to 30 minutes, longer with more than a million objects"
# Says of a job that it is ours, and about which bucket.
DESCRIPTION = "cdn.aws.s3_object_headers: s3://{bucket}/ "
LONGEST_NAME = 24


@dataclasses.dataclass(frozen=True)
class Place:
    """Where the jobs are: S3 Control wants the account, and the region of the bucket."""

    api: Api
    account: str
    partition: str
    region: str
    began: int
    """When the run began, in seconds since the epoch by S3's clock: all looks at objects are later."""

    def call(self, operation: str, request: dict[str, t.Any]) -> dict[str, t.Any]:
        """Make a call to S3 Control for the account."""
        given = {"AccountId": self.account, **request}
        return self.api.call(f"s3control:{operation}", given, region=self.region)

    def bucket_arn(self, bucket: str) -> str:
        """Return the ARN of a bucket."""
        return f"arn:{self.partition}:s3:::{bucket}"


def place_of(api: Api, bucket: str) -> Place:
    """Return where the jobs for a bucket are."""
    caller = api.call("sts:GetCallerIdentity", {})
    head = api.call("s3:HeadBucket", {"Bucket": bucket})
    region = head.get("BucketRegion") or api.region
    return Place(api, caller["Account"], caller["Arn"].split(":")[1], region, int(told(head).timestamp()))


@dataclasses.dataclass(frozen=True)
class Orders:
    """What the options say about every job; the prefix ends with a slash."""

    bucket: str
    manifest_bucket: str
    manifest_prefix: str
    report_bucket: str
    report_prefix: str
    role_arn: str
    priority: int


def manifest_key(orders: Orders, group: Group) -> str:
    """Return the key of a group's manifest: the same group has the same one."""
    return f"{orders.manifest_prefix}{group.digest}.csv"


def manifest_request(orders: Orders, group: Group) -> dict[str, t.Any]:
    """Return the PutObject of a manifest; jobs read none that is encrypted by a KMS key."""
    return {
        "Bucket": orders.manifest_bucket,
        "Key": manifest_key(orders, group),
        "Body": group.manifest(),
        "ContentType": "text/csv",
        "CacheControl": "no-store",
        "ServerSideEncryption": "AES256",
        "ChecksumAlgorithm": "SHA256",
    }


def job_request(place: Place, orders: Orders, group: Group, *, attempt: int) -> dict[str, t.Any]:
    """Return the CreateJob of a group. The same request has the same token: two of them make one job."""
    where = f"{place.bucket_arn(orders.manifest_bucket)}/{manifest_key(orders, group)}"
    request = {
        "ConfirmationRequired": False,
        "Operation": {"S3PutObjectCopy": {**group.operation, "UnModifiedSinceConstraint": group.unmodified_since}},
        "Report": {
            "Bucket": place.bucket_arn(orders.report_bucket),
            "Format": REPORT_FORMAT,
            "Enabled": True,
            "ReportScope": "FailedTasksOnly",
            **({"Prefix": orders.report_prefix.rstrip("/")} if orders.report_prefix else {}),
        },
        "Manifest": {
            "Spec": {"Format": CSV_MANIFEST, "Fields": ["Bucket", "Key"]},
            "Location": {"ObjectArn": where, "ETag": group.etag},
        },
        "Description": description(orders.bucket, group),
        "Priority": orders.priority,
        "RoleArn": orders.role_arn,
    }
    text = repr([attempt, group.etag, sorted((key, str(value)) for key, value in request.items())])
    return {**request, "ClientRequestToken": hashlib.sha256(text.encode()).hexdigest()}


def description(bucket: str, group: Group) -> str:
    """Return the description by which a later run knows the job of a group again."""
    return f"{DESCRIPTION.format(bucket=bucket)}{group.name[:LONGEST_NAME]}-{group.digest[:LONGEST_NAME]}"


def listed(place: Place, bucket: str) -> list[dict[str, t.Any]]:
    """Return our jobs about a bucket, those of the last 90 days."""
    found: list[dict[str, t.Any]] = []
    request: dict[str, t.Any] = {}
    while True:
        page = place.call("ListJobs", request)
        found += [
            job
            for job in page.get("Jobs") or []
            if str(job.get("Description") or "").startswith(DESCRIPTION.format(bucket=bucket))
        ]
        if not page.get("NextToken"):
            return found
        request = {"NextToken": page["NextToken"]}


def described(place: Place, job_id: str) -> dict[str, t.Any]:
    """Return a job as it is now."""
    job: dict[str, t.Any] = place.call("DescribeJob", {"JobId": job_id})["Job"]
    return job


def keys_of(api: Api, job: t.Mapping[str, t.Any]) -> Numbers:
    """Return the keys of a job's manifest; none when it is gone, for then the job fails."""
    found = Numbers()
    bucket, dummy, key = job["Manifest"]["Location"]["ObjectArn"].rpartition(":::")[2].partition("/")
    try:
        body = api.call("s3:GetObject", {"Bucket": bucket, "Key": key})["Body"]
    except AwsError as error:
        if error.code != "NoSuchKey":
            raise
        return found
    for line in codecs.getreader("ascii")(body):
        found.add(number(urllib.parse.unquote(line.rstrip("\n").partition(",")[2])))
    return found


def operation_of(job: t.Mapping[str, t.Any]) -> str:
    """Return the first letters of the name of a job's operation, from its description: AWS may tell it reworded."""
    return str(job["Description"]).rpartition(" ")[2].partition("-")[0]


def judge(job: t.Mapping[str, t.Any]) -> Verdict:
    """Return how far a job is."""
    status = str(job["Status"])
    progress = job.get("ProgressSummary") or {}
    total, failed = progress.get("TotalNumberOfTasks") or 0, progress.get("NumberOfTasksFailed") or 0
    done = (progress.get("NumberOfTasksSucceeded") or 0) + failed
    told = f"{status}, {done:,} of {total:,} objects" if total else status
    told += f", {failed:,} failed" if failed else ""
    facts: tuple[str, ...] = ()
    if status == "Suspended":
        facts = (f"The job {job['JobId']} waits for a confirmation in the S3 console",)
    return Verdict(status in ENDED, told, facts=facts)
