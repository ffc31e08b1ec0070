# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What tests have started does not outlive them."""

from __future__ import annotations

import subprocess
import sys

from tests.integration.killing import alive, descendants, until
from tests.integration.playbook import ROOT

STARTER = """
import tempfile, time
from pathlib import Path
from tests.integration.warm import warm_python
from tests.lab import Lab
with tempfile.TemporaryDirectory() as name, warm_python(Path(name)), Lab():
    print("started", flush=True)
    time.sleep(600)
"""


def test_the_lab_and_warm_programs_end_with_a_test_run_that_is_killed() -> None:
    process = subprocess.Popen([sys.executable, "-c", STARTER], cwd=ROOT, stdout=subprocess.PIPE, text=True)
    assert process.stdout
    assert process.stdout.readline() == "started\n"
    started = descendants(process.pid)
    assert len(started) == 3
    process.kill()
    process.wait()
    until(lambda: not alive(started), seconds=30)
