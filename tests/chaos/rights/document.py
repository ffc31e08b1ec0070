# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The tables of docs/least-privilege.md that the policies fill."""

from __future__ import annotations

from ansible_collections.cdn.aws.plugins.module_utils._rights import PURPOSES
from tests.benchmark.tables import replaced
from tests.chaos.rights import policies

PATH = policies.ROOT / "docs" / "least-privilege.md"


def text() -> str:
    """Return the document with its tables as they should be."""
    return replaced(PATH.read_text(encoding="utf-8"), "actions", actions())


def write(mark: str, table: str) -> None:
    """Write a table into the document."""
    PATH.write_text(replaced(PATH.read_text(encoding="utf-8"), mark, table), encoding="utf-8")


def actions() -> str:
    """Return the table of all actions: what each is needed for, and which policies have it."""
    flows = list(policies.DESCRIPTIONS)
    held = {flow: set(policies.actions(policies.filled(flow, {}))) for flow in flows}
    lines = [
        f"| Action | Needed | {' | '.join(flows)} |",
        f"| --- | --- | {' | '.join(':-:' for dummy in flows)} |",
    ]
    for action in sorted(set().union(*held.values())):
        marks = ["•" if action in held[flow] else "" for flow in flows]
        lines.append(f"| `{action}` | {PURPOSES[action]} | {' | '.join(marks)} |")
    return "\n".join(lines)
