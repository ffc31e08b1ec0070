# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""From findings to writes, small enough to hold a hundred thousand, and how a plan with that many is told."""

from __future__ import annotations

import dataclasses
import typing as t

from .._plan import Change, State
from .content_types import is_html
from .digests import MULTIPART_SIZE
from .examine import Finding
from .rules import copy_members, put_members
from .upload import ASSETS, DELETES, PAGES, ObjectChange
from .walk import LocalFile

MOST_DELETES = 1000  # per DeleteObjects (S3-22)
# Ansible itself cannot digest a million of them.
MOST_ACTIONS = 10_000


@dataclasses.dataclass(frozen=True, slots=True)
class Write(ObjectChange):
    """A write of one object, with what is to be remembered of it: the file's digest and the mark of its headers."""

    digest: str = ""
    mark: str = ""


@dataclasses.dataclass(frozen=True, slots=True)
class _Request:
    bucket: str
    key: str
    members: t.Mapping[str, t.Any]

    def __call__(self, state: State) -> dict[str, t.Any]:
        return {"Bucket": self.bucket, "Key": self.key, **self.members}


class Writes:
    """Makes the writes of a bucket; what they have in common is kept once."""

    def __init__(self, *, bucket: str, prefix: str) -> None:
        self._bucket = bucket
        self._prefix = prefix
        self._members: dict[str, dict[str, t.Any]] = {}

    def write(self, finding: Finding) -> Write:
        """Return the write that a finding asks for."""
        file, key = t.cast(LocalFile, finding.entry.file), f"{self._prefix}{finding.name}"
        if finding.kind == "headers":
            current = finding.current or {}
            source = {"CopySource": {"Bucket": self._bucket, "Key": key}, "CopySourceIfMatch": current.get("ETag")}
            members, operation = {**source, **copy_members(finding.headers, current)}, "s3:CopyObject"
        else:
            # No ACL: buckets of today refuse one, and the others' default is private (S3-10).
            found = put_members(finding.headers, finding.current)
            members = self._members.setdefault(repr(found), found)
            operation = "s3:PutObject" if file.size < MULTIPART_SIZE else "s3:CreateMultipartUpload"
        return Write(
            kind="create" if finding.kind == "new" else "update",
            operation=operation,
            resource=f"{self._bucket}/{key}",
            request=_Request(self._bucket, key, members),
            differences=finding.differences,
            phase=PAGES if is_html(members.get("ContentType", "")) else ASSETS,
            file=file,
            digest=finding.digest,
            mark=finding.mark,
        )

    def deletes(self, doomed: t.Sequence[Finding]) -> t.Iterator[ObjectChange]:
        """Yield the deletes, in batches."""
        for start in range(0, len(doomed), MOST_DELETES):
            batch = doomed[start : start + MOST_DELETES]
            keys = [{"Key": f"{self._prefix}{one.name}"} for one in batch]
            yield ObjectChange(
                kind="delete",
                operation="s3:DeleteObjects",
                resource=_told(self._bucket, len(keys)),
                request=_Deletion(self._bucket, keys),
                differences=tuple(difference for one in batch for difference in one.differences),
                phase=DELETES,
            )


@dataclasses.dataclass(frozen=True, slots=True)
class _Deletion:
    bucket: str
    keys: list[dict[str, str]]

    def __call__(self, state: State) -> dict[str, t.Any]:
        return {"Bucket": self.bucket, "Delete": {"Objects": self.keys, "Quiet": True}}


def _told(bucket: str, count: int) -> str:
    return f"{bucket}: {count} objects"


def as_actions(changes: t.Sequence[Change], bucket: str) -> list[dict[str, t.Any]]:
    """Return the actions; of a huge plan one for all objects of an operation, with their number."""
    if len(changes) <= MOST_ACTIONS:
        return [change.as_action() for change in changes]
    found: list[dict[str, t.Any]] = []
    places: dict[tuple[str, str], int] = {}
    counts: dict[int, int] = {}
    for change in changes:
        if not isinstance(change, ObjectChange):
            found.append(change.as_action())
            continue
        place = places.setdefault((change.operation, change.kind), len(found))
        counts[place] = counts.get(place, 0) + count_of(change)
        if place == len(found):
            found.append({"operation": change.operation, "resource": "", "change": change.kind})
    for place, count in counts.items():
        found[place]["resource"] = _told(bucket, count)
    return found


def as_diff(changes: t.Sequence[Change], name: str, bucket: str) -> dict[str, t.Any]:
    """Return the diff of a huge plan: how many objects each operation is about."""
    actions = as_actions(changes, bucket)
    after = {f"{one['operation']} {one['resource']}": one["change"] for one in actions}
    return {"before_header": name, "after_header": name, "before": {}, "after": after}


def count_of(change: ObjectChange) -> int:
    """Return how many objects a change is about."""
    return len(change.request.keys) if isinstance(change.request, _Deletion) else 1
