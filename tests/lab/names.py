# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""DNS names as the lab compares them, and what stands in the emulated public DNS."""

from __future__ import annotations

import re
import typing as t

from tests.lab import store

Overrides = dict[tuple[str, str], list[str]]


def canonical(name: str) -> str:
    """Return a name lower case, with its trailing dot and without octal escapes (R53-10)."""
    text = re.sub(r"\\([0-7]{3})", lambda match: chr(int(match.group(1), 8)), name)
    return text.lower().rstrip(".") + "."


def escaped(name: str) -> str:
    r"""Return a name as Route 53 answers it: `*` and the like as octal, `\052` (R53-10)."""
    return re.sub(r"[^a-z0-9_.-]", lambda match: f"\\{ord(match.group()):03o}", canonical(name))


def within(name: str, zone: str) -> bool:
    """Tell whether a name lies in a zone, on a label boundary (R53-21)."""
    return canonical(name) == canonical(zone) or canonical(name).endswith("." + canonical(zone))


class PublicDns:
    """The record sets of all public zones of all accounts, and what was laid over them from outside."""

    def __init__(self) -> None:
        self.overrides: Overrides = {}

    def override(self, name: str, kind: str, values: list[str]) -> None:
        """Answer (name, type) with these values, whatever a zone says."""
        self.overrides[canonical(name), kind.upper()] = values

    def zone(self, name: str) -> tuple[str, store.Record] | None:
        """Return (account, zone) of the public zone that answers for a name: the longest suffix."""
        found = [
            (account, zone) for account, zone in store.zones() if not zone["private"] and within(name, zone["name"])
        ]
        return max(found, key=lambda item: len(item[1]["name"]), default=None)

    def delegated(self, zone: store.Record) -> bool:
        """Tell whether the NS records of the parent, as laid over, still are this zone's (ACM-10)."""
        return (canonical(zone["name"]), "NS") not in self.overrides

    def sets(self, name: str) -> list[store.Record]:
        """Return the record sets at exactly this name."""
        found = self.zone(name)
        if found is None or not self.delegated(found[1]):
            return []
        account, zone = found
        return [item for item in store.records(account, zone["id"]) if canonical(item["Name"]) == canonical(name)]

    def lookup(self, name: str, kind: str) -> list[str]:
        """Return the values of one type at one name, without following CNAMEs or wildcards."""
        over = self.overrides.get((canonical(name), kind))
        if over is not None:
            return over
        found: list[str] = []
        for item in self.sets(name):
            if item["Type"] == kind:
                found += item.get("ResourceRecords", [])
        return found

    def exists(self, name: str) -> bool:
        """Tell whether anything stands at or below a name (an empty non-terminal exists, too)."""
        if any(within(key[0], name) and values for key, values in self.overrides.items()):
            return True
        found = self.zone(name)
        if found is None or not self.delegated(found[1]):
            return False
        account, zone = found
        return any(within(item["Name"], name) for item in store.records(account, zone["id"]))

    def closest(self, name: str, kind: str) -> list[str]:
        """Return the values at the name or at its closest parent that has any (CAA's rule, ACM-08)."""
        labels: t.Sequence[str] = canonical(name).rstrip(".").split(".")
        for start in range(len(labels)):
            values = self.lookup(".".join(labels[start:]), kind)
            if values:
                return values
        return []
