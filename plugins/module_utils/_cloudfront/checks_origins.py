# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What CloudFront refuses of origins and their groups; pure."""

from __future__ import annotations

import typing as t

from .._domain import host_name
from .._errors import Refused
from .._unknown import is_unknown
from .domains import is_accelerated, is_website, s3_name
from .limits import check_origin_limits
from .touched import Touched

Members = t.Mapping[str, t.Any]

KINDS = ("s3_origin_config", "custom_origin_config", "vpc_origin_config")
# CF-91; other timeouts have quotas, which move.
RANGES = {"connection_attempts": (1, 3), "connection_timeout": (1, 10)}
GROUP_SIZE = 2


def check_origins(config: Members, touched: Touched) -> tuple[str, ...]:
    """Refuse origins and groups that CloudFront would refuse, return what to warn of."""
    warnings: list[str] = []
    for origin in config.get("origins") or ():
        if f"origins[{origin['id']}]" in touched:
            check_kinds(origin)
            _check_path(origin)
            _check_ranges(origin)
            check_origin_limits(_path(origin), origin, touched)
            _check_shield(origin)
            warnings.extend(_check_domain(origin))
    ids = {origin["id"] for origin in config.get("origins") or ()}
    for group in config.get("origin_groups") or ():
        if f"origin_groups[{group['id']}]" in touched or "origins" in touched:
            _check_group(group, ids)
    return tuple(warnings)


def _path(origin: Members) -> str:
    return f"origins[{origin.get('id') or origin.get('domain_name')}]"


def check_kinds(origin: Members) -> None:
    """Refuse an origin of two kinds, or with two ways to sign (CF-40)."""
    kinds = [kind for kind in KINDS if origin.get(kind)]
    if len(kinds) > 1:
        raise Refused(f"{_path(origin)}: {' and '.join(kinds)} exclude each other.")
    identity = (origin.get("s3_origin_config") or {}).get("origin_access_identity")
    if origin.get("origin_access_control_id") and identity:
        raise Refused(
            f"{_path(origin)}: an origin access control and an origin access identity exclude each other; to change"
            " over, set s3_origin_config.origin_access_identity to an empty text."
        )


def _check_path(origin: Members) -> None:
    path = origin.get("origin_path") or ""
    if path and not is_unknown(path) and (not path.startswith("/") or path.endswith("/")):
        raise Refused(f"{_path(origin)}.origin_path: {path} must begin with a slash and not end with one.")


def _check_ranges(origin: Members) -> None:
    for option, (least, most) in RANGES.items():
        value = origin.get(option)
        if value is not None and not least <= value <= most:
            raise Refused(f"{_path(origin)}.{option}: {value} is not within {least} to {most}.")
    reads = [(origin.get(kind) or {}).get("origin_read_timeout") for kind in KINDS]
    read, whole = next(filter(None, reads), None), origin.get("response_completion_timeout")
    if read and whole and whole < read:
        raise Refused(
            f"{_path(origin)}.response_completion_timeout: {whole} must not be less than origin_read_timeout ({read})."
        )


def _check_shield(origin: Members) -> None:
    shield = origin.get("origin_shield") or {}
    if shield.get("enabled") and not shield.get("origin_shield_region"):
        raise Refused(
            f"{_path(origin)}.origin_shield: it is on; say in which origin_shield_region, such as eu-central-1."
        )


def _check_domain(origin: Members) -> tuple[str, ...]:
    """CF-41: what the name of an S3 origin must be, and what a website endpoint cannot do."""
    path, domain = _path(origin), origin.get("domain_name") or ""
    if is_unknown(domain):
        return ()
    normal = host_name(domain, option=f"{path}.domain_name")
    if not domain.isascii():
        raise Refused(f"{path}.domain_name: {domain!r} is an international name: write it as {normal}.")
    if is_accelerated(domain):
        raise Refused(
            f"{path}: {domain} is the name for accelerated uploads, which CloudFront does not take; use"
            " BUCKET.s3.REGION.amazonaws.com."
        )
    if is_website(domain) and (origin.get("origin_access_control_id") or origin.get("s3_origin_config")):
        raise Refused(
            f"{path}: {domain} is a website endpoint, which is public and cannot be signed for; use"
            " BUCKET.s3.REGION.amazonaws.com with an origin access control."
        )
    foreign = not s3_name(domain) and not domain.endswith((".amazonaws.com", ".amazonaws.com.cn"))
    if foreign and origin.get("s3_origin_config"):
        raise Refused(
            f"{path}: s3_origin_config is for buckets, and {domain} is none; write BUCKET.s3.REGION.amazonaws.com, or"
            " use custom_origin_config."
        )
    protocol = (origin.get("custom_origin_config") or {}).get("origin_protocol_policy")
    if is_website(domain) and protocol in ("https-only", "match-viewer"):
        return (
            f"{path}.custom_origin_config.origin_protocol_policy: {domain} is a website endpoint and speaks http only;"
            f" with {protocol} viewers get errors. Use http-only.",
        )
    return ()


def _check_group(group: Members, ids: t.Collection[str]) -> None:
    path = f"origin_groups[{group['id']}]"
    members = [one["origin_id"] for one in group.get("members") or ()]
    missing = [name for name in members if name not in ids]
    if missing:
        raise Refused(f"{path}: there is no origin with the id {', '.join(missing)}.")
    if len(members) != GROUP_SIZE:
        raise Refused(
            f"{path}.members: a group has two origins, the first one first; there is {len(members) or 'none'}."
        )
    if not (group.get("failover_criteria") or {}).get("status_codes"):
        raise Refused(f"{path}.failover_criteria.status_codes: say on which codes the second origin is asked.")
