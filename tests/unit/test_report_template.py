# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The report's template escapes whatever it shows, and its page can load and run nothing."""

from __future__ import annotations

import re

import jinja2
import pytest
from jinja2 import nodes

from tests.unit.source import ROOT

TEMPLATES = sorted((ROOT / "roles/verify/templates").glob("report*.j2"))
MACROS = frozenset(
    (
        *("bar", "bars", "certificate", "chain", "details", "icon", "images", "item", "link"),
        *("node", "notes", "path", "records", "requests", "state", "ui", "waits"),
    )
)


def unescaped(text: str) -> list[str]:
    """Return the outputs that are neither escaped nor made by a macro, whose outputs are looked at themselves."""
    environment = jinja2.Environment(autoescape=False)
    found = []
    for output in environment.parse(text).find_all(nodes.Output):
        for child in output.nodes:
            if isinstance(child, nodes.TemplateData):
                continue
            if isinstance(child, nodes.Filter) and child.name in ("e", "escape"):
                continue
            if isinstance(child, nodes.Call) and next(child.find_all(nodes.Name)).name in MACROS:
                continue
            found.append(f"line {child.lineno}: {type(child).__name__}")
    return found


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: path.name)
def test_every_output_is_escaped(template):
    assert unescaped(template.read_text(encoding="utf-8")) == []


def test_each_macro_that_may_be_called_is_one_of_these_templates():
    defined = {"ui"}
    for template in TEMPLATES:
        tree = jinja2.Environment(autoescape=True).parse(template.read_text(encoding="utf-8"))
        defined |= {macro.name for macro in tree.find_all(nodes.Macro)}
    assert defined >= MACROS


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("{{ a | e }}{{ a | join | e }}{{ ui.state(a) }}{{ icon(a) }}{{ ('x' if a else 'y') | e }}", 0),
        ("{{ a }}", 1),
        ("{{ a | e | upper }}", 1),
        ("{{ a ~ (b | e) }}", 1),
        ("{% if a %}{{ a.b }}{% endif %}", 1),
        ("{{ lookup('env', 'HOME') }}", 1),
    ],
)
def test_a_planted_output_is_found(text, count):
    assert len(unescaped(text)) == count


def test_the_page_may_load_and_run_nothing():
    page = (ROOT / "roles/verify/templates/report.html.j2").read_text(encoding="utf-8")
    assert "default-src 'none'; img-src data:; style-src 'unsafe-inline'" in page
    whole = re.sub("{#.*?#}", "", "".join(one.read_text(encoding="utf-8") for one in TEMPLATES), flags=re.DOTALL)
    assert [word for word in ("<script", "http:", "https:", "url(", "@import", "onload") if word in whole] == []
