# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Objects that nobody can delete: those under a legal hold, and those that are retained until a day."""

from __future__ import annotations

import datetime
import typing as t

from .._errors import AwsError, Refused

if t.TYPE_CHECKING:
    from .._resource import Api

# Each takes two calls; what is beyond is told by S3 when it comes to it (S3-22).
MOST_LOOKED_AT = 1000
# There is no such lock, or no such version any more.
UNLOCKED = frozenset({"NoSuchObjectLockConfiguration", "NoSuchKey", "NoSuchVersion"})


def is_locking(api: Api, bucket: str) -> bool:
    """Tell whether objects of a bucket can be locked; who may not ask learns it from the deletion."""
    try:
        answer = api.call("s3:GetObjectLockConfiguration", {"Bucket": bucket})
    except AwsError:
        return False
    return (answer.get("ObjectLockConfiguration") or {}).get("ObjectLockEnabled") == "Enabled"


def refuse_locked(api: Api, bucket: str, versions: t.Iterable[t.Mapping[str, str]]) -> None:
    """Refuse to empty a bucket of which something would stay."""
    locked = [text for version in versions if (text := _lock(api, bucket, version))]
    if locked:
        raise Refused(
            f"The bucket {bucket} stays, and all that is in it: S3 does not delete {len(locked)} of its objects, such"
            f" as {locked[0]}. Run this again when they are free, or keep the bucket."
        )


def _lock(api: Api, bucket: str, version: t.Mapping[str, str]) -> str:
    # HeadObject would be silent where the caller may not see locks, and is refused for keys of the customer's own.
    held = _asked(api, "s3:GetObjectLegalHold", bucket, version).get("LegalHold") or {}
    if held.get("Status") == "ON":
        return f"{version['Key']}, which is under a legal hold"
    until = (_asked(api, "s3:GetObjectRetention", bucket, version).get("Retention") or {}).get("RetainUntilDate")
    # S3 goes on to tell a retention that is over.
    if until and until > datetime.datetime.now(datetime.timezone.utc):
        return f"{version['Key']}, which is retained until {until:%Y-%m-%d %H:%M} UTC"
    return ""


def _asked(api: Api, operation: str, bucket: str, version: t.Mapping[str, str]) -> dict[str, t.Any]:
    try:
        return api.call(operation, {"Bucket": bucket, "Key": version["Key"], "VersionId": version["VersionId"]})
    except AwsError as error:
        if error.code not in UNLOCKED:
            raise
        return {}
