# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What an origin access control's plans send."""

from __future__ import annotations

import typing as t

import pytest

from ansible_collections.cdn.aws.plugins.module_utils._cloudfront.origin_access_control import OriginAccessControl
from ansible_collections.cdn.aws.plugins.module_utils._errors import CdnError, Refused
from ansible_collections.cdn.aws.plugins.module_utils._reconcile import Result, reconcile
from tests.unit.helpers import StubbedApi
from tests.unit.plugins.module_utils._cloudfront.distributions import Api

CONFIG = {
    "Name": "images",
    "Description": "",
    "SigningProtocol": "sigv4",
    "SigningBehavior": "always",
    "OriginAccessControlOriginType": "s3",
}
ID = "E65YXOJ2CCHLX2"


def listed(*configs: dict[str, str]) -> dict[str, t.Any]:
    items = [{"Id": f"{ID}{index or ''}", **config} for index, config in enumerate(configs)]
    found = {"Marker": "", "MaxItems": 100, "IsTruncated": False, "Quantity": len(items), "Items": items}
    return {"OriginAccessControlList": found}


def one(config: dict[str, str] = CONFIG, etag: str = "E1") -> dict[str, t.Any]:
    return {"OriginAccessControl": {"Id": ID, "OriginAccessControlConfig": config}, "ETag": etag}


def run(api: StubbedApi, *, check: bool = False, **given: t.Any) -> Result:
    options = {"state": "present", **given}
    result = reconcile(OriginAccessControl(options, api), check_mode=check)
    api.assert_all_made()
    return result


def test_a_no_op_costs_one_read() -> None:
    api = StubbedApi().expect("cloudfront:ListOriginAccessControls", {}, listed({**CONFIG, "Name": "x"}, CONFIG))
    assert not run(api, name="images", signing_behavior="always").plan


def test_a_create_signs_always_for_a_bucket() -> None:
    api = StubbedApi().expect("cloudfront:ListOriginAccessControls", {}, listed())
    sent = {key: value for key, value in CONFIG.items() if key != "Description"}
    api.expect("cloudfront:CreateOriginAccessControl", {"OriginAccessControlConfig": sent}, one())
    result = run(api, name="images")
    assert result.state is not None
    assert result.state["id"] == ID


def test_an_update_starts_from_the_object_and_keeps_the_rest() -> None:
    there = {**CONFIG, "SigningBehavior": "no-override"}
    api = StubbedApi().expect("cloudfront:ListOriginAccessControls", {}, listed(there))
    api.expect("cloudfront:GetOriginAccessControl", {"Id": ID}, one(there, "E7"))
    body = {**there, "Description": "new"}
    request = {"Id": ID, "IfMatch": "E7", "OriginAccessControlConfig": body}
    api.expect("cloudfront:UpdateOriginAccessControl", request, one(body, "E8"))
    assert run(api, name="images", description="new").plan


def test_what_is_deleted_between_two_looks_is_not_made_again() -> None:
    api = StubbedApi().expect("cloudfront:ListOriginAccessControls", {}, listed(CONFIG))
    api.fail("cloudfront:GetOriginAccessControl", "NoSuchOriginAccessControl", status=404)
    with pytest.raises(CdnError, match="The origin access control images was there when this run looked, and is gone"):
        run(api, name="images", description="new")


def test_a_name_that_was_taken_meanwhile_is_adopted() -> None:
    """CF-43."""
    api = StubbedApi().expect("cloudfront:ListOriginAccessControls", {}, listed())
    api.fail("cloudfront:CreateOriginAccessControl", "OriginAccessControlAlreadyExists", status=409)
    api.expect("cloudfront:ListOriginAccessControls", {}, listed(CONFIG))
    result = run(api, name="images")
    assert result.state is not None
    assert result.state["id"] == ID


