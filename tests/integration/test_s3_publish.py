# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""s3_publish as playbooks run it, against the lab."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.integration.conftest import RunTasks
from tests.integration.publishing import OWN, Run
from tests.lab import Lab

BUCKET = "published"
MANIFEST = ("s3:PutObject", f"{BUCKET}/.cdn.aws/manifest")
ODD = ["a b.css", "a+b.js", "100%.png", "über/größe.webp", "日本.svg", "q?x=1&y.json", "it's (1)!.txt", "~tilde.mjs"]
PAGES = ["index.html", "docs/index.html", "docs/a.html"]
NAMES = [*ODD, *PAGES, *(f"assets/{n:02}.{kind}" for n in range(6) for kind in ("avif", "woff2", "wasm", "map", "bin"))]


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    root = tmp_path / "tree"
    for name in NAMES:
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"content of {name}\n", encoding="utf-8")
    (root / "empty").mkdir()
    return root


@pytest.fixture
def s3(lab: Lab, monkeypatch):
    # For publications from this process.
    for name, value in {**lab.env, "XDG_CACHE_HOME": "/dev/null/nowhere"}.items():
        monkeypatch.setenv(name, value)
    client = lab.client("s3")
    client.create_bucket(Bucket=BUCKET, CreateBucketConfiguration={"LocationConstraint": lab.env["AWS_REGION"]})
    return client


def publish(tree: Path, **options):
    return [{"name": "Publish the tree", "cdn.aws.s3_publish": {"source": str(tree), "bucket": BUCKET, **options}}]


def keys(s3):
    pages = s3.get_paginator("list_objects_v2").paginate(Bucket=BUCKET)
    found = [item["Key"] for page in pages for item in page.get("Contents", [])]
    return sorted(key for key in found if not OWN.search(key))


def written(lab: Lab, since: int):
    return [(f"s3:{call['operation']}", OWN.sub(".cdn.aws/manifest", call["resource"])) for call in lab.writes(since)]


def listed(run):
    return [(action["operation"], action["resource"].split(": ")[0]) for action in run.actions]


def test_a_tree_is_published_once(lab: Lab, run_tasks: RunTasks, tree: Path, s3):
    rules = [
        {"pattern": "*.html", "cache_control": "no-cache", "metadata": {"Team": "web"}},
        {"pattern": "assets", "cache_control": "public, max-age=31536000, immutable"},
    ]
    options = {"prefix": "site", "origin_path": "/site", "cache_control": "public, max-age=60", "rules": rules}
    tasks = publish(tree, **options)
    mark = lab.mark()

    planned = run_tasks(tasks, check=True, diff=True).ok()
    assert lab.writes(mark) == []
    assert planned.changed

    done = run_tasks(tasks).ok()
    assert done.actions == planned.actions
    # Writes of one phase run side by side; pages come after everything else (S3-36).
    assert sorted(written(lab, mark)) == sorted(listed(planned))
    assert {resource for _, resource in written(lab, mark)[-4:-1]} == {f"{BUCKET}/site/{name}" for name in PAGES}
    assert [resource for _, resource in listed(done)[-4:-1]] == [f"{BUCKET}/site/{name}" for name in sorted(PAGES)]
    assert written(lab, mark)[-1] == listed(done)[-1] == ("s3:PutObject", f"{BUCKET}/site/.cdn.aws/manifest")

    assert keys(s3) == sorted(f"site/{name}" for name in NAMES)
    page = s3.head_object(Bucket=BUCKET, Key="site/docs/a.html")
    assert (page["ContentType"], page["CacheControl"]) == ("text/html; charset=utf-8", "no-cache")
    assert page["Metadata"] == {"team": "web"}
    asset = s3.head_object(Bucket=BUCKET, Key="site/assets/00.woff2")
    assert (asset["ContentType"], asset["CacheControl"]) == ("font/woff2", "public, max-age=31536000, immutable")
    assert s3.head_object(Bucket=BUCKET, Key="site/日本.svg")["CacheControl"] == "public, max-age=60"

    (report,) = done.of("s3_publish")
    assert report["publish"]["uploaded"] == len(NAMES)
    assert {"/", "/100%25.png", "/a%2Bb.js", "/a%20b.css", "/q%3Fx=1&y.json"} <= set(report["publish"]["new_paths"])
    assert report["publish"]["changed_paths"] == []

    assert len(report["publish"]["sample_paths"]) == 3

    mark = lab.mark()
    again = run_tasks(tasks).ok()
    assert not again.changed
    assert again.of("s3_publish")[0]["publish"]["unchanged"] == len(NAMES)
    planned = Run(lab, tree, BUCKET, check=True, **options)
    assert (planned.actions, planned.state["unchanged"]) == ([], len(NAMES))
    assert lab.writes(mark) == []


