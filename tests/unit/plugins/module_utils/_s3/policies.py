# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Policies of a bucket, what a module asks for them, and a run of the module."""

from __future__ import annotations

from ansible_collections.cdn.aws.plugins.module_utils._reconcile import reconcile
from ansible_collections.cdn.aws.plugins.module_utils._s3.policy import Policy, parse
from ansible_collections.cdn.aws.plugins.module_utils._s3.policy_statement import PolicyStatement

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


def bring(aws, *, check=False, statement=GRANT, **options):
    given = {"bucket": "b-1", "sid": "Mine", "state": "present", "statement": statement, **options}
    result = reconcile(PolicyStatement(given, aws), check_mode=check)
    return [(change.kind, change.operation) for change in result.plan.changes], result.state


def warnings(aws):
    subject = PolicyStatement({"bucket": "b-1", "sid": "Mine", "state": "present", "statement": GRANT}, aws)
    reconcile(subject, check_mode=False)
    return subject.warnings()


def expect_policy(aws, text):
    if text is None:
        aws.fail("s3:GetBucketPolicy", "NoSuchBucketPolicy", status=404)
    else:
        aws.expect("s3:GetBucketPolicy", BUCKET, {"Policy": text})


def expect_put(aws, text):
    aws.expect("s3:PutBucketPolicy", {**BUCKET, "Policy": text}, {})


def mine(**members):
    return Policy().with_statement("Mine", {**GRANT, **members}).render()
