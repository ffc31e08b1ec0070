# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Objects that one job of S3 Batch Operations can repair: those whose copies are alike in every member; pure."""

from __future__ import annotations

import collections
import dataclasses
import datetime
import hashlib
import json
import tempfile
import typing as t
import urllib.parse

from .._errors import Refused
from .decide import Repair
from .numbers import Numbers, number
from .spool import Spool, on_disk

# Members of a CopyObject and of a job's NewObjectMetadata.
METADATA = {
    "CacheControl": "CacheControl",
    "ContentDisposition": "ContentDisposition",
    "ContentEncoding": "ContentEncoding",
    "ContentLanguage": "ContentLanguage",
    "ContentType": "ContentType",
    "Expires": "HttpExpiresDate",
    "Metadata": "UserMetadata",
}
# Those of the job's operation itself.
DIRECT = {
    "BucketKeyEnabled": "BucketKeyEnabled",
    "ChecksumAlgorithm": "ChecksumAlgorithm",
    "StorageClass": "StorageClass",
    "WebsiteRedirectLocation": "RedirectLocation",
}
ENCRYPTION = {"AES256": "AES256", "aws:kms": "KMS"}
# Handled one by one, or said by the very form of the job.
OTHERS = frozenset(
    {"MetadataDirective", "ServerSideEncryption", "SSEKMSKeyId", "TaggingDirective", "Tagging", "AnnotationDirective"}
)
STANDARD = "STANDARD"
LONGEST = 1024
MOST_DIFFERENCES = 20
# Each has an open file until its job is made; an account may have 1,000 jobs that are not over.
MOST_GROUPS = 200


@dataclasses.dataclass(frozen=True)
class Limits:
    """What the installed botocore lets a job name: storage classes and checksum algorithms."""

    classes: frozenset[str]
    algorithms: frozenset[str]


class Group:
    """Objects of one job: their manifest lies in a temporary file. ``etag`` is that of its copy in S3."""

    def __init__(self, bucket: str, operation: dict[str, t.Any]) -> None:
        self.bucket = bucket
        self.operation = operation
        self.count = 0
        self.etag = ""
        self.differences: collections.Counter[tuple[str, str, str]] = collections.Counter()
        self._newest = 0
        self._file = tempfile.TemporaryFile()  # noqa: SIM115 - it lives as long as the plan
        self.name = name_of(operation)
        self._hash = hashlib.sha256(self.name.encode())

    def add(self, repair: Repair) -> None:
        """Write one more line of the manifest."""
        line = f"{self.bucket},{encoded_key(repair.key)}\n".encode()
        with on_disk():
            self._file.write(line)
        self._hash.update(line + str(repair.at).encode())
        self._newest = max(self._newest, repair.at)
        self.count += 1
        for one in repair.differences:
            row = (one.path.rpartition(": ")[2], _text(one.current), _text(one.desired))
            if row in self.differences or len(self.differences) < MOST_DIFFERENCES:
                self.differences[row] += 1

    @property
    def unmodified_since(self) -> datetime.datetime:
        """Return a moment after which none of the objects was modified; one that is, until its turn, is left alone."""
        # S3 tells whole seconds. No group has an object that is younger than the run.
        return datetime.datetime.fromtimestamp(self._newest + 1, datetime.timezone.utc)

    @property
    def digest(self) -> str:
        """Return what tells this group from any other one: its objects as they were seen, and what they get."""
        return self._hash.hexdigest()

    def manifest(self) -> t.BinaryIO:
        """Return the manifest from its beginning: a line for each object, its key encoded."""
        with on_disk():
            self._file.seek(0)
        return t.cast(t.BinaryIO, self._file)


def _text(value: t.Any) -> str:
    return json.dumps(value, sort_keys=True) if isinstance(value, dict) else str(value or "")


