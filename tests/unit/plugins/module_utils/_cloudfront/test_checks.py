# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Every refusal is one line, before the first write."""

from __future__ import annotations

import typing as t

import pytest

from ansible_collections.cdn.aws.plugins.module_utils._cloudfront.certificates import judge
from ansible_collections.cdn.aws.plugins.module_utils._cloudfront.checks import check_config, check_options
from ansible_collections.cdn.aws.plugins.module_utils._cloudfront.defaults import complete
from ansible_collections.cdn.aws.plugins.module_utils._cloudfront.domains import covers, is_website, s3_name
from ansible_collections.cdn.aws.plugins.module_utils._cloudfront.managed_policies import CACHE
from ansible_collections.cdn.aws.plugins.module_utils._errors import Refused
from ansible_collections.cdn.aws.plugins.module_utils._unknown import unknown

POLICY = CACHE["CachingDisabled"]
ARN = "arn:aws:acm:us-east-1:123456789012:certificate/1"
OPTIONS: list[tuple[str, dict[str, t.Any], str]] = [
    ("CF-60 policy and lifetimes", {"default_cache_behavior": {"cache_policy_id": POLICY, "min_ttl": 1}}, "exclude"),
    (
        "CF-60 policy and forwarded",
        {"cache_behaviors": [{"path_pattern": "/a", "origin_request_policy_id": POLICY, "forwarded_values": {}}]},
        r"cache_behaviors\[/a\].*exclude",
    ),
    ("CF-61", {"default_cache_behavior": {"min_ttl": 10, "max_ttl": 5}}, r"min_ttl \(10\) must not be more"),
    ("CF-68 methods", {"default_cache_behavior": {"allowed_methods": {"items": ["GET", "POST"]}}}, "allowed_methods"),
    ("CF-67 root object", {"default_root_object": "/index.html"}, "write index.html"),
    ("CF-53 regional", {"web_acl_id": "arn:aws:wafv2:eu-west-1:123456789012:regional/webacl/a/b"}, "us-east-1"),
    ("CF-51 bucket", {"logging": {"enabled": True, "bucket": "logs"}}, r"logs\.s3\.amazonaws\.com"),
    (
        "X-04 region",
        {"viewer_certificate": {"acm_certificate_arn": ARN.replace("us-east-1", "eu-west-1")}},
        "eu-west-1",
    ),
    ("no ARN", {"viewer_certificate": {"acm_certificate_arn": "mine"}}, "no ARN"),
    ("CF-37", {"viewer_certificate": {"acm_certificate_arn": ARN, "iam_certificate_id": "A"}}, "exclude"),
    (
        "CF-13",
        {"viewer_certificate": {"cloud_front_default_certificate": True, "minimum_protocol_version": "TLSv1.2_2021"}},
        "minimum_protocol_version",
    ),
    ("CF-38", {"viewer_certificate": {"ssl_support_method": "sni-only", "minimum_protocol_version": "SSLv3"}}, "SSLv3"),
    (
        "CF-40 both",
        {
            "origins": [
                {
                    "id": "a",
                    "origin_access_control_id": "E1",
                    "s3_origin_config": {"origin_access_identity": "origin-access-identity/cloudfront/E2"},
                }
            ]
        },
        r"origins\[a\]",
    ),
    (
        "CF-41",
        {"origins": [{"domain_name": "b.s3-website.eu-central-1.amazonaws.com", "origin_access_control_id": "E1"}]},
        "website endpoint",
    ),
    ("origin path", {"origins": [{"id": "a", "origin_path": "images"}]}, "begin with a slash"),
    ("origin path end", {"origins": [{"id": "a", "origin_path": "/images/"}]}, "not end"),
    ("CF-91 comment", {"comment": "x" * 129}, "129 characters"),
    ("twice", {"cache_behaviors": [{"path_pattern": "/a"}, {"path_pattern": "/a"}]}, "twice"),
    ("pattern", {"cache_behaviors": [{"path_pattern": ""}]}, "path_pattern"),
]
ORIGIN = {"id": "o", "domain_name": "example.org"}
BASE: dict[str, t.Any] = {"origins": [ORIGIN], "default_cache_behavior": {"target_origin_id": "o"}}
CONFIGS: list[tuple[str, dict[str, t.Any], str]] = [
    ("CF-68 target", {"default_cache_behavior": {"target_origin_id": "x"}}, "there is o"),
    ("CF-34b", {"aliases": ["a.example.com"]}, "need a certificate"),
    ("CF-81", {"http_version": "http2and3", "continuous_deployment_policy_id": "p"}, "HTTP/3"),
    ("CF-67 code", {"custom_error_responses": [{"error_code": 402}]}, "402"),
    ("CF-67 pair", {"custom_error_responses": [{"error_code": 404, "response_code": "200"}]}, "go together"),
    (
        "CF-67 path",
        {"custom_error_responses": [{"error_code": 404, "response_code": "200", "response_page_path": "a"}]},
        "slash",
    ),
    ("group", {"origin_groups": [{"id": "g", "members": [{"origin_id": "x"}]}]}, "no origin with the id x"),
    (
        "CF-40 merged",
        {
            "origins": [
                {**ORIGIN, "origin_access_control_id": "E1", "s3_origin_config": {"origin_access_identity": "i"}}
            ]
        },
        "exclude",
    ),
]


@pytest.mark.parametrize(("options", "message"), [case[1:] for case in OPTIONS], ids=[case[0] for case in OPTIONS])
def test_options_that_cannot_work_are_refused(options: dict[str, t.Any], message: str) -> None:
    with pytest.raises(Refused, match=message):
        check_options(options)


