# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import json

import pytest

from ansible_collections.cdn.aws.plugins.module_utils._headers.batch_policy import (
    SERVICE,
    document,
    key_arns,
    lacking,
    needs,
    permissions,
    trust_policy,
    trusts,
)

ACCOUNT = "123456789012"
KEY = "arn:aws:kms:eu-west-1:123456789012:key/1"
NEEDS = needs(
    objects="arn:aws:s3:::pictures", manifests="arn:aws:s3:::m/jobs/*", reports="arn:aws:s3:::r/*", keys=[KEY]
)


def trust(**members):
    statement = {"Effect": "Allow", "Principal": {"Service": SERVICE}, "Action": "sts:AssumeRole", **members}
    return {"Statement": statement}


class TestTrust:
    @pytest.mark.parametrize(
        "policy",
        [
            trust_policy(),
            trust(),
            trust(Principal={"Service": ["ec2.amazonaws.com", SERVICE]}, Action=["sts:TagSession", "sts:AssumeRole"]),
            trust(Condition={"StringEquals": {"aws:SourceAccount": ACCOUNT}}),
            {"Statement": [trust(Principal={"AWS": ACCOUNT})["Statement"], trust()["Statement"]]},
        ],
    )
    def test_the_service_may_use_it(self, policy):
        assert trusts(policy, ACCOUNT)

    @pytest.mark.parametrize(
        "policy",
        [
            {},
            trust(Principal={"Service": "s3.amazonaws.com"}),
            trust(Effect="Deny"),
            trust(Action="sts:TagSession"),
            trust(Condition={"StringEquals": {"aws:SourceAccount": "999999999999"}}),
        ],
    )
    def test_the_service_may_not(self, policy):
        assert not trusts(policy, ACCOUNT)


class TestPermissions:
    def test_what_is_made_is_what_is_needed_and_nothing_else(self):
        made = permissions(NEEDS)
        assert lacking(NEEDS, [made]) == []
        assert [(one["Sid"], one["Action"], one["Resource"]) for one in made["Statement"]] == [
            ("Bucket", ["s3:ListBucket"], ["arn:aws:s3:::pictures"]),
            (
                "Objects",
                ["s3:GetObject", "s3:GetObjectTagging", "s3:PutObject", "s3:PutObjectTagging"],
                ["arn:aws:s3:::pictures/*"],
            ),
            ("Manifests", ["s3:GetObject", "s3:GetObjectVersion"], ["arn:aws:s3:::m/jobs/*"]),
            ("Reports", ["s3:PutObject"], ["arn:aws:s3:::r/*"]),
            ("Keys", ["kms:Decrypt", "kms:GenerateDataKey"], [KEY]),
        ]
        assert key_arns(made) == {KEY}
        assert document(json.dumps(made)) == made

    def test_each_action_that_is_lacking_is_named(self):
        reads = {"Effect": "Allow", "Action": ["s3:Get*", "S3:LISTBUCKET", "kms:*"], "Resource": "*"}
        assert lacking(NEEDS, [{"Statement": reads}]) == [
            "s3:PutObject on arn:aws:s3:::pictures/*",
            "s3:PutObjectTagging on arn:aws:s3:::pictures/*",
            "s3:PutObject on arn:aws:s3:::r/*",
        ]
        unversioned = {**reads, "Action": ["s3:*Object", "s3:*ObjectTagging", "s3:ListBucket", "kms:*"]}
        assert lacking(NEEDS, [{"Statement": unversioned}]) == []
        narrow = {"Effect": "Allow", "Action": "s3:*", "Resource": ["arn:aws:s3:::pictures/a/*", "arn:aws:s3:::r/*"]}
        assert "s3:PutObject on arn:aws:s3:::pictures/*" in lacking(NEEDS, [{"Statement": [narrow, reads]}])
