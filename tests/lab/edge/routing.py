# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which distribution and which cache behaviour a request belongs to."""

from __future__ import annotations

import re
import typing as t

Distribution = dict[str, t.Any]
Behavior = dict[str, t.Any]

_S3_HOST = re.compile(
    r"^(?P<bucket>[a-z0-9][a-z0-9.-]*)\.s3(?:[.-](?:dualstack\.)?(?P<region>[a-z]{2}(?:-[a-z]+)+-\d))?\.amazonaws\.com$"
)


def bare_host(host: str) -> str:
    """Return a Host header or SNI name lower case, without port and final dot."""
    return re.sub(r":\d+$", "", host.strip().lower()).rstrip(".")


def items(block: t.Mapping[str, t.Any] | None) -> list[t.Any]:
    """Return the Items of a list as CloudFront's API has it; absent when there are none (CF-07)."""
    return list((block or {}).get("Items") or ())


def s3_bucket(host: str) -> tuple[str, str | None] | None:
    """Return bucket and region (None in the global form) of an S3 REST host name, None for any other host."""
    found = _S3_HOST.match(bare_host(host))
    return (found["bucket"], found["region"]) if found else None


def find_distribution(host: str, distributions: t.Iterable[Distribution]) -> Distribution | None:
    """Return the distribution that a host name leads to, a disabled one included: its aliases stay taken (CF-22)."""
    name = bare_host(host)
    wildcard = "*." + name.partition(".")[2]
    candidates = [one for one in distributions if not one["DistributionConfig"].get("Staging")]
    # The more specific alias wins (CF-31).
    for wanted in (name, wildcard):
        for one in candidates:
            aliases = [alias.lower() for alias in items(one["DistributionConfig"].get("Aliases"))]
            if wanted in aliases or wanted == one["DomainName"].lower():
                return one
    return None


def find_behavior(config: dict[str, t.Any], path: str) -> Behavior:
    """Return the first cache behaviour whose pattern matches the path, else the default one (CF-68)."""
    for behavior in items(config.get("CacheBehaviors")):
        if pattern_matches(behavior["PathPattern"], path):
            return t.cast("Behavior", behavior)
    return t.cast("Behavior", config["DefaultCacheBehavior"])


def pattern_matches(pattern: str, path: str) -> bool:
    """Tell whether a path pattern covers a path; case counts, a leading `/` of the pattern does not (CF-15)."""
    wild = {"*": ".*", "?": "."}
    regex = "".join(wild.get(character) or re.escape(character) for character in pattern.lstrip("/"))
    return re.fullmatch(regex, path[1:], re.DOTALL) is not None


def find_origin(config: dict[str, t.Any], behavior: Behavior) -> dict[str, t.Any] | None:
    """Return the origin of a behaviour, the first member when it targets an origin group."""
    target = behavior["TargetOriginId"]
    for group in items(config.get("OriginGroups")):
        if group["Id"] == target:
            target = items(group.get("Members"))[0]["OriginId"]
    return next((origin for origin in items(config.get("Origins")) if origin["Id"] == target), None)


def allowed_methods(behavior: Behavior) -> list[str]:
    """Return the methods a behaviour answers to."""
    return items(behavior.get("AllowedMethods")) or ["GET", "HEAD"]


def cached_methods(behavior: Behavior) -> list[str]:
    """Return the methods whose answers a behaviour may keep."""
    return items((behavior.get("AllowedMethods") or {}).get("CachedMethods")) or ["GET", "HEAD"]


def error_rule(config: dict[str, t.Any], status: int) -> dict[str, t.Any]:
    """Return the custom error response of a status, empty when there is none."""
    rules = items(config.get("CustomErrorResponses"))
    return next((rule for rule in rules if rule["ErrorCode"] == status), {})
