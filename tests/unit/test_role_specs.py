# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Roles: what is declared is what is used, with the defaults that are documented."""

from __future__ import annotations

import typing as t
from pathlib import Path

import pytest

from tests.unit.roles import NAMES, RESULT, Role, role_of, variables
from tests.unit.tasks import actions

# The one role that composes the others and may read their results. The options that reach the bucket or the DNS of
# another account are the only ones that it takes under the name of another role: people set them once, for sites and
# for names alone.
COMPOSER = "site"
CONNECTION = ("profile", "access_key", "secret_key", "session_token", "role_arn", "external_id")
SHARED = frozenset(f"{account}_{name}" for account in ("bucket", "dns") for name in CONNECTION)

# Variables that Ansible has everywhere, and functions of its templates.
MAGIC = frozenset(
    {
        "ansible_check_mode",
        "ansible_play_hosts_all",
        "ansible_diff_mode",
        "ansible_failed_result",
        "hostvars",
        "inventory_hostname",
        "item",
        "lookup",
        "now",
        "omit",
        "query",
        "role_path",
    }
)


def undescribed(role: Role) -> list[str]:
    def walk(options: dict[str, t.Any], path: str) -> t.Iterator[str]:
        for name, option in options.items():
            if not option.get("description"):
                yield f"{path}{name} has no description"
            yield from walk(option.get("options") or {}, f"{path}{name}.")

    found = [f"the role has no {field}" for field in ("short_description", "description") if not role.spec.get(field)]
    return [*found, *walk(role.options, "")]


def misnamed(role: Role) -> list[str]:
    own = [f"option {name}" for name in role.options if not name.startswith(f"{role.name}_")]
    private = [name for name in role.made if name != role.result and not name.startswith(f"_{role.name}_")]
    return [*own, *sorted(private)]


def wrong_defaults(role: Role) -> list[str]:
    """Return where spec and defaults differ; a default that is a template cannot stand in the spec."""
    found = [f"{name} has a default and is no option" for name in role.defaults if name not in role.options]
    for name, option in role.options.items():
        default = role.defaults.get(name)
        is_template = isinstance(default, str) and "{{" in default
        if option.get("required") and name in role.defaults:
            found.append(f"{name} is required and has a default")
        elif ("default" in option) != (name in role.defaults and not is_template):
            found.append(f"{name} has a default in one of spec and defaults only")
        elif "default" in option and (option["default"] != default or type(option["default"]) is not type(default)):
            found.append(f"{name}: {option['default']!r} in the spec, {default!r} in defaults")
    return found


def undeclared(role: Role) -> list[str]:
    declared = set(role.options) | role.made | MAGIC
    if role.name == COMPOSER:
        declared |= {RESULT.format(name) for name in NAMES} | SHARED
    return sorted(role.used - declared)


def unused(role: Role) -> list[str]:
    """Return options and variables that nothing reads; what a task registers may be read by Ansible alone."""
    return sorted((set(role.options) | set(role.vars)) - role.used)


def no_result(role: Role) -> list[str]:
    text = " ".join(role.spec["description"])
    found = [] if f"C({role.result})" in text else [f"the description does not name C({role.result})"]
    return found if role.result in role.made else [*found, f"{role.result} is never set"]


def wrong_includes(role: Role) -> list[str]:
    """Return what is handed to other roles that they do not take, and what they want and do not get."""
    found = []
    for task in actions(role.tasks):
        included = (task.get("ansible.builtin.include_role") or {}).get("name", "")
        if not included:
            continue
        if included.removeprefix("cdn.aws.") not in NAMES:
            found.append(f"there is no role {included}")
            continue
        other = role_of(included.removeprefix("cdn.aws."))
        given = set(task.get("vars") or {})
        wanted = {name for name, option in other.options.items() if option.get("required")}
        found += [f"{included} does not take {name}" for name in sorted(given - set(other.options))]
        found += [f"{included} wants {name}" for name in sorted(wanted - given)]
    return found


RULES = (undescribed, misnamed, wrong_defaults, undeclared, unused, no_result, wrong_includes)


@pytest.mark.parametrize("rule", RULES)
@pytest.mark.parametrize("name", NAMES)
def test_a_role_keeps_the_rule(name, rule):
    assert rule(role_of(name)) == []


def test_shared_options_are_declared_and_described_where_they_are_taken():
    assert set(role_of("bucket").options) | set(role_of("dns").options) >= SHARED
    described = str(role_of(COMPOSER).spec)
    assert [name for name in sorted(SHARED) if name not in described] == []


def test_only_one_role_includes_others():
    including = [
        name for name in NAMES if any("ansible.builtin.include_role" in task for task in actions(role_of(name).tasks))
    ]
    assert including == [COMPOSER]


