# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Whether the caller is allowed what a plan needs, as IAM simulates it."""

from __future__ import annotations

import dataclasses
import typing as t

from .._errors import DENIED_CODES, AwsError
from .._resource import Api
from .caller import Caller
from .needs import Need

ALLOWED = "allowed"
# Keys of conditions that hold one value; the others hold several.
SINGLE = frozenset({"acm:ValidationMethod", "aws:RequestedRegion"})
# What IAM says of actions that it does not simulate in one request; it does not tell beforehand which these are.
APART = "InvalidInput"
NOBODY = "NoSuchEntity"


@dataclasses.dataclass(frozen=True)
class Findings:
    """The needs that are not allowed, those of which nobody can be sure, and why some were not looked at."""

    missing: tuple[Need, ...] = ()
    unsure: tuple[Need, ...] = ()
    warning: str = ""


def principal_of(caller: Caller) -> tuple[str, str]:
    """Return the ARN whose policies count, or an empty one and why there is none.

    Of an assumed role the ARN of its session lacks the path of the role, which is tried without.
    """
    head, dummy, rest = caller.arn.rpartition(":")
    kind, dummy, name = rest.partition("/")
    if kind == "user":
        return caller.arn, ""
    if kind == "assumed-role":
        partition = caller.arn.split(":")[1]
        return f"arn:{partition}:iam::{caller.account}:role/{name.partition('/')[0]}", ""
    if rest == "root":
        return "", ""
    return "", f"The rights were not checked: IAM cannot simulate those of {caller.arn}."


class Simulation:
    """Asks IAM; what it does not tell costs one warning and no more, and takes nothing from what it does tell."""

    def __init__(self, api: Api, caller: Caller) -> None:
        self._api = api
        self._caller = caller
        self._principal = ""
        self._missing: list[Need] = []
        self._unsure: list[Need] = []
        self._unchecked: list[Need] = []
        self._why: AwsError | None = None

    def run(self, needs: t.Sequence[Need]) -> Findings:
        """Return what is not allowed."""
        self._principal, warning = principal_of(self._caller)
        if not self._principal or not needs:
            return Findings(warning=warning)
        for group in _groups(needs):
            self._look(group)
        return Findings(tuple(self._missing), tuple(self._unsure), self._warning(len(needs)))

    def _look(self, group: list[Need]) -> None:
        if self._is_hopeless():
            self._unchecked += group
            return
        try:
            self._judge(group, self._results(group))
        except AwsError as error:
            if error.code == APART and len(group) > 1:
                for need in group:
                    self._look([need])
            elif error.code == NOBODY and self._find_role(error):
                self._look(group)
            else:
                self._why = error if self._why is None or error.code in DENIED_CODES else self._why
                self._unchecked += group

    def _is_hopeless(self) -> bool:
        """Tell whether IAM has said what it would say of all others, too."""
        return self._why is not None and self._why.code in DENIED_CODES | {NOBODY}

    def _find_role(self, first: AwsError) -> bool:
        """Find the path of a role, unless that was tried."""
        base, dummy, name = self._principal.rpartition("/")
        if not base.endswith(":role"):
            return False
        try:
            found = str(self._api.call("iam:GetRole", {"RoleName": name})["Role"]["Arn"])
        except AwsError as error:
            self._why = error if error.code in DENIED_CODES else first
            return False
        is_other, self._principal = found != self._principal, found
        return is_other

    def _judge(self, group: list[Need], results: t.Iterable[t.Mapping[str, t.Any]]) -> None:
        """Sort out what is not allowed, by whether the simulation knew all that policies look at."""
        here = {need.action: need for need in group}
        for result in results:
            if result["EvalDecision"] == ALLOWED:
                continue
            need = here[result["EvalActionName"]]
            details = [result, *result.get("ResourceSpecificResults", ())]
            is_sure = not any(detail.get("MissingContextValues") for detail in details)
            (self._missing if is_sure and need.exact else self._unsure).append(need)

    def _results(self, group: list[Need]) -> list[t.Mapping[str, t.Any]]:
        request: dict[str, t.Any] = {
            "PolicySourceArn": self._principal,
            "ActionNames": [need.action for need in group],
            "ResourceArns": [group[0].resource],
        }
        if group[0].context:
            request["ContextEntries"] = [_entry(key, values) for key, values in group[0].context]
        return [
            result
            for page in self._api.pages("iam:SimulatePrincipalPolicy", request)
            for result in page["EvaluationResults"]
        ]

    def _warning(self, number: int) -> str:
        """Return what was not checked, by name where the rest was."""
        if self._why is None:
            return ""
        which = "" if len(self._unchecked) == number else f" to do {', '.join(map(str, self._unchecked))}"
        return (
            f"The rights of {self._principal}{which} were not checked: {self._why.message.rstrip('.')}. Checking them"
            " needs iam:SimulatePrincipalPolicy and, for a role with a path, iam:GetRole."
        )


def _groups(needs: t.Sequence[Need]) -> list[list[Need]]:
    """Return the needs that one request can ask about: of one resource, with the same known about the call."""
    found: dict[t.Any, list[Need]] = {}
    for need in needs:
        found.setdefault((need.resource, need.context), []).append(need)
    return list(found.values())


def _entry(key: str, values: tuple[str, ...]) -> dict[str, t.Any]:
    kind = "string" if key in SINGLE else "stringList"
    return {"ContextKeyName": key, "ContextKeyType": kind, "ContextKeyValues": list(values)}
