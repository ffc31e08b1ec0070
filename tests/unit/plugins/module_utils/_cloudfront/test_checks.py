# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Every refusal is one line, before the first write."""

from __future__ import annotations

import typing as t

import pytest

from ansible_collections.cdn.aws.plugins.module_utils._cloudfront.checks import check_config, check_named, check_options
from ansible_collections.cdn.aws.plugins.module_utils._cloudfront.managed_policies import ORIGIN_REQUEST
from ansible_collections.cdn.aws.plugins.module_utils._cloudfront.touched import Touched
from ansible_collections.cdn.aws.plugins.module_utils._errors import Refused
from ansible_collections.cdn.aws.plugins.module_utils._unknown import unknown
from tests.unit.plugins.module_utils._cloudfront.config_parts import (
    ALL,
    ARN,
    BASE,
    BUCKET,
    DEFAULT,
    IDENTITY,
    LEGACY,
    PATTERN,
    POLICY,
    S3,
    WEBSITE,
    answered,
    behavior,
    certificate,
    countries,
    function_at,
    group,
    origin,
)

OPTIONS: list[tuple[str, dict[str, t.Any], str]] = [
    ("CF-37", {"viewer_certificate": {"acm_certificate_arn": ARN, "iam_certificate_id": "A"}}, "exclude"),
    (
        "CF-13",
        {"viewer_certificate": {"cloud_front_default_certificate": True, "minimum_protocol_version": "TLSv1.2_2021"}},
        r"viewer_certificate\.minimum_protocol_version: with CloudFront's own",
    ),
    (
        "CF-12",
        {"viewer_certificate": {"cloud_front_default_certificate": True, "ssl_support_method": "sni-only"}},
        r"viewer_certificate\.ssl_support_method",
    ),
    ("CF-40 both", {"origins": [{"id": "a", "origin_access_control_id": "E1", **IDENTITY}]}, r"origins\[a\].*exclude"),
    ("two kinds", {"origins": [{"id": "a", **S3, "custom_origin_config": {"http_port": 80}}]}, "exclude"),
    ("behaviour twice", {"cache_behaviors": [{"path_pattern": "/a"}, {"path_pattern": "/a"}]}, "twice"),
    ("CF-67 twice", {"custom_error_responses": [{"error_code": 404}, {"error_code": 404}]}, "404 is there twice"),
]


