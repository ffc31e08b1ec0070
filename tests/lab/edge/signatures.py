# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Signed URLs and cookies: who may see what a behaviour with trusted key groups serves."""

from __future__ import annotations

import base64
import binascii
import dataclasses
import ipaddress
import json
import re
import typing as t

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.serialization import load_pem_public_key

from tests.lab.edge.message import Request, Response
from tests.lab.edge.routing import Behavior, items

if t.TYPE_CHECKING:
    from tests.lab.edge.aws import Aws

NAMES = ("Expires", "Policy", "Signature", "Key-Pair-Id", "Hash-Algorithm")
HASHES = {"SHA1": hashes.SHA1, "SHA256": hashes.SHA256}
COOKIE = "CloudFront-"
FORBIDDEN = 403


class Denied(Exception):
    """The request is not signed as it should be."""

    def __init__(self, code: str, message: str) -> None:
        """Keep CloudFront's code beside its text."""
        super().__init__(message)
        self.code = code

    def response(self) -> Response:
        """Return what the viewer gets instead, before what every answer carries."""
        body = f'<?xml version="1.0" encoding="UTF-8"?><Error><Code>{self.code}</Code><Message>{self}</Message></Error>'
        return Response(FORBIDDEN, {"server": "CloudFront", "content-type": "text/xml"}, body.encode())


@dataclasses.dataclass(frozen=True)
class Claim:
    """What a request says of itself, by the names in a signed URL."""

    parts: t.Mapping[str, str]
    url: str

    def need(self, name: str) -> str:
        """Return a part; Denied without it, with a code that for other parts than the key's id is a guess."""
        if not self.parts.get(name):
            raise Denied(f"Missing{name.replace('-Pair-Id', '')}", f"Missing {name} query parameter or cookie value")
        return self.parts[name]

    def policy(self) -> bytes:
        """Return the policy that was signed: the custom one, or the canned one that the request's own URL makes."""
        if "Policy" in self.parts:
            return _decoded(self.parts["Policy"], Denied("MalformedPolicy", "Malformed Policy"))
        expires = self.need("Expires")
        if not expires.isdecimal():
            raise Denied("MalformedPolicy", "Malformed Policy")
        canned = '{"Statement":[{"Resource":"%s","Condition":{"DateLessThan":{"AWS:EpochTime":%s}}}]}'
        return (canned % (self.url, expires)).encode()


async def admitted(request: Request, behavior: Behavior, aws: Aws, account: str, now: float) -> Request:
    """Return the request without its signature, or raise Denied; public behaviours let everything pass as it is.

    CloudFront decides before it runs functions or looks into its cache, and takes the parameters of a signed URL away.
    """
    if not _is_private(behavior):
        return request
    bare, signed = _split(request.query)
    admittable = request.but(query=bare)
    # Parameters of a signed URL make a request one, whatever its cookies say.
    claim = Claim(signed or _cookies(request), _url(admittable))
    key_id = claim.need("Key-Pair-Id")
    pem = await _trusted_key(behavior, aws, account, key_id)
    if pem is None:
        raise Denied("InvalidKey", "Unknown Key")
    policy = claim.policy()
    signature = _decoded(claim.need("Signature"), Denied("MalformedSignature", "Could not unencode Signature"))
    if not _verifies(pem, signature, policy, claim.parts.get("Hash-Algorithm", "SHA1")):
        raise Denied("AccessDenied", "Access denied")
    if not _grants(policy, claim, request.client, now):
        raise Denied("AccessDenied", "Access denied")
    return admittable


def _is_private(behavior: Behavior) -> bool:
    return any((behavior.get(signers) or {}).get("Enabled") for signers in ("TrustedKeyGroups", "TrustedSigners"))


async def _trusted_key(behavior: Behavior, aws: Aws, account: str, key_id: str) -> bytes | None:
    for group in items(behavior.get("TrustedKeyGroups")):
        config = await aws.cloudfront(account, "key-group", group)
        if key_id in config.get("Items", ()):
            key = await aws.cloudfront(account, "public-key", key_id)
            return str(key["EncodedKey"]).encode() if key else None
    return None


def _split(query: str) -> tuple[str, dict[str, str]]:
    parts = query.split("&") if query else []
    pairs = [part.partition("=") for part in parts]
    bare = [part for part, (name, _, _) in zip(parts, pairs, strict=True) if name not in NAMES]
    return "&".join(bare), {name: value for name, _, value in pairs if name in NAMES}


def _cookies(request: Request) -> dict[str, str]:
    pairs = (part.strip().partition("=") for part in request.headers.get("cookie", "").split(";"))
    found = {name.removeprefix(COOKIE): value for name, _, value in pairs if name.startswith(COOKIE)}
    return {name: value for name, value in found.items() if name in NAMES}


def _url(request: Request) -> str:
    query = f"?{request.query}" if request.query else ""
    return f"{request.scheme}://{request.host.lower()}{request.path}{query}"


def _decoded(text: str, problem: Denied) -> bytes:
    try:
        return base64.b64decode(text.translate(str.maketrans("-_~", "+=/")), validate=True)
    except (binascii.Error, ValueError):
        raise problem from None


def _verifies(pem: bytes, signature: bytes, policy: bytes, algorithm: str) -> bool:
    if algorithm not in HASHES:
        return False
    key, hashed = load_pem_public_key(pem), HASHES[algorithm]()
    try:
        if isinstance(key, rsa.RSAPublicKey):
            key.verify(signature, policy, padding.PKCS1v15(), hashed)
        elif isinstance(key, ec.EllipticCurvePublicKey):
            key.verify(signature, policy, ec.ECDSA(hashed))
        else:
            return False
    except InvalidSignature:
        return False
    return True


def _grants(policy: bytes, claim: Claim, client: str, now: float) -> bool:
    try:
        (statement,) = json.loads(policy)["Statement"]
        condition = statement["Condition"]
        end = int(condition["DateLessThan"]["AWS:EpochTime"])
        start = int(condition.get("DateGreaterThan", {}).get("AWS:EpochTime", 0))
        address = ipaddress.ip_network(condition.get("IpAddress", {}).get("AWS:SourceIp", "0.0.0.0/0"))
        inside = "IpAddress" not in condition or ipaddress.ip_address(client) in address
        # A policy without a resource is good for everything that trusts the key.
        resource = str(statement.get("Resource", "*"))
    except (ValueError, KeyError, TypeError, AttributeError):
        raise Denied("MalformedPolicy", "Malformed Policy") from None
    matches = _matches(resource, claim.url) if "Policy" in claim.parts else resource == claim.url
    return start < now < end and inside and matches


def _matches(pattern: str, url: str) -> bool:
    wild = {"*": ".*", "?": "."}
    return re.fullmatch("".join(wild.get(one) or re.escape(one) for one in pattern), url) is not None
