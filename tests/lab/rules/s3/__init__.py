# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""S3: defaults of new buckets, policies, logging targets, strangers, and settings that must never fall through."""

from __future__ import annotations

import typing as t
from xml.etree.ElementTree import ParseError

from tests.lab import store, xml
from tests.lab.rules.s3 import objects, policies, settings
from tests.lab.wire import Refused

if t.TYPE_CHECKING:
    from tests.lab import wire
    from tests.lab.wire import Answer, Call
    from tests.lab.world import World

# All four are on for a new bucket (S3-04).
_BLOCKED = (
    '<PublicAccessBlockConfiguration xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><BlockPublicAcls>true</BlockPublicAcls>'
    "<IgnorePublicAcls>true</IgnorePublicAcls><BlockPublicPolicy>true</BlockPublicPolicy>"
    "<RestrictPublicBuckets>true</RestrictPublicBuckets></PublicAccessBlockConfiguration>"
)


async def answer(world: World, call: Call, forward: wire.Forward) -> Answer:
    """Answer an S3 call."""
    _check_caller(call)
    if call.operation in settings.KEPT:
        return settings.answer(world, call)
    if call.operation.startswith(settings.UNKNOWN):
        raise refused("NotImplemented", "A header you provided implies functionality that is not implemented.", 501)
    rule = _RULES.get(call.operation)
    return await (rule(world, call, forward) if rule else forward(call))


def refused(code: str, message: str, status: int = 400) -> Refused:
    """Return S3's refusal, to raise."""
    return Refused("s3", code, message, status)


def _check_caller(call: Call) -> None:
    """Refuse who expected another owner, and the anonymous unless a policy lets everybody in."""
    found = store.bucket(call.uri.get("Bucket", ""))
    if found is None:
        return
    owner, record = found
    expected = call.headers.get("x-amz-expected-bucket-owner", owner)
    presigned = "X-Amz-Signature" in call.query or "Signature" in call.query
    if expected != owner or not (call.signed or presigned or policies.allows_anyone(call, record)):
        raise refused("AccessDenied", "Access Denied", 403)


async def _create(world: World, call: Call, forward: wire.Forward) -> Answer:
    known = store.bucket(call.uri["Bucket"])
    result = await forward(call)
    created = store.bucket(call.uri["Bucket"])
    if result.status == 200 and known is None and created:
        created[1].setdefault("_public_access_block", _BLOCKED)
    return result


async def _delete(world: World, call: Call, forward: wire.Forward) -> Answer:
    result = await forward(call)
    if result.status == 204:
        for key in [key for key in world.s3_extras if key[0] == call.uri["Bucket"]]:
            del world.s3_extras[key]
    return result


async def _put_logging(world: World, call: Call, forward: wire.Forward) -> Answer:
    """Refuse a target that cannot take the logs (S3-15)."""
    source = store.bucket(call.uri["Bucket"])
    root = _parse(call)
    name = xml.text(root, "LoggingEnabled/TargetBucket")
    if source is None or root.find("LoggingEnabled") is None:
        return await forward(call)
    target = store.bucket(name)
    if target is None:
        raise refused("InvalidTargetBucketForLogging", "The target bucket for logging does not exist")
    if target[0] != source[0]:
        text = "The owner for the bucket to be logged and the target bucket must be the same."
        raise refused("InvalidTargetBucketForLogging", text)
    if target[1].get("region") != source[1].get("region"):
        raise refused("CrossLocationLoggingProhibitted", "Cross S3 location logging not allowed. ", 403)
    if store.owner_enforced(target[1]) and root.find("LoggingEnabled/TargetGrants") is not None:
        raise refused("AccessControlListNotSupported", "The bucket does not allow ACLs")
    return await forward(call)


async def _put_tagging(world: World, call: Call, forward: wire.Forward) -> Answer:
    """Refuse what S3 does not take as tags (S3-39)."""
    keys = [(key.text or "") for key in _parse(call).iter("Key")]
    if any(key.startswith("aws:") for key in keys):
        bucket = call.operation == "PutBucketTagging"
        raise refused(
            "InvalidTag",
            "System tags cannot be added/updated by requester"
            if bucket
            else "Your TagKey cannot be prefixed with aws:",
        )
    if len(set(keys)) < len(keys):
        raise refused("InvalidTag", "Cannot provide multiple Tags with the same key")
    return await forward(call)


def _parse(call: Call) -> t.Any:
    try:
        return xml.parse(call.body)
    except ParseError as error:
        raise refused(
            "MalformedXML", "The XML you provided was not well-formed or did not validate against our published schema"
        ) from error


_Rule = t.Callable[["World", "Call", "wire.Forward"], t.Awaitable["Answer"]]
_RULES: dict[str, _Rule] = {
    "CreateBucket": _create,
    "DeleteBucket": _delete,
    "PutBucketLogging": _put_logging,
    "PutBucketTagging": _put_tagging,
    "PutObjectTagging": _put_tagging,
    "PutObject": objects.put,
    "CopyObject": objects.copy,
    "CreateMultipartUpload": objects.begin_parts,
    "UploadPartCopy": objects.copy_part,
    "CompleteMultipartUpload": objects.end_parts,
    "PutBucketPolicy": policies.put,
    "GetBucketPolicy": policies.get,
    "GetBucketPolicyStatus": policies.status,
    "PutBucketLifecycleConfiguration": settings.put_lifecycle,
    "PutBucketLifecycle": settings.put_lifecycle,
    "GetBucketLifecycleConfiguration": settings.get_lifecycle,
}
