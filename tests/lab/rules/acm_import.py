# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Imported certificates: real X.509, read as ACM reads it."""

from __future__ import annotations

import base64
import typing as t
import uuid

from cryptography import x509

from tests.lab.certificates import Certificate

if t.TYPE_CHECKING:
    from tests.lab.wire import Call

# Stands in for what Amazon signs; whoever needs a chain that verifies imports one.
_PLACEHOLDER = "-----BEGIN CERTIFICATE-----\nAQIDBAUGBwgJCgsMDQ4PEA==\n-----END CERTIFICATE-----\n"


def bodies(certificate: Certificate) -> dict[str, str]:
    """Return what GetCertificate answers: as imported, or a placeholder."""
    if not certificate.pem:
        return {"Certificate": _PLACEHOLDER, "CertificateChain": _PLACEHOLDER}
    return {"Certificate": certificate.pem, **({"CertificateChain": certificate.chain} if certificate.chain else {})}


def read(content: dict[str, t.Any], call: Call, now: float, known: Certificate | None) -> Certificate:
    """Return the certificate that ImportCertificate brings; ValueError says what is wrong with it."""
    pem = base64.b64decode(content["Certificate"]).decode()
    parsed = x509.load_pem_x509_certificate(pem.encode())
    arn = known.arn if known else f"arn:aws:acm:{call.region}:{call.account}:certificate/{uuid.uuid4()}"
    try:
        sans = parsed.extensions.get_extension_for_class(x509.SubjectAlternativeName).value.get_values_for_type(
            x509.DNSName
        )
    except x509.ExtensionNotFound:
        sans = []
    common = [str(item.value) for item in parsed.subject.get_attributes_for_oid(x509.oid.NameOID.COMMON_NAME)]
    names = list(sans) or common
    algorithm = _algorithm(parsed.public_key())
    detail = {
        "CertificateArn": arn,
        "DomainName": (common + names + [""])[0],
        "SubjectAlternativeNames": names,
        # Imported ones have neither method nor record (ACM-18).
        "DomainValidationOptions": [{"DomainName": name} for name in names],
        "Serial": ":".join(f"{byte:02x}" for byte in parsed.serial_number.to_bytes(20, "big").lstrip(b"\0")),
        "Subject": parsed.subject.rfc4514_string(),
        "Issuer": parsed.issuer.rfc4514_string(),
        "CreatedAt": known.detail["CreatedAt"] if known else now,
        "ImportedAt": now,
        "Status": "ISSUED",
        "NotBefore": parsed.not_valid_before_utc.timestamp(),
        "NotAfter": parsed.not_valid_after_utc.timestamp(),
        "KeyAlgorithm": algorithm.replace("_", "-"),
        "SignatureAlgorithm": "SHA256WITHRSA",
        "InUseBy": [],
        "Type": "IMPORTED",
        "KeyUsages": [],
        "ExtendedKeyUsages": [],
        "RenewalEligibility": "INELIGIBLE",
        "Options": {"CertificateTransparencyLoggingPreference": "DISABLED", "Export": "DISABLED"},
    }
    chain = base64.b64decode(content.get("CertificateChain", "")).decode()
    tags = known.tags if known else {}
    return Certificate(detail, call.account, call.region, tags=tags, pem=pem, chain=chain, key_algorithm=algorithm)


def _algorithm(key: t.Any) -> str:
    """Return the key type in the words of the API's filter."""
    curve = getattr(key, "curve", None)
    if curve is None:
        return f"RSA_{key.key_size}"
    return {"secp256r1": "EC_prime256v1"}.get(curve.name, f"EC_{curve.name}")
