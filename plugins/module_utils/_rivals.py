# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What is said of others who write to the same object at the same time; pure."""

from __future__ import annotations

import json
import typing as t

from ._errors import AwsError, CdnError
from ._plan import Change, Difference, Plan

LONGEST_VALUE = 60
MOST_TOLD = 3


class Stale(CdnError):
    """What a plan was made from is not so any more; raised where AWS has no precondition that would refuse a write."""


def carried_out(change: Change | None, error: CdnError, following: Plan) -> bool:
    """Tell whether a change was made although it was refused: its first answer was lost, and nothing of it is planned.

    Without an earlier attempt that may have been carried out it was somebody else who made it.
    """
    if change is None or not isinstance(error, AwsError) or not error.unclear:
        return False
    planned = [(one.operation, one.resource) for one in following.changes]
    paths = {difference.path for difference in _differences(following)}
    return (change.operation, change.resource) not in planned and not any(
        difference.path in paths for difference in change.differences
    )


def overtaken(name: str, error: CdnError, plan: Plan, following: Plan) -> str:
    """Return that somebody else has written meanwhile, and who of both loses what."""
    text = (
        f"Somebody else has changed {name} while this run was at work ({why(error)}), so it was read and planned anew."
    )
    if not following:
        return f"{text} Nothing was left to do."
    if following.after is None:
        return f"{text} It is deleted all the same."
    lost = [one for one in _differences(following) if _is_theirs(one, plan)]
    if not lost:
        return f"{text} What they changed is kept."
    more = f" and {len(lost) - MOST_TOLD} more" if len(lost) > MOST_TOLD else ""
    return f"{text} What this task asks for has replaced theirs: {'; '.join(map(_told, lost[:MOST_TOLD]))}{more}."


def outrun(name: str, error: CdnError, times: int) -> CdnError:
    """Return that somebody else has been faster each time."""
    return CdnError(
        f"{name[:1].upper()}{name[1:]} is being changed by somebody else all the time: tried {times} times"
        f" ({why(error)}). Run this again when the other one is done."
    )


def why(error: CdnError) -> str:
    """Return a refusal in few words."""
    return f"{error.operation}: {error.code}" if isinstance(error, AwsError) else error.message.rstrip(".")


def gone(name: str, reason: str) -> CdnError:
    """Return that the object of a write does not exist any more."""
    return CdnError(
        f"{name[:1].upper()}{name[1:]} was there when this run looked, and is gone: somebody else has deleted it"
        f" meanwhile ({reason}). Run this again, it starts from what is there then."
    )


def _differences(plan: Plan) -> list[Difference]:
    return [difference for change in plan.changes for difference in change.differences]


def _is_theirs(difference: Difference, plan: Plan) -> bool:
    """Tell whether a value that is replaced, or set again, was not so when the plan before was made."""
    if plan.before is None and difference.current is None:
        return False  # an object that they have made, without it
    before = next((one for one in _differences(plan) if one.path == difference.path), None)
    return before is None or before.current != difference.current


def _told(difference: Difference) -> str:
    shown = difference.as_shown()
    return f"{difference.path} {_short(shown['current'])} by {_short(shown['desired'])}"


def _short(value: t.Any) -> str:
    if value is None:
        return "nothing"
    text = json.dumps(value, sort_keys=True, default=str, ensure_ascii=False)
    return text if len(text) <= LONGEST_VALUE else f"{text[:LONGEST_VALUE]}..."
