# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a bucket policy lets a caller do."""

from __future__ import annotations

import dataclasses
import fnmatch
import re
import typing as t


@dataclasses.dataclass(frozen=True)
class Caller:
    """Who asks: nobody in particular, a service, or a user by ARN."""

    service: str = ""
    arn: str = ""
    context: dict[str, str] = dataclasses.field(default_factory=dict)
    """The condition keys of the request, lower case."""


def allows(policy: dict[str, t.Any] | None, caller: Caller, action: str, resource: str) -> bool:
    """Tell whether the policy alone grants the action; an explicit Deny wins."""
    effects = {
        statement.get("Effect")
        for statement in _listed((policy or {}).get("Statement"))
        if _applies(statement, caller, action, resource)
    }
    return "Allow" in effects and "Deny" not in effects


def _applies(statement: dict[str, t.Any], caller: Caller, action: str, resource: str) -> bool:
    return (
        _named(statement, "Principal", lambda value: _is_principal(value, caller))
        and _named(statement, "Action", lambda value: _any(value, action.lower(), fold=True))
        and _named(statement, "Resource", lambda value: _any(value, resource))
        and all(
            _holds(operator, key, wanted, caller.context, unknown=statement["Effect"] == "Deny")
            for operator, block in statement.get("Condition", {}).items()
            for key, wanted in block.items()
        )
    )


def _named(statement: dict[str, t.Any], member: str, matches: t.Callable[[t.Any], bool]) -> bool:
    if member in statement:
        return matches(statement[member])
    return f"Not{member}" in statement and not matches(statement[f"Not{member}"])


def _is_principal(principal: t.Any, caller: Caller) -> bool:
    if principal == "*":
        return True
    if "*" in _listed(principal.get("AWS")):
        return True
    if caller.service:
        return caller.service in _listed(principal.get("Service"))
    return bool(caller.arn) and caller.arn in _listed(principal.get("AWS"))


def _holds(operator: str, key: str, wanted: t.Any, context: dict[str, str], *, unknown: bool) -> bool:
    base = operator.removesuffix("IfExists")
    actual = context.get(key.lower())
    if base == "Null":
        return (actual is None) == (str(_listed(wanted)[0]).lower() == "true")
    negated = "Not" in base
    if actual is None:
        return negated or operator != base
    compare = _COMPARISONS.get(base.replace("Not", ""))
    # An operator unknown here never lets anything through: it keeps an Allow away and lets a Deny apply.
    if compare is None:
        return unknown
    return negated != any(compare(str(value), actual) for value in _listed(wanted))


def _like(pattern: str, value: str) -> bool:
    # fnmatch gives `[` a meaning that IAM does not know.
    return re.fullmatch(fnmatch.translate(pattern.replace("[", "[[]")), value) is not None


_COMPARISONS: dict[str, t.Callable[[str, str], bool]] = {
    "StringEquals": lambda wanted, actual: wanted == actual,
    "StringEqualsIgnoreCase": lambda wanted, actual: wanted.lower() == actual.lower(),
    "StringLike": _like,
    "ArnEquals": _like,
    "ArnLike": _like,
    "Bool": lambda wanted, actual: wanted.lower() == actual.lower(),
}


def _any(patterns: t.Any, value: str, *, fold: bool = False) -> bool:
    return any(_like(pattern.lower() if fold else pattern, value) for pattern in _listed(patterns))


def _listed(value: t.Any) -> list[t.Any]:
    if value is None:
        return []
    return value if isinstance(value, list) else [value]
