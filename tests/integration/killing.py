# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs that are killed, at a call or when something is so, with all that they have started.

A warm interpreter for modules is fine; ansible-playbook must be the ordinary one, whose processes are its children.
"""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import time
import typing as t
from pathlib import Path

from tests.lab import Lab

Process = subprocess.Popen[t.Any]

WITHIN = 120.0
AT_ONCE = 20.0


def kill(process: Process) -> None:
    """Kill a process with all that it has started: workers are in sessions of their own, modules are their children."""
    for pid in descendants(process.pid):
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
    process.communicate()


def descendants(pid: int) -> list[int]:
    """Return a process and all that it has started, directly or not."""
    children: dict[int, list[int]] = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            parent = int(stat.read_text().rpartition(")")[2].split()[1])
            children.setdefault(parent, []).append(int(stat.parent.name))
    found = [pid]
    for one in found:
        found += children.get(one, [])
    return found


def kill_when(process: Process, so: t.Callable[[], bool]) -> None:
    """Kill a run as soon as something is so."""
    _until(so, WITHIN, process)
    kill(process)


def kill_at(lab: Lab, start: t.Callable[[], Process], kind: str, **order: t.Any) -> dict[str, t.Any] | None:
    """Start a run and kill it at the call that the lab shall stop before or after: `stop_before`, `stop_after`.

    Returns the call; None when the run has ended without it.
    """
    lab.fault(kind, **order)
    process = start()
    try:
        _until(lambda: bool(lab.held()) or process.poll() is not None, WITHIN)
        held = lab.held()
        kill(process)
        # A warm interpreter ends what it runs a little later.
        _until(lambda: all(call["gone"] for call in lab.held()), AT_ONCE)
    finally:
        lab.release(drop=True)
        lab.clear_faults()
    return held[0] if held else None


def _until(so: t.Callable[[], bool], seconds: float, process: Process | None = None) -> None:
    deadline = time.monotonic() + seconds
    while not so():
        assert process is None or process.poll() is None, "the run ended before"
        assert time.monotonic() < deadline, f"it was not so within {seconds} s"
        time.sleep(0.05)
