# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Somebody else writes between our read and our write: nothing is lost in silence, and the run tells what it did."""

from __future__ import annotations

import dataclasses

import pytest

from ansible_collections.cdn.aws.plugins.module_utils import _reconcile
from ansible_collections.cdn.aws.plugins.module_utils._errors import AwsError, CdnError
from ansible_collections.cdn.aws.plugins.module_utils._plan import Change, Difference, Plan
from ansible_collections.cdn.aws.plugins.module_utils._reconcile import reconcile
from ansible_collections.cdn.aws.plugins.module_utils._rivals import LONGEST_VALUE, Stale, carried_out, overtaken
from tests.unit.shelf import Shelf, Values, actions, answer

REFUSAL = AwsError(operation="shelf:Put", code="PreconditionFailed", text="no")
NAME = "the shelf"


def refused(shelf, *, unclear=0, code="PreconditionFailed", **theirs):
    """Return a fault: somebody has put these values, and our write is refused."""

    def fault(operation):
        shelf.values.update(theirs)
        raise AwsError(operation=operation, code=code, text="no", unclear=unclear)

    return fault


def plan(*differences):
    change = Change("update", "shelf:Put", "a", dict, tuple(Difference(*one) for one in differences))
    return Plan({}, {}, (change,) if differences else ())


def test_a_write_whose_answer_was_lost_is_told_as_made_and_nobody_is_suspected():
    shelf = Shelf(a=1)
    shelf.faults = [refused(shelf, unclear=1, a=2)]
    result = reconcile(Values({"a": 2}, shelf), check_mode=False)
    assert (result.plan.as_actions(), result.plan.all_warnings(), shelf.writes) == (actions("a"), [], [])


def test_a_write_that_was_repeated_and_refused_for_somebody_elses_is_made_again():
    shelf = Shelf(a=1)
    shelf.faults = [refused(shelf, unclear=1, a=3)]
    result = reconcile(Values({"a": 2}, shelf), check_mode=False)
    assert (result.plan.as_actions(), shelf.writes) == (actions("a"), ["Put a"])
    assert "Somebody else has changed the values shelf" in result.plan.all_warnings()[0]


def test_a_batch_of_which_a_part_is_planned_again_was_not_carried_out():
    """A batch is made as a whole or not at all, and is called after its parts."""
    change = Change("create", "shelf:Put", "a, b", dict, (Difference("a", None, 1), Difference("b", None, 2)))
    refusal = AwsError(operation="shelf:Put", code="PreconditionFailed", text="no", unclear=1)
    assert not carried_out(change, refusal, plan(("b", 9, 2)))
    assert carried_out(change, refusal, plan(("c", 9, 2)))


def test_what_somebody_else_did_is_told_and_not_counted():
    shelf = Shelf(a=1)
    shelf.faults = [refused(shelf, a=2)]
    result = reconcile(Values({"a": 2}, shelf), check_mode=False)
    assert not result.plan
    (warning,) = result.plan.all_warnings()
    assert warning.endswith("(shelf:Put: PreconditionFailed), so it was read and planned anew. Nothing was left to do.")


def test_an_object_that_is_still_missing_was_changed_by_nobody():
    shelf = Shelf()
    shelf.faults = [refused(shelf)]
    assert reconcile(Values({"a": 2}, shelf), check_mode=False).plan.all_warnings() == []


def test_a_refusal_of_our_own_leads_to_another_look_too():
    shelf = Shelf(a=1)
    shelf.faults = [lambda operation: (_ for _ in ()).throw(Stale("The tags differ."))]
    result = reconcile(Values({"a": 2}, shelf), check_mode=False)
    assert shelf.writes == ["Put a"]
    assert "(The tags differ)" in result.plan.all_warnings()[0]


