# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What CloudFront refuses of an origin; pure."""

from __future__ import annotations

import typing as t

from .._errors import Refused
from .._unknown import is_unknown
from .domains import is_website

Members = t.Mapping[str, t.Any]


def check_origin(origin: Members) -> None:
    """Refuse an origin whose members exclude each other."""
    path = f"origins[{origin.get('id') or origin.get('domain_name')}]"
    prefix = origin.get("origin_path") or ""
    if not is_unknown(prefix) and prefix and (not prefix.startswith("/") or prefix.endswith("/")):
        raise Refused(f"{path}.origin_path: {prefix} must begin with a slash and not end with one.")
    kinds = [kind for kind in ("s3_origin_config", "custom_origin_config", "vpc_origin_config") if origin.get(kind)]
    if len(kinds) > 1:
        raise Refused(f"{path}: {' and '.join(kinds)} exclude each other.")
    control = origin.get("origin_access_control_id")
    if control and (origin.get("s3_origin_config") or {}).get("origin_access_identity"):
        raise Refused(
            f"{path}: an origin access control and an origin access identity exclude each other; to change over, set"
            " s3_origin_config.origin_access_identity to an empty text."
        )
    domain = origin.get("domain_name") or ""
    if is_website(domain) and (control or origin.get("s3_origin_config")):
        raise Refused(
            f"{path}: {domain} is a website endpoint, which is public and cannot be signed for; use"
            " BUCKET.s3.REGION.amazonaws.com with an origin access control."
        )
