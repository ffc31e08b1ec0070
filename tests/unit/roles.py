# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Roles as they are written: what they declare, what they make on their way, and what they read."""

from __future__ import annotations

import functools
import typing as t
from pathlib import Path

import jinja2
from jinja2 import meta

from tests.unit.source import ROOT, load
from tests.unit.tasks import actions

ROLES = ROOT / "roles"
NAMES = sorted(path.name for path in ROLES.iterdir() if path.is_dir())
RESULT = "{}_result"

# Keywords whose text is an expression without braces.
EXPRESSIONS = frozenset({"when", "until", "changed_when", "failed_when", "that", "var"})


class Role:
    """The files of one role."""

    def __init__(self, path: Path) -> None:
        self.name = path.name
        self.path = path
        self.spec = (load(path / "meta" / "argument_specs.yml") or {})["argument_specs"]["main"]
        self.options: dict[str, dict[str, t.Any]] = self.spec.get("options") or {}
        self.defaults: dict[str, t.Any] = load(path / "defaults" / "main.yml") or {}
        self.vars: dict[str, t.Any] = load(path / "vars" / "main.yml") or {}
        self.tasks = [task for file in sorted(path.glob("tasks/*.yml")) for task in load(file)]

    @functools.cached_property
    def result(self) -> str:
        return RESULT.format(self.name)

    @functools.cached_property
    def made(self) -> set[str]:
        """The variables that the role makes on its way."""
        found = set(self.vars)
        for task in [*actions(self.tasks), *self.tasks]:
            found |= {task.get("register"), (task.get("loop_control") or {}).get("loop_var")} - {None}
            found |= set(task.get("ansible.builtin.set_fact") or {}) - {"cacheable"}
            found |= set(task.get("vars") or {}) if "ansible.builtin.include_role" not in task else set()
        return found

    @functools.cached_property
    def used(self) -> set[str]:
        """The variables that tasks, variables, defaults and templates read."""
        found = variables([self.tasks, self.vars, self.defaults])
        for template in self.path.glob("templates/*"):
            found |= variables_of_text(template.read_text(encoding="utf-8"))
        return found


class Anything(dict[str, t.Any]):
    """All filters and tests that there may be: only variables matter here."""

    def __contains__(self, name: object) -> bool:
        return True

    def get(self, name: str, default: t.Any = None) -> t.Any:
        return str

    __getitem__ = get


@functools.cache
def environment() -> jinja2.Environment:
    made = jinja2.Environment(autoescape=True)
    made.filters = made.tests = Anything()
    return made


@functools.cache
def role_of(name: str) -> Role:
    return Role(ROLES / name)


def variables_of_text(text: str) -> set[str]:
    return meta.find_undeclared_variables(environment().parse(text))


def variables(value: t.Any, keyword: str = "") -> set[str]:
    """Return the names that the templates and expressions below a value read."""
    if isinstance(value, dict):
        return set().union(*(variables(child, str(key)) for key, child in value.items()))
    if isinstance(value, list):
        return set().union(*(variables(child, keyword) for child in value))
    if not isinstance(value, str):
        return set()
    return variables_of_text(f"{{{{ {value} }}}}" if keyword in EXPRESSIONS and "{{" not in value else value)
