# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Numbers and dates of a report as people write them, and how a state looks; pure."""

from __future__ import annotations

import datetime
import re
import typing as t

# How a thing is: each tone has an icon and a colour of its own. None of them is worse than the one before it.
OK, NONE, WARN, BAD = "ok", "none", "warn", "bad"

KILO = 1000
ISO_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")


class Said(t.NamedTuple):
    """A state in words, and its tone."""

    tone: str
    text: str


def plural(number: int, noun: str) -> str:
    """Return a number of things."""
    return f"{number} {noun}{'' if number == 1 else 's'}"


def milliseconds(seconds: float) -> str:
    """Return a short time; below 10 ms a tenth of one matters."""
    value = KILO * seconds
    return f"{value:.1f} ms" if value < 10 else f"{value:.0f} ms"  # noqa: PLR2004


def size(count: int) -> str:
    """Return a number of bytes."""
    if count < KILO:
        return f"{count} B"
    return f"{count / KILO:.1f} kB" if count < KILO**2 else f"{count / KILO**2:.1f} MB"


def date(time: t.Any) -> datetime.date | None:
    """Return the day of a time in ISO 8601; None when there is none, as before a certificate is issued."""
    found = ISO_DATE.match(str(time or ""))
    try:
        return datetime.date.fromisoformat(found[0]) if found else None
    except ValueError:
        return None


def day(value: datetime.date) -> str:
    """Return a day."""
    return f"{value.day} {value:%b %Y}"


def share(part: float, whole: float) -> float:
    """Return a part in percent, never outside of the whole."""
    return round(min(max(100 * part / whole, 0.0), 100.0), 2) if whole > 0 else 0.0
