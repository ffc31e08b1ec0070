# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import pytest

from ansible_collections.cdn.aws.plugins.module_utils._errors import AwsError, CdnError, Refused, WaitTimeout
from ansible_collections.cdn.aws.plugins.module_utils._reconcile import STALE_ATTEMPTS, reconcile
from tests.unit.shelf import Shelf, Values, actions, answer


def test_a_stale_answer_leads_to_another_read_and_another_plan():
    """CF-02: the old request is never sent again, it would undo the other's write."""
    shelf = Shelf(a=1, b=1)

    def overtaken(operation):
        shelf.values["b"] = 2
        answer("PreconditionFailed")(operation)

    shelf.faults = [overtaken]
    result = reconcile(Values({"a": 2, "b": 2}, shelf), check_mode=False)
    assert shelf.log == ["validate", "read", "read", "Put a", "read", "wait"]
    assert shelf.values == {"a": 2, "b": 2}
    assert result.plan.as_actions() == actions("a")


def test_changed_and_actions_tell_what_was_done_not_what_somebody_else_did():
    shelf = Shelf(a=1)

    def overtaken(operation):
        shelf.values["a"] = 2
        answer("PreconditionFailed")(operation)

    shelf.faults = [overtaken]
    result = reconcile(Values({"a": 2}, shelf), check_mode=False)
    assert (bool(result.plan), result.state, shelf.writes) == (False, {"a": 2}, [])


def test_actions_of_all_attempts_are_told():
    shelf = Shelf()
    shelf.faults = [None, answer("PreconditionFailed")]
    result = reconcile(Values({"a": 1, "b": 2, "c": 3}, shelf), check_mode=False)
    assert shelf.writes == ["Put a", "Put b", "Put c"]
    assert result.plan.as_actions() == actions("a", "b", "c")


def test_stale_answers_are_taken_only_so_often():
    shelf = Shelf()
    shelf.faults = [answer("PreconditionFailed")] * 99
    with pytest.raises(AwsError) as caught:
        reconcile(Values({"a": 1}, shelf), check_mode=False)
    # Nobody has changed anything: it is another reason.
    assert caught.value.message == "shelf:Put failed: no (PreconditionFailed)"
    assert shelf.log.count("read") == STALE_ATTEMPTS
    assert len(shelf.faults) == 99 - STALE_ATTEMPTS


def test_who_is_overtaken_each_time_is_told_in_plain_words():
    shelf = Shelf(b=0)

    def overtaken(operation):
        shelf.values["b"] += 1
        answer("PreconditionFailed")(operation)

    shelf.faults = [overtaken] * 99
    with pytest.raises(CdnError) as caught:
        reconcile(Values({"a": 1}, shelf), check_mode=False)
    assert caught.value.message == (
        "The values shelf is being changed by somebody else all the time: tried 5 times"
        " (shelf:Put: PreconditionFailed). Run this again when the other one is done."
    )


def test_other_answers_are_not_tried_again():
    shelf = Shelf()
    shelf.faults = [answer("AccessDenied")]
    with pytest.raises(AwsError):
        reconcile(Values({"a": 1}, shelf), check_mode=False)
    assert shelf.log.count("read") == 1


@pytest.mark.parametrize("field", ["unsafe", "needs"])
def test_the_plan_after_a_stale_answer_is_as_safe_as_the_first(field):
    shelf = Shelf()
    resource = Values({"a": 1}, shelf)

    def overtaken(operation):
        setattr(resource, field, "Not like this.")
        answer("PreconditionFailed")(operation)

    shelf.faults = [overtaken]
    with pytest.raises(Refused, match="Not like this"):
        reconcile(resource, check_mode=False)
    assert shelf.writes == []


def test_a_failure_half_way_tells_what_was_done():
    shelf = Shelf()
    shelf.faults = [None, answer("AccessDenied")]
    with pytest.raises(AwsError) as caught:
        reconcile(Values({"a": 1, "b": 2}, shelf), check_mode=False)
    assert caught.value.applied == actions("a")


def test_a_failure_after_stale_answers_tells_all_that_was_done():
    shelf = Shelf()
    shelf.faults = [None, answer("PreconditionFailed"), None, answer("AccessDenied")]
    with pytest.raises(AwsError) as caught:
        reconcile(Values({"a": 1, "b": 2, "c": 3}, shelf), check_mode=False)
    assert caught.value.applied == actions("a", "b")


@pytest.mark.parametrize("step", ["refresh", "wait"])
def test_a_failure_after_the_last_write_tells_what_was_done(step):
    class Late(Values):
        def refresh(self, current, plan):
            return self.fail("refresh", current)

        def wait(self, current):
            return self.fail("wait", current)

        def fail(self, at, current):
            if at == step:
                raise WaitTimeout("It has not happened.", status="InProgress")
            return current

    with pytest.raises(WaitTimeout) as caught:
        reconcile(Late({"a": 1}, Shelf()), check_mode=False)
    assert caught.value.applied == actions("a")


def test_a_failure_before_the_first_write_tells_of_nothing_done():
    shelf = Shelf()
    shelf.faults = [answer("AccessDenied")]
    with pytest.raises(CdnError) as caught:
        reconcile(Values({"a": 1}, shelf), check_mode=False)
    assert caught.value.applied == []
