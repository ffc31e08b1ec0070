# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The lab's own HTTP API under `/_lab/`: JSON in, JSON out."""

from __future__ import annotations

import dataclasses
import json
import typing as t
from urllib.parse import parse_qsl

from tests.lab import wire

if t.TYPE_CHECKING:
    from tests.lab.state import Receive, Scope, Send
    from tests.lab.world import World

Reset = t.Callable[[], t.Awaitable[None]]


class Control:
    """What a test may ask of the lab and do to it."""

    def __init__(self, world: World, reset: Reset) -> None:
        self._world = world
        self._reset = reset

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        body = await wire.read_body(receive)
        if body is None:
            return
        query = dict(parse_qsl(scope["query_string"].decode()))
        try:
            content = json.loads(body or b"{}")
            result = await self.do(scope["method"], scope["path"].removeprefix("/_lab/"), query, content)
            answer = wire.json_answer(result, 200)
        except (KeyError, TypeError, ValueError) as error:
            answer = wire.json_answer({"error": f"{type(error).__name__}: {error}"}, 400)
        await wire.reply(send, answer, scope["method"])

    async def do(self, method: str, path: str, query: dict[str, str], content: t.Any) -> t.Any:
        """Return the result of one command; what does not exist raises."""
        what, _, rest = path.partition("/")
        if (method, what) == ("POST", "reset"):
            return await self._reset()
        world = self._world
        commands: dict[tuple[str, str], t.Callable[[], t.Any]] = {
            ("GET", "health"): lambda: {"ok": True},
            ("GET", "calls"): lambda: world.calls.since(int(query.get("since", 0))),
            ("GET", "mark"): lambda: len(world.calls),
            ("GET", "needs"): lambda: [one for one in world.asked if one["call"] > int(query.get("since", 0))],
            ("GET", "settings"): lambda: vars(world.settings),
            ("PUT", "settings"): lambda: self._change_settings(content),
            ("GET", "faults"): lambda: [dataclasses.asdict(fault) for fault in world.faults.ordered],
            ("POST", "faults"): lambda: dataclasses.asdict(world.faults.order(**content)),
            ("DELETE", "faults"): world.faults.clear,
            ("GET", "held"): world.faults.holds.told,
            ("DELETE", "held"): lambda: world.faults.holds.release(drop=query.get("drop") == "yes"),
            ("POST", "certificates"): lambda: world.certificates.force(rest, content),
            ("POST", "dns"): lambda: world.dns.override(**{"kind": content.pop("type"), **content}),
            ("DELETE", "dns"): world.dns.clear,
            ("POST", "dns-faults"): lambda: world.dns.fail(**content),
            ("GET", "dns-questions"): lambda: world.dns.questions[int(query.get("since", 0)) :],
        }
        return commands[method, what]()

    def _change_settings(self, changes: dict[str, t.Any]) -> dict[str, t.Any]:
        self._world.settings.change(changes)
        return vars(self._world.settings)
