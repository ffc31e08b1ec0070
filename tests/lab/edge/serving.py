# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""From the cache or from the origin: the answer before the viewer's side adds to it."""

from __future__ import annotations

import asyncio
import dataclasses
import typing as t

from tests.lab.edge import cache, forwarding
from tests.lab.edge.compression import compressed
from tests.lab.edge.delivery import delivered
from tests.lab.edge.headers import error_page
from tests.lab.edge.origin import OriginFailed, Origins, account_of
from tests.lab.edge.routing import (
    Behavior,
    Distribution,
    bare_host,
    cached_methods,
    error_rule,
    find_behavior,
    find_origin,
)

if t.TYPE_CHECKING:
    from tests.lab.edge.aws import Aws
    from tests.lab.edge.message import Request, Response
    from tests.lab.edge.options import Options
    from tests.lab.edge.snapshot import Snapshot

_ERROR = 400
_SERVER_ERROR = 500


@dataclasses.dataclass(frozen=True)
class Served:
    """An answer and how the edge came by it."""

    response: Response
    x_cache: str
    failed: bool = False


@dataclasses.dataclass(frozen=True)
class _Work:
    distribution: Distribution
    behavior: Behavior
    rules: forwarding.Rules
    request: Request
    key: cache.Key
    paths: tuple[str, ...]

    @property
    def cacheable(self) -> bool:
        return self.request.method in cached_methods(self.behavior)


class Serving:
    """The cache of one edge location and the way behind it."""

    def __init__(self, *, aws: Aws, origins: Origins, snapshot: Snapshot, store: cache.Store, options: Options) -> None:
        self._aws = aws
        self._origins = origins
        self._snapshot = snapshot
        self._store = store
        self._options = options

    async def serve(
        self, distribution: Distribution, behavior: Behavior, request: Request, *, viewer_path: str
    ) -> Served:
        """Return the answer; `request` is what a viewer-request function left of the viewer's."""
        rules = await self._rules(account_of(distribution), behavior)
        key = forwarding.cache_key(distribution["Id"], request, rules)._replace(location=self._options.pop)
        query = f"?{key.query}" if key.query else ""
        paths = (request.path + query, viewer_path + query)
        work = _Work(distribution, behavior, rules, request, key, paths)
        self._store.apply(distribution["Id"], await self._snapshot.invalidations(distribution["Id"]))
        served = await self._from_cache_or_origin(work)
        return dataclasses.replace(served, response=delivered(served.response, request))

    async def _rules(self, account: str, behavior: Behavior) -> forwarding.Rules:
        if not behavior.get("CachePolicyId"):
            return forwarding.from_forwarded_values(behavior)
        policy = await self._aws.cloudfront(account, "cache", behavior["CachePolicyId"])
        sent = await self._aws.cloudfront(account, "origin-request", behavior.get("OriginRequestPolicyId"))
        return forwarding.from_policies(policy, sent)

    async def _from_cache_or_origin(self, work: _Work) -> Served:
        entry = self._store.get(work.key) if work.cacheable else None
        now = self._snapshot.now()
        if entry and entry.fresh(now):
            return _hit(entry, now)
        mark = self._store.purges
        stale = entry if entry and not entry.failed else None
        response = await self._ask(work, stale)
        if stale and response.status == 304:
            merged = stale.response.but(headers={**stale.response.headers, **_refreshed(response)})
            self._keep(work, merged, mark)
            return Served(merged, "RefreshHit from cloudfront")
        if response.status >= _ERROR:
            return await self._error(work, stale, response, mark)
        self._keep(work, response, mark)
        return Served(response, "Miss from cloudfront")

    async def _ask(self, work: _Work, stale: cache.Entry | None) -> Response:
        request = forwarding.origin_request(work.request, work.rules)
        if work.cacheable and request.method == "HEAD":
            # A HEAD fills the cache for the GET that follows.
            request = request.but(method="GET")
        if stale:
            request = request.but(headers={**request.headers, **_conditions(stale.response)})
        root = work.distribution["DistributionConfig"].get("DefaultRootObject")
        if request.path == "/" and root:
            request = request.but(path=f"/{root}")
        return await self._fetch(work, work.behavior, request)

    async def _fetch(self, work: _Work, behavior: Behavior, request: Request) -> Response:
        origin = find_origin(work.distribution["DistributionConfig"], behavior)
        if origin is None:
            return error_page(502, "CloudFront wasn't able to resolve the origin.", pop=self._options.pop)
        if not forwarding.sends_host(work.rules):
            request = request.but(host=bare_host(origin["DomainName"]))
        await asyncio.sleep(self._options.origin_seconds)
        try:
            response = await self._origins.fetch(work.distribution, origin, request)
        except OriginFailed as error:
            return error_page(error.status, str(error), pop=self._options.pop)
        if not forwarding.sends_cookies(work.rules):
            response = response.but(cookies=())
        accepted = work.key.encoding if behavior.get("Compress") and work.rules.cached else ""
        return compressed(response, accepted)

    async def _error(self, work: _Work, stale: cache.Entry | None, response: Response, mark: int) -> Served:
        # While the origin is ill an expired object is better than none (developer guide, "HTTPStatusCodes").
        if stale and response.status >= _SERVER_ERROR:
            return Served(stale.response, "Hit from cloudfront")
        config = work.distribution["DistributionConfig"]
        rule = error_rule(config, response.status)
        minimum = rule.get("ErrorCachingMinTTL", cache.DEFAULT_ERROR_TTL)
        seconds = cache.error_lifetime(response.headers, minimum, work.rules.ttl)
        keeps = work.cacheable and response.status in cache.CACHED_ERRORS and seconds > 0
        shown = await self._page(work, rule, response) if rule.get("ResponsePagePath") else response
        if keeps:
            entry = cache.Entry(shown, self._snapshot.now(), seconds, work.paths, failed=True)
            self._store.put(work.key, entry, mark=mark)
        return Served(shown, "Error from cloudfront", failed=True)

    async def _page(self, work: _Work, rule: dict[str, t.Any], response: Response) -> Response:
        path = rule["ResponsePagePath"]
        behavior = find_behavior(work.distribution["DistributionConfig"], path)
        asked = forwarding.origin_request(work.request, work.rules).but(method="GET", path=path, query="", body=b"")
        page = await self._fetch(work, behavior, asked)
        # A page that cannot be had shows its own status (CF-67).
        if page.status >= _ERROR:
            return page
        return page.but(status=int(rule.get("ResponseCode") or response.status))

    def _keep(self, work: _Work, response: Response, mark: int) -> None:
        storable = work.cacheable and work.rules.cached and response.status in cache.CACHED_STATUSES
        now = self._snapshot.now()
        seconds = cache.lifetime(response.headers, work.rules.ttl, now) if storable else None
        if seconds is not None:
            self._store.put(work.key, cache.Entry(response, now, seconds, work.paths), mark=mark)


def _hit(entry: cache.Entry, now: float) -> Served:
    response = entry.response.having(age=str(max(int(now - entry.stored), 0)))
    return Served(response, "Error from cloudfront" if entry.failed else "Hit from cloudfront", failed=entry.failed)


def _conditions(response: Response) -> dict[str, str]:
    known = {"if-none-match": response.headers.get("etag"), "if-modified-since": response.headers.get("last-modified")}
    # The origin knows the tag that it gave, before compression made it weak.
    return {name: value.removeprefix("W/") for name, value in known.items() if value}


def _refreshed(response: Response) -> dict[str, str]:
    return {name: response.headers[name] for name in ("cache-control", "expires", "date") if name in response.headers}
