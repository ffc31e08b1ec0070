# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A bucket in memory that keeps times of its own, as an Api."""

from __future__ import annotations

import base64
import contextlib
import datetime as dt
import hashlib
import io
import typing as t

from ansible.module_utils.common.arg_spec import ArgumentSpecValidator

from ansible_collections.cdn.aws.plugins.module_utils._errors import AwsError
from ansible_collections.cdn.aws.plugins.module_utils._publish.publish import Publish
from ansible_collections.cdn.aws.plugins.modules.s3_publish import SPEC
from tests.unit.helpers import StubbedApi, service_shape

HEADERS = ("CacheControl", "ContentType", "ContentEncoding", "Metadata")


def sha256(body: bytes) -> str:
    return base64.b64encode(hashlib.sha256(body).digest()).decode()


class Bucket:
    """Knows the calls of a publication; its clock goes on by a second with every write."""

    region = "eu-central-1"
    page_size = 1000

    def __init__(self) -> None:
        self.objects: dict[str, dict[str, t.Any]] = {}
        self.now = 1_700_000_000
        self.calls: list[str] = []
        self.refused: dict[str, AwsError] = {}

    def put(self, key: str, body: bytes, **headers: t.Any) -> dict[str, t.Any]:
        self.now += 1
        found = {"Body": body, "ETag": f'"{hashlib.md5(body).hexdigest()}"', "LastModified": self._time(), **headers}
        self.objects[key] = found
        return found

    def _time(self) -> dt.datetime:
        return dt.datetime.fromtimestamp(self.now, dt.timezone.utc)

    def pages(self, operation, request=None, *, region=None):
        self.calls.append(operation)
        found = sorted(item for item in self.objects.items() if item[0].startswith(request["Prefix"]))
        for start in range(0, max(len(found), 1), self.page_size):
            page = found[start : start + self.page_size]
            yield {
                "Contents": [{"Key": key, "Size": len(one["Body"]), **_picked(one)} for key, one in page],
                "IsTruncated": start + self.page_size < len(found),
            }

    def call(self, operation, request, *, region=None):
        self.calls.append(operation)
        name = operation.partition(":")[2]
        place = str(request.get("Key", ""))
        for start, error in self.refused.items():
            if f"{name} {place}".startswith(start):
                raise error
        return getattr(self, f"_{name.lower()}")(request)

    def _headobject(self, request):
        found = self._found(request, "404")
        return {**{name: found[name] for name in HEADERS if name in found}, **_picked(found),
                "ContentLength": len(found["Body"]), "ChecksumSHA256": found.get("ChecksumSHA256")}  # fmt: skip

    def _getobject(self, request):
        found = self._found(request, "NoSuchKey")
        return {"ETag": found["ETag"], "Body": io.BytesIO(found["Body"])}

    def _found(self, request, code):
        if request["Key"] not in self.objects:
            raise AwsError(operation="s3:GetObject", code=code, text="", status=404)
        return self.objects[request["Key"]]

    def _putobject(self, request):
        there = self.objects.get(request["Key"])
        wanted = request.get("IfMatch")
        if (wanted and (there is None or there["ETag"] != wanted)) or (request.get("IfNoneMatch") and there):
            raise AwsError(operation="s3:PutObject", code="PreconditionFailed", text="", status=412)
        body = request["Body"] if isinstance(request["Body"], bytes) else request["Body"].read()
        headers = {name: request[name] for name in HEADERS if name in request}
        found = self.put(request["Key"], body, ChecksumSHA256=sha256(body), **headers)
        answered = {"date": self._time().strftime("%a, %d %b %Y %H:%M:%S GMT")}
        return {"ETag": found["ETag"], "ResponseMetadata": {"HTTPHeaders": answered}}

    def _copyobject(self, request):
        there = self._found(request, "NoSuchKey")
        headers = {name: request[name] for name in HEADERS if name in request}
        found = self.put(request["Key"], there["Body"], **headers)
        return {"CopyObjectResult": _picked(found)}

    def _deleteobject(self, request):
        self.objects.pop(request["Key"], None)
        return {}

    def _deleteobjects(self, request):
        for item in request["Delete"]["Objects"]:
            self.objects.pop(item["Key"], None)
        return {}

    def _createinvalidation(self, request):
        return {"Invalidation": {"Id": "I1", "Status": "InProgress", "CreateTime": self._time(),
                                 "InvalidationBatch": request["InvalidationBatch"]}}  # fmt: skip

    def client(self, service, *, region=None):
        return StubbedApi().client(service)

    def translating(self, operation):
        return contextlib.nullcontext()

    def shape(self, service, name):
        return service_shape(service, name)


def _picked(one):
    return {name: one[name] for name in ("ETag", "LastModified")}


def publication(api: t.Any, tree: t.Any, **options: t.Any) -> Publish:
    given = {"source": str(tree), "bucket": "b", "threads": 1, "wait": False, **options}
    return Publish(ArgumentSpecValidator(SPEC.options).validate(given).validated_parameters, api)
