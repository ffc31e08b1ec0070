# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A diff that does not loop: the checklist of the behaviour notes (section 8), point by point."""

from __future__ import annotations

import copy
import itertools
import typing as t

import pytest
from ansible.module_utils.common.arg_spec import ArgumentSpecValidator
from botocore import xform_name

from ansible_collections.cdn.aws.plugins.module_utils import _quirks as quirks
from ansible_collections.cdn.aws.plugins.module_utils._acm.detail import key_algorithm
from ansible_collections.cdn.aws.plugins.module_utils._cloudfront.certificates import judge
from ansible_collections.cdn.aws.plugins.module_utils._cloudfront.options import CONFIG, PURGES, given
from ansible_collections.cdn.aws.plugins.module_utils._s3.policy import same_meaning
from ansible_collections.cdn.aws.plugins.module_utils._shapes import differences, from_sdk, is_plain_list, merge
from tests.unit.helpers import service_shape
from tests.unit.plugins.module_utils._cloudfront.test_distribution import LIVE
from tests.unit.plugins.module_utils._cloudfront.test_nothing_lost import ID, Account, run
from tests.unit.plugins.module_utils._cloudfront.test_recorded import FOLDER, SHAPE, load
from tests.unit.plugins.module_utils._cloudfront.whole import POLICY, WAYS, whole

Options = dict[str, t.Any]


def options(given_options: Options) -> Options:
    """What Ansible makes of a task's options."""
    validated = ArgumentSpecValidator(CONFIG).validate(copy.deepcopy(given_options))
    assert validated.error_messages == []
    return t.cast("Options", validated.validated_parameters)


def update(config: Options, **task: t.Any) -> Options | None:
    """The body of the update that a task leads to, None when there is none; the task run again leads to none."""
    api = Account(config)
    purges = {name: task.pop(name) for name in (*PURGES.values(),) if name in task}
    named = {**options(task), **purges}
    run(api, **named)
    count = len(api.updates)
    run(api, **named)
    assert len(api.updates) == count, "the second run changes something again"
    return api.updates[0] if count else None


def itself(config: Options) -> Options:
    """A configuration as the options of a task."""
    return given(CONFIG, from_sdk(SHAPE, config))


def live(**members: t.Any) -> Options:
    return {**copy.deepcopy(LIVE), **members}


def with_behavior(config: Options, **members: t.Any) -> Options:
    behavior = {**config["DefaultCacheBehavior"], **members}
    return {**config, "DefaultCacheBehavior": {name: value for name, value in behavior.items() if value is not None}}


def with_origin(config: Options, **members: t.Any) -> Options:
    origin = {**config["Origins"]["Items"][0], **members}
    kept = {name: value for name, value in origin.items() if value is not None}
    return {**config, "Origins": {"Quantity": 1, "Items": [kept]}}


LEGACY = with_behavior(
    live(),
    CachePolicyId=None,
    ForwardedValues={
        "QueryString": False,
        "Cookies": {"Forward": "none"},
        "Headers": {"Quantity": 0},
        "QueryStringCacheKeys": {"Quantity": 0},
    },
    MinTTL=0,
    DefaultTTL=86400,
    MaxTTL=31536000,
)
CUSTOM_CONFIG = {
    "HTTPPort": 80,
    "HTTPSPort": 443,
    "OriginProtocolPolicy": "https-only",
    "OriginSslProtocols": {"Quantity": 1, "Items": ["TLSv1.2"]},
    "OriginReadTimeout": 30,
    "OriginKeepaliveTimeout": 5,
    "IpAddressType": "ipv4",
}
CUSTOM = with_origin(
    live(),
    DomainName="www.example.org",
    S3OriginConfig=None,
    OriginAccessControlId="",
    CustomOriginConfig=CUSTOM_CONFIG,
)
READS = ["GET", "HEAD"]
SHOUTED = {
    "Id": ID,
    "HttpVersion": "HTTP2",
    "Comment": "from the list",
    "Aliases": LIVE["Aliases"],
    "Origins": LIVE["Origins"],
}


