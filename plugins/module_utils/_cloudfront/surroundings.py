# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a distribution needs around it before it is written: a certificate, a bucket for its logs."""

from __future__ import annotations

import typing as t

from .._plan import Difference
from .._resource import Api
from . import certificates, log_bucket
from .certificates import Finding
from .touched import Touched


def survey(api: Api, config: t.Mapping[str, t.Any], differences: t.Sequence[Difference]) -> Finding:
    """Return what is known of the things that a change leans on; raises Refused for those it cannot (CF-34, CF-50)."""
    touched = Touched(difference.path for difference in differences)
    certificate = logs = Finding()
    arn = (config.get("viewer_certificate") or {}).get("acm_certificate_arn")
    if arn and ("aliases" in touched or "viewer_certificate" in touched):
        certificate = certificates.look_at(api, arn, certificates.to_cover(config, differences))
    logging = config.get("logging") or {}
    if logging.get("enabled") and ("logging.enabled" in touched or "logging.bucket" in touched):
        logs = log_bucket.look_at(api, logging.get("bucket") or "")
    return Finding(
        issued=certificate.issued,
        needs=" ".join(filter(None, (certificate.needs, logs.needs))),
        warnings=(*certificate.warnings, *logs.warnings),
    )
