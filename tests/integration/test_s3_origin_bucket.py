# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""s3_origin_bucket as playbooks run it, against the lab."""

from __future__ import annotations

import json

import pytest

from tests.integration.conftest import RunTasks
from tests.lab import Lab

BUCKET = "example-test-origin"
LOGS = "example-test-logs"
OTHER_ACCOUNT = "999999999999"
ALL_BLOCKED = dict.fromkeys(("BlockPublicAcls", "IgnorePublicAcls", "BlockPublicPolicy", "RestrictPublicBuckets"), True)
EVERYTHING = {
    "versioning": True,
    "tags": {"site": "example.test"},
    "cors_rules": [{"allowed_origins": ["https://example.test"], "allowed_methods": ["GET", "HEAD"]}],
    "lifecycle_rules": [
        {"id": "old", "noncurrent_version_expiration": {"noncurrent_days": 30}},
        {"id": "tmp", "filter": {"prefix": "tmp/"}, "expiration": {"date": "2030-01-31"}},
    ],
    "encryption": {"sse_algorithm": "AES256"},
    "object_ownership": "BucketOwnerEnforced",
    "public_access_block": {"block_public_policy": True},
    "logging": {"target_bucket": LOGS, "target_prefix": "origin/"},
}


def bucket(**options):
    return [{"name": "Manage a bucket", "cdn.aws.s3_origin_bucket": {"name": BUCKET, **options}}]


@pytest.fixture
def s3(lab: Lab):
    return lab.client("s3")


def make(lab: Lab, name: str, account: str | None = None):
    client = lab.client("s3", account=account)
    client.create_bucket(Bucket=name, CreateBucketConfiguration={"LocationConstraint": lab.env["AWS_REGION"]})


def written(lab: Lab, since: int):
    return [(f"s3:{call['operation']}", call["resource"]) for call in lab.writes(since)]


def planned(run):
    # A deletion of objects tells how many there are.
    return [(action["operation"], action["resource"].partition(":")[0]) for action in run.actions]


def six_beats(lab: Lab, run_tasks: RunTasks, tasks, verify):
    mark = lab.mark()
    plan = run_tasks(tasks, check=True, diff=True).ok()
    assert lab.writes(mark) == []
    assert plan.changed == 1
    done = run_tasks(tasks, diff=True).ok()
    assert written(lab, mark) == planned(plan) == planned(done)
    assert done.tasks[0].result["diff"] == plan.tasks[0].result["diff"]
    verify(done.tasks[0].result)
    mark = lab.mark()
    assert run_tasks(tasks, check=True).ok().changed == 0
    again = run_tasks(tasks).ok()
    assert again.changed == 0
    assert lab.writes(mark) == []
    assert again.tasks[0].result["bucket"] == done.tasks[0].result["bucket"] == plan.tasks[0].result["bucket"]
    return done


def test_a_new_bucket_is_private(lab: Lab, run_tasks: RunTasks, s3):
    def verify(result):
        assert s3.get_public_access_block(Bucket=BUCKET)["PublicAccessBlockConfiguration"] == ALL_BLOCKED
        controls = s3.get_bucket_ownership_controls(Bucket=BUCKET)["OwnershipControls"]
        assert controls["Rules"] == [{"ObjectOwnership": "BucketOwnerEnforced"}]
        rules = s3.get_bucket_encryption(Bucket=BUCKET)["ServerSideEncryptionConfiguration"]["Rules"]
        assert rules[0]["ApplyServerSideEncryptionByDefault"] == {"SSEAlgorithm": "AES256"}
        assert "Status" not in s3.get_bucket_versioning(Bucket=BUCKET)
        assert result["bucket"] == {
            "name": BUCKET,
            "arn": f"arn:aws:s3:::{BUCKET}",
            "region": lab.env["AWS_REGION"],
            "domain_name": f"{BUCKET}.s3.{lab.env['AWS_REGION']}.amazonaws.com",
        }

    six_beats(lab, run_tasks, bucket(versioning=None), verify)


