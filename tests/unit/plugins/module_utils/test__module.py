# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a run of a module reports, and what it refuses."""

from __future__ import annotations

import dataclasses

import pytest
from ansible.module_utils import basic

from ansible_collections.cdn.aws.plugins.module_utils._errors import AwsError, Refused, WaitTimeout
from ansible_collections.cdn.aws.plugins.module_utils._unknown import unknown
from tests.unit.notes import Note

CREATED = [
    {"operation": "notes:Create", "resource": "n", "change": "create"},
    {"operation": "notes:Publish", "resource": "n", "change": "update"},
]


def test_a_run_reports_changed_actions_and_the_state_under_its_noun(run_note):
    report = run_note(name="n", comment="hello")
    assert report["changed"] is True
    assert report["actions"] == CREATED
    assert report["note"] == {"comment": "hello", "etag": "E1"}
    assert "diff" not in report


def test_a_second_run_reports_no_change(run_note):
    run_note(name="n", comment="hello")
    report = run_note(name="n", comment="hello", diff=True)
    assert (report["changed"], report["actions"]) == (False, [])
    assert (report["diff"]["before"], report["diff"]["after"]) == ({}, {})


def test_a_check_run_reports_the_same_actions_and_does_nothing(run_note):
    report = run_note(name="n", comment="hello", check=True)
    assert (report["changed"], report["actions"]) == (True, CREATED)
    assert report["note"] == {"comment": "hello", "etag": "(known after apply: ETag)"}
    assert Note.kept is None


def test_a_diff_is_returned_when_asked_for(run_note):
    run_note(name="n", comment="old")
    report = run_note(name="n", comment="new", diff=True, check=True)
    assert report["diff"] == {
        "before_header": "note n",
        "after_header": "note n",
        "before": {"comment": "old"},
        "after": {"comment": "new"},
    }


def test_volatile_fields_are_state_but_no_difference(run_note):
    assert run_note(name="n", comment="hello", diff=True)["diff"]["after"] == {"comment": "hello"}


def test_warnings_of_the_plan_reach_the_user(run_note, monkeypatch):
    said = []
    monkeypatch.setattr(basic.AnsibleModule, "warn", lambda self, text: said.append(text))
    run_note(name="n", comment="hello")
    assert said == ["Look out."]


def test_what_is_missed_when_the_report_is_made_reaches_the_user(run_note, monkeypatch):
    class Reader(Note):
        missed: tuple[str, ...] = ()

        def result(self, state):
            self.missed = ("The tags were left out.",)
            return super().result(state)

        def warnings(self):
            return list(self.missed)

    said = []
    monkeypatch.setattr(basic.AnsibleModule, "warn", lambda self, text: said.append(text))
    run_note(name="n", comment="hello", resource=Reader)
    assert said == ["Look out.", "The tags were left out."]


STOPS = "Unless an earlier task sees to it, the real run will stop here. There is no bucket."


@pytest.mark.parametrize(
    ("warnings", "expected"),
    [
        ((), [STOPS]),
        (("Look out.",), ["Look out.", STOPS]),
        (("There is no bucket.",), [STOPS]),
    ],
)
def test_a_check_run_warns_once_of_what_would_make_the_run_fail(run_note, monkeypatch, warnings, expected):
    class Needy(Note):
        def plan(self, current):
            return dataclasses.replace(super().plan(current), warnings=warnings, needs="There is no bucket.")

    said = []
    monkeypatch.setattr(basic.AnsibleModule, "warn", lambda self, text: said.append(text))
    assert run_note(name="n", comment="hello", check=True, resource=Needy)["changed"] is True
    assert said == expected
    report = run_note(name="n", comment="hello", resource=Needy)
    assert (report["failed"], report["msg"], said) == (True, "There is no bucket.", expected)


@pytest.mark.parametrize(
    ("options", "path"),
    [
        ({"name": unknown("name")}, "name"),
        ({"name": "n", "origins": [{"id": "a"}, {"oac": f"x{unknown('OAC id')}"}]}, "origins[1].oac"),
    ],
)
def test_a_value_of_a_check_run_is_refused_by_a_real_run(run_note, options, path):
    report = run_note(**options)
    assert report["failed"] is True
    assert report["msg"].startswith(f"{path}: holds a value from a check run")
    assert (Note.seen, Note.kept) == ([], None)


def test_a_value_of_a_check_run_is_taken_by_a_check_run(run_note):
    report = run_note(name="n", comment=unknown("distribution id"), check=True)
    assert report["note"]["comment"] == "(known after apply: distribution id)"


def test_a_failure_is_one_message_and_no_change(run_note):
    Note.faults["notes:Create"] = AwsError(operation="notes:Create", code="AccessDenied", text="no")
    report = run_note(name="n", comment="hello")
    assert report["failed"] is True
    assert report["msg"] == "Not allowed to do notes:Create: no (AccessDenied). The caller's IAM policies need the" + (
        " action notes:Create."
    )
    assert "actions" not in report
    assert not report.get("changed")


def test_a_failure_half_way_reports_what_was_done(run_note):
    """Somebody has to know that there is something now."""
    Note.faults["notes:Publish"] = WaitTimeout("It was not published in time.", status="InProgress")
    report = run_note(name="n", comment="hello")
    assert (report["failed"], report["changed"], report["actions"]) == (True, True, CREATED[:1])
    assert (report["msg"], report["status"]) == ("It was not published in time.", "InProgress")


def test_what_is_refused_early_is_refused_in_a_check_run_too(run_note):
    class Picky(Note):
        def validate(self):
            raise Refused("comment: too long.")

    assert run_note(name="n", check=True, resource=Picky)["msg"] == "comment: too long."
