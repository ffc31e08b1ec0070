# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

from ansible_collections.cdn.aws.plugins.plugin_utils._plan_report import (
    LONGEST_VALUE,
    HostPlan,
    PlayPlan,
    document,
    lines,
    markdown,
    shown,
)

CREATE = {"operation": "s3:CreateBucket", "resource": "images", "change": "create"}
UPDATE = {
    "operation": "cloudfront:UpdateDistribution",
    "resource": "cdn.example.com",
    "change": "update",
    "differences": [{"path": "comment", "current": None, "desired": "new"}],
}
DELETE = {"operation": "s3:DeleteObject", "resource": "images/old.jpg", "change": "delete"}
WAIT = {"what": "Deployment of E1", "usual": "3 to 15 minutes"}


def plan(*results):
    made = HostPlan("cdn1")
    for result in results:
        made.take(result)
    return made


def test_a_plan_has_signs_changed_paths_a_total_and_the_waits():
    assert lines(plan({"actions": [CREATE, UPDATE]}, {"actions": [DELETE], "waits": [WAIT]}), check=True) == [
        "+ s3:CreateBucket                images",
        "~ cloudfront:UpdateDistribution  cdn.example.com",
        '    comment: (none) → "new"',
        "- s3:DeleteObject                images/old.jpg",
        "Plan: 1 to add, 1 to change, 1 to destroy.",
        "Waits to expect:",
        "  Deployment of E1 (usually 3 to 15 minutes)",
    ]


def test_a_real_run_tells_what_was_done_and_how_long_it_waited():
    assert lines(plan({"actions": [CREATE], "waits": [{**WAIT, "seconds": 61.2}]}), check=False)[1:] == [
        "Done: 1 added, 0 changed, 0 destroyed.",
        "Waited for:",
        "  Deployment of E1 (took 1 min 1 s, usually 3 to 15 minutes)",
    ]


def test_a_failure_stands_at_the_end():
    ended = plan({"actions": [CREATE]})
    ended.failure = "Make it: no"
    assert lines(ended, check=False)[-1] == "Ended early: Make it: no"


def test_many_actions_of_one_kind_are_told_as_one():
    puts = [
        {"operation": "s3:PutObject", "resource": f"images/a/{number}.jpg", "change": "create"}
        for number in range(3000)
    ]
    told = lines(plan({"actions": [CREATE, *puts, DELETE]}), check=True)
    assert told[1:4] == [
        "+ s3:PutObject     images/a/0.jpg",
        "+ s3:PutObject     images/a/1.jpg",
        "+ s3:PutObject     images/a/2.jpg",
    ]
    assert told[6] == "+ s3:PutObject     … and 2,995 more"
    assert told[-1] == "Plan: 3001 to add, 0 to change, 1 to destroy."


def test_what_is_no_action_of_ours_is_left_out():
    assert plan({"actions": [{"name": "x"}, "y", 3]}, {"actions": "z"}, {"waits": [1, {}]}).as_json() == {
        "actions": [],
        "totals": {"create": 0, "update": 0, "delete": 0},
        "waits": [],
        "failure": None,
    }


def test_a_check_run_leaves_out_what_a_task_calls_no_change():
    looked = {"changed": False, "actions": [{"operation": "s3:PutObject", "resource": "b/k", "change": "create"}]}
    plan, done = HostPlan("h"), HostPlan("h")
    plan.take(looked, check=True)
    done.take(looked)
    assert (plan.actions, plan.asked) == ([], True)
    assert done.actions == looked["actions"]


def test_long_values_are_cut():
    assert len(shown("x" * 1000)) == LONGEST_VALUE


def test_the_file_has_all_plays_and_hosts():
    play = PlayPlan("Site", check=True)
    play.of("a").take({"actions": [CREATE]})
    play.of("b")
    found = document([play])
    assert [one["check_mode"] for one in found["plays"]] == [True]
    assert found["plays"][0]["hosts"]["a"]["totals"] == {"create": 1, "update": 0, "delete": 0}
    assert found["plays"][0]["hosts"]["b"]["actions"] == []


def test_markdown_is_a_diff_that_code_hosts_colour():
    play = PlayPlan("Site", check=True)
    play.of("cdn1").take({"actions": [CREATE, UPDATE], "waits": [WAIT]})
    assert markdown([play]).splitlines() == [
        "## Site",
        "",
        "### cdn1",
        "",
        "```diff",
        "+ s3:CreateBucket                images",
        "! cloudfront:UpdateDistribution  cdn.example.com",
        '    comment: (none) → "new"',
        "```",
        "",
        "Plan: 1 to add, 1 to change, 0 to destroy.",
        "",
        "Waits to expect:",
        "",
        "* Deployment of E1 (usually 3 to 15 minutes)",
    ]
