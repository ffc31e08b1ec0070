# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A module whose thing is kept in memory."""

from __future__ import annotations

from ansible_collections.cdn.aws.plugins.module_utils._argument_spec import STATE, ArgumentSpec, wait_options
from ansible_collections.cdn.aws.plugins.module_utils._plan import Change, Difference, Plan
from ansible_collections.cdn.aws.plugins.module_utils._resource import Resource
from ansible_collections.cdn.aws.plugins.module_utils._unknown import unknown

SPEC = ArgumentSpec(
    options={
        "name": {"type": "str", "required": True},
        "comment": {"type": "str"},
        "origins": {"type": "list", "elements": "dict"},
        **STATE,
        **wait_options(default=True, timeout=60),
    },
    required_if=(("state", "absent", ("name",)),),
    mutually_exclusive=(("comment", "origins"),),
)


class Note(Resource):
    """A thing with a comment, kept in memory."""

    noun = "note"
    volatile = frozenset({"etag"})
    kept: dict[str, object] | None
    faults: dict[str, Exception]
    seen: list[Resource]

    @property
    def name(self):
        return self.options["name"]

    def validate(self):
        type(self).seen.append(self)

    def read(self):
        return dict(self.kept) if self.kept is not None else None

    def plan(self, current):
        comment = self.options["comment"]
        if current is not None and comment == current["comment"]:
            return Plan(current, current)
        found = (Difference("comment", current["comment"], comment),) if current else ()
        kind, operation = ("update", "notes:Update") if current else ("create", "notes:Create")
        changes = (
            Change(kind, operation, self.name, lambda state: {}, differences=found),
            Change("update", "notes:Publish", self.name, lambda state: {}),
        )
        return Plan(current, {"comment": comment, "etag": unknown("ETag")}, changes, warnings=("Look out.",))

    def apply(self, change, current):
        fault = self.faults.get(change.operation)
        if fault:
            raise fault
        type(self).kept = {"comment": self.options["comment"], "etag": "E1"}
        return current
