# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The examples of modules, and all tasks of roles and playbooks, say only what the modules understand."""

from __future__ import annotations

import pytest

from tests.unit.source import ROOT, load_text, modules
from tests.unit.tasks import action_of, actions, problems

FILES = sorted(path for pattern in ("roles/*/tasks/*.yml", "playbooks/*.yml") for path in ROOT.glob(pattern))


def examples(source):
    return list(actions(load_text(source.constants["EXAMPLES"])))


@pytest.mark.parametrize("source", modules(), ids=lambda source: source.path.stem)
def test_the_examples_are_tasks_that_run(source):
    assert problems(source.constants["EXAMPLES"]) == []


@pytest.mark.parametrize("source", modules(), ids=lambda source: source.path.stem)
def test_the_first_example_shows_the_module_itself_and_is_the_smallest(source):
    own = [task[action_of(task)] or {} for task in examples(source) if action_of(task) == f"cdn.aws.{source.path.stem}"]
    assert own
    assert len(str(own[0])) <= sorted(len(str(one)) for one in own)[len(own) // 2]


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(ROOT)))
def test_roles_and_playbooks_give_options_that_exist(path):
    assert problems(path.read_text(encoding="utf-8")) == []


GOOD = """
- name: Make it
  cdn.aws.cloudfront_origin_access_control:
    name: images
    signing_behavior: "{{ how }}"
  register: made
"""


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ("name: Make it", "when: true", "a task: the name is no sentence"),
        ("Make it", "make it", "make it: the name is no sentence"),
        ("cdn.aws.cloudfront_origin", "cloudfront_origin", "Make it: no one action by its full name"),
        ("register:", "registers:", "Make it: no one action by its full name"),
        ("origin_access_control:", "origin_access:", "Make it: there is no module cdn.aws.cloudfront_origin_access"),
        ("    name: images", "    title: images", "Make it: title is no option"),
        ('"{{ how }}"', "sometimes", "Make it: signing_behavior: sometimes is no choice"),
    ],
)
def test_a_planted_violation_is_found(old, new, problem):
    assert problems(GOOD) == []
    found = problems(GOOD.replace(old, new, 1))
    assert [one for one in found if one.startswith(problem)] == found != []


def test_a_wrong_option_below_another_is_found():
    text = """
- hosts: all
  tasks:
    - block:
        - name: Make it
          cdn.aws.cloudfront_distribution:
            alias: a
            origins: [{domain_name: a, custom_headers: [{header: b}]}]
"""
    assert problems(text) == ["Make it: origins.custom_headers.header is no option"]


def test_a_missing_option_is_found():
    assert problems("- {name: Write it, cdn.aws.s3_publish: {source: x}}") == ["Write it: bucket is missing"]
