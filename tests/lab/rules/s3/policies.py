# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Bucket policies: what is malformed, how they are written back, whom they let in."""

from __future__ import annotations

import fnmatch
import json
import re
import typing as t

from tests.lab import store
from tests.lab.wire import Answer, Refused

if t.TYPE_CHECKING:
    from tests.lab import wire
    from tests.lab.wire import Call
    from tests.lab.world import World

Statement = dict[str, t.Any]
_ORDER = ("Sid", "Effect", "Principal", "NotPrincipal", "Action", "NotAction", "Resource", "NotResource", "Condition")
# Actions on the bucket itself; what names an object is in this list's complement (S3-12).
_BUCKET_ACTION = re.compile(
    r"s3:(ListBucket\w*|CreateBucket|(Get|Put|Delete)Bucket\w*|(Get|Put)(Encryption|Lifecycle)Configuration)$",
    re.IGNORECASE,
)
_OBJECT_ACTION = re.compile(r"s3:(Get|Put|Delete|Restore)Object\w*$", re.IGNORECASE)
_MOST_BYTES = 20 * 1024


def _malformed(message: str) -> Refused:
    return Refused("s3", "MalformedPolicy", message)


def _list(value: t.Any) -> list[t.Any]:
    if value is None:
        return []
    return value if isinstance(value, list) else [value]


async def put(world: World, call: Call, forward: wire.Forward) -> Answer:
    """Refuse a malformed policy (S3-12); what would make a bucket public MiniStack refuses (S3-11)."""
    found = store.bucket(call.uri["Bucket"])
    if found is None or found[0] != call.account:
        return await forward(call)
    policy = _read(call.body)
    for statement in policy["Statement"]:
        _check(statement, call.uri["Bucket"])
    return await forward(call)


def _read(body: bytes) -> dict[str, t.Any]:
    try:
        policy = json.loads(body)
    except ValueError as error:
        raise _malformed("Policies must be valid JSON and the first byte must be '{'") from error
    if not body.lstrip().startswith(b"{"):
        raise _malformed("Policies must be valid JSON and the first byte must be '{'")
    if len(body) > _MOST_BYTES:
        raise _malformed("Normalized bucket policy document exceeds the maximum allowed size of 20480 bytes.")
    policy["Statement"] = _list(policy.get("Statement"))
    if not policy["Statement"]:
        raise _malformed("Missing required field Statement")
    return dict(policy)


def _check(statement: Statement, bucket: str) -> None:
    for field in ("Effect", "Principal", "Action", "Resource"):
        if field not in statement and f"Not{field}" not in statement:
            raise _malformed(f"Missing required field {field}")
    if statement["Effect"] not in ("Allow", "Deny"):
        raise _malformed(f"Invalid effect: {statement['Effect']}")
    arn = f"arn:aws:s3:::{bucket}"
    resources = _list(statement.get("Resource")) + _list(statement.get("NotResource"))
    if not all(fnmatch.fnmatchcase(arn, text) or text == arn or text.startswith(f"{arn}/") for text in resources):
        raise _malformed("Policy has invalid resource")
    for principal in _aws(statement):
        if not _exists(principal):
            raise _malformed("Invalid principal in policy")
    _check_actions(statement, resources)


def _check_actions(statement: Statement, resources: list[str]) -> None:
    objects = any("/" in text.rpartition(":")[2] or text.endswith("*") for text in resources)
    buckets = any("/" not in text.rpartition(":")[2] for text in resources)
    for action in _list(statement.get("Action")):
        if not action.lower().startswith("s3:") and action != "*":
            raise _malformed("Policy has invalid action")
        if (_OBJECT_ACTION.match(action) and not objects) or (_BUCKET_ACTION.match(action) and not buckets):
            raise _malformed("Action does not apply to any resource(s) in statement")


def _aws(statement: Statement) -> list[str]:
    principal = statement.get("Principal", statement.get("NotPrincipal"))
    return [str(item) for item in _list(principal.get("AWS"))] if isinstance(principal, dict) else []


