# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The lab itself: its record of calls, its failures, its control API, its start and end."""

from __future__ import annotations

import subprocess
import sys
import time
import typing as t
from pathlib import Path

import botocore.exceptions
import pytest
from botocore.config import Config

from tests.lab import Lab
from tests.lab.lab import ROOT
from tests.lab_tests import aws

ONCE = Config(retries={"total_max_attempts": 1})
HERE = {"LocationConstraint": "ap-northeast-2"}


def test_calls_are_recorded_under_their_names(lab: Lab) -> None:
    """Operation names are botocore's, whatever the protocol."""
    mark = lab.mark()
    s3 = lab.client("s3")
    s3.create_bucket(Bucket="pictures", CreateBucketConfiguration=HERE)
    s3.put_bucket_tagging(Bucket="pictures", Tagging={"TagSet": [{"Key": "a", "Value": "b"}]})
    s3.put_object(Bucket="pictures", Key="a/b c.txt", Body=b"x")
    s3.copy_object(Bucket="pictures", Key="d", CopySource="pictures/a/b c.txt")
    upload = s3.create_multipart_upload(Bucket="pictures", Key="m")["UploadId"]
    s3.upload_part(Bucket="pictures", Key="m", UploadId=upload, PartNumber=1, Body=b"x")
    s3.list_parts(Bucket="pictures", Key="m", UploadId=upload)
    s3.abort_multipart_upload(Bucket="pictures", Key="m", UploadId=upload)
    aws.code(s3.get_bucket_policy, Bucket="pictures")
    lab.client("sts").get_caller_identity()
    lab.client("route53").list_hosted_zones_by_name()
    lab.client("wafv2", "us-east-1").list_web_acls(Scope="CLOUDFRONT")
    lab.client("cloudfront").list_distributions()
    found = lab.calls(mark)
    assert [call["operation"] for call in found] == [
        "CreateBucket", "PutBucketTagging", "PutObject", "CopyObject", "CreateMultipartUpload", "UploadPart",
        "ListParts", "AbortMultipartUpload", "GetBucketPolicy", "GetCallerIdentity", "ListHostedZonesByName",
        "ListWebACLs", "ListDistributions",
    ]  # fmt: skip
    assert len(lab.writes(mark)) == 7
    assert (found[2]["resource"], found[8]["error"], found[8]["status"]) == (
        "pictures/a/b c.txt",
        "NoSuchBucketPolicy",
        404,
    )
    assert (found[11]["region"], found[0]["region"], found[0]["account"]) == (
        "us-east-1",
        "ap-northeast-2",
        "123456789012",
    )


def test_another_key_is_another_account(lab: Lab) -> None:
    """Twelve digits are an account."""
    lab.client("acm", account="999999999999").request_certificate(DomainName="a.example.test", ValidationMethod="DNS")
    assert lab.client("acm").list_certificates()["CertificateSummaryList"] == []
    assert lab.client("sts", account="999999999999").get_caller_identity()["Account"] == "999999999999"


@pytest.mark.parametrize(("kind", "service", "call", "expected"), [
    ("throttle", "s3", "list_buckets", ("SlowDown", 503)),
    ("throttle", "cloudfront", "list_distributions", ("Throttling", 400)),
    ("throttle", "acm", "list_certificates", ("ThrottlingException", 400)),
    ("500", "route53", "list_hosted_zones", ("InternalError", 500)),
    ("503", "cloudfront", "list_distributions", ("ServiceUnavailable", 503)),
    ("denied", "sts", "get_caller_identity", ("AccessDenied", 403)),
    ("denied", "acm", "list_certificates", ("AccessDeniedException", 400)),
    ("expired", "s3", "list_buckets", ("ExpiredToken", 400)),
    ("skew", "s3", "list_buckets", ("RequestTimeTooSkewed", 403)),
    ("skew", "acm", "list_certificates", ("InvalidSignatureException", 400)),
    ("skew", "cloudfront", "list_distributions", ("SignatureDoesNotMatch", 403)),
])  # fmt: skip
def test_failures_are_in_the_words_of_the_service(
    lab: Lab, kind: str, service: str, call: str, expected: tuple[str, int]
) -> None:
    """X-05."""
    lab.fault(kind)
    with pytest.raises(botocore.exceptions.ClientError) as caught:
        getattr(lab.client(service, config=ONCE), call)()
    answer = caught.value.response
    assert (answer["Error"]["Code"], answer["ResponseMetadata"]["HTTPStatusCode"]) == expected


