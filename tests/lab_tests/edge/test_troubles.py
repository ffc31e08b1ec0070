# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What keeps viewers of the edge from content, or content from its cache."""

from __future__ import annotations

import json
import typing as t

import pytest

from tests.lab.edge.cache import Ttl, lifetime
from tests.lab_tests.edge.conftest import Site


@pytest.fixture
def settings(site: Site) -> t.Iterator[t.Callable[..., t.Any]]:
    before = site.lab.settings()
    yield site.lab.settings
    site.lab.settings(**before)


def test_an_object_is_denied_until_its_key_lets_the_distribution_in(site: Site):
    """CF-46."""
    site.create(DefaultRootObject="")
    kms = site.lab.client("kms", region="us-east-1")
    key = kms.create_key()["KeyMetadata"]["Arn"]
    for name in ("a.txt", "b.txt"):
        site.put(name, b"hi", ServerSideEncryption="aws:kms", SSEKMSKeyId=key)
    answer = site.get("/a.txt")
    assert (answer.status, b"AccessDenied" in answer.body) == (403, True)
    statement = {
        "Effect": "Allow", "Principal": {"Service": "cloudfront.amazonaws.com"}, "Action": "kms:Decrypt",
        "Resource": "*", "Condition": {"StringEquals": {"AWS:SourceArn": site.arn}},
    }  # fmt: skip
    policy = {"Version": "2012-10-17", "Statement": [statement]}
    kms.put_key_policy(KeyId=key, PolicyName="default", Policy=json.dumps(policy))
    assert site.get("/b.txt").status == 200


def test_the_global_name_of_a_new_bucket_leads_elsewhere_while_it_is_told_to(site: Site, settings):
    """CF-42."""
    bucket = f"far-{site.name}"
    s3 = site.lab.client("s3", region="eu-west-1")
    s3.create_bucket(Bucket=bucket, CreateBucketConfiguration={"LocationConstraint": "eu-west-1"})
    origin = {"Id": "s3", "DomainName": f"{bucket}.s3.amazonaws.com", "S3OriginConfig": {"OriginAccessIdentity": ""}}
    site.create(Origins={"Quantity": 1, "Items": [origin]}, policy=False)
    assert site.get("/a.txt").status == 403
    settings(global_name_redirects=True)
    answer = site.get("/b.txt?c")
    assert answer.status == 307
    assert answer.headers["location"] == f"https://{bucket}.s3.eu-west-1.amazonaws.com/b.txt"


def test_what_varies_by_everything_is_not_kept():
    assert lifetime({"cache-control": "max-age=60", "vary": "Accept, *"}, Ttl(), 0.0) is None
    assert lifetime({"cache-control": "max-age=60", "vary": "Accept"}, Ttl(), 0.0) == 60


@pytest.mark.parametrize(
    ("kind", "listed", "status"),
    [("blacklist", "DE", 403), ("blacklist", "FR", 200), ("whitelist", "DE", 200), ("whitelist", "FR", 403)],
)
def test_countries_are_let_in_or_not(site: Site, kind, listed, status):
    rule = {"GeoRestriction": {"RestrictionType": kind, "Quantity": 1, "Items": [listed]}}
    site.create(Restrictions=rule).put("a.txt", b"hi")
    answer = site.get("/a.txt")
    assert answer.status == status
    assert (b"block access from your country" in answer.body) is (status == 403)


def test_lambda_at_edge_fails_as_without_permission(site: Site):
    function = {
        "LambdaFunctionARN": "arn:aws:lambda:us-east-1:123456789012:function:x:1",
        "EventType": "origin-request",
    }
    site.create(behavior={"LambdaFunctionAssociations": {"Quantity": 1, "Items": [function]}})
    answer = site.get("/a.txt")
    assert (answer.status, answer.x_cache) == (503, "LambdaExecutionError from cloudfront")


def test_each_connection_may_reach_another_location_with_a_cache_of_its_own(site: Site, settings):
    site.create().put("a.txt", b"hi")
    settings(edge_locations="ICN57-P1,NRT12-P3")
    seen = [site.get("/a.txt") for dummy in range(4)]
    assert [one.x_cache.split()[0] for one in seen] == ["Miss", "Miss", "Hit", "Hit"]
    assert len({one.headers["x-amz-cf-pop"] for one in seen}) == 2
    assert {one.headers["connection"] for one in seen} == {"close"}
