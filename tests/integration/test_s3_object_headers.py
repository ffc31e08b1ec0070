# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""s3_object_headers as playbooks run it, against the lab."""

from __future__ import annotations

import functools
import subprocess
import time

import pytest
import yaml

from ansible_collections.cdn.aws.plugins.module_utils._headers.repairs import Repairs
from tests.integration import old_objects
from tests.integration.killing import kill_at
from tests.integration.playbook import command, environment
from tests.integration.repairing import repaired

WANTED = "public, max-age=31536000, immutable"
EACH = 2
BUCKETS = {"pictures": old_objects.KINDS, "shared": old_objects.SHARED, "locked": old_objects.LOCKED}


@pytest.fixture
def s3(lab):
    client = lab.client("s3")
    old_objects.buckets(client)
    return client


@pytest.fixture
def run(run_tasks, tmp_path):
    def play(tasks, **given):
        return run_tasks(tasks, env={"XDG_CACHE_HOME": str(tmp_path / "cache")}, **given)

    return play


@pytest.fixture
def here(lab, monkeypatch, tmp_path):
    for name, value in {**lab.env, "XDG_CACHE_HOME": str(tmp_path / "cache")}.items():
        monkeypatch.setenv(name, value)

    return functools.partial(repaired, bucket="pictures", cache_control=WANTED)


def repair(bucket, **options):
    return {
        "name": f"Repair {bucket}",
        "cdn.aws.s3_object_headers": {"bucket": bucket, "cache_control": WANTED, **options},
    }


def copied(lab, since):
    """Return the objects that were written, each upload of parts once."""
    begun = ("CopyObject", "CreateMultipartUpload")
    return sorted(
        (f"s3:{call['operation']}", call["resource"]) for call in lab.writes(since) if call["operation"] in begun
    )


def listed(run):
    return sorted((action["operation"], action["resource"]) for action in run.actions)


def test_old_objects_of_every_kind_get_the_header_and_keep_the_rest(lab, run, here, s3):
    """S3-10, S3-31, S3-32."""
    keys = {bucket: old_objects.fill(s3, bucket, kinds, EACH) for bucket, kinds in BUCKETS.items()}
    old_objects.fill(s3, "pictures", old_objects.LEFT, 2)
    for key in ("plain/", ".cdn.aws/manifest", "private/a.png"):
        s3.put_object(Bucket="pictures", Key=key, Body=b"")
    before = {bucket: old_objects.snapshot(s3, bucket, acls=bucket == "shared") for bucket in BUCKETS}
    tasks = [repair("pictures", exclude=["private"]), repair("shared"), repair("locked"), repair("nowhere")]

    mark = lab.mark()
    planned = run(tasks, check=True, diff=True).ok()
    assert lab.writes(mark) == []
    done = run([*tasks[:3], {**tasks[3], "ignore_errors": True}])
    assert done.actions == planned.actions
    assert copied(lab, mark) == listed(planned)
    assert len(planned.actions) == sum(map(len, keys.values()))
    assert "The bucket nowhere does not exist" in done.failure
    assert any("The bucket nowhere does not exist" in warning for warning in planned.warnings)

    for bucket in BUCKETS:
        after = old_objects.snapshot(s3, bucket, acls=bucket == "shared")
        assert old_objects.differences(before[bucket], after, ("CacheControl", "ContentType")) == []
        repaired = [after[key] for key in keys[bucket]]
        assert {told["CacheControl"] for told in repaired} == {WANTED}
        assert {told["ContentType"] for told in repaired} == {"image/png"}

    pictures, shared, locked, _nowhere = (result.get("object_headers") for result in done.of("s3_object_headers"))
    assert pictures["skipped"] == {"archived": 2, "customer_key": 2, "excluded": 1}
    assert pictures["objects"] - 5 == pictures["repaired"] == len(keys["pictures"])
    assert "/typed/00000%20%C3%BC.png" in pictures["changed_paths"]
    assert {row["current"] for row in pictures["differences"] if row["header"] == "cache_control"} == {None, "no-cache"}
    assert locked["cost_estimate"]["old_versions_bytes"] > 0
    assert any("locked/ keeps versions" in warning for warning in done.warnings)
    assert any("STANDARD_IA" in warning for warning in planned.warnings)

    mark = lab.mark()
    again = [here(exclude=["private"]), *(here(bucket=bucket) for bucket in ("shared", "locked"))]
    assert [one.actions for one in again] == [[], [], []]
    operations = {(call["operation"], call["resource"].partition("/")[0]) for call in lab.calls(mark)}
    # An object in parts has the time of its beginning, which only a look can tell; customer keys are seen by no list.
    assert ("HeadObject", "shared") not in operations
    assert ("HeadObject", "locked") not in operations
    assert {call["resource"].split("/")[1] for call in lab.calls(mark) if call["operation"] == "HeadObject"} == {
        "customer", "giant",
    }  # fmt: skip


