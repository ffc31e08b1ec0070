# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The role that S3 Batch Operations works with: looked at, or made with the least that it needs."""

from __future__ import annotations

import json
import re
import typing as t

from .._errors import DENIED_CODES, AwsError, Refused
from .._plan import Change
from .._unknown import is_unknown
from .batch_jobs import Orders, Place
from .batch_policy import Need, document, key_arns, lacking, needs, permissions, trust_policy, trusts

POLICY = "cdn.aws.s3_object_headers-{bucket}"
DESCRIPTION = "Lets S3 Batch Operations repair the headers of objects (cdn.aws.s3_object_headers)"
MISSING = "NoSuchEntity"
SHOWN = 6


class Role:
    """A role of the account of the jobs; ``fresh`` when this run makes it, so that AWS may not know it everywhere."""

    def __init__(self, place: Place, given: str, *, create: bool) -> None:
        self._place = place
        self._given = given
        self._create = create
        self.fresh = False
        self.warnings: list[str] = []
        self.needs = ""

    @property
    def name(self) -> str:
        """Return the name without path."""
        return self._given.rpartition("/")[2]

    @property
    def arn(self) -> str:
        """Return the ARN; of a name it is built."""
        if self._given.startswith("arn:") or is_unknown(self._given):
            return self._given
        return f"arn:{self._place.partition}:iam::{self._place.account}:role/{self._given}"

    def changes(self, orders: Orders, keys: t.Iterable[str]) -> tuple[Change, ...]:
        """Return what is to be written before a job can have the role; refuses one that no job can have."""
        if is_unknown(self._given):
            return ()
        try:
            found = self._place.api.call("iam:GetRole", {"RoleName": self.name})["Role"]
        except AwsError as error:
            if error.code in DENIED_CODES:
                self.warnings.append(f"batch.role: {self.name} could not be checked: {error.message}")
                return ()
            if error.code != MISSING:
                raise
            return self._creation(orders, set(keys))
        self._given = found["Arn"]
        if not trusts(document(found["AssumeRolePolicyDocument"]), self._place.account):
            raise Refused(
                f"batch.role: the role {self.name} does not let S3 Batch Operations use it. Its trust policy needs:"
                f" {json.dumps(trust_policy()['Statement'][0])}"
            )
        return self._permission(orders, set(keys)) if self._create else self._checked(orders, set(keys))

    def _creation(self, orders: Orders, keys: set[str]) -> tuple[Change, ...]:
        if not self._create:
            self.needs = (
                f"batch.role: there is no role {self.name}. Make it first, set batch.create_role, or correct the name."
            )
            return ()
        if not re.fullmatch(r"[\w+=,.@-]{1,64}", self.name) or self.arn.partition(":role/")[2] != self.name:
            raise Refused(f"batch.role: {self._given} cannot be made: give a name of up to 64 letters, without a path.")
        self.fresh = True
        request = {
            "RoleName": self.name,
            "AssumeRolePolicyDocument": json.dumps(trust_policy()),
            "Description": DESCRIPTION,
        }
        policy = self._put(permissions(self._needs(orders, keys)), orders)
        return (Change("create", "iam:CreateRole", self.name, lambda state: request), policy)

    def _needs(self, orders: Orders, keys: set[str]) -> tuple[Need, ...]:
        return needs(
            objects=self._place.bucket_arn(orders.bucket),
            manifests=f"{self._place.bucket_arn(orders.manifest_bucket)}/{orders.manifest_prefix}*",
            reports=f"{self._place.bucket_arn(orders.report_bucket)}/{orders.report_prefix}*",
            keys=keys,
        )

    def _put(self, policy: dict[str, t.Any], orders: Orders) -> Change:
        name = POLICY.format(bucket=orders.bucket)
        request = {"RoleName": self.name, "PolicyName": name, "PolicyDocument": json.dumps(policy)}
        return Change("update", "iam:PutRolePolicy", f"{self.name}: {name}", lambda state: request)

    def _permission(self, orders: Orders, keys: set[str]) -> tuple[Change, ...]:
        request = {"RoleName": self.name, "PolicyName": POLICY.format(bucket=orders.bucket)}
        try:
            current = document(self._place.api.call("iam:GetRolePolicy", request)["PolicyDocument"])
        except AwsError as error:
            if error.code != MISSING:
                raise
            current = {}
        # Keys of other objects stay: another job may be using them.
        wanted = permissions(self._needs(orders, keys | key_arns(current)))
        if current == wanted:
            return ()
        self.fresh = True
        return (self._put(wanted, orders),)

    def _checked(self, orders: Orders, keys: set[str]) -> tuple[Change, ...]:
        try:
            missing = lacking(self._needs(orders, keys), list(self._policies()))
        except AwsError as error:
            if error.code not in DENIED_CODES:
                raise
            self.warnings.append(f"batch.role: what {self.name} may do could not be checked: {error.message}")
            return ()
        if missing:
            more = f" and {len(missing) - SHOWN} more" if len(missing) > SHOWN else ""
            self.warnings.append(
                f"batch.role: the policies of {self.name} do not allow {', '.join(missing[:SHOWN])}{more}. Unless a"
                " bucket policy does, the job fails; batch.create_role would add it."
            )
        return ()

    def _policies(self) -> t.Iterator[dict[str, t.Any]]:
        api, role = self._place.api, {"RoleName": self.name}
        for page in api.pages("iam:ListRolePolicies", role):
            for name in page["PolicyNames"]:
                yield document(api.call("iam:GetRolePolicy", {**role, "PolicyName": name})["PolicyDocument"])
        for page in api.pages("iam:ListAttachedRolePolicies", role):
            for policy in page["AttachedPolicies"]:
                arn = {"PolicyArn": policy["PolicyArn"]}
                version = api.call("iam:GetPolicy", arn)["Policy"]["DefaultVersionId"]
                found = api.call("iam:GetPolicyVersion", {**arn, "VersionId": version})["PolicyVersion"]
                yield document(found["Document"])
