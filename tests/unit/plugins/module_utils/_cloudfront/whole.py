# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A distribution that has everything, made from botocore's shape so that what is new there is in it as well."""

from __future__ import annotations

import typing as t

from botocore import xform_name

from ansible_collections.cdn.aws.plugins.module_utils import _quirks as quirks
from tests.unit.helpers import service_shape

SHAPE = service_shape("cloudfront", "DistributionConfig")
ACCOUNT = "123456789012"
POLICY = "11111111-2222-3333-4444-{:012d}"
S3, CUSTOM, VPC, IDENTITY = "S3OriginConfig", "CustomOriginConfig", "VpcOriginConfig", "by-identity"

# Policies and ACM, lifetimes and IAM, CloudFront's own certificate.
WAYS = range(3)

# What CloudFront wants of a text or a number beside its type, by structure and member.
VALUES: dict[tuple[str, str], t.Any] = {
    ("DistributionConfig", "HttpVersion"): "http2",
    ("DistributionConfig", "ConnectionMode"): "direct",
    ("DistributionConfig", "WebACLId"): f"arn:aws:wafv2:us-east-1:{ACCOUNT}:global/webacl/one/1",
    ("DistributionConfig", "DefaultRootObject"): "index.html",
    ("LoggingConfig", "Bucket"): "logs.s3.amazonaws.com",
    ("Origin", "OriginPath"): "/x",
    ("Origin", "OriginAccessControlId"): "E2AAAAAAAAAAAA",
    ("Origin", "ConnectionAttempts"): 2,
    ("Origin", "ResponseCompletionTimeout"): 90,
    ("S3OriginConfig", "OriginAccessIdentity"): "",
    ("VpcOriginConfig", "VpcOriginId"): "vo_one",
    ("OriginShield", "OriginShieldRegion"): "eu-central-1",
    ("ViewerCertificate", "ACMCertificateArn"): f"arn:aws:acm:us-east-1:{ACCOUNT}:certificate/one",
    ("ViewerCertificate", "Certificate"): f"arn:aws:acm:us-east-1:{ACCOUNT}:certificate/one",
    ("ViewerCertificate", "CertificateSource"): "acm",
    ("ViewerCertificate", "SSLSupportMethod"): "sni-only",
    ("ViewerCertificate", "MinimumProtocolVersion"): "TLSv1.2_2021",
    ("GeoRestriction", "RestrictionType"): "whitelist",
    ("GeoRestriction", "Items"): ["DE", "KR"],
    ("CookiePreference", "Forward"): "whitelist",
    ("StatusCodes", "Items"): [500, 502],
    ("AllowedMethods", "Items"): ["HEAD", "GET", "OPTIONS"],
    ("CachedMethods", "Items"): ["HEAD", "GET"],
    ("TrustedKeyGroups", "Items"): [POLICY.format(1), POLICY.format(2)],
    ("CustomErrorResponse", "ResponsePagePath"): "/404.html",
    ("CustomErrorResponse", "ResponseCode"): "404",
    ("FunctionAssociation", "FunctionARN"): f"arn:aws:cloudfront::{ACCOUNT}:function/one",
    ("LambdaFunctionAssociation", "LambdaFunctionARN"): f"arn:aws:lambda:us-east-1:{ACCOUNT}:function:one:1",
    **{
        (behavior, member): value
        for behavior in ("DefaultCacheBehavior", "CacheBehavior")
        for member, value in {
            "TargetOriginId": S3,
            "CachePolicyId": POLICY.format(3),
            "OriginRequestPolicyId": POLICY.format(4),
            "ResponseHeadersPolicyId": POLICY.format(5),
            "RealtimeLogConfigArn": f"arn:aws:cloudfront::{ACCOUNT}:realtime-log-config/one",
            "MinTTL": 1,
            "DefaultTTL": 60,
            "MaxTTL": 600,
        }.items()
    },
}
# The keys of the items of lists, whose number they give as well.
KEYS: dict[tuple[str, str], list[t.Any]] = {
    ("Origin", "Id"): [S3, CUSTOM, VPC],
    ("OriginGroupMember", "OriginId"): [S3, CUSTOM],
    ("CacheBehavior", "PathPattern"): ["/policies/*", "/lifetimes/*"],
    ("CustomErrorResponse", "ErrorCode"): [404, 500],
    ("FunctionAssociation", "EventType"): ["viewer-request", "viewer-response"],
    ("LambdaFunctionAssociation", "EventType"): ["origin-request", "origin-response"],
}


def whole(way: int = 0) -> dict[str, t.Any]:
    """A configuration with every member; ``way`` chooses among those that exclude each other."""
    config = _structure(SHAPE, way, "DistributionConfig")
    origins = config["Origins"]["Items"]
    origins[0]["DomainName"] = "files.s3.eu-west-1.amazonaws.com"
    # An identity in place of an access control (CF-40).
    identity = {**origins[0][S3], "OriginAccessIdentity": "origin-access-identity/cloudfront/E1"}
    origins.append({**origins[0], "Id": IDENTITY, "OriginAccessControlId": "", S3: identity})
    config["Origins"]["Quantity"] = len(origins)
    if way == 1:
        certificate = config["ViewerCertificate"]
        certificate |= {"Certificate": certificate["IAMCertificateId"], "CertificateSource": "iam"}
    if way == 2:
        config["ViewerCertificate"] |= {
            "CertificateSource": "cloudfront",
            "SSLSupportMethod": "vip",
            "MinimumProtocolVersion": "TLSv1",
        }
        config["ViewerCertificate"].pop("Certificate")
    return config


def _structure(shape: t.Any, way: int, path: str) -> dict[str, t.Any]:
    ways = quirks.ONE_OF.get(shape.name, ())
    chosen = ways[way % len(ways)].members if ways else frozenset()
    excluded = frozenset[str]().union(*(other.members for other in ways)) - chosen
    found = {
        member: _value(shape, member, way, f"{path}.{member}")
        for member in shape.members
        if xform_name(member) not in excluded
    }
    if {"Quantity", "Items"} <= set(shape.members):
        found["Quantity"] = len(found["Items"])
    # The mirrors beside a certificate of one kind say that it is no other.
    if shape.name == "ViewerCertificate" and way % len(ways) != 2:
        found["CloudFrontDefaultCertificate"] = False
    return found


def _value(shape: t.Any, member: str, way: int, path: str) -> t.Any:
    if (shape.name, member) in VALUES:
        return VALUES[shape.name, member]
    inner = shape.members[member]
    if inner.type_name == "structure":
        return _structure(inner, way, path)
    if inner.type_name == "list":
        return _items(inner, path)
    return _scalar(inner, path)


def _items(shape: t.Any, path: str) -> list[t.Any]:
    item = shape.member
    if item.type_name != "structure":
        return [_scalar(item, f"{path}{number}", number) for number in range(2)]
    key = next(member for member in item.members if xform_name(member) == quirks.KEY_OF[item.name])
    keys = KEYS.get((item.name, key), [f"{key}-{number}" for number in range(2)])
    return [{**_structure(item, way, f"{path}{way}"), key: name} for way, name in enumerate(keys)]


def _scalar(shape: t.Any, path: str, number: int = 0) -> t.Any:
    if shape.type_name == "boolean":
        return True
    if shape.type_name in ("integer", "long"):
        return 7
    if getattr(shape, "enum", None):
        return shape.enum[number]
    words = path.split(".")
    return f"{words[-2]}-{words[-1]}".lower().replace("items", "item")[:32]
