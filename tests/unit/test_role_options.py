# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Roles with a dictionary of further options know all that they hand to their module, and refuse the rest."""

from __future__ import annotations

import re

import pytest

from tests.in_process import spec_of
from tests.unit.roles import ROLES, role_of

MODULES = {"bucket": "s3_origin_bucket", "distribution": "cloudfront_distribution", "publish": "s3_publish"}


@pytest.mark.parametrize("name", MODULES)
def test_a_role_knows_the_options_that_it_hands_on(name: str) -> None:
    text = "".join(path.read_text(encoding="utf-8") for path in ROLES.glob(f"{name}/tasks/*.yml"))
    handed = set(re.findall(rf"_{name}_settings\.([a-z0-9_]+)", text))
    assert set(role_of(name).vars[f"_{name}_known"]) == handed
    assert handed <= set(spec_of(MODULES[name]).options)


@pytest.mark.parametrize("name", MODULES)
def test_a_role_refuses_what_it_does_not_hand_on(name: str) -> None:
    files = {"distribution": "present.yml"}
    text = (ROLES / name / "tasks" / files.get(name, "main.yml")).read_text(encoding="utf-8")
    assert text.index(f"that: _{name}_unknown | length == 0") < text.index("cdn.aws.")
