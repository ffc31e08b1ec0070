# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Names instead of ids: whatever a distribution refers to; ids and ARNs never cost a call."""

from __future__ import annotations

import dataclasses
import re
import typing as t

from .._errors import AwsError, Refused
from .._resource import Api
from .._unknown import is_unknown, unknown
from .managed_policies import KINDS as POLICIES
from .managed_policies import Policies

Members = dict[str, t.Any]


@dataclasses.dataclass(frozen=True)
class Kind:
    """A kind of thing that has a name: how its ids look, and which list shows both.

    ``entry`` returns the name and the id of an item of the list, ``module`` is what makes such things.
    """

    words: str
    ids: re.Pattern[str]
    operation: str
    holder: str
    entry: t.Callable[[t.Mapping[str, t.Any]], tuple[str, str]]
    module: str = ""


KINDS = {
    "origin_access_control_id": Kind(
        "origin access control",
        # Without a digit it may as well be a name in capitals, which only the list can tell.
        re.compile(r"E(?=[A-Z]*[0-9])[A-Z0-9]{9,}"),
        "cloudfront:ListOriginAccessControls",
        "OriginAccessControlList",
        lambda item: (item["Name"], item["Id"]),
        "cloudfront_origin_access_control",
    ),
    "vpc_origin_id": Kind(
        "VPC origin",
        re.compile(r"vo_\w+"),
        "cloudfront:ListVpcOrigins",
        "VpcOriginList",
        lambda item: (item["Name"], item["Id"]),
    ),
    "realtime_log_config_arn": Kind(
        "configuration of real-time logs",
        re.compile(r"arn:.+"),
        "cloudfront:ListRealtimeLogConfigs",
        "RealtimeLogConfigs",
        lambda item: (item["Name"], item["ARN"]),
    ),
    "trusted_key_groups": Kind(
        "key group",
        re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"),
        "cloudfront:ListKeyGroups",
        "KeyGroupList",
        lambda item: (item["KeyGroup"]["KeyGroupConfig"]["Name"], item["KeyGroup"]["Id"]),
        "cloudfront_key_group",
    ),
}


@dataclasses.dataclass(frozen=True)
class Resolved:
    """Members with ids for names; ``needs`` says which names nothing carries yet, an earlier task may see to it."""

    members: Members
    needs: str = ""


class References:
    """Turns the names in a configuration into ids and ARNs; reads each list at most once."""

    def __init__(self, api: Api) -> None:
        self._api = api
        self._policies = Policies(api)
        self._listed: dict[str, dict[str, str]] = {}
        self._functions: dict[str, str] = {}
        self._missing: list[str] = []

    def resolve(self, desired: Members) -> Resolved:
        """Return the members with ids and ARNs; a name that nothing carries becomes an unknown value."""
        self._missing = []
        found = dict(desired)
        if "origins" in desired:
            found["origins"] = [self._origin(origin) for origin in desired["origins"]]
        if "default_cache_behavior" in desired:
            found["default_cache_behavior"] = self._behavior(desired["default_cache_behavior"])
        if "cache_behaviors" in desired:
            found["cache_behaviors"] = [self._behavior(behavior) for behavior in desired["cache_behaviors"]]
        return Resolved(found, " ".join(dict.fromkeys(self._missing)))

    def _origin(self, origin: Members) -> Members:
        found = self._with(origin, "origin_access_control_id")
        if found.get("vpc_origin_config"):
            found["vpc_origin_config"] = self._with(found["vpc_origin_config"], "vpc_origin_id")
        return found

    def _behavior(self, behavior: Members) -> Members:
        found = self._with(behavior, "realtime_log_config_arn")
        for option in (option for option in POLICIES if option in found):
            found[option] = self._policies.resolve(option, found[option], self._missing)
        groups = found.get("trusted_key_groups") or {}
        if groups.get("items"):
            ids = [self._id("trusted_key_groups", name) for name in groups["items"]]
            found["trusted_key_groups"] = {**groups, "items": ids}
        if found.get("function_associations"):
            found["function_associations"] = [
                {**one, "function_arn": self._function(one["function_arn"])} for one in found["function_associations"]
            ]
        return found

    def _with(self, members: Members, option: str) -> Members:
        return {**members, option: self._id(option, members[option])} if members.get(option) else dict(members)

    def _id(self, option: str, value: str) -> str:
        kind = KINDS[option]
        if is_unknown(value) or kind.ids.fullmatch(value):
            return value
        if option not in self._listed:
            self._listed[option] = dict(
                kind.entry(item)
                for page in self._api.pages(kind.operation)
                for item in page[kind.holder].get("Items") or ()
            )
        listed = self._listed[option]
        # An id of another form than those known here is one all the same.
        found = value if value in listed.values() else listed.get(value)
        if found is None:
            by = f"; cdn.aws.{kind.module} makes one" if kind.module else ""
            self._missing.append(f"{option}: there is no {kind.words} with the id or name {value}{by}.")
        return found or unknown(f"id of the {kind.words} {value}")

    def _function(self, value: str) -> str:
        """Return the ARN of a function, which must be published to be used (CF-83)."""
        if not value:
            raise Refused("function_associations: function_arn is empty; an empty list takes functions away.")
        if is_unknown(value) or value.startswith("arn:"):
            return value
        if value not in self._functions:
            self._functions[value] = self._function_arn(value, "LIVE")
        if self._functions[value]:
            return self._functions[value]
        if self._function_arn(value, "DEVELOPMENT"):
            problem = f"the function {value} is not published: publish it first, cdn.aws.cloudfront_function does"
        else:
            problem = f"there is no function named {value}; cdn.aws.cloudfront_function makes one"
        self._missing.append(f"function_associations: {problem}.")
        return unknown(f"ARN of the function {value}")

    def _function_arn(self, name: str, stage: str) -> str:
        try:
            found = self._api.call("cloudfront:DescribeFunction", {"Name": name, "Stage": stage})
        except AwsError as error:
            if error.code != "NoSuchFunctionExists":
                raise
            return ""
        return str(found["FunctionSummary"]["FunctionMetadata"]["FunctionARN"])


def key_value_store_arns(api: Api, stores: list[dict[str, str]]) -> list[dict[str, str]]:
    """Return the associations of a function with ARNs in place of names."""
    names = [one["key_value_store_arn"] for one in stores]
    known = {}
    if any(not is_unknown(name) and not name.startswith("arn:") for name in names):
        known = {
            item["Name"]: item["ARN"]
            for page in api.pages("cloudfront:ListKeyValueStores")
            for item in page["KeyValueStoreList"].get("Items") or ()
        }
    for name in names:
        if name not in known and not is_unknown(name) and not name.startswith("arn:"):
            raise Refused(f"key_value_store_associations: there is no key value store named {name}.")
    return [{"key_value_store_arn": known.get(name, name)} for name in names]
