# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

import os
import signal
import threading
import time

import pytest

from ansible_collections.cdn.aws.plugins.plugin_utils import _interrupts
from ansible_collections.cdn.aws.plugins.plugin_utils._interrupts import ENDING, Unbroken, held_back

# A signal that should have ended the process has not.
SURVIVED = 99


def ended(work):
    """Run something in a process of its own; return what it wrote, and by which signal it was ended."""
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        for number in ENDING:
            signal.signal(number, signal.SIG_DFL)
        work(lambda text: os.write(writer, text.encode()))
        os._exit(SURVIVED)
    os.close(writer)
    with os.fdopen(reader) as pipe:
        written = pipe.read()
    dummy, status = os.waitpid(child, 0)
    return written, -os.waitstatus_to_exitcode(status)


@pytest.mark.parametrize("number", ENDING)
def test_a_line_of_this_thread_is_sent_before_the_process_ends(number):
    def work(write):
        with Unbroken().line():
            os.kill(os.getpid(), number)
            write("a line")
        write("more")

    assert ended(work) == ("a line", number)


@pytest.mark.parametrize("number", ENDING)
def test_a_line_of_another_thread_is_sent_before_the_process_ends(number):
    def work(write):
        unbroken, begun = Unbroken(), threading.Event()

        def say():
            with unbroken.line():
                begun.set()
                time.sleep(0.3)
                write("a line")
            time.sleep(5)

        with held_back():
            threading.Thread(target=say, daemon=True).start()
        with unbroken.guard():
            begun.wait()
            os.kill(os.getpid(), number)
        write("more")

    assert ended(work) == ("a line", number)


def test_a_line_that_nobody_takes_holds_nobody_up(monkeypatch):
    monkeypatch.setattr(_interrupts, "LONGEST_LINE_SECONDS", 0.1)

    def work(write):
        unbroken, begun = Unbroken(), threading.Event()

        def say():
            with unbroken.line():
                begun.set()
                time.sleep(60)

        threading.Thread(target=say, daemon=True).start()
        with unbroken.guard():
            begun.wait()
            os.kill(os.getpid(), signal.SIGINT)

    assert ended(work) == ("", signal.SIGINT)


def test_a_thread_that_prints_gets_no_signal_that_the_main_thread_would_sleep_through():
    masks = []
    before = signal.pthread_sigmask(signal.SIG_BLOCK, ())
    with held_back():
        thread = threading.Thread(target=lambda: masks.append(signal.pthread_sigmask(signal.SIG_BLOCK, ())))
        thread.start()
    thread.join()
    assert set(ENDING) <= masks[0]
    assert signal.pthread_sigmask(signal.SIG_BLOCK, ()) == before


def test_what_handled_signals_before_does_so_again():
    seen = []
    former = signal.signal(signal.SIGINT, lambda number, frame: seen.append(number))
    try:
        handler = signal.getsignal(signal.SIGINT)
        with Unbroken().guard():
            assert signal.getsignal(signal.SIGINT) is not handler
            os.kill(os.getpid(), signal.SIGINT)
            assert seen == [signal.SIGINT]
        assert signal.getsignal(signal.SIGINT) is handler
    finally:
        signal.signal(signal.SIGINT, former)


def test_other_threads_leave_signals_alone():
    """Where workers are threads, Python lets only the main one handle signals."""
    seen = []

    def work():
        with Unbroken().guard():
            seen.append(signal.getsignal(signal.SIGINT))

    before = signal.getsignal(signal.SIGINT)
    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    assert seen == [before]
