# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a publication makes the edge forget: the invalidation that follows its writes."""

from __future__ import annotations

import typing as t

from .._cloudfront.invalidation import Invalidation
from .._plan import Change, Plan, State
from .._resource import Api


class Edge:
    """The invalidation of what was replaced, none unless the options name a distribution."""

    def __init__(self, options: t.Mapping[str, t.Any], api: Api) -> None:
        self._options = options
        self._api = api
        self._invalidation: Invalidation | None = None
        self._state: State | None = None
        self._plan = Plan(before=None, after=None)

    def plan(self, paths: t.Sequence[str]) -> tuple[Change, ...]:
        """Return the changes that make the edge forget encoded paths; makes no write."""
        self._plan = Plan(before=None, after=None)
        if not paths or not self._options["distribution_id"]:
            return ()
        named = {name: self._options[name] for name in ("distribution_id", "wait", "wait_timeout")}
        invalidation = Invalidation(
            {"alias": None, "caller_reference": None, "target_paths": list(paths), **named}, self._api
        )
        invalidation.validate()
        self._plan = invalidation.plan(invalidation.read())
        self._invalidation = invalidation
        return tuple(self._plan.changes)

    def apply_all(self, done: t.Callable[[Change], None]) -> None:
        """Make the planned changes."""
        if self._plan and self._invalidation is not None:
            self._state = self._invalidation.apply_all(self._plan.changes, None, done)

    def wait(self) -> None:
        """Wait until the edge has forgotten, if that was asked for."""
        if self._state is not None and self._invalidation is not None:
            self._state = self._invalidation.wait(self._state)

    def waits(self) -> list[dict[str, t.Any]]:
        """Return what carrying out the plan would wait for."""
        return self._invalidation.waits(self._plan) if self._plan and self._invalidation is not None else []

    def result(self) -> State | None:
        """Return the invalidation that was made, or in check mode would be made; None when there is none."""
        state = self._state or self._plan.after
        if state is None or self._invalidation is None:
            return None
        return t.cast("State", self._invalidation.result(state)[self._invalidation.noun])
