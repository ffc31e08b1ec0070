# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A fault at every call of a site's run: what passes heals, what lasts is told in one line, nothing is left over."""

from __future__ import annotations

import collections
import dataclasses
import re
import tempfile
import time
import typing as t
from pathlib import Path

from ansible_collections.cdn.aws.plugins.module_utils._rights import ACTIONS
from tests.benchmark.tables import table
from tests.chaos.chain import Chain, Undisturbed
from tests.chaos.snapshot import differences, seconds, snapshot
from tests.chaos.sweep import Cell, MakeChain, Options, Result, Results, by_operation, sweep, warm_chains, wrong
from tests.chaos.whole import Whole
from tests.integration.playbook import Run
from tests.integration.warm import warm_python
from tests.lab import Lab

NAME = "faults"
HANG_SECONDS = 60.0
# What passes, what the lab calls it, and what the table does.
PASSING = {
    "throttle": "throttled",
    "500": "500",
    "503": "503",
    "drop_before": "dropped before",
    "drop_after": "dropped after",
    "delay": "hangs 60 s",
}
LASTING = ("denied", "500", "throttle")
# So many faults that pass are put into one run.
TOGETHER = "faults-together"
AT_A_TIME = 6
HEALED = "healed"
# What is disturbed, by what the names of cells begin with; of later ones only the operations that earlier ones lack.
FLOWS: dict[str, type[Chain]] = {"": Chain, "whole ": Whole}
# These runs mostly sleep.
SLEEPERS = 4
# With a statement to hand on to whoever may write a policy.
LONGEST_MESSAGE = 1000


@dataclasses.dataclass(frozen=True)
class Case:
    """A fault at the n-th call of an operation, or for good from there on."""

    kind: str
    nth: int
    operation: str
    for_good: bool = False

    def order(self, lab: Lab) -> None:
        """Let the lab fail."""
        lasting = {"lasting": 10**6} if self.for_good else {}
        lab.fault(self.kind, operation=self.operation, nth=self.nth, seconds=HANG_SECONDS, **lasting)


def run(options: Options) -> list[str]:
    """Run what has no result yet and return what went wrong."""
    found: dict[str, Result] = {}
    done: set[str] = set()
    for flow, kind in FLOWS.items():
        with warm_chains(kind) as chain:
            undisturbed = look_undisturbed(chain)
            found |= disturb(flow, undisturbed, done, options, chain)
            done |= set(undisturbed.operations)
    return wrong(found)


def disturb(
    flow: str, undisturbed: Undisturbed, done: t.Collection[str], options: Options, chain: MakeChain
) -> dict[str, Result]:
    """Run what has no result yet of a flow, without what is ``done``, and return all results of runs with one fault."""

    def work(chain: Chain, cell: Cell) -> Result:
        return examine(chain, cell.what, undisturbed)

    def work_together(chain: Chain, cell: Cell) -> Result:
        return examine_together(chain, cell.what, undisturbed)

    passing, lasting = cases(flow, undisturbed, done)
    groups = together(flow, passing) if options.only == "*" else []
    asleep = [group for group in groups if is_asleep(group.what[0])]
    runs = sweep(
        TOGETHER, [group for group in groups if group not in asleep], work_together, options, chain=chain
    ) | sweep(TOGETHER, asleep, work_together, options, jobs=SLEEPERS * options.jobs, chain=chain)
    healed = {cell.name for group in groups if runs[group.name]["verdict"] == HEALED for cell in group.what}
    alone = [cell for cell in passing if cell.name not in healed]
    found = sweep(NAME, [cell for cell in alone if not is_asleep(cell)], work, options, chain=chain)
    asleep = [cell for cell in alone if is_asleep(cell)]
    return found | sweep(NAME, [*asleep, *lasting], work, options, jobs=SLEEPERS * options.jobs, chain=chain)


def is_asleep(cell: Cell) -> bool:
    """Tell whether the run of a cell sleeps most of the time."""
    return bool(cell.what.kind == "delay")


def look_undisturbed(chain: MakeChain) -> Undisturbed:
    """Return what the others are compared with."""
    with tempfile.TemporaryDirectory(prefix="cdn-chaos-") as name, warm_python(Path(name)) as python, Lab() as lab:
        return chain(lab, Path(name), python).undisturbed()


def cases(flow: str, undisturbed: Undisturbed, done: t.Collection[str]) -> tuple[list[Cell], list[Cell]]:
    """Return a cell for every call and fault that passes, and those for faults that do not."""
    numbered, counts = [], collections.Counter[str]()
    for number, operation in enumerate(undisturbed.operations, 1):
        counts[operation] += 1
        if operation not in done:
            numbered.append((f"{number:03} {operation}", counts[operation], operation))
    passing = [
        Cell(f"{flow}{kind} {name}", Case(kind, nth, operation))
        for kind in PASSING
        for name, nth, operation in numbered
    ]
    lasting = [
        Cell(f"{flow}{kind} for good {name}", Case(kind, nth, operation, for_good=True))
        for name, nth, operation in numbered
        # Not to be allowed is told at once; the others are tried again for a while, so each operation has it once.
        for kind in (LASTING if nth == 1 else LASTING[:1])
    ]
    return passing, lasting


