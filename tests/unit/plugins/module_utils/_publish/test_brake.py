# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

import threading

import pytest

from ansible_collections.cdn.aws.plugins.module_utils._publish.brake import BURST_SECONDS, Brake


@pytest.fixture
def now():
    return [0.0]


@pytest.fixture
def brake(now):
    return Brake(8, clock=lambda: now[0])


def answer(code):
    return (None, {"Error": {"Code": code}})


@pytest.mark.parametrize(
    ("response", "allowed"),
    [(answer("SlowDown"), 4), (answer("RequestTimeout"), 4), (answer("AccessDenied"), 8), ((None, {}), 8), (None, 8)],
)
def test_only_an_answer_that_asks_for_it_halves_what_runs(brake, response, allowed):
    """S3-23."""
    brake.note(response, attempts=1, operation=None)
    assert brake.allowed == allowed


def test_a_burst_of_refusals_counts_once_and_one_request_always_runs(brake, now):
    for dummy in range(5):
        brake.slow_down()
    assert brake.allowed == 4
    for dummy in range(5):
        now[0] += BURST_SECONDS
        brake.slow_down()
    assert brake.allowed == 1


def test_it_is_released_by_about_one_for_each_round_of_requests_that_went_well(brake):
    brake.slow_down()
    for dummy in range(5):
        with brake:
            pass
    assert brake.allowed == 5
    for dummy in range(100):
        with brake:
            pass
    assert brake.allowed == 8


def test_who_comes_when_no_place_is_free_waits_for_one():
    brake, entered = Brake(1), threading.Event()

    def second():
        with brake:
            entered.set()

    with brake:
        other = threading.Thread(target=second)
        other.start()
        assert not entered.wait(0.05)
    assert entered.wait(5)
    other.join()
