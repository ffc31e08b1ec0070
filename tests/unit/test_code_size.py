# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Short functions, short files, and no except that catches everything."""

from __future__ import annotations

import ast

import pytest

from tests.unit.source import DOCS, Source, own_sources, plant

LONGEST_FUNCTION = 40
LONGEST_FILE = 300


def lines(node: ast.AST) -> int:
    return node.end_lineno - node.lineno + 1


def long_functions(sources: list[Source]) -> list[str]:
    kinds = (ast.FunctionDef, ast.AsyncFunctionDef)
    functions = [(source.name, node) for source in sources for node in ast.walk(source.tree) if isinstance(node, kinds)]
    return [f"{name}.{node.name}: {lines(node)} lines" for name, node in functions if lines(node) > LONGEST_FUNCTION]


def long_files(sources: list[Source]) -> list[str]:
    """Return the files that are too long, the documentation and the option tables of modules not counted."""
    found = []
    for source in sources:
        is_module = source.name.startswith("modules.")
        tables = [node for node in source.tree.body if isinstance(node, (ast.Assign, ast.AnnAssign))]
        counted = len(source.text.splitlines()) - (sum(map(lines, tables)) if is_module else 0)
        if counted > LONGEST_FILE:
            found.append(f"{source.name}: {counted} lines")
    return found


def greedy_excepts(sources: list[Source]) -> list[str]:
    found = []
    for source in sources:
        for node in ast.walk(source.tree):
            if isinstance(node, ast.ExceptHandler):
                caught = (
                    {name.id for name in ast.walk(node.type) if isinstance(name, ast.Name)} if node.type else {"all"}
                )
                if caught & {"all", "Exception", "BaseException"}:
                    found.append(f"{source.name}, line {node.lineno}")
    return found


@pytest.mark.parametrize("rule", [long_functions, long_files, greedy_excepts])
def test_the_collection_keeps_the_rule(rule):
    assert rule(own_sources()) == []


def body(count: int) -> str:
    return "def f():\n" + "    x = 1\n" * (count - 1)


TABLE = "X = {\n" + "    1: 2,\n" * 400 + "}\n"


@pytest.mark.parametrize(
    ("rule", "name", "text"),
    [
        (long_functions, "module_utils/_x.py", body(LONGEST_FUNCTION + 1)),
        (long_functions, "module_utils/_x.py", "class A:\n    async " + body(41).replace("\n    ", "\n        ")),
        (long_files, "module_utils/_x.py", "x = 1\n" * (LONGEST_FILE + 1)),
        (long_files, "module_utils/_x.py", TABLE),
        (long_files, "modules/x.py", "import re\n" * (LONGEST_FILE + 1)),
        (greedy_excepts, "module_utils/_x.py", "try:\n    pass\nexcept Exception:\n    pass\n"),
        (greedy_excepts, "module_utils/_x.py", "try:\n    pass\nexcept (KeyError, BaseException) as e:\n    pass\n"),
        (greedy_excepts, "module_utils/_x.py", "try:\n    pass\nexcept:\n    pass\n"),
    ],
)
def test_a_planted_violation_is_found(tmp_path, rule, name, text):
    assert len(rule(plant(tmp_path, name, text))) == 1


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("module_utils/_x.py", body(LONGEST_FUNCTION)),
        ("module_utils/_x.py", "x = 1\n" * LONGEST_FILE),
        ("modules/x.py", TABLE + f'{DOCS[0]} = r"""\n' + "text\n" * 400 + '"""\n'),
        ("module_utils/_x.py", "try:\n    pass\nexcept (OSError, KeyError):\n    pass\n"),
    ],
)
def test_what_is_allowed_is_not_taken_for_a_violation(tmp_path, name, text):
    planted = plant(tmp_path, name, text)
    assert [found for rule in (long_functions, long_files, greedy_excepts) for found in rule(planted)] == []
