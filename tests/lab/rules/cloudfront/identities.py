# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Origin access identities, which MiniStack can only list."""

from __future__ import annotations

import hashlib
import typing as t
import uuid
from xml.etree.ElementTree import Element, SubElement

from tests.lab import xml
from tests.lab.rules.cloudfront.lists import NAMESPACE, paged
from tests.lab.rules.cloudfront.schema import refused
from tests.lab.wire import Answer

if t.TYPE_CHECKING:
    from tests.lab import wire
    from tests.lab.wire import Call
    from tests.lab.world import World

_NAME = "CloudFrontOriginAccessIdentity"


def _answer(identity: dict[str, str], status: int = 200, *, config_only: bool = False) -> Answer:
    root = Element(f"{_NAME}Config" if config_only else _NAME)
    if not config_only:
        SubElement(root, "Id").text = identity["Id"]
        SubElement(root, "S3CanonicalUserId").text = identity["S3CanonicalUserId"]
    config = root if config_only else SubElement(root, f"{_NAME}Config")
    SubElement(config, "CallerReference").text = identity["CallerReference"]
    SubElement(config, "Comment").text = identity["Comment"]
    location = f"/2020-05-31/origin-access-identity/cloudfront/{identity['Id']}"
    headers = {"content-type": "text/xml", "etag": identity["ETag"], "location": location}
    return Answer(status, headers, xml.dump(root, NAMESPACE))


def _find(world: World, call: Call, *, match: bool) -> dict[str, str]:
    identity = world.identities.get((call.account, call.uri["Id"]))
    if identity is None:
        raise refused(
            "NoSuchCloudFrontOriginAccessIdentity", "The specified origin access identity does not exist.", 404
        )
    given = call.headers.get("if-match")
    if match and not given:
        raise refused("InvalidIfMatchVersion", "The If-Match version is missing or not valid for the resource.")
    if match and given != identity["ETag"]:
        raise refused(
            "PreconditionFailed",
            "The precondition in one or more of the request-header fields evaluated to false.",
            412,
        )
    return identity


async def create(world: World, call: Call, forward: wire.Forward) -> Answer:
    """Answer CreateCloudFrontOriginAccessIdentity; here the same reference with the same comment is the same one."""
    root = xml.parse(call.body)
    reference, comment = xml.text(root, "CallerReference"), xml.text(root, "Comment")
    for (account, _), known in world.identities.items():
        if account == call.account and known["CallerReference"] == reference:
            if known["Comment"] == comment:
                return _answer(known, 201)
            raise refused(
                "CloudFrontOriginAccessIdentityAlreadyExists",
                "The caller reference was used for another identity.",
                409,
            )
    number = f"E{uuid.uuid4().hex[:13].upper()}"
    identity = {"Id": number, "CallerReference": reference, "Comment": comment,
                "ETag": f"E{uuid.uuid4().hex[:13].upper()}",
                "S3CanonicalUserId": hashlib.sha256(number.encode()).hexdigest()}  # fmt: skip
    world.identities[call.account, number] = identity
    return _answer(identity, 201)


async def get(world: World, call: Call, forward: wire.Forward) -> Answer:
    """Answer the two Get operations."""
    return _answer(_find(world, call, match=False), config_only=call.operation.endswith("Config"))


async def update(world: World, call: Call, forward: wire.Forward) -> Answer:
    """Answer UpdateCloudFrontOriginAccessIdentity."""
    identity = _find(world, call, match=True)
    identity.update(Comment=xml.text(xml.parse(call.body), "Comment"), ETag=f"E{uuid.uuid4().hex[:13].upper()}")
    return _answer(identity)


async def delete(world: World, call: Call, forward: wire.Forward) -> Answer:
    """Answer DeleteCloudFrontOriginAccessIdentity."""
    identity = _find(world, call, match=True)
    if world.users_of(call.account, f"origin-access-identity/cloudfront/{identity['Id']}"):
        raise refused(
            "CloudFrontOriginAccessIdentityInUse", "The CloudFront origin access identity is still being used.", 409
        )
    del world.identities[call.account, identity["Id"]]
    return Answer(204, {})


async def list_all(world: World, call: Call, forward: wire.Forward) -> Answer:
    """Answer ListCloudFrontOriginAccessIdentities."""
    root = Element(f"{_NAME}List")
    holder = SubElement(root, "Items")
    for (account, _), identity in world.identities.items():
        if account == call.account:
            item = SubElement(holder, f"{_NAME}Summary")
            for name in ("Id", "S3CanonicalUserId", "Comment"):
                SubElement(item, name).text = identity[name]
    paged(root, call.query)
    return Answer(200, {"content-type": "text/xml"}, xml.dump(root, NAMESPACE))
