# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The rules of the cache, without a server."""

from __future__ import annotations

import pytest

from tests.lab.edge.cache import Entry, Key, Store, Ttl, error_lifetime, lifetime, path_matches
from tests.lab.edge.forwarding import cache_key, encoding, from_forwarded_values, from_policies
from tests.lab.edge.message import Request, Response

OPTIMIZED = Ttl(1, 86400, 31536000)
ORIGIN_ONLY = Ttl(0, 0, 31536000)
NOW = 1_000_000.0


@pytest.mark.parametrize(
    ("headers", "ttl", "seconds"),
    [
        pytest.param({}, OPTIMIZED, 86400, id="silent origin gets the default"),
        pytest.param({"cache-control": "max-age=60"}, OPTIMIZED, 60, id="max-age"),
        pytest.param({"cache-control": "max-age=60, s-maxage=5"}, OPTIMIZED, 5, id="s-maxage wins"),
        pytest.param({"cache-control": "max-age=0"}, OPTIMIZED, 1, id="not below the minimum"),
        pytest.param({"cache-control": "max-age=99"}, Ttl(0, 5, 10), 10, id="not above the maximum"),
        pytest.param({"cache-control": "no-store"}, OPTIMIZED, 1, id="no-store gives way to a minimum"),
        pytest.param({"cache-control": "no-store"}, ORIGIN_ONLY, None, id="no-store"),
        pytest.param({"cache-control": "private, max-age=9"}, ORIGIN_ONLY, None, id="private"),
        pytest.param({"cache-control": "no-cache"}, ORIGIN_ONLY, 0, id="no-cache is asked about each time"),
        pytest.param({"expires": "Mon, 12 Jan 1970 13:47:40 GMT"}, ORIGIN_ONLY, 60, id="expires"),
        pytest.param({"expires": "0"}, ORIGIN_ONLY, 0, id="expired"),
        pytest.param({"expires": "0", "cache-control": "max-age=7"}, ORIGIN_ONLY, 7, id="max-age before expires"),
        pytest.param({"cache-control": "max-age=60"}, Ttl(0, 0, 0), None, id="caching disabled"),
    ],
)
def test_lifetime_follows_the_policy_and_the_origin(headers: dict[str, str], ttl: Ttl, seconds: float | None) -> None:
    assert lifetime(headers, ttl, NOW) == seconds


def test_error_lifetime_is_only_prolonged_by_the_origin() -> None:
    assert error_lifetime({"cache-control": "no-store"}, 10, OPTIMIZED) == 10
    assert error_lifetime({"cache-control": "max-age=3"}, 10, OPTIMIZED) == 10
    assert error_lifetime({"cache-control": "max-age=30"}, 10, OPTIMIZED) == 30


@pytest.mark.parametrize(
    ("pattern", "path", "named"),
    [
        ("/a", "/a", True),
        ("/a", "/a/", False),
        ("/a/*", "/a/b/c", True),
        ("/a*", "/ab", True),
        ("/*", "/", True),
        ("/*.html", "/x.html", False),
        ("/%C3%A4", "/%c3%a4", True),
        ("/A", "/a", False),
        ("/a", "/a?x=1", False),
        ("/a*", "/a?x=1", True),
    ],
)
def test_invalidation_path_has_a_wildcard_at_its_end_only(pattern: str, path: str, named: bool) -> None:
    assert path_matches(pattern, path) is named


def test_store_drops_what_an_invalidation_names_once() -> None:
    store, key = Store(), Key("E1", "GET", "/a")
    store.put(key, Entry(Response(200), NOW, 60, ("/a",)), mark=store.purges)
    store.apply("E1", [{"Id": "I1", "Paths": ["/*"]}])
    assert store.get(key) is None
    store.put(key, Entry(Response(200), NOW, 60, ("/a",)), mark=store.purges)
    store.apply("E1", [{"Id": "I1", "Paths": ["/*"]}])
    assert store.get(key) is not None


def test_store_refuses_what_was_fetched_before_an_invalidation() -> None:
    store, key = Store(), Key("E1", "GET", "/a")
    mark = store.purges
    store.apply("E1", [{"Id": "I1", "Paths": ["/a"]}])
    store.put(key, Entry(Response(200), NOW, 60, ("/a",)), mark=mark)
    assert store.get(key) is None


def _policy(**key: object) -> dict[str, object]:
    return {"MinTTL": 1, "ParametersInCacheKeyAndForwardedToOrigin": key}


def test_key_has_only_what_the_policy_names() -> None:
    policy = _policy(
        EnableAcceptEncodingGzip=True,
        HeadersConfig={"HeaderBehavior": "whitelist", "Headers": {"Items": ["X-One"]}},
        CookiesConfig={"CookieBehavior": "none"},
        QueryStringsConfig={"QueryStringBehavior": "whitelist", "QueryStrings": {"Items": ["v"]}},
    )
    rules = from_policies(policy, {})
    request = Request("HEAD", "h", "/p", "v=1&utm=2", {"x-one": "1", "x-two": "2", "cookie": "a=b"})
    assert cache_key("E1", request, rules) == Key("E1", "GET", "/p", "v=1", (("x-one", "1"),), (), "")


def test_encoding_is_normalised_to_what_the_policy_enables() -> None:
    rules = from_policies(_policy(EnableAcceptEncodingGzip=True, EnableAcceptEncodingBrotli=True), {})
    assert encoding(rules, "deflate, gzip;q=0.5, br") == "br,gzip"
    assert encoding(rules, "gzip;q=0, identity") == ""
    assert encoding(from_policies(_policy(), {}), "gzip, br") == ""


def test_forwarding_all_headers_means_no_cache() -> None:
    assert not from_forwarded_values({"ForwardedValues": {"Headers": {"Items": ["*"]}}}).cached
