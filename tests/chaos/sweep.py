# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Many runs side by side, each worker with a lab of its own; what has a result is not run again."""

from __future__ import annotations

import collections
import concurrent.futures
import contextlib
import dataclasses
import fnmatch
import json
import queue
import sys
import tempfile
import threading
import time
import traceback
import typing as t
from pathlib import Path

from tests.chaos.chain import Chain
from tests.integration.playbook import ANSIBLE_PLAYBOOK, environment
from tests.integration.warm import warm_playbook, warm_python
from tests.lab import Lab

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / ".build" / "chaos"
Result = dict[str, t.Any]


@dataclasses.dataclass(frozen=True)
class Options:
    """How a sweep is run: ``only`` is a pattern of cells, ``again`` forgets earlier results of those.

    ``times`` is how often each race is run, ``examples`` how many wild options each module is given.
    """

    jobs: int = 2
    times: int = 1
    examples: int = 1000
    again: bool = False
    only: str = "*"

    def wants(self, cell: str) -> bool:
        """Tell whether a cell is among those to run."""
        return fnmatch.fnmatchcase(cell, self.only)


@dataclasses.dataclass(frozen=True)
class Cell:
    """One run of a sweep: ``name`` says which, ``what`` is all that the work needs to know."""

    name: str
    what: t.Any


class Results:
    """The results of one sweep, a line of JSON each; the last one of a cell counts."""

    def __init__(self, sweep: str) -> None:
        self._path = FOLDER / f"{sweep}.jsonl"
        self._lock = threading.Lock()

    def all(self) -> dict[str, Result]:
        """Return the results by the names of their cells."""
        if not self._path.exists():
            return {}
        lines = self._path.read_text(encoding="utf-8").splitlines()
        return {result["cell"]: result for result in map(json.loads, lines)}

    def add(self, result: Result) -> None:
        """Keep a result, also when the sweep is stopped after it."""
        with self._lock:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            with self._path.open("a", encoding="utf-8") as file:
                file.write(json.dumps(result) + "\n")


Work = t.Callable[[Chain, Cell], Result]
MakeChain = t.Callable[[Lab, Path, str], Chain]


def warm_chain(lab: Lab, directory: Path, python: str) -> Chain:
    """Return a chain whose modules start quickly; runs that are killed want the ordinary Python."""
    return Chain(lab, directory, python=python)


@contextlib.contextmanager
def warm_chains(kind: type[Chain] = Chain) -> t.Iterator[MakeChain]:
    """Yield what makes chains of a kind whose runs start quickly, too."""
    with (
        tempfile.TemporaryDirectory(prefix="cdn-chaos-") as name,
        warm_playbook(Path(name), str(ANSIBLE_PLAYBOOK), environment({})) as program,
    ):
        yield lambda lab, own, python: kind(lab, own, python=python, program=program)


def sweep(  # noqa: PLR0913 - named
    name: str,
    cells: t.Sequence[Cell],
    work: Work,
    options: Options,
    *,
    jobs: int | None = None,
    chain: MakeChain = warm_chain,
) -> dict[str, Result]:
    """Do the work of every cell that has no result yet, and return the results of all of them.

    A result has a ``verdict``; one that begins with WRONG is shown. ``jobs`` may be more than the options say when runs
    mostly sleep.
    """
    results = Results(name)
    known = {} if options.again else results.all()
    ahead = [cell for cell in cells if options.wants(cell.name) and cell.name not in known]
    started = time.monotonic()
    with _Workers(jobs or options.jobs, chain) as workers:
        for number, result in enumerate(workers.map(work, ahead), 1):
            results.add(result)
            left = (time.monotonic() - started) / number * (len(ahead) - number)
            print(f"{name} {number}/{len(ahead)} ({left:.0f} s left) {result['cell']}: {result['verdict']}", flush=True)
    wanted = {cell.name for cell in cells}
    return {cell: result for cell, result in results.all().items() if cell in wanted}


class _Workers(contextlib.ExitStack):
    """So many labs, each with a chain."""

    def __init__(self, count: int, chain: MakeChain) -> None:
        super().__init__()
        self._count = count
        self._make = chain
        self._free: queue.Queue[Chain] = queue.Queue()

    def map(self, work: Work, cells: t.Sequence[Cell]) -> t.Iterator[Result]:
        """Yield results as they come."""
        if not cells:
            return
        directory = Path(self.enter_context(tempfile.TemporaryDirectory(prefix="cdn-chaos-")))
        python = self.enter_context(warm_python(directory))
        count = min(self._count, len(cells))
        for number in range(count):
            own = directory / str(number)
            own.mkdir()
            self._free.put(self._make(self.enter_context(Lab()), own, python))
        with concurrent.futures.ThreadPoolExecutor(count) as pool:
            waiting = [pool.submit(self._do, work, cell) for cell in cells]
            try:
                for future in concurrent.futures.as_completed(waiting):
                    yield future.result()
            finally:
                pool.shutdown(cancel_futures=True)

    def _do(self, work: Work, cell: Cell) -> Result:
        chain = self._free.get()
        started = time.monotonic()
        try:
            found = work(chain, cell)
        except Exception as error:  # noqa: BLE001 - a sweep goes on
            traceback.print_exc(file=sys.stderr)
            found = {"verdict": f"WRONG: {type(error).__name__}: {' '.join(str(error).split())[:500]}"}
        finally:
            self._free.put(chain)
        return {"cell": cell.name, "took": round(time.monotonic() - started, 1), **found}


def wrong(results: t.Mapping[str, Result]) -> list[str]:
    """Return a line for every result that is not as it should be."""
    return [f"{cell}: {one['verdict']}" for cell, one in sorted(results.items()) if one["verdict"].startswith("WRONG")]


def by_operation(results: t.Iterable[Result]) -> list[tuple[str, list[Result]]]:
    """Return the results that tell their operation, those of one operation together."""
    grouped: dict[str, list[Result]] = collections.defaultdict(list)
    for result in results:
        if "operation" in result:
            grouped[result["operation"]].append(result)
    return sorted(grouped.items())


def finished(results: t.Iterable[Result]) -> str:
    """Return how many of the runs that met what was meant for them were finished by the next one."""
    met = [one for one in results if one["verdict"] != "not met"]
    good = sum(one["verdict"] == "finished" for one in met)
    return "" if not met else f"{good} finished" if good == len(met) else f"{good} of {len(met)} finished"
