# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The names of records as Route 53 writes them, and as people do; pure."""

from __future__ import annotations

import re

from .._domain import normal_name
from .._errors import Refused
from .._unknown import is_unknown

LONGEST_NAME = 253
LONGEST_LABEL = 63
_OCTAL = re.compile(r"\\([0-3][0-7]{2})")
# Everything else is written as an octal number (R53-10); Route 53 takes a wildcard as it is.
_PLAIN = re.compile(r"[a-z0-9_.*-]")
_DOT = 0o56


def record_name(name: str, *, option: str = "name") -> str:
    """Return a name for comparing: lower case, no trailing dot, no octal, punycode; raises Refused for a wrong one."""
    if is_unknown(name):
        return name
    normal = normal_name(_OCTAL.sub(_decoded, name.strip()))
    labels = normal.split(".")
    if len(normal) > LONGEST_NAME or max(map(len, labels)) > LONGEST_LABEL:
        raise Refused(
            f"{option}: {name!r} is too long: it has {len(normal)} characters where {LONGEST_NAME} can be, its longest"
            f" label has {max(map(len, labels))} where {LONGEST_LABEL} can be."
        )
    if not all(labels):
        raise Refused(f"{option}: {name!r} is not a domain name: give the whole name, such as www.example.com.")
    if "/" in normal or any(character.isspace() for character in normal):
        raise Refused(f"{option}: {name!r} is not a domain name: it has a slash or a space in it.")
    return normal


def wire_name(name: str) -> str:
    """Return a normal name as it is sent: absolute, special characters in octal."""
    if is_unknown(name):
        return name
    escaped = re.sub(r"\\056|.", lambda match: _encoded(match.group()), name)
    return f"{escaped}."


def suffixes(name: str) -> list[str]:
    """Return a name and all names above it, the longest first."""
    labels = name.split(".")
    return [".".join(labels[start:]) for start in range(len(labels))]


def _decoded(match: re.Match[str]) -> str:
    code = int(match.group(1), 8)
    # An escaped dot is part of a label, not the end of it.
    return match.group() if code == _DOT else chr(code)


def _encoded(text: str) -> str:
    return text if len(text) > 1 or _PLAIN.fullmatch(text) else f"\\{ord(text):03o}"
