# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The settings of a bucket as a table, and how their options differ from what the API holds; pure."""

from __future__ import annotations

import typing as t

from .._shapes import merge
from .._tags import SYSTEM_PREFIX
from .facet import Facet

if t.TYPE_CHECKING:
    from botocore.model import Shape


def _decode_tags(held: list[dict[str, str]]) -> dict[str, str]:
    return {tag["key"]: tag["value"] for tag in held if not _is_system(tag)}


def _encode_tags(shape: Shape, held: list[dict[str, str]], desired: t.Mapping[str, str]) -> list[dict[str, str]]:
    # Put replaces all tags: the system's go back as they came, or they would be lost (S3-14, S3-39).
    own = [{"key": key, "value": desired[key]} for key in sorted(desired)]
    return [*(tag for tag in held if _is_system(tag)), *own]


def _is_system(tag: t.Mapping[str, str]) -> bool:
    return tag["key"].lower().startswith(SYSTEM_PREFIX)


def _encode_versioning(shape: Shape, held: str | None, desired: bool) -> str | None:
    # Off is not the same as suspended: a bucket that never had versions stays without (S3-16).
    return "Enabled" if desired else "Suspended" if held == "Enabled" else held


_DEFAULT = "apply_server_side_encryption_by_default"


def _decode_encryption(held: dict[str, t.Any]) -> dict[str, t.Any]:
    flat = {**held.get(_DEFAULT, {}), "bucket_key_enabled": held.get("bucket_key_enabled", False)}
    return flat if held else {}


def _encode_encryption(shape: Shape, held: dict[str, t.Any], desired: t.Mapping[str, t.Any]) -> dict[str, t.Any]:
    before = _decode_encryption(held)
    wanted = {"sse_algorithm": "AES256", **before, **desired}
    bucket_key = wanted.pop("bucket_key_enabled", False)
    if wanted["sse_algorithm"] == "aws:kms" != before.get("sse_algorithm"):
        # Until then it means nothing, so that what it was is nobody's wish.
        bucket_key = desired.get("bucket_key_enabled", True)
    if not wanted["sse_algorithm"].startswith("aws:kms"):
        wanted.pop("kms_master_key_id", None)
    if wanted["sse_algorithm"] == "aws:kms:dsse":
        bucket_key = False  # there are no bucket keys for it
    return {**held, _DEFAULT: wanted, "bucket_key_enabled": bucket_key}


def _encode_logging(shape: Shape, held: dict[str, t.Any], desired: t.Mapping[str, t.Any]) -> dict[str, t.Any] | None:
    if not desired.get("target_bucket"):
        return None
    return t.cast("dict[str, t.Any]", merge(shape, {"target_prefix": "", **held}, desired))


def _encode_lifecycle(shape: Shape, held: list[dict[str, t.Any]], desired: list[dict[str, t.Any]]) -> t.Any:
    known = {rule.get("id") for rule in held}
    new = {"status": "Enabled", "filter": {"prefix": ""}}
    return merge(shape, held, [rule if rule["id"] in known else {**new, **rule} for rule in desired])


# In the order in which they are written: access and ownership first (S3-14), logging last, after its target is ready.
FACETS = (
    Facet(
        option="public_access_block",
        get="GetPublicAccessBlock",
        put="PutPublicAccessBlock",
        member="PublicAccessBlockConfiguration",
        path=(),
        shape="PublicAccessBlockConfiguration",
        missing="NoSuchPublicAccessBlockConfiguration",
    ),
    Facet(
        option="encryption",
        get="GetBucketEncryption",
        put="PutBucketEncryption",
        member="ServerSideEncryptionConfiguration",
        path=("Rules", 0),
        shape="ServerSideEncryptionRule",
        missing="ServerSideEncryptionConfigurationNotFoundError",
        decode=_decode_encryption,
        encode=_encode_encryption,
    ),
    Facet(
        option="object_ownership",
        get="GetBucketOwnershipControls",
        put="PutBucketOwnershipControls",
        member="OwnershipControls",
        path=("Rules", 0, "ObjectOwnership"),
        shape="ObjectOwnership",
        missing="OwnershipControlsNotFoundError",
    ),
    Facet(
        option="versioning",
        get="GetBucketVersioning",
        put="PutBucketVersioning",
        member="VersioningConfiguration",
        path=("Status",),
        shape="BucketVersioningStatus",
        decode=lambda held: held == "Enabled",
        encode=_encode_versioning,
    ),
    Facet(
        option="tags",
        get="GetBucketTagging",
        put="PutBucketTagging",
        delete="DeleteBucketTagging",
        member="Tagging",
        path=("TagSet",),
        shape="TagSet",
        missing="NoSuchTagSet",
        decode=_decode_tags,
        encode=_encode_tags,
    ),
    Facet(
        option="cors_rules",
        get="GetBucketCors",
        put="PutBucketCors",
        delete="DeleteBucketCors",
        member="CORSConfiguration",
        path=("CORSRules",),
        shape="CORSRules",
        missing="NoSuchCORSConfiguration",
    ),
    Facet(
        option="lifecycle_rules",
        get="GetBucketLifecycleConfiguration",
        put="PutBucketLifecycleConfiguration",
        delete="DeleteBucketLifecycle",
        member="LifecycleConfiguration",
        path=("Rules",),
        shape="LifecycleRules",
        missing="NoSuchLifecycleConfiguration",
        beside="TransitionDefaultMinimumObjectSize",
        encode=_encode_lifecycle,
    ),
    Facet(
        option="logging",
        get="GetBucketLogging",
        put="PutBucketLogging",
        member="BucketLoggingStatus",
        path=("LoggingEnabled",),
        shape="LoggingEnabled",
        encode=_encode_logging,
    ),
)
