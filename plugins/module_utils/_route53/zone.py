# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Finding the hosted zone: by id, by name, or by the longest suffix of the names that go into it."""

from __future__ import annotations

import dataclasses
import functools
import re
import typing as t

from .._domain import is_within
from .._errors import AwsError, Refused
from .._unknown import unknown
from .names import read_name, suffixes, wire_name

if t.TYPE_CHECKING:
    from .._resource import Api

_ID = re.compile(r"(?:/?hostedzone/)?(?P<id>Z[A-Z0-9]{3,31})")
_PREFIX = "/hostedzone/"


class NoZone(Refused):
    """There is no hosted zone where one is needed."""


@dataclasses.dataclass(frozen=True)
class Zone:
    """A hosted zone; ``records`` is how many record sets it holds, ``missing`` says that it does not exist yet."""

    id: str
    name: str
    private: bool = False
    records: int = 0
    owner: str = ""
    missing: str = ""

    def as_result(self) -> dict[str, str]:
        """Return the zone as the module returns it."""
        return {"id": self.id, "name": self.name}


UNKNOWN_ZONE = Zone(id=unknown("zone id"), name=unknown("zone"))


def zone_id(text: str) -> str:
    """Return the id that an option holds, or nothing when it holds a name."""
    match = _ID.fullmatch(text.strip())
    return match["id"] if match else ""


def _zone(wire: t.Mapping[str, t.Any]) -> Zone:
    return Zone(
        id=wire["Id"].removeprefix(_PREFIX),
        name=read_name(wire["Name"]),
        private=bool(wire.get("Config", {}).get("PrivateZone")),
        records=int(wire.get("ResourceRecordSetCount") or 0),
        # Zones of another service are not ours to write to (R53-22).
        owner=str(wire.get("LinkedService", {}).get("ServicePrincipal", "")),
    )


def zone_by_id(api: Api, identifier: str) -> Zone:
    """Return the zone of an id, public or private."""
    try:
        answer = api.call("route53:GetHostedZone", {"Id": identifier})
    except AwsError as error:
        if error.code == "NoSuchHostedZone":
            raise NoZone(f"zone: there is no hosted zone {identifier} in this account.") from error
        raise
    zone = _zone(answer["HostedZone"])
    if zone.owner:
        raise Refused(f"zone: {zone.name} ({zone.id}) belongs to {zone.owner}, which writes its records itself.")
    return zone


def zone_by_name(api: Api, name: str) -> Zone:
    """Return the public zone of exactly this name; one that is ``missing`` may be made by an earlier task."""
    found = named(api, name)
    public = [zone for zone in found if not zone.private and not zone.owner]
    if found and not public:
        raise Refused(f"zone: {name} is no public zone of this account; give the id ({_ids(found)}) if it is meant.")
    if not public:
        missing = f"zone: there is no hosted zone {name} in this account. {_existing(first_page(api)[0])}"
        return Zone(id=unknown(f"id of the zone {name}"), name=name, missing=missing)
    return _only(public)


def zone_of_names(api: Api, names: t.Sequence[str]) -> Zone:
    """Return the one public zone that all names belong to, each by its longest suffix (R53-21)."""
    first, more = first_page(api)

    @functools.cache
    def at(name: str) -> tuple[Zone, ...]:
        # An account with more zones than a page: a look-up for each suffix is fewer calls than all pages.
        zones = named(api, name) if more else first
        return tuple(zone for zone in zones if zone.name == name and not zone.private and not zone.owner)

    found: dict[Zone, str] = {}
    for name in names:
        zones = next((zones for zones in map(at, suffixes(name)) if zones), ())
        if not zones:
            raise NoZone(
                f"{name} lies in no public hosted zone of this account. {_existing(first)} Create the zone, or use the"
                " credentials of the account that has it."
            )
        found.setdefault(_only(list(zones)), name)
    if len(found) > 1:
        where = "; ".join(f"{name} in {zone.name}" for zone, name in found.items())
        raise Refused(f"The records lie in different zones ({where}): use one task for each zone.")
    return next(iter(found))


def name_servers(api: Api, zone: Zone) -> tuple[str, ...]:
    """Return the name servers of a zone; a private one has none that the public could ask."""
    if zone.private:
        return ()
    answer = api.call("route53:GetHostedZone", {"Id": zone.id})
    return tuple(read_name(server) for server in (answer.get("DelegationSet") or {}).get("NameServers") or ())


def refuse_outside(zone: Zone, name: str) -> None:
    """Refuse a name that does not lie in the zone."""
    if not is_within(name, zone.name):
        raise Refused(f"{name} does not lie in the hosted zone {zone.name} ({zone.id}).")


def named(api: Api, name: str) -> list[Zone]:
    """Return all zones of exactly this name, public and private."""
    # The list starts at the name and goes on with the zones after it (R53-20).
    answer = api.call("route53:ListHostedZonesByName", {"DNSName": wire_name(name).removesuffix(".")})
    return [zone for zone in map(_zone, answer["HostedZones"]) if zone.name == name]


def first_page(api: Api) -> tuple[list[Zone], bool]:
    """Return the first hundred zones, and whether there are more."""
    answer = api.call("route53:ListHostedZones", {})
    return [_zone(wire) for wire in answer["HostedZones"]], bool(answer.get("IsTruncated"))


def _only(zones: list[Zone]) -> Zone:
    if len(zones) > 1:
        raise Refused(
            f"There are several public zones {zones[0].name}: give the id of the one in zone ({_ids(zones)})."
        )
    return zones[0]


def _ids(zones: t.Iterable[Zone]) -> str:
    return ", ".join(zone.id for zone in zones)


def _existing(zones: t.Iterable[Zone]) -> str:
    names = ", ".join(sorted({zone.name for zone in zones if not zone.private}))
    return f"There are: {names}." if names else "There is no public zone at all."
