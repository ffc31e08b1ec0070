# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs a module and prints, while it runs, what it says about its waits."""

from __future__ import annotations

import contextlib
import functools
import itertools
import os
import shlex
import sys
import tempfile
import threading
import time
import typing as t
from pathlib import Path

from ansible import constants
from ansible.module_utils.parsing.convert_bool import boolean
from ansible.plugins.action.normal import ActionModule as NormalAction
from ansible.utils.display import Display

from ansible_collections.cdn.aws.plugins.module_utils._progress import ENVIRONMENT

from ._interrupts import Unbroken, held_back
from ._lines import Lines

QUIET = "CDN_QUIET"
POLL_SECONDS = 0.25
JOIN_SECONDS = 2.0
# A remote host is asked more rarely, as soon as it is clear that there is a wait: each question is a connection's work.
REMOTE_POLL_SECONDS = 3.0
FIRST_REMOTE_POLLS = (1.0, 1.0, 2.0)
LONGEST_TASK_SECONDS = 6 * 3600

# What async_status adds to a module's own result.
JOB_KEYS = ("ansible_job_id", "started", "finished", "results_file", "stdout", "stderr", "stdout_lines", "stderr_lines")

Run = t.Callable[..., dict[str, t.Any]]


class LiveAction(NormalAction):  # type: ignore[misc]  # it has no types
    """The action of a module that can wait: a local one is read along, a remote one is run as a job and asked."""

    # What the module does when nobody gives ``wait``.
    WAITS: t.ClassVar[bool] = False
    # Whether a check run takes its time too.
    LOOKS: t.ClassVar[bool] = False

    def _execute_module(self, *args: t.Any, **kwargs: t.Any) -> dict[str, t.Any]:
        variables = kwargs.get("task_vars") or {}
        run: Run = functools.partial(super()._execute_module, *args, **kwargs)
        # What a wait says names what is waited for, and no_log is there to keep just such things out of logs.
        if self._task.async_val or self._task.no_log or _is_quiet(variables):
            return run()
        # On remote hosts Ansible runs no jobs in check mode.
        if self._task.check_mode and not (self.LOOKS and self._connection.transport == "local"):
            return run()
        printer = _Printer(str(variables.get("inventory_hostname", "localhost")))
        if self._connection.transport == "local":
            return self._read_along(run, printer)
        return self._as_job(run, printer, variables) if self._may_wait() else run()

    def _may_wait(self) -> bool:
        given = self._task.args
        waits = boolean(given.get("wait", self.WAITS), strict=False)
        return bool(waits) or given.get("state") == "absent"

    def _tell_where(self, path: str) -> None:
        given = self._task.environment
        self._task.environment = [*(given if isinstance(given, list) else [given or {}]), {ENVIRONMENT: path}]

    def _read_along(self, run: Run, printer: _Printer) -> dict[str, t.Any]:
        with tempfile.TemporaryDirectory(prefix="cdn-progress-", dir=constants.DEFAULT_LOCAL_TMP) as directory:
            path = Path(directory) / "looks"
            self._tell_where(str(path))
            with _followed(path, printer):
                return run()

    def _as_job(self, run: Run, printer: _Printer, variables: t.Any) -> dict[str, t.Any]:
        """Run the module in the background of its host: one connection is enough to ask how far it is."""
        shell = self._connection._shell
        if shell.tmpdir is None:
            self._make_tmp_path()
        # The folder belongs to the job from now on: it takes it away when it ends.
        path = shell.join_path(shell.tmpdir, "looks")
        self._tell_where(path)
        self._task.async_val = _limit(self._task.args.get("wait_timeout"))
        try:
            started = run(wrap_async=True)
        finally:
            self._task.async_val = 0
        job = started.get("ansible_job_id")
        return self._follow_job(job, path, printer, variables) if job else started

    def _follow_job(self, job: str, path: str, printer: _Printer, variables: t.Any) -> dict[str, t.Any]:
        said = 0
        pauses = itertools.chain(FIRST_REMOTE_POLLS, itertools.repeat(REMOTE_POLL_SECONDS))
        while True:
            time.sleep(next(pauses))
            # Only what is new: a long upload writes a line each second.
            command = f"tail -n +{said + 1} {shlex.quote(path)} 2>/dev/null || true"
            looks = self._low_level_execute_command(command)["stdout"].splitlines()
            for text in looks:
                printer.say(text)
            said += len(looks)
            result = self._ask(job, "status", variables)
            # What cannot be asked, as without an interpreter, would never be told to be finished.
            if result.get("finished") or result.get("failed"):
                self._ask(job, "cleanup", variables)
                return {name: value for name, value in result.items() if name not in JOB_KEYS}

    def _ask(self, job: str, mode: str, variables: t.Any) -> dict[str, t.Any]:
        asked = {"jid": job, "mode": mode, "_async_dir": self.get_shell_option("async_dir", "~/.ansible_async")}
        status = super()._execute_module(
            module_name="ansible.legacy.async_status", module_args=asked, task_vars=variables
        )
        return t.cast("dict[str, t.Any]", status)


def _limit(wait_timeout: t.Any) -> int:
    """Return after how many seconds a job is ended: never before the wait that was asked for."""
    try:
        return LONGEST_TASK_SECONDS + int(wait_timeout or 0)
    except (TypeError, ValueError):  # for the module to refuse
        return LONGEST_TASK_SECONDS


class _Printer:
    """Prints what a task says, one host's lines apart from another's."""

    def __init__(self, host: str) -> None:
        self._lines = Lines(host)
        self._display = Display()
        # Output that a machine reads stays clean.
        self._beside = "json" in constants.DEFAULT_STDOUT_CALLBACK
        self._unbroken = Unbroken()
        self.guard = self._unbroken.guard

    def say(self, text: str) -> None:
        for line in self._lines.of(text):
            with self._unbroken.line():
                self._display.display(line, stderr=self._beside)
                if not self._beside:
                    self._display.display(_Flush(), screen_only=True, newline=False)


class _Flush(str):
    """An empty text that, on its way to the process that prints, has what was printed before it flushed there.

    Ansible flushes nothing itself: in a file or a pipe its lines appear 8 KB at a time, at the end of a wait or later.
    """

    __slots__ = ()

    def __reduce__(self) -> tuple[t.Callable[[], str], tuple[()]]:
        return _flush, ()


def _flush() -> str:
    # An error would end the thread that takes the results of tasks, and the run would never end.
    with contextlib.suppress(OSError, ValueError):
        sys.stdout.flush()
    return ""


@contextlib.contextmanager
def _followed(path: Path, printer: _Printer) -> t.Iterator[None]:
    """Print the lines of a growing file until the block is left."""
    over = threading.Event()
    follower = threading.Thread(target=_follow, args=(path, printer, over), daemon=True)
    with held_back():
        follower.start()
    try:
        with printer.guard():
            yield
    finally:
        over.set()
        # It dies with this process: whatever holds it up must not hold up the task.
        follower.join(timeout=JOIN_SECONDS)


def _follow(path: Path, printer: _Printer, over: threading.Event) -> None:
    read = 0
    while True:
        last = over.wait(POLL_SECONDS)
        if path.exists():
            with path.open(encoding="utf-8") as file:
                file.seek(read)
                # A line that is still being written is read again when it is whole.
                while (text := file.readline()).endswith("\n"):
                    printer.say(text)
                    read = file.tell()
        if last:
            return


def _is_quiet(variables: t.Mapping[str, t.Any]) -> bool:
    return bool(boolean(os.environ.get(QUIET) or variables.get("cdn_quiet") or False, strict=False))
