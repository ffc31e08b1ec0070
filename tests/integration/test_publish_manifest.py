# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What s3_publish remembers, against the lab; the module's resource is run in this process, many times a second."""

from __future__ import annotations

import functools
import gzip
import json
import re
import subprocess
import sys
import time
import typing as t
from pathlib import Path

import pytest

from ansible_collections.cdn.aws.plugins.module_utils._publish import hash_cache
from ansible_collections.cdn.aws.plugins.module_utils._publish.publish import Publish
from tests.integration.killing import kill_at
from tests.integration.playbook import command, environment
from tests.integration.publishing import OWN, Run, fill
from tests.integration.test_bad_input import other_distribution
from tests.lab import Lab

BUCKET = "remembered"
MANIFEST = f"PutObject {BUCKET}/.cdn.aws/manifest"
NAMES = [f"{folder}/{number:02}.jpg" for folder in ("a", "b") for number in range(10)] + ["index.html", "z.html"]

opened: list[str] = []
sys.addaudithook(lambda event, told: opened.append(str(told[0])) if event == "open" else None)


@pytest.fixture
def s3(lab: Lab, monkeypatch, tmp_path_factory):
    for name, value in lab.env.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.mktemp("cache")))
    monkeypatch.setattr(hash_cache, "RACY_NS", 0)
    client = lab.client("s3")
    client.create_bucket(Bucket=BUCKET, CreateBucketConfiguration={"LocationConstraint": lab.env["AWS_REGION"]})
    return client


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    return fill(tmp_path / "tree", NAMES)


def run(lab: Lab, tree: Path, **options) -> Run:
    return Run(lab, tree, BUCKET, **options)


def own_keys(s3):
    keys = [item["Key"] for item in s3.list_objects_v2(Bucket=BUCKET)["Contents"]]
    return [key for key in keys if OWN.search(key)]


def test_an_unchanged_tree_is_neither_read_nor_asked_about(lab, tree, s3):
    first = run(lab, tree)
    assert first.writes[-1] == MANIFEST
    assert len(first.writes) == len(NAMES) + 1
    (key,) = own_keys(s3)
    assert s3.head_object(Bucket=BUCKET, Key=key)["CacheControl"] == "no-store"
    for check in (True, False):
        opened.clear()
        again = run(lab, tree, check=check)
        assert (again.writes, again.state["unchanged"], again.state["changed_paths"]) == ([], len(NAMES), [])
        assert len(set(again.heads)) == 10
        assert not [path for path in opened if path.startswith(str(tree))]

    # What a new host knows is the manifest only: files are read, objects are not.
    (next(Path(hash_cache.cache_path(str(tree), {}).parent).iterdir())).unlink()
    opened.clear()
    again = run(lab, tree)
    assert (again.writes, len(again.heads)) == ([], 10)
    assert len({path for path in opened if path.startswith(f"{tree}/")}) >= len(NAMES)


def test_changed_rules_reach_all_objects_unless_nothing_is_asked(lab, tree, s3):
    run(lab, tree)
    spared = run(lab, tree, cache_control="max-age=60", header_check="never")
    assert (spared.writes, spared.heads) == ([], [])
    repaired = run(lab, tree, cache_control="max-age=60")
    assert repaired.state["headers_updated"] == len(NAMES)
    assert {s3.head_object(Bucket=BUCKET, Key=name)["CacheControl"] for name in NAMES} == {"max-age=60"}
    assert run(lab, tree, cache_control="max-age=60").writes == []


def test_what_others_do_to_the_objects_is_noticed_and_invalidated(lab, tree, s3):
    distribution = other_distribution(lab, "cdn.example.test")
    options = {"cache_control": "max-age=60", "distribution_id": distribution}
    assert run(lab, tree, **options).invalidation is None
    time.sleep(1.1)  # S3 tells times to the second
    source = {"Bucket": BUCKET, "Key": "a/01.jpg"}
    s3.copy_object(Bucket=BUCKET, Key="a/01.jpg", CopySource=source, MetadataDirective="REPLACE", CacheControl="no")
    s3.put_object(Bucket=BUCKET, Key="a/02.jpg", Body=b"of somebody else")
    same = (tree / "a/03.jpg").read_bytes()
    s3.put_object(Bucket=BUCKET, Key="a/03.jpg", Body=same, ContentType="image/jpeg", CacheControl="max-age=60")
    s3.delete_object(Bucket=BUCKET, Key="a/04.jpg")
    s3.put_object(Bucket=BUCKET, Key="a/new.jpg", Body=b"without a file")

    planned = run(lab, tree, check=True, **options)
    done = run(lab, tree, **options)
    paths = [f"/a/{number:02}.jpg" for number in (1, 2, 3, 4)]
    assert done.state["changed_paths"] == paths
    assert done.forgotten == paths
    assert [action.split(" ")[0] for action in done.actions] == [
        "CopyObject", "PutObject", "PutObject", "CreateInvalidation", "PutObject",
    ]  # fmt: skip
    assert planned.actions == done.actions
    assert len(done.writes) == len(done.actions)
    assert run(lab, tree, **options).writes == []


