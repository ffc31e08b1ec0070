# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What CreateJob does not take, and what a job's role may do."""

from __future__ import annotations

import fnmatch
import json
import typing as t

from tests.lab import store
from tests.lab.wire import Refused

if t.TYPE_CHECKING:
    from tests.lab.wire import Call

SERVICE = "batchoperations.s3.amazonaws.com"
_CSV = "S3BatchOperations_CSV_20180820"
_INVENTORY = "S3InventoryReport_CSV_20161130"


def check(call: Call, request: dict[str, t.Any]) -> None:
    """Refuse a request that is not whole; what only a look at S3 shows ends the job later."""
    operation = request.get("Operation") or {}
    if list(operation) != ["S3PutObjectCopy"]:
        raise _bad("The lab runs S3PutObjectCopy only.")
    copy = operation["S3PutObjectCopy"]
    if not copy.get("TargetResource"):
        raise _bad("TargetResource must be specified")
    if "KMS" in str(copy.get("NewObjectMetadata", {}).get("SSEAlgorithm")) and not copy.get("SSEAwsKmsKeyId"):
        raise _bad("SSEAwsKmsKeyId must be specified for the SSE algorithm KMS")
    _check_places(call, request)


def _check_places(call: Call, request: dict[str, t.Any]) -> None:
    manifest = request.get("Manifest") or {}
    spec = manifest.get("Spec") or {}
    if spec.get("Format") not in (_CSV, _INVENTORY):
        raise _bad("Invalid manifest format")
    if spec["Format"] == _CSV and spec.get("Fields", [])[:2] != ["Bucket", "Key"]:
        raise _bad("A CSV manifest needs the fields Bucket and Key")
    report = request.get("Report") or {}
    if report.get("Enabled") and not (report.get("Bucket") and report.get("Format") and report.get("ReportScope")):
        raise _bad("Report needs Bucket, Format and ReportScope")
    if not request.get("ClientRequestToken") or "Priority" not in request:
        raise _bad("Request invalid")
    if not str(request.get("RoleArn", "")).startswith(f"arn:aws:iam::{call.account}:role/"):
        raise _bad("Invalid role arn")


def _bad(message: str) -> Refused:
    return Refused("s3control", "InvalidRequest", message)


def can_be_assumed(account: str, role_arn: str) -> bool:
    """Tell whether the role is there and trusts S3 Batch Operations."""
    role = store.role(account, role_arn.rpartition("/")[2])
    if role is None or role["Arn"] != role_arn:
        return False
    trust = _document(role["AssumeRolePolicyDocument"])
    return any(
        SERVICE in _list((statement.get("Principal") or {}).get("Service"))
        and statement.get("Effect") == "Allow"
        and "sts:AssumeRole" in _list(statement.get("Action"))
        for statement in _list(trust.get("Statement"))
    )


def may(account: str, role_arn: str, action: str, resource: str) -> bool:
    """Tell whether the role's policies let it do something; conditions count as met."""
    effects = {
        statement["Effect"]
        for text in store.role_policies(account, role_arn.rpartition("/")[2])
        for statement in _list(_document(text).get("Statement"))
        if any(fnmatch.fnmatchcase(action.lower(), item.lower()) for item in _list(statement.get("Action")))
        and any(fnmatch.fnmatchcase(resource, item) for item in _list(statement.get("Resource")))
    }
    return effects == {"Allow"}


def _document(text: t.Any) -> dict[str, t.Any]:
    return dict(json.loads(text)) if isinstance(text, (str, bytes)) else dict(text)


def _list(value: t.Any) -> list[t.Any]:
    if value is None:
        return []
    return value if isinstance(value, list) else [value]
