# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the benchmarks print and write into the document."""

from __future__ import annotations

import pytest

from tests.benchmark.measure import Run, family, median
from tests.benchmark.tables import replaced, shown, table


def test_a_table_aligns_numbers_to_the_right():
    assert table(("tool", "s"), [["a", 1.25], ["b", None]]) == "| tool | s |\n| --- | ---: |\n| a | 1.2 |\n| b |  |\n"


@pytest.mark.parametrize(
    ("cell", "text"), [(1.04, "1.0"), (1234.5, "1,234"), (3000, "3,000"), (None, ""), ("a|b", "a\\|b")]
)
def test_numbers_have_as_many_digits_as_mean_something(cell, text):
    assert shown(cell) == text


def test_only_the_named_place_of_a_document_is_replaced():
    document = "a\n<!-- begin x -->\nold\n<!-- end x -->\nb\n<!-- begin y -->\nkept\n<!-- end y -->\n"
    assert replaced(document, "x", "new\n") == document.replace("old", "new")
    with pytest.raises(ValueError, match="no place for z"):
        replaced(document, "z", "new")


def test_the_median_is_that_of_the_runs_that_went_well():
    failed = Run(0.1, failure="exit status 2")
    assert median([Run(3), Run(1), failed, Run(2)]).seconds == 2
    assert median([failed]) is failed


def test_a_process_that_is_gone_has_no_family():
    assert family(2**30) in ([], [2**30])