def test_only_what_changed_is_written_and_purge_spares_what_exclude_names(lab, run_tasks, tree, s3):
    options = {"prefix": "site", "purge": True, "exclude": ["uploads", "*.map"]}
    tasks = publish(tree, **options)
    Run(lab, tree, BUCKET, **options)
    for key in ("site/uploads/user.png", "site/old.js", "site2/other.html", "site/.well-known/gone", "site/folder/"):
        s3.put_object(Bucket=BUCKET, Key=key, Body=b"x")
    (tree / "docs/a.html").write_text("content of docs/A.html\n", encoding="utf-8")
    (tree / "assets/00.bin").write_text("longer than it was before\n", encoding="utf-8")
    mark = lab.mark()

    planned = run_tasks(tasks, check=True, diff=True).ok()
    assert lab.writes(mark) == []
    done = run_tasks(tasks).ok()

    assert done.actions == planned.actions
    manifest = ("s3:PutObject", f"{BUCKET}/site/.cdn.aws/manifest")
    assert listed(done) == [
        manifest,  # old.js is going to be deleted, and nothing is remembered of it
        ("s3:PutObject", f"{BUCKET}/site/assets/00.bin"),
        ("s3:PutObject", f"{BUCKET}/site/docs/a.html"),
        ("s3:DeleteObjects", BUCKET),
        manifest,
    ]
    assert written(lab, mark) == listed(done)
    (report,) = done.of("s3_publish")
    assert report["publish"]["changed_paths"] == [
        "/site/.well-known/gone",
        "/site/assets/00.bin",
        "/site/docs/a.html",
        "/site/old.js",
    ]
    left = keys(s3)
    assert {"site/uploads/user.png", "site2/other.html", "site/folder/"} <= set(left)
    assert not {"site/old.js", "site/.well-known/gone"} & set(left)
    assert Run(lab, tree, BUCKET, **options).writes == []


def test_headers_are_repaired_in_place_and_the_rest_of_the_object_stays(lab, run_tasks, tree, s3):
    Run(lab, tree, BUCKET)
    body = (tree / "index.html").read_bytes()
    s3.put_object(
        Bucket=BUCKET, Key="index.html", Body=body, ContentType="text/plain", Metadata={"origin": "cms"},
        ContentLanguage="de", Tagging="a=b", StorageClass="STANDARD_IA",
    )  # fmt: skip
    own = {"Key": "a", "Value": "b"}
    s3.put_object_tagging(Bucket=BUCKET, Key="docs/a.html", Tagging={"TagSet": [own]})
    mark = lab.mark()

    tasks = publish(tree, rules=[
        {"pattern": "/index.html", "cache_control": "no-cache", "metadata": {"team": "web"}},
        {"pattern": "/docs/a.html", "storage_class": "GLACIER_IR", "tags": {"team": "web + more"}},
    ])  # fmt: skip
    planned = run_tasks(tasks, check=True, diff=True).ok()
    (difference,) = [planned.of("s3_publish")[0]["diff"]]
    assert difference["before"]["index.html: content_type"] == "text/plain"
    assert difference["after"]["index.html: cache_control"] == "no-cache"
    done = run_tasks(tasks).ok()

    copies = [("s3:CopyObject", f"{BUCKET}/{name}") for name in ("docs/a.html", "index.html")]
    assert listed(done) == [*copies, MANIFEST]
    assert sorted(written(lab, mark)) == sorted([*copies, MANIFEST])
    head = s3.head_object(Bucket=BUCKET, Key="index.html")
    assert (head["ContentType"], head["CacheControl"]) == ("text/html; charset=utf-8", "no-cache")
    assert (head["ContentLanguage"], head["Metadata"]) == ("de", {"origin": "cms", "team": "web"})
    assert head["StorageClass"] == "STANDARD_IA"
    assert s3.get_object_tagging(Bucket=BUCKET, Key="index.html")["TagSet"] == [own]
    tags = {tag["Key"]: tag["Value"] for tag in s3.get_object_tagging(Bucket=BUCKET, Key="docs/a.html")["TagSet"]}
    assert tags == {"a": "b", "team": "web + more"}, "the tags of others stay"
    assert s3.head_object(Bucket=BUCKET, Key="docs/a.html")["StorageClass"] == "GLACIER_IR"
    assert done.of("s3_publish")[0]["publish"]["changed_paths"] == ["/", "/docs/a.html", "/index.html"]
    rules = tasks[0]["cdn.aws.s3_publish"]["rules"]
    assert Run(lab, tree, BUCKET, rules=rules).writes == []
    named_no_more = Run(lab, tree, BUCKET).writes
    assert named_no_more == [f"PutObject {BUCKET}/.cdn.aws/manifest"], "headers that are not named stay"


