# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import botocore.session
import pytest

from ansible_collections.cdn.aws.plugins.module_utils._wire import unmodelled_members
from tests.unit.answers import distribution


@pytest.fixture(scope="module")
def output():
    model = botocore.session.get_session().get_service_model("cloudfront")
    return model.operation_model("GetDistribution").output_shape


def found(output, **parts):
    return unmodelled_members(output, distribution(**parts).encode())


def test_nothing_is_found_in_what_cloudfront_answers_today(output):
    assert found(output) == []


@pytest.mark.parametrize(
    ("parts", "path"),
    [
        ({"beside": "<Future>x</Future>"}, "Future"),
        ({"config": "<Future>x</Future>"}, "DistributionConfig.Future"),
        ({"config": "<Future><Mode>on</Mode><Limit>5</Limit></Future>"}, "DistributionConfig.Future"),
        ({"origin": "<Future>x</Future>"}, "DistributionConfig.Origins.Items[0].Future"),
        ({"behavior": "<Future>x</Future>"}, "DistributionConfig.CacheBehaviors.Items[0].Future"),
        ({"behavior": "<Future><Items><A>1</A></Items></Future>"}, "DistributionConfig.CacheBehaviors.Items[0].Future"),
    ],
    ids=["top", "config", "structure", "origin", "behavior", "list"],
)
def test_an_element_that_the_model_does_not_know_is_found_at_any_depth(output, parts, path):
    """X-03: botocore drops it without a word, the next update would reset it."""
    assert found(output, **parts) == [{"path": path, "empty": False}]


@pytest.mark.parametrize(
    "value",
    [
        "<Future/>",
        "<Future></Future>",
        "<Future>false</Future>",
        "<Future>0</Future>",
        "<Future>none</Future>",
        "<Future>\n  <Enabled>false</Enabled>\n  <Quantity>0</Quantity><Items/>\n</Future>",
    ],
    ids=["none", "empty", "false", "zero", "word", "structure"],
)
def test_an_element_that_says_nothing_is_flagged_as_empty(output, value):
    assert found(output, config=value) == [{"path": "DistributionConfig.Future", "empty": True}]


def test_one_value_among_empty_ones_is_a_value(output):
    assert found(output, config="<Future><Enabled>false</Enabled><Name>x</Name></Future>")[0]["empty"] is False


def test_all_of_several_are_found(output):
    paths = [one["path"] for one in found(output, config="<A>1</A><B/>", origin="<C>2</C>", beside="<D>3</D>")]
    assert paths == [
        "DistributionConfig.Origins.Items[0].C",
        "DistributionConfig.A",
        "DistributionConfig.B",
        "D",
    ]