def test_an_id_is_read_by_itself_and_may_get_another_name() -> None:
    api = StubbedApi().expect("cloudfront:GetOriginAccessControl", {"Id": ID}, one())
    body = {**CONFIG, "Name": "pictures"}
    request = {"Id": ID, "IfMatch": "E1", "OriginAccessControlConfig": body}
    api.expect("cloudfront:UpdateOriginAccessControl", request, one(body))
    assert run(api, id=ID, name="pictures").plan


def test_a_delete_waits_until_it_is_released(monkeypatch: pytest.MonkeyPatch) -> None:
    """CF-44."""
    monkeypatch.setattr("time.sleep", lambda _seconds: None)
    api = StubbedApi().expect("cloudfront:ListOriginAccessControls", {}, listed(CONFIG))
    distributions = {"Marker": "", "MaxItems": 100, "IsTruncated": False, "Quantity": 0}
    for attempt in range(2):
        api.expect("cloudfront:GetOriginAccessControl", {"Id": ID}, one())
        if attempt:
            api.expect("cloudfront:DeleteOriginAccessControl", {"Id": ID, "IfMatch": "E1"}, {})
        else:
            api.fail("cloudfront:DeleteOriginAccessControl", "OriginAccessControlInUse", status=409)
            api.expect("cloudfront:ListDistributions", {}, {"DistributionList": distributions})
    assert run(api, name="images", state="absent").state is None


USERS = {
    "DistributionList": {
        "Quantity": 1,
        "Items": [{"Id": "E1", "Origins": {"Quantity": 1, "Items": [{"Id": "o", "OriginAccessControlId": ID}]}}],
    }
}


@pytest.mark.parametrize(
    ("let_go", "code", "stays"),
    [
        ([], "", True),
        (["arn:aws:cloudfront::1:distribution/E1"], None, False),
        # What a resumed teardown says.
        ([""], "NoSuchDistribution", False),
        ([], "AccessDenied", True),
    ],
)
def test_what_others_use_stays_when_told_so(let_go: list[str], code: str | None, stays: bool) -> None:
    api = Api()  # its lists of distributions may be trimmed
    api.lists.append(USERS)
    api.expect("cloudfront:ListOriginAccessControls", {}, listed(CONFIG))
    if code:
        api.fail("cloudfront:GetDistribution", code, status=404)
    elif code is not None:
        api.expect("cloudfront:GetDistribution", {"Id": "E1"}, {})
    result = run(api, check=True, name="images", state="absent", keep_in_use=True, detached_from=let_go)
    assert bool(result.plan) is not stays
    told = ("Kept: the origin access control images is in use by the distribution E1.",)
    assert result.plan.warnings == (told if stays else ())


@pytest.mark.parametrize("let_go", [["E1"], []])
def test_a_list_that_goes_on_with_a_deleted_distribution_does_not_end_the_wait(
    let_go: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """CF-24."""
    monkeypatch.setattr("time.sleep", lambda _seconds: None)
    api = Api()
    api.lists.append(USERS)
    api.expect("cloudfront:ListOriginAccessControls", {}, listed(CONFIG))
    api.expect("cloudfront:GetOriginAccessControl", {"Id": ID}, one())
    api.fail("cloudfront:DeleteOriginAccessControl", "OriginAccessControlInUse", status=409)
    if not let_go:
        api.fail("cloudfront:GetDistribution", "NoSuchDistribution", status=404)
    api.expect("cloudfront:GetOriginAccessControl", {"Id": ID}, one())
    api.expect("cloudfront:DeleteOriginAccessControl", {"Id": ID, "IfMatch": "E1"}, {})
    assert run(api, name="images", state="absent", detached_from=let_go).state is None


def test_an_id_that_nothing_has_is_refused() -> None:
    api = StubbedApi().fail("cloudfront:GetOriginAccessControl", "NoSuchOriginAccessControl", status=404)
    with pytest.raises(Refused, match="no origin access control with the id"):
        run(api, id=ID)


def test_a_long_name_is_refused() -> None:
    with pytest.raises(Refused, match="65 characters"):
        run(StubbedApi(), name="x" * 65)
