# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The way through a proxy: a tunnel that it opens, behind which all is as without it."""

from __future__ import annotations

import http
import socket
import typing as t

from .._proxies import ADVICE, STATUSES, Proxy

Target = tuple[str, int]
Dial = t.Callable[[], socket.socket]

MOST_HEAD = 64 * 1024


class ProxyProblem(OSError):
    """A proxy is not there, or refuses; the text is one plain line."""


def place_of(proxy: Proxy) -> Target:
    """Return where a proxy is; raises ProxyProblem when it cannot be used."""
    if proxy.problem:
        raise ProxyProblem(proxy.problem)
    if proxy.scheme != "http":
        raise ProxyProblem(
            f"Requests cannot go through {proxy.name}: only proxies whose URL begins with http:// can be used here."
            " Name the domain in NO_PROXY, or set use_proxy to false."
        )
    try:
        return proxy.address
    except ValueError as error:
        raise ProxyProblem(f"{proxy.name} is no proxy that can be reached: {error}.") from error


def unreached(proxy: Proxy, error: OSError) -> ProxyProblem:
    """Return why a proxy could not be reached."""
    said = "no answer in time" if isinstance(error, TimeoutError) else error.strerror or str(error)
    return ProxyProblem(f"{proxy.name} cannot be reached: {said}. {ADVICE}")


def refused(proxy: Proxy, status: int, reason: str, what: str) -> ProxyProblem:
    """Return that a proxy does not do what it was asked for."""
    why = STATUSES.get(str(status), "")
    return ProxyProblem(f"{proxy.name} does not let {what} through, it answers {status} {reason}{why}. {ADVICE}")


def authorized(proxy: Proxy) -> dict[str, str]:
    """Return the header that says who asks."""
    return {"Proxy-Authorization": proxy.authorization} if proxy.authorization else {}


def open_tunnel(sock: socket.socket, proxy: Proxy, target: Target) -> None:
    """Have a proxy connect an open connection to a server; raises ProxyProblem."""
    host = f"[{target[0]}]" if ":" in target[0] else target[0]
    place = f"{host}:{target[1]}"
    headers = {"Host": place, **authorized(proxy)}
    lines = [f"CONNECT {place} HTTP/1.1", *(f"{name}: {value}" for name, value in headers.items())]
    try:
        sock.sendall("\r\n".join([*lines, "", ""]).encode("latin-1"))
        status, reason = _status(_head(sock))
    except OSError as error:
        raise unreached(proxy, error) from error
    if status != http.HTTPStatus.OK:
        raise refused(proxy, status, reason, place)


def _head(sock: socket.socket) -> bytes:
    head = b""
    # The server speaks only when it is spoken to: what comes is the proxy's head and nothing more.
    while b"\r\n\r\n" not in head and len(head) < MOST_HEAD:
        block = sock.recv(MOST_HEAD)
        if not block:
            raise ConnectionResetError("it closed the connection")
        head += block
    return head


def _status(head: bytes) -> tuple[int, str]:
    version, dummy, rest = head.split(b"\r\n", 1)[0].decode("latin-1").partition(" ")
    number, dummy, reason = rest.partition(" ")
    if not version.startswith("HTTP/") or not number.isdigit():
        raise OSError("it does not speak HTTP")
    return int(number), reason.strip()


def note(proxy: Proxy) -> str:
    """Return what results through a proxy do not tell."""
    return (
        f"The requests went through {proxy.name}: it chooses the address and so the edge location, and what it takes is"
        " in the times."
    )
