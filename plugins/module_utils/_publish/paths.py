# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What viewers request: the paths of objects behind a distribution; pure."""

from __future__ import annotations

import typing as t
from urllib.parse import quote

# What a browser sends as it is. A plus would reach S3 as a space and a star is a wildcard to invalidations (CF-73), so
# they are encoded too.
UNCHANGED = "/!$&'(),;=:@"
INDEX = "index.html"


def folder(path: str) -> str:
    """Return a prefix or an origin path as the beginning of keys: no slash before, one after, or nothing (S3-37)."""
    stripped = path.strip("/")
    return f"{stripped}/" if stripped else ""


def viewer_paths(keys: t.Iterable[str], *, origin_path: str) -> list[str]:
    """Return the encoded paths under which viewers find the keys, sorted; keys outside of the origin path have none.

    The index page at the top is also found under the root, where default root objects are served.
    """
    top = folder(origin_path)
    names = [key[len(top) :] for key in keys if key.startswith(top)]
    paths = {f"/{quote(name, safe=UNCHANGED)}" for name in names}
    return sorted(paths | ({"/"} if INDEX in names else set()))
