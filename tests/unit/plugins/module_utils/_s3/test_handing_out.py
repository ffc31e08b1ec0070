# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import json

import pytest

from ansible_collections.cdn.aws.plugins.module_utils._errors import CdnError
from ansible_collections.cdn.aws.plugins.module_utils._reconcile import reconcile
from ansible_collections.cdn.aws.plugins.module_utils._s3.policy_statement import PolicyStatement
from ansible_collections.cdn.aws.plugins.module_utils._unknown import unknown
from tests.unit.helpers import StubbedApi

STATEMENT = {
    "Effect": "Allow",
    "Principal": {"Service": "cloudfront.amazonaws.com"},
    "Action": "s3:GetObject",
    "Resource": "arn:aws:s3:::site/*",
    "Condition": {"StringEquals": {"AWS:SourceArn": "arn:aws:cloudfront::123456789012:distribution/E1"}},
}
WANTED = json.dumps({"Sid": "Cdn", **STATEMENT})


def message(api: StubbedApi, **options: object) -> str:
    given = {"bucket": "site", "sid": "Cdn", "statement": STATEMENT, "state": "present", **options}
    with pytest.raises(CdnError) as refused:
        reconcile(PolicyStatement(given, api), check_mode=False)
    assert "\n" not in refused.value.message
    return refused.value.message


@pytest.mark.parametrize("code", ["AccessDenied", "MethodNotAllowed"])
def test_who_may_not_read_the_policy_can_hand_the_statement_on(code):
    found = message(StubbedApi().fail("s3:GetBucketPolicy", code, status=403))
    assert WANTED in found
    assert "site_bucket_account_id" in found


def test_who_may_not_write_the_policy_can_hand_the_statement_on():
    api = StubbedApi()
    for dummy in range(2):
        api.fail("s3:GetBucketPolicy", "NoSuchBucketPolicy", status=404)
    found = message(api.fail("s3:PutBucketPolicy", "AccessDenied", status=403))
    assert found.startswith("Not allowed to do s3:PutBucketPolicy")
    assert WANTED in found


def test_a_statement_about_what_is_still_to_be_made_is_not_for_copying():
    planned = {**STATEMENT, "Condition": {"StringEquals": {"AWS:SourceArn": unknown("distribution ARN")}}}
    found = message(StubbedApi().fail("s3:GetBucketPolicy", "AccessDenied", status=403), statement=planned)
    assert "known after apply" not in found
    assert "can add the statement Cdn to it" in found


def test_a_statement_that_is_to_go_is_named():
    found = message(StubbedApi().fail("s3:GetBucketPolicy", "AccessDenied", status=403), state="absent", statement=None)
    assert "can take the statement Cdn out of it" in found


def test_other_failures_say_nothing_of_it():
    assert "Whoever" not in message(StubbedApi().fail("s3:GetBucketPolicy", "InternalError", status=500))
