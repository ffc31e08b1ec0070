# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Refusals about the words of 2017: what they exclude today, and what took the place of what has ended; pure."""

from __future__ import annotations

import re
import typing as t

from .._errors import Refused
from .._unknown import is_unknown
from .defaults import LEGACY
from .domains import s3_name

Members = t.Mapping[str, t.Any]

_RTMP = re.compile(r"rtmp[a-z]*://.*|.*/cfx/st\b.*", re.IGNORECASE)
ENDED = (
    "CloudFront ended RTMP on 2020-12-31. Deliver the media as files over HTTP instead, such as HLS or DASH segments in"
    " the same bucket, by a distribution of today"
)
_INSTEAD = {
    "forwarded_values": "a cache policy says what makes requests differ, an origin request policy what else is passed"
    " on: make them with cdn.aws.cloudfront_cache_policy and cdn.aws.cloudfront_origin_request_policy, and name them in"
    " cache_policy_id and origin_request_policy_id",
    **dict.fromkeys(
        LEGACY[1:],
        "it belongs to a cache policy: make one with cdn.aws.cloudfront_cache_policy and name it in cache_policy_id",
    ),
}


def check_legacy_options(desired: Members) -> None:
    """Refuse named members of 2017 that contradict others, whatever there is."""
    for path, given, _there in _behaviors(desired, {}):
        _check_mixture(path, given)
    for origin in desired.get("origins") or ():
        _check_domain(origin)


def check_legacy(desired: Members, current: Members | None) -> None:
    """Refuse named members of 2017 that do not go with what is there; ``current`` may be None."""
    for path, given, there in _behaviors(desired, current or {}):
        _check_lifetimes(path, given, there)
        _check_cookies(path, given, there)
    for origin in desired.get("origins") or ():
        _check_kind(origin, (current or {}).get("origins") or ())


def _behaviors(desired: Members, current: Members) -> t.Iterator[tuple[str, Members, Members]]:
    if "default_cache_behavior" in desired:
        given = desired["default_cache_behavior"]
        yield "default_cache_behavior", given, current.get("default_cache_behavior") or {}
    by_pattern = {behavior["path_pattern"]: behavior for behavior in current.get("cache_behaviors") or ()}
    for given in desired.get("cache_behaviors") or ():
        pattern = given["path_pattern"]
        yield f"cache_behaviors[{pattern}]", given, by_pattern.get(pattern, {})


def _legacy(given: Members) -> list[str]:
    return [option for option in LEGACY if given.get(option) is not None]


def _check_mixture(path: str, given: Members) -> None:
    """CF-60."""
    named = [option for option in ("cache_policy_id", "origin_request_policy_id") if given.get(option)]
    for option in _legacy(given):
        if named:
            raise Refused(f"{path}: {option} does not go with {named[0]}; {_INSTEAD[option]}.")


def _check_lifetimes(path: str, given: Members, there: Members) -> None:
    """Refuse a lifetime beside a policy that nobody names: what it shall replace would be a guess (CF-60)."""
    legacy = _legacy(given)
    dropped = given.get("cache_policy_id") == ""
    if legacy and "forwarded_values" not in legacy and there.get("cache_policy_id") and not dropped:
        raise Refused(
            f"{path}: {legacy[0]} does not go with the cache policy that is there; {_INSTEAD[legacy[0]]}. To go back to"
            " the time before policies, name forwarded_values too."
        )


def _check_cookies(path: str, given: Members, there: Members) -> None:
    cookies = (given.get("forwarded_values") or {}).get("cookies") or {}
    current = (there.get("forwarded_values") or {}).get("cookies") or {}
    forward = cookies.get("forward", current.get("forward", "none"))
    names = cookies.get("whitelisted_names", current.get("whitelisted_names"))
    if cookies and forward == "whitelist" and not names:
        raise Refused(f"{path}.forwarded_values.cookies: forward is whitelist; say which in whitelisted_names.")
    if cookies.get("whitelisted_names") and forward != "whitelist":
        raise Refused(f"{path}.forwarded_values.cookies: whitelisted_names need forward: whitelist.")


def _path(origin: Members) -> str:
    return f"origins[{origin.get('id') or origin.get('domain_name')}]"


def _check_domain(origin: Members) -> None:
    domain = origin.get("domain_name") or ""
    if _RTMP.fullmatch(domain) or _RTMP.fullmatch(origin.get("origin_path") or ""):
        raise Refused(f"{_path(origin)}: this is an address of RTMP. {ENDED}.")
    wanted = origin.get("s3_origin_access_identity_enabled") is not None
    if wanted and domain and not s3_name(domain) and not is_unknown(domain):
        raise Refused(f"{_path(origin)}: s3_origin_access_identity_enabled is for buckets, and {domain} is none.")


def _check_kind(origin: Members, current: t.Iterable[Members]) -> None:
    """Refuse what makes a bucket a web server, unless it was made so before by other means."""
    same = [one for one in current if one["id"] == origin.get("id") or one["domain_name"] == origin.get("domain_name")]
    domain = origin.get("domain_name") or next((one["domain_name"] for one in same), "")
    was_custom = any(one.get("custom_origin_config") for one in same)
    if s3_name(domain) and origin.get("custom_origin_config") and not was_custom:
        raise Refused(
            f"{_path(origin)}: custom_origin_config does not go with {domain}, which is a bucket: leave it out, or name"
            " another host."
        )
