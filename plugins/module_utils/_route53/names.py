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
# An escaped dot is part of a label, not the end of it; the others could not be told apart from what means something.
_KEPT = frozenset({" ", ".", "\\"})


def record_name(name: str, *, option: str = "name") -> str:
    """Return a name of the options as ``read_name`` would, punycode for IDN; raises Refused for a wrong one."""
    if is_unknown(name):
        return name
    try:
        normal = normal_name(_decoded(name.strip()))
    except Refused as error:
        raise Refused(f"{option}: {error.message}") from error
    if any(character.isspace() for character in normal):
        raise Refused(f"{option}: {name!r} has a space in it: write \\040 if it belongs to the name.")
    labels = _OCTAL.sub("?", normal).split(".")
    length, longest = len(".".join(labels)), max(map(len, labels))
    if length > LONGEST_NAME or longest > LONGEST_LABEL:
        raise Refused(
            f"{option}: {name!r} is too long: it has {length} characters where {LONGEST_NAME} can be, its longest"
            f" label has {longest} where {LONGEST_LABEL} can be."
        )
    # Reverse zones have slashes within (RFC 2317).
    if not all(labels) or is_url(normal):
        raise Refused(f"{option}: {name!r} is not a domain name: give the whole name, such as www.example.com.")
    return normal


def read_name(name: str) -> str:
    """Return a name of an answer for comparing: lower case, no trailing dot, octal only where it must be (R53-10).

    Whatever stands in a zone is read: one strange name must not stop those who want another.
    """
    return name if is_unknown(name) else _decoded(name).lower().removesuffix(".")


def wire_name(name: str) -> str:
    """Return a normal name as it is sent: absolute, special characters in octal."""
    if is_unknown(name):
        return name
    escaped = re.sub(rf"{_OCTAL.pattern}|.", lambda match: _encoded(match.group()), name)
    return f"{escaped}."


def is_url(name: str) -> bool:
    """Tell whether a text has the scheme or the path of a URL: no top-level domain has a slash in it."""
    return "://" in name or "/" in name.removesuffix(".").rpartition(".")[2]


def suffixes(name: str) -> list[str]:
    """Return a name and all names above it, the longest first."""
    labels = name.split(".")
    return [".".join(labels[start:]) for start in range(len(labels))]


def _decoded(name: str) -> str:
    return _OCTAL.sub(_character, name)


def _character(match: re.Match[str]) -> str:
    character = chr(int(match.group(1), 8))
    is_readable = character.isascii() and character.isprintable() and character not in _KEPT
    return character if is_readable else match.group()


def _encoded(text: str) -> str:
    return text if len(text) > 1 or _PLAIN.fullmatch(text) else f"\\{ord(text):03o}"
