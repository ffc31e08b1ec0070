# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A command's time and the memory of all its processes."""

from __future__ import annotations

import contextlib
import dataclasses
import os
import re
import statistics
import subprocess
import threading
import time
import typing as t
from pathlib import Path

BETWEEN_LOOKS = 0.1


@dataclasses.dataclass(frozen=True)
class Run:
    """How long a command took, the most memory that its processes had together, and the requests it made."""

    seconds: float
    megabytes: float = 0.0
    requests: t.Mapping[str, int] = dataclasses.field(default_factory=dict)
    failure: str = ""
    output: str = ""


def measured(command: t.Sequence[str], *, env: t.Mapping[str, str], cwd: Path | None = None) -> Run:
    """Run a command to its end."""
    started = time.monotonic()
    with subprocess.Popen(
        command, env=dict(env), cwd=cwd, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    ) as process:
        memory = _Memory(process.pid)
        output = process.communicate()[0]
        seconds = time.monotonic() - started
        memory.stop()
    failure = "" if process.returncode == 0 else f"exit status {process.returncode}: {output[-600:]}"
    return Run(seconds, memory.most / 1e6, failure=failure, output=output)


class _Memory:
    """Looks at the memory of a process and its descendants now and then."""

    def __init__(self, pid: int) -> None:
        self._pid = pid
        self._stopped = threading.Event()
        self.most = 0
        self._thread = threading.Thread(target=self._look, daemon=True)
        self._thread.start()

    def _look(self) -> None:
        while not self._stopped.wait(BETWEEN_LOOKS):
            self.most = max(self.most, sum(map(proportional, family(self._pid))))

    def stop(self) -> None:
        self._stopped.set()
        self._thread.join()


def family(pid: int) -> list[int]:
    """Return a process and its descendants; none where there is no /proc."""
    parents: dict[int, list[int]] = {}
    for entry in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError, ValueError):
            number, _, rest = entry.read_text(encoding="utf-8", errors="replace").partition(" ")
            parents.setdefault(int(rest.rpartition(")")[2].split()[1]), []).append(int(number))
    found, waiting = [], [pid] if parents else []
    while waiting:
        found.append(waiting.pop())
        waiting += parents.get(found[-1], [])
    return found


def proportional(pid: int) -> int:
    """Return the memory of a process in bytes, its share of what it has together with others."""
    with contextlib.suppress(OSError):
        match = re.search(r"^Pss:\s+(\d+) kB", Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii"), re.M)
        return int(match[1]) * 1024 if match else 0
    return 0


def median(runs: t.Sequence[Run]) -> Run:
    """Return the run of the median time among those that went well, else one that did not."""
    good = sorted((run for run in runs if not run.failure), key=lambda run: run.seconds)
    return next((run for run in good if run.seconds == statistics.median_high([r.seconds for r in good])), runs[0])


def plain_environment() -> dict[str, str]:
    """Return this process's environment without settings of AWS and Ansible."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("AWS_", "ANSIBLE_"))}
    quiet = {"ANSIBLE_LOCALHOST_WARNING": "false", "ANSIBLE_INVENTORY_UNPARSED_WARNING": "false", "ANSIBLE_CONFIG": ""}
    return {**kept, **quiet, "ANSIBLE_NOCOLOR": "true", "AWS_EC2_METADATA_DISABLED": "true"}
