# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import types

import pytest

from ansible_collections.cdn.aws.plugins.module_utils._gaps import Gaps

TEXT = "User: u is not authorized to perform: cloudfront:ListConflictingAliases"


class Events:
    """Stands for the events of a client."""

    def register(self, name, handler):
        assert name == "after-call"
        self._handler = handler

    def answer(self, operation, code=""):
        error = {"Error": {"Code": code, "Message": TEXT}} if code else {}
        self._handler(model=types.SimpleNamespace(name=operation), parsed=error, http_response=None)


@pytest.fixture
def events():
    return Events()


@pytest.fixture
def gaps(events):
    gaps = Gaps()
    gaps.watch(events, "cloudfront")
    return gaps


def test_a_refused_read_that_the_run_went_on_without_is_told_with_its_action(gaps, events):
    events.answer("ListConflictingAliases", "AccessDenied")
    (warning,) = gaps.warnings([])
    assert warning.startswith("This was left out: Not allowed to do cloudfront:ListConflictingAliases: ")
    assert "need the action cloudfront:ListConflictingAliases (to see beforehand" in warning


def test_what_was_told_already_is_not_told_twice(gaps, events):
    events.answer("ListConflictingAliases", "AccessDenied")
    (warning,) = gaps.warnings([])
    assert gaps.warnings([f"The reasons are less precise: {warning.partition(': ')[2]}"]) == []


@pytest.mark.parametrize(
    ("operation", "code"), [("ListDistributions", "Throttling"), ("GetDistribution", ""), ("CreateFunction", "403")]
)
def test_other_failures_and_writes_are_no_gaps(gaps, events, operation, code):
    events.answer(operation, code)
    assert gaps.warnings([]) == []


def test_a_refusal_that_passed_is_none(gaps, events):
    events.answer("GetDistribution", "AccessDenied")
    events.answer("GetDistribution")
    assert gaps.warnings([]) == []


def test_each_run_has_its_own(gaps, events):
    events.answer("GetDistribution", "AccessDenied")
    gaps.begin()
    assert gaps.warnings([]) == []
