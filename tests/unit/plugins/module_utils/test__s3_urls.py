# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

import pytest
from ansible.errors import AnsibleFilterError

from ansible_collections.cdn.aws.plugins.filter.cdn_url import cdn_url as filtered
from ansible_collections.cdn.aws.plugins.module_utils._s3_urls import NotMapped, cdn_url, s3_host

CDN = "https://cdn.example.com"
REGION = "eu-central-1"


def mapped(url: str, **options: str) -> str:
    return cdn_url(url, **{"domain": "cdn.example.com", "bucket": "b", **options})


@pytest.mark.parametrize(
    "host",
    [
        "b.s3.amazonaws.com",
        f"b.s3.{REGION}.amazonaws.com",
        f"b.s3-{REGION}.amazonaws.com",
        f"b.s3.dualstack.{REGION}.amazonaws.com",
        f"b.s3-fips.{REGION}.amazonaws.com",
        f"b.s3-fips.dualstack.{REGION}.amazonaws.com",
        "b.s3-accelerate.amazonaws.com",
        "b.s3-accelerate.dualstack.amazonaws.com",
        f"b.s3-website-{REGION}.amazonaws.com",
        f"b.s3-website.{REGION}.amazonaws.com",
        "b.s3.cn-north-1.amazonaws.com.cn",
        "b.s3.us-gov-west-1.amazonaws.com",
        f"B.S3.{REGION.upper()}.amazonaws.com.",
        f"s3.{REGION}.amazonaws.com/b",
        f"s3-{REGION}.amazonaws.com/b",
        f"s3.dualstack.{REGION}.amazonaws.com/b",
        "s3.amazonaws.com/b",
    ],
)
def test_every_form_of_an_s3_url_leads_to_the_same_place(host):
    assert mapped(f"https://{host}/cats/1.jpg") == f"{CDN}/cats/1.jpg"
    assert mapped(f"http://{host}/cats/1.jpg") == f"{CDN}/cats/1.jpg"
    assert mapped(f"//{host}/cats/1.jpg") == f"{CDN}/cats/1.jpg"


@pytest.mark.parametrize(
    ("url", "path"),
    [
        ("s3://b/cats/1.jpg", "/cats/1.jpg"),
        ("s3a://b/cats/1.jpg", "/cats/1.jpg"),
        ("s3://b/größe ä?#%20+.png", "/gr%C3%B6%C3%9Fe%20%C3%A4%3F%23%2520%2B.png"),
        ("s3://b", "/"),
        ("https://b.s3.amazonaws.com", "/"),
        ("https://b.s3.amazonaws.com/a//b", "/a//b"),
        ("https://b.s3.amazonaws.com:443/a", "/a"),
        ("https://b.s3.amazonaws.com/gr%C3%B6%C3%9Fe ä.png", "/gr%C3%B6%C3%9Fe%20%C3%A4.png"),
        ("https://b.s3.amazonaws.com/a+b.png", "/a+b.png"),
        ("https://b.s3.amazonaws.com/a.svg#icon", "/a.svg#icon"),
        ("https://b.s3.amazonaws.com/a?width=3&v=1", "/a?width=3&v=1"),
        ("https://b.s3.amazonaws.com/a?X-Amz-Signature=1&v=1&X-Amz-Expires=60&x-id=GetObject", "/a?v=1"),
        ("https://b.s3.amazonaws.com/a?AWSAccessKeyId=A&Signature=x%3D&Expires=1", "/a"),
        ("https://b.s3.amazonaws.com/a?response-content-disposition=attachment&X-Amz-Signature=1", "/a"),
    ],
)  # fmt: skip
def test_keys_stay_and_signatures_go(url, path):
    assert mapped(url) == f"{CDN}{path}"


@pytest.mark.parametrize("origin_path", ["/site", "site", "/site/"])
def test_the_origin_path_is_not_in_the_cdns_url(origin_path):
    assert mapped("s3://b/site/a.png", origin_path=origin_path) == f"{CDN}/a.png"
    assert mapped("s3://b/site/", origin_path=origin_path) == f"{CDN}/"
    with pytest.raises(NotMapped, match="not below the origin path /site"):
        mapped("s3://b/sites/a.png", origin_path=origin_path)


def test_buckets_with_dots_are_known():
    assert mapped("https://my.s3.bucket.s3.amazonaws.com/a", bucket="my.s3.bucket") == f"{CDN}/a"


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("https://c.s3.amazonaws.com/a", "in the bucket c and not in b"),
        ("https://www.example.com/a", "not the URL of an S3 object"),
        ("https://b.s3.amazonaws.com.example.com/a", "not the URL of an S3 object"),
        ("ftp://b.s3.amazonaws.com/a", "not the URL of an S3 object"),
        ("https://b.s3.amazonaws.com/a?versionId=1", "names a version"),
        ("https://s3.amazonaws.com/", "in the bucket (none)"),
        ("", "not the URL of an S3 object"),
    ],
)  # fmt: skip
def test_what_the_cdn_does_not_serve_is_told(url, said):
    with pytest.raises(NotMapped) as failure:
        mapped(url)
    assert said in failure.value.message


def test_the_name_of_an_endpoint_tells_its_region():
    """CF-41, CF-42."""
    found = s3_host(f"b.s3-website.{REGION}.amazonaws.com")
    assert found is not None
    assert (found.bucket, found.region, found.is_website) == ("b", REGION, True)
    plain = s3_host("b.s3.amazonaws.com")
    assert plain is not None
    assert (plain.region, plain.is_website) == ("", False)
    assert s3_host("origin.example.com") is None


def test_the_filter_takes_lists_and_may_keep_others():
    options = {"domain": "cdn.example.com", "bucket": "b"}
    assert filtered("s3://b/a", **options) == f"{CDN}/a"
    assert filtered(["s3://b/a", "x"], keep_others=True, **options) == [f"{CDN}/a", "x"]
    for wrong in ("x", 3, ["s3://c/a"]):
        with pytest.raises(AnsibleFilterError, match="cdn_url: "):
            filtered(wrong, **options)
