# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What community.aws.cloudfront_distribution takes and returns in forms of its own; pure."""

from __future__ import annotations

import typing as t

from .._errors import Refused
from .._shapes import ITEMS, is_counted, is_plain_list, members_of
from .domains import alias_name

Members = dict[str, t.Any]

_MIRRORED = {"acm": "acm_certificate_arn", "iam": "iam_certificate_id"}


def translated(members: Members, options: t.Mapping[str, t.Any]) -> Members:
    """Return the named members with its forms turned into the API's, and with what its short options stand for."""
    found = dict(members)
    path = options.get("default_origin_path")
    if "origins" not in found and options.get("default_origin_domain_name"):
        origin = {"domain_name": options["default_origin_domain_name"]}
        found["origins"] = [{**origin, "origin_path": path} if path is not None else origin]
    if "viewer_certificate" in found:
        found["viewer_certificate"] = _certificate(found["viewer_certificate"])
    alias = options.get("alias")
    if alias:
        # Whatever else the list says, the name that finds the distribution stays on it.
        aliases = found.get("aliases") or []
        found["aliases"] = [*aliases, alias]
    if "aliases" in found:
        # Each once, however it was written.
        found["aliases"] = list(dict.fromkeys(map(alias_name, found["aliases"])))
    return found


def _certificate(given: Members) -> Members:
    """Turn the two members of 2015 into those that took their place (CF-08)."""
    found = {name: value for name, value in given.items() if name not in ("certificate", "certificate_source")}
    source, mirrored = given.get("certificate_source"), given.get("certificate")
    if source == "cloudfront":
        return {"cloud_front_default_certificate": True, **found}
    if mirrored is None and source is None:
        return found
    today = _MIRRORED[source or ("acm" if str(mirrored).startswith("arn:") else "iam")]
    if mirrored is None:
        if today not in found:
            raise Refused(f"viewer_certificate.certificate_source: {source} without a certificate; write {today}.")
        return found
    if found.get(today, mirrored) != mirrored:
        raise Refused(f"viewer_certificate: certificate and {today} name two certificates; write {today} only.")
    return {**found, today: mirrored}


def returned(distribution: t.Any, state: t.Mapping[str, t.Any]) -> Members:
    """Return a distribution without secrets the way it returned one: all at the top, lists counted.

    ``distribution`` is the API's shape of one.
    """
    members = members_of(distribution)
    members |= members_of(members.pop("distribution_config"))
    known = {name: counted(shape, state[name]) for name, shape in members.items() if name in state}
    return {**known, **({"tags": state["tags"]} if "tags" in state else {})}


def counted(shape: t.Any, value: t.Any) -> t.Any:
    """Return an option form with each counted list as ``quantity``, ``items`` and, its newer name, ``elements``."""
    if is_plain_list(shape):
        return _count([counted(shape.members[ITEMS].member, item) for item in value])
    if shape.type_name == "list":
        return [counted(shape.member, item) for item in value]
    if shape.type_name != "structure" or not isinstance(value, t.Mapping):
        return value
    below = members_of(shape)
    found = {name: counted(below[name], child) for name, child in value.items() if name in below}
    return {**found, **_count(found.pop("items", []))} if is_counted(shape) else found


def _count(items: list[t.Any]) -> Members:
    # CloudFront leaves the list out when it is empty (CF-07), and so did these return values.
    return {"quantity": len(items), **({"items": items, "elements": items} if items else {})}
