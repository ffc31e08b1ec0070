# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What is signed is what CloudFront verifies: the policies byte for byte, with every kind of key."""

from __future__ import annotations

import base64
import datetime
import re

import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, padding, rsa
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
)
from hypothesis import given
from hypothesis import strategies as st

from ansible_collections.cdn.aws.plugins.module_utils._errors import Refused
from ansible_collections.cdn.aws.plugins.plugin_utils import _signing, _signing_key
from ansible_collections.cdn.aws.plugins.plugin_utils._terms import Terms

KEY_ID = "K2JCJMDEHXQW5F"
URL = "https://images.example.com/a.jpg"
END = datetime.datetime(2030, 1, 1, tzinfo=datetime.timezone.utc)
START = datetime.datetime(2029, 1, 1, tzinfo=datetime.timezone.utc)
CANNED = '{"Statement":[{"Resource":"%s","Condition":{"DateLessThan":{"AWS:EpochTime":1893456000}}}]}'
RSA = rsa.generate_private_key(public_exponent=65537, key_size=2048)
ECDSA = ec.generate_private_key(ec.SECP256R1())


def pem(key, form=PrivateFormat.PKCS8, secret: str = "") -> str:
    lock = BestAvailableEncryption(secret.encode()) if secret else NoEncryption()
    return key.private_bytes(Encoding.PEM, form, lock).decode()


def url(key=RSA, *, of=URL, resource=None, terms=None, passphrase=None, hash_algorithm="SHA1", text=None) -> str:
    return _signing.signed_url(
        of,
        terms or Terms(END),
        resource=resource,
        key_id=KEY_ID,
        private_key=text or pem(key),
        passphrase=passphrase,
        hash_algorithm=hash_algorithm,
    )


def cookies(of=URL, *, terms=None, key=RSA, hash_algorithm="SHA1") -> dict[str, str]:
    more = {"key_id": KEY_ID, "private_key": pem(key), "passphrase": None, "hash_algorithm": hash_algorithm}
    return _signing.signed_cookies(of, terms or Terms(END), **more)


def decoded(text: str) -> bytes:
    assert re.fullmatch(r"[A-Za-z0-9~_-]+", text)
    return base64.b64decode(text.translate(str.maketrans("-_~", "+=/")), validate=True)


def parameters(signed: str, of: str = URL) -> dict[str, str]:
    assert signed.startswith(of) and signed[len(of)] in "?&"
    return dict(part.split("=", 1) for part in signed[len(of) + 1 :].split("&"))


def verify(key, signature: str, message: str, algorithm=None) -> None:
    algorithm = algorithm or hashes.SHA1()
    if isinstance(key, rsa.RSAPrivateKey):
        key.public_key().verify(decoded(signature), message.encode(), padding.PKCS1v15(), algorithm)
    else:
        key.public_key().verify(decoded(signature), message.encode(), ec.ECDSA(algorithm))


@pytest.mark.parametrize("key", [RSA, ECDSA], ids=["RSA", "ECDSA"])
def test_an_end_alone_makes_a_canned_policy(key):
    found = parameters(url(key))
    assert list(found) == ["Expires", "Signature", "Key-Pair-Id"]
    assert (found["Expires"], found["Key-Pair-Id"]) == ("1893456000", KEY_ID)
    verify(key, found["Signature"], CANNED % URL)


@pytest.mark.parametrize(
    ("more", "policy"),
    [
        (
            {"terms": Terms(END, START, "203.0.113.0/24"), "resource": "https://images.example.com/*"},
            '{"Statement":[{"Resource":"https://images.example.com/*","Condition":{"DateLessThan":{"AWS:EpochTime":'
            '1893456000},"IpAddress":{"AWS:SourceIp":"203.0.113.0/24"},"DateGreaterThan":{"AWS:EpochTime":1861920000}'
            "}}]}",
        ),
        ({"resource": URL}, CANNED % URL),
    ],
    ids=["all", "resource"],
)
def test_more_than_an_end_makes_a_custom_policy(more, policy):
    found = parameters(url(**more))
    assert list(found) == ["Policy", "Signature", "Key-Pair-Id"]
    assert decoded(found["Policy"]).decode() == policy
    verify(RSA, found["Signature"], policy)


@pytest.mark.parametrize("key", [RSA, ECDSA], ids=["RSA", "ECDSA"])
def test_sha256_is_told(key):
    found = parameters(url(key, hash_algorithm="sha-256"))
    assert found["Hash-Algorithm"] == "SHA256"
    verify(key, found["Signature"], CANNED % URL, hashes.SHA256())


def test_the_signature_goes_behind_the_query():
    signed = url(of="https://images.example.com/a b.jpg?size=l")
    assert signed.startswith("https://images.example.com/a%20b.jpg?size=l&Expires=")
    verify(RSA, parameters(signed, signed.partition("&")[0])["Signature"], CANNED % signed.partition("&")[0])


@pytest.mark.parametrize("key", [RSA, ECDSA], ids=["RSA", "ECDSA"])
def test_signing_again_changes_nothing(key):
    assert url(key) == url(key)


def test_cookies_of_one_url_need_no_policy():
    found = cookies()
    assert found.pop("CloudFront-Expires") == "1893456000"
    verify(RSA, found.pop("CloudFront-Signature"), CANNED % URL)
    assert found == {"CloudFront-Key-Pair-Id": KEY_ID}


