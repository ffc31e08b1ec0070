# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

import datetime
import threading

import pytest

from ansible_collections.cdn.aws.plugins.module_utils._errors import AwsError
from ansible_collections.cdn.aws.plugins.module_utils._headers.gate import AHEAD, Gate, side_by_side


def test_results_come_in_order_and_few_items_are_held():
    taken = []

    def items():
        for number in range(100):
            taken.append(number)
            yield number

    results = side_by_side(lambda number: number * 2, items(), threads=2)
    assert next(results) == 0
    assert len(taken) <= 2 * AHEAD
    assert list(results) == [number * 2 for number in range(1, 100)]


def test_after_a_failure_nothing_new_is_begun_and_what_was_under_way_is_yielded():
    begun = []

    def work(number):
        begun.append(number)
        if number == 3:
            raise KeyError(number)
        return number

    results, seen = side_by_side(work, range(1000), threads=1), []
    with pytest.raises(KeyError):
        seen.extend(results)
    with pytest.raises(KeyError):
        for result in side_by_side(work, range(1000), threads=2):
            seen.append(result)
    assert 1000 not in begun
    assert len(begun) < 60
    assert {0, 1, 2} <= set(seen)


def test_an_abandoned_run_ends():
    release = threading.Event()
    results = side_by_side(lambda number: number, iter(range(10)), threads=1)
    assert next(results) == 0
    results.close()
    release.set()


class FakeApi:
    def __init__(self, *answers):
        self.answers = list(answers)

    def call(self, operation, request, *, region=None):
        answer = self.answers.pop(0) if self.answers else {}
        if isinstance(answer, Exception):
            raise answer
        return answer


class Time:
    def __init__(self):
        self.now = 100.0

    def clock(self):
        return self.now

    def sleep(self, seconds):
        self.now += seconds


def test_requests_are_spread_over_the_seconds():
    time = Time()
    gate = Gate(FakeApi(), threads=4, per_second=10, clock=time.clock, sleep=time.sleep)
    for _number in range(21):
        gate.call("s3:HeadObject", {})
    assert time.now == pytest.approx(102.0)


def test_without_a_rate_nothing_is_held_up():
    time = Time()
    gate = Gate(FakeApi(), threads=4, clock=time.clock, sleep=time.sleep)
    gate.call("s3:HeadObject", {})
    assert time.now == 100.0


def slow_down():
    return AwsError(operation="s3:CopyObject", code="SlowDown", text="Please reduce your request rate.", status=503)


def test_fewer_run_side_by_side_when_s3_asks_to_slow_down():
    """S3-23: botocore's own attempts tell it, and the answer when they are used up."""
    time = Time()
    gate = Gate(FakeApi({"ResponseMetadata": {"RetryAttempts": 2}}), threads=16, clock=time.clock, sleep=time.sleep)
    gate.call("s3:HeadObject", {})
    assert gate.brake.allowed == 8
    gate = Gate(FakeApi(slow_down(), slow_down()), threads=16, clock=time.clock, sleep=time.sleep)
    assert gate.call("s3:CopyObject", {}) == {}
    assert gate.brake.allowed <= 8


def test_other_answers_are_not_asked_for_again():
    denied = AwsError(operation="s3:CopyObject", code="AccessDenied", text="Access Denied", status=403)
    gate = Gate(FakeApi(denied), threads=1)
    with pytest.raises(AwsError, match="Access Denied"):
        gate.call("s3:CopyObject", {})


def test_a_refusal_tells_how_often_the_request_may_have_been_carried_out_before():
    time = Time()
    refusal = AwsError(operation="s3:CopyObject", code="PreconditionFailed", text="", status=412, unclear=1)
    fault = AwsError(operation="s3:CopyObject", code="InternalError", text="", status=500)
    gate = Gate(FakeApi(slow_down(), fault, refusal), threads=1, clock=time.clock, sleep=time.sleep)
    with pytest.raises(AwsError) as failure:
        gate.call("s3:CopyObject", {})
    assert failure.value.unclear == 2


def test_patience_has_an_end():
    time = Time()
    gate = Gate(FakeApi(*[slow_down() for _number in range(900)]), threads=1, clock=time.clock, sleep=time.sleep)
    with pytest.raises(AwsError, match="reduce"):
        gate.call("s3:CopyObject", {})
    assert datetime.timedelta(seconds=time.now - 100) >= datetime.timedelta(minutes=3)
