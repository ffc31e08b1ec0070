# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A viewer's request and the answer to it, whole."""

from __future__ import annotations

import dataclasses
import typing as t
from urllib.parse import unquote

if t.TYPE_CHECKING:
    from tests.lab.state import App, Message, Receive, Scope, Send


@dataclasses.dataclass(frozen=True)
class Request:
    """One HTTP request; header names are lower case, path and query are as they came."""

    method: str
    host: str
    path: str
    query: str = ""
    headers: dict[str, str] = dataclasses.field(default_factory=dict)
    body: bytes = b""
    scheme: str = "http"
    client: str = "127.0.0.1"

    def but(self, **changes: t.Any) -> Request:
        """Return the request with some members changed."""
        return dataclasses.replace(self, **changes)


@dataclasses.dataclass(frozen=True)
class Response:
    """One HTTP answer; header names are lower case, Set-Cookie lines stand apart as they may repeat."""

    status: int
    headers: dict[str, str] = dataclasses.field(default_factory=dict)
    body: bytes = b""
    cookies: tuple[str, ...] = ()

    def but(self, **changes: t.Any) -> Response:
        """Return the response with some members changed."""
        return dataclasses.replace(self, **changes)

    def having(self, **headers: str) -> Response:
        """Return the response with headers added; `_` in a name stands for `-`."""
        return self.but(headers={**self.headers, **{name.replace("_", "-"): value for name, value in headers.items()}})


async def read_request(scope: Scope, receive: Receive) -> Request:
    """Return the request that an ASGI server hands over."""
    headers: dict[str, str] = {}
    for raw_name, raw_value in scope["headers"]:
        name, value = raw_name.decode("latin-1").lower(), raw_value.decode("latin-1")
        joint = "; " if name == "cookie" else ", "
        headers[name] = f"{headers[name]}{joint}{value}" if name in headers else value
    chunks, more = [], True
    while more:
        message = await receive()
        chunks.append(message.get("body", b""))
        more = bool(message.get("more_body"))
    raw_path = scope.get("raw_path") or scope["path"].encode()
    return Request(
        method=scope["method"],
        host=headers.get("host", ""),
        path=raw_path.decode("latin-1").partition("?")[0],
        query=scope.get("query_string", b"").decode("latin-1"),
        headers=headers,
        body=b"".join(chunks),
        scheme=scope.get("scheme", "http"),
        client=(scope.get("client") or ("127.0.0.1",))[0],
    )


async def send_response(send: Send, response: Response, *, method: str, http_version: str) -> None:
    """Send an answer over ASGI."""
    headers = dict(response.headers)
    bodiless = response.status in (204, 304)
    if bodiless:
        headers.pop("content-length", None)
    elif method != "HEAD" or response.body:
        headers["content-length"] = str(len(response.body))
    pairs = [*headers.items(), *(("set-cookie", cookie) for cookie in response.cookies)]
    # HTTP/2 has lower case names only, over HTTP/1.1 CloudFront capitalises them.
    written = [(name if http_version == "2" else _capitalise(name), value) for name, value in pairs]
    raw = [(name.encode("latin-1"), value.encode("latin-1", "replace")) for name, value in written]
    await send({"type": "http.response.start", "status": response.status, "headers": raw})
    await send({"type": "http.response.body", "body": b"" if method == "HEAD" or bodiless else response.body})


def _capitalise(name: str) -> str:
    return "ETag" if name == "etag" else "-".join(part.capitalize() for part in name.split("-"))


async def fetch(app: App, request: Request) -> Response:
    """Put a request to an ASGI app and return its whole answer."""
    sent = False

    async def receive() -> Message:
        nonlocal sent
        if sent:
            return {"type": "http.disconnect"}
        sent = True
        return {"type": "http.request", "body": request.body, "more_body": False}

    status = 500
    pairs: list[tuple[str, str]] = []
    chunks: list[bytes] = []

    async def send(message: Message) -> None:
        nonlocal status, pairs
        if message["type"] == "http.response.start":
            status = message["status"]
            pairs = [(name.decode("latin-1").lower(), value.decode("latin-1")) for name, value in message["headers"]]
        elif message["type"] == "http.response.body":
            chunks.append(message.get("body", b""))

    await app(_scope(request), receive, send)
    return answer(status, pairs, b"".join(chunks))


def answer(status: int, pairs: t.Iterable[tuple[str, str]], body: bytes) -> Response:
    """Return the response that these header lines and this body make."""
    headers: dict[str, str] = {}
    cookies = []
    for name, value in pairs:
        if name.lower() == "set-cookie":
            cookies.append(value)
        else:
            headers[name.lower()] = value
    return Response(status, headers, body, tuple(cookies))


def _scope(request: Request) -> Scope:
    headers = {**request.headers, "host": request.host}
    if request.body:
        headers["content-length"] = str(len(request.body))
    return {
        "type": "http",
        "asgi": {"version": "3.0", "spec_version": "2.3"},
        "http_version": "1.1",
        "method": request.method,
        "scheme": request.scheme,
        "path": unquote(request.path),
        "raw_path": request.path.encode("latin-1"),
        "query_string": request.query.encode("latin-1"),
        "root_path": "",
        "headers": [(name.encode("latin-1"), value.encode("latin-1")) for name, value in headers.items()],
        "client": (request.client, 0),
        "server": ("127.0.0.1", 80),
    }