def test_cookies_of_many_urls_carry_their_policy():
    found = cookies("https://images.example.com/*", hash_algorithm="SHA256", key=ECDSA)
    policy = CANNED % "https://images.example.com/*"
    assert decoded(found.pop("CloudFront-Policy")).decode() == policy
    verify(ECDSA, found.pop("CloudFront-Signature"), policy, hashes.SHA256())
    assert found == {"CloudFront-Key-Pair-Id": KEY_ID, "CloudFront-Hash-Algorithm": "SHA256"}
    assert "CloudFront-Policy" in cookies(terms=Terms(END, START))


@given(
    st.text(
        st.characters(
            blacklist_categories=("Cs", "Cc", "Zl", "Zp", "Cf", "Cn", "Co", "Zs"), blacklist_characters="*#?/."
        )
    ),
    st.integers(1, 4_000_000_000),
)
def test_whatever_is_signed_verifies(name, end):
    when = datetime.datetime.fromtimestamp(end, datetime.timezone.utc)
    signed = url(ECDSA, of=f"https://images.example.com/a{name}", terms=Terms(when))
    address, _, query = signed.partition("?")
    found = dict(part.split("=", 1) for part in query.split("&"))
    assert found["Expires"] == str(end)
    verify(ECDSA, found["Signature"], (CANNED % address).replace("1893456000", str(end)))


@pytest.mark.parametrize("form", [PrivateFormat.PKCS8, PrivateFormat.TraditionalOpenSSL])
@pytest.mark.parametrize("key", [RSA, ECDSA], ids=["RSA", "ECDSA"])
def test_both_forms_of_pem_are_read_encrypted_or_not(key, form):
    assert url(key, text=pem(key, form).strip()) == url(key)
    assert url(key, text=pem(key, form, "sesame"), passphrase="sesame") == url(key)


PUBLIC = RSA.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()


@pytest.mark.parametrize(
    ("text", "passphrase", "message"),
    [
        (PUBLIC, None, "private_key is a public key"),
        ("-----BEGIN CERTIFICATE-----\nx", None, "private_key is a certificate"),
        ("-----BEGIN DH PARAMETERS-----\nx", None, "private_key is no private key"),
        (pem(RSA, PrivateFormat.OpenSSH), None, "convert a copy with ssh-keygen -p -m PEM"),
        ("/etc/private.pem", None, "private_key is no PEM text: give the content of the file"),
        (pem(RSA).replace("\n", "\\n"), None, "its line breaks are lost"),
        (pem(RSA)[:400], None, "its PEM text is damaged"),
        (pem(RSA, secret="sesame"), None, "private_key is encrypted: give its passphrase"),
        (pem(RSA, PrivateFormat.TraditionalOpenSSL, "sesame"), None, "private_key is encrypted: give its passphrase"),
        (pem(RSA, secret="sesame"), "open", "the passphrase is wrong"),
        (pem(RSA), "open", "private_key is not encrypted: leave passphrase away"),
        (pem(rsa.generate_private_key(public_exponent=65537, key_size=1024)), None, "an RSA key of 1024 bits"),
        (pem(ec.generate_private_key(ec.SECP384R1())), None, "an ECDSA key on secp384r1"),
        (pem(ed25519.Ed25519PrivateKey.generate()), None, "neither RSA nor ECDSA"),
        ({"path": "x"}, None, "private_key is given as dict"),
        (pem(RSA), 7, "passphrase is given as int"),
    ],
)  # fmt: skip
def test_keys_that_cannot_sign_are_refused_and_not_shown(text, passphrase, message):
    with pytest.raises(Refused) as refused:
        url(text=text, passphrase=passphrase)
    assert message in refused.value.message
    assert refused.value.__suppress_context__ or refused.value.__context__ is None
    assert not any(len(line) > 20 and line in refused.value.message for line in str(text).splitlines())
    assert "sesame" not in refused.value.message


def test_a_resource_that_does_not_cover_the_url_is_refused():
    with pytest.raises(Refused, match=r"does not cover https://images.example.com/a.jpg: CloudFront would answer 403"):
        url(of=f"{URL}?v=1", resource="https://images.example.com/private/*")


def test_other_hashes_are_refused():
    with pytest.raises(Refused, match="hash_algorithm has to be SHA1 or SHA256"):
        url(hash_algorithm="SHA512")


def test_a_missing_library_is_named_with_the_interpreter_that_lacks_it(monkeypatch):
    monkeypatch.setattr(_signing_key, "MISSING", "cryptography")
    with pytest.raises(Refused, match="the Python package cryptography is missing on the controller: install it for /"):
        url()


def test_a_system_without_sha1_is_told_of_sha256(monkeypatch):
    def refuse(message: bytes) -> bytes:
        raise _signing_key.UnsupportedAlgorithm("sha1 is not supported")

    monkeypatch.setattr(_signing_key, "_signing", lambda key, algorithm: refuse)
    with pytest.raises(Refused, match="set hash_algorithm to SHA256"):
        url()


def test_what_a_check_run_does_not_know_stays_unknown():
    later = "https://(known after apply: domain name)/a.jpg"
    assert url(of=later) == "(known after apply: signed URL)"
    assert set(cookies(later).values()) == {"(known after apply: signed cookie)"}
    assert list(cookies(f"{later}*")) == ["CloudFront-Policy", "CloudFront-Signature", "CloudFront-Key-Pair-Id"]


def test_a_key_prints_nothing_of_itself():
    made = _signing_key.Key(key_id=KEY_ID, private_key=pem(RSA), passphrase=None, hash_algorithm="SHA1")
    assert "PRIVATE" not in repr(made) + str(made)
