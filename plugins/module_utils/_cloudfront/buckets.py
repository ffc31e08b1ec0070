# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Looking at the buckets that a distribution refers to, wherever they are."""

from __future__ import annotations

import typing as t

from .._errors import ConnectionFailed
from .._resource import Api

# CloudFront needs no region, and S3 leads from this one to all others.
ANYWHERE = "us-east-1"


def look(api: Api, operation: str, bucket: str) -> dict[str, t.Any]:
    """Return what S3 tells of a bucket, without a region in the options or the environment too."""
    try:
        region = api.region
    except ConnectionFailed:
        region = ANYWHERE
    return api.call(operation, {"Bucket": bucket}, region=region)