def test_two_trees_of_one_prefix_do_not_disturb_each_other(lab, tree, tmp_path, s3):
    other = fill(tmp_path / "other", ["a/00a.jpg", "c/01.jpg"])
    for _ in range(2):
        runs = [run(lab, tree), run(lab, other)]
    assert [run.writes for run in runs] == [[], []]
    assert len(own_keys(s3)) == 1
    # What one of them leaves out is not forgotten either.
    assert run(lab, tree, exclude=["a"]).writes == []
    assert len(run(lab, tree).heads) == 10


class Overtaken(Publish):
    """A publication during which another one comes to its end."""

    between: t.ClassVar[list[t.Callable[[], object]]] = []

    def apply_all(self, changes, current, done):
        if self.between:
            self.between.pop()()
        return super().apply_all(changes, current, done)


@pytest.mark.parametrize("there", [True, False], ids=["update", "create"])
def test_two_publications_at_the_same_time_do_not_lose_what_is_remembered(lab, tree, tmp_path, s3, there):
    """S3-35."""
    other = fill(tmp_path / "other", ["a/00a.jpg", "c/01.jpg"])
    if there:
        run(lab, fill(tmp_path / "third", ["d/01.jpg"]))
    Overtaken.between.append(lambda: run(lab, other))
    assert not run(lab, tree, subject=Overtaken).failure
    runs = [run(lab, tree), run(lab, other)]
    if not there:
        # Both have made one; the next run goes on with one of them.
        assert runs[0].writes
        runs = [run(lab, tree), run(lab, other)]
    assert [run.writes for run in runs] == [[], []]
    assert len(own_keys(s3)) == 1


def test_a_manifest_that_cannot_be_read_or_is_wrong_is_written_anew(lab, tree, s3):
    run(lab, tree)
    (key,) = own_keys(s3)
    good = s3.get_object(Bucket=BUCKET, Key=key)["Body"].read()
    text = gzip.decompress(good).decode()
    for damaged in (b"", b"<html>", good[:-9], gzip.compress(text.replace("manifest 1", "manifest 2").encode())):
        s3.put_object(Bucket=BUCKET, Key=key, Body=damaged)
        healed = run(lab, tree)
        assert "is damaged or was written by a newer cdn.aws" in healed.warnings[0]
        assert (healed.writes, len(healed.heads)) == ([MANIFEST], len(NAMES))
        assert s3.get_object(Bucket=BUCKET, Key=key)["Body"].read() == good
    wrong = run(lab, tree, cache_control="max-age=9")  # then all is as it was, but the manifest says otherwise
    assert wrong.state["headers_updated"] == len(NAMES)
    for name in NAMES:
        s3.put_object(Bucket=BUCKET, Key=name, Body=(tree / name).read_bytes())
    text = gzip.decompress(s3.get_object(Bucket=BUCKET, Key=key)["Body"].read()).decode()
    later = re.sub(r"\t\d{10}\t", f"\t{int(time.time()) + 9}\t", text)
    s3.put_object(Bucket=BUCKET, Key=key, Body=gzip.compress(later.encode()))
    corrected = run(lab, tree, cache_control="max-age=9")
    assert "says something else than S3" in corrected.warnings[0]
    assert corrected.state["headers_updated"] == len(NAMES)
    assert run(lab, tree, cache_control="max-age=9").writes == []


# What was published before, of the old tree or the new one, and then the options; each under a prefix of its own.
PLAIN, TAGGED = {"manifest": False}, {"rules": [{"pattern": "*", "tags": {"team": "web"}}]}
STARTS: dict[str, tuple[list[tuple[str, dict[str, t.Any]]], dict[str, t.Any]]] = {
    "nothing": ([], TAGGED),
    "objects-of-others": ([("old", PLAIN)], {"purge": True, "cache_control": "no-cache"}),
    "objects-of-others-as-they-shall-be": ([("new", PLAIN)], {}),
    "no-manifest": ([("old", PLAIN)], {**PLAIN, "purge": True, "force": True}),
    "own-objects": ([("old", {})], {"purge": True}),
    "own-objects-with-other-headers": ([("new", {})], {"cache_control": "no-cache"}),
    "own-objects-with-other-tags": ([("new", {"header_check": "always"})], {"header_check": "always", **TAGGED}),
    "the-same-headers-in-other-words": (
        [("new", {"cache_control": "public, max-age=5"})], {"cache_control": "public,max-age=5"}
    ),
    "headers-that-nobody-asks-about": (
        [("old", {"header_check": "never"})], {"header_check": "never", "cache_control": "no-cache"}
    ),
    "a-second-tree": ([("new", {}), ("old", PLAIN)], {"purge": True, "exclude": ["b"]}),
}  # fmt: skip


