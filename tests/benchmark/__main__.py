# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Measure: `python -m tests.benchmark publish`; `all --write docs/benchmarks.md` renews the tables there."""

from __future__ import annotations

import argparse
import os
import platform
import sys
import time
import typing as t
from importlib import metadata
from pathlib import Path

from tests.benchmark.designs import designs
from tests.benchmark.headers import headers
from tests.benchmark.listing import listing
from tests.benchmark.noop import noop
from tests.benchmark.publish import publish
from tests.benchmark.sites import sites
from tests.benchmark.tables import replaced

NAMES = ("publish", "designs", "noop", "sites", "headers", "listing")
LONG = ("headers", "listing")


def main(arguments: t.Sequence[str] | None = None) -> int:
    """Run the benchmarks that are named and print their tables."""
    given = _parse(arguments)
    benchmarks: dict[str, t.Callable[[], str]] = {
        "publish": lambda: publish(given.repeats),
        "designs": designs,
        "noop": lambda: noop(given.repeats),
        "sites": lambda: sites(given.sites),
        "headers": headers,
        "listing": listing,
    }
    for name, run in benchmarks.items():
        if given.what not in (name, "all") or (given.what == "all" and name in LONG):
            continue
        started = time.monotonic()
        text = run()
        print(f"{text}\n({name} took {time.monotonic() - started:.0f} s)\n", flush=True)
        if given.write:
            document = replaced(given.write.read_text(encoding="utf-8"), name, f"{text}\n{when()}")
            given.write.write_text(replaced(document, "machine", machine()), encoding="utf-8")
    return 0


def when() -> str:
    """Return a line that dates a table."""
    load = f"{os.getloadavg()[2]:.1f}" if hasattr(os, "getloadavg") else "unknown"
    return f"Measured on {time.strftime('%Y-%m-%d')}; load of the last 15 minutes: {load}.\n"


def machine() -> str:
    """Return a line about what the benchmarks run on."""
    versions = ", ".join(f"{name} {metadata.version(name)}" for name in ("ansible-core", "boto3", "botocore"))
    system = f"{os.cpu_count()} processors, {platform.system()} {platform.machine()}"
    return f"The last one ran on {system}; Python {platform.python_version()}, {versions}.\n"


def _parse(arguments: t.Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmark", description=__doc__)
    parser.add_argument("what", choices=["all", *NAMES], help="all: all but headers and listing")
    parser.add_argument("--repeats", type=int, default=3, help="the median of so many runs is shown")
    parser.add_argument("--sites", type=int, default=5, help="how many sites, each wants some processor time")
    parser.add_argument("--write", type=Path, help="a document whose tables are replaced")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main())
