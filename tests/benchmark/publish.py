# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""3,000 files of 8 kB, uploaded for the first time and then again, by each tool against the same server."""

from __future__ import annotations

import dataclasses
import tempfile
import typing as t
from pathlib import Path

from tests.benchmark import tools, tree
from tests.benchmark.measure import Run, measured, median, plain_environment
from tests.benchmark.servers import LATENCY, LabServer, Server, Thin
from tests.benchmark.tables import Cell, table

FILES, SIZE = 3000, 8192
# What any task of an AWS module costs before its first request: Ansible, the module's Python, boto3.
NOTHING = {"cdn.aws.cloudfront_invalidation": {"distribution_id": "E1", "target_paths": [], "region": "us-east-1"}}
OWN_START = "Ansible's own start: a task of an AWS module that makes no request"
HEADER = ("", "first, s", "× s5cmd", "requests", "MB", "again, s", "× s5cmd", "requests", "MB")


@dataclasses.dataclass(frozen=True)
class Result:
    """The median runs of one tool: the first upload, and the one with nothing to do."""

    tool: tools.Tool
    files: int
    first: Run
    again: Run


def publish(repeats: int = 3, *, files: int = FILES) -> str:
    """Return the tables of all tools against both servers."""
    parts = []
    with tempfile.TemporaryDirectory(prefix="cdn-benchmark-") as name:
        directory = Path(name)
        everything = tree.make(directory / "tree", count=files, size=SIZE)
        start = {
            "an empty playbook": tools.playbook(directory, "empty", []),
            OWN_START: tools.playbook(directory, "start", [NOTHING]),
        }
        starts = {name: median([_once(command, {}) for _ in range(repeats)]) for name, command in start.items()}
        candidates = [tools.ours(directory), tools.s5cmd(), tools.aws(), tools.s3_sync(directory)]
        with Thin() as thin, LabServer() as lab:
            for server, times in ((thin, repeats), (lab, 1)):
                results = [_result(tool, server, everything, times) for tool in candidates]
                rows = [*_rows(results, files, starts)]
                heading = f"Against {server.name}, {files:,} files of {SIZE:,} bytes, {LATENCY * 1000:.0f} ms added:"
                parts += [heading, "", table(HEADER, rows)]
    return "\n".join(parts)


def _once(command: list[str], env: t.Mapping[str, str]) -> Run:
    return measured(command, env={**plain_environment(), **env})


def _result(tool: tools.Tool, server: Server, everything: Path, repeats: int) -> Result | tools.Tool:
    if not tool.version:
        return tool
    folder, files = everything, sum(1 for path in everything.rglob("*.jpg"))
    if tool.most_files and tool.most_files < files:
        folder, files = everything.with_name("part"), tool.most_files
        if not folder.exists():
            tree.make(folder, count=files, size=SIZE)
    pairs = [_pair(tool, server, folder) for _ in range(1 if tool.once else repeats)]
    return Result(tool, files, median([first for first, _ in pairs]), median([again for _, again in pairs]))


def _pair(tool: tools.Tool, server: Server, folder: Path) -> tuple[Run, Run]:
    server.empty()
    runs = []
    for _ in range(2):
        run = _once(tool.command(folder, server.env()), server.env())
        runs.append(dataclasses.replace(run, requests=server.counts()))
    return runs[0], runs[1]


def _rows(results: t.Sequence[Result | tools.Tool], files: int, starts: t.Mapping[str, Run]) -> t.Iterator[list[Cell]]:
    measured_ones = [one for one in results if isinstance(one, Result)]
    rival = next((one for one in measured_ones if one.tool.name.startswith("s5cmd")), None)
    for one in results:
        if isinstance(one, tools.Tool):
            yield [f"{one.name}: not installed, not measured", *[None] * (len(HEADER) - 1)]
            continue
        name = f"{one.tool.name} {one.tool.version}"
        failed = one.first.failure or one.again.failure
        if failed:
            yield [f"{name}: failed, {' '.join(failed.split())[:120]}", *[None] * (len(HEADER) - 1)]
            continue
        of = "" if one.files == files else f", {one.files} files only"
        yield [f"{name}{of}", *_numbers(one, rival, 0.0 if one.files == files else None)]
        if one.tool.version == "this one":
            yield ["the same without Ansible's own start", *_numbers(one, rival, starts[OWN_START].seconds)]
    for name, run in starts.items():
        yield [name, run.seconds, None, None, run.megabytes, None, None, None, None]


def _numbers(one: Result, rival: Result | None, less: float | None) -> list[Cell]:
    """Return the cells of a row, ``less`` so many seconds; None means that a ratio would not be about the same."""
    cells: list[Cell] = []
    for mine, other in ((one.first, rival and rival.first), (one.again, rival and rival.again)):
        seconds = mine.seconds - (less or 0.0)
        ratio = seconds / other.seconds if other and not other.failure and less is not None else None
        requests = sum(count for name, count in mine.requests.items() if name != "Expect")
        cells += [seconds, ratio, requests, mine.megabytes]
    return cells
