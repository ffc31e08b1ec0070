# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Failures on order: throttling, server errors, dropped connections, delays, refusals."""

from __future__ import annotations

import asyncio
import contextvars
import dataclasses
import fnmatch
import typing as t

from hypercorn.asyncio.tcp_server import TCPServer

from tests.lab import operations, wire

if t.TYPE_CHECKING:
    from tests.lab.wire import Answer, Call

KINDS = ("throttle", "500", "503", "drop_before", "drop_after", "delay", "denied", "expired", "error")

_writer: contextvars.ContextVar[asyncio.StreamWriter] = contextvars.ContextVar("writer")


class DroppedConnectionError(Exception):
    """The client gets no answer."""


class DroppableServer(TCPServer):
    """Hypercorn's connection, reachable from the app: ASGI itself cannot close without an answer."""

    async def run(self) -> None:
        """Serve the connection; its tasks inherit the context that is set here."""
        _writer.set(self.writer)
        await super().run()


def drop_connection() -> None:
    """Reset the connection of the request that is being served."""
    _writer.get().transport.abort()


@dataclasses.dataclass
class Fault:
    """One failure on order."""

    kind: str
    operation: str = "*"
    """Operation name or pattern, with or without the service: `cloudfront:Update*`."""
    resource: str = "*"
    nth: int = 0
    """Only the n-th matching call fails (from 1); 0: every one."""
    times: int = 0
    """After so many failures it is used up; 0: never."""
    seconds: float = 1.0
    code: str = "InternalError"
    message: str = "made to fail"
    status: int = 400
    seen: int = 0
    done: int = 0

    def __post_init__(self) -> None:
        if self.kind not in KINDS:
            raise ValueError(f"no fault {self.kind!r}; there are {', '.join(KINDS)}")

    def hits(self, call: Call, resource: str) -> bool:
        """Count a matching call and tell whether it fails."""
        names = (call.operation, f"{call.service}:{call.operation}")
        if not any(fnmatch.fnmatchcase(name, self.operation) for name in names):
            return False
        if not fnmatch.fnmatchcase(resource, self.resource):
            return False
        self.seen += 1
        if (self.nth and self.seen != self.nth) or (self.times and self.done >= self.times):
            return False
        self.done += 1
        return True


class Faults:
    """The failures on order, the oldest first."""

    def __init__(self) -> None:
        self.ordered: list[Fault] = []

    def order(self, **fields: t.Any) -> Fault:
        """Add a failure; an unknown kind or field raises."""
        fault = Fault(**fields)
        self.ordered.append(fault)
        return fault

    def clear(self) -> None:
        """Take all orders back."""
        self.ordered.clear()

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
        if fault.kind == "delay":
            await asyncio.sleep(fault.seconds)
            return await forward(call)
        return refusal(fault, call)


def refusal(fault: Fault, call: Call) -> Answer:
    """Return the error of a fault in the words of the service."""
    s3, json = call.service == "s3", operations.protocol(call.service) == "json"
    if fault.kind == "throttle":
        if s3:
            return wire.error("s3", "SlowDown", "Please reduce your request rate.", 503)
        return wire.error(call.service, "ThrottlingException" if json else "Throttling", "Rate exceeded", 400)
    if fault.kind == "500":
        code = "InternalFailure" if json else "InternalError"
        return wire.error(call.service, code, "We encountered an internal error. Please try again.", 500)
    if fault.kind == "503":
        # The text is CloudFront's (section 1.1).
        text = "CloudFront encountered an internal error. Please try again."
        return wire.error(call.service, "ServiceUnavailable", text if call.service == "cloudfront" else "Service is unable to handle request.", 503)
    if fault.kind == "expired":
        if s3:
            return wire.error("s3", "ExpiredToken", "The provided token has expired.", 400)
        text = "The security token included in the request is expired"
        return wire.error(call.service, "ExpiredTokenException" if json else "ExpiredToken", text, 400 if json else 403)
    if fault.kind == "denied":
        return _denied(call, json=json)
    return wire.error(call.service, fault.code, fault.message, fault.status)


def _denied(call: Call, *, json: bool) -> Answer:
    """Return AccessDenied; S3 says no more than that, the others name user, action and resource (section 5)."""
    if call.service == "s3":
        return wire.error("s3", "AccessDenied", "Access Denied", 403)
    text = (
        f"User: arn:aws:iam::{call.account}:user/lab is not authorized to perform: {call.service}:{call.operation} "
        "because no identity-based policy allows the action"
    )
    return wire.error(call.service, "AccessDeniedException" if json else "AccessDenied", text, 400 if json else 403)