def test_a_killed_run_is_continued_and_nothing_is_done_twice(lab, here, s3, tmp_path):
    keys = old_objects.fill(s3, "pictures", {"plain": {}}, 120)
    playbook = tmp_path / "killed.yml"
    task = repair("pictures", threads=4)
    playbook.write_text(yaml.safe_dump([{"hosts": "all", "gather_facts": False, "tasks": [task]}]), encoding="utf-8")
    env = environment({**lab.env, "XDG_CACHE_HOME": str(tmp_path / "cache")})
    mark = lab.mark()
    assert kill_at(
        lab, functools.partial(subprocess.Popen, command(playbook), env=env, stdout=subprocess.DEVNULL), "stop_after",
        writes=True, nth=30,
    )  # fmt: skip
    first = copied(lab, mark)
    assert 0 < len(first) < len(keys)

    mark = lab.mark()
    rest = here(threads=4)
    assert listed(rest) == copied(lab, mark)
    assert sorted(first + copied(lab, mark)) == sorted(("s3:CopyObject", f"pictures/{key}") for key in keys)
    assert {s3.head_object(Bucket="pictures", Key=key)["CacheControl"] for key in keys} == {WANTED}


def test_somebody_elses_upload_is_never_lost(lab, here, s3, monkeypatch):
    """S3-35: the first copies find other content; S3 slows down, and one object may not be read."""
    keys = old_objects.fill(s3, "pictures", {"plain": {}}, 6)
    lab.fault("error", "CopyObject", code="PreconditionFailed", status=412, times=2)
    lab.fault("throttle", "HeadObject", times=3)
    assert len(here().actions) == len(keys)
    assert {s3.head_object(Bucket="pictures", Key=key)["CacheControl"] for key in keys} == {WANTED}

    # The answer to a repair is lost: sent again, it finds another object than it means, which is its own work.
    upload = {"Bucket": "pictures", "Key": "plain/00007.png"}
    part = {**upload, "UploadId": s3.create_multipart_upload(**upload)["UploadId"]}
    etag = s3.upload_part(**part, PartNumber=1, Body=b"x")["ETag"]
    s3.complete_multipart_upload(**part, MultipartUpload={"Parts": [{"PartNumber": 1, "ETag": etag}]})
    lab.fault("drop_after", "CopyObject", times=1)
    told = here()
    assert [action["resource"] for action in told.actions] == ["pictures/plain/00007.png"]
    assert told.state["changed_paths"] == ["/plain/00007.png"]

    # Somebody gives an object other headers between the look at it and its copy.
    theirs = {"Bucket": "pictures", "Key": keys[0]}
    new = {"CopySource": theirs, "MetadataDirective": "REPLACE", "ContentType": "image/png", "ContentLanguage": "de"}
    time.sleep(2)
    with monkeypatch.context() as patch:
        patch.setattr(Repairs, "rows", lambda self: s3.copy_object(**theirs, **new) and self._spool)
        here(cache_control="no-store")
    head = s3.head_object(**theirs)
    assert (head["CacheControl"], head["ContentLanguage"]) == ("no-store", "de")

    lab.fault("denied", "CopyObject", resource=f"pictures/{keys[3]}")
    refused = here(content_types="none", cache_control="no-cache", threads=1)
    assert refused.failure.startswith(f"pictures/{keys[3]}: Not allowed to do s3:CopyObject")
    assert f"pictures/{keys[0]}" in [action["resource"] for action in refused.actions]
    assert f"pictures/{keys[3]}" not in [action["resource"] for action in refused.actions]
