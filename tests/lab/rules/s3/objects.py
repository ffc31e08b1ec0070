# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Copies as S3 makes them: what is not given again is lost (S3-32); MiniStack keeps more of it than S3 does."""

from __future__ import annotations

import dataclasses
import hashlib
import json
import typing as t
from urllib.parse import unquote
from xml.sax.saxutils import escape

from tests.lab import store
from tests.lab.wire import Refused

if t.TYPE_CHECKING:
    from tests.lab import wire
    from tests.lab.wire import Answer, Call
    from tests.lab.world import World

LARGEST_COPY = 5 * 1024**3
# An object that is put with this metadata seems to have this size: nobody wants to upload 6 GB to a lab.
PRETENDED = "x-amz-meta-lab-size"
_SSE = "x-amz-server-side-encryption"
_BUCKET_KEY = f"{_SSE}-bucket-key-enabled"
_ARCHIVED = ("GLACIER", "DEEP_ARCHIVE")
# With one of these a copy onto itself changes something.
_CHANGING = ("x-amz-storage-class", "x-amz-website-redirect-location", _SSE, f"{_SSE}-customer-algorithm")
# Given when an upload in parts begins, and true of the object when it ends.
_LATER = ("x-amz-tagging", "x-amz-object-lock-", "x-amz-acl", "x-amz-grant-", "x-amz-checksum-", _BUCKET_KEY)
_NAMESPACE = 'xmlns="http://s3.amazonaws.com/doc/2006-03-01/"'


def _refused(code: str, message: str, status: int = 400) -> Refused:
    return Refused("s3", code, message, status)


async def put(world: World, call: Call, forward: wire.Forward) -> Answer:
    """Remember how an object is encrypted, and its pretended size."""
    result = await forward(call)
    record = _record(call)
    if result.status == 200 and record is not None:
        _set_encryption(call, record, call.headers)
        if PRETENDED in record["metadata"]:
            record["size"] = int(record["metadata"].pop(PRETENDED))
    return result


async def copy(world: World, call: Call, forward: wire.Forward) -> Answer:
    """Refuse what S3 does not copy, and lose what S3 loses."""
    _check_target(call)
    bucket, key = _source(call)
    source = store.object_record(bucket, key)
    if source is not None and "?versionId=" not in call.headers.get("x-amz-copy-source", ""):
        _check_copy(call, source, itself=(bucket, key) == (call.uri["Bucket"], call.uri["Key"]))
    if call.headers.get("x-amz-metadata-directive", "COPY").upper() == "REPLACE":
        call.headers.setdefault("content-type", "binary/octet-stream")
        call.headers.setdefault("content-encoding", "")
    # Of the usual class, whatever the source is of.
    call.headers.setdefault("x-amz-storage-class", "STANDARD")
    result = await forward(call)
    record = _record(call)
    if result.status != 200 or record is None:
        return result
    _set_encryption(call, record, call.headers)
    await _set_lock(call, forward, call.headers)
    if "-" in record["etag"]:
        return _in_one_piece(record, result)
    return result


def _check_target(call: Call) -> None:
    """Hold a copy to the condition on the object that it replaces (S3-35), which MiniStack does not look at."""
    wanted, there = call.headers.get("if-match"), _record(call)
    if wanted and there is None:
        raise _refused("NoSuchKey", "The specified key does not exist.", 404)
    if wanted and there is not None and wanted.strip('"') != there["etag"].strip('"'):
        raise _refused("PreconditionFailed", "At least one of the pre-conditions you specified did not hold", 412)


def _check_copy(call: Call, source: store.Record, *, itself: bool) -> None:
    replaces = call.headers.get("x-amz-metadata-directive", "COPY").upper() == "REPLACE"
    if itself and not replaces and not any(name in call.headers for name in _CHANGING):
        raise _refused(
            "InvalidRequest",
            "This copy request is illegal because it is trying to copy an object to itself without changing the"
            " object's metadata, storage class, website redirect location or encryption attributes.",
        )
    if source["size"] > LARGEST_COPY:
        raise _refused(
            "InvalidRequest",
            f"The specified copy source is larger than the maximum allowable size for a copy source: {LARGEST_COPY}",
        )
    if source.get("storage_class") in _ARCHIVED and not source.get("restore"):
        raise _refused("InvalidObjectState", "Operation is not valid for the source object's storage class", 403)


def _in_one_piece(record: store.Record, result: Answer) -> Answer:
    """Give the copy of an object that was uploaded in parts the ETag and the checksums of a whole one (S3-31)."""
    old = record["etag"]
    body = store.object_body(record)
    record["etag"] = f'"{hashlib.md5(body, usedforsecurity=False).hexdigest()}"'
    record["checksums"] = {name: store.checksum(name, body) for name in record.get("checksums") or {}}
    record["checksum_type"] = "FULL_OBJECT"
    return result.replace(result.body.replace(old.strip('"').encode(), record["etag"].strip('"').encode()))


def _set_encryption(call: Call, record: store.Record, headers: t.Mapping[str, str]) -> None:
    # The record of a version shares the dictionary.
    kept = record["preserved_headers"]
    if not any(name.startswith(_SSE) for name in kept):
        # S3 encrypts everything, whether or not anybody has asked for it (S3-04).
        kept[_SSE] = "AES256"
    kept.pop(_BUCKET_KEY, None)
    wanted = headers.get(_BUCKET_KEY, "").lower()
    default = "<BucketKeyEnabled>true" in store.bucket_encryption(call.uri["Bucket"])
    if str(kept.get(_SSE, "")).startswith("aws:kms") and (wanted == "true" or (not wanted and default)):
        kept[_BUCKET_KEY] = "true"


