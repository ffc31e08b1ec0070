# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The keys under which publications keep what they remember: nobody's content; pure."""

from __future__ import annotations

import re
import secrets

FOLDER = ".cdn.aws/"
# What people are told instead of the name.
SHOWN_NAME = "manifest"
# Who reads a bucket through a distribution must not guess it.
NAME = re.compile(r"[0-9a-f]{32}")
AFTER_NAMES = "g"


def new_name() -> str:
    """Return a name that nobody can guess."""
    return secrets.token_hex(16)


def is_own_key(key: str) -> bool:
    """Tell whether an object is what a publication to any prefix remembers."""
    dummy, found, name = f"/{key}".rpartition(f"/{FOLDER}")
    return bool(found and NAME.fullmatch(name))
