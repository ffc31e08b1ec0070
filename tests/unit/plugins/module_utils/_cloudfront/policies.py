# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The three kinds of policies: the least of each, the calls about it, and a run over it."""

from __future__ import annotations

import datetime
import typing as t

import pytest

from ansible_collections.cdn.aws.plugins.module_utils._cloudfront.cache_policy import CachePolicy
from ansible_collections.cdn.aws.plugins.module_utils._cloudfront.origin_request_policy import OriginRequestPolicy
from ansible_collections.cdn.aws.plugins.module_utils._cloudfront.policy import Policy
from ansible_collections.cdn.aws.plugins.module_utils._cloudfront.response_headers_policy import ResponseHeadersPolicy
from ansible_collections.cdn.aws.plugins.module_utils._errors import Refused
from ansible_collections.cdn.aws.plugins.module_utils._reconcile import Result, reconcile
from tests.unit.helpers import StubbedApi

ID = "11111111-2222-3333-4444-555555555555"
TIME = datetime.datetime(2026, 3, 1, tzinfo=datetime.timezone.utc)
NOTHING = {
    "HeadersConfig": {"HeaderBehavior": "none"},
    "CookiesConfig": {"CookieBehavior": "none"},
    "QueryStringsConfig": {"QueryStringBehavior": "none"},
}
ENCODED = {"EnableAcceptEncodingGzip": True, "EnableAcceptEncodingBrotli": True}
CACHE: dict[str, t.Any] = {
    "Name": "mine",
    "MinTTL": 1,
    "DefaultTTL": 86400,
    "MaxTTL": 31536000,
    "ParametersInCacheKeyAndForwardedToOrigin": {**NOTHING, **ENCODED},
}
REQUEST: dict[str, t.Any] = {"Name": "mine", **NOTHING}
HSTS = {"Override": True, "AccessControlMaxAgeSec": 60}
HEADERS: dict[str, t.Any] = {
    "Name": "mine",
    "SecurityHeadersConfig": {"StrictTransportSecurity": HSTS, "ContentTypeOptions": {"Override": False}},
    "CustomHeadersConfig": {"Quantity": 0},
}


class Stubbed(StubbedApi):
    """The calls of one kind of policy."""

    def __init__(self, kind: str) -> None:
        super().__init__()
        self._kind = kind

    def _answer(self, config: dict[str, t.Any]) -> dict[str, t.Any]:
        return {"Id": ID, "LastModifiedTime": TIME, f"{self._kind}Config": config}

    def lists(self, *configs: dict[str, t.Any]) -> Stubbed:
        items = [{"Type": "custom", self._kind: self._answer(config)} for config in configs]
        answer = {f"{self._kind}List": {"MaxItems": 100, "Quantity": len(items), "Items": items}}
        self.expect(f"cloudfront:List{self._kind.replace('Policy', 'Policies')}", {"Type": "custom"}, answer)
        return self

    def gets(self, config: dict[str, t.Any], etag: str = "E1") -> Stubbed:
        self.expect(f"cloudfront:Get{self._kind}", {"Id": ID}, {self._kind: self._answer(config), "ETag": etag})
        return self

    def creates(self, config: dict[str, t.Any]) -> Stubbed:
        answer = {self._kind: self._answer(config), "ETag": "E1"}
        self.expect(f"cloudfront:Create{self._kind}", {f"{self._kind}Config": config}, answer)
        return self

    def updates(self, config: dict[str, t.Any], etag: str = "E1") -> Stubbed:
        request = {"Id": ID, "IfMatch": etag, f"{self._kind}Config": config}
        self.expect(f"cloudfront:Update{self._kind}", request, {self._kind: self._answer(config), "ETag": "E2"})
        return self

    def refuses(self, verb: str, code: str, status: int = 409) -> Stubbed:
        self.fail(f"cloudfront:{verb}{self._kind}", code, status=status)
        return self


CLASSES: dict[str, type[Policy]] = {
    "CachePolicy": CachePolicy,
    "OriginRequestPolicy": OriginRequestPolicy,
    "ResponseHeadersPolicy": ResponseHeadersPolicy,
}
LEAST = {"CachePolicy": CACHE, "OriginRequestPolicy": REQUEST, "ResponseHeadersPolicy": {"Name": "mine"}}


def stubbed(kind: str) -> Stubbed:
    return Stubbed(kind)


def run(kind: str, api: StubbedApi, *, check: bool = False, **given: t.Any) -> Result:
    result = reconcile(CLASSES[kind]({"state": "present", **given}, api), check_mode=check)
    api.assert_all_made()
    return result


def refused(kind: str, there: dict[str, t.Any] | None = None, **given: t.Any) -> str:
    """Return what a check run says to options, over a policy or over nothing."""
    api = stubbed(kind).lists(*([there] if there else []))
    if there:
        api.gets(there)
    with pytest.raises(Refused) as caught:
        run(kind, api, check=True, name="mine", **given)
    return caught.value.message
