# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

import gzip
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ansible_collections.cdn.aws.plugins.module_utils._publish.table import (
    Corrections,
    DamagedTable,
    corrected,
    read,
    temporary,
    write,
)

TITLE = "a title 1"
TEXTS = st.text(st.characters(codec="utf-8"), max_size=6)
TABLES = st.dictionaries(TEXTS, st.tuples(TEXTS, TEXTS), max_size=8)


def rows_of(table):
    return [(name, *texts) for name, texts in sorted(table.items())]


def kept(rows):
    file = temporary()
    write(file, TITLE, rows)
    return file


def whole(file):
    return list(read(file, TITLE, tuple))


@given(TABLES)
def test_what_is_written_is_read_again_whatever_the_names_are(table):
    rows = rows_of(table)
    file = kept(rows)
    assert whole(file) == rows
    assert whole(file) == rows, "also a second time"


@given(old=TABLES, new=TABLES, dropped=st.sets(TEXTS, max_size=3), come=st.dictionaries(TEXTS, TEXTS, max_size=3))
def test_corrections_lead_to_what_a_dict_would_be(old, new, dropped, come):
    corrections = Corrections()
    for name in sorted({*new, *dropped, *come}):
        if name in come:
            corrections.add(Corrections.TO_COME, (name,), unseen=name not in old)
        elif name in dropped:
            corrections.add(Corrections.DROP, (name,))
        else:
            corrections.add(Corrections.SET, (name, *new[name]))
    found = corrected(rows_of(old), corrections, {name: (name, text, text) for name, text in come.items()})
    wanted = {name: texts for name, texts in {**old, **new}.items() if name not in dropped}
    wanted.update({name: (text, text) for name, text in come.items()})
    assert list(found) == rows_of(wanted)
    assert list(corrections.unseen()) == sorted(set(come) - set(old))


def test_what_did_not_come_is_not_in_the_table():
    corrections = Corrections()
    corrections.add(Corrections.TO_COME, ("b",))
    assert list(corrected([("a", "1"), ("b", "1"), ("c", "1")], corrections, {})) == [("a", "1"), ("c", "1")]


GOOD = gzip.compress(f"{TITLE}\na\t1\nb\t2\n".encode())


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"no table",
        GOOD[:-9],
        GOOD[:-4] + b"abcd",
        gzip.compress(b"another title\na\t1\n"),
        gzip.compress(f"{TITLE}\nb\t1\na\t2\n".encode()),
        gzip.compress(f"{TITLE}\na\t1\na\t2\n".encode()),
        gzip.compress(f"{TITLE}\na\t1\nb".encode()),
        gzip.compress(f"{TITLE}\na\\x\t1\n".encode()),
        gzip.compress(f"{TITLE}\n".encode() + b"\xff\t1\n"),
        gzip.compress(f"{TITLE}\na\t1\t2\n".encode()),
    ],
    ids=["empty", "other", "cut", "sum", "title", "unsorted", "twice", "line", "escape", "encoding", "columns"],
)
def test_damage_is_noticed_on_the_way(content):
    def pair(texts):
        name, number = texts
        return (name, str(int(number)))

    assert list(read(io.BytesIO(GOOD), TITLE, pair)) == [("a", "1"), ("b", "2")]
    with pytest.raises(DamagedTable):
        list(read(io.BytesIO(content), TITLE, pair))


def test_a_table_is_read_as_a_stream():
    taken = []

    def rows():
        for number in range(200_000):
            taken.append(number)
            yield (f"{number:06}", "text")

    first = next(corrected(rows(), [], {}))
    assert (first, len(taken)) == (("000000", "text"), 1)
