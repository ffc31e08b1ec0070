# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Lists may be written as AWS counts them; whatever else is left to Ansible to judge."""

from __future__ import annotations

import typing as t

import pytest

from ansible_collections.cdn.aws.plugins.module_utils._argument_spec import Options, uncounted

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
            {"methods": "GET", "other": {"items": []}, "names": None},
        ),
    ],
)
def test_a_counted_list_is_a_list(given: dict[str, t.Any], taken: dict[str, t.Any]) -> None:
    assert uncounted(OPTIONS, given) == taken