def together(flow: str, passing: t.Sequence[Cell]) -> list[Cell]:
    """Return cells whose work is a few of those that pass, of one kind, far from each other: a run has room for more.

    Within an operation the earlier calls come first: the lab counts a call for one fault only, the first that hits.
    """
    groups = []
    for kind in PASSING:
        cells = [cell for cell in passing if cell.what.kind == kind]
        count = -(-len(cells) // AT_A_TIME)
        groups += [Cell(f"{flow}{kind} {number + 1} of {count}", cells[number::count]) for number in range(count)]
    return groups


def examine_together(chain: Chain, cells: t.Sequence[Cell], undisturbed: Undisturbed) -> Result:
    """Run the site with several faults; a run that did not heal them all says nothing of any, they are run alone."""
    chain.empty()
    for cell in cells:
        cell.what.order(chain.lab)
    started = time.monotonic()
    done = chain.run()
    took = round(time.monotonic() - started, 1)
    met = [fault["met"] for fault in chain.lab.faults()]
    chain.calm()
    found = snapshot(chain.lab)
    complaints = [done.failure] if done.rc else [*seconds(found), *differences(undisturbed.account, found)]
    if met != [[cell.what.operation] for cell in cells]:
        complaints.append(f"met {met}")
    if complaints:
        return {"verdict": f"one by one: {complaints[0][:300]}"}
    shared = {"for_good": False, "rc": 0, "seconds": took, "times": 1, "verdict": HEALED}
    one_each = [{"cell": cell.name, **dataclasses.asdict(cell.what), **shared} for cell in cells]
    return {"verdict": HEALED, "healed": one_each}


def examine(chain: Chain, case: Case, undisturbed: Undisturbed) -> Result:
    """Run the site with a fault, then, when it failed, without, and compare what the account holds."""
    chain.empty()
    case.order(chain.lab)
    started = time.monotonic()
    done = chain.run()
    took = time.monotonic() - started
    met = [operation for fault in chain.lab.faults() for operation in fault["met"]]
    chain.calm()
    again = seconds(snapshot(chain.lab))
    if done.rc:
        chain.run().ok()
    found = snapshot(chain.lab)
    result = {
        "kind": case.kind,
        "for_good": case.for_good,
        "operation": met[0] if met else case.operation,
        "rc": done.rc,
        "message": done.failure,
        "seconds": round(took, 1),
        "times": len(met),
        "differences": differences(undisturbed.account, found),
    }
    return {**result, "verdict": verdict(case, done, result, again + seconds(found))}


def verdict(case: Case, done: Run, result: Result, again: list[str]) -> str:
    """Return healed, told, or what is WRONG."""
    if not result["times"]:
        # How often a wait looks is not the same each time.
        return "not met" if not done.rc else "WRONG: failed without a fault"
    if again:
        return f"WRONG: a second {', '.join(again)}"
    if result["differences"]:
        return f"WRONG: {result['differences'][0]}"
    if not done.rc:
        return HEALED
    complaint = unclear(done, result["operation"])
    if complaint:
        return f"WRONG: {complaint}: {done.failure[:300]}"
    return "told" if case.for_good else f"WRONG: did not heal: {done.failure[:300]}"


def unclear(done: Run, operation: str) -> str:
    """Return what a failed run's message lacks, nothing when it is one clear line that names the operation."""
    message = done.failure
    if re.search(r"Traceback|Error:", message + done.stderr):
        return "a traceback"
    if "\n" in message.strip() or not message or len(message) > LONGEST_MESSAGE:
        return "not one line"
    named = (operation, *ACTIONS.get(operation, ()))
    return "" if any(name in message for name in named) else "does not name the operation"


def tables() -> dict[str, str]:
    """Return what docs/resilience.md shows of the results, by mark."""
    alone, groups = Results(NAME).all(), Results(TOGETHER).all()
    shared = {one["cell"]: one for group in groups.values() for one in group.get("healed", ())}
    results = list({**alone, **shared}.values())
    rows = [_row(operation, found) for operation, found in by_operation(results)]
    heads = ("operation", *PASSING.values(), "denied for good", "500 for good", "throttled for good")
    bad = sum(one["verdict"].startswith("WRONG") for one in results)
    total = f"{len(results)} faults in {len(alone) + len(groups)} runs; {bad} not as expected."
    return {NAME: f"{total}\n\n{table(heads, rows)}"}


def _row(operation: str, results: list[Result]) -> list[str]:
    passing = [_cell([one for one in results if one["kind"] == kind and not one["for_good"]]) for kind in PASSING]
    lasting = [
        _cell([one for one in results if one["kind"] == kind and one["for_good"]], timed=kind != "denied")
        for kind in LASTING
    ]
    return [operation, *passing, *lasting]


def _cell(results: list[Result], *, timed: bool = False) -> str:
    """Return how many runs ended in which way."""
    ends = collections.Counter(one["verdict"].partition(":")[0] for one in results if one["verdict"] != "not met")
    text = ", ".join(f"{count} {end}" for end, count in sorted(ends.items()))
    return f"{text}, {max(one['seconds'] for one in results):.0f} s" if timed and text else text