def test_the_plan_is_the_run_whatever_is_there(lab, tmp_path, s3):
    trees = {
        "old": fill(tmp_path / "old", ["a.jpg", "b/c.jpg", "index.html"], "old"),
        "new": fill(tmp_path / "new", ["a.jpg", "d.jpg", "e.jpg", "index.html"], "new"),
    }
    distribution = other_distribution(lab, "cdn.example.test")
    for name, (before, options) in STARTS.items():
        for source, given in before:
            assert not run(lab, trees[source], prefix=name, **given).failure
        given = {"prefix": name, "distribution_id": distribution, **options}
        planned = run(lab, trees["new"], check=True, **given)
        done = run(lab, trees["new"], **given)
        assert (planned.writes, planned.actions) == ([], done.actions), name
        # Writes of one phase run side by side.
        written = [re.sub(r"(DeleteObjects \S+).*", r"\1: 1 objects", write) for write in done.writes]
        assert sorted(written) == sorted(done.actions), name
        assert planned.actions, name
        assert planned.forgotten == done.forgotten == done.state["changed_paths"], name
        again = run(lab, trees["new"], **given)
        assert (again.writes, again.actions) == ([], []), name


FAULTS = ["PutObject*a/01.jpg", "CopyObject*b/03.jpg", "PutObject*index.html", "DeleteObjects*", "CreateInvalidation*"]


@pytest.mark.parametrize("adopted", [False, True], ids=["own", "adopted"])
def test_whatever_ends_a_run_the_next_one_invalidates_all_that_was_replaced(lab, tree, s3, adopted):
    distribution = other_distribution(lab, "cdn.example.test")
    rules = [{"pattern": "b", "cache_control": "no-cache"}]
    options = {"distribution_id": distribution, "purge": True, "rules": rules, "threads": 1}
    if adopted:
        for name in NAMES:
            s3.put_object(Bucket=BUCKET, Key=name, Body=(tree / name).read_bytes())
    else:
        run(lab, tree)
    time.sleep(1.1)
    fill(tree, ["a/01.jpg", "index.html"], "new")
    (tree / "a/02.jpg").unlink()
    paths = {"/a/01.jpg", "/a/02.jpg", "/", "/index.html", *(f"/b/{number:02}.jpg" for number in range(10))}
    for fault in [*FAULTS, "PutObject*.cdn.aws*"]:
        operation, star, resource = fault.partition("*")
        lab.fault("error", operation, code="Broken", status=400, resource=f"{star}{resource}")
        if fault == "PutObject*.cdn.aws*" and adopted:
            # The names that are about to be replaced are remembered already.
            assert own_keys(s3)
        failed = run(lab, tree, **options)
        assert "Broken" in failed.failure, fault
        lab.clear_faults()
    done = run(lab, tree, **options)
    assert paths <= set(done.forgotten)
    assert [write.split(" ")[0] for write in done.writes] == ["CreateInvalidation", "PutObject"]
    assert run(lab, tree, **options).writes == []


def test_a_killed_run_is_continued_and_all_that_it_replaced_is_invalidated(lab, tree, s3, tmp_path):
    options = {"threads": 2, "distribution_id": other_distribution(lab, "cdn.example.test")}
    run(lab, tree, **options)
    published = {item["Key"]: item["ETag"] for item in s3.list_objects_v2(Bucket=BUCKET)["Contents"]}
    fill(tree, NAMES, "new content of")
    playbook = tmp_path / "killed.yml"
    task = {"cdn.aws.s3_publish": {"source": str(tree), "bucket": BUCKET, **options}}
    playbook.write_text(json.dumps([{"hosts": "all", "gather_facts": False, "tasks": [task]}]), encoding="utf-8")
    start = functools.partial(subprocess.Popen, command(playbook), env=environment(lab.env), stdout=subprocess.DEVNULL)
    assert kill_at(lab, start, "stop_after", writes=True, nth=5)
    there = s3.list_objects_v2(Bucket=BUCKET)["Contents"]
    sent = {item["Key"] for item in there if item["ETag"] != published[item["Key"]]}
    assert 0 < len(sent) < len(NAMES)
    assert not {name for name in sent if name.endswith(".html")}

    rest = run(lab, tree, **options)
    *puts, invalidation, manifest = rest.actions
    assert set(puts) == {f"PutObject {BUCKET}/{name}" for name in set(NAMES) - sent}
    assert (invalidation.partition(" ")[0], manifest) == ("CreateInvalidation", MANIFEST)
    assert set(rest.forgotten) == {"/", *(f"/{name}" for name in NAMES)}
