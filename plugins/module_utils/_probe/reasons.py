# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Why an answer did not come from the cache: a table of what the headers show, the first row that fits counts; pure."""

from __future__ import annotations

import dataclasses

from . import signs
from .signs import Asked, Sign
from .x_cache import REFRESH_HIT, passed_cloudfront


@dataclasses.dataclass(frozen=True)
class Row:
    """When ``fits``, this is the ``reason``, and this the ``remedy``; ``key`` is its name for programs.

    ``final`` says that asking again at once cannot change it.
    """

    key: str
    fits: Sign
    reason: str
    remedy: str
    final: bool = False


BUCKET_POLICY = (
    "Allow the distribution s3:GetObject in the bucket policy (s3_bucket_policy_statement), attach an origin access"
    " control, and check that the object exists: without s3:ListBucket S3 says 403 for a missing one, too."
)

TABLE: tuple[Row, ...] = (
    Row(
        "not_cloudfront",
        lambda asked: not passed_cloudfront(asked.last.headers),
        "the answer did not pass CloudFront",
        "Make the name an alias record of the distribution; until DNS has changed, connect_to the distribution's name.",
        final=True,
    ),
    # CF-42
    Row(
        "bucket_redirect",
        signs.to_s3,
        "the bucket redirects to another S3 address, which CloudFront hands to the viewer",
        "Use the regional name bucket.s3.REGION.amazonaws.com as the origin's domain name.",
    ),
    # CF-42
    Row(
        "wrong_region",
        signs.error(400, "AuthorizationHeaderMalformed"),
        "S3 says that the request was signed for another region",
        "Correct the region in the origin's domain name; after a bucket has moved, CloudFront takes a while to notice.",
    ),
    # CF-46
    Row(
        "kms_with_identity",
        signs.error(400, "AWS Signature Version 4", "KMS managed keys require"),
        "the object is encrypted with KMS, which an origin access identity cannot read",
        "Use an origin access control, and allow the distribution kms:Decrypt in the key's policy.",
    ),
    # CF-46
    Row(
        "kms_denied",
        signs.error(403, "kms"),
        "the distribution may not use the KMS key of the object",
        "Allow cloudfront.amazonaws.com kms:Decrypt in the key's policy, with the distribution's ARN as AWS:SourceArn.",
    ),
    Row(
        "unsigned",
        signs.error(403, "MissingKey", "Missing Key-Pair-Id"),
        "the behaviour serves signed URLs or cookies only",
        "That is right for private content, sign the URL with cdn.aws.cloudfront_signed_url to prove it; otherwise"
        " remove the behaviour's trusted key groups or signers.",
        final=True,
    ),
    Row(
        "signature_refused",
        signs.both(
            signs.by_cloudfront(403),
            signs.error(403, "<Code>AccessDenied</Code>", "InvalidKey", "MalformedSignature", "MalformedPolicy"),
        ),
        "CloudFront does not accept the signature of the URL",
        "Check that it has begun and not ended, that it is for this very URL and the address of this machine, and that"
        " the key is in a key group of the behaviour.",
        final=True,
    ),
    Row(
        "country_blocked",
        signs.error(403, "configured to block access from your country"),
        "the distribution does not serve the country of this machine",
        "Change its geo restriction, or probe from elsewhere.",
        final=True,
    ),
    # CF-45, CF-47
    Row(
        "access_denied",
        signs.error(403, "<Code>AccessDenied</Code>"),
        "S3 denies access to CloudFront: the policy statement is missing, or the object is",
        BUCKET_POLICY,
    ),
    Row(
        "request_blocked",
        signs.by_cloudfront(403),
        "CloudFront itself refuses the request: a web ACL, the viewer protocol policy, or an unknown alias",
        "Look at the web ACL's sampled requests and the viewer protocol policy, and check the distribution's aliases.",
    ),
    Row(
        "not_found",
        signs.status(404, 410),
        "there is no such object",
        "Check the path, the origin path and what was published.",
    ),
    Row(
        "method",
        signs.status(405),
        "the method is not allowed",
        "Let the behaviour allow GET and HEAD.",
        final=True,
    ),
    Row(
        "redirect",
        signs.status(301, 302, 303, 307, 308),
        "the answer is a redirect",
        "Probe the path it leads to.",
        final=True,
    ),
    Row(
        "lambda_error",
        signs.lambda_failed,
        "an edge function failed or is not allowed to run",
        "Look into its log in the region nearest to this machine.",
    ),
    Row(
        "origin_unreachable",
        signs.status(502),
        "CloudFront cannot talk to the origin",
        "Check the origin's domain name, port, protocol and certificate.",
    ),
    Row(
        "origin_slow",
        signs.status(504),
        "the origin does not answer CloudFront in time",
        "Check that the origin is up and lets CloudFront in, or raise its response timeout.",
    ),
    # CF-90
    Row(
        "server_error",
        signs.status_from(500),
        "the origin or CloudFront answers with an error",
        "Look at the origin; CloudFront caches the error for a while, 10 s by default.",
    ),
    # CF-90
    Row(
        "error",
        signs.status_from(400),
        "the request is refused",
        "Check the path and the behaviour; CloudFront caches the error for a while, 10 s by default.",
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
        "no_store",
        signs.directive("no-store"),
        "the object's Cache-Control has no-store",
        "Publish it with a max-age (s3_publish rules).",
        final=True,
    ),
    Row(
        "private",
        signs.directive("private"),
        "the object's Cache-Control has private, so that only browsers may keep it",
        "Publish it with public and a max-age (s3_publish rules).",
        final=True,
    ),
    Row(
        "no_cache",
        signs.directive("no-cache"),
        "the object's Cache-Control has no-cache, so that CloudFront asks the origin each time",
        "Publish it with a max-age (s3_publish rules); s-maxage is for CloudFront alone.",
    ),
    Row(
        "s_maxage_zero",
        signs.zero("s-maxage"),
        "the object's Cache-Control has s-maxage=0",
        "Publish it with a larger s-maxage (s3_publish rules).",
    ),
    Row(
        "max_age_zero",
        signs.zero("max-age", unless="s-maxage"),
        "the object's Cache-Control has max-age=0",
        "Publish it with a larger max-age, or s-maxage for CloudFront alone (s3_publish rules).",
    ),
    Row(
        "expired",
        signs.expired,
        "the object's Expires header is in the past",
        "Publish it with Cache-Control: max-age in its place.",
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
        "not_cached",
        lambda asked: True,
        "nothing in the answer forbids caching, so the behaviour does",
        "Use a cache policy that caches, such as Managed-CachingOptimized in place of Managed-CachingDisabled or a TTL"
        " of 0, and keep changing query strings, headers and cookies out of its key.",
    ),
)


def find(asked: Asked) -> Row | None:
    """Return why a path is not served from the cache, None when it is and all is well."""
    if asked.is_fine and asked.is_hit and not asked.is_stale:
        return None
    return next(row for row in TABLE if row.fits(asked))