CONFIGS: list[tuple[str, dict[str, t.Any], str]] = [
    ("CF-68 target", behavior(target_origin_id="x"), r"default_cache_behavior: target_origin_id x.*there is o"),
    ("CF-68 methods", behavior(allowed_methods={"items": ["GET", "POST"]}), r"allowed_methods\.items must be"),
    (
        "CF-68 cached",
        behavior(allowed_methods={"items": ["GET", "HEAD"], "cached_methods": ["GET", "HEAD", "OPTIONS"]}),
        "OPTIONS is cached but not allowed",
    ),
    ("CF-68 pattern", {"cache_behaviors": [{**PATTERN, "path_pattern": "/" + "x" * 255}]}, "1 to 255 characters"),
    ("CF-68 no pattern", {"cache_behaviors": [{**PATTERN, "path_pattern": ""}]}, "path_pattern"),
    (
        "CF-61",
        {"default_cache_behavior": {**LEGACY, "min_ttl": 10, "max_ttl": 5}},
        r"min_ttl \(10\) must not be more than max_ttl \(5\)",
    ),
    (
        "CF-60 request policy alone",
        {"default_cache_behavior": {**LEGACY, "origin_request_policy_id": POLICY}},
        "works beside a cache policy only",
    ),
    ("CF-60 neither", {"default_cache_behavior": {"target_origin_id": "o"}}, "neither a cache policy nor"),
    (
        "CF-48",
        {
            "origins": [BUCKET],
            "default_cache_behavior": {"target_origin_id": "b", "forwarded_values": {"headers": ["Origin", "host"]}},
        },
        r"default_cache_behavior\.forwarded_values\.headers: Host cannot be forwarded to the S3 origin b",
    ),
    (
        "CF-48 group",
        {
            **group(),
            "default_cache_behavior": {"target_origin_id": "g", "forwarded_values": {"headers": ["Host"]}},
        },
        "the S3 origin b",
    ),
    ("lambda alias", function_at("origin-request", ":live"), "numbered version"),
    (
        "lambda region",
        behavior(
            lambda_function_associations=[
                {
                    "event_type": "origin-request",
                    "lambda_function_arn": "arn:aws:lambda:eu-west-1:123456789012:function:f:1",
                }
            ]
        ),
        "us-east-1",
    ),  # fmt: skip
    ("CF-40 merged", origin(origin_access_control_id="E1", **IDENTITY, custom_origin_config=None), "exclude"),
    ("CF-41 website", origin(domain_name=WEBSITE, origin_access_control_id="E1"), r"origins\[o\].*website endpoint"),
    ("CF-41 website as bucket", {"origins": [{"id": "o", "domain_name": WEBSITE, **S3}]}, "website endpoint"),
    ("CF-41 accelerated", origin(domain_name="b.s3-accelerate.amazonaws.com"), "accelerated uploads"),
    ("CF-41 no bucket", {"origins": [{"id": "o", "domain_name": "example.org", **S3}]}, "is for buckets"),
    ("URL", origin(domain_name="https://example.org"), r"origins\[o\].domain_name: 'https://example.org' is no name"),
    ("port", origin(domain_name="example.org:8080"), "without a port"),
    (
        "international",
        origin(domain_name="b\u00fccher.example.org"),
        "write it as xn--bcher-kva.example.org",
    ),
    ("shield", origin(origin_shield={"enabled": True}), r"origins\[o\].origin_shield: .* say in which"),
    ("origin path", origin(origin_path="images"), r"origins\[o\]\.origin_path: images must begin with a slash"),
    ("origin path end", origin(origin_path="/images/"), "not end"),
    ("CF-91 attempts", origin(connection_attempts=4), r"origins\[o\]\.connection_attempts: 4 is not within 1 to 3"),
    ("CF-91 connecting", origin(connection_timeout=11), "11 is not within 1 to 10"),
    (
        "completion",
        origin(custom_origin_config={"origin_read_timeout": 60}, response_completion_timeout=30),
        r"response_completion_timeout: 30 must not be less than origin_read_timeout \(60\)",
    ),
    ("group member", group(members=[{"origin_id": "o"}, {"origin_id": "x"}]), "no origin with the id x"),
    ("group of groups", group(members=[{"origin_id": "o"}, {"origin_id": "g"}]), "no origin with the id g"),
    ("group of one", group(members=[{"origin_id": "o"}]), r"origin_groups\[g\]\.members: a group has two origins"),
    ("group without codes", group(failover_criteria={"status_codes": []}), "status_codes"),
    (
        "group and POST",
        {**group(), **behavior(target_origin_id="g", allowed_methods={"items": ALL})},
        "an origin group serves GET, HEAD and OPTIONS only",
    ),
    ("CF-34b", {"aliases": ["a.example.com"]}, "aliases: a.example.com need a certificate"),
    ("X-04 region", certificate(acm_certificate_arn=ARN.replace("us-east-1", "eu-west-1")), "is in eu-west-1"),
    ("no ARN", certificate(acm_certificate_arn="mine"), "mine is no ARN"),
    ("CF-38", certificate(minimum_protocol_version="SSLv3"), "SSLv3 does not work with sni-only"),
    ("CF-53 regional", {"web_acl_id": "arn:aws:wafv2:eu-west-1:123456789012:regional/webacl/a/b"}, "us-east-1"),
    ("CF-53 scope", {"web_acl_id": "arn:aws:wafv2:us-east-1:123456789012:regional/webacl/a/b"}, "scope CLOUDFRONT"),
    ("CF-53 name", {"web_acl_id": "my-acl"}, "my-acl is not a web ACL"),
    ("CF-67 root object", {"default_root_object": "/index.html"}, "write index.html"),
    ("CF-67 code", {"custom_error_responses": [{"error_code": 402}]}, r"custom_error_responses\[402\]"),
    ("CF-67 code alone", answered(response_code="200"), "go together"),
    ("CF-67 page alone", answered(response_page_path="/a"), "go together"),
    ("CF-67 path", answered(response_code="200", response_page_path="a"), "begin with a slash"),
    ("country", countries("whitelist", "DE", "uk"), r"restrictions\.geo_restriction\.items: uk must be"),
    ("no country", countries("blacklist"), "a blacklist needs at least one country"),
    ("no restriction", countries("none", "DE"), "say whitelist or blacklist"),
    ("CF-81 http3", {"http_version": "http2and3", "continuous_deployment_policy_id": "p"}, "write http_version: http2"),
    ("CF-81 staging", {"http_version": "http3", "staging": True}, "(HTTP/3|CopyDistribution)"),
    ("CF-50 no bucket", {"logging": {"enabled": True, "bucket": ""}}, "there is no bucket"),
    ("CF-51 bucket", {"logging": {"enabled": True, "bucket": "arn:aws:s3:::logs"}}, r"logging\.bucket: arn:.* is no"),
    ("CF-91 comment", {"comment": "x" * 129}, "129 characters"),
]


@pytest.mark.parametrize(("options", "message"), [case[1:] for case in OPTIONS], ids=[case[0] for case in OPTIONS])
def test_options_that_contradict_each_other_are_refused(options: dict[str, t.Any], message: str) -> None:
    with pytest.raises(Refused, match=message):
        check_options(options)


