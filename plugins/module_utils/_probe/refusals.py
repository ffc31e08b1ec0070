# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Why viewers get an error or a redirect: the first rows of the table of reasons; pure."""

from __future__ import annotations

from . import signs
from .row import Row
from .x_cache import passed_cloudfront

BUCKET_POLICY = (
    "Allow the distribution s3:GetObject in the bucket policy (s3_bucket_policy_statement), attach an origin access"
    " control, and check that the object exists: without s3:ListBucket S3 says 403 for a missing one,"
    " too. With distribution and bucket the probe tells them apart."
)

REFUSALS: tuple[Row, ...] = (
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
    # CF-46; the colon keeps what S3's own ids hold by chance out of it
    Row(
        "kms_denied",
        signs.either(signs.error(403, "kms:"), signs.found("kms_denied")),
        "the distribution may not use the KMS key of the object",
        "Allow cloudfront.amazonaws.com kms:Decrypt in the key's policy, with the distribution's ARN as AWS:SourceArn.",
    ),
    # CF-46
    Row(
        "kms_managed_key",
        signs.found("kms_managed_key"),
        "the object is encrypted with AWS's own KMS key, whose policy cannot let CloudFront in",
        "Encrypt it with a KMS key of your own that allows the distribution kms:Decrypt, or with SSE-S3.",
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
    # CF-22
    Row(
        "distribution_disabled",
        signs.both(signs.by_cloudfront(403), signs.of_behavior(lambda behavior: not behavior.enabled)),
        "the distribution is disabled",
        "Set enabled to true (cloudfront_distribution).",
        final=True,
    ),
    # CF-68
    Row(
        "method",
        signs.either(signs.status(405), signs.error(403, "not configured to allow the HTTP request method")),
        "the method is not allowed",
        "Name it in allowed_methods of the behaviour, or make the origin take it.",
        final=True,
    ),
    Row(
        "unauthorized",
        signs.status(401),
        "the origin wants to know who asks, which CloudFront does not tell it unless the behaviour says so",
        "Make the content public at the origin and close the origin to all but CloudFront, or send Authorization"
        " by the cache policy, which then keeps a copy for each credential.",
    ),
    # CF-48
    Row(
        "host_forwarded",
        signs.both(signs.status_from(400), signs.host_to_bucket),
        "the origin request policy sends the viewer's Host to the bucket, which S3 takes for the name of a bucket",
        "Use Managed-AllViewerExceptHostHeader or Managed-CORS-S3Origin (origin_request_policy_id), or none.",
    ),
    # CF-67
    Row(
        "root_object_missing",
        signs.both(signs.denied, signs.root_without_object),
        "the distribution has no default root object, so that / asks for a listing of the bucket",
        "Set default_root_object, such as index.html (cloudfront_distribution).",
    ),
    # CF-67
    Row(
        "folder",
        signs.both(signs.denied, signs.folder),
        "the path ends with a slash, and S3 has no object of that name: the default root object is for / only",
        "Name the file, or let a viewer-request function add index.html (cloudfront_function).",
    ),
    # CF-45
    Row(
        "origin_without_control",
        signs.both(signs.denied, signs.of_behavior(lambda behavior: behavior.is_unsigned)),
        "the origin {origin} has no origin access control, so that CloudFront asks as a stranger",
        "Attach one (cloudfront_origin_access_control, origin_access_control_id), and allow the distribution in"
        " the bucket policy.",
    ),
    # CF-43
    Row(
        "control_never_signs",
        signs.found("control_never_signs"),
        "the origin access control never signs, so that CloudFront asks as a stranger{detail}",
        "Set its signing_behavior to always (cloudfront_origin_access_control).",
    ),
    # CF-45
    Row(
        "policy_missing",
        signs.found("policy_missing"),
        "the bucket policy has no statement that lets CloudFront read",
        "Allow cloudfront.amazonaws.com s3:GetObject with the distribution's ARN as AWS:SourceArn"
        " (s3_bucket_policy_statement).",
    ),
    # CF-45
    Row(
        "policy_other_distribution",
        signs.found("policy_other_distribution"),
        "the bucket policy lets in another distribution{detail}",
        "Put this distribution's ARN into AWS:SourceArn of the statement, or beside the other"
        " (s3_bucket_policy_statement).",
    ),
    # CF-45
    Row(
        "policy_other_path",
        signs.found("policy_other_path"),
        "the bucket policy lets CloudFront read other objects only{detail}",
        "Let the Resource of the statement cover the object; the origin path counts (s3_bucket_policy_statement).",
    ),
    # CF-45
    Row(
        "policy_denies",
        signs.found("policy_denies"),
        "a statement of the bucket policy denies it, whatever others allow{detail}",
        "Except the distribution from it, with a condition on AWS:SourceArn.",
    ),
    # CF-47
    Row(
        "object_missing",
        signs.found("object_missing"),
        "the object {key} is not in the bucket; without s3:ListBucket S3 says 403 and not 404",
        "Publish it, or check the path and the origin path. To get a 404, allow the distribution s3:ListBucket,"
        " or map 403 in custom_error_responses.",
    ),
    Row(
        "object_owner",
        signs.found("object_owner"),
        "the object {key} belongs to another account, and the bucket policy does not count for it",
        "Set object_ownership to BucketOwnerEnforced (s3_origin_bucket).",
    ),
    # CF-90
    Row(
        "error_cached",
        signs.error_from_cache,
        "the error is from the cache{age}, and the origin has not been asked since",
        "Invalidate the path (cloudfront_invalidation) once the cause is gone, and lower error_caching_min_ttl.",
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
        "redirect",
        signs.status(301, 302, 303, 307, 308),
        "the answer is a redirect",
        "Probe the path it leads to.",
        final=True,
    ),
    Row(
        "lambda_error",
        signs.edge_failed("lambda"),
        "a Lambda@Edge function failed, or CloudFront may not run it",
        "Look into its log in the region nearest to this machine, and check that its version and its execution"
        " role exist.",
    ),
    Row(
        "function_error",
        signs.edge_failed("cloudfront function"),
        "a CloudFront function failed, or returned what CloudFront cannot use",
        "Test it with an event (cloudfront_function, tests), and look into its log in us-east-1.",
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
)
