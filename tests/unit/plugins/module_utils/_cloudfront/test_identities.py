# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Origin access identities: kept, found or made, and never beside what replaced them."""

from __future__ import annotations

import typing as t

import pytest

from ansible_collections.cdn.aws.plugins.module_utils._cloudfront import identities
from ansible_collections.cdn.aws.plugins.module_utils._cloudfront.identities import SWITCH, Identities
from ansible_collections.cdn.aws.plugins.module_utils._errors import Refused
from ansible_collections.cdn.aws.plugins.module_utils._unknown import is_unknown, unknown
from tests.unit.helpers import StubbedApi

BUCKET = "images.s3.eu-central-1.amazonaws.com"
LIST = "cloudfront:ListCloudFrontOriginAccessIdentities"
IDENTITY = "origin-access-identity/cloudfront/E1"


def listed(*comments: str) -> dict[str, t.Any]:
    items = [{"Id": f"E{index}", "S3CanonicalUserId": "c", "Comment": one} for index, one in enumerate(comments)]
    found = {"Marker": "", "MaxItems": 100, "IsTruncated": False, "Quantity": len(items), "Items": items}
    return {"CloudFrontOriginAccessIdentityList": found}


def origin(**members: t.Any) -> dict[str, t.Any]:
    return {"id": "b", "domain_name": BUCKET, **members}


def with_identity(value: str, **members: t.Any) -> dict[str, t.Any]:
    return origin(s3_origin_config={"origin_access_identity": value}, **members)


def test_an_identity_that_is_there_or_named_is_kept_without_a_call() -> None:
    found = Identities(StubbedApi())
    assert found.resolve([{"id": "b", SWITCH: True}], [with_identity(IDENTITY)]) == [
        {"id": "b", "s3_origin_config": {"origin_access_identity": IDENTITY}}
    ]
    assert found.resolve([with_identity(IDENTITY, **{SWITCH: True})], []) == [with_identity(IDENTITY)]
    assert found.resolve([origin()], [with_identity(IDENTITY)]) == [origin()]
    assert found.missing == found.warnings == ()


def test_the_switch_turned_off_takes_the_identity_away() -> None:
    """Also a named one, as community.aws does."""
    off = [with_identity(IDENTITY, **{SWITCH: False})]
    assert Identities(StubbedApi()).resolve(off, [with_identity(IDENTITY)]) == [with_identity("")]


def test_an_identity_that_was_made_before_is_found() -> None:
    api = StubbedApi().expect(LIST, {}, listed("access-identity-by-ansible-other", identities.comment("images")))
    found = Identities(api)
    both = [origin(**{SWITCH: True}), origin(id="c", **{SWITCH: True})]
    assert [one["s3_origin_config"]["origin_access_identity"] for one in found.resolve(both, [])] == [IDENTITY] * 2
    assert found.missing == ()


def test_one_identity_is_planned_for_a_bucket_with_a_word_on_what_replaced_it() -> None:
    api = StubbedApi().expect(LIST, {}, listed())
    found = Identities(api)
    both = [origin(**{SWITCH: True}), origin(id="c", **{SWITCH: True})]
    value = found.resolve(both, [])[1]["s3_origin_config"]["origin_access_identity"]
    assert is_unknown(value)
    assert found.missing == ("images",)
    assert "origin_access_control_id" in found.warnings[0]
    change = identities.creation("images")
    config = {"CallerReference": "cdn.aws-images", "Comment": "access-identity-by-ansible-images"}
    assert change.request({}) == {"CloudFrontOriginAccessIdentityConfig": config}
    state = identities.created(change, {"CloudFrontOriginAccessIdentity": {"Id": "E7"}}, None)
    request = {"A": [{"B": value}, {"B": unknown("something else")}]}
    filled = {"A": [{"B": "origin-access-identity/cloudfront/E7"}, {"B": unknown("something else")}]}
    assert identities.filled(request, state) == filled
    assert identities.filled(request, {}) is request


@pytest.mark.parametrize("there", [False, True])
def test_an_identity_beside_an_access_control_is_refused(there: bool) -> None:
    """CF-40."""
    control = {"origin_access_control_id": "E2QWRUHAPOMQZL"}
    with pytest.raises(Refused, match=f"leave {SWITCH} out"):
        Identities(StubbedApi()).resolve(
            [origin(**{SWITCH: True, **({} if there else control)})], [origin(**control)] if there else []
        )


def test_changing_over_from_an_access_control_is_one_task() -> None:
    api = StubbedApi().expect(LIST, {}, listed("", identities.comment("images")))
    desired = origin(origin_access_control_id="", **{SWITCH: True})
    found = Identities(api).resolve([desired], [origin(origin_access_control_id="E2QWRUHAPOMQZL")])
    assert found == [with_identity(IDENTITY, origin_access_control_id="")]


def test_a_bucket_that_is_not_known_yet_is_planned_for() -> None:
    api = StubbedApi().expect(LIST, {}, listed())
    found = Identities(api)
    desired = {"id": "b", "domain_name": unknown("bucket domain name"), SWITCH: True}
    assert is_unknown(found.resolve([desired], [])[0]["s3_origin_config"]["origin_access_identity"])
    with pytest.raises(Refused, match="www.example.org is none"):
        found.resolve([{"id": "w", SWITCH: True}], [{"id": "w", "domain_name": "www.example.org"}])
