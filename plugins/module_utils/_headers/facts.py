# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the bucket says about all of its objects, asked once."""

from __future__ import annotations

import dataclasses
import typing as t

from .._errors import AwsError, Refused
from .._resource import Api

ENFORCED = "BucketOwnerEnforced"
VERSIONING = ("Enabled", "Suspended")
# What says that a setting was never made, or was taken back (S3-04).
UNSET = {
    "s3:GetBucketOwnershipControls": "OwnershipControlsNotFoundError",
    "s3:GetPublicAccessBlock": "NoSuchPublicAccessBlockConfiguration",
    "s3:GetObjectLockConfiguration": "ObjectLockConfigurationNotFoundError",
}


@dataclasses.dataclass(frozen=True)
class BucketFacts:
    """``acls``: objects have ACLs that a copy resets (S3-10). ``blocks_public``: public ones cannot be given back."""

    name: str
    versioned: bool = False
    acls: bool = False
    blocks_public: bool = False
    locks: bool = False


def bucket_facts(api: Api, bucket: str) -> BucketFacts:
    """Return what counts for copies of a bucket's objects."""
    versioning = api.call("s3:GetBucketVersioning", {"Bucket": bucket}).get("Status", "")
    rules = _setting(api, bucket, "s3:GetBucketOwnershipControls").get("OwnershipControls", {}).get("Rules", [])
    acls = all(rule.get("ObjectOwnership") != ENFORCED for rule in rules)
    block = _setting(api, bucket, "s3:GetPublicAccessBlock") if acls else {}
    # Object Lock needs versions.
    lock = _setting(api, bucket, "s3:GetObjectLockConfiguration") if versioning == "Enabled" else {}
    return BucketFacts(
        name=bucket,
        versioned=versioning in VERSIONING,
        acls=acls,
        blocks_public=bool(block.get("PublicAccessBlockConfiguration", {}).get("BlockPublicAcls")),
        locks=bool(lock.get("ObjectLockConfiguration")),
    )


def _setting(api: Api, bucket: str, operation: str) -> dict[str, t.Any]:
    try:
        return api.call(operation, {"Bucket": bucket})
    except AwsError as error:
        if error.code != UNSET[operation]:
            raise
        return {}


def refuse_hidden_locks(api: Api, bucket: str, key: str) -> None:
    """Refuse to go on when the caller may not see Object Lock: HeadObject would be silent and a copy lose it."""
    for operation in ("s3:GetObjectRetention", "s3:GetObjectLegalHold"):
        try:
            api.call(operation, {"Bucket": bucket, "Key": key})
        except AwsError as error:
            if error.status == 403:  # noqa: PLR2004 - forbidden
                raise Refused(
                    f"{bucket} has Object Lock, and a copy of an object keeps only the lock that it can see:"
                    f" {error.message}"
                ) from error
