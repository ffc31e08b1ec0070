# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the service models cannot say about their shapes: data, with one reason per entry."""

from __future__ import annotations

import dataclasses

# The member that identifies an item of a list of structures, by the name of the item's shape.
KEY_OF = {
    "Origin": "id",
    "OriginGroup": "id",
    "OriginGroupMember": "origin_id",
    "CacheBehavior": "path_pattern",
    "CustomErrorResponse": "error_code",
    "OriginCustomHeader": "header_name",
    "ResponseHeadersPolicyCustomHeader": "header",
    "ResponseHeadersPolicyRemoveHeader": "header",
    "FunctionAssociation": "event_type",
    "LambdaFunctionAssociation": "event_type",
    # Tenant parameters are named; the name is unique within a distribution.
    "ParameterDefinition": "name",
    # S3 gives a lifecycle rule an id of its own when it has none; the id is unique within a bucket.
    "LifecycleRule": "id",
    # A rule moves objects to a storage class at most once.
    "Transition": "storage_class",
    "NoncurrentVersionTransition": "storage_class",
    "Tag": "key",
}

# Lists in which AWS gives the order a meaning, by the name of the list's shape.
ORDERED = frozenset(
    {
        "CacheBehaviorList",  # the first matching path pattern wins (CF-10)
        "OriginGroupMemberList",  # primary origin first
    }
)

# Structures whose members exclude each other, so that a named one replaces the current one as a whole.
WHOLE = frozenset(
    {
        "LifecycleRuleFilter",  # one of prefix, tag, a size, or several of them below "and"
        "LifecycleExpiration",  # one of date, days, expired_object_delete_marker
        "Transition",  # date or days
    }
)

# Members that the model types as plain strings although their text is a secret.
SENSITIVE = frozenset({("OriginCustomHeader", "header_value")})

# Text that AWS keeps in lower case whatever was sent, or shows in another case elsewhere (CF-11, CF-15, CF-33).
LOWER_CASE = frozenset(
    {
        ("DistributionConfig", "http_version"),
        ("DistributionConfig", "aliases"),
        ("Origin", "domain_name"),
    }
)

# Deprecated mirrors of another member: never compared, dropped when their structure is changed (CF-08).
IGNORED = {"ViewerCertificate": frozenset({"certificate", "certificate_source"})}

# Members newer than some answers, with the value that their absence means (table 1.3 of the behaviour notes).
ABSENT_MEANS = {
    ("CustomOriginConfig", "ip_address_type"): "ipv4",
    ("CustomOriginConfig", "origin_read_timeout"): 30,
    ("CustomOriginConfig", "origin_keepalive_timeout"): 5,
    ("S3OriginConfig", "origin_read_timeout"): 30,
    ("Origin", "connection_attempts"): 3,
    ("Origin", "connection_timeout"): 10,
    ("DistributionConfig", "connection_mode"): "direct",
    ("DistributionConfig", "price_class"): "PriceClass_All",
    ("GeoRestriction", "restriction_type"): "none",
    ("DefaultCacheBehavior", "allowed_methods"): {"items": ["GET", "HEAD"], "cached_methods": ["GET", "HEAD"]},
    ("CacheBehavior", "allowed_methods"): {"items": ["GET", "HEAD"], "cached_methods": ["GET", "HEAD"]},
}

# Members whose absence says something else than false, zero or no text in them: each stands for a response header.
PRESENT = frozenset(
    {
        ("ResponseHeadersPolicyCorsConfig", "access_control_max_age_sec"),
        ("ResponseHeadersPolicySecurityHeadersConfig", "content_type_options"),
        ("ResponseHeadersPolicySecurityHeadersConfig", "strict_transport_security"),
        ("ResponseHeadersPolicySecurityHeadersConfig", "xss_protection"),
    }
)

# Members without effect while another member has a value: AWS drops or forces them (CF-12 to CF-15).
VOID_WHEN = {
    "ViewerCertificate": ("cloud_front_default_certificate", True, ("minimum_protocol_version", "ssl_support_method")),
    "OriginShield": ("enabled", False, ("origin_shield_region",)),
    "LoggingConfig": ("enabled", False, ("bucket", "prefix", "include_cookies")),
    "ResponseHeadersPolicyServerTimingHeadersConfig": ("enabled", False, ("sampling_rate",)),
}


@dataclasses.dataclass(frozen=True)
class Alternative:
    """One of several exclusive ways to fill a structure: naming a selector drops the other ways' members."""

    selectors: tuple[str, ...]
    members: frozenset[str]


_POLICIES = Alternative(
    selectors=("cache_policy_id",),
    members=frozenset({"cache_policy_id", "origin_request_policy_id"}),
)
# A lifetime alone does not say which way is meant; it is refused beside a policy before anything is merged.
_LEGACY = Alternative(
    selectors=("forwarded_values",),
    members=frozenset({"forwarded_values", "min_ttl", "default_ttl", "max_ttl"}),
)
_CUSTOM_CERTIFICATE = frozenset({"minimum_protocol_version", "ssl_support_method"})

# Exclusive members, by shape (CF-37, CF-40, CF-60).
ONE_OF = {
    "DefaultCacheBehavior": (_POLICIES, _LEGACY),
    "CacheBehavior": (_POLICIES, _LEGACY),
    "Origin": tuple(
        Alternative(selectors=(name,), members=frozenset({name}))
        for name in ("s3_origin_config", "custom_origin_config", "vpc_origin_config")
    ),
    "ViewerCertificate": (
        Alternative(("acm_certificate_arn",), frozenset({"acm_certificate_arn"}) | _CUSTOM_CERTIFICATE),
        Alternative(("iam_certificate_id",), frozenset({"iam_certificate_id"}) | _CUSTOM_CERTIFICATE),
        Alternative(("cloud_front_default_certificate",), frozenset({"cloud_front_default_certificate"})),
    ),
    # The prefix beside the filter is the old form of it; S3 refuses both at once.
    "LifecycleRule": (
        Alternative(("filter",), frozenset({"filter"})),
        Alternative(("prefix",), frozenset({"prefix"})),
    ),
}
