# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Distributions: create, update, get, delete."""

from __future__ import annotations

import dataclasses
import typing as t
import uuid
from xml.etree.ElementTree import Element, ParseError, SubElement

from tests.lab import store, xml
from tests.lab.names import canonical
from tests.lab.rules.cloudfront import defaults, origins, references, schema, wholes
from tests.lab.rules.cloudfront.lists import NAMESPACE, add_recordals
from tests.lab.rules.cloudfront.schema import refused
from tests.lab.wire import Answer

if t.TYPE_CHECKING:
    from tests.lab import wire
    from tests.lab.wire import Call
    from tests.lab.world import World


async def create(world: World, call: Call, forward: wire.Forward) -> Answer:
    """Answer CreateDistribution and CreateDistributionWithTags."""
    root = _parse(call)
    config = root.find("DistributionConfig") if root.tag == "DistributionConfigWithTags" else root
    if config is None:
        raise refused("MalformedXML", "The XML document is malformed.")
    reference = xml.text(config, "CallerReference")
    _refuse_used(world, call.account, reference)
    if any((key.text or "").startswith("aws:") for key in root.iter("Key")):
        raise refused("InvalidTagging", "The tagging specified is not valid: the aws: prefix is reserved.")
    schema.check(config)
    origins.check(config)
    wholes.check(config)
    references.check(world, call.account, config)
    defaults.normalise(config)
    result = await forward(dataclasses.replace(call, body=xml.dump(root, NAMESPACE)))
    if result.status < 300:
        world.references[call.account, reference] = xml.text(xml.parse(result.body), "Id")
    return _deploying(world, call, result)


def _refuse_used(world: World, account: str, reference: str) -> None:
    alive = {record["CallerReference"]: record["Id"] for owner, record in store.distributions() if owner == account}
    remembered = world.references.get((account, reference)) if world.settings.remember_references else None
    found = alive.get(reference, remembered)
    if found:
        text = (
            "The caller reference that you are using to create a distribution is associated with another "
            f"distribution. Already exists: {found}"
        )
        raise refused("DistributionAlreadyExists", text, 409)  # CF-04, also when it is identical


async def update(world: World, call: Call, forward: wire.Forward) -> Answer:
    """Answer UpdateDistribution."""
    record = store.distribution(call.account, call.id)
    if record is None or call.headers.get("if-match") != record["ETag"]:
        return await forward(call)
    config = _parse(call)
    schema.check_update(config)
    if xml.text(config, "CallerReference") != record["CallerReference"]:
        raise refused("IllegalUpdate", "The update contains modifications that are not allowed.")  # CF-04
    schema.check(config)
    origins.check(config)
    wholes.check(config)
    references.check(world, call.account, config, call.id)
    before = xml.parse(record["config_xml"].encode())
    if xml.text(config, "Staging", "false") != xml.text(before, "Staging", "false"):
        raise refused("IllegalUpdate", "The update contains modifications that are not allowed.")  # CF-81
    defaults.normalise(config)
    result = await forward(dataclasses.replace(call, body=xml.dump(config, NAMESPACE)))
    world.deadlines.detach(world, *(references.named(before) - references.named(config)))
    return _deploying(world, call, result)


async def get(world: World, call: Call, forward: wire.Forward) -> Answer:
    """Answer GetDistribution."""
    result = await forward(call)
    return _complete(result) if result.status == 200 else result


async def delete(world: World, call: Call, forward: wire.Forward) -> Answer:
    """Answer DeleteDistribution: disabled and Deployed, or not at all (CF-21)."""
    record = store.distribution(call.account, call.id)
    if record and call.headers.get("if-match") == record["ETag"] and record["Status"] != "Deployed":
        raise refused(
            "DistributionNotDisabled", "The distribution you are trying to delete has not been disabled.", 409
        )
    result = await forward(call)
    if record and result.status == 204:
        world.deadlines.detach(world, *references.named(xml.parse(record["config_xml"].encode())))
    return result


async def associate_alias(world: World, call: Call, forward: wire.Forward) -> Answer:
    """Move an alias here from the distribution that has it (CF-30)."""
    target, alias = store.distribution(call.account, call.id), call.query["Alias"].lower()
    if target is None:
        raise refused("NoSuchDistribution", "The specified distribution does not exist.", 404)
    certificate = world.certificates.get(
        xml.text(xml.parse(target["config_xml"].encode()), "ViewerCertificate/ACMCertificateArn")
    )
    if certificate is None or not certificate.covers(alias):
        raise refused("IllegalUpdate", "The certificate of the target distribution does not cover the alias.")
    proof = [canonical(value.strip('"')) for value in world.dns.lookup(f"_{alias}", "TXT")]
    for owner, record in store.distributions():
        config = xml.parse(record["config_xml"].encode())
        names = [name for name in xml.texts(config, "Aliases") if name.lower() != alias]
        held = len(names) < len(xml.texts(config, "Aliases"))
        if held and owner != call.account and (record["enabled"] or canonical(target["DomainName"]) not in proof):
            raise refused(
                "IllegalUpdate",
                "The alias belongs to an enabled distribution of another account, or its TXT record is missing.",
            )
        if (owner, record["Id"]) == (call.account, call.id):
            names.append(alias)
        elif not held:
            continue
        _set_aliases(record, config, names)
        world.deadlines.deploy(world, owner, record["Id"])
    return Answer(200, {})


def _set_aliases(record: store.Record, config: Element, names: list[str]) -> None:
    xml.set_items(xml.put(config, "Aliases", {}), "CNAME", names)
    record["config_xml"] = xml.dump(config).decode().partition("\n")[2]
    record["ETag"] = f"E{uuid.uuid4().hex[:13].upper()}"


def _parse(call: Call) -> Element:
    try:
        return xml.parse(call.body)
    except ParseError as error:
        raise refused("MalformedXML", "The XML document is malformed.") from error


def _deploying(world: World, call: Call, result: Answer) -> Answer:
    if result.status >= 300:
        return result
    found = xml.text(xml.parse(result.body), "Id")
    world.deadlines.deploy(world, call.account, found)
    record = store.distribution(call.account, found)
    assert record is not None
    return _complete(result.replace(store.distribution_xml(record)))


def _complete(result: Answer) -> Answer:
    """Add the members beside the configuration that only AWS sets (CF-08)."""
    root = xml.parse(result.body)
    config = root.find("DistributionConfig")
    assert config is not None
    running = [item for item in store.invalidations(xml.text(root, "Id")) if item["Status"] == "InProgress"]
    xml.put(root, "InProgressInvalidationBatches", str(len(running)))
    for active, member in (("ActiveTrustedSigners", "TrustedSigners"), ("ActiveTrustedKeyGroups", "TrustedKeyGroups")):
        behaviours = defaults.behaviours(config)
        trusted = list(dict.fromkeys(name for behaviour in behaviours for name in xml.texts(behaviour, member)))
        holder = xml.put(root, active, {"Enabled": "true" if trusted else "false", "Quantity": str(len(trusted))})
        if trusted:
            _add_trusted(holder, member, trusted)
    add_recordals(root, config)
    return result.replace(xml.dump(root, NAMESPACE))


def _add_trusted(holder: Element, member: str, trusted: list[str]) -> None:
    inner, name = ("Signer", "AwsAccountNumber") if member == "TrustedSigners" else ("KeyGroup", "KeyGroupId")
    items = SubElement(holder, "Items")
    for value in trusted:
        item = SubElement(items, inner)
        SubElement(item, name).text = value
        SubElement(SubElement(item, "KeyPairIds"), "Quantity").text = "0"
