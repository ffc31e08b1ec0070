# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Each flow with exactly its rights, and without each single one of them: who lacks a right is told which and why."""

from __future__ import annotations

import contextlib
import dataclasses
import tempfile
import typing as t
from pathlib import Path

from ansible_collections.cdn.aws.plugins.module_utils._rights import PURPOSES
from tests.benchmark.tables import table
from tests.chaos.rights import document, policies
from tests.chaos.rights.flows import Account
from tests.chaos.rights.steps import FIRST, LATER, STEPS, Step
from tests.chaos.sweep import Cell, Options, Result, Results, sweep, wrong
from tests.integration.playbook import ANSIBLE_PLAYBOOK, Run, environment
from tests.integration.warm import warm_playbook
from tests.lab import Lab

NAME = "rights"
ALL = "(nothing)"
# What the modules of other collections cannot say is said by the role.
_OTHERS = {"wafv2": "security protections"}
_LONGEST = 230


@dataclasses.dataclass(frozen=True)
class Case:
    """A flow without an action, or with all of them."""

    flow: str
    action: str = ALL

    @property
    def name(self) -> str:
        """Return what the cell is called."""
        return f"{self.flow} without {self.action}"

    def steps(self) -> tuple[Step, ...]:
        """Return the steps that need the action, or all steps of the flow; the first one of them fails."""
        mine = tuple(step for step in STEPS if step.flow == self.flow)
        if self.action == ALL:
            return mine
        needed = policies.recorded()[self.flow]
        found = tuple(step for step in mine if self.action in {action for action, dummy in needed[step.name]})
        return found[:1] or (LATER[self.flow, self.action],)


def cases() -> list[Case]:
    """Return all cases."""
    found = []
    for flow in policies.DESCRIPTIONS:
        every = policies.actions(policies.filled(flow, {}))
        found += [Case(flow), *(Case(flow, action) for action in every)]
    return found


def run(options: Options) -> list[str]:
    """Run what has no result yet and return what went wrong."""
    cells = [Cell(case.name, case) for case in cases()]
    with contextlib.ExitStack() as stack:
        directory = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="cdn-rights-")))
        program = stack.enter_context(warm_playbook(directory, str(ANSIBLE_PLAYBOOK), environment({})))

        def make(lab: Lab, folder: Path, python: str) -> t.Any:
            return Account(lab, folder, python=python, program=program)

        found = sweep(NAME, cells, t.cast("t.Any", work), options, chain=make)
    document.write("removals", details())
    return wrong(found)


def work(here: Account, cell: Cell) -> Result:
    """Run a case and judge what users are told."""
    case: Case = cell.what
    said: list[str] = []
    for step in case.steps():
        here.arrange(step)
        names = here.names()
        document = policies.filled(case.flow, names if step is not FIRST else {**names, **dict.fromkeys(_LATER, "*")})
        done = here.run(step, here.user(policies.without(document, case.action)))
        here.after(step)
        if case.action == ALL and done.rc != step.rc:
            return {"verdict": f"WRONG: {step.name} ended with {done.rc}: {done.failure[:500]}"}
        said = lines(done)
    return {"verdict": "passes"} if case.action == ALL else judged(case.action, done, said)


_LATER = ("DISTRIBUTION_ID", "CERTIFICATE_ID", "ORIGIN_ACCESS_CONTROL_ID", "RESPONSE_HEADERS_POLICY_ID")


def judged(action: str, done: Run, said: t.Sequence[str]) -> Result:
    """Tell whether a run has named the action and what it was needed for, and whether it ended with that."""
    purposes = (PURPOSES[action], _OTHERS.get(action.partition(":")[0], PURPOSES[action]))
    told = [line for line in said if action in line and any(purpose in line for purpose in purposes)]
    if not told:
        named = next((line for line in said if action in line), f"not even named: {done.failure}")
        return {"verdict": f"WRONG: ended with {done.rc} and did not say what it lacked: {named[:300]}"}
    # The failure comes first.
    result = {"said": told[0], "ends": bool(done.failure) and told[0] == said[0]}
    if "\n" in told[0] or "Traceback" in told[0]:
        return {**result, "verdict": f"WRONG: more than a line: {told[0][:300]}"}
    return {**result, "verdict": "ends with it" if result["ends"] else "goes on and says it"}


def lines(done: Run) -> list[str]:
    """Return all that users are told: why the run ended, warnings, what was printed, notes of a proof."""
    # A failure that a role has explained comes before what it explained.
    failures = [str(task.result.get("msg")) for task in done.tasks if task.result.get("failed")]
    notes = [str(note) for probe in done.of("cdn_probe") for note in (probe.get("probe") or {}).get("notes", [])]
    return [*reversed(failures), *done.warnings, *done.messages, *notes]


def details() -> str:
    """Return what each run has said, from the results there are."""
    known = Results(NAME).all()
    rows = []
    for case in cases():
        found = known.get(case.name)
        if found is None:
            continue
        said = found.get("said", "")
        shown = said if len(said) <= _LONGEST else f"{said[:_LONGEST].rsplit(' ', 1)[0]} …"
        without = "nothing" if case.action == ALL else f"`{case.action}`"
        rows.append([case.flow, without, found["verdict"].partition(":")[0], shown])
    return table(["Policy", "Without", "The run", "What it says"], rows).replace("---:", "---")


def tables() -> dict[str, str]:
    """Return the table of the document: how many runs of each policy did what."""
    known = Results(NAME).all()
    rows: list[list[str | int]] = []
    for flow in policies.DESCRIPTIONS:
        mine = [case for case in cases() if case.flow == flow]
        done = [known[case.name]["verdict"] for case in mine if case.name in known and case.action != ALL]
        whole = known.get(Case(flow).name, {}).get("verdict", "not run")
        counts = [sum(verdict == one for verdict in done) for one in ("ends with it", "goes on and says it")]
        rows.append([flow, len(mine) - 1, whole, *counts, sum(verdict.startswith("WRONG") for verdict in done)])
    header = ["Policy", "Actions", "With exactly these", "Without one: ends, naming it", "goes on, naming it", "wrong"]
    return {"rights": table(header, rows)}
