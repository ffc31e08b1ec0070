# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the role of a job must be allowed, and whether it is; pure."""

from __future__ import annotations

import dataclasses
import fnmatch
import json
import typing as t

SERVICE = "batchoperations.s3.amazonaws.com"
ASSUME = "sts:AssumeRole"
VERSION = "2012-10-17"
Statement = dict[str, t.Any]
# In AWS's example of such a role; asked for only when a manifest is named by its version, which ours are not.
SPARE = "s3:GetObjectVersion"


@dataclasses.dataclass(frozen=True)
class Need:
    """Actions on resources (ARNs with wildcards) for one purpose, which is the statement's Sid."""

    purpose: str
    actions: tuple[str, ...]
    resources: tuple[str, ...]


def needs(*, objects: str, manifests: str, reports: str, keys: t.Iterable[str] = ()) -> tuple[Need, ...]:
    """Return the least that a job needs: ARNs of the bucket, of manifests and of reports, and of KMS keys."""
    found = [
        # The bucket itself: without it a deleted object would look like a forbidden one.
        Need("Bucket", ("s3:ListBucket",), (objects,)),
        Need(
            "Objects",
            ("s3:GetObject", "s3:GetObjectTagging", "s3:PutObject", "s3:PutObjectTagging"),
            (f"{objects}/*",),
        ),
        Need("Manifests", ("s3:GetObject", SPARE), (manifests,)),
        Need("Reports", ("s3:PutObject",), (reports,)),
    ]
    known = tuple(sorted(keys))
    return (*found, *([Need("Keys", ("kms:Decrypt", "kms:GenerateDataKey"), known)] if known else []))


def trust_policy() -> dict[str, t.Any]:
    """Return who may assume the role: the service. Nobody hands it a role but who may pass that one (iam:PassRole)."""
    statement = {"Effect": "Allow", "Principal": {"Service": SERVICE}, "Action": ASSUME}
    return {"Version": VERSION, "Statement": [statement]}


def permissions(wanted: t.Iterable[Need]) -> dict[str, t.Any]:
    """Return a policy that allows what is needed and nothing else."""
    statements = [
        {"Sid": need.purpose, "Effect": "Allow", "Action": list(need.actions), "Resource": list(need.resources)}
        for need in wanted
    ]
    return {"Version": VERSION, "Statement": statements}


def trusts(policy: t.Mapping[str, t.Any], account: str) -> bool:
    """Tell whether a trust policy lets the service assume the role for jobs of an account."""
    for statement in _list(policy.get("Statement")):
        principal = statement.get("Principal") or {}
        services = _list(principal.get("Service")) if isinstance(principal, dict) else _list(principal)
        actions = _list(statement.get("Action"))
        if statement.get("Effect") == "Allow" and {SERVICE, "*"} & set(services) and _matches(ASSUME, actions):
            return account in _accounts(statement, account)
    return False


def _accounts(statement: Statement, account: str) -> list[t.Any]:
    for tests in (statement.get("Condition") or {}).values():
        for name, value in tests.items():
            if name.lower() == "aws:sourceaccount":
                return _list(value)
    return [account]


def lacking(wanted: t.Iterable[Need], policies: t.Iterable[t.Mapping[str, t.Any]]) -> list[str]:
    """Return what no statement allows, as ``action on resource``; conditions count as met, denials are not looked at.

    A resource with a wildcard is allowed by one that is as wide.
    """
    statements = [one for policy in policies for one in _list(policy.get("Statement")) if one.get("Effect") == "Allow"]
    return [
        f"{action} on {resource}"
        for need in wanted
        for action in need.actions
        for resource in need.resources
        if action != SPARE
        and not any(
            _matches(action, _list(statement.get("Action"))) and _matches(resource, _list(statement.get("Resource")))
            for statement in statements
        )
    ]


def _matches(text: str, patterns: t.Iterable[t.Any]) -> bool:
    return any(fnmatch.fnmatchcase(text.lower(), str(one).replace("[", "[[]").lower()) for one in patterns)


def key_arns(policy: t.Mapping[str, t.Any]) -> set[str]:
    """Return the KMS keys that a policy of ours names."""
    statements = [one for one in _list(policy.get("Statement")) if one.get("Sid") == "Keys"]
    return {str(arn) for statement in statements for arn in _list(statement.get("Resource"))}


def document(policy: t.Any) -> dict[str, t.Any]:
    """Return a policy as a dict; botocore decodes what IAM sends encoded."""
    return dict(json.loads(policy)) if isinstance(policy, str) else dict(policy or {})


def _list(value: t.Any) -> list[t.Any]:
    if value is None:
        return []
    return value if isinstance(value, list) else [value]
