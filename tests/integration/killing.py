# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs that are killed at a call, with all that they have started, and runs that are interrupted.

A warm interpreter for modules is fine; ansible-playbook must be the ordinary one, whose processes are its children.
"""

from __future__ import annotations

import concurrent.futures
import contextlib
import dataclasses
import os
import signal
import subprocess
import time
import typing as t
from pathlib import Path

from tests.lab import Lab

Process = subprocess.Popen[t.Any]

# A busy machine takes its time.
WITHIN = 600.0
AT_ONCE = 20.0
LONGEST_ENDING = 60.0
# The status with which ansible-playbook ends; the second interrupt is not handled.
KEYBOARD_INTERRUPT = 99


def kill(process: Process) -> None:
    """Kill a process with all that it has started: workers are in sessions of their own, modules are their children."""
    for pid in [] if process.poll() is not None else descendants(process.pid):
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
    process.wait()


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


def kill_at(lab: Lab, start: t.Callable[[], Process], kind: str, **order: t.Any) -> dict[str, t.Any] | None:
    """Start a run and kill it at the call that the lab shall stop before or after: `stop_before`, `stop_after`.

    Returns the call; None when the run has ended without it, and well.
    """
    # What other threads do after that call is stopped as well.
    lab.fault(kind, lasting=10**6, **order)
    process = start()
    # What it says is read all the time: with a full pipe it would never end.
    with concurrent.futures.ThreadPoolExecutor(1) as pool:
        said = pool.submit(process.communicate)
        try:
            held = await_hold(lab, said.done)
            kill(process)
            # A warm interpreter ends what it runs a little later.
            until(lambda: all(call["gone"] for call in lab.held()), seconds=AT_ONCE)
        finally:
            kill(process)
            lab.release(drop=True)
            lab.clear_faults()
    assert held or process.returncode == 0, said.result()
    return held[0] if held else None


def await_hold(lab: Lab, over: t.Callable[[], t.Any]) -> list[dict[str, t.Any]]:
    """Return the calls that the lab holds as soon as there is one, or none when the run is over."""
    until(lambda: bool(lab.held()) or over())
    return lab.held()


@dataclasses.dataclass(frozen=True)
class Ending:
    """How a run ended that was interrupted; `left` are commands that went on."""

    rc: int
    seconds: float
    output: str
    twice: bool
    left: list[str]

    def complaints(self, seconds: float) -> list[str]:
        """Return what is not as it should be."""
        checks = (
            (self.seconds > seconds, f"it ended after {self.seconds:.1f} s only"),
            (self.rc not in (KEYBOARD_INTERRUPT, -signal.SIGINT), f"it ended with {self.rc}"),
            ("Traceback" in self.output, "it showed a traceback"),
            (bool(self.left), f"{', '.join(self.left)} went on"),
        )
        return [text for holds, text in checks if holds]


def interrupt(process: Process, *, twice_after: float | None = None) -> Ending:
    """Press Ctrl-C: a terminal interrupts the process and those of its group; again after so many seconds."""
    started = descendants(process.pid)
    begun = time.monotonic()
    os.killpg(process.pid, signal.SIGINT)
    if twice_after is not None:
        time.sleep(twice_after)
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGINT)
    try:
        texts = process.communicate(timeout=LONGEST_ENDING)
    except subprocess.TimeoutExpired:
        kill(process)
        process.communicate()
        return Ending(process.returncode, time.monotonic() - begun, "", twice_after is not None, ["the run"])
    seconds = time.monotonic() - begun
    with contextlib.suppress(AssertionError):
        until(lambda: not alive(started), seconds=AT_ONCE)
    output = "".join(filter(None, texts))
    return Ending(process.returncode, seconds, output, twice_after is not None, alive(started))


def alive(pids: t.Iterable[int]) -> list[str]:
    """Return the command lines of the processes that there still are."""
    return [command for command in map(_command, pids) if command]


def _command(pid: int) -> str:
    """Return the command line of a process, an empty text when it is no more."""
    with contextlib.suppress(OSError):
        return Path(f"/proc/{pid}/cmdline").read_text().replace("\0", " ").strip()
    return ""


def until(so: t.Callable[[], bool], process: Process | None = None, seconds: float = WITHIN) -> None:
    """Return when something is so; a run that has ended before fails the test."""
    deadline = time.monotonic() + seconds
    while not so():
        assert process is None or process.poll() is None, "the run ended before"
        assert time.monotonic() < deadline, f"it was not so within {seconds} s"
        time.sleep(0.05)
