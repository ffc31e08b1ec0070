# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Lists may be written as AWS counts them; whatever else is left to Ansible to judge."""

from __future__ import annotations

import typing as t

import pytest
from ansible.module_utils.common.arg_spec import ArgumentSpecValidator

from ansible_collections.cdn.aws.plugins.module_utils._argument_spec import ArgumentSpec, Options, uncounted

OPTIONS: Options = {
    "names": {"type": "list", "elements": "str", "aliases": ["labels"]},
    "methods": {"type": "dict", "options": {"items": {"type": "list"}, "cached": {"type": "list"}}},
    "headers": {"type": "list", "elements": "dict", "options": {"values": {"type": "list", "elements": "str"}}},
}


@pytest.mark.parametrize(
    ("given", "taken"),
    [
        ({"names": {"items": ["a"], "quantity": 1}}, {"names": ["a"]}),
        ({"labels": {"items": []}}, {"labels": []}),
        ({"names": ["a"]}, {"names": ["a"]}),
        ({"names": {"item": ["a"]}}, {"names": {"item": ["a"]}}),
        ({"names": {"items": ["a"], "enabled": True}}, {"names": {"items": ["a"], "enabled": True}}),
        (
            {"methods": {"items": ["GET"], "cached": {"items": ["GET"]}}},
            {"methods": {"items": ["GET"], "cached": ["GET"]}},
        ),
        ({"names": {"quantity": 0}, "methods": {"quantity": 0}}, {"names": [], "methods": {}}),
        (
            {"methods": {"items": ["GET"], "elements": ["GET"], "quantity": 1, "other": 1}},
            {"methods": {"items": ["GET"], "other": 1}},
        ),
        ({"methods": {"elements": ["GET"], "quantity": 1}}, {"methods": {"items": ["GET"]}}),
        ({"names": {"elements": ["a"], "quantity": 1}}, {"names": ["a"]}),
        # A count without the items is a mistake, and would empty the list.
        ({"names": {"quantity": 1}}, {"names": {"quantity": 1}}),
        ({"headers": {"items": [{"values": {"items": ["a"]}}, "b"]}}, {"headers": [{"values": ["a"]}, "b"]}),
        (
            {"methods": "GET", "other": {"items": []}, "names": None},
            {"methods": "GET", "other": {"items": []}},
        ),
    ],
)
def test_a_counted_list_is_a_list(given: dict[str, t.Any], taken: dict[str, t.Any]) -> None:
    assert uncounted(OPTIONS, given) == taken


WHOLE = {
    "bucket": {"type": "str"},
    "limit": {"type": "int"},
    "rate": {"type": "float"},
    "codes": {"type": "list", "elements": "int"},
    "names": {"type": "list", "elements": "str"},
    "free": {"type": "dict"},
    "logging": {"type": "dict", "options": {"prefix": {"type": "str"}}},
    "rules": {"type": "list", "elements": "dict", "options": {"id": {"type": "str"}}},
}


def test_null_is_as_good_as_nothing_at_any_depth() -> None:
    given = {"bucket": None, "logging": {"prefix": None}, "rules": [{"id": None}], "free": {"a": None}}
    assert uncounted(WHOLE, given) == {"logging": {}, "rules": [{}], "free": {"a": None}}


def test_an_unknown_option_is_left_for_ansible_to_refuse() -> None:
    given = {"bukket": None, "logging": {"prefx": None}}
    assert uncounted(WHOLE, given) == given


def test_an_empty_item_of_a_list_does_not_become_the_word_none() -> None:
    assert uncounted(WHOLE, {"names": ["a", None]}) == {"names": ["a", ""]}


@pytest.mark.parametrize("value", [False, 5, 1.5])
def test_what_has_no_members_is_refused_by_ansible_which_would_fail_on_it(value: t.Any) -> None:
    for given in ({"logging": value}, {"rules": [value]}, {"logging": [value]}):
        assert validated(given) != []


@pytest.mark.parametrize("value", [float("inf"), "-Infinity", "nan", [2**63, None, None], {"a": 1}])
def test_no_whole_number_is_refused_by_ansible_which_would_fail_on_it(value: t.Any) -> None:
    for given in ({"limit": value}, {"codes": [value]}):
        assert validated(given) != []


def test_a_number_that_is_too_big_to_float_is_refused() -> None:
    assert validated({"rate": 10**400}) != []


@pytest.mark.parametrize("value", [True, False])
def test_yes_and_no_are_no_numbers(value: bool) -> None:
    for given in ({"limit": value}, {"rate": value}, {"codes": [value]}):
        assert validated(given) != []


def test_numbers_are_taken_in_any_spelling() -> None:
    assert validated({"limit": "5", "rate": "1.5", "codes": [1, "2", 3.0]}) == []


def validated(given: dict[str, t.Any]) -> list[str]:
    return t.cast("list[str]", ArgumentSpecValidator(WHOLE).validate(uncounted(WHOLE, given)).error_messages)


def test_what_ansible_fills_in_does_not_get_into_the_spec() -> None:
    """It writes members that were not given into the very default of their option."""
    spec = ArgumentSpec({"there": {"type": "dict", "default": {}, "options": {"http": {"type": "str"}}}})
    filled = ArgumentSpecValidator(spec.to_kwargs()["argument_spec"]).validate({}).validated_parameters
    assert filled == {"there": {"http": None}}
    assert spec.options["there"]["default"] == {}
