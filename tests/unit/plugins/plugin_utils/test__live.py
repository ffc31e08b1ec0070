# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

import types

import pytest

from ansible_collections.cdn.aws.plugins.plugin_utils import _live


class Looking(_live.LiveAction):
    LOOKS = True


@pytest.mark.parametrize(
    ("kind", "transport", "check", "followed"),
    [
        (_live.LiveAction, "local", False, True),
        (_live.LiveAction, "local", True, False),
        (Looking, "local", False, True),
        (Looking, "local", True, True),
        (Looking, "ssh", True, False),
    ],
)
def test_check_runs_are_followed_where_looking_takes_its_time(monkeypatch, kind, transport, check, followed):
    monkeypatch.setattr(_live.NormalAction, "_execute_module", lambda self, *args, **kwargs: {"followed": False})
    monkeypatch.setattr(kind, "_read_along", lambda self, run, printer: {**run(), "followed": True})
    action = object.__new__(kind)
    action._task = types.SimpleNamespace(async_val=0, check_mode=check, no_log=False, args={})
    action._connection = types.SimpleNamespace(transport=transport)
    assert action._execute_module(task_vars={"inventory_hostname": "site"}) == {"followed": followed}
