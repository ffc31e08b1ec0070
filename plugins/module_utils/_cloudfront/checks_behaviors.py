# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What CloudFront refuses of a behaviour; pure."""

from __future__ import annotations

import typing as t

from .._errors import Refused
from .defaults import LEGACY

Members = t.Mapping[str, t.Any]

METHOD_SETS = (
    frozenset({"GET", "HEAD"}),
    frozenset({"GET", "HEAD", "OPTIONS"}),
    frozenset({"GET", "HEAD", "OPTIONS", "PUT", "POST", "PATCH", "DELETE"}),
)


def behaviors(config: Members) -> t.Iterator[tuple[str, Members]]:
    """Yield every behaviour with its path."""
    if config.get("default_cache_behavior"):
        yield "default_cache_behavior", config["default_cache_behavior"]
    for behavior in config.get("cache_behaviors") or ():
        yield f"cache_behaviors[{behavior.get('path_pattern')}]", behavior


def check_targets(config: Members) -> None:
    """Refuse a behaviour or a group whose origin does not exist."""
    targets = {item["id"] for option in ("origins", "origin_groups") for item in config.get(option) or ()}
    for path, behavior in behaviors(config):
        target = behavior.get("target_origin_id")
        if target not in targets:
            raise Refused(
                f"{path}: target_origin_id {target} is no id of an origin or origin group; there"
                f" {'is' if len(targets) == 1 else 'are'} {', '.join(sorted(targets)) or 'none'}."
            )
    for group in config.get("origin_groups") or ():
        missing = [one["origin_id"] for one in group.get("members") or () if one["origin_id"] not in targets]
        if missing:
            raise Refused(f"origin_groups[{group['id']}]: there is no origin with the id {', '.join(missing)}.")


def check_policies(path: str, behavior: Members) -> None:
    """Refuse a policy beside what it replaces (CF-60)."""
    legacy = [option for option in LEGACY if behavior.get(option) is not None]
    for option in ("cache_policy_id", "origin_request_policy_id"):
        if behavior.get(option) and legacy:
            raise Refused(
                f"{path}: {option} and {', '.join(legacy)} exclude each other; a cache policy holds the lifetimes and"
                " what is forwarded."
            )


def check_methods(path: str, behavior: Members) -> None:
    """Refuse sets of methods that CloudFront does not have (CF-68)."""
    methods = behavior.get("allowed_methods") or {}
    for option, sets in (("items", METHOD_SETS), ("cached_methods", METHOD_SETS[:2])):
        if methods.get(option) is not None and frozenset(methods[option]) not in sets:
            shown = " or ".join("[" + ", ".join(sorted(one)) + "]" for one in sets)
            raise Refused(f"{path}.allowed_methods.{option} must be {shown}.")


def check_ttls(path: str, behavior: Members) -> None:
    """Refuse lifetimes in the wrong order (CF-61)."""
    ttls = [(option, behavior[option]) for option in LEGACY[1:] if behavior.get(option) is not None]
    for (low, lower), (high, higher) in zip(ttls, ttls[1:], strict=False):
        if lower > higher:
            raise Refused(f"{path}: {low} ({lower}) must not be more than {high} ({higher}).")
