# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import collections

import pytest

from ansible_collections.cdn.aws.plugins.module_utils import _waiter
from ansible_collections.cdn.aws.plugins.module_utils._errors import AwsError, CdnError, WaitTimeout
from ansible_collections.cdn.aws.plugins.module_utils._headers import batch_jobs, batch_run
from ansible_collections.cdn.aws.plugins.module_utils._headers.batch_report import Failures
from ansible_collections.cdn.aws.plugins.module_utils._headers.batch_run import Job, JobChange, Runner
from ansible_collections.cdn.aws.plugins.module_utils._plan import Change
from tests.unit.helpers import StubbedApi
from tests.unit.plugins.module_utils._headers.batches import ACCOUNT, ORDERS, group, place

DESCRIBE = {"AccountId": ACCOUNT, "JobId": "job-1"}


@pytest.fixture(autouse=True)
def no_sleep(monkeypatch):
    monkeypatch.setattr(_waiter, "_sleep", lambda seconds: None)


def runner(api, *, fresh_role=False, ended=()):
    return Runner(place(api), ORDERS, fresh_role=fresh_role, ended=list(ended))


def described(status="Complete", succeeded=1, failed=0, **members):
    progress = {
        "TotalNumberOfTasks": succeeded + failed,
        "NumberOfTasksSucceeded": succeeded,
        "NumberOfTasksFailed": failed,
    }
    text = batch_jobs.description("pictures", group())
    return {"Job": {"JobId": "job-1", "Status": status, "Description": text, "ProgressSummary": progress, **members}}


def job(made=None):
    return Job({"JobId": "job-1", "Status": "New"}, made)


def expect_job(api, made, attempt=1):
    request = {**batch_jobs.job_request(place(api), ORDERS, made, attempt=attempt), "AccountId": ACCOUNT}
    return api.expect("s3control:CreateJob", request, {"JobId": f"job-{attempt}"})


class TestMake:
    def test_a_job_has_the_etag_of_the_manifest_that_was_written(self):
        made = group("a.jpg")
        made.etag = ""
        api = StubbedApi().expect("s3:PutObject", None, {"ETag": '"written"'})
        write = JobChange("create", "s3:PutObject", "m", lambda _s: {"Bucket": "b", "Key": "k"}, group=made)
        run = runner(api)
        assert run.make(write) is None
        assert made.etag == "written"
        expect_job(api, made)
        new = run.make(JobChange("create", "s3control:CreateJob", "j", dict, group=made))
        assert (new.id, new.told()["objects"], new.told()["status"]) == ("job-1", 1, "New")

    def test_other_changes_are_made_as_they_are(self):
        api = StubbedApi().expect("iam:PutRolePolicy", {"RoleName": "a", "PolicyName": "b", "PolicyDocument": "{}"}, {})
        policy = {"RoleName": "a", "PolicyName": "b", "PolicyDocument": "{}"}
        assert runner(api).make(Change("update", "iam:PutRolePolicy", "a", lambda _s: policy)) is None

    def test_a_job_that_is_over_is_not_given_back_for_the_same_objects(self):
        made = group("a.jpg")
        ended = [batch_jobs.description("pictures", made)] * 2
        api = expect_job(StubbedApi(), made, attempt=3)
        assert runner(api, ended=ended).make(JobChange("create", "s3control:CreateJob", "j", dict, group=made))

    def test_a_role_that_was_just_made_may_be_unknown_for_a_while(self):
        made = group("a.jpg")
        change = JobChange("create", "s3control:CreateJob", "j", dict, group=made)
        api = StubbedApi().fail("s3control:CreateJob", "AccessDenied", status=403)
        assert runner(expect_job(api, made), fresh_role=True).make(change)
        with pytest.raises(AwsError):
            runner(StubbedApi().fail("s3control:CreateJob", "AccessDenied", status=403)).make(change)


class TestWait:
    def test_all_jobs_are_waited_for(self):
        api = StubbedApi()
        for status in ("Preparing", "Active", "Complete"):
            api.expect("s3control:DescribeJob", DESCRIBE, described(status))
        jobs = [job(group())]
        runner(api).wait(jobs, 60)
        assert jobs[0].told() == {
            "id": "job-1", "status": "Complete", "objects": 1, "succeeded": 1, "failed": 0, "failures": {},
            "failure_examples": {},
        }  # fmt: skip

    def test_a_job_that_takes_too_long_goes_on(self):
        api = StubbedApi().expect("s3control:DescribeJob", DESCRIBE, described("Active"))
        with pytest.raises(WaitTimeout, match="running this again waits further"):
            runner(api).wait([job(group())], 0)

    @pytest.mark.parametrize(
        ("answer", "told"),
        [
            (
                described("Failed", 0, FailureReasons=[{"FailureCode": "x", "FailureReason": "No manifest"}]),
                "The job job-1 failed: No manifest.",
            ),
            (described("Failed", 0), "The job job-1 failed: AWS gives no reason."),
            (described("Cancelled", StatusUpdateReason="Too slow"), "The job job-1 was cancelled: Too slow."),
        ],
    )
    def test_a_job_that_failed_says_why(self, answer, told):
        api = StubbedApi().expect("s3control:DescribeJob", DESCRIBE, answer)
        with pytest.raises(CdnError) as caught:
            runner(api).wait([job(group())], 60)
        assert caught.value.message == told
        assert caught.value.details["batch"]["jobs"][0]["id"] == "job-1"

    @pytest.mark.parametrize(
        ("counts", "told"),
        [
            ({"PreconditionFailed": 2, "NoSuchKey": 1}, ""),
            ({"PreconditionFailed": 2, "AccessDenied": 1}, "could not repair 1 of 5 objects: a.jpg: No."),
            ({}, "could not repair 3 of 5 objects: no report was found."),
        ],
        ids=["changed and gone", "denied", "no report"],
    )
    def test_only_objects_that_nothing_happened_to_are_failures(self, monkeypatch, counts, told):
        samples = {code: ["a.jpg: No"] for code in counts}
        found = Failures(collections.Counter(counts), samples)
        monkeypatch.setattr(batch_run.batch_report, "failures", lambda api, state: found)
        api = StubbedApi().expect("s3control:DescribeJob", DESCRIBE, described(succeeded=2, failed=3))
        jobs = [job(group())]
        if told:
            with pytest.raises(CdnError, match=told):
                runner(api).wait(jobs, 60)
        else:
            runner(api).wait(jobs, 60)
        assert jobs[0].told()["failures"] == counts

    def test_a_job_that_did_not_know_its_new_role_is_made_again(self):
        made = group("a.jpg")
        api = StubbedApi().expect("s3control:DescribeJob", DESCRIBE, described("Failed", 0))
        expect_job(api, made, attempt=2)
        api.expect("s3control:DescribeJob", {**DESCRIBE, "JobId": "job-2"}, described())
        jobs = [job(made)]
        runner(api, fresh_role=True).wait(jobs, 60)
        assert jobs[0].state["Status"] == "Complete"
        api.assert_all_made()

    def test_a_job_that_was_found_is_not_made_again(self):
        api = StubbedApi().expect("s3control:DescribeJob", DESCRIBE, described("Failed", 0))
        with pytest.raises(CdnError):
            runner(api, fresh_role=True).wait([job()], 60)
