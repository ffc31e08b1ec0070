# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""An HTTP proxy on loopback that records what it is asked for, refuses on order, and can look into TLS."""

from __future__ import annotations

import contextlib
import dataclasses
import select
import socket
import socketserver
import ssl
import threading
import typing as t

if t.TYPE_CHECKING:
    import trustme

Place = tuple[str, int]
BLOCK = 65536
# Seconds after which nobody has anything to say any more.
SILENCE = 10.0


@dataclasses.dataclass
class Proxy:
    """What it does with requests, and what it was asked.

    ``places`` are where it goes to instead of ``host:port``; with ``authority`` it looks into TLS, as those of
    companies do, and speaks TLS or not to what is behind it.
    """

    port: int
    places: dict[str, Place] = dataclasses.field(default_factory=dict)
    authorization: str = ""
    status: str = ""
    authority: trustme.CA | None = None
    tls_behind: bool = False
    asked: list[str] = dataclasses.field(default_factory=list)
    names: list[str] = dataclasses.field(default_factory=list)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def url_of(self, pair: str) -> str:
        """Return its URL with user and password."""
        return f"http://{pair}@127.0.0.1:{self.port}"

    def refusal(self, head: str) -> str:
        """Return the status line to refuse a request with, an empty text to let it through."""
        if self.authorization and f"proxy-authorization: {self.authorization}".lower() not in head.lower():
            return "407 Proxy Authentication Required"
        return self.status

    def place(self, host: str, port: int) -> Place:
        return self.places.get(f"{host}:{port}", (host, port))


class _Handler(socketserver.BaseRequestHandler):
    proxy: Proxy

    def handle(self) -> None:
        with contextlib.suppress(OSError):
            self._serve()

    def _serve(self) -> None:
        head = b""
        while b"\r\n\r\n" not in head:
            block = self.request.recv(BLOCK)
            if not block:
                return
            head += block
        text = head.partition(b"\r\n\r\n")[0].decode("latin-1")
        method, target, version = text.split("\r\n", 1)[0].split(" ")
        self.proxy.asked.append(f"{method} {target}")
        refusal = self.proxy.refusal(text)
        if refusal:
            self.request.sendall(f"HTTP/1.1 {refusal}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n".encode())
        elif method == "CONNECT":
            host, dummy, port = target.rpartition(":")
            self._tunnel(host.strip("[]"), int(port))
        else:
            self._forward(head, method, target, version)

    def _forward(self, head: bytes, method: str, target: str, version: str) -> None:
        host, dummy, path = target.removeprefix("http://").partition("/")
        name, dummy, port = host.partition(":")
        lines = head.split(b"\r\n")
        kept = [line for line in lines[1:] if not line.lower().startswith((b"connection:", b"proxy-"))]
        first = f"{method} /{path} {version}\r\nConnection: close".encode()
        with socket.create_connection(self.proxy.place(name, int(port or 80)), 10) as behind:
            behind.sendall(b"\r\n".join([first, *kept]))
            _pipe(self.request, behind)

    def _tunnel(self, host: str, port: int) -> None:
        with socket.create_connection(self.proxy.place(host, port), 10) as behind:
            self.request.sendall(b"HTTP/1.1 200 Connection established\r\n\r\n")
            if self.proxy.authority is None:
                _pipe(self.request, behind)
                return
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.sni_callback = lambda _sock, name, _context: self.proxy.names.append(str(name))
            self.proxy.authority.issue_cert(host).configure_cert(context)
            with context.wrap_socket(self.request, server_side=True) as seen:
                if self.proxy.tls_behind:
                    with _unverified().wrap_socket(behind, server_hostname=self.proxy.names[-1]) as beyond:
                        _pipe(seen, beyond)
                else:
                    _pipe(seen, behind)


def _unverified() -> ssl.SSLContext:
    context = ssl.create_default_context()
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    return context


def _pipe(one: socket.socket, other: socket.socket) -> None:
    """Copy both ways until one side ends; in one thread, since a TLS socket must not be read and written at once."""
    sinks = {one: other, other: one}
    with contextlib.suppress(OSError, ValueError):
        while ready := [end for end in sinks if _has_more(end)] or select.select(list(sinks), [], [], SILENCE)[0]:
            for source in ready:
                block = _read(source)
                if block is not None:
                    sinks[source].sendall(block)
                if block == b"":
                    return


def _has_more(end: socket.socket) -> bool:
    return isinstance(end, ssl.SSLSocket) and end.pending() > 0


def _read(source: socket.socket) -> bytes | None:
    """Return what is there, nothing at the end, and None where TLS only had something to say to itself."""
    source.settimeout(0)
    try:
        return source.recv(BLOCK)
    except (ssl.SSLWantReadError, BlockingIOError):
        return None
    finally:
        source.settimeout(SILENCE)


@contextlib.contextmanager
def proxying() -> t.Iterator[Proxy]:
    """Run a proxy on a free port of loopback."""
    handler = type("Handler", (_Handler,), {})
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), handler) as server:
        server.daemon_threads = True
        handler.proxy = Proxy(server.server_address[1])
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
        yield handler.proxy
        server.shutdown()


def free_port() -> int:
    """Return a port of loopback at which nothing listens."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])
