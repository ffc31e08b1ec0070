# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Fetches from an origin: a bucket through the emulated S3, anything else over the network."""

from __future__ import annotations

import asyncio
import http.client
import typing as t
import uuid
from urllib.parse import unquote

from tests.lab import store
from tests.lab.edge.message import Request, Response, answer
from tests.lab.edge.policy import Caller, allows
from tests.lab.edge.routing import Distribution, items, s3_bucket

if t.TYPE_CHECKING:
    from tests.lab.edge.aws import Aws

_ACTIONS = {"PUT": "s3:PutObject", "DELETE": "s3:DeleteObject"}
_GLOBAL_REGION = "us-east-1"
_NEEDS_SIGNATURE = (
    "Requests specifying Server Side Encryption with AWS KMS managed keys require AWS Signature Version 4."
)
_GATEWAY_TIMEOUT, _BAD_GATEWAY = 504, 502
# MiniStack adds CORS headers to every answer and the ids of an API call; S3 behind CloudFront shows neither.
_NOT_SHOWN = ("access-control-", "x-amzn-requestid", "x-amz-request-id", "x-amz-id-2", "date", "connection")


class OriginFailed(Exception):
    """The origin could not be asked; `status` is what CloudFront answers then."""

    def __init__(self, status: int, text: str) -> None:
        """Keep the status beside the text."""
        super().__init__(text)
        self.status = status


class Origins:
    """The way from the edge to the origins."""

    def __init__(self, aws: Aws, redirects: t.Callable[[], bool] = lambda: False) -> None:
        self._aws = aws
        self._redirects = redirects

    async def fetch(self, distribution: Distribution, origin: dict[str, t.Any], request: Request) -> Response:
        """Return the origin's answer; OriginFailed when there is none."""
        headers = {**request.headers, **_custom_headers(origin)}
        path = (origin.get("OriginPath") or "") + request.path
        asked = request.but(headers=headers, path=path)
        bucket = s3_bucket(origin["DomainName"])
        if bucket and "S3OriginConfig" in origin:
            caller = await self._caller(distribution, origin)
            return await self.from_bucket(account_of(distribution), bucket, asked, caller)
        return await asyncio.get_running_loop().run_in_executor(None, _over_network, origin, asked)

    async def from_bucket(
        self, account: str, bucket: tuple[str, str | None], request: Request, caller: Caller
    ) -> Response:
        """Return S3's answer to a caller whose only rights come from the bucket policy."""
        name = bucket[0]
        # There is one bucket of a name in the world, in whatever account.
        account = (store.bucket(name) or (account,))[0]
        policy, actual = await asyncio.gather(self._aws.bucket_policy(account, name), self._aws.region(account, name))
        elsewhere = self._elsewhere(bucket, actual, request, caller)
        if elsewhere:
            return elsewhere
        if not caller.service and not caller.arn and await self._aws.is_restricted(account, name):
            # Block Public Access turns strangers away whatever the policy grants them.
            policy = None
        key = unquote(request.path)[1:]
        action = _ACTIONS.get(request.method, "s3:GetObject") if key else "s3:ListBucket"
        resource = f"arn:aws:s3:::{name}/{key}" if key else f"arn:aws:s3:::{name}"
        if not allows(policy, caller, action, resource):
            return denied()
        full = await self._aws.s3(account, request.but(path=f"/{name}{request.path}"))
        may_list = allows(policy, caller, "s3:ListBucket", f"arn:aws:s3:::{name}")
        # Who may not list must not learn what is missing (CF-47).
        if full.status == http.client.NOT_FOUND and not may_list:
            return denied()
        return await self._key_refuses(account, full, caller) or _shown(full)

    def _elsewhere(
        self, bucket: tuple[str, str | None], actual: str | None, request: Request, caller: Caller
    ) -> Response | None:
        """Return S3's answer under a name that is not the bucket's own, None under one that is."""
        name, region = bucket
        if actual is None:
            return _s3_error(404, "NoSuchBucket", "The specified bucket does not exist")
        if region not in (None, actual):
            return _wrong_region(caller, str(region), actual)
        if region is None and actual != _GLOBAL_REGION and self._redirects():
            return _temporary_redirect(name, actual, request)
        return None

    async def _key_refuses(self, account: str, full: Response, caller: Caller) -> Response | None:
        """Return S3's refusal when the object is encrypted with a KMS key that the caller may not use (CF-46)."""
        key = full.headers.get("x-amz-server-side-encryption-aws-kms-key-id", "")
        if not key:
            return None
        if not caller.service:
            return _s3_error(400, "InvalidArgument", _NEEDS_SIGNATURE)
        policy = await self._aws.key_policy(account, key)
        return None if allows(policy, caller, "kms:Decrypt", key) else denied()

    async def _caller(self, distribution: Distribution, origin: dict[str, t.Any]) -> Caller:
        context = {"aws:securetransport": "true"}
        identity = origin["S3OriginConfig"].get("OriginAccessIdentity") or ""
        if identity:
            number = identity.rpartition("/")[2]
            return Caller(
                arn=f"arn:aws:iam::cloudfront:user/CloudFront Origin Access Identity {number}", context=context
            )
        account = account_of(distribution)
        control = await self._aws.cloudfront(account, "oac", origin.get("OriginAccessControlId"))
        if control.get("SigningBehavior", "never") == "never":
            return Caller(context=context)
        arn = f"arn:aws:cloudfront::{account}:distribution/{distribution['Id']}"
        source = {"aws:sourcearn": arn, "aws:sourceaccount": account}
        return Caller(service="cloudfront.amazonaws.com", context={**context, **source})


