# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A setting of a bucket that has calls of its own: how any of them is read, compared and written; pure."""

from __future__ import annotations

import dataclasses
import typing as t

from .._plan import Difference
from .._shapes import differences, from_sdk, is_empty, merge, to_sdk

if t.TYPE_CHECKING:
    from botocore.model import Shape

# A facet's configuration: the members of its Put request, without the bucket.
Config = dict[str, t.Any]

# Sent back, it would need a code of the owner's MFA device; left out, it stays as it is.
_NOT_SENT_BACK = frozenset({"ResponseMetadata", "MFADelete"})


def same(value: t.Any) -> t.Any:
    """Return what a shape holds as the option itself."""
    return value


@dataclasses.dataclass(frozen=True)
class Facet:
    """One setting: ``member`` of the Put request holds it, ``path`` leads to ``shape``, which the option stands for.

    ``missing`` is the error code that says that there is none; ``delete`` removes it, where there is such a call.
    ``decode`` makes the option of what the shape holds; ``encode`` lays an option over it.
    """

    option: str
    get: str
    put: str
    member: str
    path: tuple[str | int, ...]
    shape: str
    delete: str = ""
    missing: str = ""
    beside: str = ""
    decode: t.Callable[[t.Any], t.Any] = same
    encode: t.Callable[[Shape, t.Any, t.Any], t.Any] = merge

    def config(self, answer: t.Mapping[str, t.Any]) -> Config:
        """Return a Get answer as the Put request that would leave everything as it is."""
        members = {key: value for key, value in answer.items() if key not in _NOT_SENT_BACK}
        if self.member in members or not members:
            return members
        beside = {self.beside: members.pop(self.beside)} if self.beside in members else {}
        return {self.member: members, **beside}

    def value(self, shape: Shape, config: Config) -> t.Any:
        """Return the option that a configuration stands for."""
        return self.decode(self._held(shape, config))

    def laid(self, shape: Shape, config: Config, desired: t.Any) -> Config:
        """Return the configuration with an option laid over it; what the option does not name is kept."""
        held = self.encode(shape, self._held(shape, config), desired)
        new = None if held is None else to_sdk(shape, held, self.option)
        return t.cast("Config", _put(config, (self.member, *self.path), new))

    def differences(self, shape: Shape, current: Config, after: Config) -> tuple[Difference, ...]:
        """Return in which paths of the option two configurations differ."""
        left, right = self.value(shape, current), self.value(shape, after)
        if self.decode is same:
            return differences(shape, left, right, self.option)
        if not isinstance(right, dict):
            return () if left == right else (Difference(self.option, left, right),)
        return tuple(
            Difference(f"{self.option}.{key}", left.get(key), right.get(key))
            for key in sorted({*left, *right})
            if left.get(key) != right.get(key)
        )

    def is_gone(self, config: Config) -> bool:
        """Tell whether a configuration says nothing, so that it has to be deleted instead of put."""
        return bool(self.delete) and is_empty(_get(config, (self.member, *self.path)))

    def _held(self, shape: Shape, config: Config) -> t.Any:
        held = _get(config, (self.member, *self.path))
        if held is None:
            return {"structure": {}, "list": []}.get(shape.type_name)
        return from_sdk(shape, held)


def _get(value: t.Any, path: tuple[str | int, ...]) -> t.Any:
    for step in path:
        empty: t.Any = [None] if isinstance(step, int) else {step: None}
        value = (value or empty)[step] if isinstance(step, int) else (value or empty).get(step)
    return value


def _put(value: t.Any, path: tuple[str | int, ...], new: t.Any) -> t.Any:
    """Return a copy of a value with something new at a path, None removes; an index stands for a list of one item."""
    if not path:
        return new
    step, rest = path[0], path[1:]
    if isinstance(step, int):
        return [_put(_get(value, (step,)), rest, new)]
    inner = _put(_get(value, (step,)), rest, new)
    others = {key: child for key, child in (value or {}).items() if key != step}
    return others if inner is None else {**others, step: inner}
