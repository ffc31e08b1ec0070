# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The domain names of buckets as origins: the regional form, which never redirects (CF-42)."""

from __future__ import annotations

import typing as t

from .._errors import AwsError
from .._resource import Api
from .buckets import look
from .domains import regional, s3_name

Members = dict[str, t.Any]


def with_regional_names(
    api: Api, origins: list[Members], current: list[Members]
) -> tuple[list[Members], tuple[str, ...]]:
    """Return the origins with the global names of buckets replaced, and a warning for each.

    An origin that is there already keeps its name: the form makes no difference any more. The bucket's region is
    only asked for where an origin is new.
    """
    known = {}
    names = {origin["domain_name"].lower() for origin in current}
    for origin in current:
        found = s3_name(origin["domain_name"])
        if found:
            known[found.bucket] = origin["domain_name"]
    result, warnings = [], []
    for origin in origins:
        domain = origin.get("domain_name") or ""
        name = s3_name(domain)
        if name is None or name.region or domain.rstrip(".").lower() in names:
            result.append(origin)
        elif name.bucket in known:
            result.append({**origin, "domain_name": known[name.bucket]})
        else:
            better, warning = _regional_name(api, name.bucket, domain)
            # The name that was written is what a target_origin_id of the same task means.
            result.append({**origin, "id": origin.get("id") or domain, "domain_name": better})
            warnings.append(warning)
    return result, tuple(warnings)


def _regional_name(api: Api, bucket: str, domain: str) -> tuple[str, str]:
    try:
        region = look(api, "s3:HeadBucket", bucket).get("BucketRegion")
    except AwsError:
        region = None
    if not region:
        return domain, (
            f"The origin {domain} is the global name of a bucket; outside us-east-1 it redirects viewers for up to a"
            " day after the bucket was made. Its region could not be read here: write BUCKET.s3.REGION.amazonaws.com."
        )
    better = regional(bucket, region)
    return better, f"The origin {domain} is the global name of a bucket, which can redirect viewers: {better} is used."
