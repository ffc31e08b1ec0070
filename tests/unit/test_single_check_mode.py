# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Check mode is decided at one place."""

from __future__ import annotations

import re

import pytest

from tests.unit.source import Source, own_sources, plant

# One passes it in, the other decides. On the controller nothing is decided: a plan has another heading in a check run,
# and a check run never waits.
KNOWING = frozenset(
    {
        "module_utils._module",
        "module_utils._reconcile",
        "callback.plan",
        "plugin_utils._live",
        "plugin_utils._plan_report",
    }
)


def places(sources: list[Source]) -> list[str]:
    """Return where the word stands; in the documentation of plugins it is an attribute that Ansible wants."""
    found = []
    for source in sources:
        if source.name in KNOWING or source.name.startswith("doc_fragments."):
            continue
        text = source.text.replace(source.constants.get("DOCUMENTATION", "\0"), "")
        found += [
            f"{source.name}: {line.strip()}" for line in text.splitlines() if re.search(r"check_?mode", line, re.I)
        ]
    return found


def test_nobody_else_knows_of_check_mode():
    assert places(own_sources()) == []


@pytest.mark.parametrize(
    "text",
    [
        "def f(self):\n    if self.check_mode:\n        pass\n",
        "def f(self, *, check_mode):\n    pass\n",
        "x = options['_ansible_check_mode']\n",
        "DOCUMENTATION = 'attributes: {check_mode: {support: full}}'\nx = module.checkmode\n",
    ],
)
def test_a_planted_violation_is_found(tmp_path, text):
    assert len(places(plant(tmp_path, "module_utils/_s3/bucket.py", text))) == 1


def test_documentation_may_name_the_attribute(tmp_path):
    assert places(plant(tmp_path, "modules/x.py", 'DOCUMENTATION = r"""\nattributes:\n  check_mode: {}\n"""\n')) == []
