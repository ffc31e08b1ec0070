# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

import pytest

from ansible_collections.cdn.aws.plugins.module_utils._publish import comparing


@pytest.mark.parametrize(
    ("seconds", "names", "said"),
    [
        (1, 4, []),
        (1.5, 5, ["4 names so far, 1/s", "5 names, 1/s"]),
        (4, 3, ["2 names so far, 0/s", "3 names so far, 0/s", "3 names, 0/s"]),
    ],
)
def test_only_a_comparison_that_takes_its_time_is_told(monkeypatch, seconds, names, said):
    now, told = [0.0], []
    monkeypatch.setattr(comparing, "tell", told.append)
    one = comparing.Comparing("public", "b/site/", clock=lambda: now[0])
    for dummy in range(names):
        now[0] += seconds
        one.took()
    one.end()
    assert [look.status for look in told] == said
    assert [look.done for look in told] == [False] * (len(said) - 1) + [True] * bool(said)
    assert {look.what for look in told} <= {"Comparing public with b/site/"}
