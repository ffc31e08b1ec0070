# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The lab's processes in one: the APIs, the edge and the DNS responder in one event loop."""

from __future__ import annotations

import asyncio
import dataclasses
import secrets
import signal
import socket
import typing as t
from pathlib import Path

import hypercorn.asyncio
import hypercorn.asyncio.run
from hypercorn.config import Config

from tests.lab import rules, store, wire
from tests.lab.calls import resource
from tests.lab.control import Control
from tests.lab.dns import Dns, start_dns
from tests.lab.edge import start_edge
from tests.lab.faults import DroppableServer, DroppedConnectionError, drop_connection
from tests.lab.iam import guard
from tests.lab.regions import any_region
from tests.lab.settings import Settings
from tests.lab.state import App, Edge, Receive, Scope, Send
from tests.lab.world import World

ACCOUNT = "123456789012"
# Not us-east-1, so that what must be there and is not gets noticed.
REGION = "ap-northeast-2"


@dataclasses.dataclass
class Options:
    """How a lab is started."""

    zones: list[str] = dataclasses.field(default_factory=lambda: ["example.test"])
    port: int = 0
    http_port: int = 0
    https_port: int = 0
    dns_port: int = 0
    settings: Settings = dataclasses.field(default_factory=Settings)


class Gate:
    """The ASGI app in front of MiniStack: control API, record, failures, rights, rules."""

    def __init__(self, world: World, control: App) -> None:
        self._world = world
        self._control = control

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] == "lifespan":
            await _lifespan(receive, send)
        elif scope["type"] == "http" and scope["path"].startswith("/_lab/"):
            await self._control(scope, receive, send)
        elif scope["type"] == "http":
            body = await wire.read_body(receive)
            if body is not None:
                await self._api(wire.parse(scope, body, self._world.account_id), send)

    async def _api(self, call: wire.Call, send: Send) -> None:
        world = self._world
        entry = world.calls.begin(call)

        async def work(inner: wire.Call) -> wire.Answer:
            return await rules.apply(world, inner, lambda changed: wire.run(world.api, changed))

        async def allowed(inner: wire.Call) -> wire.Answer:
            return await world.faults.around(inner, resource(inner), work)

        if world.settings.latency_seconds:
            await asyncio.sleep(world.settings.latency_seconds)
        try:
            answer = await guard.guarded(world, call, allowed)
        except DroppedConnectionError:
            world.calls.end(entry, None)
            drop_connection()
            return
        world.calls.end(entry, answer)
        await wire.reply(send, answer, call.method)


async def _lifespan(receive: Receive, send: Send) -> None:
    while True:
        message = await receive()
        await send({"type": message["type"] + ".complete"})
        if message["type"] == "lifespan.shutdown":
            return


class Server:
    """A running lab."""

    def __init__(self, options: Options, directory: Path) -> None:
        self._options = options
        self._directory = directory
        self._socket = socket.create_server(("127.0.0.1", options.port), backlog=512)
        self.port: int = self._socket.getsockname()[1]
        # Ansible masks this value wherever it stands in a result, so it must not look like a word.
        self.secret = secrets.token_urlsafe(30)
        store.configure(ACCOUNT, self.secret, REGION, self.port, directory)
        self.world = World(account_id=ACCOUNT, region=REGION, settings=options.settings, api=store.app())
        self.dns: Dns | None = None
        self.edge: Edge | None = None

    async def run(self, ready: t.Callable[[Server], None]) -> None:
        """Serve until a signal comes."""
        stopped = asyncio.Event()
        for number in (signal.SIGINT, signal.SIGTERM):
            asyncio.get_running_loop().add_signal_handler(number, stopped.set)
        await self._create_zones()
        self.dns = await start_dns(lambda: self.world.dns, self._options.dns_port)
        self.world.dns.addresses = self.dns.addresses
        self.edge = await self._start_edge()
        config = Config()
        config.bind = [f"fd://{self._socket.detach()}"]
        config.keep_alive_timeout = 75
        config.graceful_timeout = 0.2
        config.h11_max_incomplete_size = 1 << 20
        config.loglevel = "ERROR"
        t.cast("t.Any", hypercorn.asyncio.run).TCPServer = DroppableServer
        gate = Gate(self.world, Control(self.world, self._reset))
        serving = asyncio.create_task(
            hypercorn.asyncio.serve(t.cast("t.Any", gate), config, shutdown_trigger=t.cast("t.Any", stopped.wait))
        )
        ready(self)
        await serving
        await self.dns.stop()
        if self.edge:
            await self.edge.stop()

    async def _start_edge(self) -> Edge:
        options = self._options
        return await start_edge(
            api=any_region(self.world.api), state=self.world,
            http_port=options.http_port, https_port=options.https_port, directory=self._directory,
        )  # fmt: skip

    async def _create_zones(self) -> None:
        for number, zone in enumerate(self._options.zones):
            body = (
                '<CreateHostedZoneRequest xmlns="https://route53.amazonaws.com/doc/2013-04-01/">'
                f"<Name>{zone}</Name><CallerReference>lab-{number}</CallerReference></CreateHostedZoneRequest>"
            )
            credential = f"AWS4-HMAC-SHA256 Credential={ACCOUNT}/20260101/us-east-1/route53/aws4_request"
            path = "/2013-04-01/hostedzone"
            scope: Scope = {
                "type": "http",
                "method": "POST",
                "path": path,
                "raw_path": path.encode(),
                "query_string": b"",
            }
            headers = {"host": "localhost", "authorization": credential, "content-length": str(len(body))}
            call = wire.Call(scope, "POST", path, {}, headers, body.encode(), "route53", "CreateHostedZone")
            call.account = ACCOUNT
            await rules.apply(self.world, call, lambda inner: wire.run(self.world.api, inner))

    async def _reset(self) -> None:
        self.world.reset()
        await self._create_zones()
        if self.edge:
            await self.edge.clear()
