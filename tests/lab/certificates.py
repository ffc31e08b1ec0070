# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The certificates of the emulated ACM, and how they come to be ISSUED."""

from __future__ import annotations

import base64
import dataclasses
import hashlib
import typing as t
import uuid

from tests.lab.names import canonical

if t.TYPE_CHECKING:
    from tests.lab.world import World

# Any of these in a CAA record allows Amazon to issue (ACM-08).
CAA_NAMES = ("amazon.com", "amazontrust.com", "awstrust.com", "amazonaws.com")
# As the edge has it.
LIFE = 198 * 86_400


@dataclasses.dataclass
class Certificate:
    """One certificate: what DescribeCertificate shows, and what only ACM knows."""

    detail: dict[str, t.Any]
    account: str
    region: str
    token: str = ""
    tags: dict[str, str | None] = dataclasses.field(default_factory=dict)
    describes: int = 0
    seen: dict[str, float] = dataclasses.field(default_factory=dict)
    pem: str = ""
    chain: str = ""
    key_algorithm: str = "RSA_2048"

    @property
    def arn(self) -> str:
        """The certificate's name everywhere."""
        return str(self.detail["CertificateArn"])

    @property
    def names(self) -> list[str]:
        """Every name it covers."""
        return list(self.detail["SubjectAlternativeNames"])

    def covers(self, name: str) -> bool:
        """Tell whether a SAN covers a name; a wildcard covers exactly one label (CF-35)."""
        wanted = name.lower()
        return any(san.lower() in (wanted, "*." + wanted.partition(".")[2]) for san in self.names)


class Certificates:
    """All certificates of all accounts and regions."""

    def __init__(self) -> None:
        self._items: dict[str, Certificate] = {}

    def add(self, certificate: Certificate) -> None:
        """Keep a new certificate."""
        self._items[certificate.arn] = certificate

    def remove(self, arn: str) -> None:
        """Forget one."""
        del self._items[arn]

    def get(self, arn: str) -> Certificate | None:
        """Return the certificate of an ARN, in whatever account."""
        return self._items.get(arn)

    def of(self, account: str, region: str) -> list[Certificate]:
        """Return an account's certificates of one region, oldest first."""
        return [item for item in self._items.values() if item.account == account and item.region == region]

    def force(self, arn: str, fields: dict[str, t.Any]) -> dict[str, t.Any]:
        """Put a certificate into a state from outside: Status, FailureReason, InUseBy, …"""
        certificate = self._items[arn]
        certificate.detail.update(fields)
        if fields.get("Status") == "FAILED":
            for option in certificate.detail["DomainValidationOptions"]:
                option["ValidationStatus"] = "FAILED"
        return certificate.detail

    def settle(self, world: World) -> None:
        """Move pending certificates on: a record that stands, then the delay, then ISSUED (ACM-09)."""
        for certificate in self._items.values():
            if certificate.detail["Status"] == "PENDING_VALIDATION":
                _validate(world, certificate)


def _validate(world: World, certificate: Certificate) -> None:
    now = world.clock()
    options = certificate.detail["DomainValidationOptions"]
    for option in options:
        if option["ValidationStatus"] == "SUCCESS" or "ResourceRecord" not in option:
            continue
        record = option["ResourceRecord"]
        values = [canonical(value) for value in world.dns.lookup(record["Name"], "CNAME")]
        if canonical(record["Value"]) not in values:
            certificate.seen.pop(option["DomainName"], None)
            continue
        since = certificate.seen.setdefault(option["DomainName"], now)
        if now >= since + world.settings.certificate_seconds:
            if not _caa_allows(world, option["DomainName"]):
                certificate.detail.update(Status="FAILED", FailureReason="CAA_ERROR")
                option["ValidationStatus"] = "FAILED"
                return
            option["ValidationStatus"] = "SUCCESS"
    if options and all(option["ValidationStatus"] == "SUCCESS" for option in options):
        issue(certificate.detail, now)


def issue(detail: dict[str, t.Any], now: float) -> None:
    """Fill in what only an issued certificate has."""
    detail.update(
        Status="ISSUED",
        IssuedAt=now,
        NotBefore=now,
        NotAfter=now + LIFE,
        Serial=":".join(f"{byte:02x}" for byte in uuid.uuid4().bytes),
        KeyUsages=[{"Name": "DIGITAL_SIGNATURE"}, {"Name": "KEY_ENCIPHERMENT"}],
        ExtendedKeyUsages=[
            {"Name": "TLS_WEB_SERVER_AUTHENTICATION", "OID": "1.3.6.1.5.5.7.3.1"},
        ],
    )


def _caa_allows(world: World, name: str) -> bool:
    """Tell whether the closest CAA set lets Amazon issue; issuewild rules wildcards where present (ACM-08)."""
    values = world.dns.closest(name.removeprefix("*."), "CAA")
    rules = [value.split(None, 2) for value in values]
    tags = {rule[1] for rule in rules if len(rule) == 3}
    tag = "issuewild" if name.startswith("*.") and "issuewild" in tags else "issue"
    allowed = [rule[2].strip('"').partition(";")[0].strip() for rule in rules if len(rule) == 3 and rule[1] == tag]
    return tag not in tags or any(name in CAA_NAMES for name in allowed)


def validation_record(account: str, name: str) -> dict[str, str]:
    """Return the CNAME that validates a name: it depends on account and domain only, `*.` apart (ACM-04, ACM-05)."""
    domain = name.lower().removeprefix("*.")
    left, right, zone = (
        hashlib.sha256(f"{part} {account} {domain}".encode()).digest() for part in ("name", "value", "zone")
    )
    label = base64.b32encode(zone).decode().lower()[:10]
    return {
        "Name": f"_{left.hex()[:32]}.{domain}.",
        "Type": "CNAME",
        "Value": f"_{right.hex()[:32]}.{label}.acm-validations.aws.",
    }


def option_of(account: str, name: str, method: str) -> dict[str, t.Any]:
    """Return a DomainValidationOption as it is right after the request."""
    domain = name.removeprefix("*.")
    option = {
        "DomainName": name,
        "ValidationDomain": domain,
        "ValidationStatus": "PENDING_VALIDATION",
        "ValidationMethod": method,
    }
    if method == "DNS":
        return {**option, "ResourceRecord": validation_record(account, name)}
    boxes = ("admin", "administrator", "hostmaster", "postmaster", "webmaster")
    return {**option, "ValidationEmails": [f"{box}@{domain}" for box in boxes]}
