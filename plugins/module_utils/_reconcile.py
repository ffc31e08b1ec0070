# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Read, plan, apply, wait, read: the one place where check mode is decided."""

from __future__ import annotations

import dataclasses

from ._errors import AwsError, CdnError, Refused
from ._plan import Change, Plan, State
from ._resource import Resource

# Somebody else writes between our read and our write: read again, plan again (CF-02).
STALE_ATTEMPTS = 5


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
    if plan:
        state = resource.refresh(state, made)
    return Result(made, resource.wait(state))


def _apply(resource: Resource, plan: Plan, current: State | None, done: list[Change]) -> tuple[Plan, State | None]:
    """Return what was made and the state it leads to: the plan, unless somebody else's write came in between."""
    latest = plan
    for attempt in range(1, STALE_ATTEMPTS + 1):
        if latest.needs:
            raise Refused(latest.needs)
        try:
            state = resource.apply_all(latest.changes, current, done.append)
        except AwsError as error:
            if error.code not in resource.stale_codes or attempt == STALE_ATTEMPTS:
                raise
        else:
            break
        current = resource.read()
        latest = _planned(resource, current)
    if latest is plan:
        return plan, state
    return dataclasses.replace(latest, before=plan.before, changes=tuple(done)), state
