# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""This machine, reached as if it were another one: nothing that a test's controller writes may be relied on."""

from __future__ import annotations

DOCUMENTATION = r"""
name: elsewhere
short_description: This machine as a remote host
description: Runs commands here, but is not the local connection.
options: {}
"""

from ansible.plugins.connection.local import Connection as Local


class Connection(Local):
    transport = "elsewhere"
    has_pipelining = False
