# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Options that cache policies and origin request policies share: which cookies and query strings; data."""

from __future__ import annotations

from .._argument_spec import Options

SELECTIONS: Options = {
    "cookies_config": {
        "type": "dict",
        "options": {
            "cookie_behavior": {"type": "str", "choices": ["none", "whitelist", "allExcept", "all"]},
            "cookies": {"type": "list", "elements": "str"},
        },
    },
    "query_strings_config": {
        "type": "dict",
        "options": {
            "query_string_behavior": {"type": "str", "choices": ["none", "whitelist", "allExcept", "all"]},
            "query_strings": {"type": "list", "elements": "str"},
        },
    },
}
