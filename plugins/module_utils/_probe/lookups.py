# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What AWS is asked, where the caller may ask, to tell the causes of a refusal apart; reads only."""

from __future__ import annotations

import json
import typing as t

from .._errors import AwsError, CdnError
from .._resource import Api
from . import grants
from .behavior import Behavior
from .caching import Caching, from_policy
from .grants import Found

# What S3 says of an object or a policy that is not there.
ABSENT = frozenset({"404", "NoSuchKey", "NotFound", "NoSuchBucketPolicy"})
SIGNS = frozenset({"always", "no-override"})
POLICY_CAUSES = {
    "no_statement": "policy_missing",
    "other_distribution": "policy_other_distribution",
    "other_path": "policy_other_path",
    "denied": "policy_denies",
}


class Unknown(CdnError):
    """Something could not be looked up."""


class Lookups:
    """Questions to AWS, each asked once; ``notes`` say what could not be answered."""

    def __init__(self, api: Api) -> None:
        self._api = api
        self._answers: dict[tuple[str, str], dict[str, t.Any] | AwsError] = {}
        self._is_out_of_reach = False
        self.notes: list[str] = []

    def policies(self, ids: t.Iterable[str]) -> dict[str, Caching]:
        """Return what cache policies say, those that could be read."""
        found = {}
        for policy_id in ids:
            try:
                answer = self._call("cloudfront:GetCachePolicy", {"Id": policy_id})
            except Unknown:
                continue
            found[policy_id] = from_policy((answer or {}).get("CachePolicy", {}).get("CachePolicyConfig", {}))
        return found

    def why_denied(self, behavior: Behavior, bucket: str, path: str) -> Found:
        """Return why S3 denies CloudFront an object, in the order in which S3 itself decides."""
        key, arn = behavior.key(path), str(behavior.distribution.get("arn") or "")
        sure = True
        for question in (self._control, self._grant, self._object):
            try:
                found = question(behavior, bucket, key, arn)
            except Unknown:
                sure = False
                continue
            if found.cause:
                return found
        return Found(well=sure)

    def _control(self, behavior: Behavior, bucket: str, key: str, arn: str) -> Found:
        control_id = str(behavior.origin.get("origin_access_control_id") or "")
        if not control_id:
            return Found()
        answer = self._call("cloudfront:GetOriginAccessControl", {"Id": control_id}) or {}
        config = answer.get("OriginAccessControl", {}).get("OriginAccessControlConfig", {})
        return Found() if config.get("SigningBehavior") in SIGNS else Found("control_never_signs", control_id)

    def _grant(self, behavior: Behavior, bucket: str, key: str, arn: str) -> Found:
        # An access identity is a principal of another kind, which only the object itself is looked up for.
        if not behavior.origin.get("origin_access_control_id") or not arn:
            return Found()
        answer = self._call("s3:GetBucketPolicy", {"Bucket": bucket})
        policy = json.loads((answer or {}).get("Policy") or "{}")
        resource = f"arn:{arn.split(':')[1]}:s3:::{bucket}/{key}"
        kind, detail = grants.missing_grant(policy, action="s3:GetObject", resource=resource, arn=arn)
        return Found(POLICY_CAUSES.get(kind, ""), detail)

    def _object(self, behavior: Behavior, bucket: str, key: str, arn: str) -> Found:
        if not key:
            return Found()
        answer = self._call("s3:HeadObject", {"Bucket": bucket, "Key": key})
        if answer is None:
            return Found("object_missing", key)
        if answer.get("SSEKMSKeyId") and arn:
            return self._key(str(answer["SSEKMSKeyId"]), arn)
        return self._owner(bucket, key)

    def _key(self, key_arn: str, arn: str) -> Found:
        region = key_arn.split(":")[3] if key_arn.count(":") > 3 else None  # noqa: PLR2004 - arn:aws:kms:REGION
        answer = self._call("kms:GetKeyPolicy", {"KeyId": key_arn, "PolicyName": "default"}, region=region) or {}
        policy = json.loads(answer.get("Policy") or "{}")
        kind, dummy = grants.missing_grant(policy, action="kms:Decrypt", resource=key_arn, arn=arn)
        if not kind:
            return Found()
        try:
            about = (self._call("kms:DescribeKey", {"KeyId": key_arn}, region=region) or {}).get("KeyMetadata", {})
        except Unknown:
            about = {}
        return Found("kms_managed_key" if about.get("KeyManager") == "AWS" else "kms_denied", key_arn)

    def _owner(self, bucket: str, key: str) -> Found:
        """Where ACLs are on, an object of another account is none of the bucket policy's business."""
        rules = self._call("s3:GetBucketOwnershipControls", {"Bucket": bucket}) or {}
        kinds = [rule.get("ObjectOwnership") for rule in rules.get("OwnershipControls", {}).get("Rules", [])]
        if kinds == ["BucketOwnerEnforced"]:
            return Found()
        ours = (self._call("s3:GetBucketAcl", {"Bucket": bucket}) or {}).get("Owner", {}).get("ID")
        theirs = (self._call("s3:GetObjectAcl", {"Bucket": bucket, "Key": key}) or {}).get("Owner", {}).get("ID")
        return Found("object_owner", key) if ours and theirs and ours != theirs else Found()

    def _call(
        self, operation: str, request: t.Mapping[str, t.Any], *, region: str | None = None
    ) -> dict[str, t.Any] | None:
        """Return an answer, None when what was asked for is not there; raises Unknown when AWS does not tell."""
        if self._is_out_of_reach:
            raise Unknown(operation)
        question = (operation, json.dumps(request, sort_keys=True))
        if question not in self._answers:
            self._answers[question] = self._ask(operation, request, region)
        answer = self._answers[question]
        if not isinstance(answer, AwsError):
            return answer
        if answer.code in ABSENT or answer.code == "OwnershipControlsNotFoundError":
            return None
        raise Unknown(operation)

    def _ask(self, operation: str, request: t.Mapping[str, t.Any], region: str | None) -> dict[str, t.Any] | AwsError:
        try:
            return self._api.call(operation, request, region=region)
        except AwsError as error:
            if error.code not in ABSENT and error.code != "OwnershipControlsNotFoundError":
                self._note(error.message)
            return error
        except CdnError as error:  # no credentials, no boto3, no route: asking further is no use
            self._is_out_of_reach = True
            self._note(error.message)
            raise Unknown(operation) from error

    def _note(self, message: str) -> None:
        note = f"The reasons are less precise: {message}"
        if note not in self.notes:
            self.notes.append(note)