def _exists(principal: str) -> bool:
    """Tell whether an AWS principal can be resolved; users and roles must be there."""
    if principal == "*" or re.fullmatch(r"\d{12}|arn:aws:iam::\d{12}:root|A(ID|RO)A[A-Z0-9]+", principal):
        return True
    if re.fullmatch(r"arn:aws:iam::cloudfront:user/CloudFront Origin Access Identity \w+", principal):
        return True
    found = re.fullmatch(r"arn:aws:(iam|sts)::(\d{12}):(user|role|assumed-role)/(?:.*/)?([^/]+)", principal)
    return found is not None and (found[1] == "sts" or store.iam_exists(found[3], found[2], found[4]))


async def get(world: World, call: Call, forward: wire.Forward) -> Answer:
    """Answer a policy the way S3 writes it: compact, in its order, one-element lists as scalars (S3-13)."""
    result = await forward(call)
    if result.status != 200:
        return result
    policy = json.loads(result.body)
    statements = [_written(statement) for statement in _list(policy["Statement"])]
    head = {key: policy[key] for key in ("Version", "Id") if key in policy}
    return result.replace(
        json.dumps({"Version": "2008-10-17", **head, "Statement": statements}, separators=(",", ":")).encode()
    )


def _written(statement: Statement) -> Statement:
    shown = {key: _scalar(statement[key]) for key in _ORDER if key in statement}
    for key in ("Principal", "NotPrincipal"):
        if isinstance(shown.get(key), dict):
            shown[key] = {kind: _scalar([_root(name) for name in _list(names)]) for kind, names in shown[key].items()}
    if "Condition" in shown:
        shown["Condition"] = {
            operator: {name: _scalar(_texts(value)) for name, value in tests.items()}
            for operator, tests in shown["Condition"].items()
        }
    return shown


def _root(name: str) -> str:
    return f"arn:aws:iam::{name}:root" if re.fullmatch(r"\d{12}", name) else name


def _scalar(value: t.Any) -> t.Any:
    return value[0] if isinstance(value, list) and len(value) == 1 else value


def _texts(value: t.Any) -> list[str]:
    return [str(item).lower() if isinstance(item, bool) else str(item) for item in _list(value)]


async def status(world: World, call: Call, forward: wire.Forward) -> Answer:
    """Answer GetBucketPolicyStatus."""
    result = await forward(call)
    if result.status != 200:
        return result
    policy = store.bucket_policy(call.uri["Bucket"])
    if policy is None:
        raise Refused("s3", "NoSuchBucketPolicy", "The bucket policy does not exist", 404)
    public = any(
        _everybody(statement) and not statement.get("Condition") for statement in _read(policy.encode())["Statement"]
    )
    text = f"<PolicyStatus><IsPublic>{'true' if public else 'false'}</IsPublic></PolicyStatus>"
    return Answer(200, {"content-type": "application/xml"}, text.encode())


def _everybody(statement: Statement) -> bool:
    return statement["Effect"] == "Allow" and (statement.get("Principal") == "*" or "*" in _aws(statement))


def allows_anyone(call: Call, record: store.Record) -> bool:
    """Tell whether an unsigned read is let in: by policy only, and never past RestrictPublicBuckets."""
    if "<RestrictPublicBuckets>true" in (record.get("_public_access_block") or ""):
        return False
    if not store.owner_enforced(record):
        return True  # ACLs decide then; MiniStack does not look at them without signatures.
    policy = store.bucket_policy(call.uri["Bucket"])
    wanted = {
        "HeadObject": "GetObject",
        "ListObjectsV2": "ListBucket",
        "ListObjects": "ListBucket",
        "HeadBucket": "ListBucket",
    }
    action = f"s3:{wanted.get(call.operation, call.operation)}"
    resource = "arn:aws:s3:::" + "/".join(filter(None, (call.uri["Bucket"], call.uri.get("Key"))))
    return policy is not None and any(
        _everybody(statement)
        and any(fnmatch.fnmatchcase(action, text) for text in _list(statement.get("Action")))
        and any(fnmatch.fnmatchcase(resource, text) for text in _list(statement.get("Resource")))
        for statement in _read(policy.encode())["Statement"]
    )
