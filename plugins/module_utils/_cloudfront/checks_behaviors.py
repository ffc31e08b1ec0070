# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What CloudFront refuses of a behaviour; pure."""

from __future__ import annotations

import re
import typing as t

from .._errors import Refused
from .._unknown import is_unknown
from .defaults import LEGACY
from .limits import check_lifetimes
from .managed_policies import ORIGIN_REQUEST
from .touched import Touched

Members = t.Mapping[str, t.Any]

READS = frozenset({"GET", "HEAD"})
METHOD_SETS = (READS, READS | {"OPTIONS"}, READS | {"OPTIONS", "PUT", "POST", "PATCH", "DELETE"})
LONGEST_PATTERN = 255
# Policies that hand the viewer's Host to the origin (CF-48).
WITH_HOST = {ORIGIN_REQUEST[name]: name for name in ("AllViewer", "AllViewerAndCloudFrontHeaders-2022-06")}
LAMBDA_VERSION = re.compile(r"arn:aws[a-z-]*:lambda:us-east-1:\d{12}:function:[^:]+:\d+")


def behaviors(config: Members) -> t.Iterator[tuple[str, Members]]:
    """Yield every behaviour with its path."""
    if config.get("default_cache_behavior"):
        yield "default_cache_behavior", config["default_cache_behavior"]
    for behavior in config.get("cache_behaviors") or ():
        yield f"cache_behaviors[{behavior.get('path_pattern')}]", behavior


def check_behaviors(config: Members, touched: Touched) -> tuple[str, ...]:
    """Refuse behaviours that CloudFront would refuse, return what to warn of."""
    if any(option in touched for option in ("origins", "origin_groups", "default_cache_behavior", "cache_behaviors")):
        _check_targets(config)
    warnings: list[str] = []
    for path, behavior in behaviors(config):
        if path in touched:
            _check_pattern(behavior)
            _check_methods(path, behavior)
            _check_ttls(path, behavior)
            _check_style(path, behavior)
            _check_lambdas(path, behavior)
            _check_group(path, behavior, config)
        serving = _serving(config, behavior.get("target_origin_id") or "")
        if path in touched or any(f"origins[{origin['id']}]" in touched for origin in serving):
            warnings.extend(_check_host(path, behavior, [one for one in serving if one.get("s3_origin_config")]))
    return tuple(warnings)


def _check_targets(config: Members) -> None:
    origins = {item["id"] for item in config.get("origins") or ()}
    targets = origins | {item["id"] for item in config.get("origin_groups") or ()}
    for path, behavior in behaviors(config):
        target = behavior.get("target_origin_id")
        if target not in targets:
            raise Refused(
                f"{path}: target_origin_id {target} is no id of an origin or origin group; there"
                f" {'is' if len(targets) == 1 else 'are'} {', '.join(sorted(targets)) or 'none'}."
            )


def _serving(config: Members, target: str) -> list[Members]:
    """Return the origins behind a target, which may be a group."""
    groups = [group for group in config.get("origin_groups") or () if group["id"] == target]
    ids = {member["origin_id"] for group in groups for member in group.get("members") or ()} or {target}
    return [origin for origin in config.get("origins") or () if origin["id"] in ids]


def _check_pattern(behavior: Members) -> None:
    pattern = behavior.get("path_pattern")
    if pattern is not None and not is_unknown(pattern) and not 0 < len(pattern) <= LONGEST_PATTERN:
        raise Refused(f"cache_behaviors: the path_pattern {pattern} must have 1 to {LONGEST_PATTERN} characters.")


def _check_methods(path: str, behavior: Members) -> None:
    """CF-68."""
    methods = behavior.get("allowed_methods") or {}
    for option, sets in (("items", METHOD_SETS), ("cached_methods", METHOD_SETS[:2])):
        if methods.get(option) is not None and frozenset(methods[option]) not in sets:
            shown = " or ".join("[" + ", ".join(sorted(one)) + "]" for one in sets)
            raise Refused(f"{path}.allowed_methods.{option} must be {shown}.")
    missing = frozenset(methods.get("cached_methods") or READS) - frozenset(methods.get("items") or READS)
    if missing:
        raise Refused(
            f"{path}.allowed_methods: {', '.join(sorted(missing))} is cached but not allowed; add it to items or take"
            " it out of cached_methods."
        )


def _check_ttls(path: str, behavior: Members) -> None:
    """CF-61."""
    check_lifetimes(f"{path}.", behavior)
    ttls = [(option, behavior[option]) for option in LEGACY[1:] if behavior.get(option) is not None]
    for (low, lower), (high, higher) in zip(ttls, ttls[1:], strict=False):
        if lower > higher:
            raise Refused(f"{path}: {low} ({lower}) must not be more than {high} ({higher}).")


def _check_style(path: str, behavior: Members) -> None:
    """CF-60: a cache policy, or forwarded values; the first is what an origin request policy needs."""
    if behavior.get("cache_policy_id"):
        return
    if behavior.get("origin_request_policy_id"):
        raise Refused(
            f"{path}: origin_request_policy_id works beside a cache policy only; give cache_policy_id, which replaces"
            " forwarded_values and the TTLs."
        )
    if behavior.get("forwarded_values") is None:
        raise Refused(f"{path}: there is neither a cache policy nor forwarded_values; give cache_policy_id.")


def _check_lambdas(path: str, behavior: Members) -> None:
    """Lambda@Edge copies one version of a function to the edge, which must not change afterwards."""
    for one in behavior.get("lambda_function_associations") or ():
        arn = one["lambda_function_arn"]
        if not is_unknown(arn) and not LAMBDA_VERSION.fullmatch(arn):
            raise Refused(
                f"{path}.lambda_function_associations[{one['event_type']}]: {arn} must be the ARN of a numbered version"
                " of a function in us-east-1 (arn:aws:lambda:us-east-1:...:function:NAME:VERSION)."
            )


def _check_group(path: str, behavior: Members, config: Members) -> None:
    """Only what can be asked twice is tried at another origin."""
    methods = frozenset((behavior.get("allowed_methods") or {}).get("items") or READS)
    groups = [group["id"] for group in config.get("origin_groups") or ()]
    if behavior.get("target_origin_id") in groups and not methods <= METHOD_SETS[1]:
        raise Refused(
            f"{path}.allowed_methods.items: an origin group serves GET, HEAD and OPTIONS only; send the other methods"
            " to an origin of their own."
        )


def _check_host(path: str, behavior: Members, buckets: list[Members]) -> tuple[str, ...]:
    """CF-48: a bucket finds its name in Host, and signatures cover it."""
    if not buckets:
        return ()
    where = f"the S3 origin {buckets[0]['id']}"
    headers = [header.lower() for header in (behavior.get("forwarded_values") or {}).get("headers") or ()]
    if "host" in headers:
        raise Refused(f"{path}.forwarded_values.headers: Host cannot be forwarded to {where}; leave it out.")
    if "*" in headers:
        return (f"{path}.forwarded_values.headers: * hands the viewer's Host to {where}, which answers with 403 then.",)
    policy = WITH_HOST.get(behavior.get("origin_request_policy_id") or "")
    if policy:
        return (
            f"{path}.origin_request_policy_id: {policy} hands the viewer's Host to {where}, which answers with 403"
            " then; use AllViewerExceptHostHeader or CORS-S3Origin.",
        )
    return ()