def copy_operation(members: t.Mapping[str, t.Any], bucket_arn: str, limits: Limits) -> dict[str, t.Any] | None:
    """Return the operation of a job whose copies have these members; None when no job can make such copies."""
    known = METADATA.keys() | DIRECT.keys() | OTHERS
    given = {member: value for member, value in members.items() if value is not None}
    tags = _tags(given)
    encryption = _encryption(given)
    storage_class = given.get("StorageClass", STANDARD)
    if given.keys() - known or tags is None or encryption is None or storage_class not in limits.classes:
        return None
    if given.get("ChecksumAlgorithm", "") not in limits.algorithms | {""} or _too_long(given):
        return None
    metadata = {METADATA[member]: value for member, value in given.items() if member in METADATA and value != ""}
    algorithm = {"SSEAlgorithm": encryption["SSEAlgorithm"]} if encryption else {}
    key = {member: value for member, value in encryption.items() if member != "SSEAlgorithm"}
    return {
        "TargetResource": bucket_arn,
        # Said, not left to a default: a job without it would keep the old headers (S3-32).
        "MetadataDirective": "REPLACE",
        "NewObjectMetadata": {**metadata, **algorithm},
        **{DIRECT[member]: value for member, value in given.items() if member in DIRECT},
        **tags,
        **key,
        "StorageClass": storage_class,
    }


def _too_long(given: t.Mapping[str, t.Any]) -> bool:
    return any(isinstance(given.get(member), str) and len(given[member]) > LONGEST for member in METADATA)


def _tags(given: t.Mapping[str, t.Any]) -> dict[str, t.Any] | None:
    """Return the tags to name: none keeps those of the object, None stands for what cannot be said."""
    if given.get("TaggingDirective", "COPY") == "COPY":
        return {}
    pairs = urllib.parse.parse_qsl(str(given.get("Tagging") or ""), keep_blank_values=True)
    # An empty list would say nothing on the wire, and keep what shall go.
    return {"NewObjectTagging": [{"Key": key, "Value": value} for key, value in sorted(pairs)]} if pairs else None


def _encryption(given: t.Mapping[str, t.Any]) -> dict[str, t.Any] | None:
    name = given.get("ServerSideEncryption")
    if not name:
        return {} if not given.get("SSEKMSKeyId") else None
    key = given.get("SSEKMSKeyId")
    if name not in ENCRYPTION or (name == "aws:kms" and not key):
        return None
    return {"SSEAlgorithm": ENCRYPTION[name], **({"SSEAwsKmsKeyId": key} if key else {})}


def grouped(
    repairs: t.Iterable[Repair], bucket: str, operation: t.Callable[[Repair], dict[str, t.Any] | None], at_least: int
) -> tuple[list[Group], Spool]:
    """Return the groups that are worth a job, largest first, and the objects to copy one by one.

    Reads ``repairs`` twice: objects with metadata of their own may be as many groups as objects. Raises Refused for
    more groups than an account may have jobs.
    """
    sizes = Numbers()
    for repair in repairs:
        sizes.add(number(name_of(operation(repair))))
    groups: dict[str, Group] = {}
    single = Spool()
    for repair in repairs:
        wanted = operation(repair)
        name = name_of(wanted)
        if wanted is None or sizes.count(number(name)) < at_least:
            single.add(repair)
            continue
        if name not in groups:
            if len(groups) == MOST_GROUPS:
                raise Refused(
                    f"There would be more than {MOST_GROUPS} jobs, one for each kind of objects that are alike in all"
                    f" properties: raise batch.minimum_objects, which is {at_least}, and fewer kinds get a job."
                )
            groups[name] = Group(bucket, wanted)
        groups[name].add(repair)
    return sorted(groups.values(), key=lambda group: (-group.count, group.digest)), single


def name_of(operation: dict[str, t.Any] | None) -> str:
    """Return what tells an operation from any other one; nothing for none."""
    text = json.dumps(operation, sort_keys=True, default=str)
    return hashlib.sha256(text.encode()).hexdigest() if operation is not None else ""


def encoded_key(key: str) -> str:
    """Return a key as manifests write it; a comma or a line end in it would be another field."""
    return urllib.parse.quote(key, safe="/-_.~")
