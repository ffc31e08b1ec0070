# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Why a good answer does not come from the cache: the rest of the table of reasons; pure."""

from __future__ import annotations

from . import signs
from .http import MOST_BODY
from .row import Row
from .x_cache import ERROR, REFRESH_HIT

# CloudFront's quota for an object that is kept.
LARGEST = 50 * 1024**3

MISSES: tuple[Row, ...] = (
    # CF-67
    Row(
        "error_page",
        signs.x_cache(ERROR),
        "the origin answered with an error, and a custom error response shows a page in its place",
        "Check that the object exists. Such pages are kept for error_caching_min_ttl only, and are no hits: do"
        " not expect one here.",
        final=True,
    ),
    Row(
        "stale",
        lambda asked: asked.is_stale,
        "the first answer has been in the cache for longer than expect_fresh allows: viewers still get what was there"
        " before",
        "Invalidate the path (cloudfront_invalidation) and wait until that has completed.",
        final=True,
    ),
    Row(
        "authorization_in_key",
        signs.varies_by("authorization"),
        "Authorization is in the cache key, so that each credential has an own copy",
        "Leave Authorization out of the cache policy unless the origin needs it.",
        final=True,
    ),
    Row(
        "cookies_in_key",
        signs.varies_by("cookie"),
        "cookies are in the cache key, so that each visitor has an own copy",
        "Leave cookies out of the cache policy, or name only those that change the content.",
        final=True,
    ),
    Row(
        "query_in_key",
        signs.varies_by("query string"),
        "any query string is in the cache key, so that each link with another one (utm_source, fbclid) is a miss",
        "Name in the cache policy only the query strings that change the content.",
        final=True,
    ),
    Row(
        "header_in_key",
        signs.varies_by("user-agent", "accept-language", "origin", "referer"),
        "a header of viewers is in the cache key, so that each value has an own copy{detail}",
        "Leave it out of the cache policy; Accept-Encoding is taken care of by CloudFront.",
        final=True,
    ),
    Row(
        "vary_all",
        signs.varies("*"),
        "the answer has Vary: *, which no cache can match",
        "Remove the header at the origin.",
        final=True,
    ),
    Row(
        "generated",
        signs.x_cache("LambdaGeneratedResponse", "FunctionGeneratedResponse"),
        "an edge function made the answer, which is not cached",
        "Let the function pass the request on, or do not expect a hit here.",
        final=True,
    ),
    # CF-62
    Row(
        "caching_disabled",
        signs.of_caching(lambda caching: caching.maximum <= 0),
        "the behaviour {behavior} keeps nothing: the maximum TTL of {policy} is 0",
        "Use a cache policy that caches, such as Managed-CachingOptimized, for this path (cache_policy_id).",
        final=True,
    ),
    # CF-60
    Row(
        "all_headers",
        signs.of_caching(lambda caching: caching.all_headers),
        "the behaviour {behavior} sends all headers to the origin, which turns the cache off",
        "Use a cache policy, or name the headers that change the content in forwarded_values.",
        final=True,
    ),
    # CF-68
    Row(
        "method_not_cached",
        signs.method_not_cached,
        "the behaviour {behavior} does not keep answers to {method}",
        "Name it in cached_methods of the behaviour; only GET, HEAD and OPTIONS can be kept.",
        final=True,
    ),
    # Before the next two: who writes no-cache beside them wants a page that is never old.
    Row(
        "no_cache",
        signs.directive("no-cache"),
        "the object's Cache-Control has no-cache, so that CloudFront asks the origin each time",
        "Give it a max-age, or s-maxage for CloudFront alone (s3_publish rules, s3_object_headers).",
        final=True,
        by_header=True,
    ),
    Row(
        "no_store",
        signs.directive("no-store"),
        "the object's Cache-Control has no-store",
        "Give it a max-age (s3_publish rules, or s3_object_headers for what is there already).",
        final=True,
        by_header=True,
    ),
    Row(
        "private",
        signs.directive("private"),
        "the object's Cache-Control has private, so that only browsers may keep it",
        "Give it public and a max-age (s3_publish rules, or s3_object_headers for what is there already).",
        final=True,
        by_header=True,
    ),
    Row(
        "s_maxage_zero",
        signs.zero("s-maxage"),
        "the object's Cache-Control has s-maxage=0",
        "Give it a larger s-maxage (s3_publish rules, s3_object_headers).",
        final=True,
        by_header=True,
    ),
    Row(
        "max_age_zero",
        signs.zero("max-age", unless="s-maxage"),
        "the object's Cache-Control has max-age=0",
        "Give it a larger max-age, or s-maxage for CloudFront alone (s3_publish rules, s3_object_headers).",
        final=True,
        by_header=True,
    ),
    Row(
        "expired",
        signs.expired,
        "the object's Expires header is in the past",
        "Give it Cache-Control: max-age in its place (s3_publish rules, s3_object_headers).",
        final=True,
        by_header=True,
    ),
    # CF-61
    Row(
        "default_ttl_zero",
        signs.without_lifetime,
        "the object has no Cache-Control, and the default TTL of {policy} is 0",
        "Give it a max-age (s3_publish rules, or s3_object_headers for what is there), or raise the default TTL.",
    ),
    Row(
        "too_large",
        signs.longer(LARGEST),
        "the object is larger than what CloudFront keeps",
        "Split it, or let viewers ask for ranges of it.",
        final=True,
    ),
    Row(
        "cut_short",
        signs.longer(MOST_BODY),
        "the object is so large that this probe reads only its first 32 MiB, and CloudFront may not keep what"
        " nobody has read to its end",
        "Fetch it once as a whole, or probe a smaller one.",
        final=True,
    ),
    Row(
        "several_locations",
        signs.several_pops,
        "the answers came from several edge locations, each of which has an own cache",
        "Probe once more: connect_to one address stays at one location.",
    ),
    Row(
        "refresh_hit",
        signs.x_cache(REFRESH_HIT),
        "the object is in the cache, but was over its time and had to be confirmed by the origin",
        "Raise its max-age, or the minimum TTL of the cache policy.",
    ),
    Row(
        "set_cookie",
        signs.header("set-cookie"),
        "the origin sets a cookie; where cookies are part of the cache key, each viewer has an own copy",
        "Do not set cookies on cacheable paths, and leave cookies out of the cache policy.",
    ),
    Row(
        "vary_viewer",
        signs.varies("cookie", "user-agent", "authorization", "origin"),
        "the answer varies by a header of the viewer, of which each value has an own copy",
        "Leave the header out of the cache policy, or remove it from Vary.",
    ),
    Row(
        "not_known",
        signs.of_caching(lambda caching: caching.default > 0),
        "neither the answer nor the behaviour {behavior} forbids caching",
        "Probe again: a location has several caches, which rarely asked paths have to fill one by one. check_cache_key"
        " finds what splits the cache.",
    ),
    Row(
        "not_cached",
        lambda asked: True,
        "nothing in the answer forbids caching, so the behaviour does",
        "Use a cache policy that caches, such as Managed-CachingOptimized in place of Managed-CachingDisabled or a TTL"
        " of 0, and keep changing query strings, headers and cookies out of its key. With distribution the"
        " probe says which it is.",
    ),
)
