# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Distributions: found, compared in the named paths only, written at most once per run (CF-80)."""

from __future__ import annotations

import typing as t

from .._errors import AwsError, Refused
from .._plan import Change, Plan, State
from .._resource import Api, Resource
from .._unknown import is_unknown
from . import changes, finding, guards, life
from .configuration import Configuration, named
from .finding import Finder
from .writing import write

TAKEN = "DistributionAlreadyExists"


class Distribution(Resource):
    """One distribution, found by its id, an alias, or the caller reference that it was created with."""

    noun = "distribution"
    volatile = frozenset({"id", "arn", "domain_name", "hosted_zone_id", "etag", "status", "last_modified_time"})
    # CF-02: somebody else wrote in between. A reference that is taken is looked up and adopted (CF-04).
    stale_codes = frozenset({"PreconditionFailed", "InvalidIfMatchVersion", TAKEN})

    def __init__(self, options: t.Mapping[str, t.Any], api: Api) -> None:
        super().__init__(options, api)
        self._finder = Finder(api)
        self._configuration = Configuration(api, options)
        self._references = finding.caller_references(options)
        self._generation = 0
        self._reference_is_taken = False
        self._has_alias = False
        self._issued = False

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
        found = self._find()
        if found is not None and self.options.get("tags") is not None and not self.absent:
            found = {**found, "tags": changes.current_tags(self.api, found["arn"])}
        return found

    def _find(self) -> State | None:
        wanted = self.options.get("distribution_id")
        if wanted:
            found = None if is_unknown(wanted) else self._finder.get(wanted)
            if found is None and not is_unknown(wanted) and not self.absent:
                raise Refused(f"There is no distribution with the id {wanted}.")
            return found
        names = finding.names_of(self.options)
        # An alias that was named as the one to look for stands for the distribution; the others may be new to it.
        alias_owner = self._finder.id_by_alias(names[:1] if self.options.get("alias") else names) if names else None
        if alias_owner:
            return self._finder.get(alias_owner)
        if names and not self.options.get("caller_reference") and not self._reference_is_taken:
            return None
        like = {**finding.first_origin(self.options), "comment": self.options.get("comment")}
        return self._finder.by_reference(self._references, like=like)

    def plan(self, current: State | None) -> Plan:
        """Return the changes, and before a deletion what is shown of it, without secrets."""
        plan = super().plan(current)
        if current is None or not self.absent:
            return plan
        return Plan(before=finding.shown(self.api, current), after=None, changes=plan.changes)

    def creation(self) -> Plan:
        """Return the plan that makes it, the tags in the same call."""
        if is_unknown(self.options.get("distribution_id")) and not finding.first_origin(self.options):
            return Plan(before=None, after=None)
        target = self._configuration.target(None, reference=self._references[self._generation])
        guards.check_creation(self.api, self._finder, target)
        self._has_alias = bool(target.config.get("aliases"))
        self._issued = target.issued
        return changes.creation(self.api, self.name, target, tags=self.options.get("tags"))

    def modification(self, current: State) -> Plan:
        """Return the plan that changes the named paths in one update, and the tags."""
        target = self._configuration.target(finding.config_of(current), reference=current["caller_reference"])
        guards.check_modification(self.api, self._finder, current, target, self.options)
        self._issued = target.issued
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
            life.delete(self.api, self._finder, state)
            return None
        if change.operation in changes.TAGGING:
            self.api.call(change.operation, change.request(state))
            return state
        try:
            answer = write(self.api, change.operation, change.request(state), issued=self._issued)
        except AwsError as error:
            found = self._made_before() if error.code == TAKEN else None
            if found is None:
                raise
            return found
        return finding.to_state(self.api, answer)

    def _made_before(self) -> State | None:
        """Return what this create made already when its answer was lost, None when that needs a plan of its own."""
        self._reference_is_taken = True
        found = self.read()
        if found is None:
            self._take_next_reference()
            return None
        return None if self.plan(found) else found

    def _take_next_reference(self) -> None:
        # A distribution with an alias cannot be made twice (CF-30), one without it could be by another reference.
        used = self._references[: self._generation + 1]
        if not self._has_alias or used == self._references:
            raise Refused(
                f"CloudFront says that the caller reference {', '.join(used)} was used before, but no distribution has"
                " it; give another caller_reference."
            )
        self._generation += 1

    def settle(self, current: State | None) -> State | None:
        """Wait until it is deployed before it can be deleted, whatever ``wait`` says."""
        return self._wait_deployed(current) if current else None

    def refresh(self, current: State | None, plan: Plan) -> State | None:
        """Return what the write answered, with the tags that were set."""
        if current is None or plan.after is None or "tags" not in plan.after:
            return current
        return {**current, "tags": plan.after["tags"]}

    def wait(self, current: State | None) -> State | None:
        """Wait until it is deployed, if that was asked for."""
        return self._wait_deployed(current) if current and self.options.get("wait") else current

    def _wait_deployed(self, current: State) -> State:
        return life.wait_deployed(self._finder, current, name=self.name, timeout=self.options["wait_timeout"])

    def result(self, state: State | None) -> dict[str, t.Any]:
        """Return the distribution without secrets."""
        return {self.noun: None if state is None else finding.shown(self.api, state)}
