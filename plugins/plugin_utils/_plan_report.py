# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The plan of a whole play as text, Markdown and JSON; pure."""

from __future__ import annotations

import dataclasses
import json
import typing as t

from ._duration import duration

SIGNS = {"create": "+", "update": "~", "delete": "-"}
PLANNED = {"create": "to add", "update": "to change", "delete": "to destroy"}
DONE = {"create": "added", "update": "changed", "delete": "destroyed"}

# Longer values are cut: a plan is read by people, the diff of the task has all of it.
LONGEST_VALUE = 100


@dataclasses.dataclass
class HostPlan:
    """What the tasks of one play did, or would do, on one host; ``failure`` is the message that ended it."""

    host: str
    actions: list[dict[str, t.Any]] = dataclasses.field(default_factory=list)
    waits: list[dict[str, t.Any]] = dataclasses.field(default_factory=list)
    failure: str = ""

    def take(self, result: t.Mapping[str, t.Any]) -> None:
        """Add what one task returned."""
        actions = result.get("actions")
        if isinstance(actions, list):
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
    width = max((len(action["operation"]) for action in plan.actions), default=0)
    found = [line for action in plan.actions for line in _action_lines(action, width)]
    if not found:
        found = ["No changes."] if not plan.failure else []
    else:
        found += [total(plan, check=check)]
    if plan.waits:
        found += ["Waits to expect:" if check else "Waited for:", *(f"  {_wait_line(wait)}" for wait in plan.waits)]
    if plan.failure:
        found += [f"Ended early: {plan.failure}"]
    return found


def _action_lines(action: t.Mapping[str, t.Any], width: int) -> list[str]:
    head = f"{SIGNS[action['change']]} {action['operation']:<{width}}  {action['resource']}"
    return [head, *(f"    {line}" for line in _difference_lines(action))]


def _difference_lines(action: t.Mapping[str, t.Any]) -> list[str]:
    differences = action.get("differences") or []
    return [f"{one['path']}: {shown(one.get('current'))} → {shown(one.get('desired'))}" for one in differences]


def shown(value: t.Any) -> str:
    """Return a value on one line, cut when it is long."""
    text = json.dumps(value, ensure_ascii=False, default=str) if value is not None else "(none)"
    return text if len(text) <= LONGEST_VALUE else f"{text[: LONGEST_VALUE - 1]}…"


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
            # The signs that a highlighted diff knows: an exclamation mark is its colour for a change.
            signs = {"+": "+", "~": "!", "-": "-"}
            width = max(len(action["operation"]) for action in plan.actions)
            body = [line for action in plan.actions for line in _action_lines(action, width)]
            found += ["```diff", *(signs.get(line[0], line[0]) + line[1:] for line in body), "```", ""]
        rest = [line for line in lines(plan, check=play.check) if line[0] not in "+~- " or line.startswith("  ")]
        found += [*(f"* {line.strip()}" for line in rest if not line.startswith("    ")), ""]
    return found


def document(plays: t.Iterable[PlayPlan]) -> dict[str, t.Any]:
    """Return all plays in the form that the file has."""
    return {"version": 1, "plays": [play.as_json() for play in plays]}