def test_every_setting_at_once(lab: Lab, run_tasks: RunTasks, s3):
    make(lab, LOGS)

    def verify(result):
        assert s3.get_bucket_versioning(Bucket=BUCKET)["Status"] == "Enabled"
        assert s3.get_bucket_logging(Bucket=BUCKET)["LoggingEnabled"]["TargetPrefix"] == "origin/"
        assert len(s3.get_bucket_lifecycle_configuration(Bucket=BUCKET)["Rules"]) == 2
        assert result["bucket"]["lifecycle_rules"][1]["expiration"] == {"date": "2030-01-31T00:00:00+00:00"}
        statement = json.loads(s3.get_bucket_policy(Bucket=LOGS)["Policy"])["Statement"][0]
        assert statement["Principal"] == {"Service": "logging.s3.amazonaws.com"}
        assert statement["Resource"] == f"arn:aws:s3:::{LOGS}/origin/*"
        assert statement["Condition"]["StringEquals"] == {"aws:SourceAccount": lab.env["AWS_ACCESS_KEY_ID"]}

    six_beats(lab, run_tasks, bucket(**EVERYTHING), verify)


def test_settings_that_are_taken_back(lab: Lab, run_tasks: RunTasks, s3):
    make(lab, LOGS)
    run_tasks(bucket(**EVERYTHING)).ok()
    less = {"versioning": False, "tags": {}, "purge_tags": True, "cors_rules": [], "lifecycle_rules": [], "logging": {}}

    def verify(result):
        assert s3.get_bucket_versioning(Bucket=BUCKET)["Status"] == "Suspended"
        assert "LoggingEnabled" not in s3.get_bucket_logging(Bucket=BUCKET)
        assert result["bucket"]["tags"] == {}

    done = six_beats(lab, run_tasks, bucket(**less), verify)
    assert done.operations == [
        "s3:PutBucketVersioning",
        "s3:DeleteBucketTagging",
        "s3:DeleteBucketCors",
        "s3:DeleteBucketLifecycle",
        "s3:PutBucketLogging",
    ]


def test_a_bucket_in_use_keeps_its_objects_policy_and_settings(lab: Lab, run_tasks: RunTasks, s3):
    make(lab, BUCKET)
    for number in range(30):
        s3.put_object(Bucket=BUCKET, Key=f"images/{number}.jpg", Body=b"x", CacheControl="max-age=1")
    foreign = {"Effect": "Deny", "Principal": "*", "Action": "s3:DeleteObject", "Resource": f"arn:aws:s3:::{BUCKET}/*"}
    s3.put_bucket_policy(Bucket=BUCKET, Policy=json.dumps({"Version": "2012-10-17", "Statement": [foreign]}, indent=1))
    s3.put_bucket_tagging(Bucket=BUCKET, Tagging={"TagSet": [{"Key": "theirs", "Value": "1"}]})
    policy = s3.get_bucket_policy(Bucket=BUCKET)["Policy"]
    before = [
        (item["Key"], item["ETag"], item["LastModified"]) for item in s3.list_objects_v2(Bucket=BUCKET)["Contents"]
    ]

    def verify(result):
        after = s3.list_objects_v2(Bucket=BUCKET)["Contents"]
        assert [(item["Key"], item["ETag"], item["LastModified"]) for item in after] == before
        assert s3.get_bucket_policy(Bucket=BUCKET)["Policy"] == policy
        assert result["bucket"]["tags"] == {"theirs": "1", "mine": "2"}

    done = six_beats(lab, run_tasks, bucket(tags={"mine": "2"}, versioning=True), verify)
    assert done.operations == ["s3:PutBucketVersioning", "s3:PutBucketTagging"]


def test_a_no_op_reads_what_was_named_and_nothing_else(lab: Lab, run_tasks: RunTasks):
    tasks = bucket(tags={"a": "1"}, versioning=True)
    run_tasks(tasks).ok()
    mark = lab.mark()
    run_tasks(tasks).ok()
    assert [call["operation"] for call in lab.calls(mark)] == ["HeadBucket", "GetBucketVersioning", "GetBucketTagging"]


def test_a_log_target_keeps_the_statements_of_others(lab: Lab, run_tasks: RunTasks, s3):
    make(lab, LOGS)
    deny = {"Effect": "Deny", "Principal": "*", "Action": "s3:DeleteObject", "Resource": f"arn:aws:s3:::{LOGS}/*"}
    foreign = json.dumps(deny, separators=(",", ":"))
    s3.put_bucket_policy(Bucket=LOGS, Policy=f'{{"Version":"2012-10-17","Statement":[{foreign}]}}')
    logging = {"target_bucket": LOGS, "target_prefix": "a/"}
    run_tasks([*bucket(logging=logging), *bucket(name=f"{BUCKET}-2", logging=logging)]).ok()
    text = s3.get_bucket_policy(Bucket=LOGS)["Policy"]
    assert foreign in text
    assert len({statement.get("Sid") for statement in json.loads(text)["Statement"]}) == 3


