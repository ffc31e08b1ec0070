# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What real AWS answered, fed back as its own desired state (section 8 of the behaviour notes)."""

from __future__ import annotations

import json
import os
import typing as t
from pathlib import Path

import pytest

from ansible_collections.cdn.aws.plugins.module_utils._cloudfront.checks import check_options
from ansible_collections.cdn.aws.plugins.module_utils._cloudfront.defaults import complete
from ansible_collections.cdn.aws.plugins.module_utils._cloudfront.distribution_info import summary
from ansible_collections.cdn.aws.plugins.module_utils._cloudfront.options import CONFIG, given
from ansible_collections.cdn.aws.plugins.module_utils._shapes import differences, from_sdk, merge, named, to_sdk
from tests.unit.helpers import StubbedApi, service_shape

# Recorded answers are not part of the project (their licence is another one); tests that need them say when they lack.
FOLDER = (
    Path(os.environ.get("CDN_RECORDED", Path(__file__).resolve().parents[6] / "shared" / "recorded")) / "cloudfront"
)
CONFIGS = sorted(FOLDER.glob("GetDistributionConfig__*.json")) if FOLDER.is_dir() else []
LISTS = sorted(FOLDER.glob("ListDistributions__*.json")) if FOLDER.is_dir() else []
SHAPE = service_shape("cloudfront", "DistributionConfig")

pytestmark = pytest.mark.skipif(not CONFIGS, reason=f"no recorded answers in {FOLDER}")


def load(path: Path, member: str) -> dict[str, t.Any]:
    return t.cast("dict[str, t.Any]", json.loads(path.read_text())[member])


@pytest.mark.parametrize("path", CONFIGS, ids=lambda path: path.stem.split("__")[1])
def test_a_recorded_configuration_as_its_own_desired_state_changes_nothing(path: Path) -> None:
    recorded = load(path, "DistributionConfig")
    current = from_sdk(SHAPE, recorded)
    desired = named(given(CONFIG, current))
    check_options(desired)
    after = merge(SHAPE, current, complete(desired, current))
    assert differences(SHAPE, current, after) == ()


@pytest.mark.parametrize("path", CONFIGS, ids=lambda path: path.stem.split("__")[1])
def test_a_recorded_configuration_survives_the_way_to_options_and_back(path: Path) -> None:
    recorded = load(path, "DistributionConfig")
    assert to_sdk(SHAPE, from_sdk(SHAPE, recorded)) == recorded


@pytest.mark.parametrize("path", LISTS, ids=lambda path: path.stem.split("__")[1])
def test_recorded_summaries_are_told_in_the_case_of_the_distribution_itself(path: Path) -> None:
    """CF-11."""
    for item in load(path, "DistributionList").get("Items", []):
        assert summary(StubbedApi(), item).get("http_version", "http2") in ("http1.1", "http2", "http2and3")
