# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What happens to a viewer's request at the edge, step by step."""

from __future__ import annotations

import typing as t

from tests.lab.edge import functions, headers, signatures
from tests.lab.edge.message import Request, Response, fetch
from tests.lab.edge.origin import Origins, account_of
from tests.lab.edge.policy import Caller
from tests.lab.edge.routing import (
    Behavior,
    Distribution,
    allowed_methods,
    find_behavior,
    find_distribution,
    items,
    s3_bucket,
)
from tests.lab.edge.serving import Served, Serving

if t.TYPE_CHECKING:
    from tests.lab.edge.aws import Aws
    from tests.lab.edge.cache import Store
    from tests.lab.edge.options import Options
    from tests.lab.edge.snapshot import Snapshot
    from tests.lab.state import App

_BLOCKED = (
    "Bad request.\nWe can't connect to the server for this app or website at this time. "
    "There might be too much traffic or a configuration error."
)
_METHOD = (
    "This distribution is not configured to allow the HTTP request method that was used for this request. "
    "The distribution supports only cachable requests."
)
_COUNTRY = "The Amazon CloudFront distribution is configured to block access from your country."
_LAMBDA = (
    "The Lambda function associated with the CloudFront distribution is invalid or doesn't have the required"
    " permissions."
)
_HTTPS_ONLY = "Bad request.\nThis distribution only serves https requests: viewers must use HTTPS."


class Viewer:
    """Answers requests as CloudFront does, and those to a bucket's own host as S3 does."""

    def __init__(self, *, api: App, aws: Aws, snapshot: Snapshot, store: Store, options: Options) -> None:
        self._api = api
        self._aws = aws
        self._snapshot = snapshot
        self._options = options
        self._origins = Origins(aws, lambda: bool(snapshot.setting("global_name_redirects", False)))
        self._serving = Serving(aws=aws, origins=self._origins, snapshot=snapshot, store=store, options=options)

    async def answer(self, request: Request) -> Response:
        """Return the answer to one request."""
        distribution = find_distribution(request.host, await self._snapshot.distributions())
        if distribution is None:
            bucket = s3_bucket(request.host)
            return await self._direct(bucket, request) if bucket else self._page(403, _BLOCKED)
        config = distribution["DistributionConfig"]
        # Traffic of a disabled distribution is dropped (CF-22).
        if not config["Enabled"]:
            return self._page(403, _BLOCKED)
        behavior = find_behavior(config, request.path)
        refusal = self._blocked(config) or self._refusal(behavior, request) or self._lambda_failure(behavior)
        return refusal or await self._answer_of(distribution, behavior, request)

    async def _direct(self, bucket: tuple[str, str | None], request: Request) -> Response:
        if "authorization" in request.headers or "X-Amz-Signature=" in request.query:
            return await fetch(self._api, request)
        caller = Caller(context={"aws:securetransport": str(request.scheme == "https").lower()})
        return await self._origins.from_bucket(self._snapshot.account_id, bucket, request, caller)

    def _blocked(self, config: Distribution) -> Response | None:
        rule = (config.get("Restrictions") or {}).get("GeoRestriction") or {}
        listed = self._snapshot.setting("viewer_country", "") in items(rule)
        if rule.get("RestrictionType", "none") in ("none", "blacklist" if not listed else "whitelist"):
            return None
        return self._page(403, _COUNTRY)

    def _lambda_failure(self, behavior: Behavior) -> Response | None:
        # No function runs here: each is as one that was deleted, or may not be assumed ("Testing and debugging").
        if not items(behavior.get("LambdaFunctionAssociations")):
            return None
        return self._stamp(self._page(503, _LAMBDA), "LambdaExecutionError from cloudfront")

    def _refusal(self, behavior: Behavior, request: Request) -> Response | None:
        policy = behavior["ViewerProtocolPolicy"]
        if request.scheme != "https" and policy == "redirect-to-https":
            status = 301 if request.method in ("GET", "HEAD") else 307
            location = f"https://{self._secure_host(request.host)}{request.path}"
            location += f"?{request.query}" if request.query else ""
            return headers.redirect(location, status=status, pop=self._options.pop)
        if request.scheme != "https" and policy == "https-only":
            return self._page(403, _HTTPS_ONLY)
        if request.method not in allowed_methods(behavior):
            return self._page(403, _METHOD)
        return None

    def _secure_host(self, host: str) -> str:
        # CloudFront listens on 80 and 443 only; a client that had to name our port needs the other one.
        name, colon, _ = host.partition(":")
        return f"{name}:{self._options.https_port}" if colon else name

    async def _answer_of(self, distribution: Distribution, behavior: Behavior, request: Request) -> Response:
        account = account_of(distribution)
        try:
            asked = request = await signatures.admitted(request, behavior, self._aws, account, now=self._snapshot.now())
            if (code := await self._code(account, behavior, "viewer-request")) is not None:
                event = functions.request_event(distribution, request, "viewer-request")
                result = await functions.run(code, event)
                if "statusCode" in result:
                    made = functions.generated_response(result)
                    return self._stamp(made, "FunctionGeneratedResponse from cloudfront")
                asked = functions.changed_request(request, result)
            served = await self._serving.serve(distribution, behavior, asked, viewer_path=request.path)
            policy_id = behavior.get("ResponseHeadersPolicyId")
            policy = await self._aws.cloudfront(account, "response-headers", policy_id)
            response = headers.with_policy(served.response, policy, request)
            return self._stamp(await self._after(distribution, behavior, request, served, response), served.x_cache)
        except signatures.Denied as denied:
            return self._stamp(denied.response(), "Error from cloudfront")
        except functions.FunctionFailed:
            return self._page(503, "The CloudFront function returned an invalid value or failed to execute.")

    async def _after(
        self, distribution: Distribution, behavior: Behavior, request: Request, served: Served, response: Response
    ) -> Response:
        # No viewer-response function runs when the origin answered an error.
        if served.failed:
            return response
        code = await self._code(account_of(distribution), behavior, "viewer-response")
        if code is None:
            return response
        result = await functions.run(code, functions.response_event(distribution, request, response))
        return functions.generated_response(result, response.body)

    async def _code(self, account: str, behavior: Behavior, event_type: str) -> bytes | None:
        name = functions.function_name(behavior, event_type)
        if name is None:
            return None
        code = await self._aws.function_code(account, name)
        if code is None:
            raise functions.FunctionFailed(f"{name} is not published")
        return code

    def _page(self, status: int, text: str) -> Response:
        return headers.error_page(status, text, pop=self._options.pop)

    def _stamp(self, response: Response, x_cache: str) -> Response:
        return headers.stamped(response, x_cache=x_cache, pop=self._options.pop)
