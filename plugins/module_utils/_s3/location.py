# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Where a bucket is, and whether it is ours."""

from __future__ import annotations

import typing as t

from .._errors import CALLER_CODES, AwsError, Refused
from .._unknown import is_unknown

if t.TYPE_CHECKING:
    from .._resource import Api

# HEAD answers have no body: the code is the status.
_FREE = frozenset({"404", "NoSuchBucket"})
_NOT_OURS = frozenset({"403", "AccessDenied"})
_SPEECHLESS = frozenset({"400", "403"})
_ELSEWHERE = frozenset({"301", "400", "PermanentRedirect"})


def locate(api: Api, bucket: str) -> str | None:
    """Return the region of a bucket, None when there is no such bucket.

    Raises Refused when it is somebody else's: creating it "to be sure" would reset an own one's ACL (S3-02, S3-06).
    """
    if is_unknown(bucket):
        return None
    try:
        answer = api.call("s3:HeadBucket", {"Bucket": bucket})
    except AwsError as error:
        if error.code in _FREE:
            return None
        _raise_fault_of_caller(api, bucket, error)
        if error.code in _NOT_OURS:
            raise Refused(
                f"The bucket {bucket} exists and is not open to this caller: either it belongs to another account"
                " (bucket names are taken worldwide: choose another one), or the caller lacks s3:ListBucket on it,"
                " which is needed to see whether the bucket is there."
            ) from error
        if error.code in _ELSEWHERE:
            raise Refused(f"The bucket {bucket} is not in {api.region}: set region to the bucket's own one.") from error
        raise
    return str(answer.get("BucketRegion") or api.region)


def _raise_fault_of_caller(api: Api, bucket: str, error: AwsError) -> None:
    """Raise what a HEAD cannot say: 400 and 403 also stand for expired or unknown credentials and missing rights.

    To list needs the same right. S3 tells who may not do what in the bucket's own account only.
    """
    if error.code not in _SPEECHLESS:
        return
    try:
        api.call("s3:ListObjectsV2", {"Bucket": bucket, "MaxKeys": 1})
    except AwsError as told:
        if told.code in CALLER_CODES or (told.code in _NOT_OURS and "is not authorized to perform" in told.text):
            raise told from error


def check_region(bucket: str, actual: str, *, wanted: str) -> None:
    """Raise Refused for a bucket that is in another region than asked for; a bucket never moves."""
    if actual != wanted:
        raise Refused(
            f"The bucket {bucket} is in {actual}, not in {wanted} as the option region, AWS_REGION or the profile say."
            f" A bucket cannot be moved: set region to {actual}, or choose another name."
        )
