# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The changes of a distribution as values: what is sent, and with which operation."""

from __future__ import annotations

from .._errors import AwsError
from .._plan import Change, Difference, Plan, State
from .._resource import Api
from .._shapes import to_sdk
from .._tags import TagChanges, as_text, from_list, tag_changes, to_list
from .._unknown import is_unknown, unknown
from . import identities
from .configuration import Target
from .finding import HOSTED_ZONE_ID, config_of, shown
from .guards import unmodelled

UPDATE = "cloudfront:UpdateDistribution"
DELETE = "cloudfront:DeleteDistribution"
TAGGING = ("cloudfront:TagResource", "cloudfront:UntagResource")


def current_tags(api: Api, arn: str) -> dict[str, str]:
    """Return the tags of a distribution, without the system's."""
    return from_list(api.call("cloudfront:ListTagsForResource", {"Resource": arn})["Tags"].get("Items"))


def with_tags(api: Api, state: State) -> State:
    """Return a state with its tags, which are looked up where they were not named; a caller may not be allowed to."""
    if "tags" in state or is_unknown(state["arn"]):
        return {"tags": {}, **state}
    try:
        return {**state, "tags": current_tags(api, state["arn"])}
    except AwsError:
        return state


def creation(api: Api, name: str, target: Target, *, tags: dict[str, str] | None) -> Plan:
    """Return the plan of a create; with tags it is another operation."""
    config = to_sdk(api.shape("cloudfront", "DistributionConfig"), target.config)
    request: State = {"DistributionConfig": config}
    operation = "cloudfront:CreateDistribution"
    if tags:
        operation = "cloudfront:CreateDistributionWithTags"
        request = {"DistributionConfigWithTags": {**request, "Tags": {"Items": to_list(tags)}}}
    computed = {
        "id": unknown("distribution id"),
        "arn": unknown("distribution ARN"),
        "status": "InProgress",
        "domain_name": unknown("distribution domain name"),
        "last_modified_time": unknown("distribution time of change"),
        "in_progress_invalidation_batches": 0,
        "hosted_zone_id": HOSTED_ZONE_ID,
        "etag": unknown("distribution ETag"),
    }
    after = shown(api, {**computed, **target.config, **({} if tags is None else {"tags": as_text(tags)})})
    change = Change("create", operation, name, lambda state: identities.filled(request, state))
    made = tuple(identities.creation(bucket) for bucket in target.identities)
    return Plan(None, after, (*made, change), warnings=target.warnings, needs=target.needs)


def modification(
    api: Api,
    name: str,
    current: State,
    target: Target,
    *,
    tags: tuple[TagChanges, tuple[Change, ...]],
) -> Plan:
    """Return the plan of an update: one for the configuration at most, then the tags."""
    planned: tuple[Change, ...] = ()
    if target.differences:
        config = to_sdk(api.shape("cloudfront", "DistributionConfig"), target.config)
        planned = (
            *(identities.creation(bucket) for bucket in target.identities),
            Change(
                "update",
                UPDATE,
                name,
                lambda state: {
                    "Id": state["id"],
                    "IfMatch": state["etag"],
                    "DistributionConfig": identities.filled(config, state),
                },
                differences=target.differences,
            ),
        )
    state = {**current, **target.config} if target.differences else dict(current)
    if "tags" in current:
        state["tags"] = tags[0].after
    return Plan(
        shown(api, current),
        shown(api, state),
        (*planned, *tags[1]),
        warnings=(*_lost_but_empty(current, target), *target.warnings),
        needs=target.needs,
    )


def tagging(
    name: str, current: State, desired: dict[str, str] | None, *, purge: bool
) -> tuple[TagChanges, tuple[Change, ...]]:
    """Return how the tags change, and the calls for it."""
    found = tag_changes(current=current.get("tags", {}), desired=desired, purge=purge)
    calls = []
    if found.to_set:
        changed = [Difference(f"tags.{key}", current["tags"].get(key), value) for key, value in found.to_set.items()]
        tags = {"Items": to_list(found.to_set)}
        calls.append(
            Change("update", TAGGING[0], name, lambda state: {"Resource": state["arn"], "Tags": tags}, tuple(changed))
        )
    if found.to_remove:
        changed = [Difference(f"tags.{key}", current["tags"][key], None) for key in found.to_remove]
        keys = {"Items": list(found.to_remove)}
        calls.append(
            Change(
                "update", TAGGING[1], name, lambda state: {"Resource": state["arn"], "TagKeys": keys}, tuple(changed)
            )
        )
    return found, tuple(calls)


def deletion(api: Api, name: str, current: State) -> tuple[Change, ...]:
    """Return the update that disables a distribution, unless it is, and the delete."""
    config = to_sdk(api.shape("cloudfront", "DistributionConfig"), {**config_of(current), "enabled": False})
    disable = Change(
        "update",
        UPDATE,
        name,
        lambda state: {"Id": state["id"], "IfMatch": state["etag"], "DistributionConfig": config},
    )
    remove = Change("delete", DELETE, name, lambda state: {"Id": state["id"], "IfMatch": state["etag"]}, settled=True)
    return (disable, remove) if current["enabled"] else (remove,)


def _lost_but_empty(current: State, target: Target) -> tuple[str, ...]:
    empty = unmodelled(current, empty=True)
    if not empty or not target.differences:
        return ()
    return (f"The installed botocore does not know {', '.join(empty)}, which are empty; a newer one would.",)
