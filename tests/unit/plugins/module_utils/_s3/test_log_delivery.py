# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

import pytest

from ansible_collections.cdn.aws.plugins.module_utils._s3.log_delivery import (
    delivery_sid,
    delivery_statement,
    may_deliver,
)
from ansible_collections.cdn.aws.plugins.module_utils._s3.policy import Policy

ENDS = {"source": "www-1", "target": "logs", "prefix": "www/", "region": "eu-west-1"}
OWN = delivery_statement(**ENDS, account="123456789012")


def delivers(statement, **ends):
    return may_deliver(Policy().with_statement("Any", statement), **{**ENDS, **ends})


def test_the_own_statement_delivers_for_its_bucket_and_prefix_only():  # S3-15
    assert delivers(OWN)
    assert not delivers(OWN, source="www-2")
    assert not delivers(OWN, prefix="")
    assert not delivers(OWN, target="other")


@pytest.mark.parametrize(
    "changes",
    [
        {"Condition": {}},
        {"Resource": ["arn:aws:s3:::logs/*"], "Action": ["s3:PutObject", "s3:GetObject"]},
        {"Condition": {"ArnLike": {"AWS:SourceArn": ["arn:aws:s3:::other", "arn:aws:s3:::www-*"]}}},
        {"Principal": {"Service": ["delivery.logs.amazonaws.com", "logging.s3.amazonaws.com"]}},
    ],
)
def test_statements_that_others_have_made_are_enough(changes):
    assert delivers({**OWN, **changes})


@pytest.mark.parametrize(
    "changes",
    [
        {"Effect": "Deny"},
        {"Principal": {"Service": "cloudfront.amazonaws.com"}},
        {"Principal": "*"},
        {"Action": "s3:GetObject"},
        {"Resource": "arn:aws:s3:::logs/www/"},
        {"Condition": {"ArnLike": {"aws:SourceArn": "arn:aws:s3:::other"}}},
        {"Condition": {"Bool": {"aws:SecureTransport": "true"}}},
    ],
)
def test_statements_that_do_not_surely_deliver_are_not_enough(changes):
    assert not delivers({**OWN, **changes})


def test_every_source_has_a_sid_of_its_own():
    sids = {delivery_sid(source) for source in ("a-b", "ab", "a.b")}
    assert len(sids) == 3
    assert all(sid.isalnum() for sid in sids)
