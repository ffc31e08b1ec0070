# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What Route 53 refuses in a change batch."""

from __future__ import annotations

import ipaddress
import re
import typing as t

from tests.lab import store, xml
from tests.lab.names import canonical, within

if t.TYPE_CHECKING:
    from xml.etree.ElementTree import Element

CLOUDFRONT_ZONE = "Z2FDTNDATAQYW2"
_MOST_RECORDS, _MOST_CHARACTERS = 1000, 32_000
_STRINGS = re.compile(r'"((?:[^"\\]|\\.)*)"(?:\s+|$)')

Key = tuple[str, str, str]


def normalise(root: Element) -> None:
    """Write every name as Route 53 keeps it: lower case, with a dot, unescaped (R53-10)."""
    for tag in ("Name", "DNSName"):
        for element in root.iter(tag):
            element.text = canonical((element.text or "").strip())


def problems(root: Element, zone: store.Record, current: list[store.Record]) -> list[str]:
    """Return what is wrong with a batch as a whole; MiniStack itself compares the values of DELETEs."""
    changes = [(xml.text(change, "Action"), change.find("ResourceRecordSet")) for change in root.iter("Change")]
    sets = [(action, element, store.parse_record_set(element)) for action, element in changes if element is not None]
    found = _sizes([(action, item) for action, _, item in sets])
    for action, element, item in sets:
        if action != "DELETE":
            found += _set_problems(element, item, zone, current)
    return found or _conflicts([(action, item) for action, _, item in sets], zone, current)


def _sizes(sets: list[tuple[str, store.Record]]) -> list[str]:
    """R53-01: an UPSERT counts twice."""
    records = characters = 0
    for action, item in sets:
        weight = 2 if action == "UPSERT" else 1
        values = item.get("ResourceRecords", [""])
        records += weight * len(values)
        characters += weight * sum(map(len, values))
    if records > _MOST_RECORDS:
        return [f"Number of records limit of {_MOST_RECORDS} exceeded."]
    return [f"Number of characters limit of {_MOST_CHARACTERS} exceeded."] if characters > _MOST_CHARACTERS else []


def _set_problems(element: Element, item: store.Record, zone: store.Record, current: list[store.Record]) -> list[str]:
    name, kind, alias = item["Name"], item["Type"], item.get("AliasTarget")
    if not within(name, zone["name"]):
        return [f"RRSet with DNS name {name} is not permitted in zone {zone['name']}"]
    plain = element.find("TTL") is not None and bool(item.get("ResourceRecords"))
    if bool(alias) == plain or (alias and element.find("TTL") is not None):
        return [
            "Invalid request: Expected exactly one of [AliasTarget, all of [TTL, and ResourceRecords], or "
            f"TrafficPolicyInstanceId], but found {'more than one' if alias else 'none'} in Change with "
            f"[Action=CREATE, Name={name}, Type={kind}, SetIdentifier=null]"
        ]
    if alias:
        return _alias_problems(item, zone, current)
    values = item["ResourceRecords"]
    if len(set(values)) < len(values):
        return [f"Duplicate Resource Record: '{values[0]}'"]
    if kind == "CNAME" and len(values) > 1:
        return [f"Invalid Resource Record: CNAME {name} may have one value only."]
    return [problem for value in values for problem in _value_problems(kind, value)]


def _alias_problems(item: store.Record, zone: store.Record, current: list[store.Record]) -> list[str]:
    """R53-08, R53-09."""
    alias, kind = item["AliasTarget"], item["Type"]
    target, home = alias["DNSName"], alias["HostedZoneId"]
    text = f"Tried to create an alias that targets {target}, type {kind} in zone {home}, but "
    if home == CLOUDFRONT_ZONE:
        if not target.endswith(".cloudfront.net."):
            return [text + "the alias target name does not lie within the target zone"]
        if alias["EvaluateTargetHealth"]:
            return ["EvaluateTargetHealth cannot be set to true when the alias target is a CloudFront distribution."]
        if zone["private"]:
            return ["An alias to a CloudFront distribution is not permitted in a private hosted zone."]
    elif home == zone["id"]:
        if not within(target, zone["name"]):
            return [text + "the alias target name does not lie within the target zone"]
        if not any(canonical(known["Name"]) == target and known["Type"] == kind for known in current):
            return [text + "that target was not found"]
    return []


