# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Route 53: how names come back, what a batch may not do, and when it is INSYNC."""

from __future__ import annotations

import dataclasses
import typing as t
import zlib
from urllib.parse import urlencode
from xml.etree.ElementTree import Element, ParseError, SubElement

from tests.lab import store, xml
from tests.lab.names import canonical, escaped
from tests.lab.rules.route53 import batch
from tests.lab.wire import Answer, Refused, error

if t.TYPE_CHECKING:
    from tests.lab import wire
    from tests.lab.wire import Call
    from tests.lab.world import World

NAMESPACE = "https://route53.amazonaws.com/doc/2013-04-01/"
_OF_ZONES = ("CreateHostedZone", "GetHostedZone", "ListHostedZones", "ListHostedZonesByName")
_TOPS, _PER_TOP = ("com", "net", "org", "co.uk"), 512


async def answer(world: World, call: Call, forward: wire.Forward) -> Answer:
    """Answer a Route 53 call."""
    rule = _RULES.get(call.operation)
    result = await (rule(world, call, forward) if rule else forward(call))
    return _escape(result, "Name") if call.operation in _OF_ZONES else result


def _refused(code: str, message: str, status: int = 400) -> Refused:
    return Refused("route53", code, message, status)


def _parse(call: Call) -> Element:
    try:
        return xml.parse(call.body)
    except ParseError as problem:
        raise _refused("InvalidInput", "Invalid XML ; the request body could not be parsed.") from problem


async def _change(world: World, call: Call, forward: wire.Forward) -> Answer:
    root = _parse(call)
    zone = next((zone for account, zone in store.zones() if account == call.account and zone["id"] == call.id), None)
    if zone is None:
        return await forward(call)
    batch.normalise(root)
    problems = batch.problems(root, zone, store.records(call.account, call.id))
    if problems:
        return _invalid(world, problems)
    result = await forward(dataclasses.replace(call, body=xml.dump(root, NAMESPACE)))
    if result.error == "InvalidChangeBatch":
        return _invalid(world, [xml.text(xml.parse(result.body), "Error/Message")])
    if result.status == 200:
        _begin(world, call, result)
    return result


def _invalid(world: World, problems: list[str]) -> Answer:
    """Answer InvalidChangeBatch in one of its two wire forms (R53-07)."""
    if world.settings.batch_errors == "messages":
        root = Element("InvalidChangeBatch")
        holder = SubElement(root, "Messages")
        for problem in problems:
            SubElement(holder, "Message").text = problem
        return Answer(400, {"content-type": "text/xml"}, xml.dump(root, NAMESPACE))
    return error("route53", "InvalidChangeBatch", f"[{', '.join(problems)}]", 400)


def _begin(world: World, call: Call, result: Answer) -> None:
    """Start the way to INSYNC at the change, not at the first look (R53-12)."""
    number = xml.text(xml.parse(result.body), "ChangeInfo/Id").rpartition("/")[2]
    world.deadlines.insync[number] = world.clock() + world.settings.insync_seconds


async def _get_change(world: World, call: Call, forward: wire.Forward) -> Answer:
    world.deadlines.show_change(world, call.account, call.id)
    return await forward(call)


async def _list_records(world: World, call: Call, forward: wire.Forward) -> Answer:
    query = dict(call.query)
    if "type" in query and "name" not in query:
        raise _refused("InvalidInput", "The record type was specified without a record name.")  # R53-11
    if "name" in query:
        query["name"] = canonical(query["name"])
    result = await forward(_asking(call, query))
    return _escape(result, "Name", "NextRecordName")


async def _list_by_name(world: World, call: Call, forward: wire.Forward) -> Answer:
    """Scan from a name on, in the order of reversed labels (R53-20)."""
    name, number = call.query.get("dnsname", ""), call.query.get("hostedzoneid", "").rpartition("/")[2]
    if number and not name:
        raise _refused("InvalidInput", "HostedZoneId was specified without DNSName.")
    result = await forward(_asking(call, {"maxitems": "100"}))
    root = xml.parse(result.body)
    found = sorted(root.findall("HostedZones/HostedZone"), key=_order)
    if name:
        found = [zone for zone in found if _order(zone) >= (_reversed(name), number)]
    size = int(call.query.get("maxitems") or 100)
    fresh = Element(root.tag)
    SubElement(fresh, "HostedZones").extend(found[:size])
    if name:
        SubElement(fresh, "DNSName").text = canonical(name)
    SubElement(fresh, "IsTruncated").text = "true" if len(found) > size else "false"
    SubElement(fresh, "MaxItems").text = str(size)
    if len(found) > size:
        SubElement(fresh, "NextDNSName").text = xml.text(found[size], "Name")
        SubElement(fresh, "NextHostedZoneId").text = xml.text(found[size], "Id").rpartition("/")[2]
    return result.replace(xml.dump(fresh, NAMESPACE))


