# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The words that the reasons are filled in with; pure."""

from __future__ import annotations

import typing as t

if t.TYPE_CHECKING:
    from .signs import Asked

# What stands for them where nothing more is known, as in the guide.
GENERAL = {
    "age": "",
    "behavior": "of the path",
    "detail": "",
    "key": "that is asked for",
    "method": "this method",
    "origin": "of the behaviour",
    "policy": "its cache policy",
}


def words(asked: Asked) -> dict[str, str]:
    """Return what is known of a path, in words."""
    behavior = asked.behavior
    age, detail = asked.last.headers.get("age"), asked.found.detail or ", ".join(sorted(asked.varied))
    known = {
        "age": f", {age} s old" if age else "",
        "detail": f": {detail}" if detail else "",
        "method": asked.method,
    }
    if behavior:
        name = behavior.caching.name if behavior.caching else ""
        known["behavior"] = behavior.name
        known["key"] = behavior.key(asked.path)
        known["origin"] = str(behavior.origin.get("domain_name") or "")
        known["policy"] = f"the cache policy {name}" if name else "its own settings"
    return {**GENERAL, **{name: value for name, value in known.items() if value}}
