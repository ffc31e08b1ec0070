# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Lines that Ctrl-C cannot break.

What a worker prints goes through a queue that all processes of a run share. One that dies while it holds the queue's
lock leaves the others waiting for it for ever, and Ansible's workers die at once when they are told to end.
"""

from __future__ import annotations

import contextlib
import os
import signal
import threading
import typing as t

ENDING = (signal.SIGINT, signal.SIGTERM)
# Who reads the queue may be gone, and the queue be full: then nobody waits for its lock either.
LONGEST_LINE_SECONDS = 1.0


@contextlib.contextmanager
def held_back() -> t.Iterator[None]:
    """Let signals wait until the block is left; a thread that is started in it never gets one.

    Python handles signals in the main thread, and one that another thread gets does not wake it: it would sleep on.
    """
    before = signal.pthread_sigmask(signal.SIG_BLOCK, ENDING)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


class Unbroken:
    """Keeps this process alive until the line is out that is being sent, by this thread or by another one."""

    def __init__(self) -> None:
        self._line = threading.Lock()

    @contextlib.contextmanager
    def line(self) -> t.Iterator[None]:
        """Send a line in this block."""
        with held_back(), self._line:
            yield

    @contextlib.contextmanager
    def guard(self) -> t.Iterator[None]:
        """Let signals that come to the main thread in this block wait for another thread's line."""
        known = {number: signal.getsignal(number) for number in ENDING}
        former = {number: handler for number, handler in known.items() if handler is not None}
        if threading.current_thread() is not threading.main_thread():
            former = {}

        def end(number: int, frame: t.Any) -> None:
            restore()
            out = self._line.acquire(timeout=LONGEST_LINE_SECONDS)
            try:
                os.kill(os.getpid(), number)
            finally:
                if out:
                    self._line.release()

        def restore() -> None:
            for number, handler in former.items():
                signal.signal(number, handler)

        for number in former:
            signal.signal(number, end)
        try:
            yield
        finally:
            restore()
