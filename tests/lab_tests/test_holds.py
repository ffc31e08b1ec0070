# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Calls that the lab holds: a test can be sure of how far a client has come when it kills it."""

from __future__ import annotations

import subprocess
import sys
import time
import typing as t

import pytest

from tests.lab import Lab
from tests.lab_tests import aws

CREATE = """
import boto3
s3 = boto3.client("s3")
s3.list_buckets()
s3.create_bucket(Bucket="pictures", CreateBucketConfiguration={"LocationConstraint": "ap-northeast-2"})
"""


def create(lab: Lab) -> subprocess.Popen[bytes]:
    return subprocess.Popen([sys.executable, "-c", CREATE], env=lab.environ())


def held(lab: Lab, *, gone: bool) -> dict[str, t.Any]:
    deadline = time.monotonic() + 20
    while not (found := [call for call in lab.held() if call["gone"] is gone]):
        assert time.monotonic() < deadline
        time.sleep(0.02)
    return found[0]


@pytest.mark.parametrize(("kind", "order"), [("stop_before", {"writes": True, "nth": 1}), ("stop_after", {"nth": 2})])
def test_a_client_is_killed_before_or_after_the_work(lab: Lab, kind: str, order: dict[str, t.Any]) -> None:
    lab.fault(kind, **order)
    with create(lab) as process:
        assert held(lab, gone=False)["operation"] == "CreateBucket"
        process.kill()
        held(lab, gone=True)
    lab.release(drop=True)
    lab.clear_faults()
    assert lab.held() == []
    done = kind == "stop_after"
    assert bool(lab.client("s3").list_buckets()["Buckets"]) is done
    assert [call["error"] for call in lab.writes()] == ["ConnectionDropped"]


@pytest.mark.parametrize("kind", ["stop_before", "stop_after"])
def test_what_is_held_goes_on_when_it_may(lab: Lab, kind: str) -> None:
    lab.fault(kind, "CreateBucket", times=1)
    with create(lab) as process:
        held(lab, gone=False)
        lab.release()
    assert process.returncode == 0
    assert aws.code(lab.client("s3").head_bucket, Bucket="other") == "404"
    assert lab.client("s3").head_bucket(Bucket="pictures")


def test_a_new_start_drops_what_is_held(lab: Lab) -> None:
    lab.fault("stop_before", "CreateBucket", nth=1)
    with create(lab) as process:
        held(lab, gone=False)
        lab.reset()
        # Botocore asks again, and of the account that is new.
    assert process.returncode == 0
    assert lab.held() == []
