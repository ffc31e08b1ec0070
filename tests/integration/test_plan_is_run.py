# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Whatever is there: what a check run lists is what the run does, and a further run has nothing to do."""

from __future__ import annotations

import typing as t
from pathlib import Path

import pytest

from tests.integration.conftest import RunTasks
from tests.integration.playbook import Run
from tests.integration.site import recorded
from tests.integration.start_states import STATES, Task
from tests.lab import Lab


def playbook(tasks: t.Iterable[tuple[str, Task]]) -> list[dict[str, t.Any]]:
    return [{"name": name, f"cdn.aws.{module}": options, "register": "_it"} for name, (module, options) in tasks]


def by_state(run: Run) -> dict[str, dict[str, t.Any]]:
    """What the task of each state returned."""
    return {task.name: task.result for task in run.ok().tasks}


def actions(result: dict[str, t.Any]) -> list[tuple[str, str, str]]:
    return [(action["operation"], action["resource"], action["change"]) for action in result["actions"]]


@pytest.fixture
def trees(tmp_path: Path) -> Path:
    """The folder in which the trees old and new lie."""
    for name, files in {"old": {"a.txt": "1", "b.txt": "1"}, "new": {"a.txt": "2", "c.txt": "1"}}.items():
        for file, text in files.items():
            (tmp_path / name).mkdir(exist_ok=True)
            (tmp_path / name / file).write_text(text, encoding="utf-8")
    return tmp_path


def test_the_plan_is_the_run_for_every_start_state(lab: Lab, run_tasks: RunTasks, trees: Path) -> None:
    lab.settings(deploy_seconds=0.1, insync_seconds=0.1, function_test="echo")
    run_tasks(playbook((name, task) for name, state in STATES.items() for task in state.before)).ok()
    tasks = playbook((name, state.task) for name, state in STATES.items())
    mark = lab.mark()
    planned = by_state(run_tasks(tasks, check=True))
    assert recorded(lab, mark) == []
    done_run = run_tasks(tasks)
    done = by_state(done_run)
    written = recorded(lab, mark)
    again = by_state(run_tasks(tasks))

    assert {name: actions(result) for name, result in planned.items()} == {
        name: actions(result) for name, result in done.items()
    }
    assert {name: bool(result["actions"]) for name, result in planned.items()} == {
        name: state.plans for name, state in STATES.items()
    }
    assert [operation for result in done.values() for operation, _name, _kind in actions(result)] == written
    assert {name: actions(result) for name, result in again.items() if result["changed"] or result["actions"]} == {}
    assert len(STATES) >= 30
