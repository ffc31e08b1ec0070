# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Who else carries an alias: other distributions of the account by the list, of other accounts by asking (CF-30)."""

from __future__ import annotations

import typing as t

from .._errors import AwsError
from .._resource import Api
from .._unknown import is_unknown

# The last characters of ids that AWS leaves readable.
READABLE = 4


def conflicts(api: Api, distribution_id: str, aliases: t.Iterable[str], *, certificate: str) -> list[str]:
    """Return who carries aliases that a distribution cannot have, in words; ids come masked.

    CloudFront answers only for a distribution of ours whose certificate covers the alias: no answer proves nothing.
    """
    account = certificate.split(":")[4] if certificate.startswith("arn:") else ""
    found: list[str] = []
    for alias in aliases:
        if is_unknown(alias):
            continue
        try:
            answer = api.call("cloudfront:ListConflictingAliases", {"DistributionId": distribution_id, "Alias": alias})
        except AwsError:
            continue
        for item in answer["ConflictingAliasesList"].get("Items") or ():
            # CF-31: a wildcard beside the alias is fine within one account only.
            is_foreign = bool(account) and item["AccountId"][-READABLE:] != account[-READABLE:]
            is_own = item["DistributionId"][-READABLE:] == distribution_id[-READABLE:]
            if is_foreign or (item["Alias"].lower() == alias and not is_own):
                found.append(f"{item['Alias']} by {item['DistributionId']} of account {item['AccountId']}")
    return found


def witness(certificate: str, current: t.Mapping[str, t.Any], summaries: t.Iterable[t.Mapping[str, t.Any]]) -> str:
    """Return a distribution of ours that CloudFront would answer for, an empty text when there is none.

    One that has the same certificate already: the distribution itself, or for a new one any other.
    """
    if not certificate or is_unknown(certificate):
        return ""
    if current:
        there = (current.get("viewer_certificate") or {}).get("acm_certificate_arn")
        return str(current["id"]) if there == certificate else ""
    carried = (((one.get("ViewerCertificate") or {}).get("ACMCertificateArn"), one["Id"]) for one in summaries)
    return next((distribution_id for arn, distribution_id in carried if arn == certificate), "")
