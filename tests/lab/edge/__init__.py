# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The edge of an emulated CloudFront: listeners on loopback that serve the distributions of the lab."""

from __future__ import annotations

import logging
import socket
import typing as t

from tests.lab.edge.aws import Aws
from tests.lab.edge.cache import Store
from tests.lab.edge.headers import error_page
from tests.lab.edge.message import read_request, send_response
from tests.lab.edge.options import HERE, Options
from tests.lab.edge.server import Listener
from tests.lab.edge.snapshot import Snapshot
from tests.lab.edge.tls import Certificates, peek_name, shape_for
from tests.lab.edge.viewer import Viewer

if t.TYPE_CHECKING:
    import ssl
    from pathlib import Path

    from tests.lab.state import App, LabState, Receive, Scope, Send

__all__ = ["Edge", "start_edge"]

_LOG = logging.getLogger(__name__)


class Edge:
    """One edge location; made by `start_edge`."""

    def __init__(self, *, api: App, state: LabState, directory: Path) -> None:
        self._options = Options()
        self._store = Store()
        self._turns: dict[tuple[t.Any, ...], int] = {}
        self._snapshot = Snapshot(state)
        self._certificates = Certificates(directory)
        self._probe = self._certificates.probe()
        self._viewer = Viewer(api=api, aws=Aws(api), snapshot=self._snapshot, store=self._store, options=self._options)
        self._http = Listener(self._app, self._plain)
        self._https = Listener(self._app, self._tls)
        self.ca_path = self._certificates.path

    @property
    def http_port(self) -> int:
        """The port that stands for 80."""
        return self._http.port

    @property
    def https_port(self) -> int:
        """The port that stands for 443."""
        return self._https.port

    @property
    def origin_seconds(self) -> float:
        """The seconds added to every fetch from an origin."""
        return self._options.origin_seconds

    @origin_seconds.setter
    def origin_seconds(self, seconds: float) -> None:
        self._options.origin_seconds = seconds

    @property
    def pop(self) -> str:
        """The edge location, as X-Amz-Cf-Pop names it."""
        return self._options.pop

    @pop.setter
    def pop(self, pop: str) -> None:
        self._options.location = pop

    async def clear(self) -> None:
        """Drop everything that is cached."""
        self._store.clear()

    async def stop(self) -> None:
        """Close the listeners and every connection."""
        await self._http.stop()
        await self._https.stop()

    def listen(self, http_port: int, https_port: int) -> None:
        """Open both ports; 0 takes a free one."""
        self._http.start(http_port)
        self._https.start(https_port)
        self._options.https_port = self.https_port

    async def _plain(self, _connection: socket.socket) -> None:
        return None

    async def _tls(self, connection: socket.socket) -> ssl.SSLContext:
        name = await peek_name(connection, self._probe)
        return self._certificates.context(await shape_for(name, self._snapshot))

    async def _app(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return
        request = await read_request(scope, receive)
        several = self._choose_location(scope)
        try:
            response = await self._viewer.answer(request)
        except Exception:
            # A fault of the lab must not look like an answer of CloudFront's that a test could expect.
            _LOG.exception("%s %s%s", request.method, request.host, request.path)
            response = error_page(500, "The emulated edge failed, see the log.", pop=self._options.pop)
        if several and scope["http_version"] != "2":
            # So that the next request may reach another location.
            response = response.having(connection="close")
        await send_response(send, response, method=request.method, http_version=scope["http_version"])

    def _choose_location(self, scope: Scope) -> bool:
        """Take the next location for each new connection; tell whether there are several."""
        locations = [name for name in self._snapshot.setting("edge_locations", "").split(",") if name]
        if not locations:
            HERE.set("")
            return False
        client = tuple(scope.get("client") or ())
        turn = self._turns.setdefault(client, len(self._turns))
        HERE.set(locations[turn % len(locations)])
        return True


async def start_edge(*, api: App, state: LabState, http_port: int, https_port: int, directory: Path) -> Edge:
    """Start an edge in the running loop; `api` is MiniStack's own app, `directory` gets the CA certificate."""
    edge = Edge(api=api, state=state, directory=directory)
    edge.listen(http_port, https_port)
    return edge
