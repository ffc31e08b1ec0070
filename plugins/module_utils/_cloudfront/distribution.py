# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Distributions: found, compared in the named paths only, written at most once per run (CF-80)."""

from __future__ import annotations

import typing as t

from .._errors import AwsError, CdnError
from .._plan import Change, Plan, State
from .._resource import Api, Resource
from .._unknown import is_unknown
from . import changes, finding, guards, identities, legacy, life
from .configuration import Configuration, Target, named
from .finding import Finder
from .identity import TAKEN, Identity
from .writing import write

# What is told of a distribution that was deleted: by these others know it.
REMOVED = ("id", "arn", "domain_name", "web_acl_id")


class Distribution(Resource):
    """One distribution, found by its id, an alias, or the caller reference that it was created with."""

    noun = "distribution"
    volatile = frozenset(finding.COMPUTED) - {"tags"}
    # CF-02: somebody else wrote in between. A reference that is taken is looked up and adopted (CF-04).
    stale_codes = frozenset({"PreconditionFailed", "InvalidIfMatchVersion", TAKEN})
    gone_codes = frozenset({"NoSuchDistribution", "NoSuchResource"})

    def __init__(self, options: t.Mapping[str, t.Any], api: Api) -> None:
        super().__init__(options, api)
        self._finder = Finder(api)
        self._configuration = Configuration(api, options)
        self._identity = Identity(options)
        self._target = Target({})
        self._removed: State | None = None

    @property
    def name(self) -> str:
        """Return the first name that the options offer."""
        return finding.label(self.options)

    def validate(self) -> None:
        """Refuse options that name no distribution or exclude each other."""
        finding.refuse_nameless(self.options)
        if not self.absent:
            named(self.options)

    def read(self) -> State | None:
        """Return the current state: one call with an id, else the list and one more."""
        self._finder = Finder(self.api)
        found = self._identity.find(self._finder, needed=not self.absent)
        if found is not None and self.options.get("tags") is not None and not self.absent:
            found = {**found, "tags": changes.current_tags(self.api, found["arn"])}
        return found

    def plan(self, current: State | None) -> Plan:
        """Return the changes, and before a deletion what is shown of it, without secrets."""
        plan = super().plan(current)
        if current is None or not self.absent:
            return plan
        self._removed = {name: current.get(name, "") for name in REMOVED}
        return Plan(before=finding.shown(self.api, current), after=None, changes=plan.changes)

    def creation(self) -> Plan:
        """Return the plan that makes it, the tags in the same call."""
        if is_unknown(self.options.get("distribution_id")) and not finding.first_origin(self.options):
            return Plan(before=None, after=None)
        self._target = self._configuration.target(None, reference=self._identity.reference)
        guards.check_creation(self.api, self._finder, self._target)
        return changes.creation(self.api, self.name, self._target, tags=self.options.get("tags"))

    def modification(self, current: State) -> Plan:
        """Return the plan that changes the named paths in one update, and the tags."""
        target = self._configuration.target(finding.config_of(current), reference=current["caller_reference"])
        guards.check_modification(self.api, self._finder, current, target, self.options)
        self._target = target
        tags = changes.tagging(self.name, current, self.options.get("tags"), purge=bool(self.options.get("purge_tags")))
        return changes.modification(self.api, self.name, current, target, tags=tags)

    def deletion(self, current: State) -> tuple[Change, ...]:
        """Return disabling, if needed, and the deletion once that is settled (CF-21)."""
        guards.check_deletion(self.api, current, self.options)
        return changes.deletion(self.api, self.name, current)

    def apply(self, change: Change, current: State | None) -> State | None:
        """Make one change and return what it answers: a write's answer is the whole distribution."""
        state = current or {}
        if change.kind == "delete" and change.operation == changes.DELETE:
            if current is not None:
                life.delete(self.api, self._finder, current)
            return None
        if change.operation in changes.TAGGING:
            self.api.call(change.operation, change.request(state))
            return state
        if change.operation == identities.CREATE:
            return identities.created(change, self.api.call(change.operation, change.request(state)), current)
        try:
            answer = write(self.api, change.operation, change.request(state), issued=self._target.issued)
        except AwsError as error:
            if error.code == TAKEN:
                self._learn_taken()
            raise
        return finding.to_state(self.api, answer)

    def _learn_taken(self) -> None:
        """Look for what has the reference, an earlier attempt or a run beside this one made it; else take the next."""
        has_alias = bool(self._target.config.get("aliases"))
        self._identity.learn_taken()
        if self.read() is None:
            self._identity.take_next_reference(has_alias=has_alias)

    def is_stale(self, error: CdnError) -> bool:
        """Tell also whether an alias is taken by a distribution that a run beside this one has just made (CF-30).

        A deletion has looked again itself, for minutes: no refusal of it is the old ETag's.
        """
        if self.attempted is not None and self.attempted.operation == changes.DELETE:
            return False
        if not isinstance(error, AwsError) or error.code != "CNAMEAlreadyExists":
            return super().is_stale(error)
        is_creation = self.attempted is not None and self.attempted.kind == "create"
        return is_creation and self._identity.is_made(Finder(self.api))

    def settle(self, current: State | None) -> State | None:
        """Wait until it is deployed before it can be deleted, whatever ``wait`` says; one that is gone is at rest."""
        return life.wait_at_rest(self._finder, current, **self._waiting) if current else None

    def refresh(self, current: State | None, plan: Plan) -> State | None:
        """Return what the write answered, with the tags that were set."""
        if current is None or plan.after is None or "tags" not in plan.after:
            return current
        return {**current, "tags": plan.after["tags"]}

    def wait(self, current: State | None) -> State | None:
        """Wait until it is deployed, if that was asked for."""
        return self._wait_deployed(current) if current and self.options.get("wait") else current

    def _wait_deployed(self, current: State) -> State:
        return life.wait_deployed(self._finder, current, **self._waiting)

    @property
    def _waiting(self) -> dict[str, t.Any]:
        return {"name": self.name, "timeout": self.options["wait_timeout"]}

    def waits(self, plan: Plan) -> list[dict[str, t.Any]]:
        """Return the wait for the deployment, if there is one."""
        return life.expected(self.options, plan, name=self.name)

    def warnings(self) -> list[str]:
        """Return what was found besides, and left alone."""
        return self._identity.warnings

    def result(self, state: State | None) -> dict[str, t.Any]:
        """Return the distribution without secrets, and again as community.aws returned it."""
        if state is None:
            return {self.noun: None, **({"removed": self._removed} if self.absent else {})}
        shown = finding.shown(self.api, changes.with_tags(self.api, state))
        return {**legacy.returned(self.api.shape("cloudfront", "Distribution"), shown), self.noun: shown}