def _reversed(name: str) -> list[str]:
    return canonical(name).rstrip(".").split(".")[::-1]


def _order(zone: Element) -> tuple[list[str], str]:
    return _reversed(xml.text(zone, "Name")), xml.text(zone, "Id").rpartition("/")[2]


def _asking(call: Call, query: dict[str, str]) -> Call:
    return dataclasses.replace(call, query=query, scope={**call.scope, "query_string": urlencode(query).encode()})


def _escape(result: Answer, *members: str) -> Answer:
    """Answer names as Route 53 writes them (R53-10)."""
    if result.status >= 300:
        return result
    root = xml.parse(result.body)
    for element in root.iter():
        if element.tag in members:
            element.text = escaped(element.text or "")
    return result.replace(xml.dump(root, NAMESPACE))


async def _create_zone(world: World, call: Call, forward: wire.Forward) -> Answer:
    root = _parse(call)
    reference = xml.text(root, "CallerReference")
    if any(owner == call.account and zone["caller_reference"] == reference for owner, zone in store.zones()):
        raise _refused(
            "HostedZoneAlreadyExists",
            "A hosted zone has already been created with the specified caller reference.",
            409,
        )
    for name in root.findall("Name"):
        name.text = canonical(name.text or "")
    result = await forward(dataclasses.replace(call, body=xml.dump(root, NAMESPACE)))
    if result.status == 201:
        _begin(world, call, result)
        _name_servers(call.account, xml.text(xml.parse(result.body), "HostedZone/Id").rpartition("/")[2])
    return _delegation_set(world, result)


async def _get_zone(world: World, call: Call, forward: wire.Forward) -> Answer:
    return _delegation_set(world, await forward(call))


def _name_servers(account: str, number: str) -> None:
    """Give a zone four name servers of its own, as Route 53 does; MiniStack gives all zones the same."""
    first = zlib.crc32(number.encode()) % _PER_TOP
    names = [f"ns-{first + _PER_TOP * place}.awsdns-{first // 8:02}.{top}." for place, top in enumerate(_TOPS)]
    for item in store.records(account, number):
        if item["Type"] == "NS":
            item["ResourceRecords"] = names
        elif item["Type"] == "SOA":
            item["ResourceRecords"] = [f"{names[0]} {item['ResourceRecords'][0].partition(' ')[2]}"]


def _delegation_set(world: World, result: Answer) -> Answer:
    """Answer a zone with the name servers that it was given."""
    if result.status >= 300:
        return result
    root = xml.parse(result.body)
    number = xml.text(root, "HostedZone/Id").rpartition("/")[2]
    for element in root.iter("NameServers"):
        element.clear()
        for owned in store.zones():
            for name in world.dns.servers_of(owned) if owned[1]["id"] == number else []:
                SubElement(element, "NameServer").text = name.rstrip(".")
    return result.replace(xml.dump(root, NAMESPACE))


async def _dnssec(world: World, call: Call, forward: wire.Forward) -> Answer:
    """Answer GetDNSSEC: no zone of the lab is signed."""
    known = await forward(_as_get_zone(call))
    if known.status != 200:
        return known
    root = Element("GetDNSSECResponse")
    SubElement(SubElement(root, "Status"), "ServeSignature").text = "NOT_SIGNING"
    SubElement(root, "KeySigningKeys")
    return Answer(200, {"content-type": "text/xml"}, xml.dump(root, NAMESPACE))


def _as_get_zone(call: Call) -> Call:
    path = f"/2013-04-01/hostedzone/{call.id}"
    return dataclasses.replace(call, path=path, scope={**call.scope, "path": path, "raw_path": path.encode()})


_Rule = t.Callable[["World", "Call", "wire.Forward"], t.Awaitable[Answer]]
_RULES: dict[str, _Rule] = {
    "ChangeResourceRecordSets": _change,
    "GetChange": _get_change,
    "ListResourceRecordSets": _list_records,
    "ListHostedZonesByName": _list_by_name,
    "CreateHostedZone": _create_zone,
    "GetHostedZone": _get_zone,
    "GetDNSSEC": _dnssec,
}