def account_of(distribution: Distribution) -> str:
    """Return the account that a distribution belongs to."""
    return str(distribution.get("AccountId") or distribution["ARN"].split(":")[4])


def denied() -> Response:
    """Return S3's AccessDenied."""
    return _s3_error(403, "AccessDenied", "Access Denied")


def _temporary_redirect(name: str, region: str, request: Request) -> Response:
    host = f"{name}.s3.{region}.amazonaws.com"
    query = f"?{request.query}" if request.query else ""
    text = "Please re-send this request to the specified temporary endpoint. Continue to use the original one."
    response = _s3_error(307, "TemporaryRedirect", text)
    return response.having(location=f"https://{host}{request.path}{query}")


def _wrong_region(caller: Caller, named: str, actual: str) -> Response:
    # A signature is made for the region in the origin's name, an unsigned request is sent elsewhere (CF-42).
    if caller.service:
        text = f"The authorization header is malformed; the region '{named}' is wrong; expecting '{actual}'"
        return _s3_error(400, "AuthorizationHeaderMalformed", text)
    text = "The bucket you are attempting to access must be addressed using the specified endpoint."
    return _s3_error(301, "PermanentRedirect", text)


def _s3_error(status: int, code: str, message: str) -> Response:
    inner = f"<Code>{code}</Code><Message>{message}</Message><RequestId>{uuid.uuid4().hex[:16].upper()}</RequestId>"
    body = f'<?xml version="1.0" encoding="UTF-8"?>\n<Error>{inner}<HostId>{uuid.uuid4().hex}</HostId></Error>'
    return Response(status, {"content-type": "application/xml", "server": "AmazonS3"}, body.encode())


def _shown(response: Response) -> Response:
    headers = {name: value for name, value in response.headers.items() if not name.startswith(_NOT_SHOWN)}
    return response.but(headers={**headers, "server": "AmazonS3"})


def _custom_headers(origin: dict[str, t.Any]) -> dict[str, str]:
    return {one["HeaderName"].lower(): one["HeaderValue"] for one in items(origin.get("CustomHeaders"))}


def _over_network(origin: dict[str, t.Any], request: Request) -> Response:
    config = origin.get("CustomOriginConfig", {})
    host = origin["DomainName"]
    # An emulated edge never leaves this machine for the real AWS.
    if host.endswith((".amazonaws.com", ".cloudfront.net", ".on.aws", ".api.aws")):
        raise OriginFailed(_BAD_GATEWAY, "CloudFront wasn't able to connect to the origin.")
    policy = config.get("OriginProtocolPolicy", "match-viewer")
    secure = policy == "https-only" or (policy == "match-viewer" and request.scheme == "https")
    port = config.get("HTTPSPort", 443) if secure else config.get("HTTPPort", 80)
    kind = http.client.HTTPSConnection if secure else http.client.HTTPConnection
    connection = kind(host, port, timeout=config.get("OriginReadTimeout", 30))
    target = request.path + (f"?{request.query}" if request.query else "")
    headers = {**request.headers, "host": request.host, "x-forwarded-for": request.client}
    try:
        connection.request(request.method, target, request.body or None, headers)
        raw = connection.getresponse()
        hop = ("connection", "transfer-encoding", "keep-alive")
        lines = [(name, value) for name, value in raw.getheaders() if name.lower() not in hop]
        return answer(raw.status, lines, raw.read())
    except TimeoutError as error:
        raise OriginFailed(
            _GATEWAY_TIMEOUT, "CloudFront attempted to establish a connection with the origin."
        ) from error
    except (OSError, http.client.HTTPException) as error:
        raise OriginFailed(_BAD_GATEWAY, "CloudFront wasn't able to connect to the origin.") from error
    finally:
        connection.close()
