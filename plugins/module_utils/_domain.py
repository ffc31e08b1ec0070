# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Domain names as DNS compares them: lower case, no trailing dot, punycode; pure."""

from __future__ import annotations

from ._errors import Refused

# The dots of ideographic scripts, which browsers take for a full stop too.
_OTHER_DOTS = str.maketrans("\u3002\uff0e\uff61", "...")
# Characters that the two IDNA standards encode differently: nobody can know which name was meant.
_AMBIGUOUS = "\u00df\u03c2\u200c\u200d"


def normal_name(name: str) -> str:
    """Return a name in lower case, without trailing dot, international labels in punycode.

    Raises Refused for a name that has no one punycode form.
    """
    plain = name.translate(_OTHER_DOTS)
    if not plain.isascii():
        plain = ".".join(_to_ascii(label, name) for label in plain.split("."))
    return plain.lower().removesuffix(".")


def _to_ascii(label: str, name: str) -> str:
    if label.isascii():
        return label
    if any(character in label for character in _AMBIGUOUS):
        raise Refused(f"{name!r} has more than one punycode form: write the label {label!r} as xn--...")
    try:
        return label.encode("idna").decode("ascii")
    except UnicodeError as error:
        raise Refused(f"{name!r} is not a domain name: the label {label!r} has no punycode form ({error}).") from error


def is_within(name: str, zone: str) -> bool:
    """Tell whether a normal name is a zone's apex or lies below it, by whole labels (R53-21)."""
    return name == zone or name.endswith(f".{zone}")
