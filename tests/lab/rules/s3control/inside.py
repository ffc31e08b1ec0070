# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""S3 calls that a job makes by itself: they pass the rules and the failures on order, but nobody records them."""

from __future__ import annotations

import typing as t
from urllib.parse import quote

from tests.lab import wire
from tests.lab.rules import s3

if t.TYPE_CHECKING:
    from tests.lab.state import Scope
    from tests.lab.wire import Answer
    from tests.lab.world import World


async def call(  # noqa: PLR0913 - what a request is made of
    world: World,
    account: str,
    region: str,
    method: str,
    place: tuple[str, str],
    headers: t.Mapping[str, str],
    body: bytes = b"",
) -> Answer:
    """Make one S3 call for an object, as the account."""
    path = "/" + "/".join(place)
    scope: Scope = {
        "type": "http",
        "method": method,
        "path": path,
        "raw_path": quote(path).encode(),
        "query_string": b"",
        "headers": [],
    }
    credential = f"AWS4-HMAC-SHA256 Credential={account}/20260101/{region}/s3/aws4_request"
    sent = {"host": "localhost", "authorization": credential, "content-length": str(len(body)), **headers}
    scope["headers"] = [(name.encode(), value.encode()) for name, value in sent.items()]
    parsed = wire.parse(scope, body, account)

    async def work(inner: wire.Call) -> Answer:
        try:
            return await s3.answer(world, inner, lambda changed: wire.run(world.api, changed))
        except wire.Refused as refused:
            return refused.answer

    return await world.faults.around(parsed, "/".join(place), work)
