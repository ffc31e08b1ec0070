# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a row and a group of options in the table of a distribution say."""

from __future__ import annotations

import dataclasses
import typing as t

Options = dict[str, t.Any]


@dataclasses.dataclass(frozen=True)
class Silent:
    """Not what is written, if anything: ``value`` is what it then has, and ``shown`` whether a diff tells."""

    value: t.Any = None
    shown: bool = True
    written: t.Any = None


# Not named, and not there afterwards: the item is taken away, or what is named excludes it.
GONE = Silent()
# Not named, and as it was before.
SAME = Silent(...)


def follows(value: t.Any, written: t.Any = None) -> Silent:
    """Return what CloudFront makes of an option without effect, whatever is written (CF-12 to CF-15)."""
    return Silent(value, shown=False, written=written)


@dataclasses.dataclass(frozen=True)
class Row:
    """An option with its values in the three beats; ``why`` two of them are alike or none takes it away."""

    path: str
    first: t.Any
    second: t.Any
    unset: t.Any
    why: str = ""


@dataclasses.dataclass(frozen=True)
class Group:
    """Options that are set together.

    ``always`` and ``unsetting`` are further options of all the beats and of the last. ``other`` are the paths that are
    changed while the group is left alone, as near to it as can be, ``beside`` what is named with them. ``filled`` are
    the paths of new items, whose unnamed members get defaults.
    """

    rows: tuple[Row, ...]
    always: Options = dataclasses.field(default_factory=dict)
    unsetting: Options = dataclasses.field(default_factory=dict)
    other: Options = dataclasses.field(default_factory=lambda: {"comment": "something else"})
    beside: Options = dataclasses.field(default_factory=dict)
    filled: tuple[str, ...] = ()
