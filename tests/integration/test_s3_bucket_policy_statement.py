# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""s3_bucket_policy_statement as playbooks run it, against the lab."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor

import pytest

from ansible_collections.cdn.aws.plugins.module_utils._client import Clients, connection_argument_spec
from ansible_collections.cdn.aws.plugins.module_utils._s3.bucket_policy import BucketPolicy
from ansible_collections.cdn.aws.plugins.module_utils._s3.policy import parse
from tests.integration.conftest import RunTasks
from tests.lab import Lab

BUCKET = "example-test-origin"
FOREIGN = f'{{"Effect":"Deny","Principal":"*","Action":"s3:DeleteObject","Resource":"arn:aws:s3:::{BUCKET}/\\u00fc*"}}'
GRANT = {
    "Effect": "Allow",
    "Principal": {"Service": "cloudfront.amazonaws.com"},
    "Action": "s3:GetObject",
    "Resource": f"arn:aws:s3:::{BUCKET}/*",
    "Condition": {"StringEquals": {"AWS:SourceArn": "arn:aws:cloudfront::123456789012:distribution/E1ABCDEFGHIJKL"}},
}


def policy(*statements: str) -> str:
    return f'{{"Version":"2012-10-17","Statement":[{",".join(statements)}]}}'


def stored(s3) -> tuple[str, ...]:
    """The statements as S3 gives them: it has its own way to write JSON, which is not ours to change."""
    return parse(s3.get_bucket_policy(Bucket=BUCKET)["Policy"]).statements


@pytest.fixture
def s3(lab: Lab):
    client = lab.client("s3")
    client.create_bucket(Bucket=BUCKET, CreateBucketConfiguration={"LocationConstraint": lab.env["AWS_REGION"]})
    client.put_bucket_policy(Bucket=BUCKET, Policy=policy(FOREIGN))
    return client


def statement(sid="AllowCloudFront", **options):
    given = {"bucket": BUCKET, "sid": sid, **({} if "state" in options else {"statement": GRANT}), **options}
    return [{"name": "Manage a statement", "cdn.aws.s3_bucket_policy_statement": given}]


def written(lab: Lab, since: int):
    return [(f"s3:{call['operation']}", call["resource"]) for call in lab.writes(since)]


def planned(run):
    return [(action["operation"], action["resource"]) for action in run.actions]


@pytest.mark.parametrize(
    "options", [{}, {"state": "absent", "sid": "Old"}, {"sid": "Old"}], ids=["create", "delete", "update"]
)
def test_one_statement_changes_and_the_others_stay(lab: Lab, run_tasks: RunTasks, s3, options):
    old = {**GRANT, "Sid": "Old", "Action": "s3:ListBucket", "Resource": f"arn:aws:s3:::{BUCKET}"}
    s3.put_bucket_policy(Bucket=BUCKET, Policy=policy(FOREIGN, json.dumps(old)))
    foreign = stored(s3)[0]
    tasks = statement(**options)
    mark = lab.mark()
    plan = run_tasks(tasks, check=True, diff=True).ok()
    assert lab.writes(mark) == []
    assert plan.changed == 1
    done = run_tasks(tasks, diff=True).ok()
    assert written(lab, mark) == planned(plan) == planned(done) == [("s3:PutBucketPolicy", BUCKET)]
    assert done.tasks[0].result["diff"] == plan.tasks[0].result["diff"]
    text = s3.get_bucket_policy(Bucket=BUCKET)["Policy"]
    assert stored(s3)[0] == foreign
    assert done.tasks[0].result["policy"] == json.loads(text) == plan.tasks[0].result["policy"]
    mark = lab.mark()
    assert run_tasks(tasks, check=True).ok().changed == 0
    assert run_tasks(tasks).ok().changed == 0
    assert [call["operation"] for call in lab.calls(mark)] == ["GetBucketPolicy"] * 2


def test_the_last_statement_takes_the_policy_with_it(lab: Lab, run_tasks: RunTasks, s3):
    s3.delete_bucket_policy(Bucket=BUCKET)
    run_tasks(statement()).ok()
    done = run_tasks(statement(state="absent")).ok()
    assert done.operations == ["s3:DeleteBucketPolicy"]
    assert done.tasks[0].result["policy"] is None


def test_writers_at_the_same_time_lose_nothing(lab: Lab, s3):
    options = {name: option.get("default") for name, option in connection_argument_spec().items()}
    connection = {
        **options,
        "endpoint_url": lab.env["AWS_ENDPOINT_URL"],
        "region": lab.env["AWS_REGION"],
        "access_key": lab.env["AWS_ACCESS_KEY_ID"],
        "secret_key": lab.env["AWS_SECRET_ACCESS_KEY"],
    }

    foreign = stored(s3)[0]

    def write(number: int) -> None:
        BucketPolicy(Clients(connection, read_only=False), BUCKET).write(
            sid=f"Writer{number}", statement=GRANT, planned=None
        )

    with ThreadPoolExecutor(6) as pool:
        list(pool.map(write, range(6)))
    assert stored(s3)[0] == foreign
    found = {json.loads(one).get("Sid") for one in stored(s3)}
    assert found == {None, *(f"Writer{number}" for number in range(6))}


def test_a_bucket_made_by_an_earlier_task_can_be_planned_for(lab: Lab, run_tasks: RunTasks):
    made = [
        {"name": "Make the bucket", "cdn.aws.s3_origin_bucket": {"name": BUCKET}, "register": "made"},
        *statement(bucket="{{ made.bucket.name }}"),
    ]
    plan = run_tasks(made, check=True).ok()
    done = run_tasks(made).ok()
    assert plan.actions == done.actions
    assert plan.operations[-1] == "s3:PutBucketPolicy"


def test_a_missing_bucket_is_told_in_a_real_run(lab: Lab, run_tasks: RunTasks):
    mark = lab.mark()
    run_tasks(statement(), check=True).ok()
    assert f"There is no bucket {BUCKET}" in run_tasks(statement()).failure
    assert run_tasks(statement(state="absent")).ok().changed == 0
    assert lab.writes(mark) == []


@pytest.mark.parametrize(
    ("options", "told"),
    [
        ({"sid": "two\nlines"}, "write one line"),
        ({"statement": {**GRANT, "Principal": "*", "Condition": {}}}, "block_public_policy"),
        ({"statement": {**GRANT, "Resource": "arn:aws:s3:::other/*"}}, "not in the bucket"),
        ({"statement": {**GRANT, "Resource": [f"arn:aws:s3:::{BUCKET}/{n:0100}" for n in range(200)]}}, "20480"),
        ({"statement": {"effect": "Allow"}}, "effect is no member"),
    ],
    ids=["sid", "public", "resource", "size", "members"],
)
@pytest.mark.parametrize("check", [True, False], ids=["check", "run"])
def test_what_cannot_work_is_refused_before_the_write(lab: Lab, run_tasks: RunTasks, s3, options, told, check):
    block = {"BlockPublicPolicy": True}
    s3.put_public_access_block(Bucket=BUCKET, PublicAccessBlockConfiguration=block)
    mark = lab.mark()
    assert told in run_tasks(statement(**options), check=check).failure
    assert lab.writes(mark) == []


def test_a_policy_of_another_account_is_not_touched(lab: Lab, run_tasks: RunTasks):
    location = {"LocationConstraint": lab.env["AWS_REGION"]}
    lab.client("s3", account="999999999999").create_bucket(Bucket=BUCKET, CreateBucketConfiguration=location)
    mark = lab.mark()
    assert "Not allowed to do s3:GetBucketPolicy" in run_tasks(statement()).failure
    assert lab.writes(mark) == []
