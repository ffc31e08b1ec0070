# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What calls to S3 need, by "Required permissions for Amazon S3 API operations"."""

from __future__ import annotations

import dataclasses
import typing as t
from urllib.parse import unquote
from xml.etree.ElementTree import ParseError, SubElement

from tests.lab import store, xml
from tests.lab.iam.reference import actions_of
from tests.lab.wire import Answer

if t.TYPE_CHECKING:
    from tests.lab.wire import Call

# Action, resource, condition keys.
Found = tuple[str, str, dict[str, t.Any]]

_LISTS = frozenset({"s3:ListBucket", "s3:ListBucketVersions"})
_OF_VERSIONS = frozenset({"GetObject", "DeleteObject", "GetObjectTagging", "PutObjectTagging", "GetObjectAcl"})
_HEADERS = {
    "x-amz-tagging": ("s3:PutObjectTagging",),
    "x-amz-acl": ("s3:PutObjectAcl",),
    "x-amz-grant-read": ("s3:PutObjectAcl",),
    "x-amz-grant-full-control": ("s3:PutObjectAcl",),
    "x-amz-object-lock-mode": ("s3:PutObjectRetention",),
    "x-amz-object-lock-legal-hold": ("s3:PutObjectLegalHold",),
}
_BUCKET_HEADERS = {
    "x-amz-object-ownership": ("s3:PutBucketOwnershipControls",),
    "x-amz-acl": ("s3:PutBucketAcl",),
    "x-amz-bucket-object-lock-enabled": ("s3:PutBucketObjectLockConfiguration", "s3:PutBucketVersioning"),
}


def needs(call: Call) -> t.Iterator[Found]:
    """Yield the actions of a call; that a bucket is not there, everybody is told."""
    bucket, key = call.uri.get("Bucket", ""), call.uri.get("Key", "")
    place = f"arn:aws:s3:::{bucket}" if bucket else "*"
    if bucket and call.operation != "CreateBucket" and store.bucket(bucket) is None:
        return
    if call.operation == "DeleteObjects":
        return  # each key for itself, see below
    resource = f"{place}/{key}" if key else place
    for action in actions_of(f"s3:{call.operation}"):
        if action == "s3:GetObject" and "x-amz-copy-source" in call.headers:
            yield from _source(call)
        else:
            yield _of_version(call, action), resource, _keys(call, action)
    if call.operation in ("GetObject", "HeadObject") and store.object_record(bucket, key) is None:
        # Who may not list the bucket is not told what is not there.
        yield "s3:ListBucket", place, {}
    headers = _BUCKET_HEADERS if call.operation == "CreateBucket" else _HEADERS
    for header, actions in headers.items():
        if header in call.headers and call.method in ("PUT", "POST"):
            yield from ((action, resource, {}) for action in actions)


def _of_version(call: Call, action: str) -> str:
    name = action.partition(":")[2]
    if "versionId" not in call.query or name not in _OF_VERSIONS:
        return action
    return "s3:" + name.replace("Object", "ObjectVersion")


def _keys(call: Call, action: str) -> dict[str, t.Any]:
    if action not in _LISTS:
        return {}
    return {f"s3:{name}": call.query[name] for name in ("prefix", "delimiter", "max-keys") if name in call.query}


def _source(call: Call) -> t.Iterator[Found]:
    """Yield what a copy needs of its source: to read it, and its tags where they come along."""
    source, dummy, version = call.headers["x-amz-copy-source"].partition("?versionId=")
    bucket, dummy, key = unquote(source).lstrip("/").partition("/")
    arn = f"arn:aws:s3:::{bucket}/{key}"
    yield ("s3:GetObjectVersion" if version else "s3:GetObject"), arn, {}
    directive = call.headers.get("x-amz-tagging-directive", "COPY")
    if call.operation == "CopyObject" and directive == "COPY" and store.has_tags(bucket, key):
        yield "s3:GetObjectTagging", arn, {}
        yield "s3:PutObjectTagging", f"arn:aws:s3:::{call.uri['Bucket']}/{call.uri['Key']}", {}


@dataclasses.dataclass(frozen=True)
class Doomed:
    """One object of a DeleteObjects call."""

    key: str
    version: str

    @property
    def action(self) -> str:
        """Return what deleting it needs."""
        return "s3:DeleteObjectVersion" if self.version else "s3:DeleteObject"


def doomed(call: Call) -> list[Doomed]:
    """Return what a DeleteObjects call is about."""
    try:
        root = xml.parse(call.body)
    except ParseError:
        return []
    return [Doomed(xml.text(item, "Key"), xml.text(item, "VersionId")) for item in root.iter("Object")]


def without(call: Call, refused: t.Mapping[Doomed, str]) -> Call:
    """Return a DeleteObjects call for what may be deleted."""
    root = xml.parse(call.body)
    for item in root.findall("Object"):
        if Doomed(xml.text(item, "Key"), xml.text(item, "VersionId")) in refused:
            root.remove(item)
    kept = {name: value for name, value in call.headers.items() if not name.startswith("x-amz-checksum-")}
    kept.pop("content-md5", None)
    kept.pop("x-amz-sdk-checksum-algorithm", None)
    return dataclasses.replace(call, body=xml.dump(root), headers=kept)


def with_refusals(answer: Answer | None, refused: t.Mapping[Doomed, str]) -> Answer:
    """Return an answer of DeleteObjects with those that were refused: a 200 may hold failures (S3-22)."""
    empty = Answer(200, {"content-type": "application/xml"}, b"<DeleteResult/>")
    found = answer or empty
    if found.status >= 300:  # noqa: PLR2004 - no success
        return found
    root = xml.parse(found.body)
    for item, text in refused.items():
        error = SubElement(root, "Error")
        told = {"Key": item.key, "VersionId": item.version, "Code": "AccessDenied", "Message": text}
        for name, value in told.items():
            if value:
                xml.put(error, name, value)
    return found.replace(xml.dump(root))
