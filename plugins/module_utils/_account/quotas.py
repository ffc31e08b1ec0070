# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Whether an account has room for what a plan makes."""

from __future__ import annotations

import dataclasses
import datetime
import typing as t

from .._errors import AwsError
from .._resource import Api
from .caller import HOME_REGION

YEAR = datetime.timedelta(days=365)
# ListCertificates leaves all but RSA_2048 and RSA_1024 out unless they are named.
KEY_TYPES = ("RSA_1024", "RSA_2048", "RSA_3072", "RSA_4096", "EC_prime256v1", "EC_secp384r1", "EC_secp521r1")


@dataclasses.dataclass(frozen=True)
class Quota:
    """One quota: which writes use it up, where Service Quotas has it, what AWS gives when it does not say (CF-91)."""

    operation: str
    name: str
    service: str
    code: str
    default: float
    used: t.Callable[[Api], int]


@dataclasses.dataclass(frozen=True)
class Room:
    """How much of a quota is used and needed; ``is_default`` tells that the account's own value is not known."""

    quota: str
    code: str
    value: float
    used: int
    needed: int
    is_default: bool

    @property
    def is_reached(self) -> bool:
        """Tell whether what is needed does not fit."""
        return self.used + self.needed > self.value

    @property
    def text(self) -> str:
        """Return this for people."""
        raised = " A higher one can be asked for in Service Quotas." if self.code else ""
        value = f"{self.value:g}{', as AWS gives it by default' if self.is_default else ''}"
        return f"{self.quota}: {self.used} used, {self.needed} more needed, the quota is {value}.{raised}"


def _distributions(api: Api) -> int:
    pages = api.pages("cloudfront:ListDistributions")
    return sum(len(page["DistributionList"].get("Items", ())) for page in pages)


def _access_controls(api: Api) -> int:
    pages = api.pages("cloudfront:ListOriginAccessControls")
    return sum(len(page["OriginAccessControlList"].get("Items", ())) for page in pages)


def _headers_policies(api: Api) -> int:
    pages = api.pages("cloudfront:ListResponseHeadersPolicies", {"Type": "custom"})
    return sum(len(page["ResponseHeadersPolicyList"].get("Items", ())) for page in pages)


def _certificates(api: Api) -> int:
    """Count those of the last year; deleted ones count for AWS as well, so that this is the least (ACM-15)."""
    since = datetime.datetime.now(datetime.timezone.utc) - YEAR
    pages = api.pages("acm:ListCertificates", {"Includes": {"keyTypes": list(KEY_TYPES)}}, region=HOME_REGION)
    found = [one for page in pages for one in page["CertificateSummaryList"] if one.get("Type") != "IMPORTED"]
    return sum(1 for one in found if one.get("CreatedAt") and one["CreatedAt"] > since)


def _buckets(api: Api) -> int:
    return sum(len(page.get("Buckets", ())) for page in api.pages("s3:ListBuckets"))


QUOTAS = (
    Quota(
        "cloudfront:CreateDistribution", "Distributions of the account", "cloudfront", "L-24B04930", 500, _distributions
    ),
    Quota(
        "cloudfront:CreateOriginAccessControl", "Origin access controls of the account", "", "", 100, _access_controls
    ),
    Quota(
        "cloudfront:CreateResponseHeadersPolicy",
        "Response headers policies of the account",
        "cloudfront",
        "L-CF0D4FC5",
        20,
        _headers_policies,
    ),
    Quota("acm:RequestCertificate", "Certificates requested in a year", "acm", "L-DA1D8B98", 2500, _certificates),
    Quota("s3:CreateBucket", "Buckets of the account", "s3", "L-DC2B2D3D", 10000, _buckets),
)
NAMES = Quota("acm:RequestCertificate", "Names of a certificate", "acm", "L-FB94F0B0", 10, lambda api: 0)  # ACM-02


class Quotas:
    """Compares what a plan makes with what there is room for."""

    def __init__(self, api: Api) -> None:
        self._api = api
        self.warnings: list[str] = []

    def rooms(self, actions: t.Sequence[t.Mapping[str, t.Any]], *, names: int, zone: str) -> list[Room]:
        """Return the room of each quota that the plan uses up."""
        found = []
        for quota in QUOTAS:
            needed = sum(1 for one in actions if str(one["operation"]).startswith(quota.operation))
            found += self._room(quota, needed)
            if quota.operation == NAMES.operation and needed:
                found += self._room(NAMES, names)
        records = sum(_sets(one) for one in actions if one["operation"] == "route53:ChangeResourceRecordSets")
        return found + (self._records(zone, records) if zone and records else [])

    def _room(self, quota: Quota, needed: int) -> list[Room]:
        if not needed:
            return []
        try:
            used = quota.used(self._api)
        except AwsError as error:
            self._note(f"{quota.name} could not be counted: {error.message}")
            return []
        value, is_default = self._value(quota)
        return [Room(quota.name, quota.code, value, used, needed, is_default)]

    def _value(self, quota: Quota) -> tuple[float, bool]:
        wanted = {"ServiceCode": quota.service, "QuotaCode": quota.code}
        try:
            if quota.code:
                # Those of global services are kept there, and the certificate is there, too.
                answer = self._api.call("service-quotas:GetServiceQuota", wanted, region=HOME_REGION)
                return float(answer["Quota"]["Value"]), False
        except AwsError as error:
            if error.code != "NoSuchResourceException":
                self._note(
                    f"The account's own quotas could not be read, AWS's defaults are taken: {error.text or error.code}."
                    " Reading them needs servicequotas:GetServiceQuota."
                )
        return quota.default, True

    def _records(self, zone: str, needed: int) -> list[Room]:
        wanted = {"HostedZoneId": zone, "Type": "MAX_RRSETS_BY_ZONE"}
        try:
            answer = self._api.call("route53:GetHostedZoneLimit", wanted)
        except AwsError as error:
            self._note(f"The room for records could not be read: {error.message}")
            return []
        used = int(answer["Count"])
        return [
            Room("Record sets of the hosted zone", "", float(answer["Limit"]["Value"]), used, needed, is_default=False)
        ]

    def _note(self, warning: str) -> None:
        if warning not in self.warnings:
            self.warnings.append(warning)


def _sets(action: t.Mapping[str, t.Any]) -> int:
    return str(action["resource"]).count(",") + 1 if action["change"] == "create" else 0
