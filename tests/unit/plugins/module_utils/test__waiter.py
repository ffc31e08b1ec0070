# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import pytest

from ansible_collections.cdn.aws.plugins.module_utils import _waiter
from ansible_collections.cdn.aws.plugins.module_utils._errors import AwsError, WaitFailed, WaitTimeout
from ansible_collections.cdn.aws.plugins.module_utils._waiter import Verdict, Wait, interval, retry_while, wait_for


class Time:
    """A clock that only sleeping moves."""

    def __init__(self):
        self.now = 1000.0
        self.sleeps = []

    def clock(self):
        return self.now

    def sleep(self, seconds):
        assert seconds > 0
        self.sleeps.append(seconds)
        self.now += seconds

    @property
    def gone(self):
        return self.now - 1000.0


@pytest.fixture
def time():
    return Time()


def wait_until(time, ready_at, *, timeout=3600, judge=None, **texts):
    """Wait for something that is ready so many seconds after the start; returns the state: the time of the look."""
    waited = Wait(
        what="The certificate",
        look=lambda: time.gone,
        judge=judge or (lambda state: Verdict(state >= ready_at, "PENDING_VALIDATION")),
        timeout=timeout,
        **texts,
    )
    return wait_for(waited, clock=time.clock, sleep=time.sleep)


def test_what_is_ready_is_not_waited_for(time):
    assert wait_until(time, 0) == 0
    assert time.sleeps == []


@pytest.mark.parametrize("ready_at", [0.5, 3, 20, 90, 300, 1000, 3000])
def test_the_end_is_noticed_within_a_tenth_of_the_wait_or_a_second(time, ready_at):
    assert wait_until(time, ready_at) - ready_at <= max(1.0, 0.1 * ready_at)


def test_the_looks_become_rarer_and_stay_bounded(time):
    wait_until(time, 1500)
    assert time.sleeps == sorted(time.sleeps)
    assert time.sleeps[0] == 1.0
    assert time.sleeps[-1] == 30.0
    assert len(time.sleeps) < 100


def test_intervals_are_a_tenth_of_the_time_gone():
    assert [interval(elapsed) for elapsed in (0, 5, 10, 100, 300, 9999)] == [1.0, 1.0, 1.0, 10.0, 30.0, 30.0]


def test_what_can_never_come_ends_the_wait_at_once(time):
    verdict = Verdict(False, "FAILED", failure="CAA_ERROR: a CAA record forbids it")
    with pytest.raises(WaitFailed) as caught:
        wait_until(time, 0, judge=lambda state: verdict if state >= 5 else Verdict(False, "PENDING_VALIDATION"))
    assert caught.value.message == "The certificate will not happen: CAA_ERROR: a CAA record forbids it"
    assert caught.value.details == {"status": "FAILED"}
    assert time.gone < 7


def test_a_timeout_names_the_last_state_the_usual_time_and_a_hint(time):
    with pytest.raises(WaitTimeout) as caught:
        wait_until(time, 999, timeout=90, usual="2 to 30 minutes", hint="Look at the CNAME.")
    assert caught.value.message == (
        "The certificate has not happened within 90 s (usually 2 to 30 minutes): the last state was PENDING_VALIDATION."
        " Look at the CNAME. AWS goes on; running this again waits further."
    )
    assert caught.value.details == {"status": "PENDING_VALIDATION"}


def test_a_timeout_tells_the_facts_of_the_last_look(time):
    with pytest.raises(WaitTimeout) as caught:
        wait_until(time, 0, timeout=10, judge=lambda state: Verdict(False, "LATE", facts=("a is seen.", "b is not")))
    assert "the last state was LATE. a is seen. b is not. AWS goes on" in caught.value.message


@pytest.fixture
def told(monkeypatch):
    """Every look that is told to whoever reads along."""
    looks = []
    monkeypatch.setattr(_waiter, "tell", looks.append)
    return looks


def test_each_look_of_a_wait_is_told_and_the_last_one_as_done(time, told):
    wait_until(time, 2, usual="a while", judge=lambda state: Verdict(state >= 2, "NEAR", facts=(f"{state:.0f} gone",)))
    assert [(look.status, look.seconds, look.facts, look.done) for look in told] == [
        ("NEAR", 0, ("0 gone",), False),
        ("NEAR", 1, ("1 gone",), False),
        ("NEAR", 2, ("2 gone",), True),
    ]
    assert {(look.what, look.usual) for look in told} == {("The certificate", "a while")}


