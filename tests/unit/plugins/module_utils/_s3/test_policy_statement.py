# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

import json

import pytest

from ansible_collections.cdn.aws.plugins.module_utils import _waiter
from ansible_collections.cdn.aws.plugins.module_utils._errors import CdnError, Refused
from ansible_collections.cdn.aws.plugins.module_utils._reconcile import reconcile
from ansible_collections.cdn.aws.plugins.module_utils._s3 import bucket_policy
from ansible_collections.cdn.aws.plugins.module_utils._s3.bucket_policy import BucketPolicy
from ansible_collections.cdn.aws.plugins.module_utils._s3.policy_statement import PolicyStatement
from ansible_collections.cdn.aws.plugins.module_utils._unknown import unknown
from tests.unit.helpers import StubbedApi
from tests.unit.plugins.module_utils._s3.policies import (
    BOTH,
    BUCKET,
    FOREIGN,
    GRANT,
    MINE,
    PUBLIC,
    bring,
    expect_policy,
    expect_put,
)


@pytest.fixture
def aws(monkeypatch):
    monkeypatch.setattr(bucket_policy, "RIVAL_SECONDS", 0.0)
    stubbed = StubbedApi()
    yield stubbed
    stubbed.assert_all_made()


def test_a_statement_joins_the_foreign_ones_to_the_byte(aws):
    expect_policy(aws, FOREIGN)
    expect_policy(aws, FOREIGN)
    expect_put(aws, BOTH)
    expect_policy(aws, BOTH)
    changes, state = bring(aws)
    assert changes == [("create", "s3:PutBucketPolicy")]
    assert '{"Effect":"Deny", "Principal":"*"}' in BOTH
    assert state["policy"] == json.loads(BOTH)


def test_a_statement_that_stands_costs_one_read(aws):
    expect_policy(aws, BOTH)
    changes, state = bring(aws, statement={**GRANT, "Action": ["s3:getobject"]})
    assert changes == []
    assert state["statement"] == {"Sid": "Mine", **GRANT}


def test_a_bucket_that_may_not_be_looked_at_is_there(aws, monkeypatch):  # S3-20
    monkeypatch.setattr(_waiter.time, "sleep", lambda seconds: None)
    expect_policy(aws, None)
    aws.fail("s3:PutBucketPolicy", "NoSuchBucket", status=404)
    aws.fail("s3:HeadBucket", "403", status=403)
    aws.fail("s3:ListObjectsV2", "AccessDenied", "Access Denied", status=403)
    expect_policy(aws, None)
    expect_put(aws, MINE)
    expect_policy(aws, MINE)
    BucketPolicy(aws, "b-1").write(sid="Mine", statement=GRANT, planned=None)


def test_a_principal_that_does_not_exist_yet_is_waited_for(aws):  # S3-12
    expect_policy(aws, None)
    aws.fail("s3:PutBucketPolicy", "MalformedPolicy", "Invalid principal in policy")
    expect_policy(aws, None)  # what was read before the pause may be old
    expect_put(aws, MINE)
    expect_policy(aws, MINE)
    BucketPolicy(aws, "b-1").write(sid="Mine", statement=GRANT, planned=None)


def test_other_malformed_policies_fail_at_once(aws):
    expect_policy(aws, None)
    aws.fail("s3:PutBucketPolicy", "MalformedPolicy", "Policy has invalid resource")
    with pytest.raises(CdnError, match="invalid resource"):
        BucketPolicy(aws, "b-1").write(sid="Mine", statement=GRANT, planned=None)


@pytest.mark.parametrize(("text", "left"), [(BOTH, FOREIGN), (MINE, None)])
def test_removing_a_statement_keeps_the_others_and_no_empty_policy(aws, text, left):
    expect_policy(aws, text)
    expect_policy(aws, text)
    operation = "s3:PutBucketPolicy" if left else "s3:DeleteBucketPolicy"
    aws.expect(operation, {**BUCKET, **({"Policy": left} if left else {})}, {})
    expect_policy(aws, left)
    changes, state = bring(aws, state="absent", statement=None)
    assert changes == [("delete", operation)]
    assert state["statement"] is None


@pytest.mark.parametrize("text", [None, FOREIGN])
def test_a_statement_that_is_not_there_need_not_be_removed(aws, text):
    expect_policy(aws, text)
    assert bring(aws, state="absent", statement=None)[0] == []


def test_a_missing_bucket_stops_only_a_real_run(aws):
    for _ in "check", "run":
        aws.fail("s3:GetBucketPolicy", "NoSuchBucket", status=404)
    arn = {"StringEquals": {"AWS:SourceArn": unknown("distribution ARN")}}
    assert bring(aws, check=True, statement={**GRANT, "Condition": arn})[0] == [("create", "s3:PutBucketPolicy")]
    with pytest.raises(Refused, match="no bucket b-1"):
        bring(aws)


def test_a_public_statement_below_a_public_access_block_is_explained(aws):  # S3-11
    expect_policy(aws, None)
    block = {"PublicAccessBlockConfiguration": {"BlockPublicPolicy": True}}
    aws.expect("s3:GetPublicAccessBlock", BUCKET, block)
    with pytest.raises(Refused, match="block_public_policy"):
        bring(aws, statement=PUBLIC)


def test_a_public_access_block_of_the_account_is_explained(aws):  # S3-11
    expect_policy(aws, None)
    aws.fail("s3:PutBucketPolicy", "AccessDenied", "Access Denied", status=403)
    with pytest.raises(Refused, match="account's public access block"):
        BucketPolicy(aws, "b-1").write(sid="Mine", statement=PUBLIC, planned=None)


def test_a_bucket_of_another_account_is_explained(aws):  # S3-12
    aws.fail("s3:GetBucketPolicy", "MethodNotAllowed", status=405)
    with pytest.raises(Refused, match="another account"):
        bring(aws)


@pytest.mark.parametrize(
    ("source", "expected"),
    [(unknown("distribution ARN"), ""), ("arn:aws:cloudfront::123456789012:distribution/E1", "There is no bucket b-1")],
    ids=["chain", "alone"],
)
def test_a_chain_that_makes_the_bucket_is_not_told_that_there_is_none(aws, source, expected):
    aws.fail("s3:GetBucketPolicy", "NoSuchBucket", status=404)
    statement = {**GRANT, "Condition": {"StringEquals": {"AWS:SourceArn": source}}}
    given = {"bucket": "b-1", "sid": "Mine", "state": "present", "statement": statement}
    plan = reconcile(PolicyStatement(given, aws), check_mode=True).plan
    assert plan.needs.startswith(expected)
    assert bool(plan.needs) == bool(expected)
    assert len(plan.changes) == 1
