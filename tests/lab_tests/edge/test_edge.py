# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A site served by the edge, from the API calls that make it to what a browser gets."""

from __future__ import annotations

import gzip
import json
import ssl
import time
import typing as t

import pytest

from .conftest import CACHING_DISABLED, SECURITY_HEADERS, ask, open_tls

if t.TYPE_CHECKING:
    from tests.lab.lab import Lab

    from .conftest import Site

PAGE = b"<p>hello</p>" * 200


def test_second_request_is_a_hit(site: Site) -> None:
    site.create().put("index.html", PAGE)
    first, second = site.get(), site.get()
    assert (first.status, first.x_cache, first.body) == (200, "Miss from cloudfront", PAGE)
    assert (second.status, second.x_cache, second.body) == (200, "Hit from cloudfront", PAGE)
    assert "age" not in first.headers and int(second.headers["age"]) >= 0
    assert second.headers["via"].endswith(".cloudfront.net (CloudFront)")
    assert second.headers["x-amz-cf-pop"] == "ICN57-P1"
    assert second.headers["server"] == "AmazonS3"


def test_own_domain_name_shares_the_cache_of_the_alias(site: Site) -> None:
    site.create().put("index.html", PAGE)
    assert site.get(host=site.domain).x_cache == "Miss from cloudfront"
    assert site.get().x_cache == "Hit from cloudfront"


def test_head_fills_the_cache_for_get(site: Site) -> None:
    site.create().put("index.html", PAGE)
    head = site.get(method="HEAD")
    assert (head.status, head.body, head.headers["content-length"]) == (200, b"", str(len(PAGE)))
    assert site.get().x_cache == "Hit from cloudfront"


def test_http_is_redirected(site: Site, lab: Lab) -> None:
    site.create()
    answer = ask(lab, "GET", site.alias, "/a?b=c", tls=False)
    assert (answer.status, answer.headers["location"]) == (301, f"https://{site.alias}/a?b=c")
    assert answer.x_cache == "Redirect from cloudfront"


def test_https_only_refuses_http(site: Site, lab: Lab) -> None:
    site.create(behavior={"ViewerProtocolPolicy": "https-only"})
    assert ask(lab, "GET", site.alias, "/", tls=False).status == 403


def test_policy_is_needed_and_its_lack_is_remembered(site: Site) -> None:
    site.create(policy=False).put("index.html", PAGE)
    refused = site.get()
    assert (refused.status, refused.x_cache) == (403, "Error from cloudfront")
    assert b"<Code>AccessDenied</Code>" in refused.body
    site.allow("s3:GetObject")
    assert site.get().status == 403
    site.invalidate("/")
    assert site.get().status == 200


def test_policy_for_another_distribution_does_not_help(site: Site) -> None:
    site.create(policy=False).put("index.html", PAGE)
    site.allow("s3:GetObject", arn="arn:aws:cloudfront::000000000000:distribution/EOTHER")
    assert site.get().status == 403


def test_missing_key_is_404_only_with_list_bucket(site: Site) -> None:
    site.create()
    assert site.get("/none").status == 403
    site.allow("s3:GetObject", "s3:ListBucket")
    assert site.get("/none2").status == 404


def test_bucket_is_closed_to_strangers_until_its_policy_opens_it(site: Site, lab: Lab) -> None:
    site.create().put("index.html", PAGE)
    host = f"{site.bucket}.s3.us-east-1.amazonaws.com"
    refused = ask(lab, "GET", host, "/index.html", tls=False)
    assert refused.status == 403 and b"AccessDenied" in refused.body
    statement = {
        "Effect": "Allow",
        "Principal": "*",
        "Action": "s3:GetObject",
        "Resource": f"arn:aws:s3:::{site.bucket}/*",
    }
    site.s3.delete_public_access_block(Bucket=site.bucket)
    site.s3.put_bucket_policy(
        Bucket=site.bucket, Policy=json.dumps({"Version": "2012-10-17", "Statement": [statement]})
    )
    assert ask(lab, "GET", host, "/index.html", tls=False).body == PAGE
    site.s3.put_public_access_block(Bucket=site.bucket, PublicAccessBlockConfiguration={"RestrictPublicBuckets": True})
    assert ask(lab, "GET", host, "/index.html", tls=False).status == 403


