# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a run will do, as values: differences, changes, and the plan that holds them in order."""

from __future__ import annotations

import dataclasses
import typing as t

State = dict[str, t.Any]
Kind = t.Literal["create", "update", "delete"]
Request = t.Callable[[State], dict[str, t.Any]]

MASKED = "(sensitive value)"
# Ansible prints no diff of what looks the same on both sides.
OTHER_MASKED = "(another sensitive value)"


@dataclasses.dataclass(frozen=True, slots=True)
class Difference:
    """One path whose value is not the desired one. ``sensitive`` values never leave the module."""

    path: str
    current: t.Any
    desired: t.Any
    sensitive: bool = False

    def as_shown(self) -> dict[str, t.Any]:
        """Return the public form: what is secret, or not there, is not told."""
        sides = {"current": self.current, "desired": self.desired}
        hidden = {side: MASKED if self.sensitive and value is not None else value for side, value in sides.items()}
        return {"path": self.path, **hidden}


@dataclasses.dataclass(frozen=True, slots=True)
class Change:
    """One API write: ``operation`` reads ``service:Operation``, ``resource`` names the object for people.

    ``request`` builds the parameters from the state at the time of the call, so that an ETag is always the latest.
    A ``settled`` change waits until the resource is at rest before it is made.
    """

    kind: Kind
    operation: str
    resource: str
    request: Request
    differences: tuple[Difference, ...] = ()
    region: str | None = None
    settled: bool = False

    def as_action(self) -> dict[str, t.Any]:
        """Return the public form of this change, an item of the ``actions`` return value."""
        action: dict[str, t.Any] = {"operation": self.operation, "resource": self.resource, "change": self.kind}
        if self.kind == "update" and self.differences:
            action["differences"] = [difference.as_shown() for difference in self.differences]
        return action


@dataclasses.dataclass(frozen=True)
class Plan:
    """The ordered changes that lead from ``before`` to ``after``; ``None`` stands for an absent resource.

    ``unsafe`` says why the plan must not be carried out; ``needs`` names what is still missing for it, such as a bucket
    that an earlier task would make: a check run goes on with a warning, a real run ends before its first write.
    """

    before: State | None
    after: State | None
    changes: t.Sequence[Change] = ()
    warnings: tuple[str, ...] = ()
    unsafe: str = ""
    needs: str = ""

    def __bool__(self) -> bool:
        """Tell whether there is anything to do: this is what ``changed`` means."""
        return bool(self.changes)

    def as_actions(self) -> list[dict[str, t.Any]]:
        """Return the changes as the ``actions`` return value."""
        return [change.as_action() for change in self.changes]

    def all_warnings(self) -> list[str]:
        """Return what users are told, each text once: a check run must not be silent about what is still missing."""
        needs = [f"Unless an earlier task sees to it, the real run will stop here. {self.needs}"] if self.needs else []
        return [*dict.fromkeys(text for text in self.warnings if text != self.needs), *needs]

    def as_diff(self, *, name: str, volatile: frozenset[str] = frozenset()) -> dict[str, t.Any]:
        """Return what Ansible's diff mode prints: only what differs, plus the identity in the header."""
        header = {"before_header": name, "after_header": name}
        if not self.changes:
            return {**header, "before": {}, "after": {}}
        found = [difference for change in self.changes for difference in change.differences]
        if found:
            before = {} if self.before is None else _side(found, "current")
            after = {} if self.after is None else _side(found, "desired")
            return {**header, "before": before, "after": after}
        return {**header, "before": _shown(self.before, volatile), "after": _shown(self.after, volatile)}


def _shown(state: State | None, volatile: frozenset[str]) -> State:
    return {key: value for key, value in (state or {}).items() if key not in volatile and value is not None}


def _side(differences: t.Iterable[Difference], side: str) -> State:
    shown = {}
    for difference in differences:
        value = getattr(difference, side)
        if value is not None:
            shown[difference.path] = _hidden(difference, side) if difference.sensitive else value
    return shown


def _hidden(difference: Difference, side: str) -> str:
    return OTHER_MASKED if side == "desired" and difference.current is not None else MASKED
