# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Taking a site down: in the right order, keeping the bucket, from any state."""

from __future__ import annotations

from pathlib import Path

from tests.integration.conftest import RunTasks
from tests.integration.site import (
    BUCKET,
    SITE,
    TEARDOWN,
    certificates,
    distributions,
    one_file,
    recorded,
    variables,
)
from tests.lab import Lab

ORDER = [
    "route53:ChangeResourceRecordSets",
    "cloudfront:UpdateDistribution",
    "cloudfront:DeleteDistribution",
    "s3:DeleteBucketPolicy",
    "cloudfront:DeleteOriginAccessControl",
    "cloudfront:DeleteResponseHeadersPolicy",
    "acm:DeleteCertificate",
]


def test_teardown_takes_everything_in_order_and_keeps_the_bucket(lab: Lab, run_tasks: RunTasks, tmp_path: Path) -> None:
    given = variables(
        lab,
        site_publish_source=str(one_file(tmp_path)),
        site_verify_paths=["/index.html"],
        site_browser_cache_seconds=60,
    )
    run_tasks(SITE, variables=given).ok()

    mark = lab.mark()
    checked = run_tasks(TEARDOWN, check=True, variables=given).ok()
    assert lab.writes(mark) == []
    assert [action["operation"] for action in checked.facts("site_result")["actions"]] == ORDER

    run_tasks(TEARDOWN, variables=given).ok()
    assert recorded(lab, mark) == ORDER
    assert certificates(lab) == []
    assert distributions(lab) == []
    kept = [item["Key"] for item in lab.client("s3").list_objects_v2(Bucket=BUCKET)["Contents"]]
    assert [key for key in kept if not key.startswith(".cdn.aws/")] == ["index.html"]

    mark = lab.mark()
    assert run_tasks(TEARDOWN, variables=given).ok().changed == 0
    assert lab.writes(mark) == []


def test_teardown_of_nothing_changes_nothing(lab: Lab, run_tasks: RunTasks) -> None:
    for check in (True, False):
        assert run_tasks(TEARDOWN, check=check, variables=variables(lab)).ok().changed == 0
    assert lab.writes() == []


def test_a_bucket_with_files_is_not_deleted(lab: Lab, run_tasks: RunTasks, tmp_path: Path) -> None:
    given = variables(lab, site_publish_source=str(one_file(tmp_path)), site_verify_paths=["/index.html"])
    run_tasks(SITE, variables=given).ok()
    refused = run_tasks(TEARDOWN, variables={**given, "site_delete_bucket": True})
    assert refused.rc != 0
    assert BUCKET in refused.failure
    assert lab.client("s3").head_object(Bucket=BUCKET, Key="index.html")

    # What is left then is only what the publication remembers.
    lab.client("s3").delete_object(Bucket=BUCKET, Key="index.html")
    run_tasks(TEARDOWN, variables={**given, "site_delete_bucket": True}).ok()
    assert lab.client("s3").list_buckets()["Buckets"] == []
