# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Waiting for AWS: one loop with its own deadline, an early end, and a last state to tell."""

from __future__ import annotations

import dataclasses
import time
import typing as t

from ._errors import AwsError, ConnectionFailed, WaitFailed, WaitTimeout
from ._progress import Look, tell

S = t.TypeVar("S")

# Polls start at this distance and grow with the time gone, so that a wait is noticed within a tenth of its length.
FIRST_INTERVAL = 1.0
GROWTH = 0.1
LONGEST_INTERVAL = 30.0


@dataclasses.dataclass(frozen=True)
class Verdict:
    """What one look found: done, or not yet, or never (``failure`` says why).

    ``facts`` are lines that help a person who waits, such as where a DNS record can be seen already.
    """

    done: bool
    status: str
    failure: str = ""
    facts: tuple[str, ...] = ()


@dataclasses.dataclass(frozen=True)
class Wait(t.Generic[S]):
    """What to wait for: ``look`` reads the state, ``judge`` (pure) says how far it is.

    ``timeout`` and ``usual`` are seconds; ``hint`` is what a person can check when the time has run out. ``after`` says
    what goes on then, ``resume`` what does when a person interrupts it.
    """

    what: str
    look: t.Callable[[], S]
    judge: t.Callable[[S], Verdict]
    timeout: float
    usual: str = ""
    hint: str = ""
    after: str = "AWS goes on; running this again waits further."
    resume: str = ""


def _sleep(seconds: float) -> None:
    # Looked up late, so that tests can replace it.
    time.sleep(seconds)


def wait_for(
    wait: Wait[S],
    *,
    clock: t.Callable[[], float] = time.monotonic,
    sleep: t.Callable[[float], None] = _sleep,
) -> S:
    """Look until the judge says done and return that state.

    Raises WaitFailed as soon as it can never succeed, WaitTimeout with the last state when the time has run out.
    """
    started = clock()
    looks = 0
    while True:
        try:
            state = wait.look()
        except (AwsError, ConnectionFailed) as error:
            error.add(f"It was waiting for {clock() - started:.0f} s: {wait.what}. {wait.after}")
            raise
        verdict = wait.judge(state)
        elapsed = clock() - started
        # What is so at the first look was no wait.
        if not verdict.done or looks:
            tell(Look(wait.what, verdict.status, elapsed, wait.usual, verdict.facts, verdict.done, wait.resume))
        if verdict.done:
            return state
        looks += 1
        if verdict.failure:
            raise WaitFailed(f"{wait.what} will not happen: {verdict.failure}", status=verdict.status)
        if elapsed >= wait.timeout:
            raise WaitTimeout(_timeout_message(wait, verdict, elapsed), status=verdict.status)
        sleep(min(interval(elapsed), max(wait.timeout - elapsed, 0.05)))


def interval(elapsed: float) -> float:
    """Return the seconds until the next look."""
    return min(max(FIRST_INTERVAL, GROWTH * elapsed), LONGEST_INTERVAL)


def _timeout_message(wait: Wait[S], verdict: Verdict, elapsed: float) -> str:
    usual = f" (usually {wait.usual})" if wait.usual else ""
    hint = f" {wait.hint}" if wait.hint else ""
    facts = "".join(f" {fact.rstrip('.')}." for fact in verdict.facts)
    return (
        f"{wait.what} has not happened within {elapsed:.0f} s{usual}: the last state was {verdict.status}.{facts}{hint}"
        f" {wait.after}"
    )


def retry_while(  # noqa: PLR0913 - the last two are for tests
    call: t.Callable[[], S],
    *,
    codes: frozenset[str],
    seconds: float,
    when: t.Callable[[AwsError], bool] = lambda error: True,
    clock: t.Callable[[], float] = time.monotonic,
    sleep: t.Callable[[float], None] = _sleep,
) -> S:
    """Make a call again while AWS answers with one of ``codes``: the named windows of eventual consistency.

    ``when`` looks closer at answers whose code says too little. Raises the last answer when ``seconds`` are over.
    """
    started = clock()
    refused: AwsError | None = None
    while True:
        try:
            answer = call()
        except AwsError as error:
            elapsed = clock() - started
            if error.code not in codes or not when(error) or elapsed >= seconds:
                raise
            refused = error
            tell(_retry(error, elapsed, done=False))
            sleep(interval(elapsed))
        else:
            if refused is not None:
                tell(_retry(refused, clock() - started, done=True))
            return answer


def _retry(error: AwsError, elapsed: float, *, done: bool) -> Look:
    return Look(f"{error.operation}, which AWS does not take yet", error.code, elapsed, facts=(error.text,), done=done)
