# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

import pytest

from ansible_collections.cdn.aws.plugins.module_utils._errors import Refused
from ansible_collections.cdn.aws.plugins.module_utils._s3.statement import check_sid, check_statement, is_public
from ansible_collections.cdn.aws.plugins.module_utils._unknown import unknown

GRANT = {
    "Effect": "Allow",
    "Principal": {"Service": "cloudfront.amazonaws.com"},
    "Action": "s3:GetObject",
    "Resource": "arn:aws:s3:::b-1/*",
}


def without(key):
    return {name: value for name, value in GRANT.items() if name != key}


@pytest.mark.parametrize(
    ("statement", "told"),
    [
        ({**GRANT, "effect": "Allow"}, "effect is no member"),
        ({**GRANT, "Sid": "Other"}, "not the option sid"),
        ({**GRANT, "Effect": "allow"}, "Allow or Deny"),
        (without("Principal"), "Principal or NotPrincipal"),
        ({**GRANT, "NotAction": "s3:*"}, "Action or NotAction"),
        (without("Resource"), "Resource or NotResource"),
        ({**GRANT, "Condition": "x"}, "Condition must be"),
        ({**GRANT, "Resource": ["arn:aws:s3:::b-1", "arn:aws:s3:::other/*"]}, "other/\\* is not in the bucket b-1"),
    ],
)
def test_what_s3_would_call_malformed_is_said_in_clear_words(statement, told):  # S3-12
    with pytest.raises(Refused, match=told):
        check_statement(statement, sid="Mine", bucket="b-1")


@pytest.mark.parametrize("resource", ["arn:aws:s3:::b-1", "arn:aws-cn:s3:::b-1/a/*", "arn:aws:s3:::*", unknown("ARN")])
def test_resources_of_the_bucket_are_taken(resource):
    check_statement({**GRANT, "Resource": resource}, sid="Mine", bucket="b-1")


@pytest.mark.parametrize("sid", ["AllowCloudFront", "Allow CloudFront", "S3PolicyStmt-DO-NOT-MODIFY-1500000000000"])
def test_sids_are_what_people_and_consoles_write(sid):
    check_sid(sid)


@pytest.mark.parametrize("sid", ["", " ", "a\nb", "a\x7f"])
def test_a_sid_of_nothing_or_several_lines_is_refused(sid):
    with pytest.raises(Refused, match="write one line"):
        check_sid(sid)


@pytest.mark.parametrize(
    ("changes", "public"),
    [
        ({}, False),
        ({"Principal": "*"}, True),
        ({"Principal": {"AWS": ["*"]}}, True),
        ({"Principal": "*", "Effect": "Deny"}, False),
        (
            {
                "Principal": "*",
                "Condition": {"StringEquals": {"AWS:SourceArn": "arn:aws:cloudfront::1:distribution/E"}},
            },
            False,
        ),
        ({"Principal": "*", "Condition": {"IpAddress": {"aws:SourceIp": "192.0.2.0/24"}}}, False),
        ({"Principal": "*", "Condition": {"IpAddress": {"aws:SourceIp": ["0.0.0.0/0"]}}}, True),
        ({"Principal": "*", "Condition": {"StringNotEquals": {"aws:SourceVpc": "vpc-1"}}}, True),
        ({"Principal": "*", "Condition": {"StringLike": {"aws:Referer": "https://example.com/*"}}}, True),
    ],
)
def test_public_is_what_is_open_to_everybody_without_narrowing(changes, public):  # S3-11
    assert is_public({**GRANT, **changes}) is public
