# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Requests as a viewer makes them: one address, one connection, times taken where viewers wait."""

from __future__ import annotations

import dataclasses
import functools
import http.client
import itertools
import socket
import ssl
import time
import typing as t
from pathlib import Path

from .._proxies import Proxy, proxy_for
from . import proxied
from .failures import Unanswered, explain

PORTS = {"http": 80, "https": 443}
# The encodings are those that browsers offer; they are part of the cache key of compressing behaviours.
HEADERS = {"Accept": "*/*", "User-Agent": "cdn.aws-probe", "Accept-Encoding": "br, gzip"}
# Error answers are read for their reason, large files only so far that a cache has had its chance to take them.
KEPT_BODY = 16 * 1024
MOST_BODY = 32 * 1024 * 1024
BLOCK = 64 * 1024
# Where a name has several addresses, one that drops packets must not eat the whole time.
CONNECT_SECONDS = 5.0

Address = tuple[t.Any, ...]


@dataclasses.dataclass(frozen=True)
class Reply:
    """One answer; header names are in lower case, ``seconds`` go from the request to the answer's first bytes."""

    status: int
    headers: t.Mapping[str, str]
    body: bytes = b""
    seconds: float = 0.0
    http_version: str = "HTTP/1.1"
    tls_version: str | None = None
    cookies: t.Mapping[str, str] = dataclasses.field(default_factory=dict)


@dataclasses.dataclass(frozen=True)
class Route:
    """How to reach servers: instead of what DNS says, whom to trust besides the system's, how long to wait.

    ``kept_body`` is how many bytes of an answer are kept. ``bundle`` are the authorities that the environment names,
    ``use_proxy`` is whether to go through its proxies.
    """

    connect_to: t.Mapping[str, str | None] = dataclasses.field(default_factory=dict)
    ca_path: str | None = None
    timeout: float = 30.0
    kept_body: int = KEPT_BODY
    bundle: str | None = None
    use_proxy: bool = False

    def target(self, scheme: str, host: str, port: int | None, *, origin: bool = False) -> tuple[str, int]:
        """Return the host and port to connect to for a server's name."""
        other = self.connect_to.get(scheme)
        if origin:
            # What stands for everything may stand for the bucket, a distribution cannot.
            is_edge = bool(other) and (other or "").rpartition(":")[0].endswith(".cloudfront.net")
            other = self.connect_to.get("origin") or (None if is_edge else other)
        if not other:
            return host, port or PORTS[scheme]
        name, dummy, number = other.rpartition(":")
        return name.strip("[]"), int(number)

    def proxy(self, scheme: str, host: str, target: tuple[str, int]) -> Proxy | None:
        """Return the proxy on the way to a server: NO_PROXY may have its name, or where it is instead."""
        return proxy_for(scheme, (host, target[1]), target) if self.use_proxy else None

    @functools.cached_property
    def context(self) -> ssl.SSLContext:
        """Return how TLS is done, for all sessions: to load the authorities takes long."""
        return self.tls()

    def tls(self) -> ssl.SSLContext:
        """Return anew how TLS is done: the system's certificate authorities and the given ones."""
        context = ssl.create_default_context()
        for path in filter(None, (self.ca_path, self.bundle)):
            context.load_verify_locations(**{"capath" if Path(path).is_dir() else "cafile": path})
        context.set_alpn_protocols(["http/1.1"])
        return context


