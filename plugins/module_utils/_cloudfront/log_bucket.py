# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The bucket of the access logs: what its name becomes, and whether CloudFront can write there (CF-50, CF-51)."""

from __future__ import annotations

import re
import typing as t

from .._errors import AwsError, Refused
from .._resource import Api
from .._unknown import is_unknown
from .buckets import look
from .certificates import Finding
from .domains import s3_name

Members = dict[str, t.Any]

_NAME = re.compile(r"[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]")

# Regions that an account must opt in to: CloudFront's older logs are not delivered there, whoever permits it.
WITHOUT_LOGS = frozenset(
    {
        "af-south-1",
        "ap-east-1",
        "ap-south-2",
        "ap-southeast-3",
        "ap-southeast-4",
        "ca-west-1",
        "eu-central-2",
        "eu-south-1",
        "eu-south-2",
        "il-central-1",
        "me-central-1",
        "me-south-1",
    }
)


def spelled(logging: Members, current: Members) -> Members:
    """Return the logging members with the bucket in CloudFront's form, or in the one that is there already."""
    given = logging.get("bucket")
    if not given or is_unknown(given):
        return logging
    found = s3_name(given)
    bucket = found.bucket if found else given
    there = s3_name(current.get("bucket") or "")
    if there and there.bucket == bucket:
        return {**logging, "bucket": current["bucket"]}
    if given.endswith(".amazonaws.com.cn") or (not found and not _is_name(given)):
        return logging
    return {**logging, "bucket": f"{bucket}.s3.amazonaws.com"}


def _is_name(given: str) -> bool:
    return bool(_NAME.fullmatch(given)) and not any(part in given for part in (".s3.", ".s3-", "amazonaws"))


def look_at(api: Api, domain: str) -> Finding:
    """Return what a log bucket still lacks; raises Refused when CloudFront can never write there.

    A bucket that may not be read is left for CloudFront to judge.
    """
    found = s3_name(domain)
    if is_unknown(domain) or not found:
        return Finding()
    try:
        answer = look(api, "s3:GetBucketOwnershipControls", found.bucket)
    except AwsError as error:
        if error.code == "NoSuchBucket":
            return Finding(needs=f"logging.bucket: there is no bucket {found.bucket}.")
        # Buckets from before ownership controls have none, and their ACLs work.
        answer = {}
    rules = (answer.get("OwnershipControls") or {}).get("Rules") or ()
    if any(rule["ObjectOwnership"] == "BucketOwnerEnforced" for rule in rules):
        raise Refused(
            f"logging.bucket: the bucket {found.bucket} has its ACLs turned off (object ownership BucketOwnerEnforced),"
            " and CloudFront writes logs by ACL only; set its object ownership to BucketOwnerPreferred."
        )
    _refuse_region(api, found.bucket)
    return Finding()


def _refuse_region(api: Api, bucket: str) -> None:
    try:
        region = look(api, "s3:HeadBucket", bucket).get("BucketRegion")
    except AwsError:
        return
    if region in WITHOUT_LOGS:
        raise Refused(
            f"logging.bucket: the bucket {bucket} is in {region}, where CloudFront does not deliver these logs; use a"
            " bucket in another region."
        )
