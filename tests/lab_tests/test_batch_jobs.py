# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The lab's S3 Batch Operations."""

from __future__ import annotations

import datetime
import json
import typing as t

import pytest

from tests.lab_tests import aws

if t.TYPE_CHECKING:
    from tests.lab import Lab

ACCOUNT = "123456789012"
BUCKET = "pictures"
ROLE = f"arn:aws:iam::{ACCOUNT}:role/jobs"
TRUST = {
    "Version": "2012-10-17",
    "Statement": [
        {"Effect": "Allow", "Principal": {"Service": "batchoperations.s3.amazonaws.com"}, "Action": "sts:AssumeRole"}
    ],
}
KEYS = ("a.jpg", "with space/ü+b.jpg")
HEADERS = {"CacheControl": "max-age=60", "ContentType": "image/jpeg"}


class Jobs:
    """A bucket with objects and a manifest, a role, and jobs over them."""

    def __init__(self, lab: Lab) -> None:
        self.lab, self.s3 = lab, lab.client("s3")
        self.s3.create_bucket(Bucket=BUCKET, CreateBucketConfiguration={"LocationConstraint": lab.env["AWS_REGION"]})
        for key in KEYS:
            self.s3.put_object(
                Bucket=BUCKET, Key=key, Body=key.encode(), ContentType="image/jpeg", ContentLanguage="ko",
                Metadata={"by": "app"}, Tagging="kind=photo", StorageClass="STANDARD_IA",
            )  # fmt: skip
        iam = lab.client("iam")
        iam.create_role(RoleName="jobs", AssumeRolePolicyDocument=json.dumps(TRUST))
        everything = {"Effect": "Allow", "Action": "s3:*", "Resource": "*"}
        self.allow(everything)
        self.control = lab.client("s3control")
        self.etag = self.manifest(f"{BUCKET},a.jpg\n{BUCKET},with%20space/%C3%BC%2Bb.jpg\n")

    def allow(self, statement: dict[str, t.Any]) -> None:
        policy = {"Version": "2012-10-17", "Statement": [statement]}
        self.lab.client("iam").put_role_policy(RoleName="jobs", PolicyName="jobs", PolicyDocument=json.dumps(policy))

    def manifest(self, text: str) -> str:
        return str(self.s3.put_object(Bucket=BUCKET, Key="jobs/manifest.csv", Body=text.encode())["ETag"])

    def request(self, **members: t.Any) -> dict[str, t.Any]:
        copy = {
            "TargetResource": f"arn:aws:s3:::{BUCKET}", "MetadataDirective": "REPLACE", "NewObjectMetadata": HEADERS,
        }  # fmt: skip
        return {
            "AccountId": ACCOUNT,
            "Operation": {"S3PutObjectCopy": {**copy, **members.pop("copy", {})}},
            "Manifest": {
                "Spec": {"Format": "S3BatchOperations_CSV_20180820", "Fields": ["Bucket", "Key"]},
                "Location": {"ObjectArn": f"arn:aws:s3:::{BUCKET}/jobs/manifest.csv", "ETag": self.etag},
            },
            "Report": {
                "Enabled": True, "Bucket": f"arn:aws:s3:::{BUCKET}", "Format": "Report_CSV_20180820",
                "Prefix": "jobs", "ReportScope": "AllTasks",
            },
            "ClientRequestToken": "token", "Priority": 10, "RoleArn": ROLE, "Description": "a job",
            **members,
        }  # fmt: skip

    def create(self, **members: t.Any) -> str:
        return str(self.control.create_job(**self.request(**members))["JobId"])

    def describe(self, job: str) -> dict[str, t.Any]:
        return t.cast("dict[str, t.Any]", self.control.describe_job(AccountId=ACCOUNT, JobId=job)["Job"])

    def report(self, job: str) -> dict[str, list[str]]:
        read = lambda key: self.s3.get_object(Bucket=BUCKET, Key=key)["Body"].read().decode()  # noqa: E731
        results = json.loads(read(f"jobs/job-{job}/manifest.json"))["Results"]
        return {one["TaskExecutionStatus"]: read(one["Key"]).splitlines() for one in results}


@pytest.fixture
def jobs(lab: Lab) -> Jobs:
    lab.settings(job_seconds=0)
    return Jobs(lab)


def test_a_job_loses_what_it_does_not_name(jobs: Jobs) -> None:
    """S3-32: each task is a CopyObject; tags come along, a storage class does not."""
    job = jobs.create(copy={"NewObjectMetadata": {"CacheControl": "max-age=60", "UserMetadata": {"x": "y"}}})
    assert jobs.describe(job)["Status"] == "Complete"
    assert jobs.describe(job)["ProgressSummary"]["NumberOfTasksSucceeded"] == 2
    for key in KEYS:
        head = jobs.s3.head_object(Bucket=BUCKET, Key=key)
        assert (head["CacheControl"], head["ContentType"]) == ("max-age=60", "binary/octet-stream")
        assert head["Metadata"] == {"x": "y"}
        assert "ContentLanguage" not in head and "StorageClass" not in head
        tags = jobs.s3.get_object_tagging(Bucket=BUCKET, Key=key)["TagSet"]
        assert tags == [{"Key": "kind", "Value": "photo"}]
    assert jobs.report(job) == {
        "succeeded": [
            f"{BUCKET},a.jpg,,succeeded,200,,Successful",
            f"{BUCKET},with%20space/%C3%BC%2Bb.jpg,,succeeded,200,,Successful",
        ]
    }
    told = jobs.describe(job)["Operation"]["S3PutObjectCopy"]["NewObjectMetadata"]
    assert told == {"CacheControl": "max-age=60", "UserMetadata": {"x": "y"}}


