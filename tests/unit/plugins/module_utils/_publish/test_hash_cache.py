# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from ansible_collections.cdn.aws.plugins.module_utils._publish.hash_cache import (
    HashCache,
    Known,
    cache_path,
    stamp,
    stamp_now,
)
from ansible_collections.cdn.aws.plugins.module_utils._publish.patterns import Selection
from ansible_collections.cdn.aws.plugins.module_utils._publish.walk import LocalFile, Tree


def file(name, *, mtime_ns=1, ctime_ns=2):
    return LocalFile(name, f"/tree/{name}", 3, mtime_ns, False, ctime_ns, 4)


def learnt(path, **digests):
    cache = HashCache(path)
    assert list(cache.rows()) == []
    for name, digest in digests.items():
        cache.learn(file(name), digest)
    cache.save()
    return HashCache(path)


@pytest.fixture
def path(cache):
    return cache_path("/tree", {})


def test_what_was_learnt_is_known_the_next_time(path):
    assert list(learnt(path, a="1", b="2").rows()) == [Known("a", "3 1 2 4", "1"), Known("b", "3 1 2 4", "2")]


def test_files_that_are_gone_are_forgotten_and_those_that_were_sent_are_known(path):
    cache = learnt(path, a="1", b="2")
    list(cache.rows())
    cache.drop("a")
    cache.save()
    cache.save([(file("d"), "4"), (file("c"), "3"), (file("e"), "")])
    assert [(known.name, known.digest) for known in cache.rows()] == [("b", "2"), ("c", "3"), ("d", "4")]


def test_nothing_is_written_when_nothing_was_learnt(path):
    learnt(path, a="1")
    before = path.stat().st_ino
    again = HashCache(path)
    list(again.rows())
    again.save()
    assert path.stat().st_ino == before


@pytest.mark.parametrize("which", ["mtime_ns", "ctime_ns"])
def test_a_file_that_was_written_to_just_now_is_not_trusted(path, which):
    """A later write within the clock's tick would leave no trace in its stamp."""
    cache = HashCache(path)
    list(cache.rows())
    cache.learn(file("a", **{which: time.time_ns()}), "1")
    cache.save([(file("b", **{which: time.time_ns()}), "1")])
    assert list(cache.rows()) == []


def test_a_damaged_cache_counts_as_far_as_it_can_be_read_and_is_healed(path):
    learnt(path, **{f"{number:05}": "x" * 40 + str(number) for number in range(5000)})
    whole = path.read_bytes()
    path.write_bytes(whole[: len(whole) // 2])
    cache = HashCache(path)
    known = list(cache.rows())
    assert 0 < len(known) < 5000
    cache.learn(file("99999"), "last")
    cache.save()
    assert [one.name for one in cache.rows()] == [*(one.name for one in known), "99999"]
    path.write_bytes(b"nonsense")
    assert list(cache.rows()) == []


def test_where_nothing_can_be_written_nothing_is_known(monkeypatch, tmp_path):
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "file"))
    assert list(learnt(cache_path("/tree", {}), a="1").rows()) == []


def test_the_cache_is_the_users_own_and_one_for_each_tree_and_selection(path, monkeypatch):
    learnt(path, a="1")
    assert path.parent.name == "cdn.aws"
    assert (path.parent.stat().st_mode & 0o777, path.stat().st_mode & 0o777) == (0o700, 0o600)
    assert [one.name for one in path.parent.iterdir()] == [path.name]
    others = {cache_path("/tree", {}), cache_path("/other", {}), cache_path("/tree", {"exclude": ["x"]})}
    assert len(others) == 3
    monkeypatch.delenv("XDG_CACHE_HOME")
    monkeypatch.setenv("HOME", "/home/somebody")
    assert cache_path("/tree", {}).parent == Path("/home/somebody/.cache/cdn.aws")


def test_caches_that_nobody_has_used_for_long_are_removed(path):
    left = path.parent / "left-over.gz"
    path.parent.mkdir()
    left.write_text("")
    os.utime(left, (1, 1))
    learnt(path, a="1")
    assert not left.exists()


def test_a_stamp_changes_with_content_even_when_the_time_is_set_back(tmp_path):
    path = tmp_path / "a"
    path.write_text("one")
    selection = Selection(exclude=[], include_hidden=[])
    (before,) = Tree(str(tmp_path), selection).files()
    assert stamp_now(before) == stamp(before)
    path.write_text("two")
    os.utime(path, ns=(before.mtime_ns, before.mtime_ns))
    assert stamp_now(before) != stamp(before)
    path.unlink()
    assert stamp_now(before) == ""
