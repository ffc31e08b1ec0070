# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The edge's own reads from the emulated APIs, in process and unrecorded."""

from __future__ import annotations

import json
import typing as t
from urllib.parse import quote

import botocore.session
from botocore.parsers import create_parser

from tests.lab.edge.message import Request, Response, fetch

if t.TYPE_CHECKING:
    from tests.lab.state import App

_S3_HOST = "s3.us-east-1.amazonaws.com"
_CLOUDFRONT_HOST = "cloudfront.amazonaws.com"
_POLICIES = {
    "cache": ("cache-policy", "GetCachePolicy"),
    "origin-request": ("origin-request-policy", "GetOriginRequestPolicy"),
    "response-headers": ("response-headers-policy", "GetResponseHeadersPolicy"),
    "oac": ("origin-access-control", "GetOriginAccessControl"),
    "key-group": ("key-group", "GetKeyGroup"),
    "public-key": ("public-key", "GetPublicKey"),
}


class Aws:
    """What an account has, read as its owner."""

    def __init__(self, api: App) -> None:
        self._api = api
        self._model = botocore.session.get_session().get_service_model("cloudfront")
        self._parser = create_parser("rest-xml")

    async def s3(self, account: str, request: Request) -> Response:
        """Put a path-style request to S3 with the owner's rights."""
        headers = {**request.headers, "authorization": _authorization(account, "s3")}
        headers.pop("cookie", None)
        return await fetch(self._api, request.but(host=_S3_HOST, headers=headers))

    async def bucket(self, account: str, name: str, sub: str) -> Response:
        """Return a sub-resource (`policy`, `publicAccessBlock`, `location`) of a bucket."""
        return await self.s3(account, Request("GET", _S3_HOST, "/" + quote(name), f"{sub}="))

    async def bucket_policy(self, account: str, name: str) -> dict[str, t.Any] | None:
        """Return the policy of a bucket, None without one."""
        answer = await self.bucket(account, name, "policy")
        return t.cast("dict[str, t.Any]", json.loads(answer.body)) if answer.status == 200 else None

    async def is_restricted(self, account: str, name: str) -> bool:
        """Tell whether RestrictPublicBuckets keeps strangers out whatever the policy says."""
        answer = await self.bucket(account, name, "publicAccessBlock")
        return b"<RestrictPublicBuckets>true<" in answer.body

    async def key_policy(self, account: str, arn: str) -> dict[str, t.Any] | None:
        """Return the policy of a KMS key, None when there is no such key here."""
        headers = {
            "authorization": _authorization(account, "kms", arn.split(":")[3] if arn.startswith("arn:") else ""),
            "content-type": "application/x-amz-json-1.1",
            "x-amz-target": "TrentService.GetKeyPolicy",
        }
        body = json.dumps({"KeyId": arn, "PolicyName": "default"}).encode()
        answer = await fetch(self._api, Request("POST", "kms.amazonaws.com", "/", headers=headers, body=body))
        return json.loads(json.loads(answer.body)["Policy"]) if answer.status == 200 else None

    async def region(self, account: str, name: str) -> str | None:
        """Return the region of a bucket, None when there is no such bucket."""
        answer = await self.bucket(account, name, "location")
        if answer.status != 200:
            return None
        text = answer.body.decode().partition("LocationConstraint")[2].partition(">")[2].partition("<")[0].strip()
        return {"": "us-east-1", "EU": "eu-west-1"}.get(text, text)

    async def cloudfront(self, account: str, kind: str, id_: str | None) -> dict[str, t.Any]:
        """Return the config of a policy, an access control, a key or a key group; empty when there is none."""
        if not id_:
            return {}
        folder, operation = _POLICIES[kind]
        headers = {"authorization": _authorization(account, "cloudfront")}
        path = f"/2020-05-31/{folder}/{quote(id_)}"
        answer = await fetch(self._api, Request("GET", _CLOUDFRONT_HOST, path, headers=headers))
        if answer.status != 200:
            return {}
        shape = self._model.operation_model(operation).output_shape
        wire = {"status_code": answer.status, "headers": answer.headers, "body": answer.body}
        parsed = self._parser.parse(wire, t.cast("t.Any", shape))
        outer = operation.removeprefix("Get")
        return t.cast("dict[str, t.Any]", parsed[outer][f"{outer}Config"])

    async def function_code(self, account: str, name: str) -> bytes | None:
        """Return the published code of a function, None without one (CF-83)."""
        headers = {"authorization": _authorization(account, "cloudfront")}
        path = f"/2020-05-31/function/{quote(name)}"
        answer = await fetch(self._api, Request("GET", _CLOUDFRONT_HOST, path, "Stage=LIVE", headers))
        return answer.body if answer.status == 200 else None


def _authorization(account: str, service: str, region: str = "") -> str:
    # MiniStack takes a twelve-digit access key for the account, and checks no signature unless told to.
    scope = f"{account}/20260101/{region or 'us-east-1'}/{service}/aws4_request"
    return f"AWS4-HMAC-SHA256 Credential={scope}, SignedHeaders=host, Signature=0"
