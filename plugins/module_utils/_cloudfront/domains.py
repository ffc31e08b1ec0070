# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a domain name says about an origin; pure."""

from __future__ import annotations

import dataclasses
import re

from .._domain import host_name

_S3 = re.compile(
    r"(?P<bucket>[a-z0-9][a-z0-9._-]*)\.s3(?:[.-](?:dualstack\.)?(?P<region>[a-z]{2,}(?:-[a-z0-9]+)+))?\.amazonaws\.com(?:\.cn)?"
)
_ACCELERATED = re.compile(r".+\.s3-accelerate\.(?:dualstack\.)?amazonaws\.com")
_WEBSITE = re.compile(r".+\.s3-website[.-][a-z0-9-]+\.amazonaws\.com(?:\.cn)?")


@dataclasses.dataclass(frozen=True)
class S3Name:
    """A bucket's REST endpoint, taken apart; ``region`` is empty in the global form."""

    bucket: str
    region: str


def s3_name(domain_name: str) -> S3Name | None:
    """Return the bucket behind any form of a bucket's REST endpoint, None for everything else (CF-42)."""
    name = domain_name.lower().rstrip(".")
    if _WEBSITE.fullmatch(name):
        return None
    found = _S3.fullmatch(name)
    return S3Name(found["bucket"], found["region"] or "") if found else None


def alias_name(name: str) -> str:
    """Return an alias as CloudFront keeps it; raises Refused for what is no name of a host (CF-33)."""
    return host_name(name, option="aliases", wildcard=True)


def is_website(domain_name: str) -> bool:
    """Tell whether a domain name is a bucket's website endpoint, which speaks http only (CF-41)."""
    return bool(_WEBSITE.fullmatch(domain_name.lower().rstrip(".")))


def is_accelerated(domain_name: str) -> bool:
    """Tell whether a domain name is a bucket's endpoint for accelerated uploads (CF-41)."""
    return bool(_ACCELERATED.fullmatch(domain_name.lower().rstrip(".")))


def regional(bucket: str, region: str) -> str:
    """Return the form that never redirects (CF-42)."""
    suffix = ".cn" if region.startswith("cn-") else ""
    return f"{bucket}.s3.{region}.amazonaws.com{suffix}"


def covers(pattern: str, name: str) -> bool:
    """Tell whether a certificate's name covers an alias: a star stands for exactly one label (CF-35)."""
    if pattern.lower() == name.lower():
        return True
    star, dummy, parent = pattern.lower().partition(".")
    label, dummy, rest = name.lower().partition(".")
    return star == "*" and parent == rest and label not in ("", "*")
