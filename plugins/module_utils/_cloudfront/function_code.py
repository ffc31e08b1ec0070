# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The code of a function: from the options to bytes and back."""

from __future__ import annotations

import pathlib
import typing as t

from .._errors import Refused
from .._unknown import is_unknown, unknown

# CF-84
LARGEST = 10 * 1024

# Whatever bytes CloudFront holds survive being text in between.
_LOSSLESS = "surrogateescape"


def decoded(code: bytes) -> str:
    """Return code as text, such that ``encoded`` gives back the same bytes."""
    return code.decode("utf-8", _LOSSLESS)


def encoded(code: str) -> bytes:
    """Return code as CloudFront keeps it."""
    return code.encode("utf-8", _LOSSLESS)


def given_code(options: t.Mapping[str, t.Any]) -> tuple[str, str]:
    """Return the code that was given, empty without one, and what it still lacks: an earlier task may write a file."""
    path = options.get("code_file")
    if not path:
        code = options.get("code")
        if code is not None and not code.strip():
            raise Refused("code is empty: give the code, or leave the option out to keep what is there.")
        return code or "", ""
    if is_unknown(path):
        return unknown("code of the function"), ""
    try:
        code = decoded(pathlib.Path(path).read_bytes())
    except FileNotFoundError:
        return unknown("code of the function"), f"code_file: there is no file {path} on the host where this runs."
    except OSError as error:
        raise Refused(f"code_file: {path} cannot be read: {error.strerror}.") from error
    if not code.strip():
        raise Refused(f"code_file: {path} is empty.")
    return code, ""


def check_size(name: str, code: str) -> None:
    """Refuse code that is too large."""
    size = len(encoded(code))
    if size > LARGEST:
        raise Refused(f"The code of the function {name} has {size} bytes; CloudFront takes at most {LARGEST}.")