def test_1_an_update_starts_from_the_distribution_and_never_from_the_list() -> None:
    """CF-05, CF-11: the list shouts, and lacks logging, root object and reference."""

    class Listing(Account):
        def pages(self, operation: str, *args: t.Any, **kwargs: t.Any) -> t.Iterator[dict[str, t.Any]]:
            yield {"DistributionList": {"Items": [SHOUTED]}}

    api = Listing(live())
    run(api, distribution_id=None, alias="images.example.com", default_root_object="a.html")
    assert api.updates == [live(DefaultRootObject="a.html")]


@pytest.mark.parametrize("mirrors", [{"Certificate": "stale", "CertificateSource": "iam"}, {}], ids=["stale", "none"])
def test_2_echoes_are_neither_compared_nor_sent_with_another_certificate(mirrors: Options) -> None:
    """CF-08."""
    there = {name: value for name, value in LIVE["ViewerCertificate"].items() if not name.startswith("Certificate")}
    config = live(ViewerCertificate={**there, **mirrors})
    assert update(config, viewer_certificate={"acm_certificate_arn": there["ACMCertificateArn"]}) is None
    other = there["ACMCertificateArn"].replace("0f5b", "1111")
    body = update(config, viewer_certificate={"acm_certificate_arn": other})
    assert body is not None
    assert not {"Certificate", "CertificateSource"} & body["ViewerCertificate"].keys()


# Table 1.3: where it stands on the wire, and the option that says what an answer without it means.
DEFAULTS: list[tuple[Options, tuple[t.Any, ...], Options]] = [
    (LIVE, ("OriginGroups",), {"origin_groups": []}),
    (LIVE, ("CacheBehaviors",), {"cache_behaviors": [], "purge_cache_behaviors": True}),
    (LIVE, ("CustomErrorResponses",), {"custom_error_responses": [], "purge_custom_error_responses": True}),
    (LIVE, ("DefaultRootObject",), {"default_root_object": ""}),
    (LIVE, ("WebACLId",), {"web_acl_id": ""}),
    (LIVE, ("ContinuousDeploymentPolicyId",), {"continuous_deployment_policy_id": ""}),
    (LIVE, ("Logging",), {"logging": {"enabled": False, "include_cookies": False, "bucket": "", "prefix": ""}}),
    (LIVE, ("PriceClass",), {"price_class": "PriceClass_All"}),
    (LIVE, ("Staging",), {"staging": False}),
    (LIVE, ("ConnectionMode",), {"connection_mode": "direct"}),
    (LIVE, ("Restrictions",), {"restrictions": {"geo_restriction": {"restriction_type": "none"}}}),
    *[
        (config, ("Origins", "Items", 0, *wire), {"origins": [{"id": "bucket", **named}]})
        for config, wire, named in (
            (LIVE, ["OriginPath"], {"origin_path": ""}),
            (CUSTOM, ["CustomHeaders"], {}),
            (LIVE, ["ConnectionAttempts"], {"connection_attempts": 3}),
            (LIVE, ["ConnectionTimeout"], {"connection_timeout": 10}),
            (LIVE, ["OriginShield"], {"origin_shield": {"enabled": False}}),
            (CUSTOM, ["OriginAccessControlId"], {"origin_access_control_id": ""}),
            (LIVE, ["S3OriginConfig", "OriginReadTimeout"], {"s3_origin_config": {"origin_read_timeout": 30}}),
            (CUSTOM, ["CustomOriginConfig", "IpAddressType"], {"custom_origin_config": {"ip_address_type": "ipv4"}}),
            (
                CUSTOM,
                ["CustomOriginConfig", "OriginReadTimeout"],
                {"custom_origin_config": {"origin_read_timeout": 30}},
            ),
            (
                CUSTOM,
                ["CustomOriginConfig", "OriginKeepaliveTimeout"],
                {"custom_origin_config": {"origin_keepalive_timeout": 5}},
            ),
        )
    ],
    *[
        (config, ("DefaultCacheBehavior", *wire), {"default_cache_behavior": named})
        for config, wire, named in (
            (LIVE, ["TrustedSigners"], {"trusted_signers": {"enabled": False, "items": []}}),
            (LEGACY, ["SmoothStreaming"], {"smooth_streaming": False}),
            (with_behavior(live(), Compress=False), ["Compress"], {"compress": False}),
            (LIVE, ["LambdaFunctionAssociations"], {"lambda_function_associations": []}),
            (LIVE, ["FunctionAssociations"], {"function_associations": []}),
            (LIVE, ["FieldLevelEncryptionId"], {"field_level_encryption_id": ""}),
            (LIVE, ["GrpcConfig"], {"grpc_config": {"enabled": False}}),
            (LIVE, ["AllowedMethods"], {"allowed_methods": {"items": READS, "cached_methods": READS}}),
            (LEGACY, ["ForwardedValues", "Headers"], {"forwarded_values": {"headers": []}}),
            (
                LEGACY,
                ["ForwardedValues", "QueryStringCacheKeys"],
                {"forwarded_values": {"query_string_cache_keys": []}},
            ),
            (LEGACY, ["MinTTL"], {"min_ttl": 0}),
        )
    ],
]


