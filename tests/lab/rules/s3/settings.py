# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Bucket settings that MiniStack does not know: there, `DELETE ?inventory` deletes the bucket."""

from __future__ import annotations

import re
import typing as t
from xml.sax.saxutils import escape

from tests.lab import store
from tests.lab.wire import Answer, Refused

if t.TYPE_CHECKING:
    from tests.lab import wire
    from tests.lab.wire import Call
    from tests.lab.world import World

_KINDS = ("Inventory", "Metrics", "Analytics", "IntelligentTiering")
KEPT = {
    "GetBucketRequestPayment", "PutBucketRequestPayment",
    *(f"{verb}Bucket{kind}Configuration" for kind in _KINDS for verb in ("Get", "Put", "Delete")),
    *(f"ListBucket{kind}Configurations" for kind in _KINDS),
}  # fmt: skip
# Settings neither MiniStack nor the lab has: better no answer than a deleted bucket.
UNKNOWN = (
    "GetBucketAbac", "PutBucketAbac", "CreateBucketMetadata", "DeleteBucketMetadata", "GetBucketMetadata",
    "UpdateBucketMetadata",
)  # fmt: skip
_XML = '<?xml version="1.0" encoding="UTF-8"?>\n'
_NAMESPACE = "http://s3.amazonaws.com/doc/2006-03-01/"
_SIZE_HEADER = "x-amz-transition-default-minimum-object-size"


def answer(world: World, call: Call) -> Answer:
    """Answer a call about one of the settings kept here."""
    bucket = call.uri["Bucket"]
    _check(call, bucket)
    if call.operation.endswith("RequestPayment"):
        return _payment(world, call, bucket)
    found = re.fullmatch(r"(Get|Put|Delete|List)Bucket(\w+?)Configurations?", call.operation)
    assert found
    verb, kind = found.groups()
    if verb == "List":
        return _list(world, bucket, kind)
    key = (bucket, kind, call.query.get("id", ""))
    if verb == "Put":
        world.s3_extras[key] = call.body
        return Answer(200 if kind == "IntelligentTiering" else 204, {})
    if key not in world.s3_extras:
        raise Refused("s3", "NoSuchConfiguration", "The specified configuration does not exist.", 404)
    if verb == "Delete":
        del world.s3_extras[key]
        return Answer(204, {})
    return Answer(200, {"content-type": "application/xml"}, world.s3_extras[key])


def _check(call: Call, bucket: str) -> None:
    found = store.bucket(bucket)
    if found is None:
        raise Refused("s3", "NoSuchBucket", "The specified bucket does not exist", 404)
    if found[0] != call.account:
        raise Refused("s3", "AccessDenied", "Access Denied", 403)


def _list(world: World, bucket: str, kind: str) -> Answer:
    bodies = [body.decode() for key, body in sorted(world.s3_extras.items()) if key[:2] == (bucket, kind)]
    items = "".join(re.sub(r"<\?xml[^>]*\?>\s*", "", body) for body in bodies)
    root = f"List{kind}ConfigurationsResult"
    text = f'{_XML}<{root} xmlns="{_NAMESPACE}"><IsTruncated>false</IsTruncated>{items}</{root}>'
    return Answer(200, {"content-type": "application/xml"}, text.encode())


def _payment(world: World, call: Call, bucket: str) -> Answer:
    key = (bucket, "RequestPayment", "")
    if call.operation.startswith("Put"):
        world.s3_extras[key] = call.body
        return Answer(200, {})
    root = "RequestPaymentConfiguration"
    plain = f'{_XML}<{root} xmlns="{_NAMESPACE}"><Payer>BucketOwner</Payer></{root}>'
    return Answer(200, {"content-type": "application/xml"}, world.s3_extras.get(key, plain.encode()))


async def put_lifecycle(world: World, call: Call, forward: wire.Forward) -> Answer:
    """Keep the one member of a lifecycle configuration that travels in a header."""
    result = await forward(call)
    if result.status < 300:
        size = escape(call.headers.get(_SIZE_HEADER, "all_storage_classes_128K"))
        world.s3_extras[call.uri["Bucket"], "LifecycleSize", ""] = size.encode()
        result.headers[_SIZE_HEADER] = size
    return result


async def get_lifecycle(world: World, call: Call, forward: wire.Forward) -> Answer:
    """Answer with that member."""
    result = await forward(call)
    size = world.s3_extras.get((call.uri["Bucket"], "LifecycleSize", ""))
    if result.status == 200 and size:
        result.headers[_SIZE_HEADER] = size.decode()
    return result
