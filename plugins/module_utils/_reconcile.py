# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Read, plan, apply, wait, read: the one place where check mode is decided."""

from __future__ import annotations

import dataclasses
import random
import time
import typing as t

from ._errors import AwsError, CdnError, Refused
from ._plan import Change, Plan, State
from ._resource import Resource
from ._rivals import Stale, carried_out, gone, outrun, overtaken, why

# Somebody else writes between our read and our write: read again, plan again (CF-02).
STALE_ATTEMPTS = 5
# Seconds.
PAUSE = 0.5


@dataclasses.dataclass(frozen=True)
class Result:
    """The plan that was made (or carried out) and the state it leads to."""

    plan: Plan
    state: State | None


def reconcile(resource: Resource, *, check_mode: bool) -> Result:
    """Bring a resource to its desired state, or in check mode only tell what that would take."""
    resource.validate()
    current = resource.read()
    plan = _planned(resource, current)
    if check_mode:
        return Result(plan, plan.after)
    done: list[Change] = []
    try:
        return _carry_out(resource, plan, current, done)
    except CdnError as error:
        error.applied = resource.actions(done)
        raise


def _planned(resource: Resource, current: State | None) -> Plan:
    plan = resource.plan(current)
    if plan.unsafe:
        raise Refused(plan.unsafe)
    return plan


def _carry_out(resource: Resource, plan: Plan, current: State | None, done: list[Change]) -> Result:
    made, state = _apply(resource, plan, current, done)
    return Result(made, resource.wait(state))


def _apply(resource: Resource, plan: Plan, current: State | None, done: list[Change]) -> tuple[Plan, State | None]:
    """Return what was made and the state it leads to: the plan, unless somebody else's write came in between."""
    latest, warnings, moved = plan, list(plan.warnings), False
    for attempt in range(1, STALE_ATTEMPTS + 1):
        if latest.needs:
            raise Refused(latest.needs)
        try:
            state = resource.apply_all(latest.changes, current, done.append)
            state = resource.refresh(state, latest) if plan else state
            break
        except CdnError as refusal:
            _raise_unless_stale(resource, refusal, current)
            if attempt == STALE_ATTEMPTS:
                _give_up(resource, refusal, moved=moved)
            _pause(attempt)
            before, current, earlier = current, _read_again(resource, current, refusal), latest
            moved = moved or current != before
            latest = _planned(resource, current)
            if carried_out(resource.attempted, refusal, latest):
                done.append(t.cast("Change", resource.attempted))
            elif current is not None:
                warnings.append(overtaken(resource.called, refusal, earlier, latest))
    if latest is plan:
        return plan, state
    told = tuple(dict.fromkeys((*warnings, *latest.warnings)))
    return dataclasses.replace(latest, before=plan.before, changes=tuple(done), warnings=told), state


def _raise_unless_stale(resource: Resource, error: CdnError, current: State | None) -> None:
    """Raise an error that another look does not help against, in plain words where the object was deleted."""
    if isinstance(error, AwsError) and current is not None and resource.is_gone(error):
        raise gone(resource.called, why(error)) from error
    if not resource.is_stale(error):
        raise error


def _read_again(resource: Resource, current: State | None, refusal: CdnError) -> State | None:
    """Return the state of now; raises CdnError when somebody else has deleted what was there."""
    found = resource.read()
    if found is None and current is not None and not resource.absent:
        raise gone(resource.called, why(refusal)) from refusal
    return found


def _give_up(resource: Resource, error: CdnError, *, moved: bool) -> t.NoReturn:
    """Raise that others are faster; AWS's own words where nothing was ever changed, so that there is another reason."""
    if not (moved or isinstance(error, Stale)):
        raise error
    raise outrun(resource.called, error, STALE_ATTEMPTS) from error


def _pause(attempt: int) -> None:
    """Wait before another attempt but the first, each time longer: two runs must not go on meeting each other."""
    if attempt > 1:
        time.sleep(random.uniform(0.5, 1.0) * PAUSE * 2 ** (attempt - 2))
