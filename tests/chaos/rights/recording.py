# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs of all flows by the account's root, and what IAM would have asked a user for."""

from __future__ import annotations

import contextlib
import tempfile
import typing as t
from pathlib import Path

from ansible_collections.cdn.aws.plugins.module_utils._rights import FREE
from tests.chaos.rights import document, policies
from tests.chaos.rights.flows import Account
from tests.chaos.rights.steps import STEPS, Step
from tests.integration.playbook import ANSIBLE_PLAYBOOK, Run, environment
from tests.integration.warm import warm_playbook, warm_python
from tests.lab import Lab


@contextlib.contextmanager
def account() -> t.Iterator[Account]:
    """Yield an account of a lab of its own."""
    with contextlib.ExitStack() as stack:
        parent = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="cdn-rights-")))
        modules, playbooks, directory = parent / "modules", parent / "playbooks", parent / "runs"
        for one in (modules, playbooks, directory):
            one.mkdir()
        python = stack.enter_context(warm_python(modules))
        program = stack.enter_context(warm_playbook(playbooks, str(ANSIBLE_PLAYBOOK), environment({})))
        yield Account(stack.enter_context(Lab()), directory, python=python, program=program)


def record() -> policies.Recorded:
    """Return what all steps need."""
    found: policies.Recorded = {}
    with account() as here:
        for step in STEPS:
            print(f"{step.flow}: {step.name}", flush=True)
            here.prepare(step)
            before = here.names()
            mark = here.lab.mark()
            checked(step, here.run(step))
            found.setdefault(step.flow, {})[step.name] = needed(here, step, mark, before)
    return found


def checked(step: Step, run: Run) -> Run:
    """Return a run that ended as it should."""
    assert run.rc == step.rc, f"{step.name}: {run.failure or run.stdout[-4000:] + run.stderr[-4000:]}"
    return run


def needed(here: Account, step: Step, mark: int, before: t.Mapping[str, str]) -> list[policies.Right]:
    """Return the rights that a step has used, sorted; the names of what it made or deleted are those of either side."""
    everything = here.lab.needs(mark)
    names = {**here.names(), **before}
    found = {
        policies.right(step.flow, need["action"], need["resource"], names)
        for asked in everything
        for need in asked["needs"]
        if need["action"] not in FREE
    }
    return sorted(found)


def write() -> None:
    """Record all flows and write the policies of docs/iam."""
    policies.keep(record())
    for flow, steps in policies.recorded().items():
        text = policies.as_text(policies.policy(flow, steps))
        (policies.FOLDER / f"{flow}.json").write_text(text, encoding="utf-8")
    document.write("actions", document.actions())
