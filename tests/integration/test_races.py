# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Somebody else at work at the same time: nothing is lost, nothing is there twice, who loses says so."""

from __future__ import annotations

import pytest

from tests.chaos import races_bucket, races_cloudfront, races_zone  # noqa: F401 - their races are listed
from tests.chaos.chain import QUICK
from tests.chaos.rivals import RACES, Rivals
from tests.lab import Lab

# Six writers of one policy are in test_s3_bucket_policy_statement.py.
ELSEWHERE = {"five publishers' statements in one policy"}


@pytest.fixture(scope="module")
def rivals(running_lab: Lab) -> Rivals:
    return Rivals(running_lab)


@pytest.mark.parametrize("race", sorted(set(RACES) - ELSEWHERE))
def test_a_race_of_modules(lab: Lab, rivals: Rivals, race: str):
    lab.settings(**QUICK)
    assert RACES[race](rivals)
