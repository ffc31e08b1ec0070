# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The pages in docs/ name options that exist, and their tasks say only what the modules understand."""

from __future__ import annotations

import re
import typing as t

import pytest

from tests.unit.source import ROOT
from tests.unit.tasks import problems
from tests.unit.test_argument_specs import MODULES, spec_of

FEWEST_TERMS = 40
PAGES = sorted((ROOT / "docs").glob("*.md"))
CODE = re.compile(r"`([^`]+)`")


def paths(spec: dict[str, t.Any], path: str = "") -> t.Iterator[str]:
    """All options of a spec, those below lists as in origins[].id, by all their names."""
    for main, option in spec.items():
        for name in (main, *option.get("aliases", ())):
            yield f"{path}{name}"
        below = f"{path}{main}{'[]' if option.get('elements') == 'dict' else ''}."
        yield from paths(option.get("options") or {}, below)


def terms() -> list[tuple[str, list[str]]]:
    """The rows of the tables of old terms: the term, and the module and option in the second column."""
    lines = (ROOT / "docs" / "old-terms.md").read_text(encoding="utf-8").splitlines()
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines if line.startswith("| ")]
    return [(row[0], CODE.findall(row[1])) for row in rows if not row[0].startswith("the console")]


def test_there_is_an_option_for_each_old_term() -> None:
    known = {module: set(paths(spec_of(module))) for module in MODULES}
    assert len(terms()) >= FEWEST_TERMS
    for term, codes in terms():
        module, option = codes if len(codes) > 1 else ("cloudfront_distribution", *codes) if codes else ("", "")
        assert option in known.get(module, {""}), term


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_tasks_in_pages_give_options_that_exist(page: t.Any) -> None:
    blocks = re.findall(r"```yaml\n(- name:.*?)```", page.read_text(encoding="utf-8"), re.DOTALL)
    assert [problem for block in blocks for problem in problems(block)] == []


@pytest.mark.parametrize("page", [ROOT / "README.md", *PAGES], ids=lambda page: page.stem)
def test_links_between_pages_lead_somewhere(page: t.Any) -> None:
    links = re.findall(r"\]\(([^)#:]+)\)", page.read_text(encoding="utf-8"))
    assert [link for link in links if not (page.parent / link).exists()] == []
