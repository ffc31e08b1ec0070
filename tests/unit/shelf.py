# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A remote side of named values, and a resource that puts each of them in a call of its own."""

from __future__ import annotations

from ansible_collections.cdn.aws.plugins.module_utils._errors import AwsError
from ansible_collections.cdn.aws.plugins.module_utils._plan import Change, Plan
from ansible_collections.cdn.aws.plugins.module_utils._resource import Resource


class Shelf:
    """The remote side: named values, a log of every call, and answers to be given instead."""

    region = "eu-west-1"

    def __init__(self, **values):
        self.values = values
        self.log = []
        self.faults = []

    def read(self):
        self.log.append("read")
        return dict(self.values) or None

    def call(self, operation, request, *, region=None):
        fault = self.faults.pop(0) if self.faults else None
        if fault is not None:
            fault(operation)
        self.log.append(f"{operation.split(':')[1]} {' '.join(request)}")
        self.values.update(request)
        return {}

    @property
    def writes(self):
        return [entry for entry in self.log if entry.startswith("Put")]


def answer(code):
    """Return a fault: AWS answers with this code and does nothing."""

    def fault(operation):
        raise AwsError(operation=operation, code=code, text="no")

    return fault


class Values(Resource):
    """Puts each option that differs in a call of its own."""

    noun = "values"
    stale_codes = frozenset({"PreconditionFailed"})
    unsafe = ""
    needs = ""
    rests = True

    @property
    def name(self):
        return "shelf"

    def validate(self):
        self.api.log.append("validate")

    def read(self):
        return self.api.read()

    def plan(self, current):
        wanted = {key: value for key, value in self.options.items() if (current or {}).get(key) != value}
        changes = tuple(
            Change("update", "shelf:Put", key, lambda state, key=key: {key: self.options[key]}, settled=not self.rests)
            for key in wanted
        )
        return Plan(current, {**(current or {}), **wanted}, changes, unsafe=self.unsafe, needs=self.needs)

    def settle(self, current):
        self.api.log.append("settle")
        return current

    def wait(self, current):
        self.api.log.append("wait")
        return current


def actions(*names):
    return [{"operation": "shelf:Put", "resource": name, "change": "update"} for name in names]
