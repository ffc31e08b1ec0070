# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The source of the collection as syntax trees, for the tests of its architecture."""

from __future__ import annotations

import ast
import dataclasses
import functools
import typing as t
from pathlib import Path

import yaml

ROOT = Path(__file__).resolve().parents[2]
PLUGINS = ROOT / "plugins"
COLLECTION = "ansible_collections.cdn.aws.plugins."
HEADER = (
    "# Copyright (c) 2026 cdn.aws contributors",
    "# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)",
    "# SPDX-License-Identifier: GPL-3.0-or-later",
)
DOCS = ("DOCUMENTATION", "EXAMPLES", "RETURN")


@dataclasses.dataclass(frozen=True)
class Import:
    """One imported module: ``module_utils._plan`` inside the collection, ``botocore.config`` outside.

    ``typing`` tells that only type checkers make the import.
    """

    name: str
    own: bool
    typing: bool
    names: tuple[str, ...] = ()


@dataclasses.dataclass(frozen=True)
class Source:
    """One Python file below plugins/."""

    path: Path
    name: str

    @property
    def text(self) -> str:
        return self.path.read_text(encoding="utf-8")

    @functools.cached_property
    def tree(self) -> ast.Module:
        return ast.parse(self.text)

    @functools.cached_property
    def constants(self) -> dict[str, t.Any]:
        """The literal values that are assigned at the top, such as DOCUMENTATION."""
        found = {}
        for node in self.tree.body:
            if isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant):
                found.update({target.id: node.value.value for target in node.targets if isinstance(target, ast.Name)})
        return found

    @functools.cached_property
    def imports(self) -> list[Import]:
        return list(self._imports(self.tree.body, typing=False))

    def _imports(self, body: t.Iterable[ast.AST], *, typing: bool) -> t.Iterator[Import]:
        for node in body:
            if isinstance(node, ast.Import):
                yield from (self._import(alias.name, (), typing) for alias in node.names)
            elif isinstance(node, ast.ImportFrom):
                yield from self._from(node, typing)
            elif isinstance(node, ast.If) and "TYPE_CHECKING" in ast.dump(node.test):
                yield from self._imports(node.body, typing=True)
                yield from self._imports(node.orelse, typing=typing)
            else:
                yield from self._imports(ast.iter_child_nodes(node), typing=typing)

    def _import(self, name: str, names: tuple[str, ...], typing: bool) -> Import:
        own = name.startswith(COLLECTION)
        return Import(name.removeprefix(COLLECTION), own, typing, names)

    def _from(self, node: ast.ImportFrom, typing: bool) -> t.Iterator[Import]:
        base = node.module or ""
        if node.level:
            package = f"{COLLECTION}{self.name}".split(".")[: -node.level]
            base = ".".join([*package, *([node.module] if node.module else [])])
        names = tuple(alias.name for alias in node.names)
        folder = self.path.parents[len(self.name.split(".")) - 1].joinpath(*base.removeprefix(COLLECTION).split("."))
        if base.startswith(COLLECTION) and folder.is_dir():
            # From a package: what is imported is a module of it.
            yield from (self._import(f"{base}.{name}", (), typing) for name in names)
        else:
            yield self._import(base, names, typing)


def sources(plugins: Path) -> list[Source]:
    """Return the Python files of a plugins folder that have anything in them."""
    found = []
    for path in sorted(plugins.rglob("*.py")):
        if path.name != "__init__.py" or path.stat().st_size:
            name = ".".join(path.relative_to(plugins).with_suffix("").parts)
            found.append(Source(path, name))
    return found


@functools.cache
def own_sources() -> list[Source]:
    return sources(PLUGINS)


def modules() -> list[Source]:
    return [source for source in own_sources() if source.name.startswith("modules.")]


@functools.cache
def load_text(text: str) -> t.Any:
    """Return what a YAML text says; not to be altered, for it is read once."""
    return yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))  # noqa: S506


def load(path: Path) -> t.Any:
    return load_text(path.read_text(encoding="utf-8")) if path.exists() else None


def plant(plugins: Path, name: str, text: str) -> list[Source]:
    """Write one file into an empty plugins folder and return its sources: how rules are tried out."""
    path = plugins / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return sources(plugins)
