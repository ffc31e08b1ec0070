# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What CloudFront refuses of a distribution as a whole: continuous deployment, tenants, countries, dedicated IPs."""

from __future__ import annotations

import re
import typing as t

from tests.lab import xml
from tests.lab.rules.cloudfront.schema import refused

if t.TYPE_CHECKING:
    from xml.etree.ElementTree import Element


def check(config: Element) -> None:
    """Refuse members that do not go together."""
    _check_deployment(config)
    _check_tenants(config)
    _check_countries(config)
    viewer = config.find("ViewerCertificate")
    custom = xml.text(viewer, "ACMCertificateArn") or xml.text(viewer, "IAMCertificateId")
    dedicated = bool(custom) and xml.text(viewer, "SSLSupportMethod") == "vip"
    if dedicated and xml.text(viewer, "MinimumProtocolVersion") not in ("TLSv1", "SSLv3"):
        raise refused("InvalidMinimumProtocolVersion", "The minimum protocol version is not allowed here.")  # CF-38


def _check_deployment(config: Element) -> None:
    """CF-81."""
    involved = xml.text(config, "ContinuousDeploymentPolicyId") or xml.text(config, "Staging") == "true"
    if involved and "3" in xml.text(config, "HttpVersion"):
        raise refused("InvalidArgument", "Continuous deployment is not supported for distributions that use HTTP/3.")


def _check_tenants(config: Element) -> None:
    """CF-92: a name belongs to a tenant there; the rest of what such distributions lack is not known well enough."""
    tenants = xml.text(config, "ConnectionMode") == "tenant-only"
    if tenants and xml.texts(config, "Aliases"):
        raise refused("InvalidArgument", "Aliases are not supported for a multi-tenant distribution.")
    if not tenants and config.find("TenantConfig") is not None:
        raise refused("InvalidArgument", "TenantConfig is supported for multi-tenant distributions only.")


def _check_countries(config: Element) -> None:
    restriction = config.find("Restrictions/GeoRestriction")
    if restriction is None:
        return
    countries = [(item.text or "").strip() for item in restriction.findall("Items/Location")]
    if any(not re.fullmatch("[A-Z]{2}", country) for country in countries):
        raise refused("InvalidLocationCode", "The location code specified is not valid.")
    if (xml.text(restriction, "RestrictionType", "none") == "none") == bool(countries):
        raise refused("InvalidGeoRestrictionParameter", "The specified geo restriction parameter is not valid.")
