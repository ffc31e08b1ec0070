# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

import json

from ansible_collections.cdn.aws.plugins.plugin_utils._lines import RESUME, Lines


def look(seconds, *, status="InProgress", done=False, facts=(), what="Deployment of E1", usual="3 to 15 minutes"):
    told = {"what": what, "status": status, "seconds": seconds, "usual": usual, "facts": list(facts), "done": done}
    return json.dumps(told)


def said(*looks):
    lines = Lines("cdn1")
    return [line for one in looks for line in lines.of(one)]


def test_the_first_line_tells_the_state_the_usual_time_and_that_one_may_interrupt():
    assert said(look(3)) == [f"[cdn1] Deployment of E1: InProgress. Usually 3 to 15 minutes. {RESUME}"]


def test_a_wait_says_what_an_interruption_leaves_behind_where_aws_does_not_go_on():
    told = {**json.loads(look(3, usual="")), "resume": "Nothing has been sent yet."}
    assert said(json.dumps(told)) == ["[cdn1] Deployment of E1: InProgress. Nothing has been sent yet."]


def test_a_wait_that_is_over_at_once_says_nothing():
    assert said(look(0.1), look(1.0), look(1.5, done=True)) == []


def test_facts_are_said_at_once():
    first, fact = said(look(0.0, facts=["cdn.example.com: the CNAME is not visible yet"]))
    assert first.startswith("[cdn1] Deployment of E1: InProgress.")
    assert fact == "[cdn1]   cdn.example.com: the CNAME is not visible yet"


def test_what_others_have_written_cannot_command_the_terminal():
    """A fact may hold the answer of somebody else's DNS."""
    dummy, fact = said(look(0.0, facts=["the CNAME is \x1b]0;owned\x07a\u202eb\r\nc größer"]))
    assert fact == r"[cdn1]   the CNAME is \x1b]0;owned\x07a\u202eb\r\nc größer"


def test_the_same_is_said_again_ever_more_rarely():
    times = [line.rsplit(" after ", 1)[1] for line in said(*(look(second) for second in range(2, 600)))[1:]]
    assert times[:4] == ["7 s.", "14 s.", "28 s.", "56 s."]
    assert times[-2:] == ["8 min 52 s.", "9 min 52 s."]


def test_news_are_said_when_they_come_and_facts_only_when_they_are_new():
    lines = said(
        look(2, facts=["not visible"]),
        look(3, facts=["visible"]),
        look(4, facts=["visible"]),
        look(9, facts=["visible"]),
    )
    assert [line.removeprefix("[cdn1] ") for line in lines[2:]] == [
        "Deployment of E1: InProgress after 3 s.",
        "  visible",
        "Deployment of E1: InProgress after 9 s.",
    ]


def test_the_end_is_said_when_the_beginning_was():
    assert said(look(2), look(125, done=True))[-1] == "[cdn1] Deployment of E1: done after 2 min 5 s."


def test_another_wait_begins_anew():
    lines = said(look(2), look(3, done=True), look(2, what="Spreading change C1", usual=""))
    assert lines[-1] == f"[cdn1] Spreading change C1: InProgress. {RESUME}"


def test_what_is_no_look_says_nothing():
    assert said("half a li") == []
