# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What CloudFront refuses by looking at a configuration alone."""

from __future__ import annotations

import typing as t

from tests.lab import operations, xml
from tests.lab.rules.cloudfront.defaults import METHODS, behaviours
from tests.lab.wire import Refused

if t.TYPE_CHECKING:
    from xml.etree.ElementTree import Element

    from botocore.model import Shape

_METHOD_SETS = ({"GET", "HEAD"}, {"GET", "HEAD", "OPTIONS"}, set(METHODS))
_ERROR_CODES = {"400", "403", "404", "405", "414", "416", "500", "501", "502", "503", "504"}
_TTL_NAMES = ("MinTTL", "DefaultTTL", "MaxTTL")
# What an update must carry although create does without (CF-05).
_UPDATE = (
    "Aliases", "DefaultRootObject", "CacheBehaviors", "Logging", "PriceClass", "ViewerCertificate",
    "Restrictions", "WebACLId", "HttpVersion",
)  # fmt: skip
_UPDATE_BEHAVIOUR = ("AllowedMethods", "SmoothStreaming", "Compress", "LambdaFunctionAssociations")


def refused(code: str, message: str, status: int = 400) -> Refused:
    """Return CloudFront's refusal, to raise."""
    return Refused("cloudfront", code, message, status)


def check(config: Element) -> None:
    """Refuse what no account's state could make right."""
    _check_shape(config, shape("DistributionConfig"))
    _check_quantities(config)
    root = xml.text(config, "DefaultRootObject")
    if root.startswith("/"):
        raise refused(
            "InvalidDefaultRootObject", "The default root object file name is too big or contains an invalid character."
        )
    if len(xml.text(config, "Comment")) > 128:
        raise refused("InvalidArgument", "The parameter Comment is too long.")  # CF-91
    _check_origins(config)
    for behaviour in behaviours(config):
        _check_methods(behaviour)
        _check_caching(behaviour)
    _check_errors(config)


def check_update(config: Element) -> None:
    """Refuse an update that leaves out what AWS wants on updates (CF-05)."""
    if config.find("CustomErrorResponses") is None:
        text = "The specified list of custom error responses does not exist or is not valid."
        raise refused("IllegalUpdate", text)
    _require([config], _UPDATE)
    _require(behaviours(config), _UPDATE_BEHAVIOUR)
    if any(behaviour.find("FieldLevelEncryptionId") is None for behaviour in behaviours(config)):
        raise refused("InvalidArgument", "The parameter Field level encryption id is required.")
    origins = xml.items(config, "Origins")
    _require(origins, ("CustomHeaders",))
    _require([found for origin in origins for found in origin.findall("CustomOriginConfig")], ("OriginReadTimeout",))


def _require(elements: list[Element], names: tuple[str, ...]) -> None:
    for name in names:
        if any(element.find(name) is None for element in elements):
            raise refused("IllegalUpdate", f"{name} is required for updates")


def shape(name: str) -> t.Any:
    """Return a shape of CloudFront's model."""
    model = operations.service_model("cloudfront")
    assert model is not None
    return model.shape_for(name)


def _check_shape(element: Element, kind: Shape) -> None:
    """Refuse values outside an enum, as the schema does: upper-case HTTP versions above all (CF-11).

    Members the model does not know pass: AWS is always newer than the model.
    """
    if kind.type_name == "structure":
        for name, member in t.cast("t.Any", kind).members.items():
            for child in element.findall(member.serialization.get("name", name)):
                _check_shape(child, member)
    elif kind.type_name == "list":
        for child in element:
            _check_shape(child, t.cast("t.Any", kind).member)
    else:
        value = (element.text or "").strip()
        allowed = getattr(kind, "enum", None)
        if (allowed and value not in allowed) or (kind.type_name == "boolean" and value not in ("true", "false")):
            raise refused(
                "MalformedXML", f"1 validation error detected: Value '{value}' at '{element.tag}' is not valid."
            )


def _check_quantities(config: Element) -> None:
    for element in config.iter():
        quantity = element.find("Quantity")
        if quantity is not None and int(quantity.text or 0) != len(element.findall("Items/*")):
            raise refused("InconsistentQuantities", "The value of Quantity and the size of Items don't match.")  # CF-07


