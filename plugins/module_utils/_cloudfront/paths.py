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
_SAFE = "/*?&=:;@,.!$'()+-_%"
_LONE_PERCENT = re.compile(r"%(?![0-9A-Fa-f]{2})")


def normalised(paths: t.Iterable[str]) -> list[str]:
    """Return the paths with a leading slash, encoded, each once, without those that a wildcard covers.

    Raises Refused for a star that is not at the end: CloudFront would take it literally.
    """
    encoded = list(dict.fromkeys(_encoded(path) for path in paths))
    wildcards = [path[:-1] for path in encoded if path.endswith("*")]
    return [path for path in encoded if not _is_covered(path, wildcards)]


def _is_covered(path: str, wildcards: t.Iterable[str]) -> bool:
    prefix = path.removesuffix("*")
    return any(prefix.startswith(other) and not (path.endswith("*") and prefix == other) for other in wildcards)


def _encoded(path: str) -> str:
    if is_unknown(path):
        return path
    if not path:
        raise Refused("target_paths: a path is empty; write / for the root, or /* for everything.")
    absolute = path if path.startswith("/") else f"/{path}"
    if "*" in absolute[:-1]:
        raise Refused(f"target_paths: {path} has a * that is not its last character, where it stands for itself only.")
    encoded = urllib.parse.quote(_LONE_PERCENT.sub("%25", absolute), safe=_SAFE).replace("~", "%7E")
    if len(encoded) > LONGEST:
        raise Refused(
            f"target_paths: {path[:60]}... has {len(encoded)} characters; CloudFront takes at most {LONGEST}."
        )
    return encoded
