# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Behaviours with trusted key groups serve only what is signed, as the developer guide's private content has it."""

from __future__ import annotations

import base64
import json
import time
import typing as t

import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from .conftest import CACHING_DISABLED, ask

if t.TYPE_CHECKING:
    from .conftest import Answer, Site

# Hours: the file may be read long before its tests run.
SOON, PAST = int(time.time()) + 6 * 3600, int(time.time()) - 600


class Signer:
    """A key pair whose public key is in a group."""

    def __init__(self, site: Site, key: t.Any, name: str) -> None:
        self.key = key
        pem = key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()
        config = {"CallerReference": name, "Name": name, "EncodedKey": pem}
        self.id = site.cloudfront.create_public_key(PublicKeyConfig=config)["PublicKey"]["Id"]

    def sign(self, message: str, algorithm: t.Any) -> bytes:
        if isinstance(self.key, rsa.RSAPrivateKey):
            return self.key.sign(message.encode(), padding.PKCS1v15(), algorithm)
        return self.key.sign(message.encode(), ec.ECDSA(algorithm))

    def parts(self, policy: str, algorithm: t.Any = None, **parts: str) -> dict[str, str]:
        signature = encoded(self.sign(policy, algorithm or hashes.SHA1()))
        return {**parts, "Signature": signature, "Key-Pair-Id": self.id}

    def canned(self, url: str, expires: int = SOON) -> str:
        parts = self.parts(policy_text(url, expires), Expires=str(expires))
        return f"{url}{'&' if '?' in url else '?'}{joined(parts, '&')}"

    def custom(self, resource: str, **condition: t.Any) -> dict[str, str]:
        policy = policy_text(resource, condition.pop("expires", SOON), **condition)
        return self.parts(policy, Policy=encoded(policy.encode()))


def encoded(content: bytes) -> str:
    return base64.b64encode(content).decode().translate(str.maketrans("+=/", "-_~"))


def policy_text(resource: str, expires: int, **condition: t.Any) -> str:
    limits = {"DateLessThan": {"AWS:EpochTime": expires}, **condition}
    return json.dumps({"Statement": [{"Resource": resource, "Condition": limits}]}, separators=(",", ":"))


def joined(parts: t.Mapping[str, str], by: str) -> str:
    return by.join(f"{name}={value}" for name, value in parts.items())


def cookies(parts: t.Mapping[str, str]) -> str:
    return joined({f"CloudFront-{name}": value for name, value in parts.items()}, "; ")


class Private:
    """A site whose files are for signed requests only."""

    def __init__(self, site: Site, **behavior: t.Any) -> None:
        self.site = site
        self.signer = Signer(site, RSA, site.name)
        self.stranger = Signer(site, ec.generate_private_key(ec.SECP256R1()), f"{site.name}-other")
        group = {"Name": site.name, "Items": [self.signer.id]}
        self.group = site.cloudfront.create_key_group(KeyGroupConfig=group)["KeyGroup"]["Id"]
        trusted = {"Enabled": True, "Quantity": 1, "Items": [self.group]}
        site.create(behavior={"TrustedKeyGroups": trusted, **behavior}).put("a b.jpg", b"secret", "image/jpeg")
        self.url = f"https://{site.alias}/a%20b.jpg"

    def get(self, url: str, **headers: str) -> Answer:
        return self.site.get(url.partition(self.site.alias)[2], **headers)

    def code(self, url: str, **headers: str) -> str:
        answer = self.get(url, **headers)
        assert (answer.status, answer.x_cache) == (403, "Error from cloudfront")
        assert answer.headers["server"] == "CloudFront"
        return answer.body.decode().partition("<Code>")[2].partition("</Code>")[0]

    def opens(self, parts: t.Mapping[str, str]) -> bool:
        return self.get(f"{self.url}?{joined(parts, '&')}").status == 200


RSA = rsa.generate_private_key(public_exponent=65537, key_size=2048)


@pytest.fixture
def private(site: Site) -> Private:
    return Private(site)


def test_unsigned_requests_are_told_of_the_missing_key(private: Private) -> None:
    answer = private.get(private.url)
    assert answer.body == (
        b'<?xml version="1.0" encoding="UTF-8"?><Error><Code>MissingKey</Code>'
        b"<Message>Missing Key-Pair-Id query parameter or cookie value</Message></Error>"
    )
    assert private.code(private.url) == "MissingKey"


def test_a_signed_url_is_served_and_cached_without_its_signature(private: Private) -> None:
    first = private.get(private.signer.canned(private.url))
    second = private.get(private.signer.canned(private.url, SOON + 1))
    assert (first.status, first.body, first.x_cache) == (200, b"secret", "Miss from cloudfront")
    assert second.x_cache == "Hit from cloudfront"


