# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The plan of a whole play as text, Markdown and JSON; pure."""

from __future__ import annotations

import dataclasses
import itertools
import json
import typing as t

from ._duration import duration

SIGNS = {"create": "+", "update": "~", "delete": "-"}
PLANNED = {"create": "to add", "update": "to change", "delete": "to destroy"}
DONE = {"create": "added", "update": "changed", "delete": "destroyed"}

# Longer values are cut: a plan is read by people, the diff of the task has all of it.
LONGEST_VALUE = 100

# Of many alike, such as the files of an upload, the first few stand for the rest.
MOST_ALIKE = 20
FIRST_ALIKE = 5


@dataclasses.dataclass
class HostPlan:
    """What the tasks of one play did, or would do, on one host; ``failure`` is the message that ended it.

    ``asked`` says that some task could have had something to do.
    """

    host: str
    actions: list[dict[str, t.Any]] = dataclasses.field(default_factory=list)
    waits: list[dict[str, t.Any]] = dataclasses.field(default_factory=list)
    failure: str = ""
    asked: bool = False

    def take(self, result: t.Mapping[str, t.Any], *, check: bool = False) -> None:
        """Add what one task returned.

        A task of a check run that is not changed only looks: its ``changed_when`` says that its plan is no plan.
        """
        actions = result.get("actions")
        if isinstance(actions, list):
            self.asked = True
            if result.get("changed") or not check:
                self.actions += [action for action in actions if is_action(action)]
        waits = result.get("waits")
        if isinstance(waits, list):
            self.waits += [wait for wait in waits if isinstance(wait, dict) and wait.get("what")]

    @property
    def totals(self) -> dict[str, int]:
        """Return how many actions there are of each kind."""
        return {change: sum(action["change"] == change for action in self.actions) for change in SIGNS}

    def as_json(self) -> dict[str, t.Any]:
        """Return the plan in the form that the file has."""
        return {"actions": self.actions, "totals": self.totals, "waits": self.waits, "failure": self.failure or None}


@dataclasses.dataclass
class PlayPlan:
    """The plans of all hosts of one play, in the order in which the hosts came."""

    name: str
    check: bool
    hosts: dict[str, HostPlan] = dataclasses.field(default_factory=dict)

    def of(self, host: str) -> HostPlan:
        """Return the plan of a host."""
        return self.hosts.setdefault(host, HostPlan(host))

    def as_json(self) -> dict[str, t.Any]:
        """Return the play in the form that the file has."""
        hosts = {name: plan.as_json() for name, plan in self.hosts.items()}
        return {"play": self.name, "check_mode": self.check, "hosts": hosts}


def is_action(value: t.Any) -> bool:
    """Tell whether a value is an item of the ``actions`` that modules of this collection return."""
    return isinstance(value, dict) and value.get("change") in SIGNS and {"operation", "resource"} <= value.keys()


def total(plan: HostPlan, *, check: bool) -> str:
    """Return the line that counts."""
    words = PLANNED if check else DONE
    counted = ", ".join(f"{number} {words[change]}" for change, number in plan.totals.items())
    return f"{'Plan' if check else 'Done'}: {counted}."


def lines(plan: HostPlan, *, check: bool) -> list[str]:
    """Return the plan of one host for a terminal or a log."""
    waits = [f"  {wait}" for wait in _wait_lines(plan)]
    return [
        *_action_lines(plan.actions),
        *_ending(plan, check=check),
        *([_waits_heading(check=check), *waits] if waits else []),
        *([f"Ended early: {plan.failure}"] if plan.failure else []),
    ]


def _ending(plan: HostPlan, *, check: bool) -> list[str]:
    if plan.actions:
        return [total(plan, check=check)]
    return [] if plan.failure else ["No changes."]


def _waits_heading(*, check: bool) -> str:
    return "Waits to expect:" if check else "Waited for:"


def _action_lines(actions: t.Sequence[t.Mapping[str, t.Any]]) -> list[str]:
    width = max((len(action["operation"]) for action in actions), default=0)
    found: list[str] = []
    for (change, operation), group in itertools.groupby(actions, lambda one: (one["change"], one["operation"])):
        alike = list(group)
        head = f"{SIGNS[change]} {operation:<{width}}  "
        told = alike if len(alike) <= MOST_ALIKE else alike[:FIRST_ALIKE]
        for action in told:
            found += [f"{head}{action['resource']}", *(f"    {line}" for line in _difference_lines(action))]
        if len(told) < len(alike):
            found.append(f"{head}… and {len(alike) - len(told):,} more")
    return found


def _difference_lines(action: t.Mapping[str, t.Any]) -> list[str]:
    differences = action.get("differences") or []
    return [f"{one['path']}: {shown(one.get('current'))} → {shown(one.get('desired'))}" for one in differences]


def shown(value: t.Any) -> str:
    """Return a value on one line, cut when it is long."""
    text = json.dumps(value, ensure_ascii=False, default=str) if value is not None else "(none)"
    return text if len(text) <= LONGEST_VALUE else f"{text[: LONGEST_VALUE - 1]}…"


def _wait_lines(plan: HostPlan) -> list[str]:
    return [_wait_line(wait) for wait in plan.waits]


def _wait_line(wait: t.Mapping[str, t.Any]) -> str:
    usual = f"usually {wait['usual']}" if wait.get("usual") else ""
    took = f"took {duration(wait['seconds'])}" if wait.get("seconds") is not None else ""
    facts = ", ".join(fact for fact in (took, usual) if fact)
    return f"{wait['what']}{f' ({facts})' if facts else ''}"


def markdown(plays: t.Iterable[PlayPlan]) -> str:
    """Return all plays as Markdown, fit for the comment of a pull request."""
    return "\n".join(line for play in plays for line in _play_markdown(play)).strip() + "\n"


def _play_markdown(play: PlayPlan) -> list[str]:
    found = [f"## {play.name}", ""]
    for plan in play.hosts.values():
        found += [f"### {plan.host}", ""]
        if plan.actions:
            # An exclamation mark is what a highlighted diff has for a change.
            body = [f"!{line[1:]}" if line.startswith("~") else line for line in _action_lines(plan.actions)]
            found += ["```diff", *body, "```", ""]
        for line in _ending(plan, check=play.check):
            found += [line, ""]
        if plan.waits:
            found += [_waits_heading(check=play.check), "", *(f"* {wait}" for wait in _wait_lines(plan)), ""]
        if plan.failure:
            found += [f"**Ended early:** {plan.failure}", ""]
    return found


def document(plays: t.Iterable[PlayPlan]) -> dict[str, t.Any]:
    """Return all plays in the form that the file has."""
    return {"version": 1, "plays": [play.as_json() for play in plays]}
