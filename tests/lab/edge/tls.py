# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Certificates of a throw-away CA, chosen by the name that a client asks for."""

from __future__ import annotations

import asyncio
import datetime
import socket
import ssl
import typing as t

import trustme

from tests.lab.edge.routing import Distribution, bare_host, find_distribution, items, s3_bucket

if t.TYPE_CHECKING:
    from pathlib import Path

    from tests.lab.edge.snapshot import Snapshot

_DEFAULT = "*.cloudfront.net"
_LARGEST_HELLO = 65536


class Shape(t.NamedTuple):
    """What one kind of TLS answer consists of."""

    names: tuple[str, ...]
    minimum: ssl.TLSVersion = ssl.TLSVersion.TLSv1
    http2: bool = True


class Certificates:
    """The TLS contexts of an edge, made when first asked for."""

    def __init__(self, directory: Path) -> None:
        self._ca = trustme.CA(organization_name="cdn.aws lab")
        self._contexts: dict[Shape, ssl.SSLContext] = {}
        self._issued: dict[tuple[str, ...], trustme.LeafCert] = {}
        # As long as ACM's own are valid.
        self._not_after = datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(days=198)
        self.path = directory / "edge-ca.pem"
        self._ca.cert_pem.write_to_path(str(self.path))

    def probe(self) -> ssl.SSLContext:
        """Return a context that does nothing but read first messages."""
        return self._make(Shape((_DEFAULT,)))

    def context(self, shape: Shape) -> ssl.SSLContext:
        """Return the context that answers in this shape."""
        if shape not in self._contexts:
            self._contexts[shape] = self._make(shape)
        return self._contexts[shape]

    def _make(self, shape: Shape) -> ssl.SSLContext:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.minimum_version = shape.minimum
        if shape.minimum < ssl.TLSVersion.TLSv1_2:
            # OpenSSL refuses TLS 1.0 and 1.1 above level 0, however low the minimum.
            context.set_ciphers("DEFAULT:@SECLEVEL=0")
        context.set_alpn_protocols(["h2", "http/1.1"] if shape.http2 else ["http/1.1"])
        if shape.names not in self._issued:
            self._issued[shape.names] = self._ca.issue_cert(*shape.names, not_after=self._not_after)
        self._issued[shape.names].configure_cert(context)
        return context


async def shape_for(name: str | None, snapshot: Snapshot) -> Shape:
    """Return what a client that sends this SNI gets.

    S3's hosts and aliases with a certificate are answered by name; all else gets CloudFront's own, which does not fit.
    """
    host = bare_host(name or "")
    if s3_bucket(host):
        # S3's own certificate, not CloudFront's: the bucket's URL refuses over a trusted connection.
        return Shape((host,), ssl.TLSVersion.TLSv1_2, http2=False)
    distribution = find_distribution(host, await snapshot.distributions())
    if distribution is None:
        return Shape((_DEFAULT,))
    config = distribution["DistributionConfig"]
    certificate = config.get("ViewerCertificate", {})
    arn = certificate.get("ACMCertificateArn") or certificate.get("IAMCertificateId")
    http2 = "http2" in config.get("HttpVersion", "http2").lower()
    if not arn or host.endswith(".cloudfront.net"):
        return Shape((_DEFAULT,), http2=http2)
    names = await snapshot.certificate_names(certificate.get("ACMCertificateArn", ""), _alias(distribution, host))
    return Shape(tuple(names), _minimum(certificate.get("MinimumProtocolVersion", "TLSv1")), http2)


def _alias(distribution: Distribution, host: str) -> str:
    aliases = [alias.lower() for alias in items(distribution["DistributionConfig"].get("Aliases"))]
    return host if host in aliases else "*." + host.partition(".")[2]


def _minimum(version: str) -> ssl.TLSVersion:
    return {
        "TLSv1.1": ssl.TLSVersion.TLSv1_1,
        "TLSv1.2": ssl.TLSVersion.TLSv1_2,
        "TLSv1.3": ssl.TLSVersion.TLSv1_3,
    }.get(version.partition("_")[0], ssl.TLSVersion.TLSv1)


async def peek_name(connection: socket.socket, context: ssl.SSLContext) -> str | None:
    """Return the SNI of a connection's first bytes, which stay unread.

    An sni_callback alone would not do: it cannot wait for the control plane, nor raise the minimum version.
    """
    loop = asyncio.get_running_loop()
    seen = 0
    while True:
        await _readable(connection, loop)
        hello = connection.recv(_LARGEST_HELLO, socket.MSG_PEEK)
        if len(hello) == seen:
            # Nothing new: either the peer closed, or the rest is still on its way.
            if not hello:
                return None
            await asyncio.sleep(0.005)
        seen = len(hello)
        complete, name = _name_in(hello, context)
        if complete:
            return name


async def _readable(connection: socket.socket, loop: asyncio.AbstractEventLoop) -> None:
    ready = asyncio.Event()
    loop.add_reader(connection, ready.set)
    try:
        await ready.wait()
    finally:
        loop.remove_reader(connection)


def _name_in(hello: bytes, context: ssl.SSLContext) -> tuple[bool, str | None]:
    """Let OpenSSL itself read the ClientHello; the first part of the answer is whether it was whole."""
    found: list[str | None] = []
    context.sni_callback = lambda _ssl, name, _context: found.append(name)
    incoming = ssl.MemoryBIO()
    incoming.write(hello)
    try:
        context.wrap_bio(incoming, ssl.MemoryBIO(), server_side=True).do_handshake()
    except ssl.SSLWantReadError:
        return bool(found), found[0] if found else None
    except ssl.SSLError:
        # What OpenSSL cannot read fails once more, and visibly, in the real handshake.
        return True, found[0] if found else None
    return True, found[0] if found else None
