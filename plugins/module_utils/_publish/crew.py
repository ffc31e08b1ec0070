# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Who does many small jobs: threads, in several processes where the system can fork.

A PutObject costs botocore more than a millisecond of Python, and threads of one process share one interpreter; so one
process sends some hundred small files per second, whatever the network could take (docs/benchmarks.md).
"""

from __future__ import annotations

import collections
import concurrent.futures
import contextlib
import dataclasses
import gc
import os
import queue
import signal
import sys
import threading
import traceback
import typing as t
from multiprocessing.connection import Connection, Pipe, wait

from .._errors import CdnError

# Elsewhere a forked process may not use what the system's libraries did before: macOS stops it at its proxy look-up.
CAN_FORK = ("linux", "freebsd", "netbsd", "openbsd")
MOST_PROCESSES = 4
# Fewer threads leave a process idle while its requests travel; more than the client has connections are of no use.
THREADS_EACH, MOST_THREADS_EACH = 16, 32
# What is done before a second process would have opened its connections.
FEW = 100

Work = t.Callable[[int], t.Any]


@dataclasses.dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a job, by its number."""

    job: int
    result: t.Any
    failure: BaseException | None


class Crew(t.Protocol):
    """Takes jobs as long as it has room, and tells what became of them in the order in which they end."""

    def has_room(self) -> bool:
        """Tell whether another job would begin at once."""

    def is_busy(self) -> bool:
        """Tell whether there is an outcome to wait for."""

    def begin(self, job: int) -> None:
        """Begin a job."""

    def ended(self) -> Outcome:
        """Wait for an outcome."""

    def close(self) -> None:
        """Send everybody home."""


