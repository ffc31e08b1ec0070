# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Tasks of playbooks and roles against the specs of the modules that they use."""

from __future__ import annotations

import functools
import importlib
import typing as t

from ansible_collections.cdn.aws.plugins.module_utils._client import connection_argument_spec
from tests.unit.source import COLLECTION, PLUGINS, load_text

# The task keywords that playbooks of ours may need. (Importing Ansible's own list would load the controller, in whose
# presence modules report otherwise.)
KEYWORDS = frozenset(
    [
        "any_errors_fatal",
        "args",
        "async",
        "become",
        "become_user",
        "changed_when",
        "check_mode",
        "connection",
        "debugger",
        "delay",
        "delegate_facts",
        "delegate_to",
        "diff",
        "environment",
        "failed_when",
        "ignore_errors",
        "ignore_unreachable",
        "listen",
        "loop",
        "loop_control",
        "module_defaults",
        "name",
        "no_log",
        "notify",
        "poll",
        "register",
        "retries",
        "run_once",
        "tags",
        "throttle",
        "timeout",
        "until",
        "vars",
        "when",
    ]
)
NESTED = ("block", "rescue", "always", "pre_tasks", "tasks", "post_tasks", "handlers")
OURS = "cdn.aws."

Options = t.Mapping[str, t.Mapping[str, t.Any]]


@functools.cache
def options_of(module: str) -> Options:
    """Return every option of one of our modules, connection options included."""
    spec = importlib.import_module(f"{COLLECTION}modules.{module}").SPEC
    return {**(connection_argument_spec() if spec.aws else {}), **spec.options}


def modules() -> set[str]:
    return {path.stem for path in (PLUGINS / "modules").glob("*.py")}


def actions(tasks: t.Any) -> t.Iterator[dict[str, t.Any]]:
    """Yield every task that does something, also those in blocks and plays."""
    for task in tasks or ():
        nested = [name for name in NESTED if name in task]
        for name in nested:
            yield from actions(task[name])
        if not nested and not any(name.endswith("import_playbook") for name in task) and "hosts" not in task:
            yield task


def action_of(task: t.Mapping[str, t.Any]) -> str:
    """Return the name of the task's action; raises ValueError when there is not exactly one, named in full."""
    names = [name for name in task if name not in KEYWORDS and not name.startswith("with_")]
    if len(names) != 1 or names[0].count(".") < 2:
        raise ValueError(f"no one action by its full name: {', '.join(names) or 'none'}")
    return names[0]


def problems_of_task(task: t.Mapping[str, t.Any]) -> list[str]:
    """Return what is wrong with a task: no name, no full name of its action, options that nobody knows or misses."""
    name = task.get("name", "")
    found = [] if name[:1].isupper() and not name.endswith(".") else [f"{name or 'a task'}: the name is no sentence"]
    try:
        action = action_of(task)
    except ValueError as error:
        return [*found, f"{name}: {error}"]
    if not action.startswith(OURS) or action == "cdn.aws":
        return found
    module = action.removeprefix(OURS)
    if module not in modules():
        return [*found, f"{name}: there is no module {action}"]
    arguments = task[action] or {}
    missing = [
        option for option, spec in options_of(module).items() if spec.get("required") and option not in arguments
    ]
    found += [f"{name}: {option} is missing" for option in missing if not isinstance(arguments, str)]
    return [*found, *(f"{name}: {problem}" for problem in problems_of_options(options_of(module), arguments))]


def problems_of_options(options: Options, given: t.Any, path: str = "") -> t.Iterator[str]:
    """Yield what the options do not know, and choices that are none; templates are taken as they are."""
    known = {name: spec for option, spec in options.items() for name in (option, *(spec.get("aliases") or ()))}
    for name, value in given.items() if isinstance(given, dict) else ():
        below = f"{path}.{name}" if path else name
        spec = known.get(name)
        if spec is None:
            yield f"{below} is no option"
            continue
        values = value if isinstance(value, list) else [value]
        choices = [str(choice).lower() for choice in spec.get("choices") or ()]
        for one in values:
            if choices and "{{" not in str(one) and str(one).lower() not in choices:
                yield f"{below}: {one} is no choice"
            if spec.get("options"):
                yield from problems_of_options(spec["options"], one, below)


def problems(text: str) -> list[str]:
    """Return what is wrong with the tasks, or plays, of a YAML text."""
    found = []
    for task in actions(load_text(text)):
        found += problems_of_task(task)
    return found
