# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import io
import json

import pytest

from ansible_collections.cdn.aws.plugins.module_utils._errors import AwsError
from ansible_collections.cdn.aws.plugins.module_utils._headers import batch_report
from tests.unit.helpers import StubbedApi

JOB = {"JobId": "1", "Report": {"Enabled": True, "Bucket": "arn:aws:s3:::reports", "Prefix": "jobs"}}
RESULTS = [
    {"TaskExecutionStatus": "succeeded", "Bucket": "reports", "Key": "jobs/job-1/results/a.csv"},
    {"TaskExecutionStatus": "failed", "Bucket": "reports", "Key": "jobs/job-1/results/b.csv"},
]


def found(rows):
    api = StubbedApi()
    manifest = json.dumps({"Results": RESULTS}).encode()
    place = {"Bucket": "reports", "Key": "jobs/job-1/manifest.json"}
    api.expect("s3:GetObject", place, {"Body": io.BytesIO(manifest)})
    api.expect("s3:GetObject", {**place, "Key": RESULTS[1]["Key"]}, {"Body": io.BytesIO(rows.encode())})
    return batch_report.failures(api, JOB)


def test_failed_tasks_are_counted_by_code_with_their_first_keys():
    rows = "".join(f"pictures,a%20{number}.jpg,,failed,403,AccessDenied,No\n" for number in range(7))
    told = found(rows + 'pictures,b.jpg,,failed,412,PreconditionFailed,"At least, one"\n')
    assert told.counts == {"AccessDenied": 7, "PreconditionFailed": 1}
    assert told.samples["AccessDenied"][0] == "a 0.jpg: No"
    assert len(told.samples["AccessDenied"]) == 5
    assert told.samples["PreconditionFailed"] == ["b.jpg: At least, one"]
    assert told.first().startswith("a 0.jpg: No; a 1.jpg: No")


@pytest.mark.parametrize(
    ("row", "code"),
    [
        ("failed,403,AccessDenied,No", "AccessDenied"),
        ("failed,AccessDenied,403,No", "AccessDenied"),
        ("failed,412,,", "PreconditionFailed"),
        ("failed,404,NoSuchKey,", "NoSuchKey"),
        ("failed,500,,", "500"),
    ],
)
def test_code_and_status_may_stand_in_either_order_or_be_missing(row, code):
    assert found(f"pictures,a.jpg,,{row}\n").counts == {code: 1}


def test_rows_that_say_nothing_of_a_failure_are_passed_over():
    assert not found("pictures,a.jpg,,succeeded,200,,Successful\n\npictures,b\n").counts


def test_without_a_report_nothing_is_known(monkeypatch):
    assert not batch_report.failures(StubbedApi(), {"JobId": "1", "Report": {"Enabled": False}}).counts
    monkeypatch.setattr(batch_report, "REPORT_SECONDS", 0.0)
    assert not batch_report.failures(StubbedApi().fail("s3:GetObject", "NoSuchKey"), JOB).counts
    with pytest.raises(AwsError):
        batch_report.failures(StubbedApi().fail("s3:GetObject", "AccessDenied"), JOB)
