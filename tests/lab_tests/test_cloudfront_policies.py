# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What CloudFront does with policies."""

from __future__ import annotations

import typing as t

import pytest

from tests.lab import Lab
from tests.lab_tests import aws

NOTHING = {
    "HeadersConfig": {"HeaderBehavior": "none"},
    "CookiesConfig": {"CookieBehavior": "none"},
    "QueryStringsConfig": {"QueryStringBehavior": "none"},
}
KEY = {"EnableAcceptEncodingGzip": True, "EnableAcceptEncodingBrotli": True, **NOTHING}
LEAST: dict[str, dict[str, t.Any]] = {
    "CachePolicy": {"Name": "mine", "MinTTL": 1, "ParametersInCacheKeyAndForwardedToOrigin": KEY},
    "OriginRequestPolicy": {"Name": "mine", **NOTHING},
    "ResponseHeadersPolicy": {"Name": "mine", "SecurityHeadersConfig": {"ContentTypeOptions": {"Override": True}}},
}
CORS = {
    "AccessControlAllowOrigins": {"Quantity": 1, "Items": ["*"]},
    "AccessControlAllowHeaders": {"Quantity": 1, "Items": ["*"]},
    "AccessControlAllowMethods": {"Quantity": 1, "Items": ["GET"]},
    "AccessControlAllowCredentials": False,
    "OriginOverride": True,
}
SNAKE = {
    "CachePolicy": "cache_policy",
    "OriginRequestPolicy": "origin_request_policy",
    "ResponseHeadersPolicy": "response_headers_policy",
}
each_kind = pytest.mark.parametrize("kind", LEAST)


@pytest.fixture
def cloudfront(lab: Lab) -> t.Any:
    return lab.client("cloudfront")


def create(cloudfront: t.Any, kind: str, **members: t.Any) -> t.Any:
    return getattr(cloudfront, f"create_{SNAKE[kind]}")(**{f"{kind}Config": {**LEAST[kind], **members}})


def listed(*names: t.Any) -> dict[str, t.Any]:
    return {"Quantity": len(names), "Items": list(names)}


def key(**members: t.Any) -> dict[str, t.Any]:
    return {"ParametersInCacheKeyAndForwardedToOrigin": {**KEY, **members}}


@each_kind
def test_a_policy_is_made_read_listed_changed_and_deleted(cloudfront: t.Any, kind: str) -> None:
    made = create(cloudfront, kind, Comment="one")
    number = made[kind]["Id"]
    read = getattr(cloudfront, f"get_{SNAKE[kind]}")(Id=number)
    assert (read[kind], read["ETag"]) == (made[kind], made["ETag"])
    found = getattr(cloudfront, f"list_{SNAKE[kind].replace('policy', 'policies')}")(Type="custom")[f"{kind}List"]
    assert [(item["Type"], item[kind]) for item in found["Items"]] == [("custom", made[kind])]
    config = {**made[kind][f"{kind}Config"], "Name": "other"}
    update = getattr(cloudfront, f"update_{SNAKE[kind]}")
    assert aws.code(update, Id=number, IfMatch="E0", **{f"{kind}Config": config}) == "PreconditionFailed"
    assert aws.code(update, Id=number, **{f"{kind}Config": config}) == "InvalidIfMatchVersion"
    changed = update(Id=number, IfMatch=made["ETag"], **{f"{kind}Config": config})
    assert changed[kind][f"{kind}Config"] == config
    delete = getattr(cloudfront, f"delete_{SNAKE[kind]}")
    assert aws.code(delete, Id=number, IfMatch=made["ETag"]) == "PreconditionFailed"
    delete(Id=number, IfMatch=changed["ETag"])
    assert aws.code(getattr(cloudfront, f"get_{SNAKE[kind]}"), Id=number) == f"NoSuch{kind}"


@each_kind
def test_names_are_unique(cloudfront: t.Any, kind: str) -> None:
    """CF-66, with a create and with a change of name."""
    create(cloudfront, kind)
    other = create(cloudfront, kind, Name="other")
    config = {f"{kind}Config": LEAST[kind]}
    assert aws.code(getattr(cloudfront, f"create_{SNAKE[kind]}"), **config) == f"{kind}AlreadyExists"
    update = getattr(cloudfront, f"update_{SNAKE[kind]}")
    assert aws.code(update, Id=other[kind]["Id"], IfMatch=other["ETag"], **config) == f"{kind}AlreadyExists"


