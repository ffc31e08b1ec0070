# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

import datetime

import pytest

from ansible_collections.cdn.aws.plugins.module_utils._probe import certificate, report, signs, x_cache
from ansible_collections.cdn.aws.plugins.module_utils._probe.http import Reply, Route
from ansible_collections.cdn.aws.plugins.module_utils._probe.signs import Asked

EDGE = {"via": "1.1 abc.cloudfront.net (CloudFront)", "x-cache": "Miss from cloudfront"}


def asked(status=200, body=b"", **headers):
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return Asked("/a", (Reply(status, {**EDGE, **named}, body),))


@pytest.mark.parametrize(
    ("header", "result"),
    [
        ("Hit from cloudfront", "Hit"),
        ("RefreshHit from cloudfront", "RefreshHit"),
        ("Error from cloudfront", "Error"),
        ("LambdaGeneratedResponse from cloudfront", "LambdaGeneratedResponse"),
        ("HIT, HIT", None),
        ("Hit from elsewhere", None),
        ("", None),
    ],
)
def test_only_cloudfronts_own_words_count(header, result):
    assert x_cache.cache_result({"x-cache": header}) == result


def test_a_redirect_made_by_cloudfront_passed_cloudfront():
    assert x_cache.passed_cloudfront({"via": "1.1 abc.cloudfront.net (CloudFront)"})
    assert not x_cache.passed_cloudfront({"via": "1.1 varnish"})


@pytest.mark.parametrize(
    ("header", "directives"),
    [
        ("public, max-age=60", {"public": "", "max-age": "60"}),
        ("MAX-AGE = 0,No-Store", {"max-age": "0", "no-store": ""}),
        ('private="x-a", s-maxage="5"', {"private": "x-a", "s-maxage": "5"}),
        ("", {}),
    ],
)
def test_cache_control_is_read_as_caches_read_it(header, directives):
    assert asked(cache_control=header).directives() == directives


@pytest.mark.parametrize(
    ("headers", "expired"),
    [
        ({"expires": "Wed, 21 Oct 2015 07:28:00 GMT", "date": "Sun, 22 Nov 2026 00:00:00 GMT"}, True),
        ({"expires": "Wed, 21 Oct 2037 07:28:00 GMT", "date": "Sun, 22 Nov 2026 00:00:00 GMT"}, False),
        ({"expires": "0"}, True),
        ({"expires": "Wed, 21 Oct 2015 07:28:00 GMT", "cache_control": "max-age=60"}, False),
        ({}, False),
    ],
)
def test_expires_counts_only_without_a_max_age(headers, expired):
    assert signs.expired(asked(**headers)) is expired


def test_s3_is_recognised_in_redirects_with_and_without_a_location():
    """CF-42."""
    assert signs.to_s3(asked(307, location="https://b.s3.eu-central-1.amazonaws.com/a"))
    assert signs.to_s3(asked(301, b"<Endpoint>b.s3-eu-west-1.amazonaws.com</Endpoint>"))
    assert not signs.to_s3(asked(301, location="https://www.example.com/s3"))


def test_a_certificate_is_put_in_words():
    peer = {
        "subject": ((("commonName", "www.example.com"),),),
        "issuer": ((("countryName", "US"),), (("commonName", "Amazon RSA 2048 M02"),)),
        "notAfter": "Jan 31 23:59:59 2027 GMT",
        "subjectAltName": (("DNS", "www.example.com"), ("DNS", "example.com")),
    }
    now = datetime.datetime(2027, 1, 1, tzinfo=datetime.timezone.utc)
    assert certificate.describe(peer, now=now) == {
        "subject": "www.example.com",
        "subject_alternative_names": ["www.example.com", "example.com"],
        "issuer": "Amazon RSA 2048 M02",
        "not_after": "2027-01-31T23:59:59+00:00",
        "days_left": 30,
    }


@pytest.mark.parametrize(
    ("connect_to", "origin", "target"),
    [
        ({}, False, ("a.test", 443)),
        ({"https": "127.0.0.1:1"}, False, ("127.0.0.1", 1)),
        ({"https": "[::1]:1"}, False, ("::1", 1)),
        ({"http": "127.0.0.1:1"}, False, ("a.test", 443)),
        ({"https": "x:1"}, True, ("x", 1)),
        ({"https": "x:1", "origin": "y:2"}, True, ("y", 2)),
        ({"https": "d1.cloudfront.net:443"}, True, ("a.test", 443)),
        ({"https": "d1.cloudfront.net:443", "origin": "y:2"}, True, ("y", 2)),
        ({"https": "x:1", "origin": "y:2"}, False, ("x", 1)),
        ({"https": None}, False, ("a.test", 443)),
    ],
)
def test_connections_go_where_connect_to_says(connect_to, origin, target):
    assert Route(connect_to).target("https", "a.test", None, origin=origin) == target


