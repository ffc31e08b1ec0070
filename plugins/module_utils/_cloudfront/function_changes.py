# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The changes of a function as values."""

from __future__ import annotations

import typing as t

from .._plan import Change, Difference, State
from .._resource import Api
from .._shapes import differences, to_sdk
from .._tags import to_list
from .function_code import encoded
from .function_stages import config_of

CREATE = "cloudfront:CreateFunction"
UPDATE = "cloudfront:UpdateFunction"
PUBLISH = "cloudfront:PublishFunction"
DELETE = "cloudfront:DeleteFunction"


def creation(api: Api, target: State, *, tags: dict[str, str] | None) -> Change:
    """Return the change that makes a function in DEVELOPMENT."""
    request = {"Name": target["name"], **_body(api, target), **({"Tags": {"Items": to_list(tags)}} if tags else {})}
    return Change("create", CREATE, target["name"], lambda _state: request)


def update(api: Api, current: State, target: State) -> tuple[Change, ...]:
    """Return the change that brings DEVELOPMENT to the target, if it takes one."""
    found = (*_config_differences(api, current, target), *_code_differences(current["code"], target["code"]))
    request = {"Name": target["name"], **_body(api, target)}
    change = Change(
        "update", UPDATE, target["name"], lambda state: {**request, "IfMatch": state["etag"]}, differences=found
    )
    return (change,) if found else ()


def publication(live: State | None, target: State, *, after: t.Sequence[Change]) -> Change:
    """Return the change that copies DEVELOPMENT to LIVE, once the changes of DEVELOPMENT are made.

    What they do not show is shown here: that LIVE lags behind, and its code when it is older than DEVELOPMENT's.
    """
    told = {difference.path for change in after for difference in change.differences}
    found = () if after else (Difference("live", current=False, desired=True),)
    drift = () if live is None or "code" in told else _code_differences(live["code"], target["code"])
    return Change(
        "update",
        PUBLISH,
        target["name"],
        lambda state: {"Name": state["name"], "IfMatch": state["etag"]},
        differences=(*found, *drift),
    )


def deletion(current: State) -> Change:
    """Return the change that removes both stages."""
    return Change("delete", DELETE, current["name"], lambda state: {"Name": state["name"], "IfMatch": state["etag"]})


def is_live(api: Api, live: State | None, target: State) -> bool:
    """Tell whether LIVE does what the target does.

    A publication copies the code. That it copies the comment too is nowhere said, so the comment does not count.
    """
    if live is None or live["code"] != target["code"]:
        return False
    return not _config_differences(api, {**live, "comment": ""}, {**target, "comment": ""})


def _body(api: Api, target: State) -> State:
    config = to_sdk(api.shape("cloudfront", "FunctionConfig"), config_of(target))
    return {"FunctionConfig": config, "FunctionCode": encoded(target["code"])}


def _config_differences(api: Api, current: State, target: State) -> tuple[Difference, ...]:
    return differences(api.shape("cloudfront", "FunctionConfig"), config_of(current), config_of(target))


def _code_differences(current: str, target: str) -> tuple[Difference, ...]:
    return () if current == target else (Difference("code", current, target),)