def test_a_missing_log_target_stops_a_run_before_its_first_write(lab: Lab, run_tasks: RunTasks):
    tasks = bucket(logging={"target_bucket": LOGS, "target_prefix": "a/"})
    mark = lab.mark()
    assert run_tasks(tasks, check=True).ok().operations[-2:] == ["s3:PutBucketPolicy", "s3:PutBucketLogging"]
    assert f"There is no bucket {LOGS}" in run_tasks(tasks).failure
    assert lab.writes(mark) == []


def test_a_bucket_with_versions_is_deleted_with_force_only(lab: Lab, run_tasks: RunTasks, s3):
    run_tasks(bucket(versioning=True)).ok()
    for _ in range(2):
        s3.put_object(Bucket=BUCKET, Key="page", Body=b"x")
    s3.delete_object(Bucket=BUCKET, Key="page")
    s3.create_multipart_upload(Bucket=BUCKET, Key="big")
    mark = lab.mark()
    assert "is not empty" in run_tasks(bucket(state="absent"), check=True).failure
    assert "is not empty" in run_tasks(bucket(state="absent")).failure
    assert lab.writes(mark) == []
    forced = bucket(state="absent", force=True)
    done = six_beats(lab, run_tasks, forced, lambda result: None)
    assert done.operations == ["s3:DeleteObjects", "s3:AbortMultipartUpload", "s3:DeleteBucket"]
    assert BUCKET not in [item["Name"] for item in s3.list_buckets()["Buckets"]]


def test_what_is_locked_keeps_a_bucket_with_force_too(lab: Lab, run_tasks: RunTasks, s3):
    here = {"LocationConstraint": lab.env["AWS_REGION"]}
    s3.create_bucket(Bucket=BUCKET, CreateBucketConfiguration=here, ObjectLockEnabledForBucket=True)
    s3.put_object(Bucket=BUCKET, Key="free", Body=b"x")
    s3.put_object(Bucket=BUCKET, Key="held", Body=b"x", ObjectLockLegalHoldStatus="ON")
    mark = lab.mark()
    forced = bucket(state="absent", force=True)
    refused = run_tasks(forced)
    assert "S3 does not delete 1 of its objects, such as held, which is under a legal hold" in refused.failure
    lab.fault("denied", "s3:GetObjectRetention")
    assert "s3:GetObjectRetention" in run_tasks(forced).failure
    assert lab.writes(mark) == []
    lab.clear_faults()
    s3.put_object_legal_hold(Bucket=BUCKET, Key="held", LegalHold={"Status": "OFF"})
    assert run_tasks(forced).ok().operations == ["s3:DeleteObjects", "s3:DeleteBucket"]


@pytest.mark.parametrize("state", ["present", "absent"])
def test_a_bucket_of_another_account_is_left_alone(lab: Lab, run_tasks: RunTasks, state):
    make(lab, BUCKET, OTHER_ACCOUNT)
    mark = lab.mark()
    assert "belongs to another account" in run_tasks(bucket(state=state, force=True)).failure
    assert lab.writes(mark) == []


def test_a_bucket_of_another_region_is_left_alone(lab: Lab, run_tasks: RunTasks):
    make(lab, BUCKET)
    mark = lab.mark()
    named = run_tasks(bucket(region="eu-west-1", tags={"a": "1"})).failure
    assert f"is in {lab.env['AWS_REGION']}, not in eu-west-1" in named
    other = run_tasks(bucket(), env={"AWS_REGION": "us-east-1", "AWS_DEFAULT_REGION": "us-east-1"}).failure
    assert "not in us-east-1 as the option region, AWS_REGION or the profile say" in other
    assert lab.writes(mark) == []


def test_a_bucket_of_us_east_1_is_made_without_a_location(lab: Lab, run_tasks: RunTasks, s3):  # S3-01
    result = run_tasks(bucket(region="us-east-1")).ok().tasks[0].result
    assert result["bucket"]["domain_name"] == f"{BUCKET}.s3.us-east-1.amazonaws.com"
    assert lab.client("s3", "us-east-1").get_bucket_location(Bucket=BUCKET)["LocationConstraint"] is None


def test_a_conflicting_write_is_made_again(lab: Lab, run_tasks: RunTasks, s3):  # S3-03
    lab.fault("error", "PutPublicAccessBlock", code="OperationAborted", status=409, times=1)
    run_tasks(bucket()).ok()
    assert s3.get_public_access_block(Bucket=BUCKET)["PublicAccessBlockConfiguration"] == ALL_BLOCKED