def shown(*paths: dict[str, object], **more: object) -> list[str]:
    probe = {
        "domain": "a.test", "address": "192.0.2.1", "certificate": None, "paths": paths, "redirect": None,
        "origins": [], "ipv6": None, "http2": None, "notes": [], "problems": [], **more,
    }  # fmt: skip
    return report.summary(probe)


def test_the_summary_is_a_table():
    hit = {
        "x-cache": "Hit from cloudfront", "x-amz-cf-pop": "ICN57-P1", "age": "3", "cache-control": "max-age=60",
        "content-type": "text/plain; charset=utf-8", "content-encoding": "br",
    }  # fmt: skip
    replies = [Reply(200, EDGE, seconds=0.1422, tls_version="TLSv1.3"), Reply(200, hit, seconds=0.0121)]
    assert shown(
        {"path": "/a", "requests": [x_cache.describe(reply) for reply in replies]},
        certificate={"days_left": 30, "subject_alternative_names": ["a.test", "b.test", "c.test", "d.test"]},
        redirect={"status": 301, "location": "https://a.test/a"},
        origins=[{"url": "https://b.s3.amazonaws.com/a", "status": 403, "denied": True}],
        ipv6={"address": "2001:db8::1", "status": 200, "cache": "Hit", "note": None, "problem": None},
        http2={"negotiated": "HTTP/2", "status": 200, "cache": "Hit", "note": None},
        notes=["less"],
        problems=["something"],
    ) == [
        "https://a.test  192.0.2.1, TLSv1.3, certificate of a.test, b.test, c.test and 1 more for 30 more days",
        "path  status  cache        miss ms  hit ms  location  age  encoding  type        cache-control",
        "/a    200     Miss -> Hit  142      12      ICN57-P1  3    br        text/plain  max-age=60",
        "IPv6  2001:db8::1, 200, Hit",
        "HTTP/2  agreed on, 200, Hit",
        "http://a.test  301 https://a.test/a",
        "https://b.s3.amazonaws.com/a  403, denied, as it should be",
        "note: less",
        "problem: something",
    ]


def test_paths_are_readable_and_aligned_and_columns_without_anything_are_left_out():
    requests = [x_cache.describe(Reply(200, EDGE, seconds=0.05))]
    lines = shown(
        *({"path": path, "requests": requests} for path in ("/%EA%B0%80.png", "/a%CC%81", "/x%0A", "/%FF")),
        {"path": "/gone", "requests": []},
    )
    assert lines == [
        "https://a.test  192.0.2.1",
        "path     status  cache      miss ms",
        "/가.png  200     Miss       50",
        "/a\N{COMBINING ACUTE ACCENT}       200     Miss       50",
        "/x%0A    200     Miss       50",
        "/%FF     200     Miss       50",
        "/gone            no answer",
    ]


def test_what_is_accepted_is_told_in_a_line_for_each_cause():
    one = {"requests": [], "accepted": True, "reason": "it has no-cache. Change it."}
    paths = [{**one, "path": "/a"}, {**one, "path": "/b"}, {**one, "path": "/c", "accepted": False}]
    assert shown(*paths)[-1] == "accepted: /a and 1 more: it has no-cache"


@pytest.mark.parametrize(
    ("x_cache_header", "age", "seconds", "is_fresh"),
    [
        ("Miss from cloudfront", None, 0, True),
        ("RefreshHit from cloudfront", None, 0, True),
        ("Hit from cloudfront", "0", 0, False),
        ("Hit from cloudfront", "5", 5, True),
        ("Hit from cloudfront", "6", 5, False),
        ("Hit from cloudfront", None, 5, True),
        ("Error from cloudfront", None, 0, True),
        ("Error from cloudfront", "3", 0, False),
    ],
)
def test_an_answer_is_fresh_from_the_origin_or_soon_after(x_cache_header, age, seconds, is_fresh):
    headers = {"x-cache": x_cache_header, **({"age": age} if age else {})}
    assert x_cache.fresh(Reply(200, headers), seconds) is is_fresh
    assert Asked("/a", (Reply(200, headers),), seconds).is_stale is not is_fresh
    assert not Asked("/a", (Reply(200, headers),)).is_stale
