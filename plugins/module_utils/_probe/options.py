# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What cannot be probed is refused before anything is asked; values of check runs are left alone."""

from __future__ import annotations

import typing as t
from urllib.parse import urlsplit

from .._errors import Refused
from .._unknown import is_unknown

Options = t.Mapping[str, t.Any]


def check(options: Options) -> None:
    """Refuse a domain, path, address or number that cannot be right."""
    domain = options["domain"]
    if not is_unknown(domain) and (not domain or set("/:@ ") & set(domain)):
        raise Refused(f"domain {domain}: give the name alone, such as cdn.example.com, and the rest as paths.")
    if not options["paths"]:
        raise Refused("paths is empty: name at least one path to request.")
    for path in options["paths"]:
        if not is_unknown(path) and not path.startswith("/"):
            raise Refused(f"path {path}: paths begin with a slash.")
    for option in ("attempts", "timeout"):
        if options[option] < 1:
            raise Refused(f"{option} is {options[option]}: it has to be 1 or more.")
    if (options["expect_fresh"] or 0) < 0:
        raise Refused(f"expect_fresh is {options['expect_fresh']}: it has to be 0 or more.")
    _check_addresses(options)


def _check_addresses(options: Options) -> None:
    for scheme, target in (options["connect_to"] or {}).items():
        if target and not is_unknown(target) and not (":" in target[1:] and target.rpartition(":")[2].isdigit()):
            raise Refused(f"connect_to {scheme}: {target}: give host:port, such as d111111abcdef8.cloudfront.net:443.")
    for url in options["origin_urls"] or []:
        parts = urlsplit(url)
        if not is_unknown(url) and (parts.scheme not in ("http", "https") or not parts.hostname):
            raise Refused(f"origin_urls {url}: give an address that begins with https:// or http://.")
