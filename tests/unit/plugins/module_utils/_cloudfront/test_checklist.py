# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A diff that does not loop: the checklist of the behaviour notes (section 8), points 1, 2 and 6 to 12."""

from __future__ import annotations

import itertools
import typing as t

import pytest

from ansible_collections.cdn.aws.plugins.module_utils._acm.detail import key_algorithm
from ansible_collections.cdn.aws.plugins.module_utils._cloudfront.certificates import judge
from ansible_collections.cdn.aws.plugins.module_utils._s3.policy import same_meaning
from ansible_collections.cdn.aws.plugins.module_utils._shapes import differences, from_sdk, merge
from tests.unit.plugins.module_utils._cloudfront.account import ID, Account, run
from tests.unit.plugins.module_utils._cloudfront.distributions import LIVE
from tests.unit.plugins.module_utils._cloudfront.test_recorded import SHAPE
from tests.unit.plugins.module_utils._cloudfront.twice import LEGACY, Options, live, update
from tests.unit.plugins.module_utils._cloudfront.whole import POLICY

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
