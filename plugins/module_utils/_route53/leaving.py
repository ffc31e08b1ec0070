# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which records are for taking away and which stay, since they say what somebody else wants."""

from __future__ import annotations

import dataclasses
import typing as t

from .._dns.place import chosen_resolver
from .._domain import is_within
from .record import CLOUDFRONT, Record, from_wire, key_of, label, same_content, told

Wire = dict[str, t.Any]
# Says why a name of CloudFront must count as alive, nothing when it is dead.
Living = t.Callable[[str], str]


@dataclasses.dataclass(frozen=True)
class Leaving:
    """The records to take away, and a line for each that stays."""

    records: tuple[Record, ...]
    kept: tuple[str, ...]


def leaving(wanted: t.Iterable[Record], existing: t.Sequence[Wire], *, living: Living | None) -> Leaving:
    """Sort the records; with ``living`` only aliases to dead distributions go, whatever was to be said of them."""
    gone: list[Record] = []
    kept: list[str] = []
    for record in wanted:
        there = [from_wire(wire) for wire in existing]
        alike = [one for one in there if key_of(one)[:2] == key_of(record)[:2]]
        reasons = [f"Kept: {label(one)} {reason}" for one in alike if (reason := _reason(one, record, living))]
        kept += reasons
        if alike and not reasons:
            gone.append({**record, "alias": alike[0]["alias"]} if living else record)
    return Leaving(tuple(gone), tuple(kept))


def _reason(current: Record, record: Record, living: Living | None) -> str:
    if key_of(current) != key_of(record):
        return f"says {told(current)}, by a routing policy."
    if living is None:
        return "" if same_content(current=current, desired=record) else f"says {told(current)}, not {told(record)}."
    target = current.get("alias", {}).get("dns_name", "")
    if not is_within(target, CLOUDFRONT):
        return f"says {told(current)}, which is no distribution."
    why = living(target)
    return f"says {told(current)}: {why}." if why else ""


def living_by_dns(resolver: str | None, known: t.Collection[str]) -> Living:
    """Return a judge of CloudFront's names: dead is one that public DNS denies and that is not among the ``known``."""
    # Both are slow to load, and mostly there is no need to.
    from .._dns.resolver import Resolver  # noqa: PLC0415
    from .._dns.tree import Tree  # noqa: PLC0415
    from .._dns.wire import HAS_DNSPYTHON, Unanswered  # noqa: PLC0415

    names = {name.lower().rstrip(".") for name in known}
    asked = Tree(Resolver(chosen_resolver(resolver))) if HAS_DNSPYTHON else None

    def judge(name: str) -> str:
        if name in names:
            return "that is a distribution of this account"
        if asked is None:
            return "without dnspython it cannot be told whether that distribution is gone"
        try:
            # A resolver that knows no public DNS denies all names, the living ones too.
            asked.top(CLOUDFRONT)
            rcode = asked.resolver.resolve(name, "A").rcode
        except Unanswered as error:
            return f"public DNS does not tell whether that distribution is gone, {error}"
        if rcode == "NOERROR":
            return "that distribution is somebody's, public DNS knows it"
        return "" if rcode == "NXDOMAIN" else f"public DNS does not tell whether that distribution is gone, {rcode}"

    return judge
