# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What S3 refuses of the rules and the target of a bucket's settings; pure."""

from __future__ import annotations

import typing as t

from .._errors import Refused
from .._inputs import refuse_long, refuse_outside
from .._unknown import is_unknown
from .names import check_existing_name

Members = t.Mapping[str, t.Any]

LONGEST_ID = 255
CLASSES = ("DEEP_ARCHIVE", "GLACIER", "GLACIER_IR", "INTELLIGENT_TIERING", "ONEZONE_IA", "STANDARD_IA")
# The groups of a lifecycle rule that count days, and the fewest of each.
DAYS = {
    "expiration": {"days": 1},
    "transitions": {"days": 0},
    "noncurrent_version_expiration": {"noncurrent_days": 1, "newer_noncurrent_versions": 1},
    "noncurrent_version_transitions": {"noncurrent_days": 0, "newer_noncurrent_versions": 1},
    "abort_incomplete_multipart_upload": {"days_after_initiation": 1},
}
MOST_DAYS = 2**31 - 1
MOST_RULES = {"cors_rules": 100, "lifecycle_rules": 1000}


def check_rules(settings: Members) -> None:
    """Refuse rules that S3 would not take, and a target of logs that can be no bucket."""
    for option, most in MOST_RULES.items():
        rules = settings.get(option) or []
        if len(rules) > most:
            raise Refused(f"{option}: there are {len(rules)} rules, S3 takes at most {most}: leave some out.")
        for rule in rules:
            refuse_long(f"{option}: an id", rule.get("id"), LONGEST_ID)
    for number, rule in enumerate(settings.get("cors_rules") or []):
        refuse_outside(f"cors_rules[{number}].max_age_seconds", rule.get("max_age_seconds"), 0, MOST_DAYS)
    for rule in settings.get("lifecycle_rules") or []:
        _check_lifecycle(f"lifecycle_rules[{rule['id']}]", rule)
    target = (settings.get("logging") or {}).get("target_bucket")
    if target:
        check_existing_name(target)


def _check_lifecycle(path: str, rule: Members) -> None:
    for group, numbers in DAYS.items():
        given = rule.get(group) or []
        for members in [given] if isinstance(given, t.Mapping) else given:
            for option, least in numbers.items():
                refuse_outside(f"{path}.{group}.{option}", members.get(option), least, MOST_DAYS)
            storage = members.get("storage_class")
            if storage is not None and storage not in CLASSES and not is_unknown(storage):
                raise Refused(
                    f"{path}.{group}.storage_class: {storage} is no class to move objects to: write one of"
                    f" {', '.join(CLASSES)}."
                )
