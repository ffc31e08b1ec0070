# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

import json

import pytest

from ansible_collections.cdn.aws.plugins.module_utils._errors import CdnError, Refused
from ansible_collections.cdn.aws.plugins.module_utils._reconcile import reconcile
from ansible_collections.cdn.aws.plugins.module_utils._s3 import bucket_policy
from ansible_collections.cdn.aws.plugins.module_utils._s3.bucket_policy import BucketPolicy
from ansible_collections.cdn.aws.plugins.module_utils._s3.policy import Policy, parse
from ansible_collections.cdn.aws.plugins.module_utils._s3.policy_statement import PolicyStatement
from ansible_collections.cdn.aws.plugins.module_utils._unknown import unknown
from tests.unit.helpers import StubbedApi

BUCKET = {"Bucket": "b-1"}
GRANT = {
    "Effect": "Allow",
    "Principal": {"Service": "cloudfront.amazonaws.com"},
    "Action": "s3:GetObject",
    "Resource": "arn:aws:s3:::b-1/*",
}
PUBLIC = {**GRANT, "Principal": "*"}
MINE = Policy().with_statement("Mine", GRANT).render()
FOREIGN = '{"Version":"2012-10-17","Statement":[{"Effect":"Deny", "Principal":"*"}]}'
BOTH = parse(FOREIGN).with_statement("Mine", GRANT).render()


@pytest.fixture
def aws(monkeypatch):
    monkeypatch.setattr(bucket_policy, "RIVAL_SECONDS", 0.0)
    stubbed = StubbedApi()
    yield stubbed
    stubbed.assert_all_made()


def bring(aws, *, check=False, statement=GRANT, **options):
    given = {"bucket": "b-1", "sid": "Mine", "state": "present", "statement": statement, **options}
    result = reconcile(PolicyStatement(given, aws), check_mode=check)
    return [(change.kind, change.operation) for change in result.plan.changes], result.state


def expect_policy(aws, text):
    if text is None:
        aws.fail("s3:GetBucketPolicy", "NoSuchBucketPolicy", status=404)
    else:
        aws.expect("s3:GetBucketPolicy", BUCKET, {"Policy": text})


def expect_put(aws, text):
    aws.expect("s3:PutBucketPolicy", {**BUCKET, "Policy": text}, {})


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


def test_a_statement_that_another_writer_has_overwritten_is_merged_again(aws):
    expect_policy(aws, None)  # the plan
    expect_policy(aws, None)
    expect_put(aws, MINE)
    expect_policy(aws, FOREIGN)  # gone
    expect_policy(aws, FOREIGN)
    expect_put(aws, BOTH)
    expect_policy(aws, BOTH)
    assert bring(aws)[1]["policy"] == json.loads(BOTH)


def test_a_writer_that_sees_another_one_looks_again_until_all_is_quiet(aws):
    one, two = (parse(BOTH).with_statement(f"Other{number}", GRANT).render() for number in (1, 2))
    expect_policy(aws, FOREIGN)
    expect_put(aws, BOTH)
    for text in (one, two, two):
        expect_policy(aws, text)
    policy = BucketPolicy(aws, "b-1")
    assert policy.write(sid="Mine", statement=GRANT).render() == two
    assert policy.warnings == []


def test_a_statement_that_is_gone_at_the_second_look_is_merged_again_and_told(aws):
    other = Policy().with_statement("Other", GRANT)
    both = other.with_statement("Mine", GRANT).render()
    expect_policy(aws, None)
    expect_put(aws, MINE)
    expect_policy(aws, parse(MINE).with_statement("Other", GRANT).render())
    expect_policy(aws, other.render())  # gone
    expect_policy(aws, other.render())
    expect_put(aws, both)
    expect_policy(aws, both)
    policy = BucketPolicy(aws, "b-1")
    policy.write(sid="Mine", statement=GRANT)
    (warning,) = policy.warnings
    assert "the statement Mine was gone 1 time," in warning


