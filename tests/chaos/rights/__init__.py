# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The rights that each playbook needs: policies written by the calls of real runs, and runs without each right."""

from __future__ import annotations

from tests.chaos.rights.removal import run, tables

__all__ = ["run", "tables"]
