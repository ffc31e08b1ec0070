# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What options of all kinds are refused for."""

from __future__ import annotations

import typing as t

import pytest

from ansible_collections.cdn.aws.plugins.module_utils import _inputs as inputs
from ansible_collections.cdn.aws.plugins.module_utils._errors import LONGEST_MESSAGE, CdnError, Refused

UNKNOWN = "(known after apply: x y)"


@pytest.mark.parametrize(
    ("options", "where", "code"),
    [
        ({"name": "a\x1bb"}, "name", "\\x1b"),
        ({"tags": {"a\0": 1}}, "tags", "\\x00"),
        ({"rules": [{}, {"value": "\ud800"}]}, "rules[1].value", "\\ud800"),
        ({"names": ["\uffff"]}, "names[0]", "\\uffff"),
        ({"source": "a\0b"}, "source", "\\x00"),
    ],
)
def test_a_character_that_cannot_be_sent_is_named(options: dict[str, t.Any], where: str, code: str) -> None:
    with pytest.raises(Refused) as caught:
        inputs.refuse_unsendable(options, ["source"])
    assert caught.value.message.startswith(f"{where}: it has the control character {code}, ")


def test_lines_tabs_and_the_names_of_files_may_be_what_they_are() -> None:
    inputs.refuse_unsendable({"text": "a\tb\r\nc\u00fc", "source": "caf\udce9", "n": 1, "x": None}, ["source"])


@pytest.mark.parametrize("value", ["a b", ".", "..", "a/b", "\u00fc", "E1%20", "x" * 65, "\n"])
def test_what_would_name_something_else_in_a_path_is_no_id(value: str) -> None:
    with pytest.raises(Refused, match=r"^distribution_id: .* is no id: write it as AWS shows it"):
        inputs.refuse_bad_id("distribution_id", value)


@pytest.mark.parametrize("value", [None, "", "E1ABC", "4135ea2d-6df8-44a3-9df3-4b5a84be39ad", UNKNOWN])
def test_an_id_is_taken(value: str | None) -> None:
    inputs.refuse_bad_id("id", value)


def test_a_long_text_is_told_with_its_length() -> None:
    with pytest.raises(Refused, match="^comment has 129 characters; AWS takes at most 128: shorten it"):
        inputs.refuse_long("comment", "\u00fc" * 129, 128)
    for text in (None, "", "x" * 128, UNKNOWN + "x" * 200):
        inputs.refuse_long("comment", text, 128)


@pytest.mark.parametrize("value", [-1, 11, float("nan"), float("inf")])
def test_a_number_out_of_range_is_told_with_the_range(value: float) -> None:
    with pytest.raises(Refused, match=f"^ttl: {value} is out of range: write a number from 0 to 10"):
        inputs.refuse_outside("ttl", value, 0, 10)


def test_a_range_may_be_open() -> None:
    inputs.refuse_outside("ttl", 10**30, 0)
    inputs.refuse_outside("ttl", None, 1)
    with pytest.raises(Refused, match="write 1 or more"):
        inputs.refuse_outside("ttl", 0, 1)


def test_headers_hold_one_line_under_a_name() -> None:
    inputs.refuse_line_break("x", "a b")
    inputs.refuse_line_break("x", None)
    inputs.refuse_bad_header("x", "X-Name")
    with pytest.raises(Refused, match="^x: the value of a header has no line breaks"):
        inputs.refuse_line_break("x", "a\rSet-Cookie: b")
    with pytest.raises(Refused, match="^x: 'a: b' is no name of a header"):
        inputs.refuse_bad_header("x", "a: b")


def test_a_message_is_one_line_of_what_can_be_seen() -> None:
    assert CdnError("name: a\n b\x1b[1m\u202e is wrong.").message == "name: a b\\x1b[1m\\u202e is wrong."


def test_the_head_and_the_tail_of_a_message_are_kept() -> None:
    message = CdnError(f"aliases: {'x' * 10**6}: leave some out.").message
    assert message.startswith("aliases: xxx")
    assert message.endswith("xxx: leave some out.")
    assert len(message) < LONGEST_MESSAGE + 100
