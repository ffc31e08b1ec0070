# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The hosted zones that hold, or shall hold, the validation records of a certificate."""

from __future__ import annotations

import typing as t

from .._dns.facts import Hosted, is_value
from .._domain import normal_name
from .._errors import AwsError, ConnectionFailed, Refused
from .names import read_name, record_name, suffixes, wire_name
from .zone import Zone, first_page, name_servers, named, zone_by_id, zone_id

if t.TYPE_CHECKING:
    from .._resource import Api


class HostedZones:
    """The zones of the account that names may lie in; ``problem`` says why they could not be looked at."""

    def __init__(self, api: Api) -> None:
        self._api = api
        self._first: tuple[list[Zone], bool] | None = None
        self._named: dict[str, list[Zone]] = {}
        self._hosted: dict[str, Hosted] = {}
        self.problem = ""

    def of(self, given: str | None, domain: str) -> Hosted | None:
        """Return the zone that a name's record belongs to, None when there is no one such zone.

        What is wrong with the zone itself is refused where the record is made.
        """
        return next(iter(self._tried(lambda: self._of(given, domain))), None)

    def holding(self, record: str, value: str) -> tuple[Hosted, ...]:
        """Return the zones, public and private, in which a CNAME stands with the right value."""
        return self._tried(lambda: self._holding(record, value))

    def _tried(self, look: t.Callable[[], tuple[Hosted, ...]]) -> tuple[Hosted, ...]:
        """Return what a look found: who may not look is not told anything, and not stopped either."""
        if self.problem:
            return ()
        try:
            return look()
        except Refused:
            return ()
        except (AwsError, ConnectionFailed) as error:
            self.problem = error.message
            return ()

    def _of(self, given: str | None, domain: str) -> tuple[Hosted, ...]:
        identifier = zone_id(given) if given else ""
        if identifier:
            return (self._with_servers(zone_by_id(self._api, identifier)),)
        for name in [record_name(given)] if given else suffixes(domain):
            public = [zone for zone in self._zones(name) if not zone.private and not zone.owner]
            if public:
                return (self._with_servers(public[0]),) if len(public) == 1 else ()
        return ()

    def _zones(self, name: str) -> list[Zone]:
        if self._first is None:
            self._first = first_page(self._api)
        zones, more = self._first
        if not more:
            return [zone for zone in zones if zone.name == name]
        if name not in self._named:
            self._named[name] = named(self._api, name)
        return self._named[name]

    def _holding(self, record: str, value: str) -> tuple[Hosted, ...]:
        zones = (zone for name in suffixes(record) for zone in self._zones(name) if not zone.owner)
        return tuple(self._with_servers(zone) for zone in zones if is_value(self._value(zone, record), value))

    def _value(self, zone: Zone, record: str) -> str:
        request = {"HostedZoneId": zone.id, "StartRecordName": wire_name(record), "StartRecordType": "CNAME"}
        answer = self._api.call("route53:ListResourceRecordSets", {**request, "MaxItems": "1"})
        for found in answer["ResourceRecordSets"]:
            # The list starts at the name and goes on with whatever follows (R53-11).
            if read_name(found["Name"]) == record and found["Type"] == "CNAME":
                return next((normal_name(one["Value"]) for one in found.get("ResourceRecords") or ()), "")
        return ""

    def _with_servers(self, zone: Zone) -> Hosted:
        """Return a zone with its name servers; a private one has none that the public could ask."""
        if zone.id not in self._hosted:
            servers = name_servers(self._api, zone)
            self._hosted[zone.id] = Hosted(zone.name, servers, zone.id, zone.private)
        return self._hosted[zone.id]
