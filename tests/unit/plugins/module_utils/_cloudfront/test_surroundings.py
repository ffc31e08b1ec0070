# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a change leans on is looked at before the write: certificates and log buckets."""

from __future__ import annotations

import typing as t

import pytest

from ansible_collections.cdn.aws.plugins.module_utils._cloudfront import log_bucket
from ansible_collections.cdn.aws.plugins.module_utils._cloudfront.certificates import Finding, to_cover
from ansible_collections.cdn.aws.plugins.module_utils._cloudfront.spelling import spelled
from ansible_collections.cdn.aws.plugins.module_utils._cloudfront.surroundings import survey
from ansible_collections.cdn.aws.plugins.module_utils._errors import ConnectionFailed, Refused
from ansible_collections.cdn.aws.plugins.module_utils._plan import Difference
from ansible_collections.cdn.aws.plugins.module_utils._unknown import unknown
from tests.unit.helpers import StubbedApi

ARN = "arn:aws:acm:us-east-1:123456789012:certificate/0f5b7c62-1d1c-4c43-9d2a-3f1e0c0f6a11"
LOGS = "logs.s3.amazonaws.com"
CERTIFIED = {"aliases": ["a.example.com", "b.example.org"], "viewer_certificate": {"acm_certificate_arn": ARN}}
LOGGED = {"logging": {"enabled": True, "bucket": LOGS}}


def owned(api: StubbedApi, ownership: str) -> StubbedApi:
    rules = {"OwnershipControls": {"Rules": [{"ObjectOwnership": ownership}]}}
    return api.expect("s3:GetBucketOwnershipControls", {"Bucket": "logs"}, rules)


def test_a_log_bucket_without_acls_is_refused() -> None:
    """CF-50."""
    with pytest.raises(
        Refused, match=r"logging\.bucket: the bucket logs has its ACLs turned off.*BucketOwnerPreferred"
    ):
        log_bucket.look_at(owned(StubbedApi(), "BucketOwnerEnforced"), LOGS)


@pytest.mark.parametrize("ownership", ["BucketOwnerPreferred", "ObjectWriter", ""])
def test_a_log_bucket_with_acls_is_fine(ownership: str) -> None:
    """CF-50: buckets from before ownership controls have none, and their ACLs work."""
    api = StubbedApi()
    if ownership:
        owned(api, ownership)
    else:
        api.fail("s3:GetBucketOwnershipControls", "OwnershipControlsNotFoundError", status=404)
    api.expect("s3:HeadBucket", {"Bucket": "logs"}, {"BucketRegion": "eu-central-1"})
    assert log_bucket.look_at(api, LOGS) == Finding()
    api.assert_all_made()


def test_a_log_bucket_in_a_region_without_logs_is_refused() -> None:
    """CF-50: no permission helps there."""
    api = owned(StubbedApi(), "ObjectWriter")
    api.expect("s3:HeadBucket", {"Bucket": "logs"}, {"BucketRegion": "me-south-1"})
    with pytest.raises(Refused, match="is in me-south-1, where CloudFront does not deliver"):
        log_bucket.look_at(api, LOGS)


def test_buckets_are_looked_at_without_a_region_too(monkeypatch: pytest.MonkeyPatch) -> None:
    """CloudFront needs none, and S3 leads from one region to the others."""
    regions: list[str | None] = []

    class Nowhere(StubbedApi):
        @property
        def region(self) -> str:  # type: ignore[override]
            raise ConnectionFailed("No AWS region")

        def call(
            self, operation: str, request: t.Mapping[str, t.Any], *, region: str | None = None
        ) -> dict[str, t.Any]:
            regions.append(region)
            return super().call(operation, request)

    api = owned(Nowhere(), "ObjectWriter")
    api.expect("s3:HeadBucket", {"Bucket": "logs"}, {"BucketRegion": "eu-central-1"})
    assert log_bucket.look_at(api, LOGS) == Finding()
    assert regions == ["us-east-1", "us-east-1"]


def test_a_log_bucket_that_may_not_be_read_is_left_to_cloudfront() -> None:
    api = StubbedApi().fail("s3:GetBucketOwnershipControls", "AccessDenied", status=403)
    api.fail("s3:HeadBucket", "403", status=403)
    assert log_bucket.look_at(api, LOGS) == Finding()


def test_a_log_bucket_that_is_not_there_may_be_made_by_an_earlier_task() -> None:
    api = StubbedApi().fail("s3:GetBucketOwnershipControls", "NoSuchBucket", status=404)
    assert log_bucket.look_at(api, LOGS).needs == "logging.bucket: there is no bucket logs."
    assert log_bucket.look_at(StubbedApi(), unknown("bucket")) == Finding()


