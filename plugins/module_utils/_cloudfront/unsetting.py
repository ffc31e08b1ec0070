# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Taking away what was set: an update resets what it leaves out (CF-06); pure."""

from __future__ import annotations

import typing as t

from .._shapes import is_empty
from .managed_policies import KINDS

Members = dict[str, t.Any]

# CloudFront takes an empty text for some members; these must not be there at all.
_OF_CONFIG = ("anycast_ip_list_id",)
_OF_BEHAVIOR = (*KINDS, "realtime_log_config_arn")
_OF_VPC_ORIGIN = ("owner_account_id",)
# Structures that say nothing without this member.
_HELD_BY = {"connection_function_association": "id", "cache_tag_config": "header_name"}
# Structures without such a member: an empty dictionary stands for none, and so does one of empty lists.
_EMPTY = ("viewer_mtls_config", "tenant_config")


def without_empty(config: Members, desired: t.Mapping[str, t.Any]) -> Members:
    """Return a configuration without what ``desired`` names as empty and CloudFront wants left out."""
    found = _without(config, _OF_CONFIG)
    for name, member in _HELD_BY.items():
        if (found.get(name) or {}).get(member) == "":
            found.pop(name)
    for name in _EMPTY:
        if desired.get(name) == {} or (name in desired and is_empty(found.get(name))):
            found.pop(name, None)
    if found.get("origins"):
        found["origins"] = [_origin(origin) for origin in found["origins"]]
    if found.get("default_cache_behavior"):
        found["default_cache_behavior"] = _without(found["default_cache_behavior"], _OF_BEHAVIOR)
    if found.get("cache_behaviors"):
        found["cache_behaviors"] = [_without(behavior, _OF_BEHAVIOR) for behavior in found["cache_behaviors"]]
    return found


def _origin(origin: Members) -> Members:
    found = dict(origin)
    if found.get("response_completion_timeout") == 0:
        found.pop("response_completion_timeout")
    if found.get("vpc_origin_config"):
        found["vpc_origin_config"] = _without(found["vpc_origin_config"], _OF_VPC_ORIGIN)
    custom = found.get("custom_origin_config") or {}
    if (custom.get("origin_mtls_config") or {}).get("client_certificate_arn") == "":
        found["custom_origin_config"] = {name: value for name, value in custom.items() if name != "origin_mtls_config"}
    return found


def _without(members: Members, names: tuple[str, ...]) -> Members:
    return {name: value for name, value in members.items() if name not in names or value != ""}
