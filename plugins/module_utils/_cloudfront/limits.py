# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Numbers, headers and lengths that the developer guide gives limits for; pure."""

from __future__ import annotations

import re
import typing as t

from .._errors import Refused
from .._inputs import refuse_bad_header, refuse_line_break, refuse_long, refuse_outside
from .._unknown import is_unknown
from .touched import Touched

Members = t.Mapping[str, t.Any]

# A hundred years, which is as long as an object is kept.
LONGEST_TTL = 3153600000
TTLS = ("min_ttl", "default_ttl", "max_ttl")
LONGEST_PATH = 255
PORTS = ("http_port", "https_port")
WELL_KNOWN_PORTS = (80, 443)
FREE_PORTS = (1024, 65535)
TIMEOUTS = ("origin_read_timeout", "origin_keepalive_timeout")
LONGEST_HEADER = 256
LONGEST_VALUE = 1783
# "Custom headers that CloudFront can't add to origin requests" of the developer guide.
RESERVED = re.compile(
    "cache-control|connection|content-length|cookie|host|if-(match|modified-since|none-match|range|unmodified-since)"
    "|max-forwards|pragma|proxy-(authenticate|authorization|connection)|range|request-range|te|trailer"
    "|transfer-encoding|upgrade|via|x-real-ip|x-(amz|edge)-.*",
    re.IGNORECASE,
)
KINDS = ("s3_origin_config", "custom_origin_config", "vpc_origin_config")
STATUS = re.compile(r"[2-5][0-9][0-9]")


def check_lifetimes(where: str, members: Members, options: t.Iterable[str] = TTLS) -> None:
    """Refuse seconds that CloudFront cannot keep anything for."""
    for option in options:
        refuse_outside(f"{where}{option}", members.get(option), 0, LONGEST_TTL)


def check_origin_limits(path: str, origin: Members, touched: Touched) -> None:
    """Refuse ports, times and headers that no origin can have; what AWS has taken once is not questioned."""
    if f"{path}.origin_path" in touched:
        refuse_long(f"{path}.origin_path", origin.get("origin_path"), LONGEST_PATH)
    for where, value in _numbers(path, origin):
        if where not in touched:
            continue
        if where.endswith("_port"):
            _check_port(where, value)
        else:
            # The upper end is a quota, which moves (CF-91).
            refuse_outside(where, value, 1)
    if f"{path}.custom_headers" in touched:
        for header in origin.get("custom_headers") or ():
            check_custom_header(f"{path}.custom_headers", header)


def _numbers(path: str, origin: Members) -> t.Iterator[tuple[str, int]]:
    for kind in KINDS:
        for option, value in (origin.get(kind) or {}).items():
            if option in (*PORTS, *TIMEOUTS):
                yield f"{path}.{kind}.{option}", value


def _check_port(where: str, port: int) -> None:
    low, high = FREE_PORTS
    if port not in WELL_KNOWN_PORTS and not low <= port <= high:
        raise Refused(f"{where}: {port} is no port that CloudFront asks: write 80, 443, or one of {low} to {high}.")


def check_custom_header(where: str, header: Members) -> None:
    """Refuse a header that CloudFront does not add to its requests; its value, a secret, is never told."""
    name, value = header["header_name"], header["header_value"]
    refuse_bad_header(where, name)
    refuse_long(f"{where}: the name of a header", name, LONGEST_HEADER)
    if RESERVED.fullmatch(name):
        raise Refused(f"{where}: {name} is a header that CloudFront sets itself: choose a name of your own.")
    refuse_line_break(f"{where}[{name}]", value)
    refuse_long(f"{where}[{name}]: the value", value, LONGEST_VALUE)


def check_error_answer(path: str, answer: Members, touched: Touched) -> None:
    """Refuse an answer to an error that is none, and to keep it for a time that is none."""
    code = answer.get("response_code") or ""
    if f"{path}.response_code" in touched and code and not is_unknown(code) and not STATUS.fullmatch(code):
        raise Refused(f"{path}.response_code: {code} is no HTTP status to answer with: write one such as 200 or 404.")
    check_lifetimes(f"{path}.", answer, ("error_caching_min_ttl",))
