# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What cannot be probed is refused before anything is asked; values of check runs are left alone."""

from __future__ import annotations

import typing as t
from urllib.parse import urlsplit

from .._domain import host_name, is_host
from .._errors import Refused
from .._inputs import refuse_bad_header, refuse_outside
from .._unknown import is_unknown
from .mapping import bucket_of
from .reasons import TABLE

HIGHEST_PORT = 65535
# No clock of a socket goes on for ever.
LONGEST_TIMEOUT = 86400

Options = t.Mapping[str, t.Any]


def check(options: Options) -> None:
    """Refuse a domain, path, address or number that cannot be right."""
    host_name(options["domain"], option="domain")
    if not options["paths"]:
        raise Refused("paths is empty: name at least one path to request.")
    for path in options["paths"]:
        if not is_unknown(path) and not path.startswith("/"):
            raise Refused(f"path {path}: paths begin with a slash.")
    if options["s3_urls"] and not bucket_of(options)[0]:
        raise Refused("s3_urls: give the bucket that they are in, as bucket, or the distribution before it.")
    _check_causes(options)
    _check_numbers(options)
    _check_headers(options)
    _check_addresses(options)


def _is_web_address(url: str) -> bool:
    try:
        parts = urlsplit(url)
        return parts.scheme in ("http", "https") and is_host(parts.hostname or "") and parts.port != 0
    except ValueError:  # a bracket or a port that is none
        return False


def _check_causes(options: Options) -> None:
    known = [row.key for row in TABLE]
    for cause in options["accepted_causes"] or []:
        if cause not in known and not is_unknown(cause):
            raise Refused(f"accepted_causes: {cause} is no cause. There are {', '.join(sorted(known))}.")


def _check_numbers(options: Options) -> None:
    refuse_outside("timeout", options["timeout"], 1, LONGEST_TIMEOUT)
    for lowest, names in ((1, ("attempts", "connections")), (0, ("expect_fresh", "certificate_days"))):
        for name in names:
            if options[name] is not None and options[name] < lowest:
                raise Refused(f"{name} is {options[name]}: it has to be {lowest} or more.")


def _check_headers(options: Options) -> None:
    for name, value in (options["headers"] or {}).items():
        refuse_bad_header("headers", str(name))
        # Between words there may be tabs.
        text = str(value).replace("\t", " ")
        if not (text.isascii() and text.isprintable()):
            raise Refused(f"headers: {name}: its value has letters that no header can hold.")


def _check_addresses(options: Options) -> None:
    for scheme, target in (options["connect_to"] or {}).items():
        host, dummy, port = (target or "").rpartition(":")
        is_place = is_host(host) and port.isdecimal() and 0 < int(port[:6]) <= HIGHEST_PORT
        if target and not is_unknown(target) and not is_place:
            raise Refused(f"connect_to {scheme}: {target}: give host:port, such as d111111abcdef8.cloudfront.net:443.")
    for url in options["origin_urls"] or []:
        if not is_unknown(url) and not _is_web_address(url):
            raise Refused(f"origin_urls {url}: give an address that begins with https:// or http://.")
