# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""All that a bucket holds: its settings, its policy, every version of every object."""

from __future__ import annotations

import gzip
import hashlib
import json
import re
import typing as t

from botocore.exceptions import ClientError

Json = t.Any

# The setting, its call, and the member of the answer that is it.
SETTINGS = (
    ("region", "get_bucket_location", "LocationConstraint"),
    ("versioning", "get_bucket_versioning", "Status"),
    ("tags", "get_bucket_tagging", "TagSet"),
    ("encryption", "get_bucket_encryption", "ServerSideEncryptionConfiguration"),
    ("ownership", "get_bucket_ownership_controls", "OwnershipControls"),
    ("public_access_block", "get_public_access_block", "PublicAccessBlockConfiguration"),
    ("logging", "get_bucket_logging", "LoggingEnabled"),
    ("cors", "get_bucket_cors", "CORSRules"),
    ("lifecycle", "get_bucket_lifecycle_configuration", "Rules"),
    ("policy", "get_bucket_policy", "Policy"),
    ("grants", "get_bucket_acl", "Grants"),
)
ABSENT = re.compile(r"^NoSuch|NotFound")
HEADERS = (
    "CacheControl", "ContentType", "ContentEncoding", "ContentDisposition", "ContentLanguage", "ExpiresString",
    "Metadata", "WebsiteRedirectLocation", "StorageClass", "ServerSideEncryption",
)  # fmt: skip
# The name of a manifest is made up, and it remembers when each object was written.
MANIFEST = re.compile(r"((?:^|/)\.cdn\.aws/)[0-9a-f]{32}$")


def bucket(client: t.Any, name: str) -> dict[str, Json]:
    """Return settings and objects; what is not set is None."""
    found = {setting: _setting(client, call, member, name) for setting, call, member in SETTINGS}
    uploads = client.list_multipart_uploads(Bucket=name).get("Uploads") or []
    return {
        **found,
        "tags": {tag["Key"]: tag["Value"] for tag in found["tags"] or []},
        "policy": _policy(found["policy"]),
        "objects": _objects(client, name, versioned=bool(found["versioning"])),
        "uploads": sorted(upload["Key"] for upload in uploads),
    }


def _setting(client: t.Any, call: str, member: str, name: str) -> Json:
    try:
        return getattr(client, call)(Bucket=name).get(member)
    except ClientError as error:
        if ABSENT.search(error.response["Error"]["Code"]):
            return None
        raise


def _policy(text: str | None) -> Json:
    """Return a policy whose statements have an order: to AWS theirs means nothing."""
    if text is None:
        return None
    policy = json.loads(text)
    return {**policy, "Statement": sorted(policy["Statement"], key=lambda one: json.dumps(one, sort_keys=True))}


def _objects(client: t.Any, name: str, *, versioned: bool) -> dict[str, list[Json]]:
    """Return the versions of every key, the newest first."""
    found: dict[str, list[Json]] = {}
    for page in client.get_paginator("list_object_versions").paginate(Bucket=name):
        for item in page.get("Versions", []):
            version = {"VersionId": item["VersionId"]} if versioned else {}
            shown = MANIFEST.sub(r"\1<manifest>", item["Key"])
            entry = {**_object(client, {"Bucket": name, "Key": item["Key"], **version}), "latest": item["IsLatest"]}
            found.setdefault(shown, []).append(entry)
        for item in page.get("DeleteMarkers", []):
            shown = MANIFEST.sub(r"\1<manifest>", item["Key"])
            found.setdefault(shown, []).append({"deleted": True, "latest": item["IsLatest"]})
    return found


def _object(client: t.Any, place: dict[str, str]) -> dict[str, Json]:
    answer = client.get_object(**place)
    body = answer["Body"].read()
    found = {header: answer[header] for header in HEADERS if answer.get(header)}
    if answer.get("TagCount"):
        found["tags"] = {tag["Key"]: tag["Value"] for tag in client.get_object_tagging(**place)["TagSet"]}
    if MANIFEST.search(place["Key"]):
        return {**found, "rows": _rows(body)}
    return {**found, "sha256": hashlib.sha256(body).hexdigest(), "size": len(body)}


def _rows(body: bytes) -> list[list[str]]:
    """Return what a manifest remembers, but for the times."""
    rows = [line.split("\t") for line in gzip.decompress(body).decode().splitlines()]
    return [[text for place, text in enumerate(row) if place != 2] for row in rows]
