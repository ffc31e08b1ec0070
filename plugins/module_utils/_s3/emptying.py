# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Deleting what is in a bucket: objects, versions, delete markers, running uploads (S3-21)."""

from __future__ import annotations

import typing as t

from .._errors import AwsError, Refused
from .._own_keys import is_own_key
from .._plan import Change, Difference
from .locks import MOST_LOOKED_AT, is_locking, refuse_locked

if t.TYPE_CHECKING:
    from .._resource import Api

DELETE = "s3:DeleteObjects"
ABORT = "s3:AbortMultipartUpload"
BATCH = 1000


def clearing(api: Api, bucket: str) -> tuple[Change, ...]:
    """Return the changes that delete what publications remember of themselves; raises Refused for anything else."""
    number = 0
    for page in api.pages("s3:ListObjectVersions", {"Bucket": bucket}):
        if not all(is_own_key(item["Key"]) for item in _objects(page)):
            raise Refused(_refusal(bucket, "not empty"))
        number += len(_objects(page))
    uploads = list(_aborts(api, bucket))
    if uploads:
        raise Refused(_refusal(bucket, f"being uploaded to (an upload of {uploads[0].resource} is not finished)"))
    return _deletes(api, bucket, number, only_own=True)


def _refusal(bucket: str, why: str) -> str:
    return (
        f"The bucket {bucket} is {why} and stays. With force: true (of a whole site: site_force_delete_bucket)"
        " everything in it is deleted first: all objects, their versions, delete markers, running uploads."
    )


def emptying(api: Api, bucket: str) -> tuple[Change, ...]:
    """Return the changes that empty a bucket; they hold no keys, so that millions of objects cost no memory."""
    number = 0
    first: list[dict[str, str]] = []
    for page in api.pages("s3:ListObjectVersions", {"Bucket": bucket}):
        number += len(_objects(page))
        first += _versions(page)[: MOST_LOOKED_AT - len(first)]
    if first and is_locking(api, bucket):
        refuse_locked(api, bucket, first)
    return (*_deletes(api, bucket, number), *_aborts(api, bucket))


def _deletes(api: Api, bucket: str, number: int, *, only_own: bool = False) -> tuple[Change, ...]:
    return tuple(
        Change(
            kind="delete",
            operation=DELETE,
            resource=f"{bucket}: objects and versions {first + 1} to {min(first + BATCH, number)} of {number}",
            request=lambda state: _next_batch(api, bucket, only_own=only_own),
            differences=(Difference("objects and versions", number, 0),) if first == 0 else (),
        )
        for first in range(0, number, BATCH)
    )


def _aborts(api: Api, bucket: str) -> t.Iterator[Change]:
    for page in api.pages("s3:ListMultipartUploads", {"Bucket": bucket}):
        for upload in page.get("Uploads") or []:
            target = {"Bucket": bucket, "Key": upload["Key"], "UploadId": upload["UploadId"]}
            yield Change(
                kind="delete",
                operation=ABORT,
                resource=f"{bucket}/{upload['Key']}",
                request=lambda state, target=target: target,  # type: ignore[misc]
                differences=(Difference(f"upload of {upload['Key']}", upload["UploadId"], None),),
            )


def _objects(page: t.Mapping[str, t.Any]) -> list[dict[str, str]]:
    return [*_versions(page), *_named(page.get("DeleteMarkers"))]


def _versions(page: t.Mapping[str, t.Any]) -> list[dict[str, str]]:
    return _named(page.get("Versions"))


def _named(items: t.Iterable[t.Mapping[str, str]] | None) -> list[dict[str, str]]:
    return [{"Key": item["Key"], "VersionId": item["VersionId"]} for item in items or ()]


def _next_batch(api: Api, bucket: str, *, only_own: bool) -> dict[str, t.Any]:
    found = _objects(api.call("s3:ListObjectVersions", {"Bucket": bucket, "MaxKeys": BATCH}))
    # Content that has come in between stays, and the bucket with it.
    doomed = [item for item in found if not only_own or is_own_key(item["Key"])]
    return {"Bucket": bucket, "Delete": {"Objects": doomed, "Quiet": True}}


def is_over(request: t.Mapping[str, t.Any]) -> bool:
    """Tell whether a batch holds nothing, since somebody else was faster; S3 takes no empty one."""
    return not request["Delete"]["Objects"]


def check_deleted(answer: t.Mapping[str, t.Any], bucket: str) -> None:
    """Raise AwsError for what DeleteObjects has refused below its 200 (S3-22)."""
    failed = answer.get("Errors") or []
    if failed:
        first = failed[0]
        text = f"{len(failed)} of the objects in {bucket} stay, the first is {first.get('Key')}: {first.get('Message')}"
        raise AwsError(operation=DELETE, code=str(first.get("Code")), text=text)
