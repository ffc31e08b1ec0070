# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

import os
import signal
import subprocess
import sys
import textwrap
import threading
import time

import pytest

from ansible_collections.cdn.aws.plugins.module_utils._errors import AwsError, CdnError
from ansible_collections.cdn.aws.plugins.module_utils._publish import crew as crews
from ansible_collections.cdn.aws.plugins.module_utils._publish.crew import do_all, hired, process_count

KINDS = pytest.mark.parametrize("processes", [1, 2], ids=["threads", "processes"])


@pytest.fixture
def run(monkeypatch, processes):
    """Do a number of jobs with four threads, in one process or two, and return what was told and the failure."""
    monkeypatch.setattr(crews, "process_count", lambda **_: processes)
    told = []

    def do(work, count):
        with hired(work, threads=4, jobs=count) as crew:
            assert isinstance(crew, crews.Threads if processes == 1 else crews.Processes)
            return told, do_all(crew, range(count), lambda job, result: told.append((job, result)))

    return do


@KINDS
def test_results_are_told_in_the_order_of_the_jobs(run):
    def work(job):
        time.sleep(0.02 if job % 4 == 0 else 0)
        return job * 2

    assert run(work, 40) == ([(job, job * 2) for job in range(40)], None)


@KINDS
def test_after_a_failure_nothing_new_is_begun_and_what_ran_is_told(run, tmp_path):
    def work(job):
        (tmp_path / str(job)).touch()
        time.sleep(0.01)
        if job == 5:
            raise AwsError(operation="s3:PutObject", code="AccessDenied", text="no", status=403)

    told, failure = run(work, 1000)
    assert (type(failure), failure.code, failure.message) == (AwsError, "AccessDenied", failure.args[0])
    begun = {int(path.name) for path in tmp_path.iterdir()}
    assert len(begun) < 40
    assert [job for job, _ in told] == sorted(begun - {5})


@KINDS
def test_a_defect_is_told_with_its_place(run):
    def work(job):
        raise KeyError("a defect")

    failure = run(work, 1)[1]
    assert isinstance(failure, (KeyError, RuntimeError))
    assert "a defect" in str(failure)


@pytest.mark.parametrize("processes", [2])
def test_a_process_that_is_killed_is_told_and_the_rest_is_finished(run):
    def work(job):
        if job == 3:
            os.kill(os.getpid(), signal.SIGKILL)
        time.sleep(0.01)

    told, failure = run(work, 200)
    assert isinstance(failure, CdnError)
    assert "ended from outside" in failure.message
    assert 0 < len(told) < 200


@pytest.mark.parametrize("processes", [2])
def test_without_a_second_process_threads_do_the_work(monkeypatch, processes):
    def fork():
        raise OSError

    monkeypatch.setattr(crews, "process_count", lambda **_: processes)
    monkeypatch.setattr(os, "fork", fork)
    with hired(lambda job: job, threads=4, jobs=1) as crew:
        assert isinstance(crew, crews.Threads)


ORPHANS = """
    import os, signal, sys, time
    # Whoever starts the tests in the background lets them ignore it.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    from ansible_collections.cdn.aws.plugins.module_utils._publish import crew as crews
    crews.process_count = lambda **_: 2
    def work(job):
        print(os.getpid(), flush=True)
        time.sleep(60)
    with crews.hired(work, threads=2, jobs=2) as crew:
        crews.do_all(crew, range(2), print)
"""


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT])
def test_nobody_is_left_when_the_first_process_is_ended(number):
    script = [sys.executable, "-c", textwrap.dedent(ORPHANS)]
    with subprocess.Popen(script, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as process:
        others = [process.stdout.readline() for dummy in range(2)]
        assert len(set(others)) == 2
        process.send_signal(number)
        # Their end of the pipe is closed when they are gone.
        assert process.stdout.read() == ""
        assert process.wait(5) != 0


@pytest.mark.parametrize(
    ("cpus", "threads", "jobs", "system", "processes"),
    [
        (2, 64, 3000, "linux", 2),
        (8, 64, 3000, "linux", 4),
        (8, 128, 3000, "freebsd14", 4),
        (8, 32, 3000, "linux", 2),
        (8, 1, 3000, "linux", 1),
        (1, 64, 3000, "linux", 1),
        (8, 64, 20, "linux", 1),
        (8, 64, 3000, "darwin", 1),
    ],
)
def test_there_are_processes_for_many_files_on_several_processors(monkeypatch, cpus, threads, jobs, system, processes):
    monkeypatch.setattr(os, "sched_getaffinity", lambda pid: set(range(cpus)), raising=False)
    monkeypatch.setattr(sys, "platform", system)
    monkeypatch.setattr(threading, "active_count", lambda: 1)
    assert process_count(threads=threads, jobs=jobs) == processes


def test_a_process_with_threads_is_not_forked(monkeypatch):
    monkeypatch.setattr(threading, "active_count", lambda: 2)
    assert process_count(threads=64, jobs=3000) == 1
