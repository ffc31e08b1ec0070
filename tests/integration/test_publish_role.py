# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Viewers must not be left with old content, also when a publication ends half way."""

from __future__ import annotations

from pathlib import Path

from tests.integration.conftest import RunTasks
from tests.integration.site import BUCKET
from tests.integration.test_bad_input import other_distribution
from tests.lab import Lab


def test_what_was_replaced_before_a_failure_is_invalidated(lab: Lab, run_tasks: RunTasks, tmp_path: Path) -> None:
    folder = tmp_path / "public"
    folder.mkdir()
    given = {"publish_source": str(folder), "publish_bucket": BUCKET}
    given["publish_distribution_id"] = other_distribution(lab, "cdn.example.test")
    lab.client("s3").create_bucket(
        Bucket=BUCKET, CreateBucketConfiguration={"LocationConstraint": lab.env["AWS_REGION"]}
    )
    publish = [{"name": "Publish", "ansible.builtin.include_role": {"name": "cdn.aws.publish"}}]
    for text in ("one", "two"):
        for name in ("first.txt", "second.html"):
            (folder / name).write_text(text, encoding="utf-8")
        mark = lab.mark()
        if text == "two":
            lab.fault("denied", "s3:PutObject", resource="*second.html")
        run = run_tasks(publish, variables=given)
    assert run.rc != 0
    assert "PutObject" in run.failure
    assert [call["operation"] for call in lab.writes(mark) if not call["error"]] == ["PutObject", "CreateInvalidation"]
