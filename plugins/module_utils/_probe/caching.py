# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a behaviour keeps, for how long and under which key, in either of its two styles (CF-60); pure."""

from __future__ import annotations

import dataclasses
import typing as t

from .._cloudfront.managed_policies import CACHE

Config = t.Mapping[str, t.Any]
DAY, YEAR = 86400.0, 31536000.0
METHODS = frozenset({"GET", "HEAD"})


@dataclasses.dataclass(frozen=True)
class Caching:
    """The times in seconds, and what is in the cache key; ``name`` is that of the cache policy if there is one."""

    name: str = ""
    minimum: float = 0.0
    default: float = DAY
    maximum: float = YEAR
    all_headers: bool = False


# What AWS's own policies say (CF-62); the others cache as their origin says, in one way or another.
_MANAGED = {
    "CachingOptimized": Caching(minimum=1.0),
    "CachingOptimizedForUncompressedObjects": Caching(minimum=1.0),
    "CachingDisabled": Caching(default=0.0, maximum=0.0),
    "Amplify": Caching(minimum=2.0, default=2.0, maximum=600.0),
    "UseOriginCacheControlHeaders": Caching(default=0.0),
    "UseOriginCacheControlHeaders-QueryStrings": Caching(default=0.0),
}
_MANAGED_NAMES = {policy_id: name for name, policy_id in CACHE.items()}


def managed(policy_id: str) -> Caching | None:
    """Return what a policy of AWS's own says; None for one of the account, or one that is not known here."""
    name = _MANAGED_NAMES.get(policy_id, policy_id.removeprefix("Managed-"))
    return dataclasses.replace(_MANAGED[name], name=f"Managed-{name}") if name in _MANAGED else None


def from_policy(config: Config) -> Caching:
    """Return what a cache policy says, as GetCachePolicy returns its configuration."""
    times = {"minimum": "MinTTL", "default": "DefaultTTL", "maximum": "MaxTTL"}
    given: dict[str, t.Any] = {
        field: float(config[member]) for field, member in times.items() if config.get(member) is not None
    }
    return Caching(**given, name=str(config.get("Name") or ""))


def from_behavior(behavior: Config) -> Caching:
    """Return what a behaviour without a cache policy says; all headers in the key turn the cache off."""
    times = {"minimum": "min_ttl", "default": "default_ttl", "maximum": "max_ttl"}
    given: dict[str, t.Any] = {
        field: float(behavior[option]) for field, option in times.items() if behavior.get(option) is not None
    }
    headers = items((behavior.get("forwarded_values") or {}).get("headers"))
    return Caching(all_headers="*" in headers, **given)


def items(value: t.Any) -> list[t.Any]:
    """Return a list however it was returned: as one, as AWS counts it, or not at all."""
    if isinstance(value, t.Mapping):
        value = value.get("items")
    return list(value or ())
