# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""One resource record set: from options and from AWS into one form, compared, and sent; pure."""

from __future__ import annotations

import re
import typing as t

from .._domain import is_within
from .._errors import Refused
from .._inputs import refuse_long, refuse_outside
from .._unknown import is_unknown, unknown
from .names import read_name, record_name, wire_name
from .values import comparable, wire_value

# A record set in option form, normalised: what both sides are turned into.
Record = dict[str, t.Any]
Key = tuple[str, str, str]

# One zone id for all of CloudFront, and its health is never evaluated (R53-08).
CLOUDFRONT = "cloudfront.net"
CLOUDFRONT_ZONE_ID = "Z2FDTNDATAQYW2"
DEFAULT_TTL = 300
# R53-31
MOST_VALUES = 400
HIGHEST_WEIGHT = 255
LONGEST_IDENTIFIER = 128
MEMBERS = {
    "set_identifier": "SetIdentifier",
    "weight": "Weight",
    "region": "Region",
    "failover": "Failover",
    "multi_value_answer": "MultiValueAnswer",
    "health_check_id": "HealthCheckId",
}
# Sets of one name and type that are told apart by their set identifier (R53-32).
ROUTING = frozenset({"weight", "region", "failover", "multi_value_answer", "geo_location"})
GEO_MEMBERS = {
    "continent_code": "ContinentCode",
    "country_code": "CountryCode",
    "subdivision_code": "SubdivisionCode",
}


def from_option(option: t.Mapping[str, t.Any]) -> Record:
    """Return a record of the options without what nobody gave; raises Refused for one that cannot be."""
    record: Record = {"name": record_name(option["name"], option="records.name"), "type": option["type"]}
    given = {name: option[name] for name in ("ttl", *MEMBERS)}
    # A "no" to several answers is what every record says by itself; a weight of 0 is a policy.
    record.update({name: value for name, value in given.items() if value is not None and value is not False})
    if option["geo_location"]:
        record["geo_location"] = {name: code for name, code in option["geo_location"].items() if code is not None}
    if option["values"] is not None:
        kind = option["type"]
        sent = [wire_value(kind, value) for value in option["values"]]
        record["values"] = list({comparable(kind, value): value for value in sent}.values())
    if option["alias"]:
        record["alias"] = _alias(option["alias"], label(record))
    _refuse_impossible(record)
    _refuse_numbers(record)
    return record


def _alias(option: t.Mapping[str, t.Any], name: str) -> Record:
    alias = {member: value for member, value in option.items() if value is not None}
    alias["dns_name"] = record_name(option["dns_name"], option="records.alias.dns_name")
    if is_within(alias["dns_name"], CLOUDFRONT):
        if alias.get("evaluate_target_health"):
            raise Refused(f"{name}: evaluate_target_health must be false for an alias to CloudFront.")
        alias.setdefault("hosted_zone_id", CLOUDFRONT_ZONE_ID)
    return alias


def _refuse_impossible(record: Record) -> None:
    problems = (
        ("values" in record and "alias" in record, "values and alias exclude each other"),
        ("alias" in record and "ttl" in record, "an alias has no ttl of its own, leave it out"),
        ("values" in record and not record.get("values"), "values is empty; use state=absent to delete a record"),
        (record["type"] == "CNAME" and len(record.get("values", ())) > 1, "a CNAME has exactly one value"),
        (not record.get("set_identifier") and bool(ROUTING & set(record)), "a routing policy needs a set_identifier"),
        ("ttl" in record and not 0 <= record["ttl"] < 2**31, "ttl must be 0 to 2147483647 seconds"),
    )
    for holds, text in problems:
        if holds:
            raise Refused(f"{label(record)}: {text}.")


def _refuse_numbers(record: Record) -> None:
    values = record.get("values", ())
    if len(values) > MOST_VALUES:
        raise Refused(f"{label(record)}: there are {len(values)} values, Route 53 takes at most {MOST_VALUES}.")
    refuse_outside(f"{label(record)}: weight", record.get("weight"), 0, HIGHEST_WEIGHT)
    refuse_long(f"{label(record)}: set_identifier", record.get("set_identifier"), LONGEST_IDENTIFIER)
    ways = sorted(ROUTING & set(record))
    if len(ways) > 1:
        raise Refused(f"{label(record)}: {' and '.join(ways)} are different routing policies: choose one.")


def with_zone(record: Record, zone_id: str, zone_name: str, *, private: bool) -> Record:
    """Return a record with what its zone says about an alias; raises Refused for one that cannot be in this zone."""
    alias = record.get("alias")
    if not alias or is_unknown(alias["dns_name"]):
        return record
    if private and is_within(alias["dns_name"], CLOUDFRONT):
        raise Refused(f"{label(record)}: an alias to CloudFront cannot be in the private zone {zone_name}.")
    if "hosted_zone_id" in alias:
        return record
    if not is_within(alias["dns_name"], zone_name):
        raise Refused(
            f"{label(record)}: the alias to {alias['dns_name']} needs hosted_zone_id, the zone of that AWS resource."
        )
    return {**record, "alias": {**alias, "hosted_zone_id": zone_id}}


