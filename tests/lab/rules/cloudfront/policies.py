# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Policies: what CloudFront refuses in them and MiniStack takes (CF-61, CF-66)."""

from __future__ import annotations

import dataclasses
import re
import typing as t
from xml.etree.ElementTree import Element, SubElement

from tests.lab import xml
from tests.lab.rules.cloudfront.lists import NAMESPACE, paged
from tests.lab.rules.cloudfront.schema import refused

if t.TYPE_CHECKING:
    from tests.lab import wire
    from tests.lab.wire import Answer, Call
    from tests.lab.world import World

_SELECTIONS = (
    ("HeadersConfig", "HeaderBehavior", "Headers"),
    ("CookiesConfig", "CookieBehavior", "Cookies"),
    ("QueryStringsConfig", "QueryStringBehavior", "QueryStrings"),
)
_SELECTIVE = {"whitelist", "allExcept", "allViewerAndWhitelistCloudFront"}
_KEY = "ParametersInCacheKeyAndForwardedToOrigin"
_SECURITY = {
    "content-security-policy", "referrer-policy", "strict-transport-security", "x-content-type-options",
    "x-frame-options", "x-xss-protection",
}  # fmt: skip
_KEPT = re.compile(
    r"connection|content-(encoding|length)|expect|host|keep-alive|proxy-\w+|trailer|transfer-encoding|upgrade|via"
    r"|warning|x-accel-.+|x-amz-cf-.+|x-amzn-.+|x-cache|x-edge-.+|x-forwarded-proto|x-real-ip",
    re.IGNORECASE,
)


def _invalid(text: str) -> t.NoReturn:
    raise refused("InvalidArgument", f"The parameter {text}")


async def put(world: World, call: Call, forward: wire.Forward) -> Answer:
    """Answer a Create or Update of a policy."""
    config = xml.parse(call.body)
    kind = config.tag.removesuffix("Config")
    for element in config.iter():
        quantity = element.find("Quantity")
        if quantity is not None and int(quantity.text or 0) != len(element.findall("Items/*")):
            raise refused("InconsistentQuantities", "The value of Quantity and the size of Items don't match.")  # CF-07
    for name in ("Name", "Comment"):
        if len(xml.text(config, name)) > 128:
            _invalid(f"{name} is too long.")
    if kind == "CachePolicy":
        _check_lifetimes(config)
        key = config.find(_KEY)
        if key is not None:
            _check_selections(key, kind)
            _check_key(config, key)
    elif kind == "OriginRequestPolicy":
        _check_selections(config, kind)
    else:
        _check_headers(config)
    return await forward(dataclasses.replace(call, body=xml.dump(config, NAMESPACE)))


async def distributions(world: World, call: Call, forward: wire.Forward) -> Answer:
    """Answer ListDistributionsBy…PolicyId: MiniStack overlooks the configurations."""
    result = await forward(call)
    if result.error:
        return result
    root = Element("DistributionIdList")
    holder = SubElement(root, "Items")
    for arn in world.users_of(call.account, call.id):
        SubElement(holder, "DistributionId").text = arn.rpartition("/")[2]
    paged(root, call.query)
    return result.replace(xml.dump(root, NAMESPACE))


def _check_lifetimes(config: Element) -> None:
    """Fill in and compare the lifetimes (CF-61)."""
    low = int(xml.text(config, "MinTTL", "0"))
    usual = int(xml.text(config, "DefaultTTL", str(max(low, 86400))))
    high = int(xml.text(config, "MaxTTL", str(max(usual, 31536000))))
    if not low <= usual <= high:
        _invalid("DefaultTTL must be between MinTTL and MaxTTL.")
    xml.put(config, "DefaultTTL", str(usual))
    xml.put(config, "MaxTTL", str(high))


def _check_selections(parent: Element, kind: str) -> None:
    for selection, switch, names in _SELECTIONS:
        listed = xml.texts(parent, f"{selection}/{names}")
        behavior = xml.text(parent, f"{selection}/{switch}")
        if (behavior in _SELECTIVE) != bool(listed):
            _invalid(f"{names} does not go with the {switch} {behavior}.")
        if len(listed) > 10:
            raise refused(f"TooMany{names}In{kind}", f"The number of {names} in the policy exceeds the maximum.")


def _check_key(config: Element, key: Element) -> None:
    encoded = [name for name in ("Gzip", "Brotli") if xml.text(key, f"EnableAcceptEncoding{name}") == "true"]
    if xml.text(config, "MaxTTL") == "0":
        wrong = [f"EnableAcceptEncoding{name}" for name in encoded]
        wrong += [switch for part, switch, _ in _SELECTIONS if xml.text(key, f"{part}/{switch}") != "none"]
        if wrong:
            _invalid(f"{wrong[0]} is invalid for policy with caching disabled.")
    if encoded and "accept-encoding" in [name.lower() for name in xml.texts(key, "HeadersConfig/Headers")]:
        _invalid("Headers contains Accept-Encoding that is not allowed.")


def _check_headers(config: Element) -> None:
    cors, security = config.find("CorsConfig"), config.find("SecurityHeadersConfig")
    if cors is not None:
        for name in ("Origins", "Headers", "Methods"):
            if not xml.texts(cors, f"AccessControlAllow{name}"):
                _invalid(f"Access-Control-Allow-{name} must not be empty.")
        allowed = xml.texts(cors, "AccessControlAllowHeaders")
        if xml.text(cors, "AccessControlAllowCredentials") == "true" and any("*" in name for name in allowed):
            _invalid("Access-Control-Allow-Headers cannot contain * when allowCredentials is true.")
    if len(xml.text(security, "ContentSecurityPolicy/ContentSecurityPolicy")) > 1783:
        _invalid("Content-Security-Policy is too long.")
    if xml.text(security, "XSSProtection/ModeBlock") == "true" and xml.text(security, "XSSProtection/ReportUri"):
        _invalid("ReportUri cannot be used when ModeBlock is true.")
    _check_names(config)
    if not 0 <= float(xml.text(config, "ServerTimingHeadersConfig/SamplingRate", "0")) <= 100:
        _invalid("SamplingRate must be between 0 and 100.")


def _check_names(config: Element) -> None:
    for option in ("CustomHeaders", "RemoveHeaders"):
        names = [xml.text(item, "Header") for item in xml.items(config, f"{option}Config")]
        if len({name.lower() for name in names}) < len(names):
            _invalid(f"{option} contains duplicates.")
        for name in names:
            if option == "CustomHeaders" and name.lower() in _SECURITY:
                _invalid(f"{option} contains {name} that is a security header and cannot be set as custom header.")
            if option == "RemoveHeaders" and _KEPT.fullmatch(name):
                _invalid(f"{option} contains {name} that cannot be removed.")
