# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import io

import pytest

from ansible_collections.cdn.aws.plugins.module_utils._errors import AwsError
from ansible_collections.cdn.aws.plugins.module_utils._headers import batch_jobs
from ansible_collections.cdn.aws.plugins.module_utils._headers.batch_jobs import judge
from ansible_collections.cdn.aws.plugins.module_utils._headers.numbers import number
from tests.unit.helpers import StubbedApi, service_shape
from tests.unit.plugins.module_utils._headers.batches import ACCOUNT, OPERATION, ORDERS, ROLE, group, place


def test_jobs_are_in_the_account_of_the_caller_and_the_region_of_the_bucket():
    api = StubbedApi()
    api.expect("sts:GetCallerIdentity", {}, {"Account": ACCOUNT, "Arn": f"arn:aws-cn:sts::{ACCOUNT}:user/a"})
    api.expect("s3:HeadBucket", {"Bucket": "pictures"}, {"BucketRegion": "cn-north-1"})
    found = batch_jobs.place_of(api, "pictures")
    assert (found.account, found.region) == (ACCOUNT, "cn-north-1")
    assert found.bucket_arn("pictures") == "arn:aws-cn:s3:::pictures"


def test_the_request_of_a_job_is_whole():
    made = group("a.jpg", "b.jpg")
    request = batch_jobs.job_request(place(), ORDERS, made, attempt=1)
    token = request.pop("ClientRequestToken")
    assert len(token) == 64
    assert request == {
        "ConfirmationRequired": False,
        "Operation": {"S3PutObjectCopy": {**OPERATION, "UnModifiedSinceConstraint": made.unmodified_since}},
        "Report": {
            "Bucket": "arn:aws:s3:::reports",
            "Format": "Report_CSV_20180820",
            "Enabled": True,
            "Prefix": "jobs",
            "ReportScope": "FailedTasksOnly",
        },
        "Manifest": {
            "Spec": {"Format": "S3BatchOperations_CSV_20180820", "Fields": ["Bucket", "Key"]},
            "Location": {"ObjectArn": f"arn:aws:s3:::reports/jobs/{made.digest}.csv", "ETag": "manifest-etag"},
        },
        "Description": f"cdn.aws.s3_object_headers: s3://pictures/ {made.name[:24]}-{made.digest[:24]}",
        "Priority": 10,
        "RoleArn": ROLE,
    }
    api = StubbedApi()
    whole = {"AccountId": ACCOUNT, **request, "ClientRequestToken": token}
    api.expect("s3control:CreateJob", whole, {"JobId": "job-1"})
    place(api).call("CreateJob", {**request, "ClientRequestToken": token})


def test_a_token_is_that_of_the_objects_what_they_get_and_the_attempt():
    def token(*keys, attempt=1, orders=ORDERS):
        return batch_jobs.job_request(place(), orders, group(*keys), attempt=attempt)["ClientRequestToken"]

    assert token("a") == token("a")
    assert len({token("a"), token("b"), token("a", "b"), token("a", attempt=2)}) == 4


def test_a_report_may_lie_at_the_top_of_a_bucket():
    orders = batch_jobs.Orders("pictures", "reports", "", "reports", "", ROLE, 10)
    assert "Prefix" not in batch_jobs.job_request(place(), orders, group(), attempt=1)["Report"]


def test_a_manifest_is_not_encrypted_by_a_key_that_jobs_cannot_read():
    request = batch_jobs.manifest_request(ORDERS, group("a b.jpg"))
    assert request.pop("Body").read() == b"pictures,a%20b.jpg\n"
    assert request == {
        "Bucket": "reports",
        "Key": f"jobs/{group('a b.jpg').digest}.csv",
        "ContentType": "text/csv",
        "CacheControl": "no-store",
        "ServerSideEncryption": "AES256",
        "ChecksumAlgorithm": "SHA256",
    }


def test_a_description_fits_the_longest_bucket_name():
    longest = service_shape("s3control", "NonEmptyMaxLength256String").metadata["max"]
    assert len(batch_jobs.description("b" * 63, group())) <= longest
    assert batch_jobs.operation_of({"Description": batch_jobs.description("b", group())}) == group().name[:24]


def test_only_our_jobs_about_the_bucket_are_listed_all_pages_of_them():
    """X-06: botocore has no paginator for them."""
    ours, theirs = batch_jobs.description("pictures", group()), batch_jobs.description("pictures2", group())
    jobs = [{"JobId": f"job-{number}", "Description": text} for number, text in enumerate((ours, theirs, "copy"))]
    api = StubbedApi()
    api.expect("s3control:ListJobs", {"AccountId": ACCOUNT}, {"Jobs": [*jobs, {"JobId": "job-x"}], "NextToken": "t"})
    api.expect("s3control:ListJobs", {"AccountId": ACCOUNT, "NextToken": "t"}, {"Jobs": jobs[:1]})
    assert [job["JobId"] for job in batch_jobs.listed(place(api), "pictures")] == ["job-0", "job-0"]


class TestKeys:
    def job(self):
        return {"Manifest": {"Location": {"ObjectArn": "arn:aws:s3:::reports/jobs/1.csv"}}}

    def test_the_keys_of_a_job_are_read_from_its_manifest(self):
        api = StubbedApi()
        body = io.BytesIO(group("a b/ü,+.jpg", "b.jpg").manifest().read())
        api.expect("s3:GetObject", {"Bucket": "reports", "Key": "jobs/1.csv"}, {"Body": body})
        keys = batch_jobs.keys_of(api, self.job())
        assert [number(key) in keys for key in ("a b/ü,+.jpg", "b.jpg", "c.jpg")] == [True, True, False]

    def test_a_manifest_that_is_gone_has_none(self):
        gone = StubbedApi().fail("s3:GetObject", "NoSuchKey", status=404)
        assert number("a") not in batch_jobs.keys_of(gone, self.job())
        with pytest.raises(AwsError):
            batch_jobs.keys_of(StubbedApi().fail("s3:GetObject", "AccessDenied", status=403), self.job())


class TestJudge:
    def told(self, status, **progress):
        verdict = judge({"JobId": "job-1", "Status": status, "ProgressSummary": progress})
        return verdict.done, verdict.status

    def test_every_state_of_the_model_is_known(self):
        states = set(service_shape("s3control", "JobStatus").enum)
        assert states == set(batch_jobs.UNFINISHED) | batch_jobs.ENDED

    def test_a_job_is_over_when_it_goes_on_no_more(self):
        assert self.told("Preparing") == (False, "Preparing")
        counts = {"TotalNumberOfTasks": 10_000, "NumberOfTasksSucceeded": 1233, "NumberOfTasksFailed": 1}
        assert self.told("Active", **counts) == (False, "Active, 1,234 of 10,000 objects, 1 failed")
        assert self.told("Complete", **counts)[0]
        assert self.told("Failed")[0]
        assert self.told("Cancelled")[0]

    def test_a_job_that_somebody_suspended_tells_what_it_waits_for(self):
        assert "confirmation" in judge({"JobId": "job-1", "Status": "Suspended"}).facts[0]
