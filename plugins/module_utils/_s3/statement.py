# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What can be said about one statement before S3 sees it; pure."""

from __future__ import annotations

import re
import typing as t

from .._errors import Refused
from .._unknown import is_unknown

_MEMBERS = ("Sid", "Effect", "Principal", "NotPrincipal", "Action", "NotAction", "Resource", "NotResource", "Condition")
_ONE_OF = (("Principal", "NotPrincipal"), ("Action", "NotAction"), ("Resource", "NotResource"))
_EFFECTS = ("Allow", "Deny")
_CONTROL = re.compile("[\x00-\x1f\x7f]")
_BUCKET = re.compile(r"arn:[\w-]+:s3:::([^/*?$]+)(?:/.*)?", re.DOTALL)

# The condition keys whose fixed values make an open statement a private one, as S3 judges it.
_NARROWING_KEYS = frozenset(
    {
        "aws:principalaccount",
        "aws:principalarn",
        "aws:principalorgid",
        "aws:principalorgpaths",
        "aws:sourceaccount",
        "aws:sourcearn",
        "aws:sourceip",
        "aws:sourceorgid",
        "aws:sourceowner",
        "aws:sourcevpc",
        "aws:sourcevpce",
        "aws:userid",
        "s3:dataaccesspointaccount",
        "s3:dataaccesspointarn",
    }
)
_EVERYBODY = frozenset({"*", "0.0.0.0/0", "::/0"})


def check_sid(sid: str) -> None:
    """Raise Refused for an empty Sid, or one of several lines; S3 takes more signs in it than IAM does."""
    if not sid.strip() or _CONTROL.search(sid):
        raise Refused(f"sid {sid!r}: write one line, such as AllowCloudFront.")


def check_statement(statement: t.Mapping[str, t.Any], *, sid: str, bucket: str) -> None:
    """Raise Refused for what S3 would only call a malformed policy (S3-12)."""
    unknown = [key for key in statement if key not in _MEMBERS]
    if unknown:
        raise Refused(
            f"statement: {', '.join(map(str, unknown))} is no member of a policy statement. The members, spelt as in"
            f" IAM's JSON, are {', '.join(_MEMBERS)}."
        )
    if statement.get("Sid", sid) != sid:
        raise Refused(f"statement: its Sid {statement['Sid']!r} is not the option sid {sid!r}; leave it out.")
    if statement.get("Effect") not in _EFFECTS:
        raise Refused(f"statement: Effect must be Allow or Deny, not {statement.get('Effect')!r}.")
    for one, other in _ONE_OF:
        if (one in statement) == (other in statement):
            raise Refused(f"statement: needs {one} or {other}, and not both.")
    if not isinstance(statement.get("Condition", {}), t.Mapping):
        raise Refused("statement: Condition must be a dictionary of operators, such as StringEquals.")
    _check_resources(listed(statement.get("Resource", statement.get("NotResource"))), bucket)


def _check_resources(resources: t.Iterable[t.Any], bucket: str) -> None:
    for resource in resources:
        found = _BUCKET.fullmatch(str(resource))
        if found and found[1] != bucket and not is_unknown(resource):
            raise Refused(f"statement: the resource {resource} is not in the bucket {bucket}; S3 would not take it.")


def listed(value: t.Any) -> list[t.Any]:
    """Return a value that may stand alone or in a list as a list."""
    return list(value) if isinstance(value, (list, tuple)) else [value]


def is_public(statement: t.Mapping[str, t.Any]) -> bool:
    """Tell whether a statement opens the bucket to everybody, in the narrow sense: when in doubt S3 decides."""
    if statement.get("Effect") != "Allow":
        return False
    principal = statement.get("Principal")
    who = principal.get("AWS", []) if isinstance(principal, t.Mapping) else principal
    if "NotPrincipal" not in statement and "*" not in listed(who):
        return False
    return not any(
        _narrows(operator, key, values)
        for operator, keys in (statement.get("Condition") or {}).items()
        for key, values in keys.items()
    )


def _narrows(operator: str, key: str, values: t.Any) -> bool:
    negated = "Not" in operator or operator == "Null" or operator.startswith("ForAllValues")
    return not negated and key.lower() in _NARROWING_KEYS and not _EVERYBODY.intersection(map(str, listed(values)))