def test_what_is_cached_is_not_for_unsigned_requests(private: Private) -> None:
    assert private.get(private.signer.canned(private.url)).status == 200
    assert private.code(private.url) == "MissingKey"


def test_a_canned_signature_is_for_one_url_only(private: Private) -> None:
    signed = private.signer.canned(f"{private.url}?v=1")
    assert private.get(signed).status == 200
    assert private.code(signed.replace("v=1", "v=2")) == "AccessDenied"
    assert private.code(signed.replace("a%20b", "a+b")) == "AccessDenied"
    assert private.code(signed.replace(str(SOON), str(SOON + 1))) == "AccessDenied"


def test_an_expired_signature_is_denied(private: Private) -> None:
    assert private.code(private.signer.canned(private.url, PAST)) == "AccessDenied"


def test_a_key_that_is_in_no_group_is_unknown(private: Private) -> None:
    assert private.code(private.stranger.canned(private.url)) == "InvalidKey"
    mixed = private.stranger.canned(private.url).replace(private.stranger.id, private.signer.id)
    assert private.code(mixed) == "AccessDenied"


def test_what_cannot_be_decoded_is_malformed(private: Private) -> None:
    parts = private.signer.custom(private.url)
    assert private.code(f"{private.url}?{joined({**parts, 'Signature': '%%'}, '&')}") == "MalformedSignature"
    assert private.code(f"{private.url}?{joined({**parts, 'Policy': '%%'}, '&')}") == "MalformedPolicy"
    assert private.code(f"{private.url}?{joined(private.signer.parts('{}', Policy=encoded(b'{}')), '&')}") == (
        "MalformedPolicy"
    )


@pytest.mark.parametrize(
    ("resource", "condition", "opens"),
    [
        pytest.param("https://{alias}/*", {}, True, id="wildcard"),
        pytest.param("http*://{alias}/a%20?.jpg", {}, True, id="single character"),
        pytest.param("https://{alias}/b/*", {}, False, id="another folder"),
        pytest.param("http://{alias}/*", {}, False, id="another scheme"),
        pytest.param("https://{alias}/*", {"expires": PAST}, False, id="expired"),
        pytest.param("https://{alias}/*", {"DateGreaterThan": {"AWS:EpochTime": PAST}}, True, id="begun"),
        pytest.param("https://{alias}/*", {"DateGreaterThan": {"AWS:EpochTime": SOON}}, False, id="not begun"),
        pytest.param("https://{alias}/*", {"IpAddress": {"AWS:SourceIp": "127.0.0.0/8"}}, True, id="our network"),
        pytest.param("https://{alias}/*", {"IpAddress": {"AWS:SourceIp": "203.0.113.0/24"}}, False, id="another"),
    ],
)
def test_a_custom_policy_opens(private: Private, resource: str, condition: dict[str, t.Any], opens: bool) -> None:
    parts = private.signer.custom(resource.format(alias=private.site.alias), **condition)
    assert private.opens(parts) is opens


def test_cookies_open_too_but_not_beside_a_signed_url(private: Private) -> None:
    good = cookies(private.signer.custom(f"https://{private.site.alias}/*"))
    assert private.get(private.url, cookie=f"theme=dark; {good}").status == 200
    assert private.code(private.signer.canned(private.url, PAST), cookie=good) == "AccessDenied"
    canned = private.signer.parts(policy_text(private.url, SOON), Expires=str(SOON))
    assert private.get(private.url, cookie=cookies(canned)).status == 200


def test_sha256_has_to_be_named(private: Private) -> None:
    parts = private.signer.parts(policy_text(private.url, SOON), hashes.SHA256(), Expires=str(SOON))
    assert not private.opens(parts)
    assert private.opens({**parts, "Hash-Algorithm": "SHA256"})
    assert not private.opens({**parts, "Hash-Algorithm": "MD5"})


def test_a_second_key_of_the_group_is_trusted_at_once(private: Private) -> None:
    cloudfront = private.site.cloudfront
    found = cloudfront.get_key_group(Id=private.group)
    items = [private.signer.id, private.stranger.id]
    cloudfront.update_key_group(
        Id=private.group, IfMatch=found["ETag"], KeyGroupConfig={"Name": private.site.name, "Items": items}
    )
    assert private.get(private.stranger.canned(private.url)).status == 200


def test_http_is_redirected_before_anything_is_verified(private: Private) -> None:
    assert ask(private.site.lab, "GET", private.site.alias, "/a%20b.jpg", tls=False).status == 301


def test_public_behaviours_leave_the_names_alone(site: Site) -> None:
    site.create(behavior={"CachePolicyId": CACHING_DISABLED}).put("a", b"open")
    assert site.get("/a?Signature=x&Expires=1").body == b"open"
