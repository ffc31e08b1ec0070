# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which lines a wait prints, and when; pure."""

from __future__ import annotations

import json
import typing as t

from ._duration import duration

# The seconds between two lines about one wait, unless something is new: soon at first, then ever more rarely.
FIRST_INTERVAL = 5.0
GROWTH = 0.5
LONGEST_INTERVAL = 60.0

# A wait that is over sooner is not worth a line.
SHORTEST = 2.0

RESUME = "It is safe to interrupt: AWS goes on, and the next run waits further."


class Lines:
    """Turns the looks of a task, as its module wrote them down, into lines for people."""

    def __init__(self, host: str) -> None:
        self._host = host
        self._what = ""
        self._said: tuple[t.Any, ...] = ()
        self._said_at = 0.0
        self._begun = False

    def of(self, text: str) -> list[str]:
        """Return the lines that a written line calls for; one that cannot be read calls for none."""
        try:
            look = json.loads(text)
        except ValueError:
            return []
        return [f"[{self._host}] {_printable(line)}" for line in self._about(look)]

    def _about(self, look: t.Mapping[str, t.Any]) -> list[str]:
        if look["what"] != self._what:
            self._what, self._said, self._said_at, self._begun = look["what"], (), 0.0, False
        gone = float(look["seconds"])
        if look["done"]:
            done = f"{self._what}: done after {duration(gone)}."
            return [done] if self._begun and gone >= SHORTEST else []
        news = (look["status"], *look["facts"])
        if not self._begun:
            return self._begin(look, news) if gone >= SHORTEST or look["facts"] else []
        if news == self._said and gone - self._said_at < self._interval(gone):
            return []
        facts = look["facts"] if news != self._said else []
        self._said, self._said_at = news, gone
        return [f"{self._what}: {look['status']} after {duration(gone)}.", *(f"  {fact}" for fact in facts)]

    def _begin(self, look: t.Mapping[str, t.Any], news: tuple[t.Any, ...]) -> list[str]:
        self._begun, self._said, self._said_at = True, news, float(look["seconds"])
        usual = f" Usually {look['usual']}." if look["usual"] else ""
        return [
            f"{self._what}: {look['status']}.{usual} {look.get('resume') or RESUME}",
            *(f"  {fact}" for fact in look["facts"]),
        ]

    @staticmethod
    def _interval(gone: float) -> float:
        return min(max(FIRST_INTERVAL, GROWTH * gone), LONGEST_INTERVAL)


def _printable(line: str) -> str:
    # Answers of other people's DNS are told: they must not command the terminal.
    return "".join(one if one.isprintable() else one.encode("unicode_escape").decode() for one in line)
