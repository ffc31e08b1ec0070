# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

import pytest

from ansible_collections.cdn.aws.plugins.module_utils._errors import AwsError
from ansible_collections.cdn.aws.plugins.module_utils._publish import digests, hash_cache
from ansible_collections.cdn.aws.plugins.module_utils._reconcile import reconcile
from ansible_collections.cdn.aws.plugins.module_utils._unknown import unknown
from tests.unit.plugins.module_utils._publish.bucket import Bucket, publication

MANIFEST = "s3:PutObject b/.cdn.aws/manifest"


@pytest.fixture
def api():
    return Bucket()


@pytest.fixture
def tree(tmp_path, monkeypatch):
    monkeypatch.setattr(hash_cache, "RACY_NS", 0)
    for name in ("a.jpg", "b.jpg", "index.html"):
        (tmp_path / name).write_text(name)
    return tmp_path


def run(api, tree, *, check=False, **options):
    """Run once; return the actions, the report and the paths that were invalidated."""
    one = publication(api, tree, **options)
    result = reconcile(one, check_mode=check)
    report = one.result(result.state)
    actions = [f"{action['operation']} {action['resource']}" for action in one.actions(result.plan.changes)]
    batch = (report["invalidation"] or {}).get("invalidation_batch", {"paths": {"items": []}})
    return actions, report["publish"], batch["paths"]["items"]


def test_a_second_run_has_nothing_to_do(api, tree):
    assert run(api, tree)[0][-1] == MANIFEST
    actions, report, dummy = run(api, tree)
    assert (actions, report["unchanged"], report["changed_paths"]) == ([], 3, [])


def test_files_that_stay_are_read_once(api, tree, monkeypatch):
    for name in ("a.jpg", "b.jpg"):
        api.put(name, name.encode(), ContentType="image/jpeg")
    assert run(api, tree)[0] == ["s3:PutObject b/index.html", MANIFEST]
    for module in (digests, hash_cache):
        monkeypatch.setattr(module, "checksum", pytest.fail, raising=False)
    assert run(api, tree)[0] == []


def test_an_adopted_object_is_announced_before_it_is_replaced_and_a_new_one_is_not(api, tree):
    api.put("a.jpg", b"old", ContentType="image/jpeg")
    actions, report, dummy = run(api, tree)
    assert actions == [MANIFEST, "s3:PutObject b/a.jpg", "s3:PutObject b/b.jpg", "s3:PutObject b/index.html", MANIFEST]
    assert report["changed_paths"] == ["/a.jpg"]
    (tree / "a.jpg").write_text("newer")
    assert run(api, tree)[0] == ["s3:PutObject b/a.jpg", MANIFEST]


@pytest.mark.parametrize("broken", ["PutObject index.html", "DeleteObjects", "CreateInvalidation", "PutObject .cdn"])
@pytest.mark.parametrize("own", [True, False], ids=["own", "adopted"])
def test_what_a_broken_run_has_replaced_the_next_one_invalidates(api, tree, broken, own):
    options = {"distribution_id": "D", "purge": True, "force": True}
    for name in ("a.jpg", "b.jpg", "old.jpg"):
        (tree / name).write_text(name)
        api.put(name, name.encode(), ContentType="image/jpeg")
    if own:
        run(api, tree)
    (tree / "a.jpg").write_text("new a")
    (tree / "index.html").write_text("new page")
    (tree / "old.jpg").unlink()
    error = AwsError(operation="s3:PutObject", code="Broken", text="")
    if broken != "PutObject .cdn" or own:
        api.refused[broken] = error
        with pytest.raises(AwsError, match="Broken"):
            run(api, tree, **options)
        api.refused.clear()
    actions, report, paths = run(api, tree, **options)
    assert {"/a.jpg", "/old.jpg"} <= set(paths)
    assert paths == report["changed_paths"]
    assert report["deleted_paths"] == ["/old.jpg"]
    assert actions[-2:] == ["cloudfront:CreateInvalidation D", MANIFEST]
    assert "s3:PutObject b/b.jpg" not in actions
    assert run(api, tree, **options)[0] == []