def test_another_statement_under_our_sid_is_somebody_elses_and_not_a_form_of_ours(aws):  # S3-13
    theirs = Policy().with_statement("Mine", {**GRANT, "Resource": "arn:aws:s3:::b-1/other/*"}).render()
    expect_policy(aws, None)
    expect_put(aws, MINE)
    expect_policy(aws, theirs)
    expect_policy(aws, theirs)
    expect_put(aws, MINE)
    expect_policy(aws, MINE)
    assert BucketPolicy(aws, "b-1").write(sid="Mine", statement=GRANT).render() == MINE


def test_a_write_that_took_long_says_what_it_may_have_done(aws, monkeypatch):
    monkeypatch.setattr(bucket_policy, "SLOW_SECONDS", -1.0)
    expect_policy(aws, None)
    expect_policy(aws, None)
    expect_put(aws, MINE)
    expect_policy(aws, MINE)
    subject = PolicyStatement({"bucket": "b-1", "sid": "Mine", "state": "present", "statement": GRANT}, aws)
    reconcile(subject, check_mode=False)
    assert "their statement may be gone" in subject.warnings()[0]


def test_a_bucket_that_is_gone_meanwhile_is_told(aws, monkeypatch):
    monkeypatch.setattr(bucket_policy, "SETTLING_SECONDS", 0.0)
    expect_policy(aws, FOREIGN)
    aws.fail("s3:GetBucketPolicy", "NoSuchBucket", status=404)
    aws.fail("s3:PutBucketPolicy", "NoSuchBucket", status=404)
    with pytest.raises(CdnError, match="The bucket b-1 was there when this run looked, and is gone"):
        bring(aws)


def test_a_statement_that_is_gone_with_its_bucket_need_not_be_removed(aws):
    expect_policy(aws, BOTH)
    for dummy in "to remove it", "to see that it is gone":
        aws.fail("s3:GetBucketPolicy", "NoSuchBucket", status=404)
    assert bring(aws, state="absent", statement=None)[1]["statement"] is None


def test_a_writer_that_never_wins_says_so(aws):
    for _ in range(bucket_policy.RIVAL_ATTEMPTS):
        expect_policy(aws, None)
        expect_put(aws, MINE)
        expect_policy(aws, FOREIGN)
    with pytest.raises(CdnError, match="somebody else"):
        BucketPolicy(aws, "b-1", sleep=lambda seconds: None).write(sid="Mine", statement=GRANT)


def test_a_principal_that_aws_writes_in_its_own_form_is_no_rival(aws):  # S3-13
    expect_policy(aws, None)
    expect_put(aws, MINE)
    stored = Policy().with_statement("Mine", {**GRANT, "Principal": {"AWS": "AIDAEXAMPLE"}}).render()
    expect_policy(aws, stored)
    expect_policy(aws, stored)  # perhaps somebody else's work: looked at again
    assert BucketPolicy(aws, "b-1").write(sid="Mine", statement=GRANT).render() == stored


def test_a_principal_that_does_not_exist_yet_is_waited_for(aws):  # S3-12
    expect_policy(aws, None)
    aws.fail("s3:PutBucketPolicy", "MalformedPolicy", "Invalid principal in policy")
    expect_policy(aws, None)  # what was read before the pause may be old
    expect_put(aws, MINE)
    expect_policy(aws, MINE)
    BucketPolicy(aws, "b-1").write(sid="Mine", statement=GRANT)


def test_other_malformed_policies_fail_at_once(aws):
    expect_policy(aws, None)
    aws.fail("s3:PutBucketPolicy", "MalformedPolicy", "Policy has invalid resource")
    with pytest.raises(CdnError, match="invalid resource"):
        BucketPolicy(aws, "b-1").write(sid="Mine", statement=GRANT)


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
        BucketPolicy(aws, "b-1").write(sid="Mine", statement=PUBLIC)


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
