# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Which distribution answers, and what a bucket policy grants, without a server."""

from __future__ import annotations

import typing as t

import pytest

from tests.lab.edge.policy import Caller, allows
from tests.lab.edge.routing import find_distribution, pattern_matches, s3_bucket

ARN = "arn:aws:cloudfront::1:distribution/E1"
CLOUDFRONT = Caller(service="cloudfront.amazonaws.com", context={"aws:sourcearn": ARN})


def _distribution(number: int, *aliases: str, **config: t.Any) -> dict[str, t.Any]:
    listed = {"Quantity": len(aliases), "Items": list(aliases)} if aliases else {"Quantity": 0}
    return {"DomainName": f"d{number}.cloudfront.net", "DistributionConfig": {"Aliases": listed, **config}}


def test_exact_alias_wins_over_a_wildcard() -> None:
    wild, exact = _distribution(1, "*.example.com"), _distribution(2, "www.example.com")
    assert find_distribution("WWW.example.com:8443", [wild, exact]) is exact
    assert find_distribution("other.example.com", [wild, exact]) is wild
    assert find_distribution("d2.cloudfront.net", [wild, exact]) is exact
    assert find_distribution("example.com", [wild, exact]) is None


def test_staging_distribution_is_not_reached_by_name() -> None:
    assert find_distribution("www.example.com", [_distribution(1, "www.example.com", Staging=True)]) is None


@pytest.mark.parametrize(
    ("pattern", "path", "matches"),
    [
        ("/img/*", "/img/a/b.png", True),
        ("img/*", "/img/a.png", True),
        ("*.jpg", "/a/b.jpg", True),
        ("/a?c", "/abc", True),
        ("/a?c", "/ac", False),
        ("/IMG/*", "/img/a", False),
    ],
)
def test_path_pattern_covers(pattern: str, path: str, matches: bool) -> None:
    assert pattern_matches(pattern, path) is matches


def test_bucket_is_read_from_every_rest_host_name() -> None:
    assert s3_bucket("my.site.s3.eu-west-1.amazonaws.com") == ("my.site", "eu-west-1")
    assert s3_bucket("site.s3.dualstack.eu-west-1.amazonaws.com") == ("site", "eu-west-1")
    assert s3_bucket("site.s3.amazonaws.com:80") == ("site", None)
    assert s3_bucket("site.s3-website-us-east-1.amazonaws.com") is None


def _statement(**changes: t.Any) -> dict[str, t.Any]:
    base = {
        "Effect": "Allow",
        "Principal": {"Service": "cloudfront.amazonaws.com"},
        "Action": "s3:GetObject",
        "Resource": "arn:aws:s3:::b/*",
        "Condition": {"StringEquals": {"AWS:SourceArn": ARN}},
    }
    return {**base, **changes}


@pytest.mark.parametrize(
    ("statements", "caller", "granted"),
    [
        pytest.param([_statement()], CLOUDFRONT, True, id="this distribution"),
        pytest.param([_statement()], Caller(), False, id="a stranger"),
        pytest.param([_statement(Principal="*")], Caller(), False, id="a stranger without the source"),
        pytest.param([_statement(Principal="*", Condition={})], Caller(), True, id="public"),
        pytest.param([_statement(Resource="arn:aws:s3:::b")], CLOUDFRONT, False, id="bucket instead of objects"),
        pytest.param([_statement(Action=["s3:Get*"])], CLOUDFRONT, True, id="action wildcard"),
        pytest.param([_statement(), _statement(Effect="Deny", Principal="*")], CLOUDFRONT, False, id="deny wins"),
        pytest.param(
            [_statement(Condition={"StringEquals": {"AWS:SourceArn": ARN + "2"}})], CLOUDFRONT, False, id="another"
        ),
        pytest.param(
            [_statement(Condition={"DateLessThan": {"aws:x": "1"}})], CLOUDFRONT, False, id="unknown operator"
        ),
    ],
)
def test_policy_grants(statements: list[dict[str, t.Any]], caller: Caller, granted: bool) -> None:
    assert allows({"Statement": statements}, caller, "s3:GetObject", "arn:aws:s3:::b/a.html") is granted
