# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The other ways to a site: over IPv6, and with HTTP/2."""

from __future__ import annotations

import errno
import typing as t

from . import x_cache
from .failures import Unanswered
from .http import HEADERS, Route, Session, address_over_ipv6

# What a machine without IPv6, or without a way out of it, says.
NO_IPV6 = frozenset({errno.ENETUNREACH, errno.EADDRNOTAVAIL, errno.EAFNOSUPPORT, errno.EHOSTUNREACH})
Found = dict[str, t.Any]


def ipv6(route: Route, domain: str, session: Session, path: str, distribution: t.Mapping[str, t.Any]) -> Found:
    """Ask for a path over IPv6, if the name has such an address, and return what came of it.

    What only this machine cannot do is a ``note``, what viewers would suffer from is a ``problem``.
    """
    host, port = route.target("https", domain, None)
    found: Found = {"address": None, "status": None, "cache": None, "note": None, "problem": None}
    if session.proxy:
        return {**found, "note": "Not tried: a proxy chooses the address."}
    target = address_over_ipv6(host, port)
    if not target:
        note = f"{host} has no IPv6 address"
        wanted = distribution.get("is_ipv6_enabled") and host == domain
        hint = ", though the distribution has IPv6 on: make an AAAA alias record beside the A record" if wanted else ""
        return {**found, "note": f"{note}{hint}."}
    found["address"] = str(target[1][0])
    over = session.another(target)
    try:
        reply = over.get(path)
    except Unanswered as error:
        return {**found, **_unreached(error)}
    finally:
        over.close()
    found.update(status=reply.status, cache=x_cache.cache_result(reply.headers))
    if not x_cache.passed_cloudfront(reply.headers):
        found["problem"] = (
            "over IPv6 the answer did not pass CloudFront. Make the AAAA record an alias of the distribution, as the A"
            " record is."
        )
    return found


def _unreached(error: Unanswered) -> Found:
    cause = error.__cause__
    if isinstance(cause, OSError) and cause.errno in NO_IPV6:
        return {"note": "This machine has no IPv6, or no way out of it."}
    if isinstance(cause, TimeoutError):
        return {"note": f"Nobody answered over IPv6, which may be due to this machine's network: {error.message}"}
    return {"problem": f"over IPv6: {error.message}"}


def http2(route: Route, domain: str, session: Session, path: str) -> Found | None:
    """Ask for a path as a browser that speaks HTTP/2 does; None without a library that can."""
    try:
        # It takes long to load, and few have it.
        import h2  # noqa: F401, PLC0415
        import httpx  # noqa: PLC0415
    except ImportError:
        return None
    address = session.address or ""
    url = f"https://{f'[{address}]' if ':' in address else address}:{session.port}{path}"
    found: Found = {"negotiated": None, "status": None, "cache": None, "note": None}
    if session.proxy:
        return {**found, "note": "Not tried through a proxy."}
    try:
        with (
            httpx.Client(http2=True, verify=route.tls(), timeout=route.timeout, trust_env=False) as client,
            client.stream(
                "GET", url, headers={**HEADERS, "Host": domain}, extensions={"sni_hostname": domain}
            ) as reply,
        ):
            headers = {name.lower(): value for name, value in reply.headers.items()}
            negotiated = str(reply.http_version)
            return {
                **found,
                "negotiated": negotiated,
                "status": reply.status_code,
                "cache": x_cache.cache_result(headers),
            }
    except (httpx.HTTPError, httpx.InvalidURL, OSError) as error:
        return {**found, "note": f"HTTP/2 could not be tried: {type(error).__name__}: {' '.join(str(error).split())}"}
