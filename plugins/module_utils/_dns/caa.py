# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""CAA: who may issue certificates for a name (RFC 8659), and whether that is Amazon (ACM-08); pure."""

from __future__ import annotations

import dataclasses
import re

# One of these must be allowed.
AMAZON = frozenset({"amazon.com", "amazontrust.com", "awstrust.com", "amazonaws.com"})
ISSUE, ISSUE_WILD = "issue", "issuewild"
# Tags that say nothing about certificates for servers; a critical one that is none of these stops every authority.
KNOWN_TAGS = frozenset({ISSUE, ISSUE_WILD, "iodef", "issuemail", "issuevmc", "contactemail", "contactphone"})
CRITICAL = 128

_TEXT = re.compile(r'(?P<flags>\d+)\s+(?P<tag>[A-Za-z0-9]+)\s+"?(?P<value>(?:[^"\\]|\\.)*)"?')


@dataclasses.dataclass(frozen=True)
class Property:
    """One CAA record."""

    flags: int
    tag: str
    value: str

    @property
    def issuer(self) -> str:
        """Return the authority that is allowed, an empty text for nobody."""
        return self.value.partition(";")[0].strip().lower().removesuffix(".")

    def __str__(self) -> str:
        return f'{self.flags} {self.tag} "{self.value}"'


@dataclasses.dataclass(frozen=True)
class Policy:
    """The closest CAA record set above a name; ``owner`` is where it stands, without properties there is none."""

    owner: str = ""
    properties: tuple[Property, ...] = ()

    def obstacle(self, *, wildcard: bool) -> str:
        """Return the tag to add so that Amazon may issue, or what stops it, or nothing when it may."""
        stopping = [one for one in self.properties if one.flags & CRITICAL and one.tag not in KNOWN_TAGS]
        if stopping:
            return stopping[0].tag
        tags = {one.tag for one in self.properties}
        tag = ISSUE_WILD if wildcard and ISSUE_WILD in tags else ISSUE
        allowed = {one.issuer for one in self.properties if one.tag == tag}
        return tag if tag in tags and not allowed & AMAZON else ""


def policy(owner: str, texts: tuple[str, ...]) -> Policy:
    """Return what the values of a CAA record set mean; what is no CAA at all is left out."""
    found = (_TEXT.fullmatch(text.strip()) for text in texts)
    return Policy(
        owner, tuple(Property(int(one["flags"]), one["tag"].lower(), one["value"].strip()) for one in found if one)
    )
