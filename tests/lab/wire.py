# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A request and its answer, whole, as the lab's parts hand them around."""

from __future__ import annotations

import dataclasses
import json
import re
import typing as t
import uuid
from urllib.parse import parse_qsl, unquote_plus
from xml.sax.saxutils import escape

from tests.lab import operations, store

if t.TYPE_CHECKING:
    from tests.lab.state import App, Message, Receive, Scope, Send

_CREDENTIAL = re.compile(r"Credential=([^/,\s]+)/\d{8}/([^/]+)/([^/]+)/aws4_request")
_NAMESPACE = {
    "cloudfront": "http://cloudfront.amazonaws.com/doc/2020-05-31/",
    "route53": "https://route53.amazonaws.com/doc/2013-04-01/",
    "sts": "https://sts.amazonaws.com/doc/2011-06-15/",
    "iam": "https://iam.amazonaws.com/doc/2010-05-08/",
}


@dataclasses.dataclass
class Answer:
    """What a client gets."""

    status: int
    headers: dict[str, str]
    body: bytes = b""

    @property
    def error(self) -> str | None:
        """The code in the body, None for a success."""
        if self.status < 300:
            return None
        found = re.search(rb"<Code>([^<]+)</Code>", self.body) or re.search(
            rb'"__type"\s*:\s*"(?:[^"]*#)?([^"]+)"', self.body
        )
        return found.group(1).decode() if found else str(self.status)

    def replace(self, body: bytes) -> Answer:
        """Return the same answer with another body."""
        return dataclasses.replace(self, body=body)


@dataclasses.dataclass
class Call:
    """One API request, and what it was found to be."""

    scope: Scope
    method: str
    path: str
    query: dict[str, str]
    headers: dict[str, str]
    body: bytes
    service: str = ""
    operation: str = ""
    region: str = "us-east-1"
    account: str = ""
    signed: bool = False
    uri: dict[str, str] = dataclasses.field(default_factory=dict)

    @property
    def id(self) -> str:
        """The distribution, zone, … that the path names."""
        return next(iter(self.uri.values()), "")

    def json(self) -> dict[str, t.Any]:
        """Return the body of a JSON protocol; what cannot be read is empty."""
        try:
            return dict(json.loads(self.body or b"{}"))
        except ValueError:
            return {}


class Refused(Exception):  # noqa: N818 - it is no error of the lab
    """Raised by a rule; the client gets the answer."""

    def __init__(self, service: str, code: str, message: str, status: int = 400) -> None:
        super().__init__(message)
        self.answer = error(service, code, message, status)


Forward = t.Callable[[Call], t.Awaitable[Answer]]


async def read_body(receive: Receive) -> bytes | None:
    """Return the whole body; None when the client went away."""
    chunks = []
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            return None
        chunks.append(message.get("body", b""))
        if not message.get("more_body"):
            return b"".join(chunks)


def parse(scope: Scope, body: bytes, default_account: str) -> Call:
    """Return the call a request is, with its service and operation."""
    headers = {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in scope["headers"]}
    query = dict(parse_qsl(scope.get("query_string", b"").decode(), keep_blank_values=True))
    call = Call(scope, scope["method"], scope["path"], query, headers, body)
    credential = headers.get("authorization", "")
    if "X-Amz-Credential" in query:
        credential = "Credential=" + unquote_plus(query["X-Amz-Credential"])
    found = _CREDENTIAL.search(credential)
    # As it was sent: an encoded slash is part of a variable, a plain one is not.
    path = scope["raw_path"].decode("ascii", "replace") if scope.get("raw_path") else call.path
    call.signed = found is not None
    key, call.region, signer = found.groups() if found else ("", "us-east-1", "s3")
    call.account = key if re.fullmatch(r"\d{12}", key) else store.account_of(key) or default_account
    call.service, call.operation, call.uri = operations.identify(signer, call.method, path, query, headers, body)
    return call


async def run(app: App, call: Call) -> Answer:
    """Put a call to an ASGI app and return its whole answer."""
    sent = False

    async def receive() -> Message:
        nonlocal sent
        if sent:
            return {"type": "http.disconnect"}
        sent = True
        return {"type": "http.request", "body": call.body, "more_body": False}

    status, headers, chunks = 500, {}, []

    async def send(message: Message) -> None:
        nonlocal status, headers
        if message["type"] == "http.response.start":
            status = message["status"]
            headers = {
                name.decode("latin-1").lower(): value.decode("latin-1") for name, value in message.get("headers", ())
            }
        elif message["type"] == "http.response.body":
            chunks.append(message.get("body", b""))

    await app(_scope_of(call), receive, send)
    return Answer(status, headers, b"".join(chunks))


def _scope_of(call: Call) -> Scope:
    headers = dict(call.headers)
    # A rewritten body has another length; a chunked one keeps its own framing headers.
    if "content-length" in headers:
        headers["content-length"] = str(len(call.body))
    return {
        **call.scope,
        "headers": [(name.encode("latin-1"), value.encode("latin-1")) for name, value in headers.items()],
    }


async def reply(send: Send, answer: Answer, method: str = "GET") -> None:
    """Send an answer over ASGI."""
    headers = dict(answer.headers)
    if method != "HEAD" and answer.status not in (204, 304):
        headers["content-length"] = str(len(answer.body))
    raw = [(name.encode("latin-1"), value.encode("latin-1")) for name, value in headers.items()]
    await send({"type": "http.response.start", "status": answer.status, "headers": raw})
    await send({"type": "http.response.body", "body": b"" if method == "HEAD" else answer.body})


def error(service: str, code: str, message: str, status: int = 400) -> Answer:
    """Return an error in the form the service has (X-05)."""
    request_id = str(uuid.uuid4())
    kind = operations.protocol(service)
    if kind == "json":
        body = json.dumps({"__type": code, "message": message}).encode()
        return Answer(status, {"content-type": "application/x-amz-json-1.1", "x-amzn-requestid": request_id}, body)
    inner = f"<Code>{escape(code)}</Code><Message>{escape(message)}</Message>"
    if service in ("s3", "s3control"):
        text = f"<Error>{inner}<RequestId>{request_id}</RequestId><HostId>lab</HostId></Error>"
        name = "x-amz-request-id"
    else:
        fault = "Sender" if status < 500 else "Receiver"
        namespace = f' xmlns="{_NAMESPACE[service]}"' if service in _NAMESPACE else ""
        text = (
            f"<ErrorResponse{namespace}><Error><Type>{fault}</Type>{inner}</Error>"
            f"<RequestId>{request_id}</RequestId></ErrorResponse>"
        )
        name = "x-amzn-requestid"
    body = f'<?xml version="1.0" encoding="UTF-8"?>\n{text}'.encode()
    return Answer(status, {"content-type": "text/xml", name: request_id}, body)


def json_answer(content: t.Any, status: int = 200) -> Answer:
    """Return a JSON answer."""
    return Answer(status, {"content-type": "application/x-amz-json-1.1"}, json.dumps(content).encode())
