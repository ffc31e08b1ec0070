# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import io
import json

import pytest

from ansible_collections.cdn.aws.plugins.module_utils._errors import Refused
from ansible_collections.cdn.aws.plugins.module_utils._headers import batch_jobs, batch_policy
from ansible_collections.cdn.aws.plugins.module_utils._headers.batch import Batch
from ansible_collections.cdn.aws.plugins.module_utils._headers.batch_report import Failures
from ansible_collections.cdn.aws.plugins.module_utils._headers.spool import Spool
from ansible_collections.cdn.aws.plugins.module_utils._unknown import is_unknown
from tests.unit.helpers import StubbedApi
from tests.unit.plugins.module_utils._headers.batches import ACCOUNT, ROLE, group, repair

LISTED = ("Description", "JobId", "Status")


def options(**batch):
    given = {
        "role": "repair", "create_role": True, "bucket": None, "prefix": ".cdn.aws/batch", "report_bucket": None,
        "minimum_objects": 2, "priority": 10, "inventory": None, **batch,
    }  # fmt: skip
    return {"bucket": "pictures", "prefix": "", "wait": True, "wait_timeout": 60, "batch": given}


def spool(*repairs):
    made = Spool()
    for one in repairs:
        made.add(one)
    return made


def begun(*jobs, **batch):
    """Return jobs to be planned, and the api that the account with these jobs answers through."""
    api = StubbedApi()
    api.expect("sts:GetCallerIdentity", {}, {"Account": ACCOUNT, "Arn": f"arn:aws:sts::{ACCOUNT}:user/a"})
    api.expect("s3:HeadBucket", None, {"BucketRegion": "eu-west-1"})
    listed = [{key: job[key] for key in LISTED} for job in jobs]
    api.expect("s3control:ListJobs", None, {"Jobs": listed})
    for job in jobs:
        if job["Status"] not in batch_jobs.ENDED:
            api.expect("s3control:DescribeJob", None, {"Job": {key: job[key] for key in job if key != "Body"}})
            api.expect("s3:GetObject", None, {"Body": io.BytesIO(job["Body"])})
    made = Batch(options(**batch), api)
    made.begin()
    return made, api


def running(*keys, status="Active"):
    made = group(*keys)
    location = {"ObjectArn": "arn:aws:s3:::reports/1.csv", "ETag": "e"}
    return {
        "JobId": "job-1",
        "Status": status,
        "Description": batch_jobs.description("pictures", made),
        "Manifest": {"Spec": {"Format": "S3BatchOperations_CSV_20180820"}, "Location": location},
        "Body": made.manifest().read(),
    }


class TestValidate:
    @pytest.mark.parametrize(
        "batch",
        [
            {"minimum_objects": 0},
            {"priority": -1},
            {"prefix": "jobs"},
            {"prefix": "jobs", "bucket": "reports", "report_bucket": "pictures"},
        ],
    )
    def test_what_makes_no_sense_is_refused(self, batch):
        with pytest.raises(Refused, match="batch"):
            Batch(options(**batch), StubbedApi()).validate()

    @pytest.mark.parametrize("batch", [{}, {"prefix": "jobs", "bucket": "reports"}, {"prefix": "a/.cdn.aws"}])
    def test_manifests_may_lie_where_nobody_repairs_them(self, batch):
        Batch(options(**batch), StubbedApi()).validate()


