# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ansible_collections.cdn.aws.plugins.module_utils._errors import CdnError
from ansible_collections.cdn.aws.plugins.module_utils._publish.compare import RemoteObject, ascending, merge
from ansible_collections.cdn.aws.plugins.module_utils._publish.walk import LocalFile

NAMES = st.sets(st.text(max_size=3))


def files(names):
    return [LocalFile(name, f"/tree/{name}", 1, 0) for name in names]


def objects(names):
    return [RemoteObject(name, 1, "etag") for name in names]


@given(left=NAMES, right=NAMES)
def test_every_name_of_either_side_is_paired_once_and_in_order(left, right):
    pairs = list(merge(iter(files(sorted(left))), iter(objects(sorted(right))), iter(())))
    assert [(file or remote).name for file, remote, _ in pairs] == sorted(left | right)
    assert {file.name for file, _, _ in pairs if file} == left
    assert {remote.name for _, remote, _ in pairs if remote} == right


def test_no_more_than_one_item_ahead_is_taken():
    taken = []

    def listing():
        for item in objects(f"{number:03}" for number in range(100)):
            taken.append(item)
            yield item

    pairs = merge(iter(()), listing())
    next(pairs)
    assert len(taken) <= 2


def test_a_listing_that_is_not_sorted_is_refused_for_it_would_delete():
    with pytest.raises(CdnError, match="the listing is not sorted"):
        list(merge(iter(files("ab")), ascending(objects("ba"), "the listing")))
