# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Real ansible-playbook runs, and what they said."""

from __future__ import annotations

import dataclasses
import json
import os
import subprocess
import sys
import tempfile
import typing as t
from pathlib import Path

import yaml

ROOT = Path(__file__).resolve().parents[2]
ANSIBLE_PLAYBOOK = Path(sys.executable).with_name("ansible-playbook")


@dataclasses.dataclass(frozen=True)
class Task:
    """One task on one host: its name, what its action returned, and Ansible's own verdict."""

    name: str
    action: str
    host: str
    result: dict[str, t.Any]

    @property
    def changed(self) -> bool:
        return bool(self.result.get("changed"))

    @property
    def actions(self) -> list[dict[str, t.Any]]:
        return list(self.result.get("actions") or [])


@dataclasses.dataclass(frozen=True)
class Run:
    """A whole run."""

    rc: int
    tasks: list[Task]
    stats: dict[str, t.Any]
    stdout: str
    stderr: str

    @property
    def actions(self) -> list[dict[str, t.Any]]:
        """The planned or done API writes of all module tasks, in order."""
        return [action for task in self.tasks if task.action.startswith("cdn.aws.") for action in task.actions]

    @property
    def operations(self) -> list[str]:
        return [action["operation"] for action in self.actions]

    @property
    def changed(self) -> int:
        return sum(host["changed"] for host in self.stats.values())

    def of(self, module: str) -> list[dict[str, t.Any]]:
        """Return the results of all tasks of one module."""
        return [task.result for task in self.tasks if task.action in (module, f"cdn.aws.{module}")]

    def facts(self, name: str) -> t.Any:
        """Return the last value of a fact that was set."""
        found = [
            task.result["ansible_facts"][name] for task in self.tasks if name in task.result.get("ansible_facts", {})
        ]
        assert found, f"{name} was never set"
        return found[-1]

    @property
    def messages(self) -> list[str]:
        """All lines that debug tasks printed."""
        printed = [task.result.get("msg") for task in self.tasks if task.action.endswith("debug")]
        return [str(line) for one in printed for line in (one if isinstance(one, list) else [one])]

    @property
    def warnings(self) -> list[str]:
        """All warnings that tasks returned."""
        return [str(warning) for task in self.tasks for warning in task.result.get("warnings", [])]

    @property
    def failure(self) -> str:
        """The message of the last failed task, or nothing: what a rescue says comes after what it rescues."""
        failed = [task for task in self.tasks if task.result.get("failed")]
        return str(failed[-1].result.get("msg")) if failed else ""

    def ok(self) -> Run:
        """Return the run itself when it ended well; shows what went wrong otherwise."""
        assert self.rc == 0, self.failure or self.stdout[-4000:] + self.stderr[-4000:]
        return self


def environment(env: t.Mapping[str, str]) -> dict[str, str]:
    """Return the process environment of a run: nothing of the caller's AWS, Ansible or Python settings."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("AWS_", "ANSIBLE_", "PYTHON"))}
    return {
        **kept,
        "ANSIBLE_STDOUT_CALLBACK": "ansible.posix.json",
        "ANSIBLE_LOCALHOST_WARNING": "false",
        "ANSIBLE_INVENTORY_UNPARSED_WARNING": "false",
        "ANSIBLE_NOCOLOR": "true",
        # Digests of trees stay out of the home of whoever runs the tests.
        "XDG_CACHE_HOME": f"{tempfile.gettempdir()}/cdn-aws-tests-cache",
        # An empty value: no file is looked for.
        "ANSIBLE_CONFIG": "",
        "PATH": f"{ANSIBLE_PLAYBOOK.parent}:{kept['PATH']}",
        **env,
    }


def command(
    playbook: Path,
    *,
    check: bool = False,
    diff: bool = False,
    variables: t.Mapping[str, t.Any] | None = None,
    python: str = sys.executable,
    program: str = str(ANSIBLE_PLAYBOOK),
    hosts: str = "localhost,",
) -> list[str]:
    """Return the command line of a run on this machine, under the names of an inventory.

    The modules run with the Python that runs the tests, unless another one is given, as ansible-playbook may be.
    """
    # Pipelining spares each task four processes. What runs without it: the artifact, and the demo.
    facts = {"ansible_python_interpreter": python, "ansible_pipelining": True, **(variables or {})}
    return [
        program,
        "-i",
        hosts,
        "-c",
        "local",
        *(["--check"] if check else []),
        *(["--diff"] if diff else []),
        "-e",
        json.dumps(facts),
        str(playbook),
    ]


def play(
    what: Path | list[dict[str, t.Any]],
    *,
    directory: Path,
    env: t.Mapping[str, str],
    check: bool = False,
    diff: bool = False,
    variables: t.Mapping[str, t.Any] | None = None,
    python: str = sys.executable,
    program: str = str(ANSIBLE_PLAYBOOK),
    hosts: str = "localhost,",
) -> Run:
    """Run a playbook, or a list of tasks as one, and return what its tasks returned."""
    # A warm ansible-playbook has the ordinary settings.
    program = str(ANSIBLE_PLAYBOOK) if any(name.startswith("ANSIBLE_") for name in env) else program
    if isinstance(what, Path):
        playbook = what
    else:
        playbook = directory / "play.yml"
        playbook.write_text(yaml.safe_dump([{"hosts": "all", "gather_facts": False, "tasks": what}]), encoding="utf-8")
    done = subprocess.run(
        command(playbook, check=check, diff=diff, variables=variables, python=python, program=program, hosts=hosts),
        env=environment(env),
        cwd=directory,
        capture_output=True,
        text=True,
        timeout=600,
        check=False,
    )
    return parse(done.returncode, done.stdout, done.stderr)


def parse(rc: int, stdout: str, stderr: str) -> Run:
    """Return a run from the output of the JSON callback; one that another callback printed has no tasks."""
    start = stdout.find('{\n    "custom_stats"')
    report = json.JSONDecoder().raw_decode(stdout[start:])[0] if start >= 0 else {"plays": [], "stats": {}}
    tasks = [
        Task(
            name=task["task"]["name"],
            action=str(result.get("action", "")),
            host=host,
            result=one,
        )
        for played in report["plays"]
        for task in played["tasks"]
        for host, result in task["hosts"].items()
        for one in result.get("results", [result])
        if not result.get("skipped")
    ]
    return Run(rc, tasks, report["stats"], stdout, stderr)
