# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Read, plan, apply, wait, read: the one place where check mode is decided."""

from __future__ import annotations

import dataclasses
import typing as t

from ._errors import AwsError, CdnError, Refused
from ._plan import Plan, State
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
    plan = resource.plan(current)
    if plan.unsafe:
        raise CdnError(plan.unsafe)
    if check_mode:
        return Result(plan, plan.after)
    if plan.needs:
        raise Refused(plan.needs)
    state = _apply(resource, plan, current)
    if plan:
        state = resource.refresh(state, plan)
    return Result(plan, resource.wait(state))


def _apply(resource: Resource, plan: Plan, current: State | None) -> State | None:
    done: list[dict[str, t.Any]] = []
    for attempt in range(STALE_ATTEMPTS):
        try:
            return resource.apply_all(plan.changes, current, lambda change: done.append(change.as_action()))
        except CdnError as error:
            if not _is_stale(resource, error) or attempt == STALE_ATTEMPTS - 1:
                error.applied = done
                raise
        current = resource.read()
        plan = resource.plan(current)
    return current


def _is_stale(resource: Resource, error: CdnError) -> bool:
    return isinstance(error, AwsError) and error.code in resource.stale_codes
