# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

import pytest

from ansible_collections.cdn.aws.plugins.module_utils._errors import Refused
from ansible_collections.cdn.aws.plugins.module_utils._s3 import names
from ansible_collections.cdn.aws.plugins.module_utils._unknown import unknown


@pytest.mark.parametrize(
    "name", ["abc", "a-1", "1.2.3", "example-com-origin", "a" * 63, "www.example.com", "a.-b", "a-.b"]
)
def test_names_that_s3_takes_are_taken(name):
    names.check_name(name)


@pytest.mark.parametrize(
    "name",
    [
        "ab",
        "a" * 64,
        "Abc",
        "a_b",
        "-abc",
        "abc-",
        "a..b",
        "192.168.1.1",
        "xn--abc",
        "abc-s3alias",
        "a--ol-s3",
    ],
)
def test_names_that_s3_refuses_are_refused_early(name):  # S3-05
    with pytest.raises(Refused, match="cannot be the name of a bucket"):
        names.check_name(name)


@pytest.mark.parametrize("name", ["My_Bucket", "-a-", "a..b", "b" * 255, "xn--abc", "192.168.1.1"])
def test_old_buckets_of_us_east_1_have_almost_any_name(name):
    names.check_existing_name(name)


@pytest.mark.parametrize(
    ("name", "region"),
    [
        ("ab", "us-east-1"),
        ("a b", "us-east-1"),
        ("a/b", "us-east-1"),
        ("arn:aws:s3:::b", "us-east-1"),
        ("A_b", "eu-west-1"),
    ],
)
def test_what_no_bucket_is_called_is_refused(name, region):
    with pytest.raises(Refused, match="cannot be the name of a bucket"):
        names.check_existing_name(name, region=region)


def test_a_name_of_a_check_run_is_not_judged():
    names.check_name(unknown("bucket name"))
    names.check_existing_name(unknown("bucket name"))


def test_dots_in_a_name_cost_a_warning():
    assert "https" in names.name_warnings("www.example.com")[0]
    assert not names.name_warnings("www-example-com")


@pytest.mark.parametrize(
    ("region", "arn", "domain"),
    [
        ("ap-northeast-2", "arn:aws:s3:::b-1", "b-1.s3.ap-northeast-2.amazonaws.com"),
        ("us-east-1", "arn:aws:s3:::b-1", "b-1.s3.us-east-1.amazonaws.com"),
        ("us-gov-west-1", "arn:aws-us-gov:s3:::b-1", "b-1.s3.us-gov-west-1.amazonaws.com"),
        ("cn-north-1", "arn:aws-cn:s3:::b-1", "b-1.s3.cn-north-1.amazonaws.com.cn"),
    ],
)
def test_arn_and_regional_domain_follow_from_name_and_region(region, arn, domain):  # CF-42
    assert names.bucket_arn("b-1", region=region) == arn
    assert names.domain_name("b-1", region=region) == domain
