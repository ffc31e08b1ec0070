# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs that are killed: the next one goes on. The whole of it is `make chaos`."""

from __future__ import annotations

import itertools
from pathlib import Path

from tests.chaos.chain import Chain
from tests.chaos.snapshot import differences, snapshot
from tests.integration.killing import kill_at
from tests.lab import Lab


def test_a_run_that_is_killed_at_ever_later_writes_gets_there(
    lab: Lab, tmp_path: Path, python: str, program: str
) -> None:
    """The first run ends at its first write, the second at its second, ..., in turns after and before the work."""
    chain = Chain(lab, tmp_path, python=python, program=program)
    undisturbed = chain.undisturbed()
    chain.empty()
    operations = []
    for nth, kind in zip(itertools.count(1), itertools.cycle(["stop_after", "stop_before"])):
        held = kill_at(lab, chain.ordinary().start, kind, writes=True, nth=nth)
        if not held:
            break
        operations.append(held["operation"])
    assert len(operations) >= 4
    assert differences(undisturbed.account, snapshot(lab)) == []
    mark = lab.mark()
    assert chain.clean_run().changed == 0
    assert lab.writes(mark) == []
