# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import datetime

import pytest

from ansible_collections.cdn.aws.plugins.module_utils._credentials import Role, explicit
from ansible_collections.cdn.aws.plugins.module_utils._errors import AwsError, Refused

KEYS = {"AWS_ACCESS_KEY_ID": "A", "AWS_SECRET_ACCESS_KEY": "S", "AWS_SESSION_TOKEN": "T"}
FILLED = {"access_key": "A", "secret_key": "S", "session_token": "T", "profile": None}
NOW = datetime.datetime(2026, 1, 1, tzinfo=datetime.timezone.utc)
ARN = "arn:aws:iam::999999999999:role/dns"


def credentials(params, environment):
    found = explicit(params, environment)
    return {name: found[name] for name in FILLED if found.get(name)}


def test_what_only_the_environment_gives_stays():
    assert credentials(FILLED, KEYS) == {"access_key": "A", "secret_key": "S", "session_token": "T"}


def test_a_profile_that_was_given_is_not_mixed_with_keys_of_the_environment():
    assert credentials({**FILLED, "profile": "dns"}, KEYS) == {"profile": "dns"}


def test_keys_that_were_given_take_neither_token_nor_profile_of_the_environment():
    given = {"access_key": "B", "secret_key": "C", "session_token": "T", "profile": "main"}
    assert credentials(given, {**KEYS, "AWS_PROFILE": "main"}) == {"access_key": "B", "secret_key": "C"}


def test_two_sets_that_were_given_stay_for_ansible_to_refuse():
    given = {"access_key": "B", "secret_key": "C", "profile": "dns"}
    assert credentials(given, KEYS) == given


class Sts:
    def __init__(self):
        self.requests = []

    def assume(self, request):
        self.requests.append(request)
        number = len(self.requests)
        given = {"AccessKeyId": f"A{number}", "SecretAccessKey": "S", "SessionToken": "T"}
        return {"Credentials": {**given, "Expiration": NOW + datetime.timedelta(hours=number)}}


def test_without_a_role_nothing_is_asked():
    sts, role = Sts(), Role({})
    assert role.keys(sts.assume) == {}
    assert not role.is_over(NOW)
    assert sts.requests == []


def test_a_role_is_assumed_once_and_again_before_its_session_ends():
    sts, role = Sts(), Role({"assume_role_arn": ARN, "assume_role_external_id": "x"})
    assert role.keys(sts.assume) == role.keys(sts.assume)
    assert sts.requests == [{"RoleArn": ARN, "RoleSessionName": "cdn.aws", "ExternalId": "x"}]
    assert not role.is_over(NOW + datetime.timedelta(minutes=54))
    assert role.is_over(NOW + datetime.timedelta(minutes=56))
    assert role.keys(sts.assume)["aws_access_key_id"] == "A2"


def test_an_external_id_without_a_role_is_refused():
    with pytest.raises(Refused, match="assume_role_arn"):
        Role({"assume_role_external_id": "x"}).keys(Sts().assume)


def test_a_role_that_may_not_be_assumed_names_its_trust_policy():
    def deny(request):
        raise AwsError(operation="sts:AssumeRole", code="AccessDenied", text="no")

    with pytest.raises(AwsError) as denied:
        Role({"assume_role_arn": ARN}).keys(deny)
    assert f"The trust policy of {ARN}" in denied.value.message
