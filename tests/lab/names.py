# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""DNS names as the lab compares them, and what stands in the emulated public DNS."""

from __future__ import annotations

import dataclasses
import re
import typing as t

from tests.lab import store

Overrides = dict[tuple[str, str], list[str]]
# A hosted zone with the account that has it.
Owned = tuple[str, store.Record]
# The name server of the root and of all top-level domains.
PARENT = "a.parent.lab."
# What a name server may do instead of answering.
FAULTS = ("servfail", "refused", "silent")


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


def above(name: str) -> list[str]:
    """Return a name and all above it, the top-level domain first."""
    labels = canonical(name).rstrip(".").split(".")
    return [canonical(".".join(labels[start:])) for start in reversed(range(len(labels)))]


@dataclasses.dataclass(frozen=True)
class DnsFault:
    """A failure of a name server (`*`: of all, `resolver`: of the resolver) for a name and what is below it."""

    kind: str
    server: str = "*"
    name: str = "*"

    def __post_init__(self) -> None:
        """Refuse what does not exist."""
        if self.kind not in FAULTS:
            raise ValueError(f"no fault {self.kind!r} of DNS; there are {', '.join(FAULTS)}")

    def hits(self, server: str, name: str) -> bool:
        """Tell whether a question to a server fails."""
        meant = self.server in ("*", server) or canonical(self.server) == server
        return meant and (self.name == "*" or within(name, self.name))


class PublicDns:
    """The record sets of all public zones of all accounts, and what was laid over them from outside.

    `addresses` are those of the authoritative name servers, which are given out by `address` when first needed.
    """

    def __init__(self, addresses: t.Sequence[str] = ("127.0.0.1",)) -> None:
        self.overrides: Overrides = {}
        self.laid: dict[tuple[str, str, str], list[str]] = {}
        self.faults: list[DnsFault] = []
        self.questions: list[dict[str, str]] = []
        self.addresses = addresses
        self._given: dict[str, str] = {}

    def override(self, name: str, kind: str, values: list[str], server: str = "") -> None:
        """Answer (name, type) with these values, whatever a zone says; or let only one name server answer so."""
        if server:
            self.laid[canonical(server), canonical(name), kind.upper()] = values
        else:
            self.overrides[canonical(name), kind.upper()] = values

    def clear(self) -> None:
        """Take back everything that was laid over the zones."""
        self.overrides.clear()
        self.laid.clear()
        self.faults.clear()

    def fail(self, **fields: str) -> None:
        """Order a failure."""
        self.faults.append(DnsFault(**fields))

    def address(self, server: str) -> str:
        """Return the address of a name server; a lab with very many of them lets some share one."""
        server, (first, *others) = canonical(server), self.addresses
        if server == PARENT or not others:
            return self._given.setdefault(server, first)
        return self._given.setdefault(server, others[len(self._given) % len(others)])

    def servers_at(self, address: str) -> frozenset[str]:
        """Return the name servers that answer at an address."""
        return frozenset(server for server, known in self._given.items() if known == address)

    def is_server(self, name: str) -> bool:
        """Tell whether a name is that of a name server."""
        used = [value for (_, kind), values in self.overrides.items() if kind == "NS" for value in values]
        hosted = (server for owned in self.public() for server in self.servers_of(owned))
        return name == PARENT or name in self._given or name in map(canonical, used) or name in hosted

    def public(self) -> list[Owned]:
        """Return the public zones of all accounts, oldest first."""
        return [owned for owned in store.zones() if not owned[1]["private"]]

    def servers_of(self, owned: Owned) -> list[str]:
        """Return the name servers of a hosted zone."""
        apex = canonical(owned[1]["name"])
        sets = [item for item in self.sets_in(owned, apex) if item["Type"] == "NS"]
        return [canonical(value) for item in sets for value in item.get("ResourceRecords", [])]

    def delegation(self, name: str) -> list[str]:
        """Return the name servers to which the zone above refers for a name: none without a delegation.

        Each hosted zone is delegated when it is made, of several with one name the first, until NS values laid over it
        say something else.
        """
        over = self.overrides.get((canonical(name), "NS"))
        if over is not None:
            return [canonical(value) for value in over]
        for owned in self.public():
            if canonical(owned[1]["name"]) == canonical(name):
                return self.servers_of(owned)
        sets = [item for item in self.sets(name) if item["Type"] == "NS"]
        return [canonical(value) for item in sets for value in item.get("ResourceRecords", [])]

    def zone(self, name: str) -> Owned | None:
        """Return the public zone that answers for a name: the longest suffix, of several the delegated one."""
        found = [owned for owned in self.public() if within(name, owned[1]["name"])]
        longest = max((len(zone["name"]) for _, zone in found), default=0)
        same = [owned for owned in found if len(owned[1]["name"]) == longest]
        return next((owned for owned in same if self.delegated(owned)), same[0] if same else None)

    def delegated(self, owned: Owned) -> bool:
        """Tell whether the NS records of the parent are this zone's (ACM-10)."""
        return bool(set(self.delegation(owned[1]["name"])) & set(self.servers_of(owned)))

    def sets(self, name: str) -> list[store.Record]:
        """Return the record sets at exactly this name."""
        found = self.zone(name)
        return self.sets_in(found, name) if found is not None and self.delegated(found) else []

    def sets_in(self, owned: Owned, name: str) -> list[store.Record]:
        """Return the record sets at exactly this name of a zone, delegated or not."""
        account, zone = owned
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
        return found is not None and self.delegated(found) and self.exists_in(found, name)

    def exists_in(self, owned: Owned, name: str) -> bool:
        """Tell whether anything of a zone stands at or below a name."""
        account, zone = owned
        return any(within(item["Name"], name) for item in store.records(account, zone["id"]))

    def closest(self, name: str, kind: str) -> list[str]:
        """Return the values at the name or at its closest parent that has any (CAA's rule, ACM-08)."""
        for place in reversed(above(name)):
            values = self.lookup(place, kind)
            if values:
                return values
        return []