@pytest.mark.parametrize(("config", "path", "task"), DEFAULTS, ids=[".".join(map(str, row[1])) for row in DEFAULTS])
def test_3_what_is_not_answered_has_its_default(config: Options, path: tuple[t.Any, ...], task: Options) -> None:
    """Table 1.3: today's answer has the member, an older one lacks it; neither differs from the default."""
    assert update(config, **task) is None
    older = copy.deepcopy(config)
    holder = older
    for name in path[:-1]:
        holder = holder[name]
    holder.pop(path[-1], None)
    assert update(older, **task) is None


@pytest.mark.parametrize(
    "none", [{"Quantity": 0}, {"Quantity": 0, "Items": []}, None], ids=["quantity", "items", "absent"]
)
def test_4_absent_empty_and_quantity_0_are_one_value(none: Options | None) -> None:
    """CF-07."""
    config = with_behavior(live(CustomErrorResponses=none, OriginGroups=none), FunctionAssociations=none)
    config = {name: value for name, value in config.items() if value is not None}
    empty: Options = {"custom_error_responses": [], "purge_custom_error_responses": True, "origin_groups": []}
    assert update(config, **empty, default_cache_behavior={"function_associations": []}) is None


def lists(shape: t.Any, value: t.Any, path: tuple[t.Any, ...] = ()) -> t.Iterator[tuple[tuple[t.Any, ...], bool]]:
    """Every list of more than one item in an option form, and whether its order means something."""
    if is_plain_list(shape):
        shape = shape.members["Items"]
    if shape.type_name == "list":
        if len(value) > 1:
            yield path, shape.name in quirks.ORDERED
        for index, item in enumerate(value):
            yield from lists(shape.member, item, (*path, index))
    elif shape.type_name == "structure":
        for name, member in shape.members.items():
            if xform_name(name) in value:
                yield from lists(member, value[xform_name(name)], (*path, xform_name(name)))


ORDERS = [(way, *found) for way in WAYS for found in lists(SHAPE, from_sdk(SHAPE, whole(way)))]


@pytest.mark.parametrize(
    ("way", "path", "ordered"), ORDERS, ids=[f"{way}:{'.'.join(map(str, path))}" for way, path, _ in ORDERS]
)
def test_5_only_the_order_of_behaviours_and_of_origins_in_a_group_is_a_change(
    way: int, path: tuple[t.Any, ...], ordered: bool
) -> None:
    """CF-10: aliases, methods, headers, origins, error pages, countries, key groups ... come as AWS likes."""
    named = from_sdk(SHAPE, whole(way))
    holder = named
    for name in path[:-1]:
        holder = holder[name]
    holder[path[-1]] = holder[path[-1]][::-1]
    found = differences(SHAPE, from_sdk(SHAPE, whole(way)), merge(SHAPE, from_sdk(SHAPE, whole(way)), named))
    assert bool(found) is ordered


def test_5_the_order_of_behaviours_is_theirs_who_name_all_of_them() -> None:
    """CF-10: the first match wins; with purge off, what is there keeps its place."""
    behaviors = itself(whole())["cache_behaviors"][::-1]
    assert update(whole(), cache_behaviors=behaviors) is None
    body = update(whole(), cache_behaviors=behaviors, purge_cache_behaviors=True)
    assert body is not None
    assert body["CacheBehaviors"]["Items"] == whole()["CacheBehaviors"]["Items"][::-1]