@pytest.mark.parametrize(
    ("given", "there", "sent"),
    [
        ("logs", "", LOGS),
        ("my.logs.example.com", "", "my.logs.example.com.s3.amazonaws.com"),
        ("logs.s3.eu-west-1.amazonaws.com", "", LOGS),
        ("logs", "logs.s3.eu-west-1.amazonaws.com", "logs.s3.eu-west-1.amazonaws.com"),
        ("logs.s3.cn-north-1.amazonaws.com.cn", "", "logs.s3.cn-north-1.amazonaws.com.cn"),
        ("logs.s3.amazonaws.con", "", "logs.s3.amazonaws.con"),
        ("logs.amazonaws.com", "", "logs.amazonaws.com"),
        ("arn:aws:s3:::logs", "", "arn:aws:s3:::logs"),
        (unknown("bucket"), "", unknown("bucket")),
    ],
)
def test_a_log_bucket_is_written_as_cloudfront_does(given: str, there: str, sent: str) -> None:
    """CF-51."""
    assert log_bucket.spelled({"bucket": given}, {"bucket": there}) == {"bucket": sent}


def test_a_pattern_takes_the_spelling_that_is_there() -> None:
    """CF-15: with both of them there, each is itself."""
    there = {"cache_behaviors": [{"path_pattern": "/a/*"}, {"path_pattern": "b"}, {"path_pattern": "/b"}]}
    given = {"cache_behaviors": [{"path_pattern": name} for name in ("a/*", "/b", "b", "c")]}
    found = [one["path_pattern"] for one in spelled(given, there)["cache_behaviors"]]
    assert found == ["/a/*", "/b", "b", "c"]


@pytest.mark.parametrize(
    ("config", "paths"),
    [
        ({**CERTIFIED, **LOGGED}, ["comment", "logging.prefix", "tags"]),
        ({**CERTIFIED, "logging": {"enabled": False, "bucket": LOGS}}, ["logging.enabled"]),
        ({"aliases": ["a.example.com"], "viewer_certificate": {"iam_certificate_id": "I"}}, ["aliases"]),
    ],
    ids=["something else", "off", "IAM"],
)
def test_nothing_is_looked_at_that_the_change_is_not_about(config: dict[str, t.Any], paths: list[str]) -> None:
    assert survey(StubbedApi(), config, [Difference(path, None, None) for path in paths]) == Finding()


def test_a_new_alias_is_compared_with_the_certificate_and_the_old_ones_are_not() -> None:
    """CF-34 (c): what CloudFront once accepted stays accepted, until another certificate comes."""
    added = [Difference("aliases", ["a.example.com"], CERTIFIED["aliases"])]
    assert to_cover(CERTIFIED, added) == ["b.example.org"]
    assert to_cover(CERTIFIED, [Difference("viewer_certificate.acm_certificate_arn", "old", ARN)]) == [
        "a.example.com",
        "b.example.org",
    ]
    assert to_cover(CERTIFIED, [Difference("viewer_certificate", None, {}), *added]) == CERTIFIED["aliases"]
    described = {"Certificate": {"Status": "ISSUED", "SubjectAlternativeNames": ["b.example.org"]}}
    api = StubbedApi().expect("acm:DescribeCertificate", {"CertificateArn": ARN}, described)
    assert survey(api, CERTIFIED, added).issued


@pytest.mark.parametrize("status", ["EXPIRED", "REVOKED", "VALIDATION_TIMED_OUT", "INACTIVE"])
def test_a_certificate_that_is_not_issued_is_refused(status: str) -> None:
    """CF-34 (a)."""
    described = {"Certificate": {"Status": status, "SubjectAlternativeNames": ["*.example.com", "*.example.org"]}}
    api = StubbedApi().expect("acm:DescribeCertificate", {"CertificateArn": ARN}, described)
    with pytest.raises(Refused, match=f"is {status}, not ISSUED"):
        survey(api, CERTIFIED, [Difference("aliases", [], CERTIFIED["aliases"])])


def test_what_both_lack_is_told_together() -> None:
    described = {"Certificate": {"Status": "PENDING_VALIDATION", "SubjectAlternativeNames": CERTIFIED["aliases"]}}
    api = StubbedApi().expect("acm:DescribeCertificate", {"CertificateArn": ARN}, described)
    api.fail("s3:GetBucketOwnershipControls", "NoSuchBucket", status=404)
    config = {**CERTIFIED, **LOGGED}
    found = survey(api, config, [Difference(name, None, value) for name, value in config.items()])
    assert "PENDING_VALIDATION" in found.needs
    assert found.needs.endswith("there is no bucket logs.")
