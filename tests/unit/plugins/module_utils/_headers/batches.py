# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Repairs, groups and places for the tests of batch jobs."""

from __future__ import annotations

from ansible_collections.cdn.aws.plugins.module_utils._headers.batch_groups import Group
from ansible_collections.cdn.aws.plugins.module_utils._headers.batch_jobs import Orders, Place
from ansible_collections.cdn.aws.plugins.module_utils._headers.decide import Repair
from ansible_collections.cdn.aws.plugins.module_utils._plan import Difference
from tests.unit.helpers import StubbedApi

ACCOUNT = "123456789012"
ROLE = f"arn:aws:iam::{ACCOUNT}:role/repair"
AT = 1_790_000_000
MEMBERS = {
    "TaggingDirective": "COPY",
    "MetadataDirective": "REPLACE",
    "CacheControl": "max-age=60",
    "ContentType": "image/jpeg",
    "ServerSideEncryption": "AES256",
}
OPERATION = {
    "TargetResource": "arn:aws:s3:::pictures",
    "MetadataDirective": "REPLACE",
    "NewObjectMetadata": {"CacheControl": "max-age=60", "ContentType": "image/jpeg", "SSEAlgorithm": "AES256"},
    "StorageClass": "STANDARD",
}
ORDERS = Orders("pictures", "reports", "jobs/", "reports", "jobs/", ROLE, 10)


def repair(key="a.jpg", *, size=1, at=AT, **members):
    differences = (Difference(f"{key}: cache_control", None, "max-age=60"),)
    return Repair(key, '"etag"', size, at, {**MEMBERS, **members}, differences)


def group(*keys, operation=OPERATION):
    made = Group("pictures", dict(operation))
    for number, key in enumerate(keys or ("a.jpg",)):
        made.add(repair(key, at=AT + number))
    made.etag = "manifest-etag"
    return made


def place(api=None):
    return Place(api or StubbedApi(), ACCOUNT, "aws", "ap-northeast-2", began=AT + 1000)
