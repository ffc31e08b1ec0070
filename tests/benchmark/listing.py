# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Many objects: 100,000 files uploaded once, and a run with nothing to do against 1,000,000 listed objects."""

from __future__ import annotations

import tempfile
import typing as t
from pathlib import Path

from tests.benchmark import tools, tree
from tests.benchmark.measure import Run, measured, plain_environment
from tests.benchmark.servers import BUCKET, Thin
from tests.benchmark.tables import Cell, table

FILES, OBJECTS, SIZE = 100_000, 1_000_000, 1024


def listing(files: int = FILES, objects: int = OBJECTS) -> str:
    """Return a table of times, requests and memory."""
    rows: list[list[Cell]] = []
    with tempfile.TemporaryDirectory(prefix="cdn-benchmark-") as name, Thin() as thin:
        directory = Path(name)
        root = tree.make(directory / "tree", count=files, size=SIZE)
        env = {**plain_environment(), **thin.env(), "XDG_CACHE_HOME": str(directory / "cache")}

        def row(title: str, **options: object) -> None:
            run = measured(tools.ours(directory, **options).command(root, env), env=env)
            rows.append(_row(title, run, thin.counts()))

        row(f"{files:,} files, first upload")
        row(f"{files:,} files, nothing to do")
        # They come after all files: no file is theirs, and without purge they are let alone.
        thin.control("generate", bucket=BUCKET, prefix="others/", count=objects - files, size=SIZE)
        row(f"{files:,} files, nothing to do, {objects:,} objects listed")
        row(f"{files:,} files, nothing to do, {objects:,} objects listed, without the manifest", header_check="never")
    return table(("a whole ansible-playbook run", "seconds", "requests", "peak MB"), rows)


def _row(title: str, run: Run, requests: t.Mapping[str, int]) -> list[Cell]:
    if run.failure:
        return [f"{title}: failed, {' '.join(run.failure.split())[:200]}", None, None, None]
    return [title, run.seconds, sum(requests.values()), run.megabytes]
