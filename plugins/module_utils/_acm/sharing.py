# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which validation records nobody needs any more: all certificates of an account share those of a name (ACM-05)."""

from __future__ import annotations

import dataclasses
import typing as t

from .._errors import CREDENTIAL_CODES, AwsError, CdnError
from .._progress import Look, tell
from .detail import AMAZON_ISSUED, LIVE, Detail, names_of
from .names import base_name
from .search import describe, is_partial, list_certificates

if t.TYPE_CHECKING:
    from .._resource import Api

Record = dict[str, t.Any]

# What may still be used, or be renewed (ACM-06).
NEEDING = (*LIVE, "INACTIVE")


@dataclasses.dataclass(frozen=True)
class Released:
    """Records that can go with their certificates, and a line for each that has to stay."""

    records: tuple[Record, ...] = ()
    kept: tuple[str, ...] = ()


def release(api: Api, records: t.Sequence[Record], *, arns: t.Collection[str], region: str) -> Released:
    """Return which of the records no certificate needs but those of ``arns``, in any region of the account.

    Where a region cannot be asked nothing is released: a certificate there may live by the record for years.
    """
    bases = {base_name(name).lower() for record in records for name in record["domain_names"]}
    needed: dict[str, str] = {}
    for place in (region, *(one for one in api.regions("acm") if one != region)) if records else ():
        what = f"Looking in all regions for certificates that need the validation records of {', '.join(sorted(bases))}"
        tell(Look(what, place, 0.0))
        try:
            needed |= _needed(api, bases - set(needed), arns, place)
        except CdnError as error:
            if place != region and isinstance(error, AwsError) and error.code in CREDENTIAL_CODES:
                # The account has not turned this region on: it knows no credentials there. Nor does one that is on know
                # the session tokens of the global STS endpoint, which nothing tells apart.
                continue
            lines = (f"Kept: {_told(one)}, since a certificate in {place} may need it: {error}" for one in records)
            return Released(kept=tuple(lines))
        if set(needed) == bases:
            break
    return _sorted(records, needed)


def _sorted(records: t.Sequence[Record], needed: t.Mapping[str, str]) -> Released:
    free, kept = [], []
    for record in records:
        owner = next((needed[base] for base in _bases(record) if base in needed), "")
        if owner:
            kept.append(f"Kept: {_told(record)}, which the certificate {owner} needs too.")
        else:
            free.append(record)
    return Released(tuple(free), tuple(kept))


def _bases(record: Record) -> set[str]:
    return {base_name(name).lower() for name in record["domain_names"]}


def _told(record: Record) -> str:
    return f"the validation record {record['name'].rstrip('.')}"


def _needed(api: Api, bases: t.Collection[str], arns: t.Collection[str], region: str) -> dict[str, str]:
    """Return which certificate of a region needs the record of each of the names."""
    found = {}
    for summary in list_certificates(api, region=region, statuses=NEEDING):
        arn = summary["CertificateArn"]
        if arn in arns or summary.get("Type", AMAZON_ISSUED) != AMAZON_ISSUED:
            continue
        for base in _names(api, summary, region) & set(bases):
            found[base] = str(arn)
    return found


def _names(api: Api, summary: Detail, region: str) -> set[str]:
    detail = describe(api, summary["CertificateArn"], region=region) if is_partial(summary) else summary
    return {base_name(name) for name in names_of(detail or summary)}