SPEC = """
argument_specs:
  main:
    short_description: A role
    description: [Sets C(planted_result).]
    options:
      planted_name: {description: A name., type: str, required: true}
      planted_count: {description: A number., type: int, default: 1}
      planted_region: {description: A region., type: str}
"""
DEFAULTS = "planted_count: 1\nplanted_region: \"{{ lookup('ansible.builtin.env', 'AWS_REGION') }}\"\n"
VARS = '_planted_label: "{{ planted_name | upper }}"\n'
TASKS = """
- name: Make it
  ansible.builtin.debug:
    msg: "{{ _planted_label }} {{ planted_region }} {{ item }}"
  loop: [1, 2]
  register: _planted_made
  when: planted_count > 0
- name: Tell it
  ansible.builtin.set_fact:
    planted_result: "{{ _planted_made }}"
"""


def planted(folder: Path, **texts: str) -> Role:
    texts = {"meta/argument_specs": SPEC, "defaults/main": DEFAULTS, "vars/main": VARS, "tasks/main": TASKS, **texts}
    for name, text in texts.items():
        (folder / "planted" / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / "planted" / f"{name}.yml").write_text(text)
    return Role(folder / "planted")


def test_a_tidy_role_keeps_all_rules(tmp_path):
    role = planted(tmp_path)
    assert {rule.__name__: rule(role) for rule in RULES if rule(role)} == {}


INCLUDE = "- name: X\n  ansible.builtin.include_role:\n    name: cdn.aws.{}\n  vars: {}\n"


@pytest.mark.parametrize(
    ("rule", "name", "old", "new", "problem"),
    [
        (undescribed, "meta/argument_specs", "description: A name.,", "", "planted_name has no description"),
        (undescribed, "meta/argument_specs", "short_description: A role", "author: me", "the role has no short_desc"),
        (misnamed, "meta/argument_specs", "planted_region:", "region:", "option region"),
        (misnamed, "tasks/main", "register: _planted_made", "register: made", "made"),
        (misnamed, "vars/main", "_planted_label", "planted_label", "planted_label"),
        (wrong_defaults, "defaults/main", "count: 1", "count: 2", "planted_count: 1 in the spec, 2 in defaults"),
        (wrong_defaults, "defaults/main", "count: 1", "count: true", "planted_count: 1 in the spec, True in defaults"),
        (wrong_defaults, "defaults/main", "planted_count: 1", "", "planted_count has a default in one of"),
        (wrong_defaults, "meta/argument_specs", ", default: 1", "", "planted_count has a default in one of"),
        (wrong_defaults, "defaults/main", "planted_count: 1", "planted_count: 1\nother: 2", "other has a default and"),
        (
            wrong_defaults,
            "defaults/main",
            "planted_count: 1",
            "planted_count: 1\nplanted_name: x",
            "planted_name is req",
        ),
        (undeclared, "tasks/main", "planted_count > 0", "planted_counts > 0", "planted_counts"),
        (undeclared, "tasks/main", "{{ item }}", "{{ items }}", "items"),
        (undeclared, "tasks/main", "{{ _planted_label }}", "{{ bucket_result.actions }}", "bucket_result"),
        (undeclared, "vars/main", "planted_name | upper", "site_domain", "site_domain"),
        (unused, "tasks/main", "planted_count > 0", "true", "planted_count"),
        (unused, "tasks/main", "{{ _planted_label }}", "", "_planted_label"),
        (no_result, "meta/argument_specs", "C(planted_result)", "a fact", "the description does not name"),
        (no_result, "tasks/main", "planted_result:", "planted_results:", "planted_result is never set"),
        (
            wrong_includes,
            "tasks/main",
            "- name: Make it",
            INCLUDE.format("nothing", "{}") + "- name: Make it",
            "there is",
        ),
        (
            wrong_includes,
            "tasks/main",
            "- name: Make it",
            INCLUDE.format("bucket", "{bucket_name: x, bucket_colour: red}") + "- name: Make it",
            "cdn.aws.bucket does not take bucket_colour",
        ),
        (
            wrong_includes,
            "tasks/main",
            "- name: Make it",
            INCLUDE.format("bucket", "{bucket_state: absent}") + "- name: Make it",
            "cdn.aws.bucket wants bucket_name",
        ),
    ],
)
def test_a_planted_violation_is_found(tmp_path, rule, name, old, new, problem):
    texts = {"meta/argument_specs": SPEC, "defaults/main": DEFAULTS, "vars/main": VARS, "tasks/main": TASKS}
    assert old in texts[name]
    found = rule(planted(tmp_path, **{name: texts[name].replace(old, new, 1)}))
    assert [one for one in found if one.startswith(problem)] != []
    assert len(found) == 1


def test_a_variable_of_a_template_file_is_seen(tmp_path):
    role = planted(tmp_path)
    (role.path / "templates").mkdir()
    (role.path / "templates" / "x.j2").write_text("{% for one in _planted_missing %}{{ one }}{% endfor %}")
    assert undeclared(role) == ["_planted_missing"]


def test_an_expression_is_read_as_one():
    assert variables({"when": ["a | default(b)", "not c"], "until": "d is changed"}) == {"a", "b", "c", "d"}
    assert variables({"msg": "a {{ b }}"}) == {"b"}
