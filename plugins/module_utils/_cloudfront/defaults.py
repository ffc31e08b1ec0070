# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a new distribution, origin or behaviour gets when nobody says: the console's choices of today; pure.

Members that an update requires although a create does not are filled as well (CF-05), since new origins and behaviours
also come with updates.
"""

from __future__ import annotations

import typing as t

from .._errors import Refused
from .._plan import State
from .domains import is_website, s3_name
from .managed_policies import CACHING_OPTIMIZED

Members = dict[str, t.Any]

LEGACY = ("forwarded_values", "min_ttl", "default_ttl", "max_ttl")
READS = ["GET", "HEAD"]

DISTRIBUTION: Members = {
    "comment": "",
    "enabled": True,
    "http_version": "http2and3",
    "is_ipv6_enabled": True,
}
BEHAVIOR: Members = {
    "viewer_protocol_policy": "redirect-to-https",
    "compress": True,
    "smooth_streaming": False,
    "field_level_encryption_id": "",
    "function_associations": [],
    "lambda_function_associations": [],
}
CUSTOM_CERTIFICATE: Members = {"ssl_support_method": "sni-only", "minimum_protocol_version": "TLSv1.2_2021"}
CUSTOM_ORIGIN: Members = {
    "http_port": 80,
    "https_port": 443,
    "origin_protocol_policy": "match-viewer",
    "origin_ssl_protocols": ["TLSv1.2"],
    "origin_read_timeout": 30,
    "origin_keepalive_timeout": 5,
}
FORWARDED_VALUES: Members = {
    "query_string": False,
    "cookies": {"forward": "none"},
    "headers": [],
    "query_string_cache_keys": [],
}
# CF-61: what CloudFront takes for lifetimes that nobody names, as far as the named ones allow.
DEFAULT_TTL = 86400
MAX_TTL = 31536000


def complete(desired: Members, current: State | None, *, purged: bool = False, path: str = "") -> Members:
    """Return the given members with what they need to be created; the given ones win.

    ``current`` is None for a new distribution; else only what is new within it is filled. ``purged`` says that origins
    go which are not given, ``path`` is the origin path of new origins that name none.
    """
    filled = dict(desired)
    config = current or {}
    if "origins" in desired:
        filled["origins"] = _origins(desired["origins"], config.get("origins") or [], path)
    given = filled.get("origins") or []
    origins = given if purged and given else [*(config.get("origins") or ()), *given]
    if current is None:
        filled = {**DISTRIBUTION, **filled}
        filled.setdefault("default_cache_behavior", {})
    if "default_cache_behavior" in filled:
        behavior = config.get("default_cache_behavior")
        filled["default_cache_behavior"] = _behavior(filled["default_cache_behavior"], behavior, origins)
    if "cache_behaviors" in desired:
        by_pattern = {behavior["path_pattern"]: behavior for behavior in config.get("cache_behaviors") or ()}
        filled["cache_behaviors"] = [
            _behavior(behavior, by_pattern.get(behavior["path_pattern"]), origins)
            for behavior in desired["cache_behaviors"]
        ]
    if "viewer_certificate" in desired:
        current_certificate = config.get("viewer_certificate") or {}
        filled["viewer_certificate"] = _certificate(desired["viewer_certificate"], current_certificate)
    geo = (desired.get("restrictions") or {}).get("geo_restriction") or {}
    if geo.get("restriction_type") == "none":
        filled["restrictions"] = {"geo_restriction": {"items": [], **geo}}
    return filled


def _origins(given: list[Members], current: list[Members], path: str) -> list[Members]:
    by_id = {origin["id"]: origin for origin in current}
    filled = []
    for origin in given:
        name = origin.get("id") or _id_by_domain(origin, current)
        filled.append(_origin({**origin, "id": name}, by_id.get(name), path))
    return filled


def _id_by_domain(origin: Members, current: list[Members]) -> str:
    domain = origin.get("domain_name")
    if not domain:
        raise Refused("origins: an origin has neither an id nor a domain_name; give at least one of them.")
    alike = [found["id"] for found in current if found["domain_name"] == domain.rstrip(".").lower()]
    path = origin.get("origin_path")
    if len(alike) > 1 and path is not None:
        same_path = [found["id"] for found in current if found["id"] in alike and found.get("origin_path", "") == path]
        alike = same_path or alike
    if len(alike) > 1:
        raise Refused(
            f"origins: several origins have the domain name {domain}: {', '.join(alike)}. Give the id of one."
        )
    return str(alike[0] if alike else domain)


def _origin(origin: Members, current: Members | None, path: str) -> Members:
    kinds = ("s3_origin_config", "custom_origin_config", "vpc_origin_config")
    has_custom = bool((current or {}).get("custom_origin_config"))
    if "custom_origin_config" in origin and not has_custom:
        origin = {**origin, "custom_origin_config": {**CUSTOM_ORIGIN, **origin["custom_origin_config"]}}
    if "s3_origin_config" in origin and not (current or {}).get("s3_origin_config"):
        origin = {**origin, "s3_origin_config": {"origin_access_identity": "", **origin["s3_origin_config"]}}
    if current is not None:
        return origin
    domain = origin.get("domain_name")
    if not domain:
        raise Refused(f"origins: the new origin {origin['id']} has no domain_name.")
    filled = {"origin_path": path, "custom_headers": [], **origin}
    if any(kind in origin for kind in kinds):
        return filled
    if s3_name(domain):
        # CF-40: an empty identity makes it an S3 origin, which an access control needs.
        return {**filled, "s3_origin_config": {"origin_access_identity": ""}}
    website = {"origin_protocol_policy": "http-only"} if is_website(domain) else {}
    return {**filled, "custom_origin_config": {**CUSTOM_ORIGIN, **website}}


def _behavior(given: Members, current: Members | None, origins: list[Members]) -> Members:
    filled = dict(given)
    for option in ("trusted_signers", "trusted_key_groups"):
        if option in given:
            filled[option] = _trusted(given[option])
    if "forwarded_values" in given:
        filled["forwarded_values"] = _forwarded(given["forwarded_values"])
    if any(option in given for option in LEGACY) and not (current or {}).get("forwarded_values"):
        filled["forwarded_values"] = {**FORWARDED_VALUES, **filled.get("forwarded_values", {})}
        filled |= _lifetimes(given)
    if current is not None:
        return filled
    filled = {**BEHAVIOR, **filled}
    filled["allowed_methods"] = {"items": READS, "cached_methods": READS, **filled.get("allowed_methods", {})}
    if "forwarded_values" not in filled:
        filled.setdefault("cache_policy_id", CACHING_OPTIMIZED)
    # The first one, as community.aws does.
    filled.setdefault("target_origin_id", origins[0]["id"] if origins else None)
    return filled


def _trusted(given: Members) -> Members:
    """Return who may sign, with the switch and the list as CloudFront keeps them: both or none."""
    if "items" in given:
        return {"enabled": bool(given["items"]), **given}
    return given if given.get("enabled", True) else {**given, "items": []}


def _forwarded(given: Members) -> Members:
    cookies = given.get("cookies") or {}
    if cookies.get("forward", "whitelist") == "whitelist":
        return given
    return {**given, "cookies": {"whitelisted_names": [], **cookies}}


def _lifetimes(given: Members) -> Members:
    """Return all three lifetimes: the named ones, and for the others what CloudFront would take (CF-61)."""
    least = given.get("min_ttl", 0)
    usual = given.get("default_ttl", max(least, min(DEFAULT_TTL, given.get("max_ttl", DEFAULT_TTL))))
    return {"min_ttl": least, "default_ttl": usual, "max_ttl": given.get("max_ttl", max(usual, MAX_TTL))}


def _certificate(given: Members, current: Members) -> Members:
    custom = given.get("acm_certificate_arn") or given.get("iam_certificate_id")
    had_custom = current.get("acm_certificate_arn") or current.get("iam_certificate_id")
    # CF-12: what a distribution with the default certificate shows is an echo, and "vip" would cost dearly.
    return {**CUSTOM_CERTIFICATE, **given} if custom and not had_custom else given
