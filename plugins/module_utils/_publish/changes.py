# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""From findings to the writes of a plan, in the order in which viewers never miss anything (S3-36)."""

from __future__ import annotations

import typing as t

from .content_types import is_html
from .digests import MULTIPART_SIZE
from .examine import Finding
from .rules import copy_members, put_members
from .upload import ASSETS, DELETES, PAGES, ObjectChange
from .walk import LocalFile

MOST_DELETES = 1000  # per DeleteObjects (S3-22)


def changes(found: list[Finding], *, bucket: str, prefix: str) -> t.Iterator[ObjectChange]:
    """Yield the writes: assets, then pages, then deletes in batches."""
    writes = [_write(one, bucket, f"{prefix}{one.name}") for one in found if one.kind != "remote_only"]
    yield from sorted(writes, key=lambda change: change.phase)
    deletes = [one for one in found if one.kind == "remote_only"]
    for start in range(0, len(deletes), MOST_DELETES):
        yield _delete(deletes[start : start + MOST_DELETES], bucket, prefix)


def _write(finding: Finding, bucket: str, key: str) -> ObjectChange:
    file = t.cast(LocalFile, finding.file)
    target = {"Bucket": bucket, "Key": key}
    if finding.kind == "headers":
        current = finding.current or {}
        source = {"CopySource": target, "CopySourceIfMatch": current.get("ETag")}
        request, operation = {**target, **source, **copy_members(finding.headers, current)}, "s3:CopyObject"
    else:
        # No ACL: buckets of today refuse one, and the others' default is private (S3-10).
        request = {**target, **put_members(finding.headers, finding.current)}
        operation = "s3:PutObject" if file.size < MULTIPART_SIZE else "s3:CreateMultipartUpload"
    return ObjectChange(
        kind="create" if finding.kind == "new" else "update",
        operation=operation,
        resource=f"{bucket}/{key}",
        request=lambda state: dict(request),
        differences=finding.differences,
        phase=PAGES if is_html(request.get("ContentType", "")) else ASSETS,
        file=file,
    )


def _delete(deletes: list[Finding], bucket: str, prefix: str) -> ObjectChange:
    keys = [{"Key": f"{prefix}{one.name}"} for one in deletes]
    request = {"Bucket": bucket, "Delete": {"Objects": keys, "Quiet": True}}
    return ObjectChange(
        kind="delete",
        operation="s3:DeleteObjects",
        resource=f"{bucket}: {len(keys)} objects",
        request=lambda state: request,
        differences=tuple(difference for one in deletes for difference in one.differences),
        phase=DELETES,
    )