class Session:
    """Requests to one server, all to one address and so to one edge location, over one connection while it stays.

    The name is resolved once. Time to first byte is taken on the open connection: neither DNS, TCP nor TLS is in it.
    """

    def __init__(self, route: Route, scheme: str, host: str, port: int | None = None, *, origin: bool = False) -> None:
        self._route = route
        self._scheme = scheme
        self._host = host
        self._port = port
        self._target = route.target(scheme, host, port, origin=origin)
        self.proxy = route.proxy(scheme, host, self._target)
        # As curl does it: http goes through a tunnel, too, where it leads elsewhere than the name.
        self._is_tunnelled = scheme == "https" or self._target != (host, port or PORTS[scheme])
        self._pinned: tuple[int, Address] | None = None
        self._is_tried = True
        self._connection: http.client.HTTPConnection | None = None
        self._tls_version: str | None = None
        self.certificate: t.Mapping[str, t.Any] | None = None

    def another(self, address: tuple[int, Address] | None = None) -> Session:
        """Return a session of the same kind with a connection of its own, to the same or to the given address."""
        session = Session(self._route, self._scheme, self._host, self._port)
        session._pinned = address or self._pinned
        session._is_tried = not address
        return session

    @property
    def port(self) -> int:
        """Return the port that is asked."""
        return self._target[1]

    @property
    def address(self) -> str | None:
        """Return the address that is asked, None before the first connection and through a proxy, which chooses it."""
        return str(self._pinned[1][0]) if self._pinned and not self.proxy else None

    def get(self, path: str, headers: t.Mapping[str, str] | None = None, *, method: str = "GET") -> Reply:
        """Request a path; raises Unanswered with one plain line when there is no answer.

        ``headers`` are sent beside the usual ones or in their place.
        """
        try:
            return self._get(method, path, {**HEADERS, **(headers or {})})
        except (OSError, ValueError, http.client.HTTPException) as error:
            self.close()
            told = explain(error, self._host, self._target, context=self._route.tls, dial=self._reach)
            raise Unanswered(told) from error

    def close(self) -> None:
        """Close the connection; the address stays."""
        if self._connection is not None:
            self._connection.close()
        self._connection = None

    def _get(self, method: str, path: str, headers: t.Mapping[str, str]) -> Reply:
        reused = self._connection is not None
        try:
            return self._ask(method, path, headers)
        except (http.client.RemoteDisconnected, ConnectionResetError, BrokenPipeError):
            # A server may close an idle connection at any time; on a fresh one it is a failure.
            if not reused:
                raise
            self.close()
            return self._ask(method, path, headers)

    def _ask(self, method: str, path: str, headers: t.Mapping[str, str]) -> Reply:
        connection = self._connection = self._connection or self._connect()
        deadline = time.monotonic() + self._route.timeout
        host = self._host if self._port is None else f"{self._host}:{self._port}"
        forwarder = None if self._is_tunnelled else self.proxy
        target = f"http://{host}{path}" if forwarder else path
        connection.putrequest(method, target, skip_host=True, skip_accept_encoding=True)
        more = proxied.authorized(forwarder) if forwarder else {}
        for name, value in {"Host": host, **headers, **more}.items():
            connection.putheader(name, value)
        started = time.monotonic()
        connection.endheaders()
        response = connection.getresponse()
        seconds = time.monotonic() - started
        if forwarder and response.status == http.HTTPStatus.PROXY_AUTHENTICATION_REQUIRED:
            raise proxied.refused(forwarder, response.status, response.reason, host)
        body = self._drain(response, deadline)
        if response.will_close or not response.isclosed():
            self.close()
        return Reply(
            status=response.status,
            headers=_headers(response),
            body=body,
            seconds=seconds,
            http_version=f"HTTP/{response.version / 10:.1f}",
            tls_version=self._tls_version,
            cookies=_cookies(response),
        )

    def _drain(self, response: http.client.HTTPResponse, deadline: float) -> bytes:
        kept, length = b"", 0
        while length < MOST_BODY and (block := response.read(BLOCK)):
            kept += block[: self._route.kept_body - len(kept)]
            length += len(block)
            if time.monotonic() > deadline:
                raise TimeoutError("the content took too long")
        return kept

    def _connect(self) -> http.client.HTTPConnection:
        sock = self._reach()
        self._tls_version = None
        if self._scheme == "https":
            try:
                secured = self._route.context.wrap_socket(sock, server_hostname=self._host)
            except (OSError, ValueError):
                sock.close()
                raise
            self.certificate = secured.getpeercert()
            self._tls_version = secured.version()
            sock = secured
        connection = http.client.HTTPConnection(self._host, timeout=self._route.timeout)
        connection.auto_open = 0
        connection.sock = sock
        return connection

    def _reach(self) -> socket.socket:
        """Return a connection to the server, or to the proxy that forwards requests to it."""
        if not self.proxy:
            return self._dial(self._target)
        place = proxied.place_of(self.proxy)
        try:
            sock = self._dial(place)
        except OSError as error:
            raise proxied.unreached(self.proxy, error) from error
        if self._is_tunnelled:
            try:
                proxied.open_tunnel(sock, self.proxy, self._target)
            except OSError:
                sock.close()
                raise
        return sock

    def _dial(self, place: tuple[str, int]) -> socket.socket:
        found = [self._pinned] if self._pinned else _resolve(*place)
        is_only = len(found) == 1 and self._is_tried
        seconds = self._route.timeout if is_only else min(self._route.timeout, CONNECT_SECONDS)
        failure: OSError = OSError("no address")
        for family, address in found:
            sock = socket.socket(family, socket.SOCK_STREAM)
            try:
                sock.settimeout(seconds)
                sock.connect(address)
            except OSError as error:  # without IPv6 its addresses fail at once, and the next is tried
                sock.close()
                failure = error
                continue
            sock.settimeout(self._route.timeout)
            sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            self._pinned = (family, address)
            return sock
        raise failure


def _resolve(host: str, port: int) -> list[tuple[int, Address]]:
    """Return the addresses, IPv6 and IPv4 by turns: where one of them leads nowhere, that costs one attempt."""
    found = [(one[0], one[4]) for one in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]
    families = [[one for one in found if one[0] == family] for family in dict.fromkeys(one[0] for one in found)]
    return [one for turn in itertools.zip_longest(*families) for one in turn if one]


def address_over_ipv6(host: str, port: int) -> tuple[int, Address] | None:
    """Return the IPv6 address of a name, None when it has none."""
    try:
        found = socket.getaddrinfo(host, port, family=socket.AF_INET6, type=socket.SOCK_STREAM)
    except socket.gaierror:
        return None
    return (found[0][0], found[0][4]) if found else None


def _cookies(response: http.client.HTTPResponse) -> dict[str, str]:
    """Return the cookies that a browser would now send, by name."""
    lines = (value for name, value in response.getheaders() if name.lower() == "set-cookie")
    pairs = (line.partition(";")[0].partition("=") for line in lines)
    return {name.strip(): value.strip() for name, dummy, value in pairs}


def _headers(response: http.client.HTTPResponse) -> dict[str, str]:
    found: dict[str, str] = {}
    for name, value in response.getheaders():
        lower = name.lower()
        found[lower] = f"{found[lower]}, {value}" if lower in found else value
    return found
