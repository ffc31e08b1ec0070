# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Domain names as DNS compares them: lower case, no trailing dot, punycode; pure."""

from __future__ import annotations

import ipaddress
import re

from ._errors import Refused
from ._unknown import is_unknown

# The dots of ideographic scripts, which browsers take for a full stop too.
_OTHER_DOTS = str.maketrans("\u3002\uff0e\uff61", "...")
LONGEST_NAME = 253
LONGEST_LABEL = 63
_LABEL = re.compile(r"(?!-)[a-z0-9_-]{1,63}(?<!-)")
# Characters that the two IDNA standards encode differently: nobody can know which name was meant.
_AMBIGUOUS = "\u00df\u1e9e\u03c2\u200c\u200d"


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


def host_name(name: str, *, option: str, wildcard: bool = False) -> str:
    """Return a host's name in normal form, also one that begins with ``*.`` if that may be.

    Raises Refused for what no host can be called; the message begins with the option.
    """
    if is_unknown(name):
        return name
    try:
        normal = normal_name(name.strip())
    except Refused as error:
        raise Refused(f"{option}: {error.message}") from error
    problem = host_problem(normal, wildcard=wildcard)
    if problem:
        raise Refused(f"{option}: {name!r} is no name of a host: {problem}.")
    return normal


def host_problem(name: str, *, wildcard: bool, longest: int = LONGEST_NAME) -> str:
    """Return why a normal name cannot be that of a host, and what to write; an empty text when it can."""
    labels = name.split(".")
    whole = labels[1:] if wildcard and labels[0] == "*" else labels
    bad = next((label for label in whole if not _LABEL.fullmatch(label)), None)
    star = "a wildcard must be the whole first label, as in *.example.com" if wildcard else "no wildcard goes here"
    problems = (
        (not name, "it is empty, write one such as www.example.com"),
        (bool(set("/@ ") & set(name)) or "://" in name, "give the bare name, without scheme, path, mailbox or spaces"),
        (is_address(name), "it is an IP address, give a name such as www.example.com"),
        (":" in name, "give the bare name, without a port"),
        (not whole or "*" in (bad or ""), star),
        (bad == "", "it has two dots in a row, or begins with one"),
        (len(bad or "") > LONGEST_LABEL, f"the label {bad!r} has {len(bad or '')} characters, at most 63 can be"),
        (bad is not None, f"the label {bad!r} must be 1 to 63 letters, digits and inner hyphens"),
        (len(name) > longest, f"it has {len(name)} characters, at most {longest} can be"),
    )
    return next((text for holds, text in problems if holds), "")


def is_address(name: str) -> bool:
    """Tell whether a text is an IP address and no name."""
    try:
        ipaddress.ip_address(name.strip("[]"))
    except ValueError:
        return False
    return True


def is_host(text: str) -> bool:
    """Tell whether a text is an IP address or a name that can be looked up: what is none ends a look-up badly."""
    try:
        return is_address(text) or not host_problem(normal_name(text), wildcard=False)
    except Refused:
        return False


def is_within(name: str, zone: str) -> bool:
    """Tell whether a normal name is a zone's apex or lies below it, by whole labels (R53-21)."""
    return name == zone or name.endswith(f".{zone}")