@pytest.mark.parametrize(
    ("broken", "options", "said"),
    [
        ("PutObject b.jpg", {}, "the next run publishes the rest and invalidates 1 object replaced or deleted so far"),
        ("CreateInvalidation", {}, "the rest and invalidates 4 objects replaced or deleted so far, too."),
        (
            "PutObject b.jpg",
            {"distribution_id": None},
            "and its changed_paths name 1 object replaced or deleted so far",
        ),
        ("PutObject b.jpg", {"manifest": False}, "no run will know: invalidate /*."),
        ("PutObject a.jpg", {}, ""),
        ("PutObject .cdn.aws", {}, ""),
    ],
)
def test_a_failure_tells_what_caches_still_hold(api, tree, broken, options, said):
    given = {"distribution_id": "D", "purge": True, "manifest": options.get("manifest", True)}
    (tree / "old.jpg").write_text("old")
    run(api, tree, **given)
    (tree / "old.jpg").unlink()
    for name in ("a.jpg", "b.jpg", "index.html"):
        (tree / name).write_text(f"new {name}")
    api.refused[broken] = AwsError(operation="s3:PutObject", code="Broken", text="")
    with pytest.raises(AwsError) as failed:
        run(api, tree, **{**given, **options})
    assert said in failed.value.message
    if not said:
        assert failed.value.message.endswith("Broken")


def test_an_origin_path_elsewhere_is_warned_of(api, tree):
    options = {"distribution_id": "D", "prefix": "www", "origin_path": "/site"}
    run(api, tree, **options)
    (tree / "a.jpg").write_text("new")
    one = publication(api, tree, **options)
    (warning,) = reconcile(one, check_mode=True).plan.warnings
    assert warning.startswith("origin_path /site: nothing of what was replaced or deleted under b/www/ is below it")


def test_a_diff_without_objects_names_the_writes(api, tree):
    run(api, tree)
    del api.objects["b.jpg"]
    (tree / "b.jpg").unlink()
    one = publication(api, tree, distribution_id="D")
    diff = one.diff(reconcile(one, check_mode=True).plan)
    assert (diff["before"], diff["after"]) == (
        {}, {"cloudfront:CreateInvalidation D": "create", "s3:PutObject b/.cdn.aws/manifest": "update"},
    )  # fmt: skip


def test_rules_for_all_files_tag_the_manifest_too_as_bucket_policies_may_ask_for(api, tree):
    one = publication(api, tree, rules=[{"pattern": "*", "tags": {"team": "web"}}])
    *files, manifest = reconcile(one, check_mode=True).plan.changes
    assert {change.request({})["Tagging"] for change in (*files, manifest)} == {"team=web"}


def test_an_object_that_is_gone_is_made_again_and_invalidated(api, tree):
    run(api, tree)
    del api.objects["a.jpg"]
    assert run(api, tree)[1]["changed_paths"] == ["/a.jpg"]
    # Also when nothing is published under its name any more.
    del api.objects["b.jpg"]
    (tree / "b.jpg").unlink()
    actions, report, dummy = run(api, tree)
    assert (actions, report["changed_paths"], report["deleted_paths"]) == ([MANIFEST], ["/b.jpg"], ["/b.jpg"])
    assert run(api, tree)[0] == []


def test_an_object_without_a_file_is_remembered_and_its_new_content_left_to_others(api, tree):
    run(api, tree)
    (tree / "b.jpg").unlink()
    assert run(api, tree)[0] == []
    api.put("b.jpg", b"of somebody else")
    assert run(api, tree)[0] == []
    (tree / "b.jpg").write_text("of somebody else")
    actions, report, dummy = run(api, tree)
    assert (actions[-1], report["changed_paths"]) == (MANIFEST, ["/b.jpg"])


def test_a_check_run_lists_what_a_run_does_and_writes_nothing(api, tree):
    api.put("a.jpg", b"old")
    for options in ({"distribution_id": "D"}, {"manifest": False}, {"header_check": "never"}):
        before = {key: dict(one) for key, one in api.objects.items()}
        planned, dummy, paths = run(api, tree, check=True, **options)
        assert api.objects == before
        assert (planned, paths) == (run(api, tree, **options)[0], paths)
        (tree / "b.jpg").write_text(f"again {len(options)} {options}")


def test_without_a_manifest_none_is_read_or_written_and_every_header_looked_at(api, tree):
    run(api, tree, manifest=False)
    api.calls.clear()
    assert run(api, tree, manifest=False)[0] == []
    assert sorted(api.calls) == ["s3:HeadObject"] * 3 + ["s3:ListObjectsV2"]


def test_the_manifest_is_no_file_of_the_tree_whatever_is_asked_for(api, tree):
    run(api, tree)
    (tree / ".cdn.aws").mkdir()
    (tree / ".cdn.aws/x").write_text("")
    options = {"include_hidden": [".*"], "purge": True, "force": True}
    assert run(api, tree, **options)[0] == []
    api.put("sub/.cdn.aws/0123", b"that of another prefix")
    assert run(api, tree, **options)[0] == []


def test_a_distribution_that_a_check_run_does_not_know_yet_is_planned_with(api, tree):
    api.put("a.jpg", b"old")
    actions, dummy, paths = run(api, tree, check=True, distribution_id=unknown("distribution id"))
    assert actions[-2].startswith("cloudfront:CreateInvalidation ")
    assert paths == ["/a.jpg"]
