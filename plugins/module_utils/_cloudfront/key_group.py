# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Key groups: the public keys that a distribution trusts, and their rotation (CF-85)."""

from __future__ import annotations

import dataclasses
import re
import typing as t

from .._errors import AwsError, Refused
from .._plan import Change, Plan, State
from .._resource import Api
from .._shapes import from_sdk, merge
from .._unknown import is_unknown, unknown
from .config_object import STALE, ConfigObject

# Without a digit it may as well be a name in capitals, which only the list can tell.
_ID = re.compile(r"K(?=[A-Z]*[0-9])[A-Z0-9]{9,}")


class KeyGroup(ConfigObject):
    """One key group, found by its id or its name."""

    noun = "key_group"
    kind = "KeyGroup"
    words = "key group"
    plural = "KeyGroups"
    gone = "NoSuchResource"
    stale_codes = STALE | {"KeyGroupAlreadyExists"}
    config_options = ("name", "comment", "items")
    longest: t.ClassVar[t.Mapping[str, int]] = {"comment": 128}
    defaults: t.ClassVar[t.Mapping[str, t.Any]] = {"comment": ""}

    def __init__(self, options: t.Mapping[str, t.Any], api: Api) -> None:
        super().__init__(options, api)
        self._ids: list[str] | None = None
        self._missing: list[str] = []

    def validate(self) -> None:
        """Refuse to look for a key without a name."""
        super().validate()
        if "" in (self.options.get("items") or ()):
            raise Refused("items: an item is empty: write the id or the name of a public key.")

    def listed(self, item: t.Mapping[str, t.Any]) -> State:
        """Return the state that an item of the list shows: all of it but the ETag."""
        found = item["KeyGroup"]
        return {"id": found["Id"], **from_sdk(self.config_shape, found["KeyGroupConfig"])}

    def desired(self) -> State:
        """Return the options that were given, keys by their ids."""
        found = super().desired()
        if "items" not in found:
            return found
        if self._ids is None:
            self._ids = self._resolved(found["items"])
        return {**found, "items": self._ids}

    def _resolved(self, items: list[str]) -> list[str]:
        known: dict[str, str] = {}
        if any(not is_unknown(name) and not _ID.fullmatch(name) for name in items):
            known = {
                key: item["Id"]
                for page in self.api.pages("cloudfront:ListPublicKeys")
                for item in page["PublicKeyList"].get("Items") or ()
                for key in (item["Name"], item["Id"])
            }
        ids = []
        for name in items:
            found = name if is_unknown(name) or _ID.fullmatch(name) else known.get(name)
            if not found:
                self._missing.append(
                    f"items: there is no public key with the id or name {name}; cdn.aws.cloudfront_public_key makes"
                    " one."
                )
            ids.append(found or unknown(f"id of the public key {name}"))
        return list(dict.fromkeys(ids))

    def target(self, current: State | None) -> State:
        """Return the configuration to reach; the keys that are there stay unless they are to be purged."""
        there = self.initial() if current is None else self._config(current)
        kept = frozenset[str]() if self.options.get("purge_items") else frozenset({"items"})
        return t.cast("State", merge(self.config_shape, there, self.desired(), kept=kept))

    def refuse(self, config: State) -> None:
        """Refuse a group without a key."""
        if not config.get("items"):
            raise Refused(f"The key group {self.name} needs at least one public key: name it in items.")

    def plan(self, current: State | None) -> Plan:
        """Return the changes; keys that are still missing are told of."""
        plan = super().plan(current)
        return dataclasses.replace(plan, needs=" ".join(self._missing))

    def apply(self, change: Change, current: State | None) -> State | None:
        """Make one change."""
        try:
            return super().apply(change, current)
        except AwsError as error:
            if error.code != "TooManyPublicKeysInKeyGroup":
                raise
            raise AwsError(
                operation=error.operation,
                code=error.code,
                text=f"{error.text} A group holds five keys unless AWS has raised that: drop those that nothing is"
                " signed with any more, with purge_items.",
                status=error.status,
            ) from error

    def users(self, state: State) -> list[str]:
        """Return the distributions that trust it."""
        return [
            f"the distribution {distribution}"
            for page in self.api.pages("cloudfront:ListDistributionsByKeyGroup", {"KeyGroupId": state["id"]})
            for distribution in page["DistributionIdList"].get("Items") or ()
        ]
