# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the three kinds of policy have in common: own ones are looked after, AWS's managed ones are left alone."""

from __future__ import annotations

import typing as t

from .._errors import Refused
from .._plan import State
from .._shapes import from_sdk
from .config_object import ConfigObject
from .managed_policies import PolicyKind

# CF-66; the name's limit is the console's.
LONGEST_NAME = 128
LONGEST_COMMENT = 128


class Policy(ConfigObject):
    """One policy of the account, found by its id or its name."""

    policies: t.ClassVar[PolicyKind]
    list_request: t.ClassVar[t.Mapping[str, t.Any]] = {"Type": "custom"}
    longest: t.ClassVar[t.Mapping[str, int]] = {"name": LONGEST_NAME, "comment": LONGEST_COMMENT}
    volatile = frozenset({"etag", "last_modified_time"})

    def validate(self) -> None:
        """Refuse to touch what is AWS's (CF-65)."""
        super().validate()
        name, policy_id = self.options.get("name"), self.options.get("id")
        managed = self.policies.managed
        if policy_id in managed.values():
            raise Refused(self._untouchable(next(name for name, known in managed.items() if known == policy_id)))
        if name and self.policies.managed_id(name) and not (policy_id and self.absent):
            raise Refused(self._untouchable(name))

    def _untouchable(self, name: str) -> str:
        return (
            f"{name} is a managed {self.words}: AWS looks after it, nobody else can change or delete it."
            f" Refer to it as it is, or make a {self.words} of your own under another name."
        )

    def listed(self, item: t.Mapping[str, t.Any]) -> State:
        """Return the state that an item of the list shows: all of it but the ETag."""
        return self._state(item[self.kind])

    def answered(self, answer: t.Mapping[str, t.Any]) -> State:
        """Return the state that a Get, Create or Update answers with."""
        return {**self._state(answer[self.kind]), "etag": answer["ETag"]}

    def _state(self, policy: t.Mapping[str, t.Any]) -> State:
        config = from_sdk(self.config_shape, policy[f"{self.kind}Config"])
        return {"id": policy["Id"], "last_modified_time": policy["LastModifiedTime"].isoformat(), **config}

    def users(self, state: State) -> list[str]:
        """Return the distributions that use it (CF-24)."""
        pages = self.api.pages(f"cloudfront:ListDistributionsBy{self.kind}Id", {f"{self.kind}Id": state["id"]})
        return [
            f"the distribution {found}" for page in pages for found in page["DistributionIdList"].get("Items") or ()
        ]

    def result(self, state: State | None) -> dict[str, t.Any]:
        """Return the policy with the time of its last change, which a check run of a create cannot know."""
        found = super().result(state)
        if state and "last_modified_time" in state:
            found[self.noun]["last_modified_time"] = state["last_modified_time"]
        return found
