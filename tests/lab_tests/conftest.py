# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""One lab for all tests of a worker, empty before each test."""

from __future__ import annotations

import typing as t

import pytest

from tests.lab import Lab

if t.TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture(scope="session")
def running() -> Iterator[Lab]:
    """Start a lab in which nothing takes time."""
    with Lab(certificate_seconds=0, deploy_seconds=0, insync_seconds=0, record_describes=0) as lab:
        yield lab


@pytest.fixture
def lab(running: Lab) -> Lab:
    """Return the lab as it was at its start."""
    running.reset()
    return running
