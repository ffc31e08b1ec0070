# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A site in the lab, and a client that reaches it as a browser would."""

from __future__ import annotations

import dataclasses
import http.client
import json
import socket
import ssl
import typing as t
import uuid

import pytest
import trustme

from tests.lab.lab import Lab

if t.TYPE_CHECKING:
    from collections.abc import Iterator

CACHING_OPTIMIZED = "658327ea-f89d-4fab-a63d-7e88639e58f6"
CACHING_DISABLED = "4135ea2d-6df8-44a3-9df3-4b5a84be39ad"
SECURITY_HEADERS = "67f7725c-6f97-4210-82d7-5512b31e9d03"


@dataclasses.dataclass
class Answer:
    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def x_cache(self) -> str:
        return self.headers["x-cache"]


class Site:
    """A bucket behind a distribution; most tests have one of their own."""

    def __init__(self, lab: Lab) -> None:
        self.lab = lab
        self.name = uuid.uuid4().hex[:12]
        self.alias = f"{self.name}.example.test"
        self.bucket = f"site-{self.name}"
        self.s3, self.cloudfront = lab.client("s3", region="us-east-1"), lab.client("cloudfront")
        self.s3.create_bucket(Bucket=self.bucket)
        self.id = self.domain = ""

    def create(self, *, policy: bool = True, alias: bool = True, behavior: t.Any = None, **config: t.Any) -> Site:
        control = {
            "Name": self.name,
            "SigningProtocol": "sigv4",
            "SigningBehavior": "always",
            "OriginAccessControlOriginType": "s3",
        }
        oac = self.cloudfront.create_origin_access_control(OriginAccessControlConfig=control)["OriginAccessControl"][
            "Id"
        ]
        base = {
            "CallerReference": self.name,
            "Comment": "",
            "Enabled": True,
            "DefaultRootObject": "index.html",
            "HttpVersion": "http2",
            "Origins": {"Quantity": 1, "Items": [self._origin(oac)]},
            "DefaultCacheBehavior": {
                "TargetOriginId": "s3",
                "ViewerProtocolPolicy": "redirect-to-https",
                "CachePolicyId": CACHING_OPTIMIZED,
                "Compress": True,
                **(behavior or {}),
            },
            **(self._alias() if alias else {}),
            **config,
        }
        made = self.cloudfront.create_distribution(DistributionConfig=base)["Distribution"]
        self.id, self.domain, self.arn = made["Id"], made["DomainName"], made["ARN"]
        if policy:
            self.allow("s3:GetObject")
        return self

    def _origin(self, oac: str) -> dict[str, t.Any]:
        return {
            "Id": "s3",
            "DomainName": f"{self.bucket}.s3.us-east-1.amazonaws.com",
            "OriginPath": "",
            "CustomHeaders": {"Quantity": 0},
            "S3OriginConfig": {"OriginAccessIdentity": ""},
            "OriginAccessControlId": oac,
        }

    def _alias(self) -> dict[str, t.Any]:
        leaf = trustme.CA().issue_cert(self.alias)
        chain = b"".join(pem.bytes() for pem in leaf.cert_chain_pems)
        imported = self.lab.client("acm", region="us-east-1").import_certificate(
            Certificate=leaf.cert_chain_pems[0].bytes(), PrivateKey=leaf.private_key_pem.bytes(), CertificateChain=chain
        )
        return {
            "Aliases": {"Quantity": 1, "Items": [self.alias]},
            "ViewerCertificate": {
                "ACMCertificateArn": imported["CertificateArn"],
                "SSLSupportMethod": "sni-only",
                "MinimumProtocolVersion": "TLSv1.2_2021",
            },
        }

    def allow(self, *actions: str, arn: str | None = None) -> None:
        resources = {"s3:ListBucket": f"arn:aws:s3:::{self.bucket}"}
        statements = [
            {
                "Effect": "Allow",
                "Principal": {"Service": "cloudfront.amazonaws.com"},
                "Action": action,
                "Resource": resources.get(action, f"arn:aws:s3:::{self.bucket}/*"),
                "Condition": {"StringEquals": {"AWS:SourceArn": arn or self.arn}},
            }
            for action in actions
        ]
        self.s3.put_bucket_policy(
            Bucket=self.bucket, Policy=json.dumps({"Version": "2012-10-17", "Statement": statements})
        )

    def put(self, key: str, body: bytes, kind: str = "text/html", **options: str) -> None:
        self.s3.put_object(Bucket=self.bucket, Key=key, Body=body, ContentType=kind, **options)

    def change(self, **changes: t.Any) -> None:
        found = self.cloudfront.get_distribution_config(Id=self.id)
        config = {**found["DistributionConfig"], **changes}
        self.cloudfront.update_distribution(Id=self.id, IfMatch=found["ETag"], DistributionConfig=config)

    def invalidate(self, *paths: str) -> None:
        batch = {"CallerReference": uuid.uuid4().hex, "Paths": {"Quantity": len(paths), "Items": list(paths)}}
        self.cloudfront.create_invalidation(DistributionId=self.id, InvalidationBatch=batch)

    def get(self, path: str = "/", host: str | None = None, method: str = "GET", **headers: str) -> Answer:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return ask(self.lab, method, host or self.alias, path, named)


def ask(
    lab: Lab, method: str, host: str, path: str, headers: dict[str, str] | None = None, *, tls: bool = True
) -> Answer:
    """Make a request to the edge under any host name, verifying the certificate."""
    connection = http.client.HTTPConnection(host)
    connection.sock = open_tls(lab, host) if tls else open_plain(lab)
    try:
        connection.putrequest(method, path, skip_accept_encoding=True)
        for name, value in (headers or {}).items():
            connection.putheader(name, value)
        connection.endheaders()
        reply = connection.getresponse()
        return Answer(reply.status, {name.lower(): value for name, value in reply.getheaders()}, reply.read())
    finally:
        connection.close()


def open_plain(lab: Lab) -> socket.socket:
    host, _, port = lab.env["CDN_LAB_HTTP"].partition(":")
    return socket.create_connection((host, int(port)), timeout=10)


def open_tls(lab: Lab, name: str, **settings: t.Any) -> ssl.SSLSocket:
    """Connect to the edge's TLS port as a client that trusts the lab's CA."""
    context = ssl.create_default_context(cafile=lab.env["CDN_LAB_CA"])
    context.set_alpn_protocols(settings.pop("alpn", ["http/1.1"]))
    for setting, value in settings.items():
        setattr(context, setting, value)
    host, _, port = lab.env["CDN_LAB_HTTPS"].partition(":")
    return context.wrap_socket(socket.create_connection((host, int(port)), timeout=10), server_hostname=name)


@pytest.fixture(scope="session")
def lab() -> Iterator[Lab]:
    with Lab() as running:
        running.settings(deploy_seconds=0.0, certificate_seconds=0.0)
        yield running


@pytest.fixture
def site(lab: Lab) -> Site:
    return Site(lab)