def from_wire(wire: t.Mapping[str, t.Any]) -> Record:
    """Return a record set of an answer in the same form."""
    record: Record = {"name": read_name(wire["Name"]), "type": wire["Type"]}
    record.update({name: wire[member] for name, member in MEMBERS.items() if member in wire})
    if "GeoLocation" in wire:
        geo = wire["GeoLocation"]
        record["geo_location"] = {name: geo[member] for name, member in GEO_MEMBERS.items() if member in geo}
    if "TTL" in wire:
        record["ttl"] = wire["TTL"]
    if "ResourceRecords" in wire:
        record["values"] = [value["Value"] for value in wire["ResourceRecords"]]
    if "AliasTarget" in wire:
        target = wire["AliasTarget"]
        record["alias"] = {
            "dns_name": read_name(target["DNSName"]),
            "hosted_zone_id": target["HostedZoneId"],
            "evaluate_target_health": target["EvaluateTargetHealth"],
        }
    return record


def to_wire(record: Record, current: t.Mapping[str, t.Any] | None = None) -> dict[str, t.Any]:
    """Return a record laid over what AWS holds, as it is sent; what the record does not name is kept."""
    wire = dict(current or {})
    wire.update(Name=wire_name(record["name"]), Type=record["type"])
    wire.update({member: record[name] for name, member in MEMBERS.items() if name in record})
    if "geo_location" in record:
        wire["GeoLocation"] = {GEO_MEMBERS[name]: code for name, code in record["geo_location"].items()}
    if "values" in record:
        wire.pop("AliasTarget", None)
        wire["ResourceRecords"] = [{"Value": value} for value in record["values"]]
        wire.setdefault("TTL", DEFAULT_TTL)
    if "ttl" in record:
        wire["TTL"] = record["ttl"]
    if "alias" in record:
        wire.pop("TTL", None)
        wire.pop("ResourceRecords", None)
        kept = dict(wire.get("AliasTarget", {}))
        target = record["alias"]
        wire["AliasTarget"] = {
            "HostedZoneId": target.get(
                "hosted_zone_id", kept.get("HostedZoneId", unknown("hosted zone of the target"))
            ),
            "DNSName": wire_name(target["dns_name"]),
            "EvaluateTargetHealth": target.get("evaluate_target_health", kept.get("EvaluateTargetHealth", False)),
        }
    return wire


def key_of(record: Record) -> Key:
    """Return what makes a record set the same one: name, type and set identifier (R53-02)."""
    return record["name"], record["type"], record.get("set_identifier", "")


def label(record: Record) -> str:
    """Return how a record set is called in messages and actions."""
    identifier = record.get("set_identifier")
    return f"{record['type']} {record['name']}" + (f" ({identifier})" if identifier else "")


VALIDATION_TOKEN = re.compile(r"(?<= )(?:_[0-9a-f]{32}|\(known after apply: [^)]*\))\.")


def aim(record: Record) -> str:
    """Return the label for actions: the same in a check run and in the run that learns a validation token (ACM-04)."""
    return VALIDATION_TOKEN.sub("_<token>.", label(record), count=1)


def content(record: Record) -> t.Any:
    """Return what a record says: its values, or where it is an alias to; None when neither is named."""
    if "alias" in record:
        return ("alias", record["alias"]["dns_name"], record["alias"].get("hosted_zone_id", ""))
    if "values" in record:
        return ("values", *sorted(comparable(record["type"], value) for value in record["values"]))
    return None


def told(record: Record) -> str:
    """Return what a record says, for people."""
    if "alias" in record:
        return f"alias to {record['alias']['dns_name']}"
    return ", ".join(record.get("values", ())) or "nothing"


def same_content(*, current: Record, desired: Record) -> bool:
    """Tell whether both say the same; a desired record that names no content accepts any."""
    there, wanted = content(current), content(desired)
    if wanted is None:
        return True
    if there and wanted[0] == there[0] == "alias" and not wanted[2]:
        return bool(wanted[1] == there[1])
    return bool(there == wanted)


def is_met(*, current: Record, desired: Record) -> bool:
    """Tell whether a record set is as desired in everything that was named (R53-02)."""
    if not same_content(current=current, desired=desired):
        return False
    health = desired.get("alias", {}).get("evaluate_target_health")
    if health is not None and current["alias"]["evaluate_target_health"] != health:
        return False
    settings = ("ttl", "geo_location", *MEMBERS)
    return all(current.get(name) == desired[name] for name in settings if name in desired)
