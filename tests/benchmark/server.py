# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""HTTP/1.1 of the thin server, and its process."""

from __future__ import annotations

import argparse
import asyncio
import email.utils
import json
import socket
import typing as t
import urllib.parse
from pathlib import Path

from tests.benchmark.s3 import S3, Answer, Request

REASONS = {100: "Continue", 200: "OK", 204: "No Content", 400: "Bad Request", 404: "Not Found", 501: "Not Implemented"}
HEAD_END = b"\r\n\r\n"


class Connection(asyncio.Protocol):
    """One connection of a client: a request, and after the latency its answer."""

    def __init__(self, s3: S3, latency: float) -> None:
        self._s3 = s3
        self._latency = latency
        self._buffer = bytearray()
        self._transport: t.Any = None
        self._head: tuple[str, str, dict[str, str]] | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Keep the way back."""
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        """Take bytes; answer when a request is complete."""
        self._buffer += data
        while True:
            if self._head is None and not self._read_head():
                return
            method, target, headers = t.cast("tuple[str, str, dict[str, str]]", self._head)
            length = int(headers.get("content-length", 0))
            if len(self._buffer) < length:
                return
            body = bytes(self._buffer[:length])
            del self._buffer[:length]
            self._head = None
            self._serve(method, target, headers, body)

    def _read_head(self) -> bool:
        end = self._buffer.find(HEAD_END)
        if end < 0:
            return False
        first, *lines = self._buffer[:end].decode("latin-1").split("\r\n")
        del self._buffer[: end + len(HEAD_END)]
        method, target, _ = first.split(" ", 2)
        pairs = (line.partition(":") for line in lines)
        self._head = (method, target, {name.lower(): value.strip() for name, _, value in pairs})
        if "expect" in self._head[2]:
            # A client that asks first waits for this answer: in a network it would take a journey more.
            self._s3.counts["Expect"] += 1
            self._transport.write(b"HTTP/1.1 100 Continue\r\n\r\n")
        return True

    def _serve(self, method: str, target: str, headers: dict[str, str], body: bytes) -> None:
        path, _, query = target.partition("?")
        fields = dict(urllib.parse.parse_qsl(query, keep_blank_values=True)) if query else {}
        if path.startswith("/_bench/"):
            self._send(method, control(self._s3, path.removeprefix("/_bench/"), fields))
            return
        bucket, _, key = urllib.parse.unquote(path[1:]).partition("/")
        answer = self._s3.answer(Request(method, bucket, key, fields, headers, body))
        asyncio.get_running_loop().call_later(self._latency, self._send, method, answer)

    def _send(self, method: str, answer: Answer) -> None:
        length = len(answer.body) if answer.length is None else answer.length
        reason = REASONS.get(answer.status, "Error")
        lines = [f"HTTP/1.1 {answer.status} {reason}", f"content-length: {length}", f"date: {_now()}"]
        lines += [f"{name}: {value}" for name, value in answer.headers.items()]
        head = "\r\n".join(lines).encode("latin-1") + HEAD_END
        self._transport.write(head if method == "HEAD" else head + answer.body)


def _now() -> str:
    return email.utils.formatdate(usegmt=True)


def control(s3: S3, what: str, fields: t.Mapping[str, str]) -> Answer:
    """Do what a benchmark asks for beside S3: empty everything, make objects, tell the counts."""
    if what == "reset":
        s3.buckets.clear()
    if what == "generate":
        body = b"\xff" * int(fields["size"])
        s3.buckets[fields["bucket"]].generate(fields["prefix"], int(fields["count"]), body)
    if what == "slow-down":
        s3.slow_downs = int(fields["count"])
    told = {"counts": dict(s3.counts), "objects": {name: len(one.objects) for name, one in s3.buckets.items()}}
    if what in ("reset", "counts"):
        s3.counts.clear()
    return Answer(body=json.dumps(told).encode())


async def serve(latency: float, ready: t.Callable[[int], None]) -> None:
    """Serve until the process ends."""
    s3 = S3()
    listening = socket.create_server(("127.0.0.1", 0), backlog=1024)
    server = await asyncio.get_running_loop().create_server(lambda: Connection(s3, latency), sock=listening)
    ready(listening.getsockname()[1])
    await server.serve_forever()


def main() -> None:
    """Run the server; its port is written to a file when it listens."""
    parser = argparse.ArgumentParser()
    parser.add_argument("port_file", type=Path)
    parser.add_argument("--latency", type=float, default=0.02)
    given = parser.parse_args()

    def ready(port: int) -> None:
        draft = given.port_file.with_suffix(".part")
        draft.write_text(str(port), encoding="utf-8")
        draft.replace(given.port_file)

    asyncio.run(serve(given.latency, ready))


if __name__ == "__main__":
    main()
