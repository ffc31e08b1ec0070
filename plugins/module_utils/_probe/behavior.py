# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The behaviour of a distribution that a path belongs to, and the origin behind it; pure."""

from __future__ import annotations

import dataclasses
import re
import typing as t
from urllib.parse import unquote

from .._cloudfront.managed_policies import ORIGIN_REQUEST
from .._s3_urls import S3Host, s3_host
from . import caching
from .caching import Caching, Config, items

WITH_HOST = frozenset(
    name_or_id
    for name in ("AllViewer", "AllViewerAndCloudFrontHeaders-2022-06", "HostHeaderOnly")
    for name_or_id in (name, f"Managed-{name}", ORIGIN_REQUEST[name])
)


@dataclasses.dataclass(frozen=True)
class Behavior:
    """What the distribution does with a path; ``caching`` is None where the cache policy is not known."""

    distribution: Config
    config: Config
    origin: Config
    caching: Caching | None

    @property
    def name(self) -> str:
        """Return the path pattern, or that it is the default."""
        return str(self.config.get("path_pattern") or "(default)")

    @property
    def enabled(self) -> bool:
        """Tell whether the distribution serves viewers."""
        return self.distribution.get("enabled") is not False

    @property
    def root_object(self) -> str:
        """Return what is served for the root."""
        return str(self.distribution.get("default_root_object") or "")

    @property
    def bucket(self) -> S3Host | None:
        """Return the bucket's endpoint where the origin is one that speaks S3; a website endpoint does not (CF-41)."""
        found = s3_host(str(self.origin.get("domain_name") or ""))
        return found if found and found.bucket and not found.is_website else None

    @property
    def is_unsigned(self) -> bool:
        """Tell whether CloudFront asks a bucket as a stranger."""
        identity = (self.origin.get("s3_origin_config") or {}).get("origin_access_identity")
        return self.bucket is not None and not identity and not self.origin.get("origin_access_control_id")

    @property
    def cached_methods(self) -> frozenset[str]:
        """Return the methods whose answers are kept."""
        named = items((self.config.get("allowed_methods") or {}).get("cached_methods"))
        return frozenset(named) or caching.METHODS

    @property
    def rewrites(self) -> bool:
        """Tell whether a function may change what the origin is asked for."""
        named = [
            *items(self.config.get("function_associations")),
            *items(self.config.get("lambda_function_associations")),
        ]
        return any(str(one.get("event_type", "")).endswith("-request") for one in named)

    @property
    def sends_host(self) -> bool:
        """Tell whether AWS's own origin request policy hands the viewer's Host on (CF-48)."""
        return str(self.config.get("origin_request_policy_id") or "") in WITH_HOST

    def key(self, path: str) -> str:
        """Return the key that the bucket is asked for."""
        bare = unquote(path.partition("?")[0])
        bare = f"/{self.root_object}" if bare == "/" else bare
        return f"{self.origin.get('origin_path') or ''}{bare}".removeprefix("/")


def behavior_of(distribution: Config | None, path: str, policies: t.Mapping[str, Caching]) -> Behavior | None:
    """Return the first behaviour whose pattern covers the path, or the default one; None without a distribution."""
    default = (distribution or {}).get("default_cache_behavior")
    if not distribution or not default:
        return None
    bare = path.partition("?")[0]
    others = items(distribution.get("cache_behaviors"))
    config = next((one for one in others if covers(str(one.get("path_pattern", "")), bare)), default)
    policy_id = str(config.get("cache_policy_id") or "")
    known = policies.get(policy_id) or caching.managed(policy_id) if policy_id else caching.from_behavior(config)
    return Behavior(distribution, config, _origin(distribution, str(config.get("target_origin_id") or "")), known)


def covers(pattern: str, path: str) -> bool:
    """Tell whether a path pattern covers a path; case counts, a leading slash of the pattern does not (CF-15)."""
    wild = {"*": ".*", "?": "."}
    regex = "".join(wild.get(letter) or re.escape(letter) for letter in pattern.removeprefix("/"))
    return re.fullmatch(regex, path.removeprefix("/"), re.DOTALL) is not None


def custom_policy(behavior: Behavior | None) -> str:
    """Return the id of the cache policy when only AWS can say what is in it, else an empty text."""
    return str(behavior.config.get("cache_policy_id") or "") if behavior and behavior.caching is None else ""


def _origin(distribution: Config, target: str) -> Config:
    for group in items(distribution.get("origin_groups")):
        members = items(group.get("members"))
        if group.get("id") == target and members:
            target = str(members[0].get("origin_id"))
    found = (one for one in items(distribution.get("origins")) if one.get("id") == target)
    return t.cast("Config", next(found, {}))
