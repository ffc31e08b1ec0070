# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Rules that S3 would not take."""

from __future__ import annotations

import typing as t

import pytest

from ansible_collections.cdn.aws.plugins.module_utils._errors import Refused
from ansible_collections.cdn.aws.plugins.module_utils._s3.checks import check_rules

CORS = {"allowed_origins": ["*"], "allowed_methods": ["GET"]}


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        ({"cors_rules": [CORS, {**CORS, "max_age_seconds": -1}]}, "cors_rules[1].max_age_seconds: -1 is out of range"),
        ({"cors_rules": [CORS] * 101}, "cors_rules: there are 101 rules, S3 takes at most 100"),
        ({"lifecycle_rules": [{"id": "x" * 256}]}, "lifecycle_rules: an id has 256 characters; AWS takes at most 255"),
        ({"lifecycle_rules": [{"id": "a", "expiration": {"days": 0}}]}, "lifecycle_rules[a].expiration.days: 0 is out"),
        (
            {"lifecycle_rules": [{"id": "a", "transitions": [{"days": 0, "storage_class": "ICE"}]}]},
            "lifecycle_rules[a].transitions.storage_class: ICE is no class to move objects to",
        ),
        (
            {"lifecycle_rules": [{"id": "a", "abort_incomplete_multipart_upload": {"days_after_initiation": 0}}]},
            "days_after_initiation: 0 is out of range: write a number from 1",
        ),
        ({"logging": {"target_bucket": "my logs"}}, "'my logs' cannot be the name of a bucket"),
    ],
)
def test_what_s3_would_not_take_is_refused_with_its_place(settings: dict[str, t.Any], words: str) -> None:
    with pytest.raises(Refused) as caught:
        check_rules(settings)
    assert words in caught.value.message


def test_usual_rules_are_taken() -> None:
    check_rules({})
    check_rules(
        {
            "cors_rules": [{**CORS, "max_age_seconds": 0, "id": None}],
            "lifecycle_rules": [
                {"id": "a", "expiration": {"days": 1}, "transitions": [{"days": 0, "storage_class": "GLACIER_IR"}]},
                {"id": "b", "noncurrent_version_expiration": {"noncurrent_days": 1}, "expiration": None},
            ],
            "logging": {"target_bucket": "(known after apply: bucket)"},
        }
    )