@each_kind
def test_managed_policies_refuse_changes(cloudfront: t.Any, kind: str) -> None:
    """CF-65."""
    listing = getattr(cloudfront, f"list_{SNAKE[kind].replace('policy', 'policies')}")(Type="managed")
    found = listing[f"{kind}List"]["Items"][0][kind]
    assert found[f"{kind}Config"]["Name"].startswith("Managed-")
    etag = getattr(cloudfront, f"get_{SNAKE[kind]}")(Id=found["Id"])["ETag"]
    update, delete = (getattr(cloudfront, f"{verb}_{SNAKE[kind]}") for verb in ("update", "delete"))
    assert aws.code(update, Id=found["Id"], IfMatch=etag, **{f"{kind}Config": LEAST[kind]}) == "IllegalUpdate"
    assert aws.code(delete, Id=found["Id"], IfMatch=etag) == "IllegalDelete"


@each_kind
def test_a_policy_in_use_stays_and_knows_its_users(cloudfront: t.Any, kind: str) -> None:
    """CF-24, CF-66, X-06."""
    made = create(cloudfront, kind)
    number = made[kind]["Id"]
    behaviour = {**aws.BEHAVIOUR, f"{kind}Id": number}
    users = [
        cloudfront.create_distribution(DistributionConfig=aws.config(reference, DefaultCacheBehavior=behaviour))
        for reference in ("one", "two")
    ]
    ask = getattr(cloudfront, f"list_distributions_by_{SNAKE[kind]}_id")
    page = ask(**{f"{kind}Id": number, "MaxItems": "1"})["DistributionIdList"]
    assert page["IsTruncated"]
    rest = ask(**{f"{kind}Id": number, "Marker": page["NextMarker"]})["DistributionIdList"]
    assert {*page["Items"], *rest["Items"]} == {user["Distribution"]["Id"] for user in users}
    delete = getattr(cloudfront, f"delete_{SNAKE[kind]}")
    assert aws.code(delete, Id=number, IfMatch=made["ETag"]) == f"{kind}InUse"


@pytest.mark.parametrize(
    ("given", "expected"), [({"MinTTL": 100000}, (100000, 31536000)), ({"DefaultTTL": 40000000}, (40000000, 40000000))]
)
def test_lifetimes_have_defaults(cloudfront: t.Any, given: dict[str, int], expected: tuple[int, int]) -> None:
    """CF-61."""
    config = create(cloudfront, "CachePolicy", **given)["CachePolicy"]["CachePolicyConfig"]
    assert (config["DefaultTTL"], config["MaxTTL"]) == expected


@pytest.mark.parametrize(
    ("kind", "members", "said"),
    [
        ("CachePolicy", {"MinTTL": 5, "DefaultTTL": 1}, "DefaultTTL"),
        ("CachePolicy", {"Comment": "x" * 129}, "Comment"),
        ("CachePolicy", {"MinTTL": 0, "DefaultTTL": 0, "MaxTTL": 0}, "EnableAcceptEncodingGzip is invalid for policy"),
        ("CachePolicy", key(CookiesConfig={"CookieBehavior": "whitelist"}), "Cookies"),
        ("CachePolicy", key(CookiesConfig={"CookieBehavior": "all", "Cookies": listed("a")}), "Cookies"),
        (
            "CachePolicy",
            key(HeadersConfig={"HeaderBehavior": "whitelist", "Headers": listed("Accept-Encoding")}),
            "Accept-Encoding that is not allowed",
        ),
        ("OriginRequestPolicy", {"HeadersConfig": {"HeaderBehavior": "none", "Headers": listed("A")}}, "Headers"),
        ("ResponseHeadersPolicy", {"CorsConfig": {**CORS, "AccessControlAllowCredentials": True}}, "cannot contain *"),
        ("ResponseHeadersPolicy", {"CorsConfig": {**CORS, "AccessControlAllowHeaders": listed()}}, "must not be empty"),
        (
            "ResponseHeadersPolicy",
            {"CustomHeadersConfig": listed({"Header": "X-Frame-Options", "Value": "DENY", "Override": True})},
            "is a security header",
        ),
        ("ResponseHeadersPolicy", {"RemoveHeadersConfig": listed({"Header": "Via"})}, "Via"),
        ("ResponseHeadersPolicy", {"ServerTimingHeadersConfig": {"Enabled": True, "SamplingRate": 101}}, "Sampling"),
    ],
)  # fmt: skip
def test_what_cloudfront_refuses(cloudfront: t.Any, kind: str, members: dict[str, t.Any], said: str) -> None:
    """CF-61, CF-66."""
    error = aws.error(getattr(cloudfront, f"create_{SNAKE[kind]}"), **{f"{kind}Config": {**LEAST[kind], **members}})
    assert error["Code"] == "InvalidArgument"
    assert said in error["Message"]


def test_names_have_a_quota(cloudfront: t.Any) -> None:
    """CF-66."""
    cookies = {"CookieBehavior": "whitelist", "Cookies": listed(*(f"c{number}" for number in range(11)))}
    config = {**LEAST["OriginRequestPolicy"], "CookiesConfig": cookies}
    found = aws.code(cloudfront.create_origin_request_policy, OriginRequestPolicyConfig=config)
    assert found == "TooManyCookiesInOriginRequestPolicy"