def test_a_job_takes_its_time_and_is_listed_meanwhile(jobs: Jobs) -> None:
    jobs.lab.settings(job_seconds=3600)
    job = jobs.create()
    assert jobs.describe(job)["Status"] == "New"
    listed = jobs.control.list_jobs(AccountId=ACCOUNT, JobStatuses=["Active", "New"])["Jobs"]
    assert [(one["JobId"], one["Operation"], one["Description"]) for one in listed] == [
        (job, "S3PutObjectCopy", "a job")
    ]
    assert jobs.control.list_jobs(AccountId=ACCOUNT, JobStatuses=["Complete"])["Jobs"] == []
    jobs.lab.settings(job_seconds=0)
    assert jobs.s3.head_object(Bucket=BUCKET, Key="a.jpg")["CacheControl"] == "max-age=60"
    assert jobs.describe(job)["Status"] == "Complete"


def test_a_job_can_be_confirmed_and_cancelled(jobs: Jobs) -> None:
    job = jobs.create(ConfirmationRequired=True)
    assert jobs.describe(job)["Status"] == "Suspended"
    jobs.control.update_job_status(AccountId=ACCOUNT, JobId=job, RequestedJobStatus="Ready")
    assert jobs.describe(job)["Status"] == "Complete"
    cancel = {"AccountId": ACCOUNT, "JobId": job, "RequestedJobStatus": "Cancelled"}
    assert aws.code(jobs.control.update_job_status, **cancel) == "JobStatusException"


def test_a_token_makes_one_job(jobs: Jobs) -> None:
    job = jobs.create()
    assert jobs.create() == job
    assert aws.code(jobs.control.create_job, **jobs.request(Priority=11)) == "IdempotencyException"
    assert jobs.create(ClientRequestToken="another") != job


def test_what_cannot_be_prepared_fails_as_a_whole(jobs: Jobs) -> None:
    def reason(**members: t.Any) -> str:
        told = jobs.describe(jobs.create(ClientRequestToken=str(members), **members))
        assert told["Status"] == "Failed"
        return str(told["FailureReasons"][0]["FailureReason"])

    assert "assuming the role" in reason(RoleArn=f"{ROLE}s")
    jobs.allow({"Effect": "Allow", "Action": "s3:PutObject", "Resource": "*"})
    assert "Access denied when accessing arn:aws:s3:::pictures/jobs/manifest.csv" in reason(Priority=1)
    jobs.allow({"Effect": "Allow", "Action": "s3:*", "Resource": "*"})
    jobs.manifest("changed,since\n")
    assert "ETag" in reason(Priority=2)


def test_single_tasks_fail_and_are_reported(jobs: Jobs) -> None:
    """A changed object, a missing one, and one that the role may not write."""
    jobs.etag = jobs.manifest("".join(f"{BUCKET},{key}\n" for key in ("a.jpg", "missing.jpg")))
    past = datetime.datetime(2020, 1, 1, tzinfo=datetime.timezone.utc)
    job = jobs.create(copy={"UnModifiedSinceConstraint": past})
    assert jobs.describe(job)["Status"] == "Complete"
    rows = jobs.report(job)["failed"]
    assert [row.split(",")[1:6] for row in rows] == [
        ["a.jpg", "", "failed", "412", "PreconditionFailed"],
        ["missing.jpg", "", "failed", "404", "NoSuchKey"],
    ]
    jobs.allow({"Effect": "Allow", "Action": "s3:*", "Resource": f"arn:aws:s3:::{BUCKET}/jobs/*"})
    job = jobs.create(ClientRequestToken="second")
    assert {row.split(",")[5] for row in jobs.report(job)["failed"]} == {"AccessDenied"}


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"Operation": {"S3DeleteObjectTagging": {}}}, "InvalidRequest"),
        ({"copy": {"TargetResource": ""}}, "InvalidRequest"),
        ({"RoleArn": "arn:aws:iam::999999999999:role/jobs"}, "InvalidRequest"),
        ({"AccountId": "999999999999"}, "AccessDenied"),
    ],
    ids=["operation", "target", "role", "account"],
)
def test_a_request_that_is_not_whole_is_refused(jobs: Jobs, change: dict[str, t.Any], code: str) -> None:
    request = jobs.request(**change)
    if "copy" in change:
        request["Operation"]["S3PutObjectCopy"].pop("TargetResource")
    assert aws.code(jobs.control.create_job, **request) == code
