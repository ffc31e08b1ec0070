# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What of a request goes into the cache key and what goes on to the origin."""

from __future__ import annotations

import dataclasses
import fnmatch
import typing as t
from urllib.parse import unquote_plus

from tests.lab.edge.cache import Key, Ttl
from tests.lab.edge.routing import Behavior, items

if t.TYPE_CHECKING:
    from tests.lab.edge.message import Request

Config = dict[str, t.Any]
_ENDS_HERE = frozenset(
    {"host", "connection", "content-length", "transfer-encoding", "accept-encoding", "cookie", "range"}
)
_ALWAYS_SENT = frozenset({"content-type", "if-match"})


@dataclasses.dataclass(frozen=True)
class Selection:
    """Which of the headers, cookies or query strings a policy means."""

    kind: str = "none"
    names: tuple[str, ...] = ()

    def has(self, name: str) -> bool:
        """Tell whether the name is selected."""
        listed = any(fnmatch.fnmatchcase(name, pattern) for pattern in self.names)
        return {"all": True, "whitelist": listed, "allExcept": not listed}.get(self.kind, False)


@dataclasses.dataclass(frozen=True)
class Rules:
    """A behaviour's caching, whichever of the two styles it is written in (CF-60)."""

    ttl: Ttl
    headers: Selection = Selection()
    cookies: Selection = Selection()
    queries: Selection = Selection()
    sent_headers: Selection = Selection()
    sent_cookies: Selection = Selection()
    sent_queries: Selection = Selection()
    gzip: bool = False
    brotli: bool = False
    cached: bool = True


def from_policies(cache: Config, origin_request: Config) -> Rules:
    """Return the rules of a cache policy and an origin request policy; empty configs mean none."""
    key = cache.get("ParametersInCacheKeyAndForwardedToOrigin", {})
    ttl = Ttl(cache.get("MinTTL", 0), cache.get("DefaultTTL", 86400), cache.get("MaxTTL", 31536000))
    return Rules(
        ttl=ttl,
        headers=_selection(key, "Header"),
        cookies=_selection(key, "Cookie"),
        queries=_selection(key, "QueryString"),
        sent_headers=_selection(origin_request, "Header"),
        sent_cookies=_selection(origin_request, "Cookie"),
        sent_queries=_selection(origin_request, "QueryString"),
        gzip=bool(key.get("EnableAcceptEncodingGzip")),
        brotli=bool(key.get("EnableAcceptEncodingBrotli")),
        cached=ttl.maximum > 0,
    )


def from_forwarded_values(behavior: Behavior) -> Rules:
    """Return the rules of a behaviour without a cache policy."""
    values = behavior.get("ForwardedValues", {})
    headers = tuple(name.lower() for name in items(values.get("Headers")))
    cookies = values.get("Cookies", {})
    sent_queries = Selection("all" if values.get("QueryString") else "none")
    keys = tuple(items(values.get("QueryStringCacheKeys")))
    return Rules(
        ttl=Ttl(behavior.get("MinTTL", 0), behavior.get("DefaultTTL", 86400), behavior.get("MaxTTL", 31536000)),
        headers=Selection("all") if "*" in headers else Selection("whitelist", headers),
        cookies=Selection(cookies.get("Forward", "none"), tuple(items(cookies.get("WhitelistedNames")))),
        queries=Selection("whitelist", keys) if keys and values.get("QueryString") else sent_queries,
        sent_queries=sent_queries,
        gzip=bool(behavior.get("Compress")),
        # All headers in the key: CloudFront does not cache then.
        cached="*" not in headers,
    )


def _selection(config: Config, kind: str) -> Selection:
    part = config.get(f"{kind}sConfig", {})
    behavior = str(part.get(f"{kind}Behavior", "none"))
    names = tuple(items(part.get(f"{kind}s")))
    if kind == "Header":
        names = tuple(name.lower() for name in names)
    if behavior in ("allViewer", "allViewerAndWhitelistCloudFront"):
        behavior = "all"
    return Selection(behavior, names)


def encoding(rules: Rules, accepted: str) -> str:
    """Return Accept-Encoding as CloudFront normalises it."""
    weights = (part.strip().lower().replace(" ", "") for part in accepted.split(","))
    names = {part.partition(";")[0] for part in weights if not part.endswith((";q=0", ";q=0.0"))}
    offered = [name for name, on in (("br", rules.brotli), ("gzip", rules.gzip)) if on and names & {name, "*"}]
    return ",".join(offered)


def cache_key(distribution: str, request: Request, rules: Rules) -> Key:
    """Return under which key the answer to a request is kept; HEAD shares that of GET."""
    return Key(
        distribution=distribution,
        method="GET" if request.method == "HEAD" else request.method,
        path=request.path,
        query=_query(request.query, rules.queries),
        headers=tuple(sorted((name, value) for name, value in request.headers.items() if rules.headers.has(name))),
        cookies=tuple(sorted(pair for pair in _cookies(request) if rules.cookies.has(pair[0]))),
        encoding=encoding(rules, request.headers.get("accept-encoding", "")),
    )


def origin_request(request: Request, rules: Rules) -> Request:
    """Return the request as it goes on to the origin, still with the viewer's Host."""

    def is_sent(name: str) -> bool:
        if name in _ENDS_HERE:
            return False
        return name in _ALWAYS_SENT or rules.headers.has(name) or rules.sent_headers.has(name)

    headers = {name: value for name, value in request.headers.items() if is_sent(name)}
    # Without a policy that names it the origin sees CloudFront's own.
    headers.setdefault("user-agent", "Amazon CloudFront")
    cookies = [pair for pair in _cookies(request) if rules.cookies.has(pair[0]) or rules.sent_cookies.has(pair[0])]
    if cookies:
        headers["cookie"] = "; ".join(f"{name}={value}" for name, value in cookies)
    accepted = encoding(rules, request.headers.get("accept-encoding", ""))
    if accepted:
        headers["accept-encoding"] = accepted
    if request.method not in ("GET", "HEAD") and "authorization" in request.headers:
        headers["authorization"] = request.headers["authorization"]
    queries = [selection for selection in (rules.queries, rules.sent_queries) if selection.kind != "none"]
    kept = [part for part in _parts(request.query) if any(one.has(_name(part)) for one in queries)]
    return request.but(headers=headers, query="&".join(kept))


def sends_host(rules: Rules) -> bool:
    """Tell whether the origin sees the viewer's Host instead of its own name (CF-48)."""
    return rules.headers.has("host") or rules.sent_headers.has("host")


def sends_cookies(rules: Rules) -> bool:
    """Tell whether cookies pass; when not, Set-Cookie is removed from the answers too."""
    return rules.cookies.kind != "none" or rules.sent_cookies.kind != "none"


def _query(query: str, selection: Selection) -> str:
    return "&".join(part for part in _parts(query) if selection.has(_name(part)))


def _parts(query: str) -> list[str]:
    return [part for part in query.split("&") if part]


def _name(part: str) -> str:
    return unquote_plus(part.partition("=")[0])


def _cookies(request: Request) -> list[tuple[str, str]]:
    pairs = (part.strip().partition("=") for part in request.headers.get("cookie", "").split(";") if part.strip())
    return [(name, value) for name, _, value in pairs]
