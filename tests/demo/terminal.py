# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a program printed on a terminal, colours included, as a page that a browser can take a picture of."""

from __future__ import annotations

import html
import re

# The sequences that set colours; Ansible writes no others.
COLOUR = re.compile(r"\x1b\[([0-9;]*)m")
_RED, _GREEN, _YELLOW, _BLUE, _PURPLE, _CYAN = "#ff8b83", "#7ee2a8", "#f0c46a", "#8ab8ff", "#e0a3ff", "#7fdbe6"
_NORMAL = dict(zip("123456", (_RED, _GREEN, _YELLOW, _BLUE, _PURPLE, _CYAN), strict=True))
COLOURS = {f"{bright}{digit}": colour for bright in (3, 9) for digit, colour in _NORMAL.items()} | {"90": "#8b949e"}
PAGE = """<!doctype html>
<html lang="en"><meta charset="utf-8"><title>Terminal</title>
<style>
body {{ margin: 0; padding: 20px 24px; background: #10141a; color: #d7dce3; }}
pre {{ margin: 0; font: 13px/1.55 Menlo, Consolas, "DejaVu Sans Mono", monospace; white-space: pre-wrap; }}
</style>
<pre>{text}</pre>
"""


def page(lines: list[str]) -> str:
    """Return lines as an HTML page."""
    return PAGE.format(text="\n".join(map(_line, _trimmed(lines))))


def _trimmed(lines: list[str]) -> list[str]:
    """Return the lines without the empty ones at both ends."""
    kept = [number for number, line in enumerate(lines) if COLOUR.sub("", line).strip()]
    return lines[kept[0] : kept[-1] + 1] if kept else []


def _line(line: str) -> str:
    found, colour = [], ""
    for number, part in enumerate(COLOUR.split(line)):
        if number % 2:
            colour = next((COLOURS[code] for code in part.split(";") if code in COLOURS), "")
        elif part:
            text = html.escape(part)
            found.append(f'<span style="color:{colour}">{text}</span>' if colour else text)
    return "".join(found)
