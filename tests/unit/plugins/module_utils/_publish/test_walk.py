# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

import os

import pytest
from hypothesis import given, settings
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


@settings(deadline=None)  # a disk that others use as well
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


def test_a_link_to_what_is_left_out_is_refused_until_that_is_named(tmp_path):
    write(tmp_path, ".env", "keys/id_rsa", ".git/config")
    for link, target in {"env.txt": ".env", "key.txt": "keys/id_rsa", "repository": ".git"}.items():
        (tmp_path / link).symlink_to(target)
        with pytest.raises(Refused, match=f"{link} is a link to {target}, which is hidden or looks like a secret"):
            names(tmp_path)
        (tmp_path / link).unlink()
    (tmp_path / "env.txt").symlink_to(".env")
    told = Tree(str(tmp_path), Selection(exclude=["keys"], include_hidden=[".env"]))
    assert [file.name for file in told.files()] == [".env", "env.txt"]


def test_a_link_to_itself_and_one_through_a_link_that_leaves_are_refused(tmp_path):
    root = tmp_path / "root"
    write(tmp_path, "outside/secret.txt", "root/a")
    (root / "self").symlink_to("self")
    with pytest.raises(Refused, match="self is a link to .*self, which does not exist"):
        names(root)
    (root / "self").unlink()
    (root / "near").symlink_to("../root/../outside/secret.txt")
    with pytest.raises(Refused, match=r"near is a link to .*outside/secret\.txt, outside of source"):
        names(root)
    # A neighbour whose name only begins like the tree's is outside as well.
    write(tmp_path, "root2/b")
    (root / "near").unlink()
    (root / "near").symlink_to("../root2")
    with pytest.raises(Refused, match="outside of source"):
        names(root)


def test_a_compressed_form_is_known_beside_a_file_that_is_published_too(tmp_path):
    write(tmp_path, "a/app.js", "a/app.js.br", "a/app.js-x", "a/app.js.gz", "b/app.js.br", "c.js.br/x", "d.css.gz")
    write(tmp_path, "c.js", "d.css/x", "e.map", "e.map.gz", "f/.gz", "f/x")
    found = tree(tmp_path, exclude=["*.map"]).files()
    assert [file.name for file in found if file.beside_original] == ["a/app.js.br", "a/app.js.gz"]


@pytest.mark.parametrize("name", ["a\nb", "a\rb", "tab\t", "\x01", "del\x7f"])
def test_names_with_control_characters_are_refused(tmp_path, name):
    """S3 lists keys in XML, which cannot hold them (S3-30)."""
    write(tmp_path, f"sub/{name}")
    with pytest.raises(Refused, match=r"The name of '.*\\.*' has a control character"):
        names(tmp_path)
    assert names(tmp_path, exclude=["sub"]) == []


ODD = (
    " lead", "trail ", "two  spaces", "a+b", "100%", "%41", "a?b", "a#b", "a&b=c", "semi;colon", "quote'\"",
    "back\\slash", "[1]{2}", "~tilde^`|", "star*", "<angle>", "dot.", "a..b", "Case", "case", "caf\u00e9",
    "cafe\u0301", "日本/😀", "\u202eltr", "x" * 255, "-dash", "=eq", "@at", "c:", "soap",
)  # fmt: skip


def test_odd_names_are_keys_as_they_are(tmp_path):
    """S3-37: no normalisation, case counts."""
    write(tmp_path, *ODD)
    assert names(tmp_path) == sorted(ODD, key=str.encode)


def test_names_that_are_not_utf_8_are_refused(tmp_path):
    write(tmp_path, "a")
    try:
        (tmp_path / os.fsdecode(b"caf\xe9")).write_text("x")
    except OSError:
        pytest.skip("this file system takes UTF-8 only")
    with pytest.raises(Refused, match=r"caf\\xe9 is not UTF-8"):
        names(tmp_path)


def test_a_file_that_is_gone_meanwhile_is_refused(tmp_path, monkeypatch):
    write(tmp_path, "a.tmp")
    one = tree(tmp_path)
    listed = one._entries

    def removed(folder, prefix):
        found = listed(folder, prefix)
        (tmp_path / "a.tmp").unlink()
        return found

    monkeypatch.setattr(one, "_entries", removed)
    with pytest.raises(Refused, match=r"a.tmp cannot be read: No such file.* Was it removed meanwhile"):
        list(one.files())


def test_pipes_are_refused(tmp_path):
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(Refused, match="no regular file"):
        names(tmp_path)


@pytest.mark.parametrize(
    ("name", "said"),
    [("nothing", "does not exist"), ("file", "is not a directory"), ("x" * 300, "File name too long")],
)
def test_a_source_that_is_no_directory_is_refused(tmp_path, name, said):
    write(tmp_path, "file")
    with pytest.raises(Refused, match=said):
        names(tmp_path / name)
