# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Deleting what is in a bucket: objects, versions, delete markers, running uploads (S3-21)."""

from __future__ import annotations

import typing as t

from .._errors import AwsError, Refused
from .._own_keys import is_own_key
from .._plan import Change, Difference

if t.TYPE_CHECKING:
    from .._resource import Api

DELETE = "s3:DeleteObjects"
BATCH = 1000


def clearing(api: Api, bucket: str) -> tuple[Change, ...]:
    """Return the changes that delete what publications remember of themselves; raises Refused for anything else."""
    number = 0
    for page in api.pages("s3:ListObjectVersions", {"Bucket": bucket}):
        if not all(is_own_key(item["Key"]) for item in _objects(page)):
            raise Refused(
                f"The bucket {bucket} is not empty and stays. With force: true everything in it is deleted first: all"
                " objects, their versions, delete markers, running uploads."
            )
        number += len(_objects(page))
    return _deletes(api, bucket, number, only_own=True)


def emptying(api: Api, bucket: str) -> tuple[Change, ...]:
    """Return the changes that empty a bucket; they hold no keys, so that millions of objects cost no memory."""
    number = sum(len(_objects(page)) for page in api.pages("s3:ListObjectVersions", {"Bucket": bucket}))
    return (*_deletes(api, bucket, number), *_aborts(api, bucket))


def _deletes(api: Api, bucket: str, number: int, *, only_own: bool = False) -> tuple[Change, ...]:
    return tuple(
        Change(
            kind="delete",
            operation=DELETE,
            resource=bucket,
            request=lambda state: _next_batch(api, bucket, only_own=only_own),
            differences=(Difference("objects and versions", number, 0),) if index == 0 else (),
        )
        for index in range(-(-number // BATCH))
    )


def _aborts(api: Api, bucket: str) -> t.Iterator[Change]:
    for page in api.pages("s3:ListMultipartUploads", {"Bucket": bucket}):
        for upload in page.get("Uploads") or []:
            target = {"Bucket": bucket, "Key": upload["Key"], "UploadId": upload["UploadId"]}
            yield Change(
                kind="delete",
                operation="s3:AbortMultipartUpload",
                resource=f"{bucket}/{upload['Key']}",
                request=lambda state, target=target: target,  # type: ignore[misc]
                differences=(Difference(f"upload of {upload['Key']}", upload["UploadId"], None),),
            )


def _objects(page: t.Mapping[str, t.Any]) -> list[dict[str, str]]:
    found = [*(page.get("Versions") or []), *(page.get("DeleteMarkers") or [])]
    return [{"Key": item["Key"], "VersionId": item["VersionId"]} for item in found]


def _next_batch(api: Api, bucket: str, *, only_own: bool) -> dict[str, t.Any]:
    found = _objects(api.call("s3:ListObjectVersions", {"Bucket": bucket, "MaxKeys": BATCH}))
    # Content that has come in between stays, and the bucket with it.
    doomed = [item for item in found if not only_own or is_own_key(item["Key"])]
    return {"Bucket": bucket, "Delete": {"Objects": doomed, "Quiet": True}}


def check_deleted(answer: t.Mapping[str, t.Any], bucket: str) -> None:
    """Raise AwsError for what DeleteObjects has refused below its 200 (S3-22)."""
    failed = answer.get("Errors") or []
    if failed:
        first = failed[0]
        text = f"{len(failed)} of the objects in {bucket} stay, the first is {first.get('Key')}: {first.get('Message')}"
        raise AwsError(operation=DELETE, code=str(first.get("Code")), text=text)