async def _set_lock(call: Call, forward: wire.Forward, headers: t.Mapping[str, str]) -> None:
    """Lock the new version by what the request says, which is all that S3 looks at."""
    store.forget_lock(call.uri["Bucket"], call.uri["Key"])
    mode = headers.get("x-amz-object-lock-mode")
    hold = headers.get("x-amz-object-lock-legal-hold")
    if mode:
        until = headers["x-amz-object-lock-retain-until-date"]
        text = f"<Retention {_NAMESPACE}><Mode>{mode}</Mode><RetainUntilDate>{until}</RetainUntilDate></Retention>"
        await forward(_subresource(call, "retention", text))
    if hold:
        await forward(_subresource(call, "legal-hold", f"<LegalHold {_NAMESPACE}><Status>{hold}</Status></LegalHold>"))


async def begin_parts(world: World, call: Call, forward: wire.Forward) -> Answer:
    """Remember what MiniStack forgets until the upload is complete: tags, ACL, lock and bucket key."""
    result = await forward(call)
    if result.status == 200:
        later = {name: value for name, value in call.headers.items() if name.startswith(_LATER)}
        upload = result.body.partition(b"<UploadId>")[2].partition(b"<")[0].decode()
        world.s3_extras[call.uri["Bucket"], "Upload", upload] = json.dumps(later).encode()
    return result


async def copy_part(world: World, call: Call, forward: wire.Forward) -> Answer:
    """Copy of an object whose size is pretended what there is of it."""
    source = store.object_record(*_source(call))
    if source is not None and source["size"] > len(store.object_body(source)):
        _pretend(world, call, source)
    return await forward(call)


def _pretend(world: World, call: Call, source: store.Record) -> None:
    start, _, end = call.headers.get("x-amz-copy-source-range", "bytes=0-0").removeprefix("bytes=").partition("-")
    if int(end) >= source["size"]:
        raise _refused("InvalidArgument", f"Range specified is not valid for source object of size: {source['size']}")
    there = len(store.object_body(source))
    call.headers["x-amz-copy-source-range"] = f"bytes=0-{there - 1}" if start == "0" else "bytes=0-0"
    key = (call.uri["Bucket"], "Upload", call.query.get("uploadId", ""))
    kept = json.loads(world.s3_extras.get(key, b"{}"))
    copied = kept.get("copied", 0) + int(end) - int(start) + 1
    world.s3_extras[key] = json.dumps({**kept, "copied": copied, "there": there}).encode()


async def end_parts(world: World, call: Call, forward: wire.Forward) -> Answer:
    """Give the object what was named when its upload began."""
    result = await forward(call)
    kept = world.s3_extras.pop((call.uri["Bucket"], "Upload", call.query.get("uploadId", "")), None)
    record = _record(call)
    if result.status != 200 or kept is None or record is None:
        return result
    headers = json.loads(kept)
    _set_encryption(call, record, headers)
    await _set_lock(call, forward, headers)
    if headers.get("x-amz-tagging"):
        await forward(_subresource(call, "tagging", _tagging(headers["x-amz-tagging"])))
    grants = {name: value for name, value in headers.items() if name.startswith(("x-amz-acl", "x-amz-grant-"))}
    if grants:
        await forward(_subresource(call, "acl", "", grants))
    if "copied" in headers:
        record["body"] = store.object_body(record)[: headers["there"]]
        record["size"] = headers["copied"]
    if headers.get("x-amz-checksum-type") == "FULL_OBJECT":
        name = headers["x-amz-checksum-algorithm"]
        record["checksums"] = {name: store.checksum(name, store.object_body(record))}
        record["checksum_type"] = "FULL_OBJECT"
    return result


def _tagging(text: str) -> str:
    pairs = [pair.partition("=") for pair in text.split("&")]
    tags = "".join(
        f"<Tag><Key>{escape(unquote(key))}</Key><Value>{escape(unquote(value))}</Value></Tag>"
        for key, _, value in pairs
    )
    return f"<Tagging {_NAMESPACE}><TagSet>{tags}</TagSet></Tagging>"


def _subresource(call: Call, name: str, body: str, headers: t.Mapping[str, str] | None = None) -> Call:
    """Return the call that puts a part of an object, by the same caller."""
    kept = {key: value for key, value in call.headers.items() if not key.startswith(("x-amz-", "content-"))}
    scope = {**call.scope, "method": "PUT", "query_string": name.encode()}
    return dataclasses.replace(
        call,
        scope=scope,
        method="PUT",
        query={name: ""},
        headers={**kept, "content-length": str(len(body.encode())), **(headers or {})},
        body=body.encode(),
    )


def _record(call: Call) -> store.Record | None:
    return store.object_record(call.uri["Bucket"], call.uri["Key"])


def _source(call: Call) -> tuple[str, str]:
    path = call.headers.get("x-amz-copy-source", "").lstrip("/").partition("?")[0]
    bucket, _, key = unquote(path).partition("/")
    return bucket, key