def test_6_names_are_compared_in_lower_case_and_without_a_last_dot() -> None:
    """CF-11, CF-15, CF-33."""
    task = {
        "aliases": ["Images.Example.com."],
        "origins": [{"domain_name": "IMAGES.s3.eu-central-1.amazonaws.com"}],
        "purge_aliases": True,
        "purge_origins": True,
    }
    assert update(live(), **task) is None
    shouted = {"http_version": "HTTP2"}
    current = from_sdk(SHAPE, live())
    assert differences(SHAPE, current, merge(SHAPE, current, shouted)) == ()


def test_7_protocol_and_method_are_ignored_with_cloudfronts_own_certificate() -> None:
    """CF-12, CF-13: they are an echo, and another one from 2016."""
    for method, protocol in itertools.product(("vip", None), ("TLSv1", "SSLv3")):
        echo = {
            "CloudFrontDefaultCertificate": True,
            "CertificateSource": "cloudfront",
            "MinimumProtocolVersion": protocol,
        }
        shown = {**echo, **({"SSLSupportMethod": method} if method else {})}
        config = live(Aliases={"Quantity": 0}, ViewerCertificate=shown)
        own = {"cloud_front_default_certificate": True}
        assert update(config, viewer_certificate=own) is None
        again = {**own, "minimum_protocol_version": "TLSv1", "ssl_support_method": "vip"}
        assert update(config, viewer_certificate=again) is None


def test_8_what_is_off_has_no_settings() -> None:
    """CF-14, CF-15: CloudFront forgets a shield's region and where logs went."""
    shield = {"enabled": False, "origin_shield_region": "eu-central-1"}
    assert update(live(), origins=[{"id": "bucket", "origin_shield": shield}]) is None
    logging = {"enabled": False, "bucket": "logs", "prefix": "cdn/", "include_cookies": True}
    assert update(live(), logging=logging) is None
    answer = {"ErrorCode": 404, "ResponsePagePath": "", "ResponseCode": "", "ErrorCachingMinTTL": 10}
    config = live(CustomErrorResponses={"Quantity": 1, "Items": [answer]})
    assert update(config, custom_error_responses=[{"error_code": 404, "error_caching_min_ttl": 10}]) is None


def test_9_a_cache_policy_takes_the_place_of_lifetimes_in_one_update() -> None:
    """CF-60."""
    body = update(LEGACY, default_cache_behavior={"cache_policy_id": POLICY.format(1)})
    assert body is not None
    assert not {"ForwardedValues", "MinTTL", "DefaultTTL", "MaxTTL"} & body["DefaultCacheBehavior"].keys()
    body = update(live(), default_cache_behavior={"forwarded_values": {"query_string": True}})
    assert body is not None
    assert "CachePolicyId" not in body["DefaultCacheBehavior"]


def test_10_key_algorithms_are_one_with_hyphen_and_underscore() -> None:
    """ACM-11."""
    assert key_algorithm("RSA-2048") == key_algorithm("RSA_2048") == "RSA_2048"
    described = {"Status": "ISSUED", "DomainName": "a.example.com", "KeyAlgorithm": "EC-prime256v1"}
    assert judge("arn", described, ["a.example.com"]).warnings == ()


def test_11_policies_of_buckets_are_compared_by_meaning() -> None:
    """S3-13."""
    one = {"Effect": "Allow", "Action": "s3:GetObject", "Principal": {"AWS": "123456789012"}, "Resource": ["b", "a"]}
    other = {
        "Resource": ["a", "b"],
        "Principal": {"AWS": ["arn:aws:iam::123456789012:root"]},
        "Action": ["s3:getobject"],
        "Effect": "Allow",
    }
    assert same_meaning(one, other)


