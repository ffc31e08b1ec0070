# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The private keys that sign for CloudFront. No message here holds a key, a passphrase or a signature."""

from __future__ import annotations

import sys
import typing as t

from ..module_utils._errors import Refused
from ._terms import Terms, key_pair_id, words

try:
    from botocore.signers import CloudFrontSigner
    from cryptography.exceptions import UnsupportedAlgorithm
    from cryptography.hazmat.primitives import hashes
    from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
    from cryptography.hazmat.primitives.serialization import load_pem_private_key
except ImportError as error:
    MISSING = (error.name or "cryptography").partition(".")[0]
else:
    MISSING = ""

HASHES = ("SHA1", "SHA256")
RSA_BITS = 2048
KINDS = "CloudFront takes RSA keys of 2048 bits and ECDSA keys on P-256."

Sign = t.Callable[[bytes], bytes]


class Key:
    """A private key and the id of the public one; prints neither."""

    def __init__(self, *, key_id: t.Any, private_key: t.Any, passphrase: t.Any, hash_algorithm: t.Any) -> None:
        if MISSING:
            raise Refused(
                f"the Python package {MISSING} is missing on the controller: install it for {sys.executable}."
            )
        self.key_id = key_pair_id(key_id)
        self.hash_algorithm = _hash_algorithm(hash_algorithm)
        self._signer = CloudFrontSigner(self.key_id, self.sign)
        self._sign = _signing(_load(private_key, passphrase), self.hash_algorithm)

    def sign(self, message: bytes) -> bytes:
        """Return the signature of a policy."""
        try:
            return self._sign(message)
        except UnsupportedAlgorithm:
            raise Refused(
                f"the cryptography of the controller refuses {self.hash_algorithm}, as systems in FIPS mode do:"
                " set hash_algorithm to SHA256."
            ) from None

    def policy(self, resource: str, terms: Terms) -> str:
        """Return a policy, the canned one when only the end is limited: its form is part of the signature."""
        return str(
            self._signer.build_policy(
                resource, terms.expires, date_greater_than=terms.starts, ip_address=terms.ip_address
            )
        )

    def url(self, url: str, terms: Terms, policy: str | None) -> str:
        """Return a URL with the signature of a custom policy, or of its own canned one."""
        limits: dict[str, t.Any] = {"policy": policy} if policy else {"date_less_than": terms.expires}
        return str(self._signer.generate_presigned_url(url, **limits))


def _hash_algorithm(value: t.Any) -> str:
    text = words("hash_algorithm", value).upper().replace("-", "")
    if text not in HASHES:
        raise Refused(f"hash_algorithm has to be {' or '.join(HASHES)}: CloudFront takes no other.")
    return text


def _load(private_key: t.Any, passphrase: t.Any) -> t.Any:
    pem = words("private_key", private_key)
    secret = None if passphrase is None else words("passphrase", passphrase).encode()
    _refuse_other_texts(pem)
    try:
        # Ends of lines are all that a copied key may have lost at its edges.
        return load_pem_private_key(f"{pem}\n".encode(), secret)
    except TypeError:
        raise Refused(
            "private_key is encrypted: give its passphrase."
            if secret is None
            else "private_key is not encrypted: leave passphrase away."
        ) from None
    except (ValueError, UnsupportedAlgorithm):
        raise Refused(
            "private_key cannot be read: its PEM text is damaged, as when its line breaks are lost."
            if secret is None
            else "private_key cannot be read: the passphrase is wrong, or its PEM text is damaged."
        ) from None


def _refuse_other_texts(pem: str) -> None:
    if "PRIVATE KEY-----" in pem and "OPENSSH" not in pem:
        return
    for mark, problem in (
        ("OPENSSH PRIVATE KEY", "in the form of OpenSSH: convert a copy with ssh-keygen -p -m PEM -f FILE."),
        ("PUBLIC KEY", "a public key: that is for cdn.aws.cloudfront_public_key, the private one signs."),
        ("CERTIFICATE", "a certificate: give the private key."),
        ("-----BEGIN", "no private key."),
    ):
        if mark in pem:
            raise Refused(f"private_key is {problem}")
    raise Refused(
        "private_key is no PEM text: give the content of the file, as with lookup('ansible.builtin.file', PATH)."
    )


def _signing(key: t.Any, hash_algorithm: str) -> Sign:
    algorithm = hashes.SHA256() if hash_algorithm == "SHA256" else hashes.SHA1()
    if isinstance(key, rsa.RSAPrivateKey):
        if key.key_size != RSA_BITS:
            raise Refused(f"private_key is an RSA key of {key.key_size} bits. {KINDS}")
        return lambda message: key.sign(message, padding.PKCS1v15(), algorithm)
    if isinstance(key, ec.EllipticCurvePrivateKey):
        if not isinstance(key.curve, ec.SECP256R1):
            raise Refused(f"private_key is an ECDSA key on {key.curve.name}. {KINDS}")
        return lambda message: key.sign(message, _ecdsa(algorithm))
    raise Refused(f"private_key is neither RSA nor ECDSA. {KINDS}")


def _ecdsa(algorithm: hashes.HashAlgorithm) -> ec.ECDSA:
    """Return ECDSA without randomness where this machine can (RFC 6979), so that signing again changes nothing."""
    try:
        return ec.ECDSA(algorithm, deterministic_signing=True)
    except (TypeError, UnsupportedAlgorithm):
        return ec.ECDSA(algorithm)
