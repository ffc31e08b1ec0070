# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the README promises to somebody who tries it for the first time."""

from __future__ import annotations

import subprocess
import sys

from tests.integration.playbook import ROOT


def test_the_demo_ends_with_the_proof() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tests.demo"], cwd=ROOT, capture_output=True, text=True, timeout=400, check=False
    )
    assert done.returncode == 0, done.stdout[-4000:] + done.stderr
    plan, real, second, viewers = done.stdout.split("\n=====")[1:]
    assert "(the lab recorded 0 writes" in plan
    assert "Plan: 11 to add" in plan
    assert "Miss -> Hit" in real
    assert "Waited for:" in real
    assert "Deployment of the distribution" in real
    assert "changed=0 " in second
    assert "(the lab recorded 0 writes" in second
    assert viewers.count("200 Hit from cloudfront") == 3
    assert "301 to https://cdn.example.test/" in viewers
    assert "403 (only the distribution may read)" in viewers
