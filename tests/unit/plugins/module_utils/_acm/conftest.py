# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What ACM answers is given beforehand, and nothing takes time."""

from __future__ import annotations

import pytest

from ansible_collections.cdn.aws.plugins.module_utils import _waiter
from tests.unit.helpers import StubbedApi

# A helper with an assert of its own, which shall tell as much as those of the tests.
pytest.register_assert_rewrite("tests.unit.plugins.module_utils._acm.certificates")


@pytest.fixture
def no_waiting(monkeypatch):
    monkeypatch.setattr(_waiter, "FIRST_INTERVAL", 0.001)


@pytest.fixture
def aws():
    api = StubbedApi()
    yield api
    api.assert_all_made()
