# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Public keys that prove signed URLs and cookies; all but the comment is for ever (CF-85)."""

from __future__ import annotations

import dataclasses
import hashlib
import pathlib
import typing as t

from .._errors import Refused
from .._plan import Plan, State
from .._resource import Api
from .._shapes import from_sdk
from .._unknown import is_unknown, unknown
from .config_object import STALE, ConfigObject
from .pem import fingerprint, normalized


class PublicKey(ConfigObject):
    """One public key, found by its name."""

    noun = "public_key"
    kind = "PublicKey"
    words = "public key"
    plural = "PublicKeys"
    stale_codes = STALE | {"PublicKeyAlreadyExists"}
    config_options = ("name", "comment")
    longest: t.ClassVar[t.Mapping[str, int]] = {"comment": 128}
    volatile = frozenset({"etag", "id", "encoded_key", "caller_reference"})

    def __init__(self, options: t.Mapping[str, t.Any], api: Api) -> None:
        super().__init__(options, api)
        self._key = ""
        self._needs = ""

    def validate(self) -> None:
        """Refuse what is no public key before it goes anywhere."""
        super().validate()
        if not self.absent:
            self._key, self._needs = _given_key(self.options)

    def listed(self, item: t.Mapping[str, t.Any]) -> State:
        """Return the state that an item of the list shows: all but the caller reference and the ETag."""
        config = {member: value for member, value in item.items() if member not in ("Id", "CreatedTime")}
        return {"id": item["Id"], **from_sdk(self.config_shape, config)}

    def initial(self) -> State:
        """Return what only a create can set."""
        if not self._key:
            raise Refused(f"There is no public key {self.name} yet: give encoded_key or encoded_key_file to create it.")
        reference = hashlib.sha256(f"{self.name}\n{self._key}".encode()).hexdigest()[:32]
        return {"comment": "", "encoded_key": self._key, "caller_reference": f"cdn.aws-{reference}"}

    def plan(self, current: State | None) -> Plan:
        """Return the changes; a file that is still missing is told of."""
        return dataclasses.replace(super().plan(current), needs=self._needs)

    def modification(self, current: State) -> Plan:
        """Return the plan that changes the comment, the only thing that can change."""
        if self._key and not is_unknown(self._key) and fingerprint(self._key) != fingerprint(current["encoded_key"]):
            raise Refused(
                f"The public key {self.name} exists with another key, and a key cannot be changed: make one with"
                f" another name, add it to the key group, and drop {self.name} when nothing is signed with it any more"
                " (the examples of cdn.aws.cloudfront_key_group show how)."
            )
        return super().modification(current)

    def users(self, state: State) -> list[str]:
        """Return the key groups that hold it."""
        groups = [
            item["KeyGroup"]["KeyGroupConfig"]
            for page in self.api.pages("cloudfront:ListKeyGroups")
            for item in page["KeyGroupList"].get("Items") or ()
        ]
        return [f"the key group {group['Name']}" for group in groups if state["id"] in group["Items"]]

    def result(self, state: State | None) -> dict[str, t.Any]:
        """Return the key by its fingerprint."""
        if state is None:
            return {self.noun: None}
        shown = {"id": state["id"], "name": state["name"], "comment": state.get("comment", "")}
        return {self.noun: {**shown, "fingerprint": fingerprint(state["encoded_key"])}}


def _given_key(options: t.Mapping[str, t.Any]) -> tuple[str, str]:
    """Return the key that was given, empty without one, and what it still lacks: an earlier task may write a file."""
    text, path = options.get("encoded_key") or "", options.get("encoded_key_file")
    if not path:
        return text if not text or is_unknown(text) else normalized(text, "encoded_key"), ""
    if is_unknown(path):
        return unknown("public key"), ""
    try:
        text = pathlib.Path(path).read_text(encoding="utf-8")
    except FileNotFoundError:
        return unknown("public key"), f"encoded_key_file: there is no file {path} on the host where this runs."
    except (OSError, ValueError) as error:
        raise Refused(f"encoded_key_file: {path} cannot be read as text.") from error
    return normalized(text, f"encoded_key_file: {path}"), ""
