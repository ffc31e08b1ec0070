# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A thin S3 server in a process of its own: what a benchmark then compares are the clients.

It speaks as much of S3 as uploads and listings need. It checks no signature, keeps digests, and answers each request
after a fixed time. Its asyncio protocol takes about a tenth of a millisecond per request.
"""

from __future__ import annotations

import collections
import email.utils
import time
import typing as t
import urllib.parse
from xml.sax.saxutils import escape

from tests.benchmark.bucket import PAGE, BadDigestError, Bucket, Object, dechunked

XMLNS = 'xmlns="http://s3.amazonaws.com/doc/2006-03-01/"'


class Request(t.NamedTuple):
    """What came in."""

    method: str
    bucket: str
    key: str
    query: dict[str, str]
    headers: dict[str, str]
    body: bytes


class Answer(t.NamedTuple):
    """What goes out."""

    status: int = 200
    body: bytes = b""
    headers: t.Mapping[str, str] = {}
    length: int | None = None


def error(status: int, code: str) -> Answer:
    """Return an error answer of S3."""
    text = f"<Error><Code>{code}</Code><Message>{code}</Message><RequestId>1</RequestId></Error>"
    return Answer(status, text.encode(), {"content-type": "application/xml"})


def xml(root: str, inner: str) -> Answer:
    """Return an answer with a document."""
    text = f'<?xml version="1.0" encoding="UTF-8"?>\n<{root} {XMLNS}>{inner}</{root}>'
    return Answer(200, text.encode(), {"content-type": "application/xml"})


class S3:
    """Buckets, which need not be made, and what is asked of them; counts the requests by operation."""

    def __init__(self) -> None:
        self.buckets: dict[str, Bucket] = collections.defaultdict(Bucket)
        self.counts: collections.Counter[str] = collections.Counter()
        self.slow_downs = 0

    def answer(self, request: Request) -> Answer:
        """Answer a request."""
        operation = operation_of(request)
        self.counts[operation] += 1
        if self.slow_downs and operation == "PutObject":
            self.slow_downs -= 1
            return error(503, "SlowDown")
        work = getattr(self, f"_{operation}", None)
        if work is None:
            return error(501, "NotImplemented")
        try:
            return t.cast("Answer", work(self.buckets[request.bucket], request))
        except BadDigestError:
            return error(400, "BadDigest")
        except KeyError:
            return error(404, "NoSuchKey")

    def _PutObject(self, bucket: Bucket, request: Request) -> Answer:  # noqa: N802 - S3's own names
        return Answer(headers=_shown(bucket.put(request.key, *_content(request)), sums_only=True))

    def _CopyObject(self, bucket: Bucket, request: Request) -> Answer:  # noqa: N802
        _, _, source = urllib.parse.unquote(request.headers["x-amz-copy-source"]).lstrip("/").partition("/")
        one = bucket.copy(source, request.key, request.headers)
        return xml("CopyObjectResult", f'<ETag>"{one.etag}"</ETag><LastModified>{_modified(one)}</LastModified>')

    def _HeadObject(self, bucket: Bucket, request: Request) -> Answer:  # noqa: N802
        one = bucket.objects[request.key]
        return Answer(headers=_shown(one), length=one.size)

    def _GetObject(self, bucket: Bucket, request: Request) -> Answer:  # noqa: N802
        one = bucket.objects[request.key]
        return Answer(body=one.body or b"", headers=_shown(one)) if one.body is not None else error(501, "NotKept")

    def _DeleteObject(self, bucket: Bucket, request: Request) -> Answer:  # noqa: N802
        bucket.delete(request.key)
        return Answer(204)

    def _DeleteObjects(self, bucket: Bucket, request: Request) -> Answer:  # noqa: N802
        for item in _content(request)[0].decode().split("<Key>")[1:]:
            bucket.delete(item.partition("</Key>")[0].replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&"))
        return xml("DeleteResult", "")

    def _ListObjectsV2(self, bucket: Bucket, request: Request) -> Answer:  # noqa: N802
        query = request.query
        after = query.get("continuation-token") or query.get("start-after", "")
        page = bucket.page(query.get("prefix", ""), after, min(PAGE, int(query.get("max-keys") or PAGE)))
        encode = urllib.parse.quote if query.get("encoding-type") == "url" else escape
        encoding = "<EncodingType>url</EncodingType>" if query.get("encoding-type") == "url" else ""
        following = f"<NextContinuationToken>{escape(page.following)}</NextContinuationToken>" if page.following else ""
        items = "".join(
            f"<Contents><Key>{encode(key)}</Key><LastModified>{_modified(one)}</LastModified><ETag>&quot;{one.etag}&quot;"
            f"</ETag><Size>{one.size}</Size><StorageClass>STANDARD</StorageClass></Contents>"
            for key, one in page.items
        )
        return xml(
            "ListBucketResult",
            f"<Name>{request.bucket}</Name><Prefix>{encode(query.get('prefix', ''))}</Prefix>{encoding}"
            f"<KeyCount>{len(page.items)}</KeyCount><MaxKeys>{PAGE}</MaxKeys>"
            f"<IsTruncated>{'true' if page.following else 'false'}</IsTruncated>{following}{items}",
        )

    def _HeadBucket(self, bucket: Bucket, request: Request) -> Answer:  # noqa: N802
        return Answer()

    def _CreateMultipartUpload(self, bucket: Bucket, request: Request) -> Answer:  # noqa: N802
        upload = bucket.begin(request.key, request.headers)
        return xml("InitiateMultipartUploadResult", f"<UploadId>{upload}</UploadId>")

    def _UploadPart(self, bucket: Bucket, request: Request) -> Answer:  # noqa: N802
        number = int(request.query["partNumber"])
        return Answer(headers={"etag": f'"{bucket.part(request.query["uploadId"], number, *_content(request))}"'})

    def _CompleteMultipartUpload(self, bucket: Bucket, request: Request) -> Answer:  # noqa: N802
        return xml("CompleteMultipartUploadResult", f'<ETag>"{bucket.complete(request.query["uploadId"]).etag}"</ETag>')


def operation_of(request: Request) -> str:
    """Return S3's name of what is asked for."""
    method, query = request.method, request.query
    if not request.key:
        return {"GET": "ListObjectsV2", "HEAD": "HeadBucket", "POST": "DeleteObjects"}.get(method, "Other")
    if "uploads" in query:
        return "CreateMultipartUpload"
    if "uploadId" in query:
        return {"PUT": "UploadPart", "POST": "CompleteMultipartUpload"}.get(method, "Other")
    if "tagging" in query or "acl" in query:
        return "Other"
    if method == "PUT" and "x-amz-copy-source" in request.headers:
        return "CopyObject"
    return {"GET": "GetObject", "HEAD": "HeadObject", "DELETE": "DeleteObject", "PUT": "PutObject"}.get(method, "Other")


def _content(request: Request) -> tuple[bytes, dict[str, str]]:
    if "aws-chunked" not in request.headers.get("content-encoding", ""):
        return request.body, request.headers
    body, trailer = dechunked(request.body)
    return body, {**request.headers, **trailer}


def _shown(one: Object, *, sums_only: bool = False) -> dict[str, str]:
    sums = {name: value for name, value in one.headers.items() if name.startswith("x-amz-checksum-")}
    etag = {"etag": f'"{one.etag}"'}
    return (
        {**sums, **etag}
        if sums_only
        else {"last-modified": email.utils.formatdate(one.at, usegmt=True), **one.headers, **etag}
    )


def _modified(one: Object) -> str:
    return time.strftime("%Y-%m-%dT%H:%M:%S.000Z", time.gmtime(one.at))
