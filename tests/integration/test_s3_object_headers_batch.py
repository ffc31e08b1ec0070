# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Header repair by S3 Batch Operations, which only the lab's simulation runs: no emulator has that API."""

from __future__ import annotations

import concurrent.futures
import json
import time
import typing as t

import pytest

from tests.integration.repairing import repaired

if t.TYPE_CHECKING:
    from pathlib import Path

    from tests.integration.conftest import RunTasks
    from tests.lab import Lab

ACCOUNT = "123456789012"
BUCKET = "example-images"
KEY = f"arn:aws:kms:ap-northeast-2:{ACCOUNT}:key/00000000-0000-0000-0000-000000000001"
YEAR = "public, max-age=31536000"
# Of each kind; the many are compared object by object.
PHOTOS, DRAWINGS = 12, 6
MANY = 3
# What a copy may change of an object that is repaired.
NEW = {"CacheControl", "LastModified"}


class Bucket:
    """Photos and drawings, each with properties of their kind, and some odd ones."""

    def __init__(self, lab: Lab, times: int = 1) -> None:
        self.lab, self.s3 = lab, lab.client("s3")
        region = {"LocationConstraint": lab.env["AWS_REGION"]}
        for name in (BUCKET, "reports"):
            self.s3.create_bucket(Bucket=name, CreateBucketConfiguration=region)
        photo = {
            "ContentType": "image/jpeg", "Metadata": {"by": "app"}, "StorageClass": "STANDARD_IA",
            "ContentDisposition": "inline", "Expires": "Tue, 01 Jan 2030 00:00:00 GMT", "ChecksumAlgorithm": "SHA256",
        }  # fmt: skip
        drawing = {
            "ContentType": "image/svg+xml", "ContentLanguage": "ko", "Tagging": "kind=drawing", "ContentEncoding": "br",
            "WebsiteRedirectLocation": "/new", "ServerSideEncryption": "aws:kms", "SSEKMSKeyId": KEY,
        }  # fmt: skip
        objects = [(f"photos/{number:03}, ü+.jpg", photo) for number in range(PHOTOS * times)]
        objects += [(f"drawings/{number:03}.svg", drawing) for number in range(DRAWINGS * times)]
        objects += [(f"odd/{number}.jpg", {**photo, "Metadata": {"number": str(number)}}) for number in range(3)]
        with concurrent.futures.ThreadPoolExecutor(8) as pool:
            list(pool.map(lambda one: self.s3.put_object(Bucket=BUCKET, Key=one[0], Body=b"x", **one[1]), objects))
        self.keys = [key for key, _ in objects]
        # Objects that are younger than a run get into none of its jobs.
        time.sleep(2)

    def state(self, key: str) -> dict[str, t.Any]:
        head = self.s3.head_object(Bucket=BUCKET, Key=key, ChecksumMode="ENABLED")
        tags = self.s3.get_object_tagging(Bucket=BUCKET, Key=key)["TagSet"]
        return {**{name: value for name, value in head.items() if name != "ResponseMetadata"}, "Tags": tags}

    def states(self) -> dict[str, dict[str, t.Any]]:
        with concurrent.futures.ThreadPoolExecutor(8) as pool:
            return dict(zip(self.keys, pool.map(self.state, self.keys), strict=True))

    def jobs(self) -> list[dict[str, t.Any]]:
        return t.cast("list[dict[str, t.Any]]", self.lab.client("s3control").list_jobs(AccountId=ACCOUNT)["Jobs"])


@pytest.fixture
def bucket(lab: Lab) -> Bucket:
    return Bucket(lab)


