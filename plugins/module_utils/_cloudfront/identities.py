# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Origin access identities, the predecessors of origin access controls: kept, found, or made for a bucket."""

from __future__ import annotations

import functools
import typing as t

from .._errors import Refused
from .._plan import Change, State
from .._resource import Api
from .._unknown import is_unknown, unknown
from .domains import s3_name

Members = dict[str, t.Any]

CREATE = "cloudfront:CreateCloudFrontOriginAccessIdentity"
# Where a state carries the ids that AWS gave in this run, by the buckets they are for.
MADE = "identities"
SWITCH = "s3_origin_access_identity_enabled"

_PREFIX = "origin-access-identity/cloudfront/"


class Identities:
    """Turns the switch of an origin into the identity that it stands for; ``missing`` are buckets that need one."""

    def __init__(self, api: Api) -> None:
        self._api = api
        self.missing: tuple[str, ...] = ()
        self.warnings: tuple[str, ...] = ()

    def resolve(self, origins: list[Members], current: list[Members]) -> list[Members]:
        """Return the origins with identities for switches; what there is none for yet is unknown."""
        self.missing, self.warnings = (), ()
        by_id = {origin["id"]: origin for origin in current}
        return [self._origin(origin, by_id.get(origin["id"], {})) for origin in origins]

    def _origin(self, origin: Members, there: Members) -> Members:
        found = {name: value for name, value in origin.items() if name != SWITCH}
        if origin.get(SWITCH) is None:
            return found
        config = found.get("s3_origin_config") or {}
        identity = self._identity(found, there) if origin[SWITCH] else ""
        return {**found, "s3_origin_config": {**config, "origin_access_identity": identity}}

    def _identity(self, origin: Members, there: Members) -> str:
        named = (origin.get("s3_origin_config") or {}).get("origin_access_identity")
        kept = (there.get("s3_origin_config") or {}).get("origin_access_identity")
        path = f"origins[{origin['id']}]"
        if origin.get("origin_access_control_id", there.get("origin_access_control_id")):
            raise Refused(
                f"{path}: {SWITCH} would add an origin access identity to an origin access control, which has taken its"
                f" place: leave {SWITCH} out."
            )
        if named or kept:
            return str(named or kept)
        domain = origin.get("domain_name") or there.get("domain_name") or ""
        place = s3_name(domain)
        if place is None and not is_unknown(domain):
            raise Refused(f"{path}: {SWITCH} is for buckets, and {domain} is none.")
        bucket = place.bucket if place else domain
        if bucket in self._known:
            return f"{_PREFIX}{self._known[bucket]}"
        if bucket not in self.missing:
            self.missing = (*self.missing, bucket)
            self.warnings = (
                *self.warnings,
                f"{path}: {SWITCH} makes an origin access identity. Origin access controls have taken their place; see"
                " origin_access_control_id.",
            )
        return stand_in(bucket)

    @functools.cached_property
    def _known(self) -> dict[str, str]:
        """Return the ids of identities that were made here, by the buckets they are for."""
        return {
            item["Comment"].removeprefix(comment("")): item["Id"]
            for page in self._api.pages("cloudfront:ListCloudFrontOriginAccessIdentities")
            for item in page["CloudFrontOriginAccessIdentityList"].get("Items") or ()
            if item["Comment"].startswith(comment(""))
        }


def comment(bucket: str) -> str:
    """Return the comment of an identity, which is all that AWS's list and console show of it."""
    return f"access-identity-by-ansible-{bucket}"


def stand_in(bucket: str) -> str:
    """Return what stands for an identity that is yet to be made."""
    return _PREFIX + unknown(f"id of the origin access identity of {bucket}")


def creation(bucket: str) -> Change:
    """Return the change that makes an identity; the same reference and comment again give the same one."""
    config = {"CallerReference": f"cdn.aws-{bucket}", "Comment": comment(bucket)}
    return Change("create", CREATE, bucket, lambda _state: {"CloudFrontOriginAccessIdentityConfig": config})


def created(change: Change, answer: t.Mapping[str, t.Any], state: State | None) -> State:
    """Return the state with the id of an identity that was made."""
    made = answer["CloudFrontOriginAccessIdentity"]["Id"]
    known = (state or {}).get(MADE, {})
    return {**(state or {}), MADE: {**known, stand_in(change.resource): f"{_PREFIX}{made}"}}


def filled(value: t.Any, state: t.Mapping[str, t.Any]) -> t.Any:
    """Return a request with the identities that were made in place of what stood for them."""
    made = state.get(MADE)
    if not made:
        return value
    if isinstance(value, dict):
        return {name: filled(child, state) for name, child in value.items()}
    if isinstance(value, list):
        return [filled(child, state) for child in value]
    return made.get(value, value) if is_unknown(value) else value
