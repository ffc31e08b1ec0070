# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import dataclasses

import pytest

from ansible_collections.cdn.aws.plugins.module_utils._errors import Refused
from ansible_collections.cdn.aws.plugins.module_utils._plan import Change, Plan
from ansible_collections.cdn.aws.plugins.module_utils._reconcile import reconcile
from ansible_collections.cdn.aws.plugins.module_utils._resource import Reader, Resource
from tests.unit.shelf import Shelf, Values, actions


def test_a_check_run_only_reads_and_returns_what_would_be():
    shelf = Shelf(a=1)
    result = reconcile(Values({"a": 2, "b": 3}, shelf), check_mode=True)
    assert shelf.log == ["validate", "read"]
    assert shelf.values == {"a": 1}
    assert result.state == {"a": 2, "b": 3}
    assert result.plan.as_actions() == actions("a", "b")


def test_a_run_does_what_the_check_run_said_in_that_order():
    shelf = Shelf(a=1)
    said = reconcile(Values({"b": 3, "a": 2}, shelf), check_mode=True)
    did = reconcile(Values({"b": 3, "a": 2}, shelf), check_mode=False)
    assert shelf.writes == ["Put b", "Put a"]
    assert did.plan.as_actions() == said.plan.as_actions()
    assert did.state == said.state == shelf.values


def test_a_run_validates_reads_applies_reads_and_waits():
    shelf = Shelf()
    reconcile(Values({"a": 1}, shelf), check_mode=False)
    assert shelf.log == ["validate", "read", "Put a", "read", "wait"]


def test_without_differences_nothing_is_written_and_nothing_has_changed():
    shelf = Shelf(a=1)
    result = reconcile(Values({"a": 1}, shelf), check_mode=False)
    assert (shelf.writes, bool(result.plan), result.state) == ([], False, {"a": 1})


def test_a_wait_runs_without_changes_too():
    """An interrupted run is gone on with: the object may still be on its way."""
    shelf = Shelf(a=1)
    reconcile(Values({"a": 1}, shelf), check_mode=False)
    assert shelf.log == ["validate", "read", "wait"]


def test_a_reader_never_has_changes():
    class Look(Reader):
        noun = name = "values"

        def read(self):
            return self.api.read()

    result = reconcile(Look({}, Shelf(a=1)), check_mode=False)
    assert (bool(result.plan), result.state) == (False, {"a": 1})


@pytest.mark.parametrize("check_mode", [True, False])
def test_an_unsafe_plan_is_refused_before_the_first_write(check_mode):
    shelf = Shelf()
    resource = Values({"a": 1}, shelf)
    resource.unsafe = "It would delete everything."
    with pytest.raises(Refused, match=r"It would delete everything\."):
        reconcile(resource, check_mode=check_mode)
    assert shelf.values == {}


def test_what_is_missing_ends_a_real_run_before_its_first_write():
    shelf = Shelf()
    resource = Values({"a": 1}, shelf)
    resource.needs = "The bucket does not exist."
    with pytest.raises(Refused, match=r"The bucket does not exist\."):
        reconcile(resource, check_mode=False)
    assert shelf.values == {}


def test_what_is_missing_does_not_end_a_check_run():
    resource = Values({"a": 1}, Shelf())
    resource.needs = "The bucket does not exist."
    assert reconcile(resource, check_mode=True).plan.as_actions() == actions("a")


@pytest.mark.parametrize("check_mode", [True, False])
def test_what_validate_refuses_is_not_even_read(check_mode):
    class Picky(Values):
        def validate(self):
            raise Refused("a: no.")

    shelf = Shelf()
    with pytest.raises(Refused):
        reconcile(Picky({"a": 1}, shelf), check_mode=check_mode)
    assert shelf.log == []


def test_a_settled_change_waits_for_rest_first():
    shelf = Shelf()
    resource = Values({"a": 1, "b": 2}, shelf)
    resource.rests = False
    reconcile(resource, check_mode=False)
    assert shelf.log[2:6] == ["settle", "Put a", "settle", "Put b"]


def test_absent_and_present_lead_to_the_three_kinds_of_plan():
    class Kinds(Values):
        plan = Resource.plan

        def creation(self):
            return Plan(None, {}, (Change("create", "shelf:Create", "shelf", dict),))

        def modification(self, current):
            return Plan(current, current)

        def deletion(self, current):
            return (Change("delete", "shelf:Delete", "shelf", dict),)

    def kinds(state, **values):
        plan = reconcile(Kinds({"state": state}, Shelf(**values)), check_mode=True).plan
        return [change.kind for change in plan.changes], plan.after

    assert kinds("present") == (["create"], {})
    assert kinds("present", a=1) == ([], {"a": 1})
    assert kinds("absent", a=1) == (["delete"], None)
    assert kinds("absent") == ([], None)


def test_requests_are_built_from_the_state_at_the_time_of_the_call():
    """An ETag must be that of the change before (CF-03)."""
    seen = []

    class Tagged(Values):
        def plan(self, current):
            changes = [
                Change("update", "shelf:Put", str(number), lambda state: seen.append(state["etag"]) or {})
                for number in range(3)
            ]
            return Plan(current, current, tuple(changes))

        def apply(self, change, current):
            super().apply(change, current)
            return {**current, "etag": current["etag"] + 1}

    reconcile(Tagged({}, Shelf(etag=1)), check_mode=False)
    assert seen == [1, 2, 3]


def test_a_result_is_a_value():
    with pytest.raises(dataclasses.FrozenInstanceError):
        reconcile(Values({}, Shelf()), check_mode=True).state = {}
