# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Races for a bucket, its settings, and its policy: with somebody at the console, and with other runs."""

from __future__ import annotations

import functools
import json

from tests.chaos.rivals import Json, Outcome, Rival, Rivals, merged, race, refused, well

BUCKET = "race-example-test"
# A write of a policy that takes longer may cost others their statements, and says so.
BRIEFLY = 0.4
GRANT = {
    "Effect": "Allow",
    "Principal": {"Service": "cloudfront.amazonaws.com"},
    "Action": "s3:GetObject",
    "Resource": f"arn:aws:s3:::{BUCKET}/*",
}


def _bucket(rivals: Rivals, rival: Rival | None = None, **options: Json) -> Outcome:
    return rivals.bring("s3_origin_bucket", rival, name=BUCKET, **options)


def _tag(rivals: Rivals, **tags: str) -> None:
    listed = [{"Key": key, "Value": value} for key, value in tags.items()]
    rivals.client("s3").put_bucket_tagging(Bucket=BUCKET, Tagging={"TagSet": listed})


def _tags(rivals: Rivals) -> dict[str, str]:
    return {tag["Key"]: tag["Value"] for tag in rivals.client("s3").get_bucket_tagging(Bucket=BUCKET)["TagSet"]}


@race("two runs make one bucket")
def one_bucket(rivals: Rivals) -> str:
    """S3-02."""
    done = rivals.at_once("s3:CreateBucket", *[lambda: _bucket(rivals, versioning=True)] * 3)
    well(done, "s3:CreateBucket")
    assert rivals.client("s3").get_bucket_versioning(Bucket=BUCKET)["Status"] == "Enabled"
    return "one object"


RULES = {name: [{"id": name, "expiration": {"days": 9}}] for name in ("a", "b")}


def _share(rivals: Rivals, name: str, rival: Rival | None = None, **options: Json) -> Outcome:
    """Bring the bucket of several sites, each with a tag and a rule of its own."""
    return _bucket(rivals, rival, tags={name: name}, lifecycle_rules=RULES[name], **options)


def _shared(rivals: Rivals, done: Outcome) -> str:
    assert _tags(rivals) == {"a": "a", "b": "b"}
    rules = rivals.client("s3").get_bucket_lifecycle_configuration(Bucket=BUCKET)["Rules"]
    # A list is given as a whole.
    assert [rule["ID"] for rule in rules] == ["a"]
    return merged(done, "Somebody else has changed the bucket", "replaced theirs: lifecycle_rules")


@race("two sites make the bucket that they share")
def shared_bucket(rivals: Rivals) -> str:
    """The other one finds it before we have set anything."""
    rival = Rival("s3:CreateBucket", lambda: _share(rivals, "b"), after=True)
    return _shared(rivals, _share(rivals, "a", rival))


@race("two sites make the bucket that they share in us-east-1")
def shared_in_us_east_1(rivals: Rivals) -> str:
    """S3-02: both are told that they have made it."""
    rival = Rival("s3:CreateBucket", lambda: _share(rivals, "b", region="us-east-1"))
    return _shared(rivals, _share(rivals, "a", rival, region="us-east-1"))


@race("two sites make the bucket that they share while AWS is busy")
def shared_when_busy(rivals: Rivals) -> str:
    """What was throttled first and is refused then was made by the other one."""

    def act() -> None:
        _share(rivals, "b")
        rivals.lab.fault("throttle", "s3:CreateBucket", nth=1)

    return _shared(rivals, _share(rivals, "a", Rival("s3:CreateBucket", act)))


@race("console sets a tag of the bucket")
def bucket_tag(rivals: Rivals) -> str:
    """S3-14: the write replaces all tags."""
    _bucket(rivals, tags={"site": "a"})
    # The second look at the tags is the one right before the write.
    rival = Rival("s3:GetBucketTagging", lambda: _tag(rivals, site="a", theirs="b"), nth=2)
    done = _bucket(rivals, rival, tags={"site": "c"})
    assert _tags(rivals) == {"site": "c", "theirs": "b"}
    return merged(done, "tags is not what it was", "What they changed is kept")


@race("console replaces the tags of the bucket with older ones")
def older_tags(rivals: Rivals) -> str:
    """Who has looked before our write, and writes after it."""
    _bucket(rivals, tags={"site": "a"})
    rival = Rival("s3:PutBucketTagging", lambda: _tag(rivals, site="a", theirs="b"), after=True)
    done = _bucket(rivals, rival, tags={"site": "c"})
    assert _tags(rivals) == {"site": "c", "theirs": "b"}
    return merged(done, "tags is not what this run has written", "What they changed is kept")


