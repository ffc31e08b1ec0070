# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which resolver to ask, as users write it; pure but for the environment."""

from __future__ import annotations

import os
import re

from .._domain import is_host
from .._errors import Refused

# What the option dns_resolver is taken from when it is not given.
ENVIRONMENT = "CDN_DNS_RESOLVER"
HIGHEST_PORT = 65535

_PLACE = re.compile(r"\[(?P<bracketed>[^\]]+)\](?::(?P<port6>\d{1,9}))?|(?P<plain>[^:\s]+)(?::(?P<port>\d{1,9}))?")
_BARE_IPV6 = re.compile(r"[0-9a-fA-F:.]*:[0-9a-fA-F:.]*:[0-9a-fA-F:.]*")


def resolver_place(text: str) -> tuple[str, int]:
    """Return host and port of a resolver, empty and 0 when not given; raises Refused for what is not host:port."""
    text = text.strip()
    if not text:
        return "", 0
    if _BARE_IPV6.fullmatch(text):
        return text, 0
    found = _PLACE.fullmatch(text)
    host = (found["plain"] or found["bracketed"]) if found else ""
    if found is None or not is_host(host):
        raise Refused(f"dns_resolver: {text!r} is no host or host:port; an IPv6 address goes in brackets, [::1]:53.")
    port = int(found["port"] or found["port6"] or 0)
    if port > HIGHEST_PORT:
        raise Refused(f"dns_resolver: {text!r} has a port above {HIGHEST_PORT}.")
    return host, port


def chosen_resolver(option: str | None) -> str:
    """Return the resolver of the option or the environment, an empty text for the system's."""
    return option or os.environ.get(ENVIRONMENT, "")
