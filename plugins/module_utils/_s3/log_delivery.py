# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a bucket needs to take the access logs of another one (S3-15)."""

from __future__ import annotations

import fnmatch
import hashlib
import typing as t

from .._errors import AwsError, Refused
from .._plan import Change, Difference
from .bucket_policy import BucketPolicy
from .location import locate
from .names import bucket_arn
from .statement import listed

if t.TYPE_CHECKING:
    from .._resource import Api
    from .policy import Policy, Statement

SERVICE = "logging.s3.amazonaws.com"


def check_target(api: Api, *, source: str, target: str, region: str) -> str:
    """Return what is missing of a target bucket, in words; raises Refused for one that logs would never reach."""
    actual = locate(api, target)
    if actual is None:
        return f"There is no bucket {target} for the access logs of {source}: make it first."
    if actual != region:
        raise Refused(
            f"logging.target_bucket: {target} is in {actual}, {source} in {region}; S3 delivers access logs only"
            " within a region. Choose a bucket in the same region."
        )
    try:
        rules = api.call("s3:GetBucketEncryption", {"Bucket": target})["ServerSideEncryptionConfiguration"]["Rules"]
    except AwsError as error:
        if error.code != "ServerSideEncryptionConfigurationNotFoundError":
            raise
        return ""
    algorithm = rules[0].get("ApplyServerSideEncryptionByDefault", {}).get("SSEAlgorithm", "") if rules else ""
    if algorithm.startswith("aws:kms"):
        raise Refused(
            f"logging.target_bucket: {target} encrypts with {algorithm}; S3 then loses access logs without a word."
            " Choose a bucket with AES256."
        )
    return ""


def delivery_grant(api: Api, *, source: str, target: str, prefix: str, region: str) -> tuple[Change, ...]:
    """Return the change that lets S3 deliver logs into a target, nothing where a statement already does."""
    policy = BucketPolicy(api, target).read()
    if policy is not None and may_deliver(policy, source=source, target=target, prefix=prefix, region=region):
        return ()
    account = api.call("sts:GetCallerIdentity", {})["Account"]
    sid = delivery_sid(source)
    statement = delivery_statement(source=source, target=target, prefix=prefix, region=region, account=account)
    found = policy.find(sid) if policy is not None else None
    if policy is not None:
        policy.with_statement(sid, statement).check_size(target)
    return (
        Change(
            kind="update",
            operation="s3:PutBucketPolicy",
            resource=target,
            request=lambda state: {"sid": sid, "statement": statement, "planned": found},
            differences=(Difference(f"policy of {target}: {sid}", found, {"Sid": sid, **statement}),),
        ),
    )


def delivery_sid(source: str) -> str:
    """Return the Sid of the statement for a source: many buckets may log into one, and a Sid has no hyphens."""
    return f"AccessLogs{hashlib.sha256(source.encode()).hexdigest()[:12]}"


def delivery_statement(*, source: str, target: str, prefix: str, region: str, account: str) -> Statement:
    """Return the statement that lets S3 write the logs of one source of one account below a prefix."""
    return {
        "Effect": "Allow",
        "Principal": {"Service": SERVICE},
        "Action": "s3:PutObject",
        "Resource": f"{bucket_arn(target, region=region)}/{prefix}*",
        "Condition": {
            "ArnLike": {"aws:SourceArn": bucket_arn(source, region=region)},
            "StringEquals": {"aws:SourceAccount": account},
        },
    }


def may_deliver(policy: Policy, *, source: str, target: str, prefix: str, region: str) -> bool:
    """Tell whether some statement lets S3 deliver, also one that the console or somebody else has made."""
    key = f"{bucket_arn(target, region=region)}/{prefix}"
    return any(_delivers(statement, key, bucket_arn(source, region=region)) for statement in policy.values)


def _delivers(statement: Statement, key: str, source: str) -> bool:
    principal = statement.get("Principal")
    services = listed(principal.get("Service")) if isinstance(principal, dict) else []
    return (
        statement.get("Effect") == "Allow"
        and SERVICE in services
        and any(_matches("s3:putobject", action.lower()) for action in listed(statement.get("Action", "")))
        and any(_covers(str(resource), key) for resource in listed(statement.get("Resource", "")))
        and _is_for(statement.get("Condition") or {}, source)
    )


def _is_for(conditions: t.Mapping[str, t.Mapping[str, t.Any]], source: str) -> bool:
    """Tell whether conditions let a source through; an account is taken for the right one, it is not known here."""
    for operator, keys in conditions.items():
        for name, values in keys.items():
            if name.lower() == "aws:sourceaccount" and operator == "StringEquals":
                continue
            if name.lower() != "aws:sourcearn" or not any(_matches(source, str(value)) for value in listed(values)):
                return False
    return True


def _covers(resource: str, key: str) -> bool:
    """Tell whether a resource covers every key that starts like this one."""
    return resource.endswith("*") and _matches(key, resource)


def _matches(text: str, pattern: str) -> bool:
    return fnmatch.fnmatchcase(text, pattern.replace("[", "[[]"))
