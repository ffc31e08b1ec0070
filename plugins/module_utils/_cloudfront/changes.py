# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The changes of a distribution as values: what is sent, with which operation, and what forbids it."""

from __future__ import annotations

from .._errors import Refused
from .._plan import Change, Difference, Plan, State
from .._resource import Api
from .._shapes import to_sdk
from .._tags import TagChanges, from_list, tag_changes, to_list
from .._unknown import unknown
from .configuration import Target
from .finding import HOSTED_ZONE_ID, UNMODELLED_KEY, Finder, config_of, shown

UPDATE = "cloudfront:UpdateDistribution"
DELETE = "cloudfront:DeleteDistribution"
TAGGING = ("cloudfront:TagResource", "cloudfront:UntagResource")


def current_tags(api: Api, arn: str) -> dict[str, str]:
    """Return the tags of a distribution, without the system's."""
    return from_list(api.call("cloudfront:ListTagsForResource", {"Resource": arn})["Tags"].get("Items"))


def creation(api: Api, name: str, target: Target, *, tags: dict[str, str] | None) -> Plan:
    """Return the plan of a create; with tags it is another operation."""
    config = to_sdk(api.shape("cloudfront", "DistributionConfig"), target.config)
    if tags:
        operation = "cloudfront:CreateDistributionWithTags"
        request = {"DistributionConfigWithTags": {"DistributionConfig": config, "Tags": {"Items": to_list(tags)}}}
    else:
        operation, request = "cloudfront:CreateDistribution", {"DistributionConfig": config}
    computed = {
        "id": unknown("distribution id"),
        "arn": unknown("distribution ARN"),
        "status": "InProgress",
        "domain_name": unknown("distribution domain name"),
        "last_modified_time": unknown("distribution time of change"),
        "hosted_zone_id": HOSTED_ZONE_ID,
        "etag": unknown("distribution ETag"),
    }
    after = shown(api, {**computed, **target.config, **({} if tags is None else {"tags": tags})})
    change = Change("create", operation, name, lambda _state: request)
    return Plan(None, after, (change,), warnings=target.warnings, needs=target.needs)


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
            Change(
                "update",
                UPDATE,
                name,
                lambda state: {"Id": state["id"], "IfMatch": state["etag"], "DistributionConfig": config},
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


def refuse_losing(current: State, target: Target) -> None:
    """Refuse an update that would drop settings which the installed botocore cannot carry (X-03)."""
    lost = [member["path"] for member in current[UNMODELLED_KEY] if not member["empty"]]
    if lost and target.differences:
        raise Refused(
            f"The distribution {current['id']} has settings that the installed botocore does not know:"
            f" {', '.join(lost)}. An update would remove them, so this needs a newer botocore."
        )


def _lost_but_empty(current: State, target: Target) -> tuple[str, ...]:
    empty = [member["path"] for member in current[UNMODELLED_KEY] if member["empty"]]
    if not empty or not target.differences:
        return ()
    return (f"The installed botocore does not know {', '.join(empty)}, which are empty; a newer one would.",)


def refuse_other_etag(current: State, target: Target, etag: str | None) -> None:
    """Refuse to change what is not the version that the user has seen."""
    if etag and etag != current["etag"] and target.differences:
        raise Refused(
            f"e_tag: the distribution {current['id']} has been changed since (its ETag is {current['etag']}); leave"
            " e_tag out to change it as it is now."
        )


def refuse_taken_aliases(finder: Finder, current: State, target: Target) -> None:
    """Refuse aliases that another distribution of the account carries (CF-30)."""
    new = set(target.config.get("aliases") or ()) - set(current.get("aliases") or ())
    taken = {alias: owner for alias, owner in (finder.owners(new) if new else {}).items() if owner != current.get("id")}
    if taken:
        found = ", ".join(f"{alias} is an alias of {owner}" for alias, owner in sorted(taken.items()))
        raise Refused(f"aliases: {found}. An alias serves on one distribution only: take it away from there first.")
