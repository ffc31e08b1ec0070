# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What real AWS answered, fed back as its own desired state (section 8 of the behaviour notes)."""

from __future__ import annotations

import typing as t

import pytest

from ansible_collections.cdn.aws.plugins.module_utils._cloudfront.checks import check_options
from ansible_collections.cdn.aws.plugins.module_utils._cloudfront.defaults import complete
from ansible_collections.cdn.aws.plugins.module_utils._cloudfront.distribution_info import summary
from ansible_collections.cdn.aws.plugins.module_utils._cloudfront.options import CONFIG, given
from ansible_collections.cdn.aws.plugins.module_utils._shapes import differences, from_sdk, merge, named, to_sdk
from tests.unit.helpers import StubbedApi, service_shape
from tests.unit.recorded import needs_recorded, recorded

CONFIGS = recorded("cloudfront/GetDistributionConfig__*")
LISTS = recorded("cloudfront/ListDistributions__*")
SHAPE = service_shape("cloudfront", "DistributionConfig")

pytestmark = needs_recorded


@pytest.mark.parametrize("answer", CONFIGS.values(), ids=CONFIGS)
def test_a_recorded_configuration_as_its_own_desired_state_changes_nothing(answer: dict[str, t.Any]) -> None:
    config = answer["DistributionConfig"]
    current = from_sdk(SHAPE, config)
    desired = named(given(CONFIG, current))
    check_options(desired)
    after = merge(SHAPE, current, complete(desired, current))
    assert differences(SHAPE, current, after) == ()


@pytest.mark.parametrize("answer", CONFIGS.values(), ids=CONFIGS)
def test_a_recorded_configuration_survives_the_way_to_options_and_back(answer: dict[str, t.Any]) -> None:
    config = answer["DistributionConfig"]
    assert to_sdk(SHAPE, from_sdk(SHAPE, config)) == config


@pytest.mark.parametrize("answer", LISTS.values(), ids=LISTS)
def test_recorded_summaries_are_told_in_the_case_of_the_distribution_itself(answer: dict[str, t.Any]) -> None:
    """CF-11."""
    for item in answer["DistributionList"].get("Items", []):
        assert summary(StubbedApi(), item).get("http_version", "http2") in ("http1.1", "http2", "http2and3")