@pytest.mark.parametrize(("changes", "message"), [case[1:] for case in CONFIGS], ids=[case[0] for case in CONFIGS])
def test_configurations_that_do_not_hold_together_are_refused(changes: dict[str, t.Any], message: str) -> None:
    with pytest.raises(Refused, match=message):
        check_config({**BASE, **changes}, changed=changes)


def test_what_aws_once_accepted_is_not_questioned() -> None:
    """Distributions from before 2019 have aliases without a certificate."""
    check_config({**BASE, "aliases": ["a.example.com"]}, changed={"comment"})


def test_stand_ins_pass_every_check() -> None:
    certificate = {"acm_certificate_arn": unknown("certificate ARN")}
    origin = {"domain_name": unknown("bucket domain name"), "origin_path": unknown("path")}
    check_options(
        {
            "viewer_certificate": certificate,
            "origins": [origin],
            "web_acl_id": unknown("ARN"),
            "logging": {"bucket": unknown("b")},
        }
    )


@pytest.mark.parametrize(
    ("pattern", "name", "covered"),
    [
        ("*.example.com", "www.example.com", True),
        ("*.example.com", "example.com", False),
        ("*.example.com", "a.b.example.com", False),
        ("*.example.com", "*.example.com", True),
        ("www.Example.com", "WWW.example.com", True),
        ("*.a.example.com", "*.example.com", False),
    ],
)
def test_a_star_covers_exactly_one_label(pattern: str, name: str, covered: bool) -> None:
    """CF-35."""
    assert covers(pattern, name) is covered


def test_a_certificate_must_cover_all_aliases() -> None:
    """CF-34 (c): the message names the ones that are left bare."""
    certificate = {"Status": "ISSUED", "SubjectAlternativeNames": ["example.com", "*.example.com"]}
    with pytest.raises(Refused, match=r"does not cover a\.b\.example\.com; it covers example\.com, \*\.example\.com"):
        judge(ARN, certificate, ["example.com", "www.example.com", "a.b.example.com"])
    assert judge(ARN, certificate, ["example.com"]).issued


def test_a_certificate_that_failed_is_refused_and_an_unusual_key_is_told() -> None:
    """CF-36; ACM writes RSA-2048 as well (ACM-11)."""
    with pytest.raises(Refused, match="FAILED"):
        judge(ARN, {"Status": "FAILED", "DomainName": "a.example.com"}, ["a.example.com"])
    ready = {"Status": "ISSUED", "DomainName": "a.example.com"}
    assert "RSA_4096" in judge(ARN, {**ready, "KeyAlgorithm": "RSA_4096"}, []).warnings[0]
    assert judge(ARN, {**ready, "KeyAlgorithm": "RSA-2048"}, []).warnings == ()


@pytest.mark.parametrize(
    ("domain", "bucket", "region"),
    [
        ("images.s3.amazonaws.com", "images", ""),
        ("images.s3.eu-central-1.amazonaws.com", "images", "eu-central-1"),
        ("images.s3-eu-west-1.amazonaws.com", "images", "eu-west-1"),
        ("images.s3.dualstack.us-west-2.amazonaws.com", "images", "us-west-2"),
        ("my.dotted.bucket.s3.cn-north-1.amazonaws.com.cn", "my.dotted.bucket", "cn-north-1"),
    ],
)
def test_every_form_of_a_bucket_is_recognised(domain: str, bucket: str, region: str) -> None:
    """CF-42."""
    found = s3_name(domain)
    assert found is not None
    assert (found.bucket, found.region) == (bucket, region)


@pytest.mark.parametrize("domain", ["b.s3-website.eu-central-1.amazonaws.com", "b.s3-website-us-east-1.amazonaws.com"])
def test_a_website_endpoint_is_no_bucket(domain: str) -> None:
    """CF-41."""
    assert s3_name(domain) is None
    assert is_website(domain)
    origin = complete({"origins": [{"domain_name": domain}]}, None)["origins"][0]
    assert origin["custom_origin_config"]["origin_protocol_policy"] == "http-only"


def test_a_new_behaviour_of_several_origins_must_name_one() -> None:
    origins = [{"domain_name": "a.example.org"}, {"domain_name": "b.example.org"}]
    with pytest.raises(Refused, match="there are 2 origins"):
        complete({"origins": origins}, None)


def test_an_origin_without_an_id_is_the_one_with_its_domain_name() -> None:
    current = {"origins": [{"id": "made-by-console-123", "domain_name": "a.example.org"}]}
    filled = complete({"origins": [{"domain_name": "A.example.org"}]}, current)
    assert filled["origins"] == [{"domain_name": "A.example.org", "id": "made-by-console-123"}]


def test_a_behaviour_that_turns_to_lifetimes_gets_what_that_style_needs() -> None:
    current = {"default_cache_behavior": {"cache_policy_id": POLICY, "target_origin_id": "o"}}
    filled = complete({"default_cache_behavior": {"default_ttl": 60}}, current)["default_cache_behavior"]
    assert filled["forwarded_values"] == {"query_string": False, "cookies": {"forward": "none"}}
    assert filled["min_ttl"] == 0


def test_key_groups_are_demanded_as_soon_as_one_is_named() -> None:
    filled = complete(
        {"default_cache_behavior": {"trusted_key_groups": {"items": ["k"]}}}, {"default_cache_behavior": {}}
    )
    assert filled["default_cache_behavior"]["trusted_key_groups"] == {"enabled": True, "items": ["k"]}
