# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What CloudFront makes of a configuration before it answers with it (aws-behaviour section 1.3)."""

from __future__ import annotations

import typing as t

from tests.lab import xml

if t.TYPE_CHECKING:
    from xml.etree.ElementTree import Element

NONE: dict[str, xml.Value] = {"Quantity": "0"}
OFF: dict[str, xml.Value] = {"Enabled": "false", "Quantity": "0"}
NO_LOGGING: dict[str, xml.Value] = {"Enabled": "false", "IncludeCookies": "false", "Bucket": "", "Prefix": ""}
CONFIG: dict[str, xml.Value] = {
    "Aliases": NONE,
    "DefaultRootObject": "",
    "OriginGroups": NONE,
    "CacheBehaviors": NONE,
    "CustomErrorResponses": NONE,
    "Comment": "",
    "Logging": NO_LOGGING,
    "PriceClass": "PriceClass_All",
    "Restrictions": {"GeoRestriction": {"RestrictionType": "none", "Quantity": "0"}},
    "WebACLId": "",
    "HttpVersion": "http2",
    "IsIPV6Enabled": "false",
    "ContinuousDeploymentPolicyId": "",
    "Staging": "false",
}
ORIGIN: dict[str, xml.Value] = {
    "OriginPath": "",
    "CustomHeaders": NONE,
    "ConnectionAttempts": "3",
    "ConnectionTimeout": "10",
    "OriginShield": {"Enabled": "false"},
    "OriginAccessControlId": "",
}
S3_ORIGIN: dict[str, xml.Value] = {"OriginAccessIdentity": "", "OriginReadTimeout": "30"}
CUSTOM_ORIGIN: dict[str, xml.Value] = {
    "OriginReadTimeout": "30",
    "OriginKeepaliveTimeout": "5",
    "IpAddressType": "ipv4",
}
BEHAVIOUR: dict[str, xml.Value] = {
    "TrustedSigners": OFF,
    "TrustedKeyGroups": OFF,
    "SmoothStreaming": "false",
    "Compress": "false",
    "LambdaFunctionAssociations": NONE,
    "FunctionAssociations": NONE,
    "FieldLevelEncryptionId": "",
    "GrpcConfig": {"Enabled": "false"},
}
FORWARDED: dict[str, xml.Value] = {
    "QueryString": "false",
    "Cookies": {"Forward": "none"},
    "Headers": NONE,
    "QueryStringCacheKeys": NONE,
}
TTLS: dict[str, xml.Value] = {"MinTTL": "0", "DefaultTTL": "86400", "MaxTTL": "31536000"}
DEFAULT_CERTIFICATE: dict[str, xml.Value] = {
    "CloudFrontDefaultCertificate": "true",
    "SSLSupportMethod": "vip",
    "MinimumProtocolVersion": "TLSv1",
    "CertificateSource": "cloudfront",
}
# CloudFront's own order, whatever was sent (CF-10).
METHODS = ("HEAD", "DELETE", "POST", "GET", "OPTIONS", "PUT", "PATCH")


def normalise(config: Element) -> None:
    """Fill in and put right a whole DistributionConfig, in place."""
    xml.fill(config, CONFIG)
    if xml.text(config, "Logging/Enabled") == "false":
        xml.put(config, "Logging", NO_LOGGING)  # CF-15
    for alias in xml.items(config, "Aliases"):
        alias.text = (alias.text or "").lower()
    for origin in xml.items(config, "Origins"):
        _origin(origin)
    for behaviour in behaviours(config):
        _behaviour(behaviour)
    for response in xml.items(config, "CustomErrorResponses"):
        xml.fill(response, {"ResponsePagePath": "", "ResponseCode": "", "ErrorCachingMinTTL": "10"})  # CF-14, CF-90
    _certificate(config)
    for element in config.iter():
        holder = element.find("Items")
        if holder is not None and not len(holder):
            element.remove(holder)  # CF-07


def behaviours(config: Element) -> list[Element]:
    """Return the default behaviour and the others in their order."""
    default = config.find("DefaultCacheBehavior")
    return ([default] if default is not None else []) + xml.items(config, "CacheBehaviors")


def _origin(origin: Element) -> None:
    xml.fill(origin, ORIGIN)
    shield = origin.find("OriginShield")
    if shield is not None and xml.text(shield, "Enabled") == "false":
        xml.put(origin, "OriginShield", {"Enabled": "false"})  # CF-14
    for name, defaults in (("S3OriginConfig", S3_ORIGIN), ("CustomOriginConfig", CUSTOM_ORIGIN)):
        found = origin.find(name)
        if found is not None:
            xml.fill(found, defaults)
    custom = origin.find("CustomOriginConfig")
    if custom is not None and custom.find("OriginSslProtocols") is None:
        protocols = xml.put(custom, "OriginSslProtocols", NONE)
        xml.set_items(protocols, "SslProtocol", ["TLSv1", "TLSv1.1", "TLSv1.2"])


def _behaviour(behaviour: Element) -> None:
    xml.fill(behaviour, BEHAVIOUR)
    allowed = behaviour.find("AllowedMethods")
    if allowed is None:
        allowed = xml.put(behaviour, "AllowedMethods", {})
        xml.set_items(allowed, "Method", ["HEAD", "GET"])
    cached = allowed.find("CachedMethods")
    if cached is None:
        cached = xml.put(allowed, "CachedMethods", {})
        xml.set_items(cached, "Method", ["HEAD", "GET"])
    for methods in (cached, allowed):
        names = [(item.text or "").strip() for item in methods.findall("Items/Method")]
        xml.set_items(methods, "Method", sorted(names, key=METHODS.index))
    if behaviour.find("ForwardedValues") is not None:
        xml.fill(behaviour, {"ForwardedValues": FORWARDED, **TTLS})


def _certificate(config: Element) -> None:
    """Echo the certificate the way CloudFront does: two deprecated mirrors beside it (CF-08, CF-12, CF-13)."""
    certificate = config.find("ViewerCertificate")
    arn, iam = xml.text(certificate, "ACMCertificateArn"), xml.text(certificate, "IAMCertificateId")
    if certificate is None or not (arn or iam):
        xml.put(config, "ViewerCertificate", DEFAULT_CERTIFICATE)
        return
    xml.put(certificate, "CloudFrontDefaultCertificate", "false")
    xml.put(certificate, "Certificate", arn or iam)
    xml.put(certificate, "CertificateSource", "acm" if arn else "iam")