@contextlib.contextmanager
def hired(work: Work, *, threads: int, jobs: int) -> t.Iterator[Crew]:
    """Yield a crew for a number of jobs; forks, so what jobs need must be there and no connection be open."""
    processes = process_count(threads=threads, jobs=jobs)
    each = max(1, min(MOST_THREADS_EACH, -(-threads // processes)))
    crew = (Processes.forked(work, threads=each, processes=processes) if processes > 1 else None) or Threads(work, each)
    try:
        yield crew
    finally:
        crew.close()


def process_count(*, threads: int, jobs: int) -> int:
    """Return how many processes are worth it."""
    # A thread that holds a lock when its process forks leaves it locked for ever in the other one.
    if not sys.platform.startswith(CAN_FORK) or jobs < FEW or threading.active_count() > 1:
        return 1
    cpus = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return max(1, min(cpus, MOST_PROCESSES, threads // THREADS_EACH))


def do_all(
    crew: Crew,
    jobs: t.Iterable[int],
    done: t.Callable[[int, t.Any], None],
    *,
    made: t.Callable[[int], None] = lambda job: None,
) -> BaseException | None:
    """Do jobs side by side, return the first failure.

    ``done`` is told those that succeeded in the order given, ``made`` in the order in which they end. After a failure
    nothing new is begun; what was under way is finished and told.
    """
    waiting = iter(jobs)
    untold: collections.deque[int] = collections.deque()
    outcomes: dict[int, Outcome] = {}
    failure: BaseException | None = None
    while True:
        while failure is None and crew.has_room() and (job := next(waiting, None)) is not None:
            crew.begin(job)
            untold.append(job)
        if not crew.is_busy():
            return failure
        outcome = crew.ended()
        outcomes[outcome.job] = outcome
        failure = failure or outcome.failure
        if outcome.failure is None:
            made(outcome.job)
        while untold and untold[0] in outcomes:
            first = outcomes.pop(untold.popleft())
            if first.failure is None:
                done(first.job, first.result)


class Threads:
    """Threads of this process; ``tell`` takes outcomes instead of ``ended``."""

    def __init__(self, work: Work, threads: int, tell: t.Callable[[Outcome], None] | None = None) -> None:
        self._work = work
        self._pool = concurrent.futures.ThreadPoolExecutor(threads)
        self._room = threads
        self._threads = threads
        self._outcomes: queue.SimpleQueue[Outcome] = queue.SimpleQueue()
        self._tell = tell or self._outcomes.put

    def has_room(self) -> bool:
        """Tell whether a thread is free."""
        return self._room > 0

    def is_busy(self) -> bool:
        """Tell whether a thread is not free."""
        return self._room < self._threads

    def begin(self, job: int) -> None:
        """Give a job to a thread."""
        self._room -= 1

        def ended(future: concurrent.futures.Future[t.Any]) -> None:
            failure = future.exception()
            self._tell(Outcome(job, None if failure else future.result(), failure))

        self._pool.submit(self._work, job).add_done_callback(ended)

    def ended(self) -> Outcome:
        """Wait for the next thread that is done."""
        outcome = self._outcomes.get()
        self._room += 1
        return outcome

    def close(self) -> None:
        """Wait for what is under way."""
        self._pool.shutdown(wait=True, cancel_futures=True)


@dataclasses.dataclass
class Process:
    """A forked process, the way to it, and the jobs that it has."""

    pid: int
    way: Connection[t.Any, t.Any]
    jobs: set[int] = dataclasses.field(default_factory=set)


class Processes:
    """Forked processes with some threads each; they know all that this one knew, so jobs travel as numbers.

    A process ends when this one is gone, even killed: nobody is left at the other end of its socket.
    """

    def __init__(self, threads: int) -> None:
        self._threads = threads
        self._processes: list[Process] = []

    @classmethod
    def forked(cls, work: Work, *, threads: int, processes: int) -> Processes | None:
        """Return as many processes as the system lets us have, None for none."""
        crew = cls(threads)
        for dummy in range(processes):
            here, there = Pipe()
            try:
                pid = os.fork()
            except OSError:  # too little memory, or too many processes
                break
            if pid == 0:
                for way in (here, *(one.way for one in crew._processes)):
                    way.close()
                _serve(there, work, threads)
            there.close()
            crew._processes.append(Process(pid, here))
        return crew if crew._processes else None

    def has_room(self) -> bool:
        """Tell whether a process has a free thread."""
        return any(len(one.jobs) < self._threads for one in self._processes)

    def is_busy(self) -> bool:
        """Tell whether a job is not done."""
        return any(one.jobs for one in self._processes)

    def begin(self, job: int) -> None:
        """Give a job to the process that has the fewest."""
        process = min(self._processes, key=lambda one: len(one.jobs))
        process.jobs.add(job)
        # A process that is gone says so when it is listened to.
        with contextlib.suppress(BrokenPipeError, ConnectionResetError):
            process.way.send(job)

    def ended(self) -> Outcome:
        """Wait for the next outcome; a process that was killed fails its jobs."""
        ready = t.cast("list[Connection[t.Any, t.Any]]", wait([one.way for one in self._processes if one.jobs]))
        process = next(one for one in self._processes if one.way is ready[0])
        try:
            job, result, failure = process.way.recv()
        except (EOFError, ConnectionResetError):
            job = process.jobs.pop()
            lost = "A process of this module was ended from outside, perhaps for lack of memory: publish again, with"
            return Outcome(job, None, CdnError(f"{lost} fewer threads."))
        process.jobs.remove(job)
        return Outcome(job, result, _unpacked(failure) if failure else None)

    def close(self) -> None:
        """End the processes: they are idle, unless this one is being interrupted."""
        for process in self._processes:
            process.way.close()
            with contextlib.suppress(ProcessLookupError):
                os.kill(process.pid, signal.SIGKILL)
            os.waitpid(process.pid, 0)
        self._processes.clear()


def _serve(way: Connection[t.Any, t.Any], work: Work, threads: int) -> t.NoReturn:
    """Do what comes in until nobody is there any more; nothing of the forking process's end is run."""
    try:
        # What was there before the fork stays shared memory when no collector touches it.
        gc.freeze()
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # the terminal sends it to all; the first process decides
        lock = threading.Lock()

        def tell(outcome: Outcome) -> None:
            with lock, contextlib.suppress(OSError):
                way.send((outcome.job, outcome.result, _packed(outcome.failure)))

        team = Threads(work, threads, tell)
        with contextlib.suppress(EOFError, OSError):
            while True:
                team.begin(way.recv())
    finally:
        os._exit(0)


Packed = tuple[type[BaseException], tuple[t.Any, ...], dict[str, t.Any]]


def _packed(failure: BaseException | None) -> Packed | None:
    if failure is None:
        return None
    if isinstance(failure, CdnError):
        return type(failure), failure.args, failure.__dict__
    # A defect: what tells where travels as a text.
    return RuntimeError, ("".join(traceback.format_exception(failure)),), {}


def _unpacked(packed: Packed) -> BaseException:
    kind, arguments, fields = packed
    failure = kind.__new__(kind)
    failure.args = arguments
    failure.__dict__.update(fields)
    return failure
