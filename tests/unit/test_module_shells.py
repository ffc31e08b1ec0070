# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A module is a shell: documentation, a spec, and a main of one statement."""

from __future__ import annotations

import ast
import functools
import importlib
import typing as t

import pytest

from tests.unit.source import COLLECTION, DOCS, HEADER, PLUGINS, ROOT, Source, load, load_text, modules, plant

FRAGMENTS = frozenset({"amazon.aws.common.modules", "amazon.aws.region.modules", "cdn.aws.boto3"})


def is_guard(node: ast.AST) -> bool:
    return isinstance(node, ast.If) and ast.unparse(node.test) == "__name__ == '__main__'"


def code(source: Source) -> list[ast.stmt]:
    """Return the statements below the docstring."""
    return source.tree.body[ast.get_docstring(source.tree) is not None :]


def header(source: Source) -> str:
    if tuple(source.text.splitlines()[:4]) != ("#!/usr/bin/python", *HEADER):
        return "does not begin with shebang and licence"
    (first, *_) = code(source)
    return "" if ast.unparse(first) == "from __future__ import annotations" else "does not begin with __future__"


def permissions(source: Source) -> str:
    return "is executable" if source.path.stat().st_mode & 0o111 else ""


def documentation(source: Source) -> str:
    missing = [name for name in DOCS if not isinstance(source.constants.get(name), str)]
    if missing:
        return f"has no {', '.join(missing)}"
    last = max(
        node.lineno
        for node in source.tree.body
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) in DOCS
    )
    early = [
        ast.unparse(node)
        for node in code(source)[1:]
        if isinstance(node, (ast.Import, ast.ImportFrom)) and node.lineno < last
    ]
    if early:
        return f"imports before its documentation: {early[0]}"
    found = load_text(source.constants["DOCUMENTATION"])["module"]
    return "" if found == source.path.stem else f"is documented as {found}"


def main(source: Source) -> str:
    functions = [node for node in ast.walk(source.tree) if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef))]
    if [function.name for function in functions] != ["main"]:
        return f"has the functions {', '.join(function.name for function in functions) or 'none'}, not main alone"
    statements = [
        node for node in functions[0].body if not (isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant))
    ]
    if len(statements) != 1 or not ast.unparse(statements[0]).startswith("run_module("):
        return "has a main of more than run_module(...)"
    return "" if is_guard(source.tree.body[-1]) else "does not end with the __main__ guard"


def decisions(source: Source) -> str:
    kinds = (ast.If, ast.IfExp, ast.For, ast.While, ast.Try, ast.Match, ast.Lambda)
    found = [node for node in ast.walk(source.tree) if isinstance(node, kinds) and not is_guard(node)]
    if found:
        return f"decides something in line {found[0].lineno}"
    return (
        "uses params"
        if any(isinstance(node, ast.Attribute) and node.attr == "params" for node in ast.walk(source.tree))
        else ""
    )


# Options that say how a run goes about its work, not what the object shall be.
STEERING = ("state", "wait", "purge_", "keep_", "force", "overwrite", "certificate_region", "publish", "dns_checks")
STEERING += ("only_dead", "release_records")

RULES = (header, permissions, documentation, main, decisions)


@pytest.mark.parametrize("rule", RULES)
@pytest.mark.parametrize("source", modules(), ids=lambda source: source.path.stem)
def test_a_module_is_a_shell(source, rule):
    assert rule(source) == ""


@functools.cache
def spec(name: str) -> t.Any:
    return importlib.import_module(f"{COLLECTION}modules.{name}").SPEC


def group() -> set[str]:
    names = load(ROOT / "meta" / "runtime.yml")["action_groups"]["aws"]
    return {name for name in names if isinstance(name, str)}


def test_the_action_group_is_all_modules_that_talk_to_aws():
    """What module_defaults for group/cdn.aws.aws reaches."""
    assert group() == {source.path.stem for source in modules() if spec(source.path.stem).aws}


@pytest.mark.parametrize("source", modules(), ids=lambda source: source.path.stem)
def test_connection_options_are_documented_where_they_are_taken(source):
    used = set(load_text(source.constants["DOCUMENTATION"]).get("extends_documentation_fragment") or [])
    assert used & FRAGMENTS == (FRAGMENTS if spec(source.path.stem).aws else set())


@pytest.mark.parametrize(
    "source", [one for one in modules() if "state" in spec(one.path.stem).options], ids=lambda source: source.path.stem
)
def test_settings_have_no_default_in_the_spec(source):
    """An option that was not given keeps its current value; only what steers the run itself has a default."""
    defaults = [name for name, option in spec(source.path.stem).options.items() if option.get("default") is not None]
    assert [name for name in defaults if not name.startswith(STEERING)] == []


def test_what_can_wait_has_an_action_that_tells_of_it():
    waiting = {one.path.stem for one in modules() if "waits" in load_text(one.constants["RETURN"])}
    assert {path.stem for path in (PLUGINS / "action").glob("*.py")} == waiting


SHELL = (PLUGINS / "modules" / "cloudfront_origin_access_control.py").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("rule", "old", "new"),
    [
        (header, "#!/usr/bin/python", "#!/usr/bin/env python"),
        (header, HEADER[2], ""),
        (header, "from __future__ import annotations", "import re"),
        (documentation, "RETURN =", "RETURNS ="),
        (documentation, "DOCUMENTATION =", "import re\n\nDOCUMENTATION ="),
        (documentation, "module: cloudfront_origin", "module: cloudfront_origins"),
        (main, "    run_module(", "    print()\n    run_module("),
        (main, "    run_module(", "    prepare("),
        (main, "def main()", "def check() -> None:\n    pass\n\n\ndef main()"),
        (main, 'if __name__ == "__main__":', 'if __name__ == "main":'),
        (decisions, "    run_module(", "    if SPEC:\n        run_module("),
        (decisions, "SPEC = ", "X = 1 if True else 2\nSPEC = "),
        (decisions, "SPEC = ", "X = module.params\nSPEC = "),
    ],
)
def test_a_planted_violation_is_found(tmp_path, rule, old, new):
    assert old in SHELL
    (planted,) = plant(tmp_path, "modules/cloudfront_origin_access_control.py", SHELL.replace(old, new, 1))
    assert rule(planted)


def test_an_executable_module_is_found(tmp_path):
    (planted,) = plant(tmp_path, "modules/x.py", SHELL)
    planted.path.chmod(0o755)
    assert permissions(planted)
