# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What CloudFront refuses of origins, their groups, and what is forwarded to them."""

from __future__ import annotations

import typing as t

from tests.lab import xml
from tests.lab.rules.cloudfront.defaults import behaviours
from tests.lab.rules.cloudfront.schema import refused

if t.TYPE_CHECKING:
    from xml.etree.ElementTree import Element

# CF-91
_RANGES = {"ConnectionAttempts": (1, 3), "ConnectionTimeout": (1, 10)}
_SAFE_METHODS = {"GET", "HEAD", "OPTIONS"}


def check(config: Element) -> None:
    """Refuse origins that CloudFront could not use."""
    origins = {xml.text(origin, "Id"): origin for origin in xml.items(config, "Origins")}
    groups = {xml.text(group, "Id"): _members(group) for group in xml.items(config, "OriginGroups")}
    for origin in origins.values():
        _check_ranges(origin)
        if "s3-website" in xml.text(origin, "DomainName") and xml.text(origin, "OriginAccessControlId"):
            raise refused(
                "InvalidDomainNameForOriginAccessControl",
                "An origin access control is associated with an origin whose domain name is not supported.",
            )  # CF-41
    for members in groups.values():
        if len(members) != 2 or not set(members) <= set(origins):
            raise refused("InvalidArgument", "The parameter OriginGroup Members is not valid.")
    for behaviour in behaviours(config):
        target = xml.text(behaviour, "TargetOriginId")
        _check_methods(behaviour, target in groups)
        _check_headers(behaviour, [origins[name] for name in groups.get(target, [target]) if name in origins])


def _members(group: Element) -> list[str]:
    return [xml.text(member, "OriginId") for member in xml.items(group, "Members")]


def _check_ranges(origin: Element) -> None:
    for name, (least, most) in _RANGES.items():
        value = xml.text(origin, name)
        if value and not least <= int(value) <= most:
            raise refused("InvalidArgument", f"The parameter {name} is not within {least} and {most}.")


def _check_methods(behaviour: Element, is_group: bool) -> None:
    if is_group and not set(xml.texts(behaviour, "AllowedMethods")) <= _SAFE_METHODS:
        text = (
            "The parameter AllowedMethods cannot include POST, PUT, PATCH, or DELETE for a cached behavior associated "
            "with an origin group."
        )
        raise refused("InvalidArgument", text)


def _check_headers(behaviour: Element, origins: list[Element]) -> None:
    """Refuse to hand the viewer's Host to a bucket (CF-48)."""
    headers = {header.lower() for header in xml.texts(behaviour, "ForwardedValues/Headers")}
    if "host" in headers and any(origin.find("S3OriginConfig") is not None for origin in origins):
        raise refused("InvalidHeadersForS3Origin", "The headers specified are not valid for an Amazon S3 origin.")