def test_what_is_ready_at_once_is_not_told(time, told):
    wait_until(time, 0)
    assert told == []


def test_a_call_that_aws_does_not_take_yet_is_told_with_its_answer(time, told):
    again(time, failing("OperationAborted", "OperationAborted"))
    assert [(look.status, look.done) for look in told] == [
        ("OperationAborted", False),
        ("OperationAborted", False),
        ("OperationAborted", True),
    ]
    assert "which AWS does not take yet" in told[0].what


def test_a_timeout_tells_the_state_of_the_last_look_not_of_the_first(time):
    with pytest.raises(WaitTimeout) as caught:
        wait_until(time, 0, timeout=10, judge=lambda state: Verdict(False, "LATE" if state >= 9 else "EARLY"))
    assert "the last state was LATE" in caught.value.message


def test_the_time_is_used_up_and_not_exceeded(time):
    with pytest.raises(WaitTimeout):
        wait_until(time, 9999, timeout=47)
    assert 47 <= time.gone <= 47.1


def test_a_last_look_is_taken_when_the_time_is_over(time):
    """Readiness at the very end still counts: the deadline is looked at after the state."""
    assert wait_until(time, 47, timeout=47) >= 47


def test_no_time_still_means_one_look(time):
    assert wait_until(time, 0, timeout=0) == 0
    with pytest.raises(WaitTimeout):
        wait_until(time, 1, timeout=0)
    assert time.sleeps == []


def test_an_error_of_a_look_ends_the_wait(time):
    def judge(state):
        raise AwsError(operation="acm:DescribeCertificate", code="AccessDeniedException", text="no")

    with pytest.raises(AwsError, match="Not allowed"):
        wait_until(time, 0, judge=judge)


def failing(*codes):
    """Return a call that answers with these codes, one after the other, then with done."""
    answers = list(codes)

    def call():
        if answers:
            raise AwsError(operation="s3:PutBucketPolicy", code=answers.pop(0), text="Invalid principal in policy")
        return "done"

    return call


def again(time, call, **options):
    codes = frozenset({"MalformedPolicy", "OperationAborted"})
    return retry_while(call, codes=codes, seconds=60, clock=time.clock, sleep=time.sleep, **options)


def test_a_call_is_made_again_while_its_codes_come(time):
    assert again(time, failing("MalformedPolicy", "OperationAborted", "MalformedPolicy")) == "done"
    assert time.sleeps == [1.0, 1.0, 1.0]


def test_a_call_that_works_is_made_once(time):
    assert again(time, failing()) == "done"
    assert time.sleeps == []


def test_other_codes_are_not_retried(time):
    with pytest.raises(AwsError) as caught:
        again(time, failing("MalformedPolicy", "AccessDenied"))
    assert caught.value.code == "AccessDenied"
    assert len(time.sleeps) == 1


def test_a_code_alone_may_say_too_little(time):
    with pytest.raises(AwsError):
        again(time, failing("MalformedPolicy"), when=lambda error: "first byte" in error.text)
    assert time.sleeps == []


def test_the_window_ends_with_the_last_answer(time):
    with pytest.raises(AwsError) as caught:
        again(time, failing(*["MalformedPolicy"] * 500))
    assert caught.value.code == "MalformedPolicy"
    assert 60 <= time.gone <= 66


@pytest.mark.parametrize("code", ["ExpiredToken", "AccessDenied"])
def test_what_goes_wrong_during_a_wait_says_which_wait_it_was(time, code):
    """The session of whoever runs it may end before a certificate is issued."""

    def look():
        if time.gone >= 60:
            raise AwsError(operation="acm:DescribeCertificate", code=code, text="no")
        return 0

    never = Wait(what="Issue of the certificate", look=look, judge=lambda state: Verdict(False, "PENDING"), timeout=99)
    with pytest.raises(AwsError) as caught:
        wait_for(never, clock=time.clock, sleep=time.sleep)
    assert caught.value.code == code
    assert "acm:DescribeCertificate: no" in caught.value.message
    said = f"It was waiting for {time.gone:.0f} s: Issue of the certificate. AWS goes on; running this again"
    assert caught.value.message.endswith(f"{said} waits further.")
