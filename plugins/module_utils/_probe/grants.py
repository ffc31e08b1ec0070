# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the policies of a bucket and a key grant to CloudFront; pure."""

from __future__ import annotations

import dataclasses
import re
import typing as t

SERVICE = "cloudfront.amazonaws.com"
SOURCE_ARN = "aws:sourcearn"

Statement = t.Mapping[str, t.Any]


@dataclasses.dataclass(frozen=True)
class Found:
    """The cause that look-ups have found, with details for its words; ``well`` when nothing is wrong any more."""

    cause: str = ""
    detail: str = ""
    well: bool = False


def missing_grant(policy: t.Mapping[str, t.Any], *, action: str, resource: str, arn: str) -> tuple[str, str]:
    """Return what keeps a distribution from an action, and the detail; empty when nothing does.

    The answers are ``no_statement``, ``other_distribution``, ``other_path`` and ``denied``.
    """
    statements = [one for one in listed(policy.get("Statement")) if isinstance(one, t.Mapping)]
    ours = [one for one in statements if one.get("Effect") == "Allow" and _is_ours(one) and _acts(one, action)]
    if not ours:
        return "no_statement", ""
    here = [one for one in ours if _reaches(one, arn)]
    if not here:
        return "other_distribution", ", ".join(sorted({value for one in ours for value in _sources(one)}))
    if not any(_covers(one, resource) for one in here):
        return "other_path", ", ".join(sorted({str(value) for one in here for value in listed(one.get("Resource"))}))
    refusal = next((one for one in statements if _refuses(one, action, resource, arn)), None)
    return ("denied", str(refusal.get("Sid") or "(without a Sid)")) if refusal else ("", "")


def listed(value: t.Any) -> list[t.Any]:
    """Return what may stand alone or in a list as a list."""
    if value is None:
        return []
    return list(value) if isinstance(value, (list, tuple)) else [value]


def _is_ours(statement: Statement) -> bool:
    principal = statement.get("Principal")
    if isinstance(principal, t.Mapping):
        return SERVICE in listed(principal.get("Service")) or "*" in listed(principal.get("AWS"))
    return principal == "*"


def _acts(statement: Statement, action: str) -> bool:
    named = listed(statement.get("NotAction")) or listed(statement.get("Action"))
    return any(_like(str(one).lower(), action.lower()) for one in named) is not ("NotAction" in statement)


def _covers(statement: Statement, resource: str) -> bool:
    named = listed(statement.get("NotResource")) or listed(statement.get("Resource"))
    return any(_like(str(one), resource) for one in named) is not ("NotResource" in statement)


def _reaches(statement: Statement, arn: str) -> bool:
    """Tell whether the conditions that name a source let the distribution pass; others are taken for granted."""
    sources = _sources(statement)
    return not sources or any(_like(one, arn) for one in sources)


def _refuses(statement: Statement, action: str, resource: str, arn: str) -> bool:
    """Tell whether a statement denies this without a condition that this collection cannot judge."""
    if statement.get("Effect") != "Deny" or not (_acts(statement, action) and _covers(statement, resource)):
        return False
    named = {key.lower() for block in (statement.get("Condition") or {}).values() for key in block}
    if not _is_ours(statement) or named - {SOURCE_ARN}:
        return False
    return _reaches(statement, arn) and not any(_like(one, arn) for one in _sources(statement, excepted=True))


def _sources(statement: Statement, *, excepted: bool = False) -> list[str]:
    """Return the sources that a statement is for, or those that it is not for."""
    blocks = (statement.get("Condition") or {}).items()
    return [
        str(value)
        for operator, block in blocks
        if ("Not" in operator) is excepted
        for key, values in block.items()
        if key.lower() == SOURCE_ARN
        for value in listed(values)
    ]


def _like(pattern: str, value: str) -> bool:
    wild = {"*": ".*", "?": "."}
    regex = "".join(wild.get(letter) or re.escape(letter) for letter in pattern)
    return re.fullmatch(regex, value, re.DOTALL) is not None