@race("console deletes the bucket")
def bucket_gone(rivals: Rivals) -> str:
    """It is not made again: it would be an empty one."""
    _bucket(rivals)
    act = functools.partial(rivals.client("s3").delete_bucket, Bucket=BUCKET)
    done = _bucket(rivals, Rival("s3:PutBucketVersioning", act), versioning=True)
    return refused(done, f"The bucket {BUCKET} was there", "is gone")


@race("console deletes the bucket for the logs")
def log_target_gone(rivals: Rivals) -> str:
    """It is the target that is gone, not the bucket of the task."""
    _bucket(rivals)
    target = "race-logs-example-test"
    rivals.bring("s3_origin_bucket", name=target)
    act = functools.partial(rivals.client("s3").delete_bucket, Bucket=target)
    done = _bucket(rivals, Rival("s3:PutBucketPolicy", act), logging={"target_bucket": target})
    return refused(done, f"The bucket {target}, which is to take the logs, was there", "is gone")


def _policy(rivals: Rivals) -> list[str]:
    text = rivals.client("s3").get_bucket_policy(Bucket=BUCKET)["Policy"]
    return [statement["Sid"] for statement in json.loads(text)["Statement"]]


def _statement(rivals: Rivals, sid: str, rival: Rival | None = None, **options: Json) -> Outcome:
    given = {"bucket": BUCKET, "sid": sid, **({} if options.get("state") else {"statement": GRANT}), **options}
    return rivals.bring("s3_bucket_policy_statement", rival, **given)


def _put_policy(rivals: Rivals, *sids: str, **members: Json) -> None:
    policy = {"Version": "2012-10-17", "Statement": [{"Sid": sid, **GRANT, **members} for sid in sids]}
    rivals.client("s3").put_bucket_policy(Bucket=BUCKET, Policy=json.dumps(policy))


@race("console writes the policy between our read and write")
def policy_before(rivals: Rivals) -> str:
    """The plan is old, the merge is not."""
    _bucket(rivals)
    # The second look at the policy is the one that the merge starts from.
    rival = Rival("s3:GetBucketPolicy", lambda: _put_policy(rivals, "Theirs"), nth=2)
    done = _statement(rivals, "Ours", rival)
    assert _policy(rivals) == ["Theirs", "Ours"]
    return merged(done)


@race("console replaces the policy with an older one")
def policy_after(rivals: Rivals) -> str:
    """Who has read the policy before our write, and writes after it: ours is merged again, and that is told."""
    _bucket(rivals)
    rival = Rival("s3:PutBucketPolicy", lambda: _put_policy(rivals, "Theirs"), after=True)
    done = _statement(rivals, "Ours", rival)
    assert _policy(rivals) == ["Theirs", "Ours"]
    return merged(done, "the statement Ours was gone 1 time,")


@race("console changes our statement between our read and write")
def same_statement(rivals: Rivals) -> str:
    """The task's stands, and theirs is told whole."""
    _bucket(rivals)
    _put_policy(rivals, "Ours", Action="s3:GetObjectVersion")
    act = functools.partial(_put_policy, rivals, "Ours", Action="s3:GetObjectTagging")
    done = _statement(rivals, "Ours", Rival("s3:GetBucketPolicy", act, nth=2))
    return merged(done, "has replaced theirs", "s3:GetObjectTagging")


@race("console replaces the statement that we remove")
def foreign_statement(rivals: Rivals) -> str:
    """Whose it is was decided of the one that was there before."""
    _bucket(rivals)
    _put_policy(rivals, "Ours")
    act = functools.partial(_put_policy, rivals, "Ours", Action="s3:GetObjectTagging")
    done = _statement(rivals, "Ours", Rival("s3:GetBucketPolicy", act, nth=2), state="absent")
    assert _policy(rivals) == ["Ours"]
    return refused(done, "The statement Ours", "was not removed")


@race("five publishers' statements in one policy")
def five_statements(rivals: Rivals) -> str:
    """No statement is lost, none is there twice."""
    _bucket(rivals)
    sids = [f"Publisher{number}" for number in range(5)]
    runs = [functools.partial(_statement, rivals, sid) for sid in sids]
    done = rivals.at_once("s3:PutBucketPolicy", *runs, seconds=BRIEFLY)
    well(done)
    assert sorted(_policy(rivals)) == sids
    return "all there"


@race("statements come and go in one policy")
def come_and_go(rivals: Rivals) -> str:
    """What goes is gone, what comes is there, what nobody named stays."""
    _bucket(rivals)
    _put_policy(rivals, "Old1", "Stays", "Old2")
    going = [functools.partial(_statement, rivals, sid, state="absent") for sid in ("Old1", "Old2")]
    coming = [functools.partial(_statement, rivals, sid) for sid in ("New1", "New2")]
    done = rivals.at_once("s3:PutBucketPolicy", *going, *coming, seconds=BRIEFLY)
    well(done)
    assert sorted(_policy(rivals)) == ["New1", "New2", "Stays"]
    return "all there"