def _check_origins(config: Element) -> None:
    names = [xml.text(origin, "Id") for origin in xml.items(config, "Origins")]
    if len(set(names)) < len(names):
        raise refused("InvalidArgument", "The parameter Origin Id must be unique.")
    targets = {*names, *(xml.text(group, "Id") for group in xml.items(config, "OriginGroups"))}
    if any(xml.text(behaviour, "TargetOriginId") not in targets for behaviour in behaviours(config)):
        raise refused("NoSuchOrigin", "One or more of your origins or origin groups do not exist.", 404)  # CF-09
    for origin in xml.items(config, "Origins"):
        _check_origin(origin)


def _check_origin(origin: Element) -> None:
    domain, access = xml.text(origin, "DomainName"), xml.text(origin, "OriginAccessControlId")
    s3 = origin.find("S3OriginConfig")
    kinds = [
        name for name in ("S3OriginConfig", "CustomOriginConfig", "VpcOriginConfig") if origin.find(name) is not None
    ]
    if len(kinds) != 1:
        raise refused("InvalidOrigin", "The specified origin server does not exist or is not valid.")  # CF-40
    if s3 is None:
        return
    if access and xml.text(s3, "OriginAccessIdentity"):
        text = "Origin access control and origin access identity cannot be used together."
        raise refused("IllegalOriginAccessConfiguration", text)  # CF-40
    # A website endpoint, an accelerated or a foreign name is no S3 origin (CF-41).
    if (
        not domain.endswith((".amazonaws.com", ".amazonaws.com.cn"))
        or ".s3-website" in domain
        or "s3-accelerate" in domain
        or ".s3" not in domain
    ):
        raise refused("InvalidArgument", "The parameter Origin DomainName does not refer to a valid S3 bucket.")


def _check_methods(behaviour: Element) -> None:
    allowed = behaviour.find("AllowedMethods")
    if allowed is None:
        return
    names = {(item.text or "").strip() for item in allowed.findall("Items/Method")}
    cached = {(item.text or "").strip() for item in allowed.findall("CachedMethods/Items/Method")} or {"GET", "HEAD"}
    # CF-68
    if names not in _METHOD_SETS:
        raise refused("InvalidArgument", "The parameter AllowedMethods contains a set of methods that is not allowed.")
    if cached not in _METHOD_SETS[:2] or not cached <= names:
        raise refused("InvalidArgument", "The parameter CachedMethods contains a set of methods that is not allowed.")


def _check_caching(behaviour: Element) -> None:
    """Refuse a mixture of the two styles, or neither (CF-60)."""
    policy = xml.text(behaviour, "CachePolicyId")
    legacy = [name for name in ("ForwardedValues", *_TTL_NAMES) if behaviour.find(name) is not None]
    if policy and legacy:
        raise refused(
            "InvalidArgument",
            f"The parameter {legacy[0]} cannot be used when a cache policy is associated to the cache behavior.",
        )
    if not policy and "ForwardedValues" not in legacy:
        raise refused(
            "InvalidArgument",
            "The parameter ForwardedValues is required when no cache policy is associated to the cache behavior.",
        )
    if xml.text(behaviour, "OriginRequestPolicyId") and not policy:
        raise refused("InvalidArgument", "The parameter OriginRequestPolicyId cannot be used without a cache policy.")
    low, usual, high = (
        int(xml.text(behaviour, name, default))
        for name, default in zip(_TTL_NAMES, ("0", "86400", "31536000"), strict=True)
    )
    if legacy and not low <= usual <= high:
        raise refused("InvalidTTLOrder", "The TTL order specified is not valid.")  # CF-61
    if len(xml.text(behaviour, "PathPattern")) > 255:
        raise refused("InvalidArgument", "The parameter PathPattern is too long.")


def _check_errors(config: Element) -> None:
    """Refuse custom error responses that CloudFront does not have (CF-67)."""
    seen = set()
    for response in xml.items(config, "CustomErrorResponses"):
        code, page, shown = (xml.text(response, name) for name in ("ErrorCode", "ResponsePagePath", "ResponseCode"))
        if code not in _ERROR_CODES:
            raise refused("InvalidErrorCode", "An invalid error code was specified.")
        if code in seen:
            raise refused("InvalidArgument", f"The parameter ErrorCode {code} is given more than once.")
        if bool(page) != bool(shown):
            raise refused("InvalidResponseCode", "ResponsePagePath and ResponseCode must be given together.")
        if page and not page.startswith("/"):
            raise refused("InvalidArgument", "The parameter ResponsePagePath must begin with /.")
        seen.add(code)
