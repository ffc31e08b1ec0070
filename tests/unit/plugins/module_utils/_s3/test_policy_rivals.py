# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Others write to the same policy at the same time."""

from __future__ import annotations

import json

import pytest

from ansible_collections.cdn.aws.plugins.module_utils._errors import CdnError, Refused
from ansible_collections.cdn.aws.plugins.module_utils._s3 import bucket_policy
from ansible_collections.cdn.aws.plugins.module_utils._s3.bucket_policy import BucketPolicy
from ansible_collections.cdn.aws.plugins.module_utils._s3.policy import Policy, parse
from tests.unit.helpers import StubbedApi
from tests.unit.plugins.module_utils._s3.policies import (
    BOTH,
    FOREIGN,
    GRANT,
    MINE,
    bring,
    expect_policy,
    expect_put,
    mine,
    warnings,
)


@pytest.fixture
def aws(monkeypatch):
    monkeypatch.setattr(bucket_policy, "RIVAL_SECONDS", 0.0)
    stubbed = StubbedApi()
    yield stubbed
    stubbed.assert_all_made()


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
    assert policy.write(sid="Mine", statement=GRANT, planned=None).render() == two
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
    policy.write(sid="Mine", statement=GRANT, planned=None)
    (warning,) = policy.warnings
    assert "the statement Mine was gone 1 time," in warning


def test_another_statement_under_our_sid_is_somebody_elses_and_not_a_form_of_ours(aws):  # S3-13
    theirs = Policy().with_statement("Mine", {**GRANT, "Resource": "arn:aws:s3:::b-1/other/*"}).render()
    expect_policy(aws, None)
    expect_put(aws, MINE)
    for dummy in "after the write", "to merge", "a second look":
        expect_policy(aws, theirs)
    expect_put(aws, MINE)
    expect_policy(aws, MINE)
    policy = BucketPolicy(aws, "b-1")
    assert policy.write(sid="Mine", statement=GRANT, planned=None).render() == MINE
    assert "has replaced theirs" in policy.warnings[0]
    assert "the statement Mine was changed 1 time," in policy.warnings[1]


def test_a_statement_that_somebody_changes_between_plan_and_write_is_told_whole(aws):
    planned, theirs = mine(Action="s3:Old"), mine(Action="s3:Theirs")
    for text in (planned, theirs, theirs):
        expect_policy(aws, text)
    expect_put(aws, MINE)
    expect_policy(aws, MINE)
    (warning,) = warnings(aws)
    assert "Somebody else has changed the statement Mine of bucket b-1 after this run had looked at it." in warning
    assert '"s3:Theirs"' in warning


def test_a_statement_that_somebody_removes_between_plan_and_write_is_told(aws):
    for text in (mine(Action="s3:Old"), None, None):
        expect_policy(aws, text)
    expect_put(aws, MINE)
    expect_policy(aws, MINE)
    assert "has removed the statement Mine" in warnings(aws)[0]


def test_a_policy_that_is_told_late_makes_nobody_a_suspect(aws):  # S3-20
    for text in (mine(Action="s3:Old"), mine(Action="s3:Older"), mine(Action="s3:Old")):
        expect_policy(aws, text)
    expect_put(aws, MINE)
    expect_policy(aws, MINE)
    assert warnings(aws) == []


def test_a_statement_that_another_run_writes_first_is_no_theirs(aws):
    for text in (mine(Action="s3:Old"), MINE):
        expect_policy(aws, text)
    expect_put(aws, MINE)
    expect_policy(aws, MINE)
    assert warnings(aws) == []


def test_a_statement_that_is_not_the_one_that_was_to_go_stays(aws):
    theirs = mine(Action="s3:Theirs")
    for text in (BOTH, theirs, theirs):
        expect_policy(aws, text)
    with pytest.raises(Refused, match="Mine of bucket b-1 was changed by somebody else .* so it was not removed"):
        bring(aws, state="absent", statement=None)


def test_a_write_that_took_long_says_what_it_may_have_done(aws, monkeypatch):
    monkeypatch.setattr(bucket_policy, "SLOW_SECONDS", -1.0)
    expect_policy(aws, None)
    expect_policy(aws, None)
    expect_put(aws, MINE)
    expect_policy(aws, MINE)
    assert "their statement may be gone" in warnings(aws)[0]


def test_a_bucket_that_is_gone_meanwhile_is_told_at_once(aws):
    expect_policy(aws, FOREIGN)
    aws.fail("s3:GetBucketPolicy", "NoSuchBucket", status=404)
    aws.fail("s3:PutBucketPolicy", "NoSuchBucket", status=404)
    aws.fail("s3:HeadBucket", "404", status=404)
    with pytest.raises(CdnError, match="The bucket b-1 was there when this run looked, and is gone"):
        bring(aws)


def test_a_statement_that_is_gone_with_its_bucket_need_not_be_removed(aws):
    expect_policy(aws, BOTH)
    for dummy in "to remove it", "to see that it is gone":
        aws.fail("s3:GetBucketPolicy", "NoSuchBucket", status=404)
    assert bring(aws, state="absent", statement=None)[1]["statement"] is None


@pytest.mark.parametrize(
    ("statement", "before", "after", "told"),
    [
        (GRANT, None, FOREIGN, "was written 8 times and was gone 8 times"),
        (None, MINE, MINE, "was removed 8 times and was there again 8 times"),
    ],
)
def test_a_writer_that_never_wins_says_so(aws, statement, before, after, told):
    for _ in range(bucket_policy.RIVAL_ATTEMPTS):
        expect_policy(aws, before)
        aws.expect("s3:PutBucketPolicy" if statement else "s3:DeleteBucketPolicy", None, {})
        expect_policy(aws, after)
    policy = BucketPolicy(aws, "b-1", sleep=lambda seconds: None)
    with pytest.raises(CdnError, match=f"by somebody else all the time: the statement Mine {told}"):
        policy.write(sid="Mine", statement=statement, planned=None if statement else {"Sid": "Mine", **GRANT})


def test_a_principal_that_aws_writes_in_its_own_form_is_no_rival(aws):  # S3-13
    expect_policy(aws, None)
    expect_put(aws, MINE)
    stored = Policy().with_statement("Mine", {**GRANT, "Principal": {"AWS": "AIDAEXAMPLE"}}).render()
    expect_policy(aws, stored)
    expect_policy(aws, stored)  # perhaps somebody else's work: looked at again
    assert BucketPolicy(aws, "b-1").write(sid="Mine", statement=GRANT, planned=None).render() == stored
