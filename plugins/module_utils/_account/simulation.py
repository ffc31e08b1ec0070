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


@dataclasses.dataclass(frozen=True)
class Findings:
    """The needs that are not allowed, those of which nobody can be sure, and why nothing was found out."""

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
    """Asks IAM; what it does not tell costs one warning and no more."""

    def __init__(self, api: Api, caller: Caller) -> None:
        self._api = api
        self._caller = caller

    def run(self, needs: t.Sequence[Need]) -> Findings:
        """Return what is not allowed."""
        principal, warning = principal_of(self._caller)
        if not principal or not needs:
            return Findings(warning=warning)
        try:
            return self._of(principal, needs)
        except AwsError as error:
            if error.code == "NoSuchEntity" and ":role/" in principal:
                return self._of_role_with_path(principal, needs, error)
            return _unknown(principal, error)

    def _of_role_with_path(self, principal: str, needs: t.Sequence[Need], first: AwsError) -> Findings:
        try:
            name = principal.rpartition("/")[2]
            return self._of(str(self._api.call("iam:GetRole", {"RoleName": name})["Role"]["Arn"]), needs)
        except AwsError as error:
            return _unknown(principal, error if error.code in DENIED_CODES else first)

    def _of(self, principal: str, needs: t.Sequence[Need]) -> Findings:
        missing: list[Need] = []
        unsure: list[Need] = []
        for resource in dict.fromkeys(need.resource for need in needs):
            here = {need.action: need for need in needs if need.resource == resource}
            for action, is_allowed, is_sure in self._decisions(principal, list(here), resource):
                if not is_allowed:
                    (missing if is_sure and here[action].exact else unsure).append(here[action])
        return Findings(tuple(missing), tuple(unsure))

    def _decisions(self, principal: str, actions: list[str], resource: str) -> t.Iterator[tuple[str, bool, bool]]:
        """Yield each action with whether it is allowed, and whether the simulation knew all that policies look at."""
        request = {"PolicySourceArn": principal, "ActionNames": actions, "ResourceArns": [resource]}
        for page in self._api.pages("iam:SimulatePrincipalPolicy", request):
            for result in page["EvaluationResults"]:
                details = [result, *result.get("ResourceSpecificResults", ())]
                unknown = any(detail.get("MissingContextValues") for detail in details)
                yield result["EvalActionName"], result["EvalDecision"] == ALLOWED, not unknown


def _unknown(principal: str, error: AwsError) -> Findings:
    return Findings(
        warning=f"The rights of {principal} were not checked: {error.message.rstrip('.')}. Checking them needs"
        " iam:SimulatePrincipalPolicy and, for a role with a path, iam:GetRole."
    )
