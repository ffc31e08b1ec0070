# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

from ansible_collections.cdn.aws.plugins.module_utils._publish.marks import Marks, mark
from ansible_collections.cdn.aws.plugins.module_utils._publish.rules import Rules
from ansible_collections.cdn.aws.plugins.module_utils._publish.walk import LocalFile


def marks(cache_control, *rules):
    return Marks(Rules(rules, cache_control=cache_control))


def test_files_of_which_the_rules_say_the_same_share_headers_and_mark():
    one = marks("max-age=60")
    first, second = (one.of(LocalFile(name, "", 1, 1)) for name in ("a.jpg", "b/c.jpg"))
    assert first is second
    assert first[0] == {"cache_control": "max-age=60", "content_type": "image/jpeg"}
    assert one.of(LocalFile("a.png", "", 1, 1))[1] != first[1]


def test_a_mark_is_another_one_for_other_headers_and_not_for_another_order():
    assert mark({"a": "1", "b": {"x": "1", "y": "2"}}) == mark({"b": {"y": "2", "x": "1"}, "a": "1"})
    assert len({mark(one) for one in ({}, {"a": "1"}, {"a": "2"}, {"b": "1"}, {"a": {"1": ""}})}) == 5
    file = LocalFile("a.jpg", "", 1, 1)
    assert marks("max-age=60").of(file)[1] == marks(None, {"pattern": "*", "cache_control": "max-age=60"}).of(file)[1]
