# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Whether a certificate can serve a distribution's aliases: asked before CloudFront refuses it (CF-34 to CF-36)."""

from __future__ import annotations

import dataclasses
import typing as t

from .._errors import AwsError, Refused
from .._plan import Difference
from .._resource import Api
from .._unknown import is_unknown
from .checks_viewers import CERTIFICATE_ARN
from .domains import covers

# Documented by CloudFront; ACM writes them with a hyphen or an underscore (ACM-11).
KEYS = frozenset({"RSA_1024", "RSA_2048", "EC_prime256v1"})


@dataclasses.dataclass(frozen=True)
class Finding:
    """What is known of a certificate: issued for sure, or what is still missing, and what to warn of."""

    issued: bool = False
    needs: str = ""
    warnings: tuple[str, ...] = ()


def to_cover(config: t.Mapping[str, t.Any], differences: t.Iterable[Difference]) -> list[str]:
    """Return the aliases that CloudFront will compare with the certificate: new ones, all with another certificate."""
    found = {difference.path: difference for difference in differences}
    aliases = list(config.get("aliases") or ())
    if found.keys() & {"viewer_certificate", "viewer_certificate.acm_certificate_arn"}:
        return aliases
    had = (found["aliases"].current if "aliases" in found else None) or ()
    return [alias for alias in aliases if alias not in had]


def look_at(api: Api, arn: str, aliases: t.Sequence[str]) -> Finding:
    """Return how far a certificate is; raises Refused when it can never serve these aliases.

    A certificate that may not be read is left for CloudFront to judge.
    """
    match = CERTIFICATE_ARN.fullmatch(arn)
    if is_unknown(arn) or not match:
        return Finding()
    try:
        answer = api.call("acm:DescribeCertificate", {"CertificateArn": arn}, region=match["region"])
    except AwsError as error:
        if error.code == "ResourceNotFoundException":
            raise Refused(f"viewer_certificate.acm_certificate_arn: there is no certificate {arn}.") from error
        return Finding()
    return judge(arn, answer["Certificate"], aliases)


def judge(arn: str, certificate: t.Mapping[str, t.Any], aliases: t.Sequence[str]) -> Finding:
    """Return how far a described certificate is; pure."""
    names = certificate.get("SubjectAlternativeNames") or [certificate.get("DomainName", "")]
    bare = [alias for alias in aliases if not is_unknown(alias) and not any(covers(name, alias) for name in names)]
    if bare:
        raise Refused(
            f"aliases: the certificate {arn} does not cover {', '.join(bare)}; it covers {', '.join(names)}."
            " A star stands for exactly one label."
        )
    key = str(certificate.get("KeyAlgorithm", "RSA_2048")).replace("-", "_")
    warnings: tuple[str, ...] = ()
    if key not in KEYS:
        warnings = (
            f"The certificate {arn} has a key of the kind {key}; CloudFront documents RSA_2048 and EC_prime256v1 only.",
        )
    status = certificate.get("Status", "ISSUED")
    if status == "ISSUED":
        return Finding(issued=True, warnings=warnings)
    if status == "PENDING_VALIDATION":
        needs = f"The certificate {arn} is still {status}: wait until it is issued, CloudFront refuses it before."
        return Finding(needs=needs, warnings=warnings)
    raise Refused(f"viewer_certificate.acm_certificate_arn: the certificate {arn} is {status}, not ISSUED.")