def _value_problems(kind: str, value: str) -> list[str]:
    """Check the syntax of the types that people get wrong (R53-30, R53-31)."""

    def fatal(code: str, text: str) -> list[str]:
        return [f"Invalid Resource Record: 'FATAL problem: {code} ({text}) encountered with '{value}''"]

    if kind in ("A", "AAAA"):
        version = ipaddress.IPv4Address if kind == "A" else ipaddress.IPv6Address
        try:
            version(value)
        except ValueError:
            number = 4 if kind == "A" else 6
            return fatal(f"{kind}RRDATAIllegalIPv{number}Address", f"Value is not a valid IPv{number} address")
    if kind in ("TXT", "SPF"):
        strings = _STRINGS.findall(value)
        if not strings or _STRINGS.sub("", value).strip():
            return fatal("InvalidCharacterString", "Value should be enclosed in quotation marks")
        if any(len(text) > 255 for text in strings) or len(value) > 4000:
            return fatal("CharacterStringTooLong", "Value is too long")
    if kind == "CAA" and not re.fullmatch(r'\d{1,3} [a-z0-9]+ "[^"]*"', value):
        return fatal("CAARRDATAInvalid", 'Value is not of the form: flags tag "value"')
    return []


def _key(item: store.Record) -> Key:
    return canonical(item["Name"]), item["Type"], item.get("SetIdentifier", "")


def _conflicts(sets: list[tuple[str, store.Record]], zone: store.Record, current: list[store.Record]) -> list[str]:
    """Play the batch through and look at what it would leave."""
    after: dict[Key, store.Record] = {_key(item): item for item in current}
    found: list[str] = []
    done: dict[Key, list[str]] = {}
    for action, item in sets:
        key = _key(item)
        before = done.setdefault(key, [])
        before.append(action)
        if before not in ([action], ["DELETE", "CREATE"]):
            found.append(
                f"The request contains an invalid set of changes for a resource record set '{key[1]} {key[0]}'"
            )  # R53-05
        elif action == "CREATE" and key in after:
            found.append(
                f"Tried to create resource record set [name='{key[0]}', type='{key[1]}'] but it already exists"
            )  # R53-04
        elif action == "DELETE":
            found += _undeletable(key, zone)
            after.pop(key, None)
        else:
            after[key] = item
    return found or [
        problem for action, item in sets if action != "DELETE" for problem in _neighbours(_key(item), after, zone)
    ]


def _undeletable(key: Key, zone: store.Record) -> list[str]:
    if key[0] == canonical(zone["name"]) and key[1] in ("NS", "SOA"):
        number = "at least one" if key[1] == "NS" else "exactly one"
        return [f"A HostedZone must contain {number} {key[1]} record for the zone itself."]  # R53-23
    return []


def _neighbours(key: Key, after: dict[Key, store.Record], zone: store.Record) -> list[str]:
    """R53-03 and R53-32."""
    name, kind, identifier = key
    apex = canonical(zone["name"])
    others = {other[1] for other in after if other[0] == name} - {kind}
    if kind == "CNAME" and name == apex:
        return [f"RRSet of type CNAME with DNS name {name} is not permitted at apex in zone {apex}"]
    if kind == "CNAME" and others:
        return [
            f"RRSet of type CNAME with DNS name {name} is not permitted as it conflicts with other records "
            f"with the same DNS name in zone {apex}"
        ]
    if "CNAME" in others:
        return [
            f"RRSet of type {kind} with DNS name {name} is not permitted because a conflicting RRSet of type  CNAME "
            f"with the same DNS name already exists in zone {apex}"
        ]
    if any(other[:2] == key[:2] and bool(other[2]) != bool(identifier) for other in after):
        return [
            f"RRSet with DNS name {name}, type {kind} cannot be created "
            "as a non-simple RRSet exists with the same name and type."
        ]
    return []
