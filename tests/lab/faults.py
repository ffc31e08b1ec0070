# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Failures on order: throttling, server errors, dropped and held connections, delays, refusals."""

from __future__ import annotations

import asyncio
import dataclasses
import fnmatch
import typing as t

from hypercorn.asyncio.tcp_server import TCPServer

from tests.lab import operations, wire
from tests.lab.holds import Connection, DroppedConnectionError, Holds, current

if t.TYPE_CHECKING:
    from tests.lab.wire import Answer, Call

KINDS = (
    "throttle", "500", "503", "drop_before", "drop_after", "stop_before", "stop_after", "delay", "denied", "expired",
    "skew", "error",
)  # fmt: skip


class DroppableServer(TCPServer):
    """Hypercorn's connection, reachable from the app: ASGI itself cannot close without an answer."""

    async def run(self) -> None:
        """Serve the connection; its tasks inherit the context that is set here."""
        current.set(Connection(self.reader, self.writer))
        await super().run()


def drop_connection() -> None:
    """Reset the connection of the request that is being served."""
    current.get().writer.transport.abort()


@dataclasses.dataclass
class Fault:
    """One failure on order."""

    kind: str
    operation: str = "*"
    """Operation name or pattern, with or without the service: `cloudfront:Update*`."""
    resource: str = "*"
    writes: bool = False
    """Only calls that are no reads count."""
    nth: int = 0
    """Only the n-th matching call fails (from 1); 0: every one."""
    lasting: int = 1
    """So many calls fail from the n-th on."""
    first_of_each: bool = False
    """Of each operation only the first matching call fails."""
    times: int = 0
    """After so many failures it is used up; 0: never."""
    seconds: float = 1.0
    code: str = "InternalError"
    message: str = "made to fail"
    status: int = 400
    seen: int = 0
    done: int = 0
    met: list[str] = dataclasses.field(default_factory=list)
    """The operations that it has hit, each time."""

    def __post_init__(self) -> None:
        if self.kind not in KINDS:
            raise ValueError(f"no fault {self.kind!r}; there are {', '.join(KINDS)}")

    def hits(self, call: Call, resource: str) -> bool:
        """Count a matching call and tell whether it fails."""
        names = (call.operation, f"{call.service}:{call.operation}")
        if not any(fnmatch.fnmatchcase(name, self.operation) for name in names):
            return False
        if not fnmatch.fnmatchcase(resource, self.resource) or (self.writes and operations.is_read(call.operation)):
            return False
        self.seen += 1
        if not self._is_due(names[1]):
            return False
        self.done += 1
        self.met.append(names[1])
        return True

    def _is_due(self, operation: str) -> bool:
        if self.times and self.done >= self.times:
            return False
        if self.first_of_each and operation in self.met:
            return False
        return not self.nth or self.nth <= self.seen < self.nth + self.lasting


class Faults:
    """The failures on order, the oldest first."""

    def __init__(self) -> None:
        self.ordered: list[Fault] = []
        self.holds = Holds()

    def order(self, **fields: t.Any) -> Fault:
        """Add a failure; an unknown kind or field raises."""
        fault = Fault(**fields)
        self.ordered.append(fault)
        return fault

    def clear(self) -> None:
        """Take all orders back; what is held goes on."""
        self.ordered.clear()
        self.holds.release(drop=False)

    async def around(self, call: Call, resource: str, forward: wire.Forward) -> Answer:
        """Answer a call with the first failure that fits, or let it through."""
        fault = next((item for item in self.ordered if item.hits(call, resource)), None)
        if fault is None:
            return await forward(call)
        if fault.kind == "drop_before":
            raise DroppedConnectionError
        if fault.kind == "drop_after":
            await forward(call)
            raise DroppedConnectionError
        if fault.kind == "stop_before":
            await self.holds.hold(call)
            return await forward(call)
        if fault.kind == "stop_after":
            answer = await forward(call)
            await self.holds.hold(call)
            return answer
        if fault.kind == "delay":
            await asyncio.sleep(fault.seconds)
            return await forward(call)
        return refusal(fault, call)


def refusal(fault: Fault, call: Call) -> Answer:
    """Return the error of a fault in the words of the service (X-05)."""
    kind = "s3" if call.service == "s3" else operations.protocol(call.service)
    if fault.kind == "error":
        return wire.error(call.service, fault.code, fault.message, fault.status)
    if fault.kind == "denied" and kind != "s3":
        # S3 says no more than "Access Denied"; the others name user and action (section 5).
        text = (
            f"User: arn:aws:iam::{call.account}:user/lab is not authorized to perform: "
            f"{call.service}:{call.operation} because no identity-based policy allows the action"
        )
        code, _, status = _words(kind, "denied")
        return wire.error(call.service, code, text, status)
    if fault.kind == "503" and call.service == "cloudfront":
        text = "CloudFront encountered an internal error. Please try again."
        return wire.error(call.service, "ServiceUnavailable", text, 503)
    return wire.error(call.service, *_words(kind, fault.kind))


def _words(kind: str, fault: str) -> tuple[str, str, int]:
    """Return code, text and status of a fault for S3, for a JSON service, for any other."""
    return _WORDS[fault].get(kind) or _WORDS[fault]["*"]


_Words = tuple[str, str, int]
_INTERNAL = "We encountered an internal error. Please try again."
_EXPIRED = "The security token included in the request is expired"
# A clock that is 25 minutes slow, in the words of all but S3.
_SKEW = "Signature expired: 20261122T130500Z is now earlier than 20261122T131500Z (20261122T133000Z - 15 min.)"
_WORDS: dict[str, dict[str, _Words]] = {
    "throttle": {
        "s3": ("SlowDown", "Please reduce your request rate.", 503),
        "json": ("ThrottlingException", "Rate exceeded", 400),
        "*": ("Throttling", "Rate exceeded", 400),
    },
    "500": {"json": ("InternalFailure", _INTERNAL, 500), "*": ("InternalError", _INTERNAL, 500)},
    "503": {"*": ("ServiceUnavailable", "Service is unable to handle request.", 503)},
    "denied": {
        "s3": ("AccessDenied", "Access Denied", 403),
        "json": ("AccessDeniedException", "", 400),
        "*": ("AccessDenied", "", 403),
    },
    "expired": {
        "s3": ("ExpiredToken", "The provided token has expired.", 400),
        "json": ("ExpiredTokenException", _EXPIRED, 400),
        "*": ("ExpiredToken", _EXPIRED, 403),
    },
    "skew": {
        "s3": (
            "RequestTimeTooSkewed",
            "The difference between the request time and the current time is too large.",
            403,
        ),
        "json": ("InvalidSignatureException", _SKEW, 400),
        "*": ("SignatureDoesNotMatch", _SKEW, 403),
    },
}
