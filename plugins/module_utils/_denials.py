# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What to do about a refusal by IAM: which action is missing, what it is needed for, and who can allow it; pure."""

from __future__ import annotations

import re

from ._rights import ACTIONS, EXTRAS, PREFIXES, PURPOSES

_NAMED = re.compile(r"not authorized to perform: (?P<action>[\w-]+:\w+)")
_FORBIDDEN = re.compile(r"with an explicit deny in (?P<kind>an? [\w -]+ (?:policy|boundary))")
_NOT_ALLOWED = re.compile(r"because no (?P<kind>[\w -]+ (?:policy|boundary)) allows")
_PUBLIC = re.compile(r"prevented by the (?P<setting>\w+) setting in S3 Block Public Access")
# What CloudFront answers in a new account, whatever policies it has.
_UNVERIFIED = "account must be verified"
_LOG_BUCKET = "S3 bucket for CloudFront logs"
_OWN = "identity-based policy"
_WHERE = "The policies of the playbooks are in docs/iam of this collection."


def actions_of(operation: str) -> tuple[str, ...]:
    """Return the actions that IAM always asks for when an operation is called."""
    service, dummy, name = operation.partition(":")
    return ACTIONS.get(operation) or (f"{PREFIXES.get(service, service)}:{name}",)


def advice(operation: str, text: str) -> str:
    """Return what to do about the refusal of an operation, from what AWS says of it."""
    if _UNVERIFIED in text:
        return (
            "No policy helps: AWS Support has to verify this account first. Open a case there with this message, and"
            " run this again once it is verified."
        )
    needed = _needed(operation, text)
    forbidden = _FORBIDDEN.search(text)
    if forbidden:
        return (
            f"The explicit deny in {forbidden['kind']} forbids it, and allowing it elsewhere does not help: have that"
            f" changed. It is about {needed}."
        )
    public = _PUBLIC.search(text)
    if public:
        return (
            f"The setting {public['setting']} of S3 Block Public Access, of the bucket, the account or the organization"
            f" forbids it; IAM policies do not help. It is about {needed}."
        )
    other = _NOT_ALLOWED.search(text)
    if other and other["kind"] != _OWN:
        return f"That the caller's own policies allow it is not enough, a {other['kind']} must allow, too, {needed}."
    # Of an action that no playbook needs they would say nothing.
    where = f" {_WHERE}" if any(action in needed for action in PURPOSES) else ""
    return f"The caller's IAM policies need {needed}.{where}"


def _needed(operation: str, text: str) -> str:
    if _LOG_BUCKET in text:
        return "the actions " + _listed(("s3:GetBucketAcl", "s3:PutBucketAcl")) + " on that bucket"
    named = _NAMED.search(text)
    actions = (named["action"],) if named else actions_of(operation)
    words = ("the action " if len(actions) == 1 else "the actions ") + _listed(actions)
    more = () if named else EXTRAS.get(operation, ())
    return words + "".join(f", {when} also {_listed(extra)}" for when, extra in more)


def _listed(actions: tuple[str, ...]) -> str:
    return " and ".join(f"{action} ({PURPOSES[action]})" if action in PURPOSES else action for action in actions)