def test_an_emptied_tree_deletes_nothing_without_force(lab, tree, tmp_path, s3):
    Run(lab, tree, BUCKET)
    empty = tmp_path / "nothing"
    empty.mkdir()
    for check in (True, False):
        refused = Run(lab, empty, BUCKET, purge=True, check=check)
        assert "purge would delete 41 of the 41 objects" in refused.failure
        assert refused.writes == []

    forced = Run(lab, empty, BUCKET, purge=True, force=True)
    assert forced.actions == [f"DeleteObjects {BUCKET}: 41 objects", f"PutObject {BUCKET}/.cdn.aws/manifest"]
    assert keys(s3) == []


def test_secrets_and_hidden_files_stay_at_home(lab, tree, s3):
    for name in (".env", ".git/config", "tls/server.key", ".well-known/security.txt", ".htaccess", "jwt.pem"):
        (tree / name).parent.mkdir(exist_ok=True)
        (tree / name).write_text("x")

    run = Run(lab, tree, BUCKET, include_hidden=["jwt.pem"])

    assert set(keys(s3)) == {*NAMES, ".well-known/security.txt", "jwt.pem"}
    assert run.state["skipped"] == [".env", ".git", ".htaccess", "tls/server.key"]
    assert any("tls/server.key" in warning for warning in run.warnings)


def test_a_bucket_that_an_earlier_task_makes_is_planned_with(lab, tree, s3):
    s3.delete_bucket(Bucket=BUCKET)
    planned, refused = (Run(lab, tree, BUCKET, check=check) for check in (True, False))
    assert len(planned.actions) == len(NAMES) + 1
    assert f"The bucket {BUCKET} does not exist" in refused.failure
    assert (planned.writes, refused.writes) == ([], [])


def test_links_out_of_the_tree_are_refused_before_the_first_write(lab, tree, s3):
    (tree / "assets/passwd").symlink_to("/etc/passwd")
    refused = Run(lab, tree, BUCKET)
    assert "/etc/passwd, outside of source" in refused.failure
    assert refused.writes == []


def test_a_large_file_goes_in_parts_and_is_recognised(lab, tmp_path, s3):
    root = tmp_path / "large"
    root.mkdir()
    with (root / "film.mp4").open("wb") as film:
        film.write(b"start")
        film.seek(70 * 1024 * 1024)
        film.write(b"end")
    done = Run(lab, root, BUCKET)
    assert done.actions == [f"CreateMultipartUpload {BUCKET}/film.mp4", f"PutObject {BUCKET}/.cdn.aws/manifest"]
    assert s3.head_object(Bucket=BUCKET, Key="film.mp4")["ETag"].endswith('-5"')
    for options in ({}, {"manifest": False}):
        assert Run(lab, root, BUCKET, **options).writes == []


def test_objects_under_kms_are_recognised(lab, tree, s3):
    rule = {"ApplyServerSideEncryptionByDefault": {"SSEAlgorithm": "aws:kms"}}
    s3.put_bucket_encryption(Bucket=BUCKET, ServerSideEncryptionConfiguration={"Rules": [rule]})
    assert len(Run(lab, tree, BUCKET, manifest=False).writes) == len(NAMES)
    for header_check in ("auto", "never"):
        assert Run(lab, tree, BUCKET, manifest=False, header_check=header_check).writes == []
    assert Run(lab, tree, BUCKET).writes == [f"PutObject {BUCKET}/.cdn.aws/manifest"]
    assert Run(lab, tree, BUCKET).writes == []


def test_a_failure_half_way_tells_what_was_written_and_keeps_pages_back(lab, run_tasks, tree, s3):
    lab.fault("error", "PutObject", code="AccessDenied", status=403, nth=6)
    failed = run_tasks(publish(tree, threads=1))
    (result,) = failed.of("s3_publish")
    assert failed.rc
    assert f"{BUCKET}/" in failed.failure
    assert "AccessDenied" in failed.failure
    assert sorted(action["resource"] for action in result["actions"]) == sorted(f"{BUCKET}/{key}" for key in keys(s3))
    assert not set(keys(s3)) & set(PAGES)
