# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""CloudFront: what it fills in, refuses and makes wait."""

from __future__ import annotations

import re
import typing as t

from tests.lab import wire, xml
from tests.lab.rules.cloudfront import distributions, functions, identities, invalidations, keys, lists, policies
from tests.lab.rules.cloudfront.schema import refused

if t.TYPE_CHECKING:
    from tests.lab.wire import Answer, Call
    from tests.lab.world import World

# MiniStack's words for these differ from CloudFront's (CF-02).
_TEXTS = {
    "PreconditionFailed": (
        "The request failed because it didn't meet the preconditions in one or more request-header fields."
    ),
}
_DELETES = {
    f"Delete{noun.title().replace(' ', '')}": f"{noun.title().replace(' ', '')}InUse"
    for noun in ("origin access control", "cache policy", "origin request policy", "response headers policy")
}


async def answer(world: World, call: Call, forward: wire.Forward) -> Answer:
    """Answer a CloudFront call."""
    rule = _RULES.get(call.operation)
    if rule is None and call.operation.startswith("List") and call.operation != "ListTagsForResource":
        rule = lists.answer
    if rule is None and call.operation in _DELETES:
        rule = _delete
    result = await (rule(world, call, forward) if rule else forward(call))
    text = _TEXTS.get(result.error or "")
    return wire.error("cloudfront", result.error or "", text, result.status) if text else result


async def _delete(world: World, call: Call, forward: wire.Forward) -> Answer:
    """Refuse to delete what a distribution has, or had a moment ago (CF-24, CF-44, CF-66)."""
    if world.users_of(call.account, call.id) or world.deadlines.lingers(world, call.id):
        raise refused(_DELETES[call.operation], _in_use(call.operation), 409)
    return await forward(call)


def _in_use(operation: str) -> str:
    if operation == "DeleteOriginAccessControl":
        return "The CloudFront origin access control is still being used."
    noun = re.sub(r"(?<!^)(?=[A-Z])", " ", operation.removeprefix("Delete")).lower()
    return f"The specified {noun} is currently associated with a cache behavior in one or more distributions."


async def _put_control(world: World, call: Call, forward: wire.Forward) -> Answer:
    root = xml.parse(call.body)
    for name, most in (("Name", 64), ("Description", 256)):
        if len(xml.text(root, name)) > most:
            raise refused("InvalidArgument", f"The parameter {name} is too long.")  # CF-43
    return await forward(call)


async def _tag(world: World, call: Call, forward: wire.Forward) -> Answer:
    if b"<Key>aws:" in call.body:
        raise refused("InvalidTagging", "The tagging specified is not valid: the aws: prefix is reserved.")  # CF-86
    return await forward(call)


_POLICIES = ("Cache", "OriginRequest", "ResponseHeaders")
_Rule = t.Callable[["World", "Call", wire.Forward], t.Awaitable["Answer"]]
_RULES: dict[str, _Rule] = {
    "CreateDistribution": distributions.create,
    "CreateDistributionWithTags": distributions.create,
    "UpdateDistribution": distributions.update,
    "GetDistribution": distributions.get,
    "DeleteDistribution": distributions.delete,
    "AssociateAlias": distributions.associate_alias,
    "CreateInvalidation": invalidations.create,
    "ListDistributionsByWebACLId": lists.by_web_acl,
    "ListConflictingAliases": lists.conflicting_aliases,
    "UpdateFunction": functions.update,
    "TestFunction": functions.test,
    "CreateFunction": functions.create,
    "DeleteFunction": functions.delete,
    "CreatePublicKey": keys.create_key,
    "CreateKeyGroup": keys.put_group,
    "UpdateKeyGroup": keys.put_group,
    "DeleteKeyGroup": keys.delete_group,
    "ListDistributionsByKeyGroup": keys.distributions,
    "CreateOriginAccessControl": _put_control,
    "UpdateOriginAccessControl": _put_control,
    **{f"{verb}{kind}Policy": policies.put for verb in ("Create", "Update") for kind in _POLICIES},
    **{f"ListDistributionsBy{kind}PolicyId": policies.distributions for kind in _POLICIES},
    "TagResource": _tag,
    "CreateCloudFrontOriginAccessIdentity": identities.create,
    "GetCloudFrontOriginAccessIdentity": identities.get,
    "GetCloudFrontOriginAccessIdentityConfig": identities.get,
    "UpdateCloudFrontOriginAccessIdentity": identities.update,
    "DeleteCloudFrontOriginAccessIdentity": identities.delete,
    "ListCloudFrontOriginAccessIdentities": identities.list_all,
}
