# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The life of a distribution after a write: deployed, disabled, deleted (CF-20 to CF-24)."""

from __future__ import annotations

import typing as t

from .._errors import AwsError, Refused, WaitFailed
from .._plan import Plan, State
from .._resource import Api
from .._unknown import is_unknown
from .._waiter import Verdict, Wait, retry_while, wait_for
from .finding import Finder
from .writing import explained_deletion, is_subscribed

DEPLOYED = "Deployed"
USUAL = "3 to 15 minutes"

# Right after Deployed a delete can still be refused for a minute or more (CF-21).
DELETE_CODES = frozenset({"DistributionNotDisabled", "PreconditionFailed", "InvalidIfMatchVersion"})
DELETE_SECONDS = 180
ENABLED_AGAIN = "somebody has enabled it again meanwhile. Find out who needs it; running this again disables it anew."


def wait_deployed(finder: Finder, state: State, *, name: str, timeout: float) -> State:
    """Return the state once it is deployed; one that is already costs no call."""
    found = _waited(finder, state, name=name, timeout=timeout, judge=judge)
    if found is None:  # never: the judge calls that a failure
        raise WaitFailed("The distribution is gone.")
    return found


def wait_at_rest(finder: Finder, state: State, *, name: str, timeout: float) -> State | None:
    """Return the state once it is deployed, disabled, before a deletion; None when somebody else has deleted it."""
    return _waited(finder, state, name=name, timeout=timeout, judge=judge_rest)


def judge_rest(state: State | None) -> Verdict:
    """Return how far a distribution is that is about to be deleted; pure."""
    if state is None:
        return Verdict(True, "gone")
    return Verdict(False, str(state["status"]), failure=ENABLED_AGAIN) if state["enabled"] else judge(state)


def _waited(
    finder: Finder, state: State, *, name: str, timeout: float, judge: t.Callable[[State | None], Verdict]
) -> State | None:
    if state["status"] == DEPLOYED:
        return state
    found = wait_for(
        Wait(
            what=f"Deployment of the distribution {state['id']} ({next(iter(state.get('aliases') or ()), name)})"
            " to all edge locations",
            look=lambda: finder.get(state["id"]),
            judge=judge,
            timeout=timeout,
            usual=USUAL,
        )
    )
    kept = {"tags": state["tags"]} if "tags" in state else {}
    return {**found, **kept} if found else None


def expected(options: t.Mapping[str, t.Any], plan: Plan, *, name: str) -> list[dict[str, t.Any]]:
    """Return what carrying out a plan waits for: the deployment when asked to, or before a deletion."""
    named = "the distribution" if is_unknown(name) else f"the distribution {name}"
    if options.get("state") == "absent":
        settled = any(change.settled for change in plan.changes)
        return [{"what": f"Disabling {named} at all edge locations", "usual": USUAL}] if settled else []
    moving = bool(plan) or plan.after is None or plan.after.get("status", "") != DEPLOYED
    what = f"Deployment of {named} to all edge locations"
    return [{"what": what, "usual": USUAL}] if options.get("wait") and moving else []


def judge(state: State | None) -> Verdict:
    """Return how far a deployment is; pure."""
    if state is None:
        return Verdict(False, "gone", failure="somebody has deleted it meanwhile.")
    return Verdict(state["status"] == DEPLOYED, str(state["status"]))


def delete(api: Api, finder: Finder, state: State) -> None:
    """Delete a disabled and settled distribution; one that is gone is deleted."""
    etag: str | None = state["etag"]

    def attempt() -> None:
        nonlocal etag
        fresh = None if etag else finder.get(state["id"])
        if etag is None and fresh is None:
            return
        if fresh and fresh["enabled"]:
            raise Refused(f"The distribution {state['id']} stays: {ENABLED_AGAIN}")
        used, etag = etag or (fresh or {})["etag"], None
        try:
            api.call("cloudfront:DeleteDistribution", {"Id": state["id"], "IfMatch": used})
        except AwsError as error:
            if error.code != "NoSuchDistribution":
                raise

    try:
        retry_while(attempt, codes=DELETE_CODES, seconds=DELETE_SECONDS, when=lambda error: not is_subscribed(error))
    except AwsError as error:
        raise explained_deletion(error) from None
