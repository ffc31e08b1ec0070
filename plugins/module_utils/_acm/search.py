# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Finding the certificates that are for the wanted names."""

from __future__ import annotations

import dataclasses
import typing as t

from .._errors import AwsError
from .detail import AMAZON_ISSUED, ISSUED, OTHER_METHODS, Detail, key_algorithm, names_of

if t.TYPE_CHECKING:
    from .._resource import Api

# ListCertificates is limited to one call a second (ACM-15): take the longest page there is (ACM-12).
PAGE_SIZE = 1000
NOT_FOUND = frozenset({"ResourceNotFoundException"})


@dataclasses.dataclass(frozen=True)
class Wanted:
    """What a certificate must be to be the one; ``algorithm`` and ``export`` of None accept any.

    With ``among`` those that have this name beside whatever others will do, too.
    """

    names: frozenset[str]
    algorithm: str | None = None
    export: str | None = None
    among: str | None = None

    def may_be(self, summary: Detail) -> bool:
        """Tell whether a listed certificate is worth a closer look."""
        listed, partial = names_of(summary), is_partial(summary)
        fits = listed <= self.names if partial else listed == self.names
        return self._fits(summary, unsure=True) and (fits or self.among in listed or bool(self.among and partial))

    def is_met_by(self, detail: Detail) -> bool:
        """Tell whether a described certificate is one that this module would have requested."""
        methods = {option.get("ValidationMethod") for option in detail.get("DomainValidationOptions") or []}
        names = names_of(detail)
        fits = names == self.names or self.among in names
        return self._fits(detail, unsure=False) and fits and not methods & OTHER_METHODS

    def _fits(self, found: Detail, *, unsure: bool) -> bool:
        options = found.get("Options") or {}
        export = found.get("ExportOption") if unsure else options.get("Export", "DISABLED")
        algorithm = key_algorithm(found.get("KeyAlgorithm"))
        return (
            (found.get("Type") == AMAZON_ISSUED or (unsure and not found.get("Type")))
            and not found.get("ManagedBy")
            and (self.algorithm in (None, algorithm) or (unsure and algorithm is None))
            and (self.export in (None, export) or (unsure and export is None))
        )


def is_partial(summary: Detail) -> bool:
    """Tell whether a summary may lack names: it lists a hundred at most (ACM-12), in old answers none."""
    listed = summary.get("SubjectAlternativeNameSummaries")
    return bool(summary.get("HasAdditionalSubjectAlternativeNames")) or not listed


def find_certificates(api: Api, wanted: Wanted, *, region: str, statuses: t.Sequence[str]) -> list[dict[str, t.Any]]:
    """Return all certificates that meet what is wanted, described: issued ones first, then the newest."""
    listed = [one for one in list_certificates(api, region=region, statuses=statuses) if wanted.may_be(one)]
    described = (describe(api, summary["CertificateArn"], region=region) for summary in listed)
    return sorted((detail for detail in described if detail and wanted.is_met_by(detail)), key=_preference)


def list_certificates(api: Api, *, region: str, statuses: t.Sequence[str]) -> t.Iterator[dict[str, t.Any]]:
    """Yield the summaries of all certificates of a region that have one of the statuses, none given: of any."""
    key_types = api.client("acm", region=region).meta.service_model.shape_for("KeyAlgorithm").enum
    # Without all key types those other than RSA_2048 are invisible and would be requested again (ACM-12).
    request: dict[str, t.Any] = {"MaxItems": PAGE_SIZE, "Includes": {"keyTypes": list(key_types)}}
    if statuses:
        request["CertificateStatuses"] = list(statuses)
    for page in api.pages("acm:ListCertificates", request, region=region):
        yield from page.get("CertificateSummaryList") or []


def describe(api: Api, arn: str, *, region: str) -> dict[str, t.Any] | None:
    """Return a certificate's details, or None when there is none of this ARN."""
    try:
        answer = api.call("acm:DescribeCertificate", {"CertificateArn": arn}, region=region)
    except AwsError as error:
        if error.code in NOT_FOUND:
            return None
        raise
    return t.cast("dict[str, t.Any]", answer["Certificate"])


def _preference(detail: Detail) -> tuple[bool, float]:
    created = detail.get("CreatedAt")
    return detail.get("Status") != ISSUED, -created.timestamp() if created else 0.0
