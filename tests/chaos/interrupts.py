# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Ctrl-C in every wait of a site's life, once or twice, at any moment: the run ends at once, the next one goes on."""

from __future__ import annotations

import collections
import dataclasses
import random
import tempfile
import time
import typing as t
from pathlib import Path

from tests.benchmark.tables import table
from tests.chaos.chain import QUICK, Chain, Undisturbed
from tests.chaos.kills import FLOWS
from tests.chaos.snapshot import differences, snapshot
from tests.chaos.sweep import Cell, MakeChain, Options, Result, Results, sweep, warm_chains, wrong
from tests.integration.killing import Process, await_hold, interrupt, until
from tests.integration.warm import warm_python
from tests.lab import Lab

NAME = "interrupts"
TIMES = 8
FOREVER = 3600.0
# An interrupt comes so many seconds after the second look, and a run that is interrupted ends within so many.
LATEST = 4.0
AT_ONCE = 2.0


@dataclasses.dataclass(frozen=True)
class Wait:
    """A wait of a flow: it begins with the n-th call of an operation, and looks with another one."""

    flow: str
    setting: str
    begins: str
    looks: str
    nth: int = 1
    state: str = "present"


WAITS = {
    "validation record in all name servers": Wait("site", "insync_seconds", "ChangeResourceRecordSets", "GetChange"),
    "certificate issued": Wait("site", "certificate_seconds", "RequestCertificate", "DescribeCertificate"),
    "names in all name servers": Wait("site", "insync_seconds", "ChangeResourceRecordSets", "GetChange", 2),
    "deployment": Wait("site", "deploy_seconds", "CreateDistribution", "GetDistribution"),
    "invalidation": Wait("publish", "invalidation_seconds", "CreateInvalidation", "GetInvalidation"),
    "disabled before the deletion": Wait(
        "site", "deploy_seconds", "UpdateDistribution", "GetDistribution", state="absent"
    ),
}


def run(options: Options) -> list[str]:
    """Run what has no result yet and return what went wrong."""
    found: dict[str, Result] = {}
    for flow in ("site", "publish"):
        cells = [
            Cell(f"{name} {number}", name)
            for name, wait in WAITS.items()
            if wait.flow == flow
            for number in range(1, TIMES + 1)
        ]
        with warm_chains(FLOWS[flow]) as chain:
            undisturbed = look_undisturbed(flow, chain)

            def work(chain: Chain, cell: Cell, undisturbed: dict[str, Undisturbed] = undisturbed) -> Result:
                return examine(chain, cell, undisturbed)

            found |= sweep(NAME, cells, work, options, chain=chain)
    return wrong(found)


def look_undisturbed(flow: str, make: MakeChain) -> dict[str, Undisturbed]:
    """Return what the others are compared with, by the state that was asked for."""
    with tempfile.TemporaryDirectory(prefix="cdn-chaos-") as name, warm_python(Path(name)) as python, Lab() as lab:
        chain = make(lab, Path(name), python)
        found = {"present": chain.undisturbed()}
        if flow == "site":
            chain.run(site_state="absent").ok()
            found["absent"] = Undisturbed(snapshot(lab), [])
        return found


def examine(chain: Chain, cell: Cell, undisturbed: t.Mapping[str, Undisturbed]) -> Result:
    """Interrupt a run in a wait, run it again, and compare what the account holds."""
    wait, chance = WAITS[cell.what], random.Random(cell.name)
    chain.empty()
    given = {"site_state": wait.state} if wait.flow == "site" else {}
    if wait.state == "absent":
        chain.run().ok()
    process = start_waiting(chain.ordinary(), wait, given)
    time.sleep(chance.uniform(0, LATEST))
    ending = interrupt(process, twice_after=chance.choice([None, chance.uniform(0, 0.2)]))
    chain.lab.settings(**QUICK)
    chain.clean_run(**given)
    complaints = ending.complaints(AT_ONCE) + differences(undisturbed[wait.state].account, snapshot(chain.lab))
    return {
        "wait": cell.what,
        "twice": ending.twice,
        "seconds": round(ending.seconds, 2),
        "verdict": f"WRONG: {complaints[0]}" if complaints else "went on",
    }


def start_waiting(chain: Chain, wait: Wait, given: dict[str, t.Any]) -> Process:
    """Start a run and return it when it has looked twice at what does not come."""
    lab = chain.lab
    lab.fault("stop_before", wait.begins, nth=wait.nth)
    process = chain.start(**given)
    await_hold(lab, lambda: process.poll() is not None)
    lab.settings(**{wait.setting: FOREVER})
    mark = lab.mark()
    lab.release()
    until(lambda: [call["operation"] for call in lab.calls(mark)].count(wait.looks) >= 2, process)
    return process


def tables() -> dict[str, str]:
    """Return what docs/resilience.md shows of the results, by mark."""
    grouped: dict[str, list[Result]] = collections.defaultdict(list)
    for result in Results(NAME).all().values():
        grouped[result.get("wait", "")].append(result)
    rows = [
        [
            name,
            len(grouped[name]),
            sum(one.get("twice", False) for one in grouped[name]),
            max(one.get("seconds", 0.0) for one in grouped[name]),
            sum(one["verdict"] == "went on" for one in grouped[name]),
        ]
        for name in WAITS
        if grouped[name]
    ]
    heads = ("interrupted while it waited for", "runs", "of these twice", "ended within, s", "finished by the next run")
    return {NAME: table(heads, rows)}
