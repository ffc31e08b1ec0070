# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Values that only AWS can give, as a check run passes them on."""

from __future__ import annotations

import typing as t

PREFIX = "(known after apply: "


def unknown(what: str) -> str:
    """Return the stand-in for a value that AWS chooses when the plan is applied, such as ``certificate ARN``."""
    return f"{PREFIX}{what})"


def is_unknown(value: object) -> bool:
    """Tell whether a string is a stand-in or was built around one."""
    return isinstance(value, str) and PREFIX in value


def unknown_paths(value: object, path: str = "") -> list[str]:
    """Return the paths of all stand-ins below a value, so that a message can name them."""
    if isinstance(value, t.Mapping):
        children = [(f"{path}.{key}" if path else str(key), child) for key, child in value.items()]
    elif isinstance(value, (list, tuple)):
        children = [(f"{path}[{index}]", child) for index, child in enumerate(value)]
    else:
        return [path] if is_unknown(value) else []
    return [found for child_path, child in children for found in unknown_paths(child, child_path)]
