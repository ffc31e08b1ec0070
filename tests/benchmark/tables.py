# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Markdown tables, and the places in a document that hold them."""

from __future__ import annotations

import re
import typing as t

Cell = str | float | int | None


def table(header: t.Sequence[str], rows: t.Iterable[t.Sequence[Cell]]) -> str:
    """Return a table; the first column is text, the others are numbers."""
    lines = [header, ["---", *["---:"] * (len(header) - 1)], *([shown(cell) for cell in row] for row in rows)]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


def shown(cell: Cell) -> str:
    """Return a number with as many digits as mean something."""
    if cell is None:
        return ""
    if isinstance(cell, float):
        return f"{cell:.1f}" if cell < 100 else f"{cell:,.0f}"  # noqa: PLR2004
    return f"{cell:,}" if isinstance(cell, int) else cell.replace("|", "\\|")


def replaced(document: str, name: str, text: str) -> str:
    """Return a document with new text between the marks of a name; raises ValueError when it has no such marks."""
    begin, end = f"<!-- begin {name} -->\n", f"<!-- end {name} -->\n"
    pattern = re.compile(re.escape(begin) + ".*?" + re.escape(end), re.S)
    if not pattern.search(document):
        raise ValueError(f"the document has no place for {name}")
    return pattern.sub(lambda _: f"{begin}{text.strip()}\n{end}", document)
