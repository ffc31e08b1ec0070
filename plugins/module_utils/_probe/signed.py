# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The parameters of signed URLs, which are secrets while they are good; pure."""

from __future__ import annotations

import re
import typing as t

SIGNING = frozenset({"Expires", "Policy", "Signature", "Key-Pair-Id", "Hash-Algorithm"})
# The rest is what S3 signs with.
SECRET = frozenset({"Policy", "Signature", "X-Amz-Signature", "X-Amz-Credential", "X-Amz-Security-Token"})

WHO = r"authorization|cookie|token|secret|key"
# Shorter ones would blacken the result and are hardly secrets.
SHORTEST = 8


def unsigned(path: str) -> str:
    """Return a path without CloudFront's parameters of a signed URL."""
    bare, dummy, query = path.partition("?")
    kept = "&".join(part for part in query.split("&") if _name(part) not in SIGNING)
    return f"{bare}?{kept}" if kept else bare


def secrets(paths: t.Iterable[str]) -> frozenset[str]:
    """Return the parameters that nobody else may see, names and all: a value alone may stand for other things too."""
    parts = (part for path in paths for part in path.partition("?")[2].split("&"))
    return frozenset(part for part in parts if _name(part) in SECRET and part.partition("=")[2])


def hidden(headers: t.Mapping[str, t.Any]) -> frozenset[str]:
    """Return the values of headers that say who asks, where they are long enough to be secrets."""
    named = {value for name, value in headers.items() if re.search(WHO, str(name), re.IGNORECASE)}
    return frozenset(str(value) for value in named if len(str(value)) >= SHORTEST)


def _name(part: str) -> str:
    return part.partition("=")[0]
