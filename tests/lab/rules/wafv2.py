# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""WAFv2: the one region of CLOUDFRONT, and web ACLs that a distribution has."""

from __future__ import annotations

import typing as t

from tests.lab import store, wire
from tests.lab.wire import Refused

if t.TYPE_CHECKING:
    from tests.lab.wire import Answer, Call
    from tests.lab.world import World

_BAD_ARN = (
    "Error reason: The ARN isn't valid. A valid ARN begins with arn: and includes other information separated by "
    "colons or slashes., field: RESOURCE_ARN"
)
_IN_USE = (
    "AWS WAF couldn’t perform the operation because your resource is being used by another resource "
    "or it’s associated with another resource."
)
_MANAGED = {
    "AWSManagedRulesCommonRuleSet": "Contains rules that are generally applicable to web applications.",
    "AWSManagedRulesKnownBadInputsRuleSet": "Contains rules that block request patterns known to be invalid.",
    "AWSManagedRulesAmazonIpReputationList": "Contains rules that are based on Amazon threat intelligence.",
    "AWSManagedRulesBotControlRuleSet": "Contains rules that manage requests from bots.",
}


async def answer(world: World, call: Call, forward: wire.Forward) -> Answer:
    """Answer a WAFv2 call."""
    content = call.json()
    arn = str(content.get("ResourceArn") or content.get("ResourceARN") or "")
    if content.get("Scope") == "CLOUDFRONT" and call.region != "us-east-1":
        text = "Error reason: The scope is not valid., field: SCOPE_VALUE, parameter: CLOUDFRONT"
        raise Refused("wafv2", "WAFInvalidParameterException", text)
    if call.operation == "AssociateWebACL" and ":cloudfront:" in arn:
        raise Refused("wafv2", "WAFInvalidParameterException", _BAD_ARN)  # CF-53
    if call.operation == "DeleteWebACL":
        for acl in store.web_acls(call.account):
            used = world.users_of(call.account, acl["ARN"]) or world.deadlines.lingers(world, acl["ARN"])
            if acl["Id"] == content.get("Id") and used:
                raise Refused("wafv2", "WAFAssociatedItemException", _IN_USE)
    if call.operation == "ListAvailableManagedRuleGroups":
        groups = [
            {"VendorName": "AWS", "Name": name, "VersioningSupported": True, "Description": text}
            for name, text in _MANAGED.items()
        ]
        return wire.json_answer({"ManagedRuleGroups": groups})
    return await forward(call)
