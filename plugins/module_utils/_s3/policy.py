# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Bucket policies as text with statements in it: one is changed, the others keep every byte; pure."""

from __future__ import annotations

import dataclasses
import functools
import json
import re
import typing as t

from .._errors import Refused

Statement = dict[str, t.Any]

MOST_BYTES = 20 * 1024
STATEMENT = "Statement"
_SPACE = re.compile(r"[ \t\r\n]*")
_DECODER = json.JSONDecoder()


@dataclasses.dataclass(frozen=True)
class Policy:
    """A policy: its members in their order, as texts, and the texts of its statements.

    The value of the member ``Statement`` itself is left out of ``members``: ``statements`` holds it.
    """

    members: tuple[tuple[str, str], ...] = (("Version", '"2012-10-17"'), (STATEMENT, ""))
    statements: tuple[str, ...] = ()

    @functools.cached_property
    def values(self) -> tuple[Statement, ...]:
        """Return the statements as dictionaries."""
        return tuple(json.loads(statement) for statement in self.statements)

    def find(self, sid: str) -> Statement | None:
        """Return the statement with a Sid."""
        return next((value for value in self.values if value.get("Sid") == sid), None)

    def with_statement(self, sid: str, statement: t.Mapping[str, t.Any]) -> Policy:
        """Return the policy with a statement in the place of the one with its Sid, or at the end."""
        text = json.dumps({"Sid": sid, **statement}, separators=(",", ":"), ensure_ascii=False)
        if self.find(sid) is None:
            return dataclasses.replace(self, statements=(*self.statements, text))
        pairs = zip(self.values, self.statements, strict=True)
        return dataclasses.replace(self, statements=tuple(text if v.get("Sid") == sid else old for v, old in pairs))

    def without(self, sid: str) -> Policy:
        """Return the policy without the statement with a Sid."""
        pairs = zip(self.values, self.statements, strict=True)
        return dataclasses.replace(self, statements=tuple(old for value, old in pairs if value.get("Sid") != sid))

    def render(self) -> str:
        """Return the policy as S3 takes it."""
        statements = f"[{','.join(self.statements)}]"
        members = (f"{json.dumps(key)}:{statements if key == STATEMENT else text}" for key, text in self.members)
        return "{" + ",".join(members) + "}"

    def means(self, other: Policy) -> bool:
        """Tell whether another policy says the same, in whatever order and form (S3-13)."""
        left, right = ([_canonical(value) for value in policy.values] for policy in (self, other))
        return len(left) == len(right) and all(one in right for one in left) and all(one in left for one in right)

    def as_value(self) -> dict[str, t.Any] | None:
        """Return the policy as a dictionary, None when it has no statement: S3 keeps no such policy."""
        return t.cast("dict[str, t.Any]", json.loads(self.render())) if self.statements else None

    def check_size(self, bucket: str) -> None:
        """Raise Refused when S3 would not take a policy of this length (S3-12)."""
        size = len(self.render().encode())
        if size > MOST_BYTES:
            raise Refused(
                f"The policy of bucket {bucket} would be {size} bytes long, S3 takes {MOST_BYTES}:"
                " merge statements or remove some first."
            )


def parse(text: str) -> Policy:
    """Return a policy text in its parts; a single statement may stand there without a list."""
    members = _pairs(text)
    statements = next((value for key, value in members if key == STATEMENT), "[]")
    parts = tuple(_items(statements)) if statements.startswith("[") else (statements,)
    return Policy(tuple((key, "" if key == STATEMENT else value) for key, value in members), parts)


def _pairs(text: str) -> list[tuple[str, str]]:
    items = _items(text.strip())
    return [(json.loads(key), value) for key, value in zip(items[::2], items[1::2], strict=True)]


def _items(text: str) -> list[str]:
    """Return the texts of an array's items, or of an object's keys and values by turns; the text is valid JSON."""
    found: list[str] = []
    at = 1
    while True:
        at = _SPACE.match(text, at).end()  # type: ignore[union-attr]
        if text[at] in "]}":
            return found
        if text[at] in ",:":
            at += 1
            continue
        end = _DECODER.raw_decode(text, at)[1]
        found.append(text[at:end])
        at = end


_ACCOUNT = re.compile(r"(?:arn:[\w-]+:iam::)?(\d{12})(?::root)?")


def same_meaning(one: t.Mapping[str, t.Any], other: t.Mapping[str, t.Any]) -> bool:
    """Tell whether two statements say the same: AWS stores lists, order, accounts and case its own way (S3-13)."""
    return _canonical(one) == _canonical(other)


def same_but_principal(one: t.Mapping[str, t.Any], other: t.Mapping[str, t.Any]) -> bool:
    """Tell whether two statements are about the same in all but whom they are for."""
    left, right = _canonical(one), _canonical(other)
    return all(left.get(key) == right.get(key) for key in {*left, *right} - {"Principal", "NotPrincipal"})


def _canonical(statement: t.Mapping[str, t.Any]) -> dict[str, t.Any]:
    return {key: _part(key)(value) for key, value in statement.items() if value not in ({}, None)}


def _texts(value: t.Any) -> frozenset[str]:
    items = value if isinstance(value, (list, tuple)) else [value]
    # JSON's true and 1 come back as "true" and "1".
    return frozenset(str(item).lower() if isinstance(item, bool) else str(item) for item in items)


def _actions(value: t.Any) -> frozenset[str]:
    return frozenset(text.lower() for text in _texts(value))


def _principals(value: t.Any) -> dict[str, frozenset[str]]:
    kinds = value if isinstance(value, t.Mapping) else {"AWS": value}
    return {kind: frozenset(_ACCOUNT.sub(r"\1", text) if _ACCOUNT.fullmatch(text) else text for text in _texts(names))
            for kind, names in kinds.items()}  # fmt: skip


def _conditions(value: t.Mapping[str, t.Mapping[str, t.Any]]) -> dict[tuple[str, str], frozenset[str]]:
    return {
        (operator.lower(), key.lower()): _texts(values)
        for operator, keys in value.items()
        for key, values in keys.items()
    }


def _part(key: str) -> t.Callable[[t.Any], t.Any]:
    kind = key.removeprefix("Not")
    return {"Principal": _principals, "Action": _actions, "Condition": _conditions}.get(kind, _texts)
