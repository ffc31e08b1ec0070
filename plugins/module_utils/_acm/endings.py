# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Why a certificate will never be issued, and what to do about it: data and pure functions."""

from __future__ import annotations

from .detail import DEAD, ISSUED, PENDING, Detail

# What helps, by FailureReason (ACM-07, ACM-08).
REMEDIES = {
    "CAA_ERROR": (
        "a CAA record forbids Amazon to issue for a name. Let the nearest CAA record set allow amazon.com"
        ' (0 issue "amazon.com", for wildcards also issuewild), then run this again'
    ),
    "DOMAIN_NOT_ALLOWED": (
        "a name is on a list of domains reported as unsafe. Have it cleared there, then ask AWS Support to allow it"
    ),
    "ADDITIONAL_VERIFICATION_REQUIRED": "AWS wants to check a name by hand. Open a case with AWS Support",
    "INVALID_PUBLIC_DOMAIN": "a name does not end in a public top-level domain. Use a name that is registered publicly",
    "DOMAIN_VALIDATION_DENIED": "the owner of a name has refused the request. Ask who administers the domain",
    "NO_AVAILABLE_CONTACTS": "no mail address of the domain could be found. Request it with DNS validation",
    "SLR_NOT_FOUND": "the account lacks ACM's service-linked role. Create AWSServiceRoleForCertificateManager",
    "OTHER": "ACM does not say why. Run this again, and open a case with AWS Support if it fails again",
}
_PRIVATE_CA = "the private certificate authority refused. Look at its state and permissions"

# What the other final states mean.
ENDINGS = {
    "VALIDATION_TIMED_OUT": (
        "the validation records did not stand in public DNS within 72 hours. Check that they exist and that the zone is"
        " delegated, then run this again"
    ),
    "REVOKED": "it was revoked. Request another one",
    "EXPIRED": "it has expired. Request another one",
    "INACTIVE": "it was made inactive. Request another one",
}


def ending_of(detail: Detail) -> str:
    """Return why a certificate can never become ISSUED, in plain words, or nothing while it still can."""
    status = detail.get("Status")
    if status in (ISSUED, PENDING, None):
        return ""
    if status == "FAILED":
        reason = str(detail.get("FailureReason") or "OTHER")
        remedy = REMEDIES.get(reason, _PRIVATE_CA if reason.startswith("PCA_") else REMEDIES["OTHER"])
        return f"{detail['CertificateArn']} is FAILED, {reason}: {remedy}"
    return f"{detail['CertificateArn']} is {status}: {ENDINGS.get(str(status), 'it can not be used')}"


def is_dead(detail: Detail) -> bool:
    """Tell whether this is a request that ended without a certificate."""
    return detail.get("Status") in DEAD