class TestDivide:
    def test_a_group_is_a_manifest_and_a_job_after_the_role(self):
        batch, api = begun()
        api.fail("iam:GetRole", "NoSuchEntity")
        odd = repair("c.jpg", Metadata={"a": "b"})
        changes, single = batch.divide(spool(repair("a.jpg"), repair("b.jpg"), odd))
        operations = ["iam:CreateRole", "iam:PutRolePolicy", "s3:PutObject", "s3control:CreateJob"]
        assert [change.operation for change in changes] == operations
        assert changes[2].resource.startswith("pictures/.cdn.aws/batch/")
        assert (changes[3].resource, changes[3].region) == ("2 objects of pictures", "eu-west-1")
        assert [one.as_shown() for one in changes[3].differences] == [
            {"path": "cache_control of 2 objects", "current": None, "desired": "max-age=60"}
        ]
        assert [one.key for one in single] == ["c.jpg"]
        told = batch.told()
        assert (told["objects"], told["one_by_one"], told["role"]) == (2, 1, ROLE)
        assert is_unknown(told["jobs"][0]["id"])
        assert batch.price() == pytest.approx(0.25 + 2e-6)
        assert batch.waits()[0]["what"] == "Job for 2 objects of pictures"

    def test_an_object_that_is_younger_than_the_run_gets_into_no_job(self):
        """Its time as the job's condition would let the job overwrite what was written since the looks began."""
        batch, api = begun()
        api.fail("iam:GetRole", "NoSuchEntity")
        began = int(batch._place.began)
        old = [repair("a.jpg", at=began - 9), repair("b.jpg", at=began - 2)]
        changes, single = batch.divide(spool(*old, repair("c.jpg", at=began - 1), repair("d.jpg", at=began + 60)))
        assert [one.key for one in single] == ["c.jpg", "d.jpg"]
        assert changes[3].group.unmodified_since.timestamp() <= began - 1

    def test_without_a_job_nobody_asks_for_the_role(self):
        batch, api = begun()
        changes, single = batch.divide(spool(repair("a.jpg")))
        assert (changes, single.count, batch.needs) == ((), 1, "")
        api.assert_all_made()

    def test_the_keys_of_encrypted_objects_get_into_the_policy(self):
        batch, api = begun()
        api.fail("iam:GetRole", "NoSuchEntity")
        key = "arn:aws:kms:eu-west-1:123456789012:key/1"
        kms = {"ServerSideEncryption": "aws:kms", "SSEKMSKeyId": key}
        changes, _ = batch.divide(spool(repair("a.jpg", **kms), repair("b.jpg", **kms)))
        assert batch_policy.key_arns(json.loads(changes[1].request({})["PolicyDocument"])) == {key}

    def test_objects_of_a_job_that_runs_are_left_to_it(self):
        batch, _ = begun(running("a.jpg", "b.jpg"))
        changes, single = batch.divide(spool(repair("a.jpg"), repair("c.jpg")))
        assert (changes, [one.key for one in single]) == ((), ["c.jpg"])
        assert batch.told()["in_progress"] == 1
        assert [job["status"] for job in batch.told()["jobs"]] == ["Active"]

    def test_a_job_that_holds_none_of_the_objects_is_not_waited_for(self):
        """Such as one about another prefix of the bucket."""
        batch, _ = begun(running("other/a.jpg"))
        batch.divide(spool(repair("a.jpg")))
        assert (batch.told()["jobs"], batch.waits()) == ([], [])

    def test_a_job_that_gives_them_other_headers_is_in_the_way(self):
        batch, _ = begun(running("a.jpg"))
        with pytest.raises(Refused, match="is still giving pictures/a.jpg other headers"):
            batch.divide(spool(repair("a.jpg", CacheControl="no-cache")))

    def test_what_was_written_since_a_job_was_made_is_none_of_it(self):
        """It would leave it alone; another content may have other properties."""
        job = running("a.jpg")
        since = group("a.jpg").unmodified_since
        job["Operation"] = {"S3PutObjectCopy": {"UnModifiedSinceConstraint": since}}
        batch, _ = begun(job)
        later = repair("a.jpg", at=int(since.timestamp()) + 1, CacheControl="no-cache")
        _, single = batch.divide(spool(later))
        assert (single.count, batch.told()["in_progress"]) == (1, 0)

    def test_jobs_that_are_over_hold_nothing(self):
        batch, _ = begun(running("a.jpg", status="Complete"))
        _, single = batch.divide(spool(repair("a.jpg")))
        assert single.count == 1


class TestTold:
    def test_objects_that_others_wrote_are_warned_of(self):
        batch, _ = begun(running("a.jpg"))
        failures = Failures()
        failures.add("a.jpg", "PreconditionFailed", "At least one")
        failures.add("b.jpg", "NoSuchKey", "")
        batch._jobs[0].failures = failures
        assert batch.warnings() == [
            "The job job-1 left 1 objects alone that were written after the look at them and that the next run sees to,"
            " such as a.jpg.",
            "The job job-1 left 1 objects alone that were deleted after the look at them, such as b.jpg.",
        ]

    def test_nobody_waits_unasked(self):
        batch, api = begun(running("a.jpg"))
        batch.divide(spool())
        batch._options = {**batch._options, "wait": False}
        batch.wait()
        assert batch.waits() == []
        api.assert_all_made()
