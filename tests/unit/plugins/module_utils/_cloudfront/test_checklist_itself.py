# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A diff that does not loop: the checklist of the behaviour notes (section 8), point 13: what is there, as a task."""

from __future__ import annotations

import pytest

from ansible_collections.cdn.aws.plugins.module_utils._cloudfront.options import CONFIG, PURGES, given
from ansible_collections.cdn.aws.plugins.module_utils._shapes import differences, from_sdk, merge
from tests.unit.helpers import service_shape
from tests.unit.plugins.module_utils._cloudfront.test_recorded import SHAPE
from tests.unit.plugins.module_utils._cloudfront.twice import Options, itself, update
from tests.unit.plugins.module_utils._cloudfront.whole import WAYS, whole
from tests.unit.recorded import needs_recorded, recorded


@pytest.mark.parametrize("way", WAYS)
def test_13_a_whole_configuration_as_its_own_desired_state_changes_nothing(way: int) -> None:
    purges = dict.fromkeys(PURGES.values(), True)
    assert update(whole(way), **itself(whole(way)), **purges) is None


CONFIGS = {
    **{name: answer["DistributionConfig"] for name, answer in recorded("cloudfront/GetDistributionConfig__*").items()},
    **{
        name: answer["Distribution"]["DistributionConfig"]
        for name, answer in recorded("cloudfront/UpdateDistribution__*").items()
    },
}
SUMMARIES = {
    f"{name}-{index}": item
    for name, answer in recorded("cloudfront/ListDistributions__*").items()
    for index, item in enumerate(answer["DistributionList"].get("Items", []))
}


@needs_recorded
@pytest.mark.parametrize("config", CONFIGS.values(), ids=CONFIGS)
def test_13_what_aws_answered_changes_nothing_as_its_own_desired_state(config: Options) -> None:
    """The whole answer as a task, through Ansible's own reading of options."""
    assert update(config, **itself(config), **dict.fromkeys(PURGES.values(), True)) is None


@needs_recorded
@pytest.mark.parametrize("config", CONFIGS.values(), ids=CONFIGS)
def test_13_what_aws_answered_goes_back_as_it_came(config: Options) -> None:
    """CF-05 to CF-08."""
    assert update(config, comment="another") == {**config, "Comment": "another"}


@needs_recorded
@pytest.mark.parametrize("item", SUMMARIES.values(), ids=SUMMARIES)
def test_13_what_a_list_shows_is_no_change_of_what_it_is_about(item: Options) -> None:
    """CF-11: a summary shouts its HTTP version."""
    shown = from_sdk(service_shape("cloudfront", "DistributionSummary"), item)
    named = given(CONFIG, shown)
    current = {**named, **({"http_version": named["http_version"].lower()} if "http_version" in named else {})}
    assert differences(SHAPE, current, merge(SHAPE, current, named)) == ()
