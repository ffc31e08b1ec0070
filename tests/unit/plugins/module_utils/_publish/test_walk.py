# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

import os

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ansible_collections.cdn.aws.plugins.module_utils._errors import Refused
from ansible_collections.cdn.aws.plugins.module_utils._publish.patterns import Selection
from ansible_collections.cdn.aws.plugins.module_utils._publish.walk import Tree


def tree(root, exclude=()):
    return Tree(str(root), Selection(exclude=exclude, include_hidden=[]))


def names(root, **options):
    return [file.name for file in tree(root, **options).files()]


def write(root, *paths):
    for path in paths:
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(path)


PARTS = st.text(st.sampled_from("aA-.0~+ éz日😀"), min_size=1, max_size=3).filter(lambda name: name[0] != ".")


@given(paths=st.lists(st.lists(PARTS, min_size=1, max_size=3).map("/".join), max_size=12))
def test_files_come_in_the_order_in_which_s3_lists_them(paths, tmp_path_factory):
    root = tmp_path_factory.mktemp("tree")
    made = []
    for path in paths:
        try:
            write(root, path)
        except OSError:  # one path's file is another one's folder
            continue
        made.append(path)
    assert names(root) == sorted(set(made), key=lambda name: name.encode())


def test_a_file_beside_a_folder_of_the_same_beginning_comes_where_its_key_does(tmp_path):
    write(tmp_path, "a/b", "a.txt", "a-b", "a0")
    assert names(tmp_path) == ["a-b", "a.txt", "a/b", "a0"]


def test_what_is_excluded_is_not_looked_at(tmp_path):
    write(tmp_path, "a.txt", ".git/config", "drafts/x")
    (tmp_path / "drafts/out").symlink_to("/etc/passwd")
    walked = tree(tmp_path, exclude=["drafts"])
    assert [file.name for file in walked.files()] == ["a.txt"]
    assert walked.skipped == [".git"]


def test_links_inside_of_the_tree_are_followed(tmp_path):
    write(tmp_path, "real/a.txt")
    (tmp_path / "alias").symlink_to("real")
    (tmp_path / "b.txt").symlink_to("real/a.txt")
    assert names(tmp_path) == ["alias/a.txt", "b.txt", "real/a.txt"]


def test_a_tree_that_is_itself_a_link_is_followed(tmp_path):
    write(tmp_path, "release/a/b.txt")
    (tmp_path / "release/c.txt").symlink_to("a/b.txt")
    (tmp_path / "current").symlink_to("release")
    assert names(tmp_path / "current") == ["a/b.txt", "c.txt"]


@pytest.mark.parametrize(
    ("target", "said"),
    [
        ("/etc/passwd", "outside of source"),
        ("..", "outside of source"),
        ("nothing", "does not exist"),
        (".", "holds it"),
    ],
)
def test_links_that_lead_astray_are_refused(tmp_path, target, said):
    root = tmp_path / "root"
    write(root, "sub/a.txt")
    (root / "sub/link").symlink_to(target if target != ".." else "../..")
    with pytest.raises(Refused, match=said):
        names(root)


def test_two_folders_that_link_to_each_other_are_refused(tmp_path):
    write(tmp_path, "a/x", "b/y")
    (tmp_path / "a/to-b").symlink_to("../b")
    (tmp_path / "b/to-a").symlink_to("../a")
    with pytest.raises(Refused, match="holds it"):
        names(tmp_path)


def test_names_that_are_not_utf_8_are_refused(tmp_path):
    write(tmp_path, "a")
    try:
        (tmp_path / os.fsdecode(b"caf\xe9")).write_text("x")
    except OSError:
        pytest.skip("this file system takes UTF-8 only")
    with pytest.raises(Refused, match=r"caf\\xe9 is not UTF-8"):
        names(tmp_path)


def test_pipes_are_refused(tmp_path):
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(Refused, match="no regular file"):
        names(tmp_path)


@pytest.mark.parametrize(("name", "said"), [("nothing", "does not exist"), ("file", "is not a directory")])
def test_a_source_that_is_no_directory_is_refused(tmp_path, name, said):
    write(tmp_path, "file")
    with pytest.raises(Refused, match=said):
        names(tmp_path / name)