@pytest.mark.parametrize("code", [200, "200"])
@pytest.mark.parametrize("error", [404, "404"])
def test_12_numbers_and_numeric_texts_are_one(code: t.Any, error: t.Any) -> None:
    """ResponseCode is a text, ErrorCode a number; YAML knows neither."""
    answer = {"ErrorCode": 404, "ResponsePagePath": "/a", "ResponseCode": "200", "ErrorCachingMinTTL": 5}
    config = live(CustomErrorResponses={"Quantity": 1, "Items": [answer]})
    task = {"error_code": error, "response_code": code, "response_page_path": "/a", "error_caching_min_ttl": "5"}
    assert update(config, custom_error_responses=[task], enabled="yes", is_ipv6_enabled="true") is None


@pytest.mark.parametrize("pattern", ["/img/*", "img/*"])
def test_12_a_pattern_is_one_with_and_without_its_slash(pattern: str) -> None:
    """CF-15."""
    behavior = {**live()["DefaultCacheBehavior"], "PathPattern": "/img/*"}
    config = live(CacheBehaviors={"Quantity": 1, "Items": [behavior]})
    task = {"cache_behaviors": [{"path_pattern": pattern, "compress": True}], "purge_cache_behaviors": True}
    assert update(config, **task) is None


@pytest.mark.parametrize("bucket", ["logs", "logs.s3.amazonaws.com", "logs.s3.eu-central-1.amazonaws.com"])
@pytest.mark.parametrize("there", ["logs.s3.amazonaws.com", "logs.s3.eu-central-1.amazonaws.com"])
def test_12_a_log_bucket_is_one_in_every_form(bucket: str, there: str) -> None:
    """CF-51."""
    config = live(Logging={"Enabled": True, "IncludeCookies": False, "Bucket": there, "Prefix": ""})
    assert update(config, logging={"enabled": True, "bucket": bucket}) is None
    body = update(live(), logging={"enabled": True, "bucket": bucket})
    assert body is not None
    assert body["Logging"]["Bucket"] == "logs.s3.amazonaws.com"


@pytest.mark.parametrize("way", WAYS)
def test_13_a_whole_configuration_as_its_own_desired_state_changes_nothing(way: int) -> None:
    purges = dict.fromkeys(PURGES.values(), True)
    assert update(whole(way), **itself(whole(way)), **purges) is None


RECORDED = [
    *(
        (path.stem, load(path, "DistributionConfig"))
        for path in (sorted(FOLDER.glob("GetDistributionConfig__*.json")) if FOLDER.is_dir() else ())
    ),
    *(
        (path.stem, load(path, "Distribution")["DistributionConfig"])
        for path in (sorted(FOLDER.glob("UpdateDistribution__*.json")) if FOLDER.is_dir() else ())
    ),
]
SUMMARIES = [
    (f"{path.stem}-{index}", item)
    for path in (sorted(FOLDER.glob("ListDistributions__*.json")) if FOLDER.is_dir() else ())
    for index, item in enumerate(load(path, "DistributionList").get("Items", []))
]
needs_recorded = pytest.mark.skipif(not RECORDED, reason=f"no recorded answers in {FOLDER}")


@needs_recorded
@pytest.mark.parametrize("config", [config for _, config in RECORDED], ids=[name for name, _ in RECORDED])
def test_13_what_aws_answered_changes_nothing_as_its_own_desired_state(config: Options) -> None:
    """The whole answer as a task, through Ansible's own reading of options."""
    assert update(config, **itself(config), **dict.fromkeys(PURGES.values(), True)) is None


@needs_recorded
@pytest.mark.parametrize("config", [config for _, config in RECORDED], ids=[name for name, _ in RECORDED])
def test_13_what_aws_answered_goes_back_as_it_came(config: Options) -> None:
    """CF-05 to CF-08."""
    assert update(config, comment="another") == {**config, "Comment": "another"}


@needs_recorded
@pytest.mark.parametrize("item", [item for _, item in SUMMARIES], ids=[name for name, _ in SUMMARIES])
def test_13_what_a_list_shows_is_no_change_of_what_it_is_about(item: Options) -> None:
    """CF-11: a summary shouts its HTTP version."""
    shown = from_sdk(service_shape("cloudfront", "DistributionSummary"), item)
    named = given(CONFIG, shown)
    current = {**named, **({"http_version": named["http_version"].lower()} if "http_version" in named else {})}
    assert differences(SHAPE, current, merge(SHAPE, current, named)) == ()