@pytest.mark.parametrize(("changes", "message"), [case[1:] for case in CONFIGS], ids=[case[0] for case in CONFIGS])
def test_what_cloudfront_would_refuse_is_refused_in_one_line(changes: dict[str, t.Any], message: str) -> None:
    with pytest.raises(Refused, match=message) as caught:
        check_config({**BASE, **changes}, Touched(changes))
    assert "\n" not in caught.value.message


@pytest.mark.parametrize("changes", [case[1] for case in CONFIGS], ids=[case[0] for case in CONFIGS])
def test_what_aws_once_accepted_is_not_questioned(changes: dict[str, t.Any]) -> None:
    """Distributions from before 2019 have aliases without a certificate, and a tag must still be changed."""
    assert check_config({**BASE, **changes}, Touched(["enabled", "cache_tag_config"])) == ()


def test_one_behaviour_is_not_questioned_for_another() -> None:
    old = {**PATTERN, "path_pattern": "/old", "allowed_methods": {"items": ["GET", "POST"]}}
    config = {**BASE, "cache_behaviors": [old, {**PATTERN, "compress": True}]}
    check_config(config, Touched(["cache_behaviors[/a].compress"]))
    with pytest.raises(Refused, match=r"cache_behaviors\[/old\]"):
        check_config(config, Touched(["cache_behaviors[/old].compress"]))


def test_staging_is_chosen_once() -> None:
    """CF-81."""
    config = {**BASE, "staging": True, "http_version": "http2"}
    check_config(config, Touched(["staging"]), new=True)
    with pytest.raises(Refused, match="CopyDistribution"):
        check_config(config, Touched(["staging"]))


WARNED: list[tuple[str, dict[str, t.Any], str]] = [
    (
        "CF-48 policy",
        {"origins": [BUCKET], **behavior(target_origin_id="b", origin_request_policy_id=ORIGIN_REQUEST["AllViewer"])},
        "use AllViewerExceptHostHeader",
    ),
    (
        "CF-48 star",
        {
            "origins": [BUCKET],
            "default_cache_behavior": {"target_origin_id": "b", "forwarded_values": {"headers": ["*"]}},
        },
        "hands the viewer's Host",
    ),
    (
        "CF-41 https",
        origin(domain_name=WEBSITE, custom_origin_config={"origin_protocol_policy": "https-only"}),
        "http-only",
    ),
    ("CF-38 vip", certificate(ssl_support_method="vip", minimum_protocol_version="TLSv1"), "month; sni-only is free"),
    (
        "CF-38 vip today",
        certificate(ssl_support_method="vip", minimum_protocol_version="TLSv1.2_2021"),
        "TLSv1.2_2021 with it needs a support case",
    ),
]


@pytest.mark.parametrize(("changes", "message"), [case[1:] for case in WARNED], ids=[case[0] for case in WARNED])
def test_what_aws_takes_and_people_regret_is_told(changes: dict[str, t.Any], message: str) -> None:
    told = check_config({**BASE, **changes}, Touched(changes))
    assert len(told) == 1
    assert message in told[0]


@pytest.mark.parametrize("option", ["minimum_protocol_version", "ssl_support_method"])
def test_what_could_have_no_effect_is_refused(option: str) -> None:
    """CF-12, CF-13: named on a distribution that has CloudFront's own certificate."""
    value = {"minimum_protocol_version": "TLSv1.2_2021", "ssl_support_method": "sni-only"}[option]
    desired = {"viewer_certificate": {option: value}}
    with pytest.raises(Refused, match="CloudFront decides"):
        check_named(desired, {"viewer_certificate": {"cloud_front_default_certificate": True, option: value}})
    check_named(desired, {"viewer_certificate": {"acm_certificate_arn": ARN, option: value}})


def test_the_echo_of_the_own_certificate_may_come_back() -> None:
    """CF-12, CF-13."""
    echo = {"cloud_front_default_certificate": True, "minimum_protocol_version": "TLSv1", "ssl_support_method": "vip"}
    check_options({"viewer_certificate": echo})
    check_named({"viewer_certificate": echo}, {"viewer_certificate": echo})


def test_stand_ins_pass_every_check() -> None:
    origin = {
        "id": "o",
        "domain_name": unknown("bucket domain name"),
        "origin_path": unknown("path"),
        "origin_access_control_id": unknown("id"),
        **S3,
    }
    config = {
        "default_cache_behavior": {
            **DEFAULT,
            "lambda_function_associations": [{"event_type": "origin-request", "lambda_function_arn": unknown("ARN")}],
        },
        "viewer_certificate": {"acm_certificate_arn": unknown("certificate ARN")},
        "origins": [origin],
        "aliases": [unknown("alias")],
        "web_acl_id": unknown("ARN"),
        "logging": {"enabled": True, "bucket": unknown("b")},
        **countries("whitelist", unknown("country")),
    }
    check_options(config)
    assert check_config(config, Touched(config), new=True) == ()
