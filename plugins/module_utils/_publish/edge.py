# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a publication makes the edge forget: the invalidation that follows its writes."""

from __future__ import annotations

import typing as t

from .._cloudfront.invalidation import Invalidation
from .._errors import AwsError
from .._plan import Change, Plan, State
from .._resource import Api


class Edge:
    """The invalidation of what was replaced, none unless the options name a distribution."""

    def __init__(self, options: t.Mapping[str, t.Any], api: Api) -> None:
        self._options = options
        self._api = api
        self._planned = self._invalidation(())
        self._plan = Plan(before=None, after=None)
        # More than one when somebody else's write made a second look necessary.
        self._made: list[tuple[Invalidation, State | None]] = []
        self.has_forgotten = False

    def _invalidation(self, paths: t.Sequence[str]) -> Invalidation:
        named = {name: self._options[name] for name in ("distribution_id", "wait", "wait_timeout")}
        return Invalidation({"alias": None, "caller_reference": None, "target_paths": list(paths), **named}, self._api)

    def plan(self, paths: t.Sequence[str]) -> Plan:
        """Return what makes the edge forget encoded paths; makes no write."""
        self.has_forgotten = False
        self._plan = Plan(before=None, after=None)
        if paths and self._options["distribution_id"]:
            self._planned = self._invalidation(paths)
            self._planned.validate()
            self._plan = self._planned.plan(self._planned.read())
        return self._plan

    def apply_all(self, done: t.Callable[[Change], None]) -> None:
        """Make the planned changes."""
        if not self._plan:
            return
        try:
            self._made.append((self._planned, self._planned.apply_all(self._plan.changes, None, done)))
        except AwsError as error:
            error.message = f"distribution_id {self._options['distribution_id']}: {error.message}"
            raise
        self.has_forgotten = True

    def wait(self) -> None:
        """Wait until the edge has forgotten, if that was asked for."""
        self._made = [(one, one.wait(state)) for one, state in self._made]

    def waits(self) -> list[dict[str, t.Any]]:
        """Return what carrying out the plan would wait for."""
        return self._planned.waits(self._plan)

    def result(self) -> dict[str, t.Any]:
        """Return the latest invalidation that was made, or in check mode would be made, its cost, and what it takes."""
        one, state = self._made[-1] if self._made else (self._planned, self._plan.after)
        found = one.result(state)
        return {name: found[name] for name in (one.noun, "cost", "collapsed")}
