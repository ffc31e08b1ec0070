# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Sweep: `python -m tests.chaos faults`; `all --write docs/resilience.md` renews the tables there.

A sweep goes on where it was stopped: .build/chaos/<sweep>.jsonl has a line for every run that is done.
"""

from __future__ import annotations

import argparse
import importlib
import sys
import typing as t
from pathlib import Path

from tests.benchmark.tables import replaced
from tests.chaos.sweep import Options

# Each is a module beside this one with `run(options) -> what went wrong` and `tables() -> text by mark`.
SWEEPS = ("faults", "kills", "interrupts", "races", "teardown", "rights", "fuzz")


class Sweep(t.Protocol):
    """What a module of a sweep offers."""

    def run(self, options: Options) -> list[str]:
        """Run what has no result yet and return a line for each result that is not as it should be."""

    def tables(self) -> dict[str, str]:
        """Return what the document shows of all results, by the names of its marks."""


def main(arguments: t.Sequence[str] | None = None) -> int:
    """Run the sweeps that are named; 1 when something went wrong."""
    given = _parse(arguments)
    options = Options(jobs=given.jobs, times=given.times, examples=given.examples, again=given.again, only=given.only)
    complaints: list[str] = []
    for name in SWEEPS if given.what == "all" else (given.what,):
        sweep = t.cast("Sweep", importlib.import_module(f"tests.chaos.{name}"))
        if not given.tables:
            complaints += [f"{name} {line}" for line in sweep.run(options)]
        for mark, text in sweep.tables().items():
            print(f"{text}\n", flush=True)
            if given.write:
                given.write.write_text(replaced(given.write.read_text(encoding="utf-8"), mark, text), encoding="utf-8")
    print("\n".join(complaints) or "Nothing went wrong.")
    return 1 if complaints else 0


def _parse(arguments: t.Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.chaos", description=__doc__)
    parser.add_argument("what", choices=["all", *SWEEPS])
    parser.add_argument("--jobs", type=int, default=2, help="so many labs at a time")
    parser.add_argument("--times", type=int, default=1, help="how often each race is run")
    parser.add_argument("--examples", type=int, default=1000, help="so many wild options for each module")
    parser.add_argument("--only", default="*", help="a pattern of cells, such as 'drop_after*Create*'")
    parser.add_argument("--again", action="store_true", help="run cells again that have a result")
    parser.add_argument("--tables", action="store_true", help="run nothing, only show what there is")
    parser.add_argument("--write", type=Path, help="a document whose tables are replaced")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main())
