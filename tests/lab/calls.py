# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A record of every API call, for tests to count and to read."""

from __future__ import annotations

import re
import time
import typing as t

from tests.lab import operations

if t.TYPE_CHECKING:
    from tests.lab.wire import Answer, Call

_MOST_BYTES = 20_000
_NAMES = (
    "CertificateArn", "ResourceArn", "ResourceARN", "ARN", "Name", "DomainName", "Id",
    "RoleName", "PolicyArn", "UserName",
)  # fmt: skip


class Calls:
    """The calls in the order in which they came in."""

    def __init__(self) -> None:
        self._calls: list[dict[str, t.Any]] = []

    def begin(self, call: Call) -> dict[str, t.Any]:
        """Record a call that just came in; `end` completes the same entry."""
        entry = {
            "n": len(self._calls) + 1,
            "service": call.service,
            "operation": call.operation,
            "region": call.region,
            "account": call.account,
            "status": None,
            "error": None,
            "resource": resource(call),
            "read": operations.is_read(call.operation),
            "request": request(call),
            "started": time.time(),
            "seconds": None,
        }
        self._calls.append(entry)
        return entry

    def end(self, entry: dict[str, t.Any], answer: Answer | None) -> None:
        """Complete an entry; no answer means the connection was dropped."""
        entry["seconds"] = time.time() - entry["started"]
        entry["status"] = answer.status if answer else None
        entry["error"] = answer.error if answer else "ConnectionDropped"

    def since(self, number: int) -> list[dict[str, t.Any]]:
        """Return the calls after the n-th."""
        return self._calls[number:]

    def __len__(self) -> int:
        return len(self._calls)


def resource(call: Call) -> str:
    """Return a short name of what the call is about: bucket/key, distribution id, ARN, …"""
    if call.service == "s3":
        return "/".join(filter(None, (call.uri.get("Bucket"), call.uri.get("Key"))))
    content = call.json() if call.body[:1] == b"{" else call.uri
    for name in _NAMES:
        if isinstance(content.get(name), str):
            return str(content[name])
    found = re.search(rb"<(?:Name|CallerReference)>([^<]*)<", call.body)
    return call.query.get("Resource") or call.id or (found.group(1).decode() if found else "")


def request(call: Call) -> t.Any:
    """Return what was asked: a dict for JSON and query protocols, XML as text, an object's bytes not at all."""
    if len(call.body) > _MOST_BYTES or call.operation in ("PutObject", "UploadPart"):
        return f"({len(call.body)} bytes)"
    if call.body[:1] == b"{":
        return call.json()
    if operations.protocol(call.service) == "query":
        return call.uri
    return call.body.decode("utf-8", "replace") or call.query
