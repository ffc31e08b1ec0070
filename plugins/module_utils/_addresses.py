# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Endpoints that are addresses, which have no subdomains; pure."""

from __future__ import annotations

import contextlib
import ipaddress
import typing as t
import urllib.parse


def leave_address_alone(request: t.Any, **kwargs: object) -> None:
    """Take the account that S3 Control puts before its host off an address, which has no subdomains."""
    url = urllib.parse.urlsplit(request.url)
    account, dummy, host = url.netloc.partition(".")
    if account.isdigit() and _is_address(host.rpartition(":")[0] or host):
        request.url = urllib.parse.urlunsplit(url._replace(netloc=host))


def _is_address(host: str) -> bool:
    with contextlib.suppress(ValueError):
        return bool(ipaddress.ip_address(host.strip("[]")))
    return host == "localhost"
