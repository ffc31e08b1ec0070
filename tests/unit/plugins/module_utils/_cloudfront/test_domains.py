# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Names: what a star covers, which are buckets, and which are websites."""

from __future__ import annotations

import pytest

from ansible_collections.cdn.aws.plugins.module_utils._cloudfront.defaults import complete
from ansible_collections.cdn.aws.plugins.module_utils._cloudfront.domains import covers, is_website, s3_name


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
