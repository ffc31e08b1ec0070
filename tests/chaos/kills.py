# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A kill before and after every call of a run: the next run ends in the same state as if nothing had happened."""

from __future__ import annotations

import dataclasses
import tempfile
import typing as t
from pathlib import Path

from tests.benchmark.tables import table
from tests.chaos.chain import Chain, Undisturbed
from tests.chaos.publication import Publication
from tests.chaos.snapshot import differences, seconds, snapshot
from tests.chaos.sweep import (
    Cell,
    MakeChain,
    Options,
    Result,
    Results,
    by_operation,
    finished,
    sweep,
    warm_chains,
    wrong,
)
from tests.chaos.whole import Whole
from tests.integration.killing import kill_at
from tests.integration.warm import warm_python
from tests.lab import Lab

NAME = "kills"
KINDS = {"before": "stop_before", "after": "stop_after"}
FLOWS: dict[str, type[Chain]] = {"site": Chain, "publish": Publication, "whole site": Whole}
# What a site does that has everything, beside an ordinary one.
REST_OF = {"whole site": "site"}


@dataclasses.dataclass(frozen=True)
class Kill:
    """The end of a run of a flow at its n-th call."""

    flow: str
    when: str
    nth: int
    operation: str


def run(options: Options) -> list[str]:
    """Run what has no result yet and return what went wrong."""
    found: dict[str, Result] = {}
    done: dict[str, set[str]] = {}
    for flow, kind in FLOWS.items():
        with warm_chains(kind) as chain:
            undisturbed = look_undisturbed(chain)
            done[flow] = set(undisturbed.operations)

            def work(chain: Chain, cell: Cell, undisturbed: Undisturbed = undisturbed) -> Result:
                return examine(chain, cell.what, undisturbed)

            ahead = cells(flow, undisturbed, done.get(REST_OF.get(flow, ""), ()))
            found |= sweep(NAME, ahead, work, options, chain=chain)
    return wrong(found)


def look_undisturbed(chain: MakeChain) -> Undisturbed:
    """Return what the others are compared with."""
    with tempfile.TemporaryDirectory(prefix="cdn-chaos-") as name, warm_python(Path(name)) as python, Lab() as lab:
        return chain(lab, Path(name), python).undisturbed()


def cells(flow: str, undisturbed: Undisturbed, done: t.Collection[str]) -> list[Cell]:
    """Return two cells for every call of what is not ``done``: `--only 'site * write *'` takes the writes."""
    return [
        Cell(
            f"{flow} {when} {nth:03} {'read' if call['read'] else 'write'} {operation}",
            Kill(flow, when, nth, operation),
        )
        for nth, (call, operation) in enumerate(zip(undisturbed.calls, undisturbed.operations, strict=True), 1)
        if operation not in done
        for when in KINDS
    ]


def examine(chain: Chain, kill: Kill, undisturbed: Undisturbed) -> Result:
    """Kill a run, run it again, and compare what the account holds."""
    chain.empty()
    held = kill_at(chain.lab, chain.ordinary().start, KINDS[kill.when], nth=kill.nth)
    done = chain.clean_run()
    found = snapshot(chain.lab)
    complaints = [f"a second {name}" for name in seconds(found)] + differences(undisturbed.account, found)
    if isinstance(chain, Publication):
        complaints += [f"viewers get the older {name}" for name in chain.stale()]
    verdict = "finished" if held else "not met"
    return {
        "flow": kill.flow,
        "when": kill.when,
        "operation": f"{held['service']}:{held['operation']}" if held else kill.operation,
        "changed": done.changed,
        "differences": complaints,
        "verdict": f"WRONG: {complaints[0]}" if complaints else verdict,
    }


def tables() -> dict[str, str]:
    """Return what docs/resilience.md shows of the results, by mark."""
    results = list(Results(NAME).all().values())
    columns = [(flow, when) for flow in FLOWS if flow not in REST_OF for when in KINDS]
    rows = [
        [
            operation,
            *(finished([one for one in found if _column(one) == column]) for column in columns),
        ]
        for operation, found in by_operation(results)
    ]
    heads = ("killed at", *(f"{flow}, {when} the work" for flow, when in columns))
    bad = sum(one["verdict"].startswith("WRONG") for one in results)
    total = f"{len(results)} runs were killed and run again; {bad} ended in another state than undisturbed ones."
    return {NAME: f"{total}\n\n{table(heads, rows)}"}


def _column(result: Result) -> tuple[str, str]:
    flow = result["flow"]
    return REST_OF.get(flow, flow), result["when"]
