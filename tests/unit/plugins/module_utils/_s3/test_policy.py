# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ansible_collections.cdn.aws.plugins.module_utils._errors import Refused
from ansible_collections.cdn.aws.plugins.module_utils._s3.policy import Policy, parse, same_meaning

GRANT = {"Effect": "Allow", "Principal": {"Service": "cloudfront.amazonaws.com"}, "Action": "s3:GetObject"}
FOREIGN = (
    '{ "Effect" : "Deny", "Principal":"*",\n "Action":["s3:*" ], "Resource":"arn:aws:s3:::b/\\u00fc", "N": 1.0e2 }'
)
TEXT = f'{{"Version": "2008-10-17", "Id":"x", "Statement": [ {FOREIGN} , {{"Sid":"Mine","Effect":"Allow"}}]}}'


def test_foreign_statements_keep_every_byte():
    changed = parse(TEXT).with_statement("Mine", GRANT)
    assert FOREIGN in changed.render()
    assert json.loads(changed.render())["Statement"][1] == {"Sid": "Mine", **GRANT}


def test_other_members_of_a_policy_stay():
    rendered = json.loads(parse(TEXT).with_statement("New", GRANT).render())
    assert (rendered["Version"], rendered["Id"]) == ("2008-10-17", "x")
    assert [statement.get("Sid") for statement in rendered["Statement"]] == [None, "Mine", "New"]


def test_a_single_statement_without_a_list_is_understood():
    policy = parse('{"Version":"2012-10-17","Statement":{"Sid":"Only","Effect":"Allow"}}')
    assert policy.find("Only") == {"Sid": "Only", "Effect": "Allow"}
    assert len(policy.with_statement("Mine", GRANT).values) == 2


def test_a_policy_without_its_last_statement_is_none():
    assert Policy().with_statement("Mine", GRANT).without("Mine").as_value() is None


def test_a_new_policy_has_the_current_version():
    assert json.loads(Policy().with_statement("Mine", GRANT).render()) == {
        "Version": "2012-10-17",
        "Statement": [{"Sid": "Mine", **GRANT}],
    }


def test_a_policy_that_s3_would_not_take_is_refused():  # S3-12
    with pytest.raises(Refused, match="20480"):
        Policy().with_statement("Mine", {**GRANT, "Resource": ["x" * 21_000]}).check_size("b")


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3),
    max_leaves=8,
)


@given(
    statements=st.lists(st.dictionaries(st.text(min_size=1, max_size=4), json_values, max_size=3), max_size=4),
    indent=st.sampled_from([None, 0, 2]),
)
def test_any_policy_survives_a_statement_put_in_and_taken_out(statements, indent):
    foreign = [{key: value for key, value in statement.items() if key != "Sid"} for statement in statements]
    policy = parse(json.dumps({"Version": "2012-10-17", "Statement": foreign}, indent=indent))
    after = policy.with_statement("Mine", GRANT)
    assert json.loads(after.render())["Statement"] == [*foreign, {"Sid": "Mine", **GRANT}]
    assert after.without("Mine") == policy


ARN = "arn:aws:iam::123456789012:root"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"Action": "s3:GetObject"}, {"Action": ["s3:GetObject"]}),
        ({"Action": ["s3:GetObject", "s3:PutObject"]}, {"Action": ["s3:putobject", "s3:getobject"]}),
        ({"Resource": ["a", "b"]}, {"Resource": ["b", "a"]}),
        ({"Principal": {"AWS": "123456789012"}}, {"Principal": {"AWS": [ARN]}}),
        ({"Principal": "*"}, {"Principal": {"AWS": "*"}}),
        (
            {"Condition": {"Bool": {"aws:SecureTransport": False}}},
            {"Condition": {"bool": {"AWS:SecureTransport": "false"}}},
        ),
        ({"Condition": {"NumericLessThan": {"k": 3}}}, {"Condition": {"NumericLessThan": {"k": ["3"]}}}),
        ({"Effect": "Allow", "Condition": {}}, {"Effect": "Allow"}),
    ],
)
def test_statements_that_say_the_same_are_the_same(one, other):  # S3-13
    assert same_meaning(one, other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"Effect": "Allow"}, {"Effect": "Deny"}),
        ({"Action": "s3:GetObject"}, {"NotAction": "s3:GetObject"}),
        ({"Resource": "arn:aws:s3:::b/A"}, {"Resource": "arn:aws:s3:::b/a"}),
        ({"Principal": {"AWS": "123456789012"}}, {"Principal": {"Service": "123456789012"}}),
        ({"Condition": {"StringEquals": {"k": "v"}}}, {"Condition": {"StringLike": {"k": "v"}}}),
        ({"Action": "s3:GetObject"}, {"Action": ["s3:GetObject", "s3:PutObject"]}),
    ],
)
def test_statements_that_say_other_things_differ(one, other):
    assert not same_meaning(one, other)