def test_failures_hit_the_nth_call_and_run_out(lab: Lab) -> None:
    """One order, two limits."""
    lab.fault("error", "s3:ListBuckets", nth=2, code="Odd", status=418, message="tea")
    s3 = lab.client("s3", config=ONCE)
    s3.list_buckets()
    assert aws.error(s3.list_buckets)["Code"] == "Odd"
    s3.list_buckets()
    lab.fault("500", "ListBuckets", times=1)
    assert aws.code(s3.list_buckets) == "InternalError"
    s3.list_buckets()
    with pytest.raises(ValueError, match="no fault"):
        lab.fault("nonsense")


def test_a_failure_lasts_for_so_many_calls_from_the_nth_on(lab: Lab) -> None:
    lab.fault("500", nth=2, lasting=2)
    s3 = lab.client("s3", config=ONCE)
    s3.list_buckets()
    assert [aws.code(s3.list_buckets) for dummy in range(2)] == ["InternalError", "InternalError"]
    s3.list_buckets()


def test_the_first_call_of_each_operation_fails(lab: Lab) -> None:
    lab.fault("500", first_of_each=True)
    s3, cloudfront = lab.client("s3", config=ONCE), lab.client("cloudfront", config=ONCE)
    assert [aws.code(call) for call in (s3.list_buckets, cloudfront.list_distributions)] == ["InternalError"] * 2
    s3.list_buckets()
    cloudfront.list_distributions()
    assert lab.faults()[0]["met"] == ["s3:ListBuckets", "cloudfront:ListDistributions"]


def test_work_that_comes_too_late_is_done_all_the_same(lab: Lab) -> None:
    """The client has hung up, and asks again: two requests are worked on."""
    lab.fault("delay", "CreateBucket", seconds=0.5)
    impatient = lab.client("s3", config=ONCE.merge(Config(read_timeout=0.1)))
    with pytest.raises(botocore.exceptions.ReadTimeoutError):
        impatient.create_bucket(Bucket="pictures", CreateBucketConfiguration=HERE)
    assert lab.calls()[-1]["seconds"] is None
    time.sleep(0.6)
    assert lab.calls()[-1]["status"] == 200
    assert len(lab.client("s3").list_buckets()["Buckets"]) == 1


@pytest.mark.parametrize(("kind", "done"), [("drop_before", False), ("drop_after", True)])
def test_connections_are_dropped_before_or_after_the_work(lab: Lab, kind: str, done: bool) -> None:
    """Design, rule 4: a lost answer must not make a second object."""
    lab.fault(kind, "RequestCertificate")
    acm = lab.client("acm", config=ONCE)
    with pytest.raises(botocore.exceptions.HTTPClientError):
        acm.request_certificate(DomainName="a.example.test", ValidationMethod="DNS")
    assert bool(acm.list_certificates()["CertificateSummaryList"]) is done
    assert lab.calls()[-2]["error"] == "ConnectionDropped"


def test_delays_and_latency_delay(lab: Lab) -> None:
    """Both are seen by the client."""
    lab.fault("delay", "ListBuckets", seconds=0.3)
    s3, started = lab.client("s3"), time.monotonic()
    s3.list_buckets()
    assert time.monotonic() - started >= 0.3


def test_settings_are_checked_and_reset(lab: Lab) -> None:
    """A misspelt setting must not pass for a changed one."""
    before = lab.settings()
    assert lab.settings(deploy_seconds=7)["deploy_seconds"] == 7
    with pytest.raises(ValueError, match="no setting"):
        lab.settings(deploi_seconds=7)
    with pytest.raises(ValueError, match="takes a float"):
        lab.settings(deploy_seconds="7")
    lab.reset()
    assert lab.settings() == before


def test_a_reset_leaves_the_zones_of_the_start(lab: Lab) -> None:
    """Everything else is gone."""
    lab.client("s3").create_bucket(Bucket="pictures", CreateBucketConfiguration=HERE)
    lab.client("route53").create_hosted_zone(Name="more.test", CallerReference="x")
    lab.fault("500")
    lab.reset()
    assert lab.client("s3").list_buckets()["Buckets"] == []
    assert [zone["Name"] for zone in lab.client("route53").list_hosted_zones()["HostedZones"]] == ["example.test."]


def test_it_ends_cleanly_and_keeps_nothing(tmp_path: Path) -> None:
    """Ctrl-C is the way out."""
    environment: dict[str, t.Any] = {"PATH": "/usr/bin:/bin", "TMPDIR": str(tmp_path)}
    command = [sys.executable, "-m", "tests.lab", "--zone", "a.test", "--env-file", str(tmp_path / "env")]
    process = subprocess.Popen(
        command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    deadline = time.monotonic() + 20
    while not (tmp_path / "env").exists() and time.monotonic() < deadline:
        time.sleep(0.02)
    process.terminate()
    output, errors = process.communicate(timeout=10)
    assert (process.returncode, errors) == (0, "")
    assert "export AWS_ENDPOINT_URL=http://127.0.0.1:" in output
    assert sorted(path.name for path in tmp_path.iterdir()) == ["env"]
