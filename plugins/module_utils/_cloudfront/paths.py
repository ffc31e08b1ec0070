# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The paths of an invalidation, as CloudFront takes them (CF-73); pure."""

from __future__ import annotations

import re
import typing as t
import urllib.parse

from .._errors import Refused
from .._unknown import is_unknown

LONGEST = 4000

# Everything that RFC 1738 does not call unsafe; what is encoded already stays as it is.
_SAFE = "/*?&=:;@,.!$()+-_%"
_CLEAN = re.compile(r"/(?:[A-Za-z0-9/?&=:;@,.!$()+_-]|%[0-9A-Fa-f]{2})*\*?")
_LONE_PERCENT = re.compile(r"%(?![0-9A-Fa-f]{2})")
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")
_URL = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*://[^/?]*(.*)", re.DOTALL)
# A star is a wildcard only at the end, a tilde is refused as it is; encoded, both are taken and invalidate nothing
# (CF-73, aws-sdk#525).
_UNNAMEABLE = re.compile(r"%2A|%7E", re.IGNORECASE)


def normalised(paths: t.Iterable[str]) -> list[str]:
    """Return the paths with a leading slash, encoded, each once, without those that a wildcard covers.

    Raises Refused for a star that is not at the end: CloudFront would take it literally.
    """
    return uncovered(list(dict.fromkeys(_encoded(path) for path in paths)))


def uncovered(paths: list[str]) -> list[str]:
    """Return the paths without those that a wildcard among them covers."""
    prefixes: list[str] = []
    for prefix in sorted(path[:-1] for path in paths if path.endswith("*")):
        # In this order a shorter one comes right before those that it covers.
        if not prefixes or not prefix.startswith(prefixes[-1]):
            prefixes.append(prefix)
    kept, covering = frozenset(prefixes), tuple(prefixes)
    return [
        path
        for path in paths
        if (path[:-1] in kept if path.endswith("*") else not (covering and path.startswith(covering)))
    ]


def _encoded(path: str) -> str:
    if is_unknown(path):
        return path
    if not path:
        raise Refused("target_paths: a path is empty; write / for the root, or /* for everything.")
    url = _URL.fullmatch(path)
    if url:
        raise Refused(f"target_paths: {path} is a URL; name its path only, {url[1] or '/'}")
    absolute = path if path.startswith("/") else f"/{path}"
    if "*" in absolute[:-1]:
        raise Refused(
            f"target_paths: {path} has a * that is not its last character, where it stands for itself only. Name the"
            " folder with /* at its end, or write a star that belongs to a name as %2A."
        )
    encoded = _widened(absolute if _CLEAN.fullmatch(absolute) else _quoted(absolute))
    if len(encoded) > LONGEST:
        raise Refused(
            f"target_paths: {path[:60]}... has {len(encoded)} characters; CloudFront takes at most {LONGEST}."
        )
    return encoded


def _quoted(path: str) -> str:
    if _CONTROL.search(path):
        raise Refused(f"target_paths: {path!r} has a control character, such as a line break, which no URL can have.")
    try:
        quoted = urllib.parse.quote(_LONE_PERCENT.sub("%25", path), safe=_SAFE)
    except UnicodeEncodeError:
        raise Refused(f"target_paths: {ascii(path)} is no text in UTF-8.") from None
    return quoted.replace("~", "%7E")


def _widened(path: str) -> str:
    """Return a path with a star or a tilde as a wildcard up to it: CloudFront knows no other way to name it."""
    found = _UNNAMEABLE.search(path)
    return f"{path[: found.start()]}*" if found else path
