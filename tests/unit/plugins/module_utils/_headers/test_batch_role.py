# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import json

import pytest

from ansible_collections.cdn.aws.plugins.module_utils._errors import AwsError, Refused
from ansible_collections.cdn.aws.plugins.module_utils._headers import batch_policy
from ansible_collections.cdn.aws.plugins.module_utils._headers.batch_role import Role
from ansible_collections.cdn.aws.plugins.module_utils._unknown import unknown
from tests.unit.helpers import StubbedApi
from tests.unit.plugins.module_utils._headers.batches import ORDERS, ROLE, place

NAMED = {"RoleName": "repair"}
POLICY = {**NAMED, "PolicyName": "cdn.aws.s3_object_headers-pictures"}
KEY = "arn:aws:kms:eu-west-1:123456789012:key/1"


def told(trust=None, arn=ROLE):
    policy = json.dumps(trust or batch_policy.trust_policy())
    role = {"RoleName": "repair", "Arn": arn, "Path": "/", "RoleId": "AROA" + "X" * 16, "CreateDate": 0}
    return {"Role": {**role, "AssumeRolePolicyDocument": policy}}


def least(*keys):
    return batch_policy.permissions(
        batch_policy.needs(
            objects="arn:aws:s3:::pictures",
            manifests="arn:aws:s3:::reports/jobs/*",
            reports="arn:aws:s3:::reports/jobs/*",
            keys=keys,
        )
    )


def of(api, given="repair", *, create=False, keys=()):
    role = Role(place(api), given, create=create)
    return role, role.changes(ORDERS, keys)


class TestMade:
    def test_a_role_that_is_not_there_is_made_with_the_least(self):
        api = StubbedApi().fail("iam:GetRole", "NoSuchEntity", status=404)
        role, changes = of(api, create=True)
        assert [change.operation for change in changes] == ["iam:CreateRole", "iam:PutRolePolicy"]
        create, put = (change.request({}) for change in changes)
        assert json.loads(create.pop("AssumeRolePolicyDocument")) == batch_policy.trust_policy()
        assert create["RoleName"] == "repair"
        assert json.loads(put.pop("PolicyDocument")) == least()
        assert put == POLICY
        assert (role.arn, role.fresh, role.needs) == (ROLE, True, "")

    def test_a_role_that_has_its_policy_is_left_alone(self):
        api = StubbedApi().expect("iam:GetRole", NAMED, told())
        api.expect("iam:GetRolePolicy", POLICY, {**POLICY, "PolicyDocument": json.dumps(least(KEY))})
        role, changes = of(api, create=True)
        assert (changes, role.fresh) == ((), False)

    @pytest.mark.parametrize("current", [None, least("arn:aws:kms:eu-west-1:123456789012:key/0")])
    def test_what_its_policy_lacks_is_added_to_it(self, current):
        api = StubbedApi().expect("iam:GetRole", NAMED, told())
        if current is None:
            api.fail("iam:GetRolePolicy", "NoSuchEntity", status=404)
        else:
            api.expect("iam:GetRolePolicy", POLICY, {**POLICY, "PolicyDocument": json.dumps(current)})
        role, changes = of(api, create=True, keys=[KEY])
        keys = {KEY} | (batch_policy.key_arns(current) if current else set())
        assert [json.loads(change.request({})["PolicyDocument"]) for change in changes] == [least(*sorted(keys))]
        assert role.fresh

    @pytest.mark.parametrize("name", ["a name", "x" * 65, "arn:aws:iam::123456789012:role/path/repair"])
    def test_a_name_that_no_role_can_have_is_refused(self, name):
        with pytest.raises(Refused, match="cannot be made"):
            of(StubbedApi().fail("iam:GetRole", "NoSuchEntity"), name, create=True)


class TestChecked:
    def test_without_the_role_nothing_can_be_done(self):
        role, changes = of(StubbedApi().fail("iam:GetRole", "NoSuchEntity"))
        assert "there is no role repair" in role.needs
        assert changes == ()

    def test_a_role_that_the_service_may_not_use_is_refused(self):
        trust = {"Statement": [{"Effect": "Allow", "Principal": {"Service": "x"}, "Action": "sts:AssumeRole"}]}
        with pytest.raises(Refused, match="batchoperations.s3.amazonaws.com"):
            of(StubbedApi().expect("iam:GetRole", NAMED, told(trust)))

    def test_what_its_policies_lack_is_warned_of(self):
        attached = {"PolicyArn": "arn:aws:iam::123456789012:policy/reads"}
        statement = {"Effect": "Allow", "Action": ["s3:Get*", "s3:List*"], "Resource": "*"}
        reads = json.dumps({"Statement": [statement]})
        api = StubbedApi().expect("iam:GetRole", NAMED, told(arn=ROLE.replace("repair", "path/repair")))
        api.expect("iam:ListRolePolicies", NAMED, {"PolicyNames": ["own"]})
        own = {**NAMED, "PolicyName": "own"}
        api.expect("iam:GetRolePolicy", own, {**own, "PolicyDocument": json.dumps({"Statement": []})})
        api.expect("iam:ListAttachedRolePolicies", NAMED, {"AttachedPolicies": [attached]})
        api.expect("iam:GetPolicy", attached, {"Policy": {"DefaultVersionId": "v2"}})
        version = {"PolicyVersion": {"Document": reads}}
        api.expect("iam:GetPolicyVersion", {**attached, "VersionId": "v2"}, version)
        role, changes = of(api, "arn:aws:iam::123456789012:role/path/repair")
        api.assert_all_made()
        assert changes == ()
        assert role.arn == "arn:aws:iam::123456789012:role/path/repair"
        assert "do not allow s3:PutObject on arn:aws:s3:::pictures/*, s3:PutObjectTagging on" in role.warnings[0]

    @pytest.mark.parametrize("operation", ["iam:GetRole", "iam:ListRolePolicies"])
    def test_what_may_not_be_read_is_told_and_no_obstacle(self, operation):
        api = StubbedApi()
        if operation != "iam:GetRole":
            api.expect("iam:GetRole", NAMED, told())
        role, changes = of(api.fail(operation, "AccessDenied", status=403))
        assert (changes, role.arn, role.needs) == ((), ROLE, "")
        assert "could not be checked" in role.warnings[0]

    @pytest.mark.parametrize("operation", ["iam:GetRole", "iam:ListRolePolicies"])
    def test_other_errors_are_raised(self, operation):
        api = StubbedApi()
        if operation != "iam:GetRole":
            api.expect("iam:GetRole", NAMED, told())
        with pytest.raises(AwsError):
            of(api.fail(operation, "ServiceFailure", status=500))

    def test_a_role_that_an_earlier_task_would_make_is_not_looked_for(self):
        role, changes = of(StubbedApi(), unknown("role ARN"))
        assert (changes, role.arn) == ((), unknown("role ARN"))
