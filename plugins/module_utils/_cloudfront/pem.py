# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Public keys as PEM text: one form for comparison, and what CloudFront can use; pure.

No message ever holds a part of the text: it may be a private key that was given by mistake.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import re

from .._errors import Refused

_PEM = re.compile(r"\s*-----BEGIN PUBLIC KEY-----([A-Za-z0-9+/=\s]+)-----END PUBLIC KEY-----\s*")
_LINE = 64
_OBJECT_ID = 6
_RSA = bytes.fromhex("2a864886f70d010101")
_P256 = [bytes.fromhex("2a8648ce3d0201"), bytes.fromhex("2a8648ce3d030107")]
USABLE = ("RSA with 2048 bits", "ECDSA P-256")

# What people give instead, and how they get from there to the public key.
_MISTAKEN = (
    (
        "PRIVATE KEY",
        "is a private key, which must stay with whoever signs. Give its public half",
        "openssl pkey -pubout",
    ),
    ("CERTIFICATE", "is a certificate. Give its public key", "openssl x509 -pubkey -noout"),
    ("RSA PUBLIC KEY", "is an older form of public key. Convert it", "openssl rsa -RSAPublicKey_in -pubout"),
    ("ssh-rsa ", "is a key in the form of SSH. Convert it", "ssh-keygen -e -m PKCS8"),
    ("ecdsa-sha2-", "is a key in the form of SSH. Convert it", "ssh-keygen -e -m PKCS8"),
)


def normalized(text: str, where: str) -> str:
    """Return a public key in the one form that all PEM texts of it have.

    Raises Refused for what is none, or none that CloudFront can use; ``where`` names the option.
    """
    for sign, problem, command in _MISTAKEN:
        if sign in text:
            raise Refused(f"{where} {problem}: {command}.")
    found = _PEM.fullmatch(text)
    if not found:
        raise Refused(f"{where} is no public key in PEM form, which begins with -----BEGIN PUBLIC KEY-----.")
    try:
        der = base64.b64decode("".join(found[1].split()), validate=True)
        kind = _kind(der)
    except (binascii.Error, IndexError, ValueError) as error:
        raise Refused(f"{where}: the text of the public key is damaged.") from error
    if kind not in USABLE:
        raise Refused(f"{where} is {kind}; CloudFront takes {' or '.join(USABLE)}.")
    encoded = base64.b64encode(der).decode()
    lines = [encoded[at : at + _LINE] for at in range(0, len(encoded), _LINE)]
    return "\n".join(["-----BEGIN PUBLIC KEY-----", *lines, "-----END PUBLIC KEY-----", ""])


def fingerprint(text: str) -> str:
    """Return the SHA-256 hash of a public key, whatever its line breaks; an empty text for what is none."""
    found = _PEM.fullmatch(text)
    try:
        return hashlib.sha256(base64.b64decode("".join(found[1].split()))).hexdigest() if found else ""
    except binascii.Error:
        return ""


def _kind(der: bytes) -> str:
    """Return which key a SubjectPublicKeyInfo holds."""
    ((_tag, body),) = _elements(der)
    (_tag, algorithm), (_tag, bits) = _elements(body)
    ids = [value for tag, value in _elements(algorithm) if tag == _OBJECT_ID]
    if ids == _P256:
        return "ECDSA P-256"
    if ids[0] != _RSA:
        return "a key of another kind"
    # The first byte of a bit string counts its unused bits.
    ((_tag, numbers),) = _elements(bits[1:])
    modulus = int.from_bytes(_elements(numbers)[0][1], "big")
    return f"RSA with {modulus.bit_length()} bits"


def _elements(data: bytes) -> list[tuple[int, bytes]]:
    """Return the tags and contents of a row of DER elements."""
    found, at = [], 0
    while at < len(data):
        tag, length = data[at], data[at + 1]
        at += 2
        if length & 0x80:
            size = length & 0x7F
            length = int.from_bytes(data[at : at + size], "big")
            at += size
        if at + length > len(data):
            raise ValueError("cut off")
        found.append((tag, data[at : at + length]))
        at += length
    return found
