# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The listeners: plain HTTP, and TLS whose certificate follows the name asked for."""

from __future__ import annotations

import asyncio
import contextlib
import socket
import ssl
import typing as t

from hypercorn.app_wrappers import ASGIWrapper
from hypercorn.asyncio.tcp_server import TCPServer
from hypercorn.asyncio.worker_context import WorkerContext
from hypercorn.config import Config

if t.TYPE_CHECKING:
    from tests.lab.state import App

Chooser = t.Callable[[socket.socket], t.Awaitable["ssl.SSLContext | None"]]
_HANDSHAKE_SECONDS = 10
_LOOPBACKS = ((socket.AF_INET, "127.0.0.1"), (socket.AF_INET6, "::1"))


class Listener:
    """One port on loopback, IPv4 and where there is one IPv6."""

    def __init__(self, app: App, choose: Chooser) -> None:
        self._app = ASGIWrapper(t.cast("t.Any", app))
        self._choose = choose
        self._config = Config()
        self._config.include_server_header = False
        self._config.include_date_header = True
        self._config.errorlog = None
        self._context = WorkerContext(None)
        self._sockets: list[socket.socket] = []
        self._tasks: set[asyncio.Task[None]] = set()
        self.port = 0

    def start(self, port: int) -> None:
        """Listen; port 0 takes a free one."""
        self.port = port
        for family, address in _LOOPBACKS:
            try:
                listening = socket.create_server((address, self.port), family=family, backlog=256)
            except OSError:
                # A machine without IPv6, or with that port taken there, has the IPv4 listener only.
                if family == socket.AF_INET:
                    raise
                continue
            listening.setblocking(False)
            self.port = listening.getsockname()[1]
            self._sockets.append(listening)
            self._spawn(self._accept(listening))

    async def stop(self) -> None:
        """Close the port and every connection."""
        for task in list(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        for listening in self._sockets:
            listening.close()

    def _spawn(self, work: t.Coroutine[t.Any, t.Any, None]) -> None:
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _accept(self, listening: socket.socket) -> None:
        loop = asyncio.get_running_loop()
        while True:
            connection, _ = await loop.sock_accept(listening)
            connection.setblocking(False)
            # asyncio turns Nagle off only where the socket's protocol number is set; without this a hit takes 40 ms.
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            self._spawn(self._serve(connection))

    async def _serve(self, connection: socket.socket) -> None:
        loop = asyncio.get_running_loop()
        reader = asyncio.StreamReader(loop=loop)
        protocol = asyncio.StreamReaderProtocol(reader, loop=loop)
        # A client that gives up, or does not trust us, is its own affair.
        with contextlib.suppress(OSError, ssl.SSLError, asyncio.TimeoutError):
            try:
                context = await asyncio.wait_for(self._choose(connection), _HANDSHAKE_SECONDS)
                transport, _ = await loop.connect_accepted_socket(
                    lambda: protocol,
                    connection,
                    ssl=context,
                    ssl_handshake_timeout=_HANDSHAKE_SECONDS if context else None,
                )
            except BaseException:
                connection.close()
                raise
            writer = asyncio.StreamWriter(transport, protocol, reader, loop)
            await TCPServer(self._app, loop, self._config, self._context, t.cast("t.Any", {}), reader, writer)