def test_invalidation_makes_the_new_object_seen(site: Site) -> None:
    site.create().put("index.html", PAGE)
    site.put("a/b.html", PAGE)
    assert [site.get(path).status for path in ("/", "/a/b.html")] == [200, 200]
    site.put("index.html", b"new")
    site.put("a/b.html", b"new")
    assert site.get().x_cache == "Hit from cloudfront"
    site.invalidate("/a/*")
    assert (site.get().body, site.get("/a/b.html").body) == (PAGE, b"new")
    assert site.get("/a/b.html").x_cache == "Hit from cloudfront"
    site.invalidate("/*")
    assert (site.get().body, site.get().x_cache) == (b"new", "Hit from cloudfront")


def test_expired_object_is_refreshed_or_replaced(site: Site) -> None:
    site.create().put("index.html", PAGE, CacheControl="max-age=1")
    assert site.get().x_cache == "Miss from cloudfront"
    time.sleep(1.1)
    assert site.get().x_cache == "RefreshHit from cloudfront"
    assert site.get().x_cache == "Hit from cloudfront"
    site.put("index.html", b"new", CacheControl="max-age=1")
    time.sleep(1.1)
    assert (site.get().body, site.get().x_cache) == (b"new", "Hit from cloudfront")


def test_refreshed_compressed_object_keeps_its_weak_tag(site: Site) -> None:
    site.create().put("index.html", PAGE, CacheControl="max-age=1")
    first = site.get(accept_encoding="gzip")
    time.sleep(1.1)
    second = site.get(accept_encoding="gzip")
    assert second.x_cache == "RefreshHit from cloudfront"
    assert second.headers["etag"] == first.headers["etag"]


def test_caching_disabled_never_hits(site: Site) -> None:
    site.create(behavior={"CachePolicyId": CACHING_DISABLED}).put("index.html", PAGE)
    assert [site.get().x_cache for _ in range(3)] == ["Miss from cloudfront"] * 3


def test_legacy_behavior_caches_by_its_ttls(site: Site) -> None:
    forwarded = {"QueryString": True, "Cookies": {"Forward": "none"}}
    behavior = {
        "TargetOriginId": "s3",
        "ViewerProtocolPolicy": "allow-all",
        "ForwardedValues": forwarded,
        "MinTTL": 0,
        "DefaultTTL": 60,
        "MaxTTL": 60,
    }
    site.create(DefaultCacheBehavior=behavior).put("index.html", PAGE)
    paths = ("/index.html?v=1", "/index.html?v=1", "/index.html?v=2")
    assert [site.get(path).x_cache.split()[0] for path in paths] == ["Miss", "Hit", "Miss"]


def test_disabled_distribution_and_unknown_host_are_refused(site: Site, lab: Lab) -> None:
    site.create().put("index.html", PAGE)
    assert site.get().status == 200
    site.change(Enabled=False)
    refused = site.get()
    assert (refused.status, refused.x_cache) == (403, "Error from cloudfront")
    assert b"The request could not be satisfied" in refused.body
    assert ask(lab, "GET", "nobody.example.test", "/", tls=False).status == 403


def test_method_outside_the_allowed_ones_is_refused(site: Site) -> None:
    site.create()
    assert site.get(method="DELETE").status == 403


def test_custom_error_page_replaces_the_error(site: Site) -> None:
    rule = {"ErrorCode": 403, "ResponsePagePath": "/index.html", "ResponseCode": "200", "ErrorCachingMinTTL": 0}
    site.create(CustomErrorResponses={"Quantity": 1, "Items": [rule]}).put("index.html", PAGE)
    answer = site.get("/deep/link")
    assert (answer.status, answer.body, answer.x_cache) == (200, PAGE, "Error from cloudfront")


