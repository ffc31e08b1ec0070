# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The lab, one for each test process, and runs of ansible-playbook against it."""

from __future__ import annotations

import typing as t
from pathlib import Path

import pytest

from tests.integration.playbook import ANSIBLE_PLAYBOOK, Run, environment, play
from tests.integration.warm import warm_playbook, warm_python
from tests.lab import Lab


@pytest.fixture(scope="session")
def running_lab() -> t.Iterator[Lab]:
    with Lab() as lab:
        yield lab


@pytest.fixture(scope="session")
def python(tmp_path_factory: pytest.TempPathFactory) -> t.Iterator[str]:
    """The interpreter that modules run with."""
    with warm_python(tmp_path_factory.mktemp("python")) as path:
        yield path


@pytest.fixture(scope="session")
def program(tmp_path_factory: pytest.TempPathFactory) -> t.Iterator[str]:
    """The ansible-playbook of runs that change none of Ansible's settings."""
    with warm_playbook(tmp_path_factory.mktemp("ansible"), str(ANSIBLE_PLAYBOOK), environment({})) as path:
        yield path


@pytest.fixture
def lab(running_lab: Lab) -> Lab:
    """An account with nothing in it but the hosted zone example.test."""
    running_lab.reset()
    return running_lab


class RunTasks(t.Protocol):
    def __call__(
        self,
        what: Path | list[dict[str, t.Any]],
        *,
        check: bool = False,
        diff: bool = False,
        variables: t.Mapping[str, t.Any] | None = None,
        env: t.Mapping[str, str] | None = None,
        hosts: str = "localhost,",
    ) -> Run: ...


@pytest.fixture
def run_tasks(lab: Lab, tmp_path: Path, python: str, program: str) -> RunTasks:
    """Run tasks (or a playbook file) on localhost with the lab as AWS; ``env`` is laid over the lab's environment."""

    def run(
        what: Path | list[dict[str, t.Any]],
        *,
        check: bool = False,
        diff: bool = False,
        variables: t.Mapping[str, t.Any] | None = None,
        env: t.Mapping[str, str] | None = None,
        hosts: str = "localhost,",
    ) -> Run:
        given: dict[str, t.Any] = {"check": check, "diff": diff, "variables": variables, "hosts": hosts}
        return play(what, directory=tmp_path, env={**lab.env, **(env or {})}, python=python, program=program, **given)

    return run