@pytest.fixture(autouse=True)
def environment(lab: Lab, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name, value in {**lab.env, "XDG_CACHE_HOME": str(tmp_path)}.items():
        monkeypatch.setenv(name, value)


def given(**options: t.Any) -> dict[str, t.Any]:
    batch = {"role": "repair", "bucket": "reports", "minimum_objects": 5, **options.pop("batch", {})}
    return {"bucket": BUCKET, "cache_control": YEAR, "batch": batch, **options}


def task(**options: t.Any) -> dict[str, t.Any]:
    return {"name": "Repair", "cdn.aws.s3_object_headers": given(**options)}


def told(lab: Lab, mark: int) -> list[str]:
    return [f"{call['service']}:{call['operation']}" for call in lab.writes(mark)]


def finish_once_waited_for(lab: Lab, mark: int) -> None:
    """Let the jobs end after each of them was found and then looked at once more."""
    until = time.monotonic() + 60
    while time.monotonic() < until and sum(call["operation"] == "DescribeJob" for call in lab.calls(mark)) <= 2:
        time.sleep(0.2)
    lab.settings(job_seconds=0)


def test_jobs_repair_what_is_alike_and_copies_the_rest(lab: Lab, run_tasks: RunTasks, tmp_path: Path) -> None:
    env = {"XDG_CACHE_HOME": str(tmp_path)}
    bucket, photos, drawings = Bucket(lab, MANY), PHOTOS * MANY, DRAWINGS * MANY
    before, mark = bucket.states(), lab.mark()
    made = [task(batch={"create_role": True})]
    planned = run_tasks(made, check=True, diff=True, env=env).ok()
    assert lab.writes(mark) == []
    result = planned.of("s3_object_headers")[0]
    assert result["object_headers"]["batch"] | {"jobs": 0} == {
        "jobs": 0,
        "objects": photos + drawings,
        "in_progress": 0,
        "one_by_one": 3,
        "role": f"arn:aws:iam::{ACCOUNT}:role/repair",
    }
    assert result["object_headers"]["cost_estimate"]["jobs"] == pytest.approx(
        0.5 + (photos + drawings) / 1_000_000, abs=1e-4
    )
    assert len(result["waits"]) == 2

    done = run_tasks(made, env=env).ok()
    assert done.actions == planned.actions
    assert told(lab, mark) == planned.operations
    assert planned.operations == [
        "iam:CreateRole",
        "iam:PutRolePolicy",
        *["s3:PutObject", "s3control:CreateJob"] * 2,
        *["s3:CopyObject"] * 3,
    ]
    report = done.of("s3_object_headers")[0]["object_headers"]
    assert report["repaired"] == photos + drawings + 3
    assert [(job["status"], job["objects"], job["succeeded"]) for job in report["batch"]["jobs"]] == [
        ("Complete", photos, photos),
        ("Complete", drawings, drawings),
    ]
    for key, state in bucket.states().items():
        assert state["CacheControl"] == YEAR
        assert {name: value for name, value in state.items() if name not in NEW} == {
            name: value for name, value in before[key].items() if name not in NEW
        }

    mark = lab.mark()
    assert repaired(**given(batch={"create_role": True})).actions == []
    assert lab.writes(mark) == []


def test_an_interrupted_wait_goes_on_with_the_same_jobs(
    lab: Lab, bucket: Bucket, run_tasks: RunTasks, tmp_path: Path
) -> None:
    env = {"XDG_CACHE_HOME": str(tmp_path)}
    lab.settings(job_seconds=3600)
    made = {"create_role": True}
    failing = [task(batch=made, wait_timeout=1), task(batch=made, cache_control="no-cache")]
    stopped, other = run_tasks([{**one, "ignore_errors": True} for one in failing], env=env).of("s3_object_headers")
    assert "running this again waits further" in stopped["msg"]
    assert "is still giving" in other["msg"]
    assert (stopped["changed"], other["changed"], len(bucket.jobs())) == (True, False, 2)
    bucket.s3.put_object(Bucket=BUCKET, Key=bucket.keys[0], Body=b"another one", ContentType="image/jpeg")
    mark = lab.mark()
    with concurrent.futures.ThreadPoolExecutor(1) as pool:
        pool.submit(finish_once_waited_for, lab, mark)
        on = repaired(**given(batch=made))
    # What was written since is none of the job's any more.
    assert (on.operations, told(lab, mark), len(bucket.jobs())) == (["s3:CopyObject"], ["s3:CopyObject"], 2)
    batch = on.state["batch"]
    assert (batch["in_progress"], batch["objects"], len(batch["jobs"])) == (PHOTOS + DRAWINGS - 1, 0, 2)
    assert {state.get("CacheControl") for state in bucket.states().values()} == {YEAR}
    assert sorted(sum(job["failures"].values()) for job in batch["jobs"]) == [0, 1]
    assert "left 1 objects alone that were written after the look" in " ".join(on.warnings)


def test_failures_are_told_and_the_next_run_tries_them_again(lab: Lab, bucket: Bucket) -> None:
    lab.settings(job_seconds=0)
    iam = lab.client("iam")
    service = {"Service": "batchoperations.s3.amazonaws.com"}
    trust = {"Effect": "Allow", "Principal": service, "Action": "sts:AssumeRole"}
    iam.create_role(RoleName="repair", AssumeRolePolicyDocument=json.dumps({"Statement": [trust]}))
    reads = {"Effect": "Allow", "Action": ["s3:Get*", "s3:List*"], "Resource": "*"}
    writes = {"Effect": "Allow", "Action": "s3:Put*", "Resource": ["arn:aws:s3:::reports/*", "arn:aws:s3:::*.svg"]}
    policy = {"Version": "2012-10-17", "Statement": [reads, writes]}
    iam.put_role_policy(RoleName="repair", PolicyName="jobs", PolicyDocument=json.dumps(policy))
    # The token makes one job of a request whose answer was lost and that is sent again.
    lab.fault("drop_after", "s3control:CreateJob", times=1)
    failed = repaired(**given())
    assert len(bucket.jobs()) == 2
    assert f"could not repair {PHOTOS} of {PHOTOS} objects: photos/000, ü+.jpg: AccessDenied" in failed.failure
    assert "do not allow s3:PutObject on arn:aws:s3:::example-images/*" in failed.failure
    assert len(failed.actions) == 7
    writes["Resource"] = "*"
    iam.put_role_policy(RoleName="repair", PolicyName="jobs", PolicyDocument=json.dumps(policy))
    again = repaired(**given())
    assert again.operations == ["s3:PutObject", "s3control:CreateJob"]
    assert again.state["batch"]["jobs"][0]["succeeded"] == PHOTOS
