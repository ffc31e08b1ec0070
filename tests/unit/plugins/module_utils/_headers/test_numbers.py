# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

import io
import tracemalloc

from ansible_collections.cdn.aws.plugins.module_utils._headers.numbers import Numbers, number


def test_numbers_are_counted_whenever_they_were_added():
    numbers = Numbers()
    texts = [str(text) for text in range(1000)]
    for text in [*texts, "7"]:
        numbers.add(number(text))
    assert all(number(text) in numbers for text in texts)
    assert number("other") not in numbers
    assert [numbers.count(number(text)) for text in ("7", "8", "other")] == [2, 1, 0]
    numbers.add(number("other"))
    assert number("other") in numbers


def test_numbers_come_back_from_a_file_sorted_and_without_what_was_cut_off():
    numbers, file = Numbers(), io.BytesIO()
    for one in (2**64 - 1, 0, 2**63, 5):
        numbers.add(one)
    numbers.write(file)
    again = Numbers()
    again.read(io.BytesIO(file.getvalue() + b"cut"))
    assert file.getvalue() == b"".join(one.to_bytes(8, "little") for one in (0, 5, 2**63, 2**64 - 1))
    assert [again.count(one) for one in (0, 5, 2**63, 2**64 - 1, 6)] == [1, 1, 1, 1, 0]


def test_a_number_takes_little_more_than_its_eight_bytes_also_while_all_are_sorted():
    tracemalloc.start()
    try:
        numbers = Numbers()
        for one in range(200_000):
            numbers.add(one * 0x9E3779B97F4A7C15 & (1 << 64) - 1)
        numbers.write(io.BytesIO())
        assert tracemalloc.get_traced_memory()[1] < 200_000 * 25
    finally:
        tracemalloc.stop()
