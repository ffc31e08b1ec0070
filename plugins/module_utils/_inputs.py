# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What options of all kinds are refused for, each with the same words in every module; pure."""

from __future__ import annotations

import re
import typing as t

from ._errors import Refused
from ._unknown import is_unknown

# What neither XML nor JSON carries to AWS; tabs and line breaks are fine, surrogates are halves of characters.
_UNSENDABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_ID = re.compile(r"[A-Za-z0-9_-]{1,64}")
# An access point stands for a bucket.
_BUCKET = re.compile(r"[A-Za-z0-9._-]{1,255}|arn:aws[a-z-]*:s3[a-z-]*:[^/]*:accesspoint[/:].+")
# RFC 9110, 5.6.2
_TOKEN = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
_LINE_BREAK = re.compile(r"[\r\n]")


def refuse_unsendable(options: t.Mapping[str, t.Any], paths: t.Collection[str] = ()) -> None:
    """Refuse characters that AWS takes nowhere; ``paths`` are options that name files, which may have any name."""
    for where, character in _unsendable(options, ""):
        if where not in paths or character == "\0":
            code = character.encode("unicode_escape").decode()
            raise Refused(f"{where}: it has the control character {code}, which AWS takes nowhere: remove it.")


def _unsendable(value: t.Any, path: str) -> t.Iterator[tuple[str, str]]:
    if isinstance(value, str):
        found = _UNSENDABLE.search(value)
        if found:
            yield path, found.group()
    elif isinstance(value, t.Mapping):
        for key, child in value.items():
            below = f"{path}.{key}" if path else str(key)
            yield from _unsendable(key, path)
            yield from _unsendable(child, below)
    elif isinstance(value, (list, tuple)):
        for index, child in enumerate(value):
            yield from _unsendable(child, f"{path}[{index}]")


def refuse_bad_id(option: str, value: str | None) -> None:
    """Refuse what cannot be the id of anything: in the path of a request it would name something else."""
    if value and not is_unknown(value) and not _ID.fullmatch(value):
        raise Refused(f"{option}: {value!r} is no id: write it as AWS shows it, letters and digits without spaces.")


def refuse_bad_bucket(name: str) -> None:
    """Refuse what is no name of a bucket that may be there already: the old ones have capitals and underscores."""
    if not is_unknown(name) and not _BUCKET.fullmatch(name):
        raise Refused(f"bucket: {name!r} is no name of a bucket: write the bare name, without s3:// and slashes.")


def refuse_long(option: str, text: str | None, longest: int) -> None:
    """Refuse a text with more characters than AWS takes."""
    if text and not is_unknown(text) and len(text) > longest:
        raise Refused(f"{option} has {len(text)} characters; AWS takes at most {longest}: shorten it.")


def refuse_outside(option: str, value: float | None, least: int, most: int | None = None) -> None:
    """Refuse a number that is too small or too big."""
    if value is not None and not (least <= value and (most is None or value <= most)):
        wanted = f"{least} or more" if most is None else f"a number from {least} to {most}"
        raise Refused(f"{option}: {value} is out of range: write {wanted}.")


def refuse_line_break(option: str, text: str | None) -> None:
    """Refuse a line break in the value of a header: it would begin another header; YAML's blocks end in one."""
    if _LINE_BREAK.search(text or ""):
        raise Refused(f"{option}: the value of a header has no line breaks; begin a block in YAML with >- instead.")


def refuse_bad_header(option: str, name: str) -> None:
    """Refuse what is no name of a header."""
    if not is_unknown(name) and not _TOKEN.fullmatch(name):
        raise Refused(f"{option}: {name!r} is no name of a header: write letters, digits and hyphens, as in X-Name.")