@pytest.mark.parametrize("state", ["present", "absent"])
def test_an_object_that_was_deleted_meanwhile_ends_in_one_line(state):
    class Mortal(Values):
        gone_codes = frozenset({"NoSuchShelf"})

    shelf = Shelf(a=1)
    shelf.faults = [refused(shelf, code="NoSuchShelf")]
    with pytest.raises(CdnError) as caught:
        reconcile(Mortal({"a": 2, "state": state}, shelf), check_mode=False)
    assert caught.value.message.startswith("The values shelf was there when this run looked, and is gone") is (
        state == "present"
    )


@pytest.mark.parametrize("state", ["present", "absent"])
def test_what_another_look_does_not_find_any_more_is_not_made_again(state):
    shelf = Shelf(a=1)

    def deleted(operation):
        shelf.values.clear()
        answer("PreconditionFailed")(operation)

    shelf.faults = [deleted]
    values = Values({"a": 2, "state": state}, shelf)
    if state == "absent":
        reconcile(values, check_mode=False)
        return
    with pytest.raises(CdnError, match=r"is gone: .* meanwhile \(shelf:Put: PreconditionFailed\)"):
        reconcile(values, check_mode=False)
    assert shelf.writes == []


def test_what_was_not_there_cannot_be_gone():
    class Mortal(Values):
        gone_codes = frozenset({"NoSuchShelf"})

    shelf = Shelf()
    shelf.faults = [refused(shelf, code="NoSuchShelf")]
    with pytest.raises(AwsError, match="NoSuchShelf"):
        reconcile(Mortal({"a": 2}, shelf), check_mode=False)


def test_who_loses_is_told():
    before = plan(("price_class", "all", "100"), ("comment", "old", "new"))
    text = overtaken(NAME, REFUSAL, before, plan(("price_class", "200", "100"), ("comment", "old", "new")))
    assert text.endswith('What this task asks for has replaced theirs: price_class "200" by "100".')


def test_a_value_that_was_right_and_is_not_any_more_is_theirs():
    text = overtaken(NAME, REFUSAL, plan(("a", 1, 2)), plan(("a", 1, 2), ("b", 3, 4)))
    assert text.endswith("replaced theirs: b 3 by 4.")


@pytest.mark.parametrize("before", [[("tags.a", 1, 2)], []])
def test_what_they_took_away_and_is_set_again_is_told(before):
    text = overtaken(NAME, REFUSAL, plan(*before), plan(("tags.a", None, 2)))
    assert text.endswith("replaced theirs: tags.a nothing by 2.")


def test_what_an_object_of_theirs_lacks_was_not_taken_away():
    text = overtaken(NAME, REFUSAL, Plan(None, {}), plan(("tags.a", None, 2)))
    assert text.endswith("What they changed is kept.")


def test_nothing_is_kept_of_what_is_deleted():
    following = dataclasses.replace(plan(("enabled", True, False)), after=None)
    assert overtaken(NAME, REFUSAL, plan(), following).endswith("It is deleted all the same.")


def test_what_they_changed_elsewhere_is_kept():
    assert overtaken(NAME, REFUSAL, plan(("a", 1, 2)), plan(("a", 1, 2))).endswith("What they changed is kept.")


def test_secrets_long_values_and_long_lists_are_cut():
    text = overtaken(
        NAME, REFUSAL, plan(), plan(("key", "hush", "hush2", True), ("b", "x" * 999, 1), *[("c", 1, 2)] * 2)
    )
    assert "hush" not in text
    assert "x" * LONGEST_VALUE not in text
    assert text.endswith("; c 1 by 2 and 1 more.")


def test_two_runs_do_not_go_on_meeting_each_other(monkeypatch):
    slept = []
    monkeypatch.setattr(_reconcile.time, "sleep", slept.append)
    shelf = Shelf()
    shelf.faults = [refused(shelf)] * 4
    reconcile(Values({"a": 2}, shelf), check_mode=False)
    assert len(slept) == 3
    assert slept[0] < 0.6 < slept[2]
