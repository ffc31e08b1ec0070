# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Tags as dictionaries: AWS's list forms, system tags left alone, and what has to be set or removed."""

from __future__ import annotations

import dataclasses
import typing as t
import unicodedata

from ._errors import Refused
from ._unknown import is_unknown

SYSTEM_PREFIX = "aws:"


MOST = 50
LONGEST_KEY = 128
LONGEST_VALUE = 256
# Beside letters, numbers and spaces of any script, in all services.
_SIGNS = frozenset("_.:/=+-@")
_CLASSES = frozenset("LNZ")


def refuse_bad(tags: t.Mapping[t.Any, t.Any] | None, *, most: int = MOST, option: str = "tags") -> None:
    """Refuse tags that no service takes (ACM-16, S3-39)."""
    for key, value in (tags or {}).items():
        if isinstance(value, (dict, list)):
            raise Refused(f"{option}: the value of {key} is a list or a dictionary: a tag is one text.")
    texts = as_text(tags or {})
    if len(texts) > most:
        raise Refused(f"{option}: there are {len(texts)} tags, AWS takes at most {most}: leave some out.")
    for key, value in texts.items():
        problem = "" if is_unknown(key) else _problem(key, value)
        if problem:
            raise Refused(f"{option}: the tag {key!r} {problem}.")


def _problem(key: str, value: str) -> str:
    value = "" if is_unknown(value) else value
    strange = next((one for one in key + value if not _is_fit(one)), "")
    problems = (
        (not key, "has no name: give it one"),
        (key.lower().startswith(SYSTEM_PREFIX), "begins with aws:, which AWS keeps for itself: choose another name"),
        (len(key) > LONGEST_KEY, f"has {len(key)} characters, AWS takes at most {LONGEST_KEY}"),
        (len(value) > LONGEST_VALUE, f"has a value of {len(value)} characters, AWS takes at most {LONGEST_VALUE}"),
        (
            bool(strange),
            f"has the character {strange!r}: beside letters, numbers and spaces there may be _ . : / = + - @",
        ),
    )
    return next((text for holds, text in problems if holds), "")


def _is_fit(character: str) -> bool:
    return character in _SIGNS or unicodedata.category(character)[0] in _CLASSES


def from_list(tags: t.Iterable[t.Mapping[str, str]] | None) -> dict[str, str]:
    """Return AWS's ``[{Key, Value}]`` as a dictionary, without the system tags nobody may set (S3-39)."""
    return {tag["Key"]: tag.get("Value", "") for tag in tags or () if not tag["Key"].lower().startswith(SYSTEM_PREFIX)}


def as_text(tags: t.Mapping[t.Any, t.Any]) -> dict[str, str]:
    """Return tags as AWS keeps them, as text: YAML makes numbers and booleans of ``2026`` and ``true``."""
    return {str(key): "" if value is None else str(value) for key, value in tags.items()}


def to_list(tags: t.Mapping[t.Any, t.Any]) -> list[dict[str, str]]:
    """Return a dictionary as AWS's ``[{Key, Value}]``, sorted so that requests are repeatable."""
    return [{"Key": key, "Value": value} for key, value in sorted(as_text(tags).items())]


@dataclasses.dataclass(frozen=True)
class TagChanges:
    """The tags to set and the keys to remove; ``after`` is what the resource then carries."""

    to_set: dict[str, str]
    to_remove: tuple[str, ...]
    after: dict[str, str]

    def __bool__(self) -> bool:
        """Tell whether any tag has to change."""
        return bool(self.to_set or self.to_remove)


def tag_changes(*, current: t.Mapping[str, str], desired: t.Mapping[t.Any, t.Any] | None, purge: bool) -> TagChanges:
    """Compare tags; ``desired`` of ``None`` means that they were not named and stay as they are."""
    if desired is None:
        return TagChanges({}, (), dict(current))
    wanted = as_text(desired)
    to_set = {key: value for key, value in wanted.items() if current.get(key) != value}
    to_remove = tuple(sorted(set(current) - set(wanted))) if purge else ()
    after = {key: value for key, value in {**current, **wanted}.items() if key not in to_remove}
    return TagChanges(to_set, to_remove, after)
