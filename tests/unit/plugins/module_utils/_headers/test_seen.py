# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

from ansible_collections.cdn.aws.plugins.module_utils._headers.seen import BATCH, Seen, cache_path, fingerprint


def path(tmp_path):
    return tmp_path / "cdn.aws" / "headers-x"


def test_what_was_right_is_known_to_the_next_run(tmp_path):
    first = Seen(path(tmp_path))
    states = [fingerprint(f"{n}.jpg", '"e"', 5) for n in range(1000)]
    for state in states:
        first.add(state)
    first.finish()
    again = Seen(path(tmp_path))
    assert all(again.knows(state) for state in states)
    assert not again.knows(fingerprint("0.jpg", '"e"', 6))
    assert not again.knows(fingerprint("0.jpg", '"f"', 5))
    assert path(tmp_path).stat().st_size == 8 * 1000


def test_a_killed_run_forgets_no_more_than_a_batch(tmp_path):
    killed = Seen(path(tmp_path))
    for number in range(BATCH + 10):
        killed.add(number)
    with path(tmp_path).open("ab") as file:
        file.write(b"cut")
    assert sum(Seen(path(tmp_path)).knows(number) for number in range(BATCH + 10)) == BATCH


def test_objects_that_are_gone_are_forgotten(tmp_path):
    first = Seen(path(tmp_path))
    for number in (1, 2):
        first.add(number)
    first.finish()
    second = Seen(path(tmp_path))
    second.add(2)
    second.finish()
    third = Seen(path(tmp_path))
    assert (third.knows(1), third.knows(2)) == (False, True)


def test_a_run_that_forgets_looks_at_all_and_remembers_again(tmp_path):
    first = Seen(path(tmp_path))
    first.add(1)
    first.finish()
    second = Seen(path(tmp_path))
    second.forget()
    assert not second.knows(1)
    second.add(1)
    second.finish()
    assert Seen(path(tmp_path)).knows(1)


def test_a_cache_that_cannot_be_written_is_none(tmp_path):
    (tmp_path / "cdn.aws").write_text("a file where the folder would be")
    seen = Seen(path(tmp_path))
    for number in range(BATCH + 1):
        seen.add(number)
    seen.finish()
    assert not Seen(path(tmp_path)).knows(1)
    Seen(None).finish()


def test_other_options_and_other_endpoints_have_other_caches(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    one = cache_path("https://s3.amazonaws.com", {"bucket": "b", "cache_control": "a"})
    assert one.parent == tmp_path / "cdn.aws"
    others = [
        cache_path("http://127.0.0.1:4566", {"bucket": "b", "cache_control": "a"}),
        cache_path("https://s3.amazonaws.com", {"bucket": "b", "cache_control": "b"}),
    ]
    assert len({one, *others}) == 3
    assert one == cache_path("https://s3.amazonaws.com", {"cache_control": "a", "bucket": "b"})
