# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""One task of a job: CopyObject with nothing but what the job names, so that what it does not name is lost (S3-32)."""

from __future__ import annotations

import dataclasses
import datetime
import typing as t
import urllib.parse
from email.utils import format_datetime

from tests.lab import store, xml
from tests.lab.rules.s3control import checks, inside

if t.TYPE_CHECKING:
    from tests.lab.rules.s3control.manifests import Entry
    from tests.lab.world import World

_LARGEST = 5 * 1024**3
_METADATA = {
    "CacheControl": "cache-control",
    "ContentDisposition": "content-disposition",
    "ContentEncoding": "content-encoding",
    "ContentLanguage": "content-language",
    "ContentType": "content-type",
}


@dataclasses.dataclass(frozen=True)
class Outcome:
    """What became of one task."""

    entry: Entry
    status: int
    code: str = ""
    message: str = "Successful"

    @property
    def failed(self) -> bool:
        """Tell whether the object was not copied."""
        return self.status >= 300


async def copy(world: World, account: str, region: str, request: dict[str, t.Any], entry: Entry) -> Outcome:
    """Copy one object."""
    copying = request["Operation"]["S3PutObjectCopy"]
    bucket = copying["TargetResource"].rpartition(":::")[2]
    key = f"{copying['TargetKeyPrefix']}/{entry.key}" if copying.get("TargetKeyPrefix") else entry.key
    role = request["RoleArn"]
    for action, place in _needed(entry, f"arn:aws:s3:::{bucket}/{key}"):
        if not checks.may(account, role, action, place):
            return Outcome(entry, 403, "AccessDenied", f"AccessDenied: {role} is not authorized to perform: {action}")
    size = store.object_size(entry.bucket, entry.key)
    if size is not None and size > _LARGEST:
        return Outcome(entry, 400, "InvalidRequest", "The specified copy source is larger than the maximum allowable")
    source = f"{entry.bucket}/{urllib.parse.quote(entry.key)}"
    version = f"?versionId={entry.version}" if entry.version else ""
    headers = {"x-amz-copy-source": source + version, **_headers(copying)}
    answer = await inside.call(world, account, region, "PUT", (bucket, key), headers)
    if answer.status >= 300:
        message = xml.text(xml.parse(answer.body), "Message") if answer.body else ""
        return Outcome(entry, answer.status, answer.error or "", message)
    return Outcome(entry, 200)


def _needed(entry: Entry, target: str) -> list[tuple[str, str]]:
    source = f"arn:aws:s3:::{entry.bucket}/{entry.key}"
    version = "Version" if entry.version else ""
    return [
        (f"s3:GetObject{version}", source),
        (f"s3:GetObject{version}Tagging", source),
        ("s3:PutObject", target),
        ("s3:PutObjectTagging", target),
    ]


def _headers(copying: dict[str, t.Any]) -> dict[str, str]:
    found = {
        # MiniStack would keep the class of the source; AWS's default is STANDARD.
        "x-amz-storage-class": copying.get("StorageClass", "STANDARD"),
        "x-amz-acl": copying.get("CannedAccessControlList", ""),
        "x-amz-website-redirect-location": copying.get("RedirectLocation", ""),
        "x-amz-object-lock-mode": copying.get("ObjectLockMode", ""),
        "x-amz-object-lock-legal-hold": copying.get("ObjectLockLegalHoldStatus", ""),
        "x-amz-checksum-algorithm": copying.get("ChecksumAlgorithm", ""),
        "x-amz-sdk-checksum-algorithm": copying.get("ChecksumAlgorithm", ""),
        "x-amz-server-side-encryption-aws-kms-key-id": copying.get("SSEAwsKmsKeyId", ""),
    }
    if copying.get("BucketKeyEnabled"):
        found["x-amz-server-side-encryption-bucket-key-enabled"] = "true"
    if copying.get("UnModifiedSinceConstraint"):
        found["x-amz-copy-source-if-unmodified-since"] = _date(copying["UnModifiedSinceConstraint"])
    if "NewObjectTagging" in copying:
        tags = [(tag["Key"], tag["Value"]) for tag in copying["NewObjectTagging"]]
        found.update({"x-amz-tagging-directive": "REPLACE", "x-amz-tagging": urllib.parse.urlencode(tags)})
    kept = {name: value for name, value in found.items() if value}
    if copying.get("MetadataDirective") == "COPY" or "NewObjectMetadata" not in copying:
        return {**kept, "x-amz-metadata-directive": copying.get("MetadataDirective", "COPY")}
    return {**kept, **_metadata(copying["NewObjectMetadata"])}


def _metadata(new: dict[str, t.Any]) -> dict[str, str]:
    # MiniStack would keep these two of the source; AWS does not.
    found = {"content-type": "binary/octet-stream", "content-encoding": ""}
    found.update({header: new[member] for member, header in _METADATA.items() if new.get(member)})
    if new.get("HttpExpiresDate"):
        found["expires"] = _date(new["HttpExpiresDate"])
    if new.get("SSEAlgorithm"):
        found["x-amz-server-side-encryption"] = "aws:kms" if new["SSEAlgorithm"] == "KMS" else new["SSEAlgorithm"]
    found.update({f"x-amz-meta-{key}": text for key, text in (new.get("UserMetadata") or {}).items()})
    return {**found, "x-amz-metadata-directive": "REPLACE"}


def _date(moment: datetime.datetime) -> str:
    return format_datetime(moment.astimezone(datetime.timezone.utc), usegmt=True)
