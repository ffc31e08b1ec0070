# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The proxy that the environment names for a server, and how to speak of it without its password."""

from __future__ import annotations

import base64
import dataclasses
import os
import re
import socket
import typing as t
import urllib.parse
import urllib.request

DEFAULT_PORTS = {"https": 443, "http": 80}
# Strict about what stands before the last @: a password with such signs would be taken for a host, and be shown as one.
_READABLE = re.compile(
    r"[a-z][a-z0-9+.-]*://(?:[^/?#\[\]\\\s]*@)?(?:\[[0-9a-f:.]+\]|[^/?#@\[\]\\\s:]+)(?::\d{1,5})?(?:/[^@]*)?",
    re.IGNORECASE,
)


@dataclasses.dataclass(frozen=True)
class Proxy:
    """A proxy and where it is named; ``url`` has a scheme in any case."""

    url: str
    source: str

    @property
    def name(self) -> str:
        """Return what to call it in messages: neither user nor password is in it."""
        if self.problem:
            return f"the proxy of {self.source}"
        return f"the proxy {without_password(self.url)} (from {self.source})"

    @property
    def problem(self) -> str:
        """Return why its URL cannot be read and what to write, an empty text when it can; nothing of it is repeated."""
        if _READABLE.fullmatch(self.url):
            return ""
        return (
            f"{self.source} does not name a proxy that can be read: write http://host:port or"
            " http://user:password@host:port, and the signs / ? # [ ] \\ of a password encoded, such as %23 for #."
        )

    @property
    def scheme(self) -> str:
        """Return how to speak to it."""
        return urllib.parse.urlsplit(self.url).scheme.lower()

    @property
    def address(self) -> tuple[str, int]:
        """Return its host and port; raises ValueError when it has none that can be."""
        parts = urllib.parse.urlsplit(self.url)
        if not parts.hostname:
            raise ValueError(f"{self.name} has no host")
        return parts.hostname, parts.port or DEFAULT_PORTS.get(self.scheme, 80)

    @property
    def authorization(self) -> str:
        """Return the header's value that says who asks, an empty text when nobody is named."""
        parts = urllib.parse.urlsplit(self.url)
        if parts.username is None:
            return ""
        pair = f"{urllib.parse.unquote(parts.username)}:{urllib.parse.unquote(parts.password or '')}"
        return f"Basic {base64.b64encode(pair.encode()).decode()}"


def proxy_for(scheme: str, *places: tuple[str, int]) -> Proxy | None:
    """Return the proxy for a scheme, None without one or when NO_PROXY has one of the places."""
    url = urllib.request.getproxies().get(scheme)
    if not url or any(_bypassed(host, port) for host, port in places):
        return None
    return Proxy(with_scheme(url), source_of(scheme, url))


def proxy_to(url: str) -> Proxy | None:
    """Return the proxy on the way to a URL, None without one."""
    parts = urllib.parse.urlsplit(url)
    return proxy_for(parts.scheme, (parts.hostname, 443)) if parts.hostname else None


def _bypassed(host: str, port: int) -> bool:
    try:
        return bool(urllib.request.proxy_bypass(f"{host}:{port}"))
    except (TypeError, socket.gaierror):  # as botocore has it: some systems look names up for it
        return False


def source_of(scheme: str, url: str, environ: t.Mapping[str, str] | None = None) -> str:
    """Return the variable that names a proxy, or what stands for the settings of the system."""
    found = os.environ if environ is None else environ
    names = [name for name in found if name.lower() == f"{scheme}_proxy" and found[name] == url]
    # Where both are set the lower case wins.
    return min(names, key=str.isupper, default="the settings of the system")


def with_scheme(url: str) -> str:
    """Return a proxy's URL as botocore reads it: without a scheme it is one for HTTP."""
    if url.startswith("//"):
        return f"http:{url}"
    return url if "://" in url else f"http://{url}"


def without_password(url: str) -> str:
    """Return a URL's scheme, host and port alone."""
    scheme, dummy, rest = with_scheme(url).partition("://")
    return f"{scheme}://{re.split('[/?#]', rest.rpartition('@')[2], maxsplit=1)[0]}"


# What a proxy means by refusing to connect.
STATUSES = {
    "403": ": it does not let this address through",
    "407": ": it wants to know who asks, so name user and password in its URL, encoded as in any URL",
    "502": ": it cannot reach the address",
    "503": ": it cannot reach the address",
    "504": ": it cannot reach the address",
}
ADVICE = "Check the proxy, or name in NO_PROXY what is to be reached without it."


def named(url: str) -> str:
    """Return what to call a proxy of which only the address is known, with where it is named."""
    address = without_password(url)
    for scheme in DEFAULT_PORTS:
        found = urllib.request.getproxies().get(scheme)
        if found and without_password(found) == address:
            return Proxy(with_scheme(found), source_of(scheme, found)).name
    return Proxy(url, "aws_config").name