def test_first_matching_behavior_decides(site: Site) -> None:
    behavior = {
        "PathPattern": "raw/*",
        "TargetOriginId": "s3",
        "ViewerProtocolPolicy": "allow-all",
        "CachePolicyId": CACHING_DISABLED,
    }
    site.create(CacheBehaviors={"Quantity": 1, "Items": [behavior]}).put("raw/x", b"x")
    assert [site.get("/raw/x").x_cache for _ in range(2)] == ["Miss from cloudfront"] * 2


def test_conditions_and_ranges_are_answered_from_the_cache(site: Site) -> None:
    site.create().put("index.html", PAGE)
    tag = site.get().headers["etag"]
    unchanged = site.get(if_none_match=tag)
    assert (unchanged.status, unchanged.body, unchanged.x_cache) == (304, b"", "Hit from cloudfront")
    part = site.get(range="bytes=3-7")
    assert (part.status, part.body, part.headers["content-range"]) == (206, b"hello", f"bytes 3-7/{len(PAGE)}")
    assert site.get(range=f"bytes={len(PAGE)}-").status == 416


def test_text_is_compressed_and_pictures_are_not(site: Site) -> None:
    site.create().put("index.html", PAGE)
    site.put("a.png", PAGE, "image/png")
    packed = site.get(accept_encoding="gzip, br")
    assert (packed.headers["content-encoding"], gzip.decompress(packed.body)) == ("gzip", PAGE)
    assert packed.headers["etag"].startswith("W/")
    assert site.get().body == PAGE
    assert "content-encoding" not in site.get("/a.png", accept_encoding="gzip").headers


def test_response_headers_policy_is_applied_to_hits_too(site: Site) -> None:
    site.create(behavior={"ResponseHeadersPolicyId": SECURITY_HEADERS}).put("index.html", PAGE)
    for _ in range(2):
        assert site.get().headers["x-content-type-options"] == "nosniff"


def test_function_sees_each_request_before_the_cache(site: Site) -> None:
    code = b"""function handler(e) {
        var r = e.request;
        if (r.uri === '/go') { return {statusCode: 302, headers: {location: {value: '/'}}}; }
        r.uri = '/index.html';
        return r;
    }"""
    config = {"Comment": "", "Runtime": "cloudfront-js-2.0"}
    made = site.cloudfront.create_function(Name=site.name, FunctionConfig=config, FunctionCode=code)
    site.cloudfront.publish_function(Name=site.name, IfMatch=made["ETag"])
    arn = made["FunctionSummary"]["FunctionMetadata"]["FunctionARN"]
    item = {"FunctionARN": arn, "EventType": "viewer-request"}
    site.create(behavior={"FunctionAssociations": {"Quantity": 1, "Items": [item]}}).put("index.html", PAGE)
    assert (site.get("/x").body, site.get("/y").x_cache) == (PAGE, "Hit from cloudfront")
    answer = site.get("/go")
    assert (answer.status, answer.x_cache) == (302, "FunctionGeneratedResponse from cloudfront")


def test_alias_without_distribution_gets_a_certificate_that_does_not_fit(site: Site, lab: Lab) -> None:
    with pytest.raises(ssl.SSLCertVerificationError, match="nobody.example.test"):
        open_tls(lab, "nobody.example.test")
    site.create(alias=False)
    open_tls(lab, site.domain).close()


def test_minimum_protocol_version_is_kept(site: Site, lab: Lab) -> None:
    site.create()
    certificate = site.cloudfront.get_distribution_config(Id=site.id)["DistributionConfig"]["ViewerCertificate"]
    open_tls(lab, site.alias, maximum_version=ssl.TLSVersion.TLSv1_2).close()
    site.change(ViewerCertificate={**certificate, "MinimumProtocolVersion": "TLSv1.3_2025"})
    with pytest.raises(ssl.SSLError):
        open_tls(lab, site.alias, maximum_version=ssl.TLSVersion.TLSv1_2)


def test_http2_is_offered_as_configured(site: Site, lab: Lab) -> None:
    site.create()
    offer = ["h2", "http/1.1"]
    assert open_tls(lab, site.alias, alpn=offer).selected_alpn_protocol() == "h2"
    site.change(HttpVersion="http1.1")
    assert open_tls(lab, site.alias, alpn=offer).selected_alpn_protocol() == "http/1.1"
