# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Calls that are held, before their work or before their answer, until a test says what becomes of them."""

from __future__ import annotations

import asyncio
import contextvars
import dataclasses
import typing as t

if t.TYPE_CHECKING:
    from tests.lab.wire import Call


class DroppedConnectionError(Exception):
    """The client gets no answer."""


class Connection(t.NamedTuple):
    """The connection on which a request came: ASGI itself can neither close it nor tell that its client is gone."""

    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter

    @property
    def gone(self) -> bool:
        """Whether the client has closed it, or died."""
        return self.reader.at_eof() or self.writer.transport.is_closing()


current: contextvars.ContextVar[Connection] = contextvars.ContextVar("connection")


@dataclasses.dataclass
class Held:
    """One call that goes no further."""

    call: Call
    connection: Connection
    release: asyncio.Future[bool]

    def told(self) -> dict[str, t.Any]:
        """Return what the control API tells about it."""
        return {
            "service": self.call.service,
            "operation": self.call.operation,
            "gone": self.connection.gone,
        }


class Holds:
    """The calls that are held now."""

    def __init__(self) -> None:
        self._held: list[Held] = []

    async def hold(self, call: Call) -> None:
        """Return when the call may go on; raise when it is dropped."""
        held = Held(call, current.get(), asyncio.get_running_loop().create_future())
        self._held.append(held)
        if not await held.release:
            raise DroppedConnectionError

    def told(self) -> list[dict[str, t.Any]]:
        """Return the calls that are held."""
        return [held.told() for held in self._held]

    def release(self, *, drop: bool) -> None:
        """Let all of them go on, or drop them."""
        for held in self._held:
            if not held.release.done():
                held.release.set_result(not drop)
        self._held.clear()
