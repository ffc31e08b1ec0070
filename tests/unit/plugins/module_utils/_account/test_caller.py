# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import pytest

from ansible_collections.cdn.aws.plugins.module_utils._account.caller_info import CallerInfo
from ansible_collections.cdn.aws.plugins.module_utils._errors import ConnectionFailed, Refused
from ansible_collections.cdn.aws.plugins.module_utils._reconcile import reconcile
from tests.unit.helpers import StubbedApi

ARN = "arn:aws:sts::123456789012:assumed-role/deploy/runner"
IDENTITY = {"Account": "123456789012", "Arn": ARN, "UserId": "AROA:runner"}


def asked(*allowed: str) -> StubbedApi:
    return StubbedApi().expect("sts:GetCallerIdentity", {}, IDENTITY)


def test_the_caller_is_told():
    found = reconcile(CallerInfo({"allowed_account_ids": []}, asked()), check_mode=True)
    assert found.state == {"account": "123456789012", "arn": ARN, "user_id": "AROA:runner"}
    assert not found.plan


def test_an_account_that_is_allowed_passes():
    options = {"allowed_account_ids": ["012345678901", " 123456789012 "]}
    assert reconcile(CallerInfo(options, asked()), check_mode=False).state


def test_another_account_is_refused_in_one_line_that_names_all():
    options = {"allowed_account_ids": ["012345678901", "999999999999"]}
    with pytest.raises(Refused) as refused:
        reconcile(CallerInfo(options, asked()), check_mode=True)
    for text in ("123456789012", ARN, "012345678901, 999999999999"):
        assert text in refused.value.message
    assert "\n" not in refused.value.message


@pytest.mark.parametrize("wrong", ["1402433619", "1234-5678-9012", "", "12345678901x", "1234567890123"])
def test_what_is_no_account_id_is_refused_before_any_call(wrong):
    api = StubbedApi()
    with pytest.raises(Refused, match="12 digits"):
        reconcile(CallerInfo({"allowed_account_ids": [wrong]}, api), check_mode=True)
    assert api.calls == []


def test_no_region_is_needed():
    class Nowhere(StubbedApi):
        @property
        def region(self):
            raise ConnectionFailed("none")

    api = Nowhere()
    api.expect("sts:GetCallerIdentity", {}, IDENTITY)
    assert reconcile(CallerInfo({"allowed_account_ids": []}, api), check_mode=True).state
