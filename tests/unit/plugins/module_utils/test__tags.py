# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import pytest

from ansible_collections.cdn.aws.plugins.module_utils._errors import Refused
from ansible_collections.cdn.aws.plugins.module_utils._tags import from_list, refuse_bad, tag_changes, to_list


def test_lists_become_dictionaries_and_back_in_one_order():
    tags = from_list([{"Key": "b", "Value": "2"}, {"Key": "a", "Value": "1"}])
    assert tags == {"b": "2", "a": "1"}
    assert to_list(tags) == [{"Key": "a", "Value": "1"}, {"Key": "b", "Value": "2"}]


def test_nothing_is_no_tags():
    assert from_list(None) == from_list([]) == {}


def test_a_tag_without_a_value_has_an_empty_one():
    assert from_list([{"Key": "marker"}]) == {"marker": ""}


def test_system_tags_are_not_ours_to_see():
    """S3-39: nobody may set them, so nobody may be asked to remove them."""
    assert from_list([{"Key": "aws:cloudformation:stack-id", "Value": "x"}, {"Key": "AWS:Other", "Value": "y"}]) == {}


def test_numbers_and_booleans_of_yaml_are_sent_as_text():
    assert to_list({"year": 2026, "live": True}) == [{"Key": "live", "Value": "True"}, {"Key": "year", "Value": "2026"}]


def test_a_number_is_the_same_tag_as_its_text():
    assert not tag_changes(current={"year": "2026"}, desired={"year": 2026}, purge=True)


def test_tags_that_were_not_named_stay():
    changes = tag_changes(current={"a": "1", "b": "2"}, desired={"a": "9"}, purge=False)
    assert (changes.to_set, changes.to_remove, changes.after) == ({"a": "9"}, (), {"a": "9", "b": "2"})


def test_purging_removes_what_was_not_named():
    changes = tag_changes(current={"a": "1", "c": "3", "b": "2"}, desired={"a": "1"}, purge=True)
    assert (changes.to_set, changes.to_remove, changes.after) == ({}, ("b", "c"), {"a": "1"})


def test_purging_without_tags_removes_nothing():
    """An option that was not given owns nothing, purge or not."""
    changes = tag_changes(current={"a": "1"}, desired=None, purge=True)
    assert not changes
    assert changes.after == {"a": "1"}


def test_purging_with_an_empty_dictionary_removes_all():
    changes = tag_changes(current={"a": "1"}, desired={}, purge=True)
    assert (changes.to_remove, changes.after) == (("a",), {})


def test_equal_tags_are_no_change():
    assert not tag_changes(current={"a": "1", "b": ""}, desired={"b": "", "a": "1"}, purge=True)


@pytest.mark.parametrize(
    ("tags", "words"),
    [
        ({f"t{number}": "" for number in range(51)}, "there are 51 tags, AWS takes at most 50"),
        ({"AWS:x": "1"}, "the tag 'AWS:x' begins with aws:"),
        ({"": "1"}, "the tag '' has no name"),
        ({"k" * 129: ""}, "has 129 characters, AWS takes at most 128"),
        ({"k": "v" * 257}, "has a value of 257 characters, AWS takes at most 256"),
        ({"k": "a&b"}, "has the character '&'"),
        ({"k": [1]}, "the value of k is a list or a dictionary"),
        ({"k": {}}, "the value of k is a list or a dictionary"),
    ],
)
def test_tags_that_no_service_takes_are_refused(tags, words):
    # ACM-16, S3-39
    with pytest.raises(Refused) as caught:
        refuse_bad(tags)
    assert caught.value.message.startswith("tags: ")
    assert words in caught.value.message


def test_tags_of_all_scripts_and_of_check_runs_are_taken():
    refuse_bad({"größe 1": "東京_.:/=+-@", 2026: True, "x": None, "y": "(known after apply: a & b)"})
    refuse_bad(None)
