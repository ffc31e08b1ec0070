# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Public keys and key groups: what MiniStack takes and CloudFront does not (CF-85)."""

from __future__ import annotations

import typing as t
from xml.etree.ElementTree import Element, SubElement

from tests.lab import store, xml
from tests.lab.rules.cloudfront.lists import NAMESPACE, paged
from tests.lab.rules.cloudfront.schema import refused
from tests.lab.wire import Answer

if t.TYPE_CHECKING:
    from tests.lab import wire
    from tests.lab.wire import Call
    from tests.lab.world import World

_MOST_KEYS = 5


async def create_key(world: World, call: Call, forward: wire.Forward) -> Answer:
    """Answer CreatePublicKey: names are unique, and only public keys are taken."""
    root = xml.parse(call.body)
    there = store.cloudfront_items("public_keys", call.account).values()
    taken = [
        key["Config"]["Name"]
        for key in there
        if any(key["Config"][member] == xml.text(root, member) for member in ("Name", "CallerReference"))
    ]
    if taken:
        raise refused("PublicKeyAlreadyExists", "The specified public key already exists.", 409)
    if not xml.text(root, "EncodedKey").startswith("-----BEGIN PUBLIC KEY-----\n"):
        raise refused("InvalidArgument", "Your request contains empty/invalid/out of limits RSA Encoded Key")
    return await forward(call)


async def put_group(world: World, call: Call, forward: wire.Forward) -> Answer:
    """Answer CreateKeyGroup and UpdateKeyGroup: five keys at most."""
    if len(xml.items(xml.parse(call.body), ".")) > _MOST_KEYS:
        raise refused("TooManyPublicKeysInKeyGroup", "The number of public keys in this key group is more than 5.")
    return await forward(call)


async def delete_group(world: World, call: Call, forward: wire.Forward) -> Answer:
    """Answer DeleteKeyGroup: also shortly after a distribution had it, it is in use (CF-24)."""
    if world.deadlines.lingers(world, call.id):
        raise refused("ResourceInUse", "Cannot delete this resource because it is in use.", 409)
    return await forward(call)


async def distributions(world: World, call: Call, forward: wire.Forward) -> Answer:
    """Answer ListDistributionsByKeyGroup, which MiniStack lacks."""
    group = call.uri["KeyGroupId"]
    if group not in store.cloudfront_items("key_groups", call.account):
        raise refused("NoSuchResource", "The specified resource does not exist.", 404)
    root = Element("DistributionIdList")
    holder = SubElement(root, "Items")
    for arn in world.users_of(call.account, group):
        SubElement(holder, "DistributionId").text = arn.rpartition("/")[2]
    paged(root, call.query)
    return Answer(200, {"content-type": "text/xml"}, xml.dump(root, NAMESPACE))
