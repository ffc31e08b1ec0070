# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The values of records: quoted as Route 53 wants them, checked, and compared by what they say; pure."""

from __future__ import annotations

import ipaddress
import re

from .._domain import is_address, normal_name
from .._errors import Refused
from .._unknown import is_unknown
from .names import is_url, read_name

TEXT_TYPES = frozenset({"TXT", "SPF"})
LONGEST_STRING = 255
# R53-30
LONGEST_TEXT = 4000
HIGHEST_NUMBER = 65535
HIGHEST_FLAGS = 255
# The last word of these values is a name: how many numbers come before it.
SHAPES = {
    "CNAME": (0, "www.example.com"),
    "NS": (0, "ns1.example.com"),
    "PTR": (0, "www.example.com"),
    "MX": (1, "10 mail.example.com"),
    "SRV": (3, "1 10 443 www.example.com"),
}
_QUOTED = re.compile(r'\s*"((?:[^"\\]|\\.)*)"\s*', re.DOTALL)
_ESCAPE = re.compile(rb"\\([0-3][0-7]{2}|.)", re.DOTALL)
_CAA = re.compile(r'(?P<flags>\d+)\s+(?P<tag>[A-Za-z0-9]+)\s+(?P<value>"[^"]*"|[^"\s]+)')
_PRINTABLE = range(0x20, 0x7F)


def wire_value(kind: str, value: str) -> str:
    """Return a value as it is sent; texts are quoted and split for the user (R53-30).

    Raises Refused for a value that Route 53 would not take.
    """
    if is_unknown(value):
        return value
    if kind in TEXT_TYPES:
        text = _as_quoted(value.strip()) if _is_quoted(value) else _quoted(value.encode())
        if len(text) > LONGEST_TEXT:
            raise Refused(f"values: a text has {len(text)} characters with its quotes; Route 53 takes {LONGEST_TEXT}.")
        return text
    plain = " ".join(value.split())
    if kind == "A":
        return _address(plain, kind, ipaddress.IPv4Address)
    if kind == "AAAA":
        return _address(plain, kind, ipaddress.IPv6Address)
    if kind == "CAA":
        match = _CAA.fullmatch(plain)
        if not match or int(match["flags"]) > HIGHEST_FLAGS:
            raise Refused(f'values: {value!r} is not a CAA value, such as 0 issue "amazon.com".')
        # The name must be quoted (R53-31).
        return f'{match["flags"]} {match["tag"]} "{match["value"].strip(chr(34))}"'
    return _naming(kind, plain) if kind in SHAPES else plain


def _naming(kind: str, value: str) -> str:
    """Return a value that ends in a name, which is sent in punycode; refuse what lacks its numbers or is no name."""
    *numbers, name = value.split(" ")
    count, example = SHAPES[kind]
    fits = len(numbers) == count and all(one.isdecimal() and int(one) <= HIGHEST_NUMBER for one in numbers)
    if not fits or not name or is_url(name):
        raise Refused(f"values: {value!r} is no value of a {kind} record: write one such as {example}.")
    if is_address(name.removesuffix(".")):
        raise Refused(
            f"values: {value!r}: {kind} records lead to names, not to addresses: write one such as {example}."
        )
    if name.isascii():
        return value
    try:
        return " ".join([*numbers, normal_name(name) + ("." if name.endswith(".") else "")])
    except Refused as error:
        raise Refused(f"values: {error.message}") from error


def comparable(kind: str, value: str) -> str:
    """Return what a value says, whatever way it is written in; what stands in a zone is never refused."""
    if is_unknown(value):
        return value
    try:
        sent = wire_value(kind, value)
    except Refused:
        return value
    if kind in TEXT_TYPES:
        return repr(_text(sent))
    if kind not in SHAPES:
        return sent
    *numbers, name = sent.split(" ")
    return " ".join([*numbers, read_name(name)])


def _address(value: str, kind: str, form: type[ipaddress.IPv4Address] | type[ipaddress.IPv6Address]) -> str:
    try:
        if "%" in value:
            raise ValueError("a scope means something on one machine only")
        return str(form(value))
    except ValueError as error:
        what = "an IPv4 address" if kind == "A" else "an IPv6 address"
        raise Refused(
            f"values: {value!r} is not {what}, which is what {kind} records hold. For the name of an AWS resource use"
            " alias."
        ) from error


def _is_quoted(value: str) -> bool:
    stripped = value.strip()
    if not (stripped.startswith('"') and stripped.endswith('"') and len(stripped) > 1):
        return False
    if "".join(match.group() for match in _QUOTED.finditer(value)) != value:
        raise Refused(f'values: the quotes of {value!r} do not match; write a quote inside a text as \\".')
    return True


def _as_quoted(value: str) -> str:
    longest = max(len(string) for string in _strings(value))
    if longest > LONGEST_STRING:
        raise Refused(
            f"values: a quoted text has {longest} characters; Route 53 takes {LONGEST_STRING} in each pair of quotes:"
            " leave the quotes out, and the text is split."
        )
    return value


def _text(value: str) -> bytes:
    return b"".join(_strings(value))


def _strings(value: str) -> list[bytes]:
    strings = (match.group(1).encode() for match in _QUOTED.finditer(value))
    return [_ESCAPE.sub(_unescaped, string) for string in strings]


def _unescaped(match: re.Match[bytes]) -> bytes:
    escaped = match.group(1)
    return bytes([int(escaped, 8)]) if len(escaped) > 1 else escaped


def _quoted(text: bytes) -> str:
    parts = [text[start : start + LONGEST_STRING] for start in range(0, len(text), LONGEST_STRING)] or [b""]
    return " ".join(f'"{"".join(_escaped(code) for code in part)}"' for part in parts)


def _escaped(code: int) -> str:
    character = chr(code)
    if character in '"\\':
        return f"\\{character}"
    return character if code in _PRINTABLE else f"\\{code:03o}"
