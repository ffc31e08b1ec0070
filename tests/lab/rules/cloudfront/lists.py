# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""CloudFront's lists in pages, and the members of summaries that MiniStack leaves out."""

from __future__ import annotations

import dataclasses
import typing as t
from xml.etree.ElementTree import Element, SubElement

from tests.lab import operations, store, xml
from tests.lab.names import canonical
from tests.lab.rules.cloudfront.references import conflicts, overlap
from tests.lab.rules.cloudfront.schema import refused, shape
from tests.lab.wire import Answer

if t.TYPE_CHECKING:
    from tests.lab import wire
    from tests.lab.wire import Call
    from tests.lab.world import World

NAMESPACE = "http://cloudfront.amazonaws.com/doc/2020-05-31/"
_NEWEST_FIRST = {"DistributionList", "InvalidationList"}


async def answer(world: World, call: Call, forward: wire.Forward) -> Answer:
    """Answer a list call with the page that was asked for."""
    result = await forward(call)
    if result.status != 200:
        return result
    root = xml.parse(result.body)
    if root.tag == "DistributionList":
        for summary in xml.items(root, "."):
            _complete(world, summary)
    paged(root, call.query)
    return result.replace(xml.dump(root, NAMESPACE))


async def by_web_acl(world: World, call: Call, forward: wire.Forward) -> Answer:
    """Answer ListDistributionsByWebACLId, which MiniStack lacks; `null` asks for those without one."""
    path = "/2020-05-31/distribution"
    scope = {**call.scope, "path": path, "raw_path": path.encode(), "query_string": b""}
    result = await answer(
        world, dataclasses.replace(call, path=path, scope=scope, query={"MaxItems": "10000"}), forward
    )
    root = xml.parse(result.body)
    holder = root.find("Items")
    wanted = "" if call.id == "null" else call.id
    for summary in xml.items(root, "."):
        if holder is not None and xml.text(summary, "WebACLId") != wanted:
            holder.remove(summary)
    paged(root, call.query, newest_first=False)
    return result.replace(xml.dump(root, NAMESPACE))


def paged(root: Element, query: dict[str, str], *, newest_first: bool = True) -> None:
    """Cut a list down to one page, in place."""
    holder = root.find("Items")
    found = list(holder) if holder is not None else []
    if newest_first and root.tag in _NEWEST_FIRST:
        found.reverse()
    size, marker = int(query.get("MaxItems") or 100), query.get("Marker", "")
    keys = [_key(item) for item in found]
    # The marker is the last item of the page before; a marker of nothing starts at the beginning.
    start = keys.index(marker) + 1 if marker in keys else 0
    page, more = found[start : start + size], start + size < len(found)
    for name in ("Marker", "NextMarker", "MaxItems", "IsTruncated", "Quantity", "Items"):
        for old in root.findall(name):
            root.remove(old)
    if _is_marked(root.tag):
        SubElement(root, "Marker").text = marker
        SubElement(root, "IsTruncated").text = "true" if more else "false"
    if more:
        SubElement(root, "NextMarker").text = keys[start + size - 1]
    SubElement(root, "MaxItems").text = str(size)
    SubElement(root, "Quantity").text = str(len(page))
    if page:
        SubElement(root, "Items").extend(page)


def _is_marked(name: str) -> bool:
    """Tell whether a list says Marker and IsTruncated; some have only NextMarker (X-06)."""
    model = operations.service_model("cloudfront")
    return model is not None and name in model.shape_names and "IsTruncated" in shape(name).members


def _key(item: Element) -> str:
    """Return what names an item: its Id, or a function's name and stage."""
    stage = next((element.text for element in item.iter("Stage")), "")
    found = next((element.text for name in ("Id", "Name", "DistributionId") for element in item.iter(name)), item.text)
    return f"{found or ''}{stage or ''}"


def _complete(world: World, summary: Element) -> None:
    """Give a summary what AWS's has: upper-case HttpVersion (CF-11), ETag, OriginGroups, AliasICPRecordals."""
    version = xml.text(summary, "HttpVersion")
    xml.put(summary, "HttpVersion", {"http1.1": "HTTP1.1", "http2and3": "HTTP2and3"}.get(version, version.upper()))
    for _, record in store.distributions():
        if record["Id"] == xml.text(summary, "Id"):
            config = xml.parse(record["config_xml"].encode())
            xml.put(summary, "ETag", record["ETag"])
            groups = config.find("OriginGroups")
            if groups is not None and summary.find("OriginGroups") is None:
                summary.append(groups)
            xml.put(summary, "Staging", xml.text(config, "Staging", "false"))
            add_recordals(summary, config)


def add_recordals(parent: Element, config: Element) -> None:
    """Add AliasICPRecordals, which AWS answers for each alias."""
    aliases = xml.texts(config, "Aliases")
    if aliases and parent.find("AliasICPRecordals") is None:
        holder = SubElement(parent, "AliasICPRecordals")
        for alias in aliases:
            item = SubElement(holder, "AliasICPRecordal")
            SubElement(item, "CNAME").text = alias
            SubElement(item, "ICPRecordalStatus").text = "APPROVED"


async def conflicting_aliases(world: World, call: Call, forward: wire.Forward) -> Answer:
    """Answer ListConflictingAliases: same or overlapping names, owners half hidden (CF-30)."""
    own, alias = call.query["DistributionId"], canonical(call.query["Alias"]).rstrip(".")
    record = store.distribution(call.account, own)
    if record is None:
        raise refused("NoSuchDistribution", "The specified distribution does not exist.", 404)
    certificate = world.certificates.get(
        xml.text(xml.parse(record["config_xml"].encode()), "ViewerCertificate/ACMCertificateArn")
    )
    if certificate is None or not certificate.covers(alias):
        raise refused("InvalidArgument", "The distribution must have a valid TLS certificate that includes the alias.")
    found = conflicts(alias, call.account, own)
    for owner, other in store.distributions():
        names = xml.texts(xml.parse(other["config_xml"].encode()), "Aliases") if other["Id"] != own else []
        found += [(name, other["Id"], owner) for name in names if overlap(name.lower(), alias)]
    root = Element("ConflictingAliasesList")
    holder = SubElement(root, "Items")
    for name, distribution, owner in dict.fromkeys(found):
        item = SubElement(holder, "ConflictingAlias")
        SubElement(item, "Alias").text = name
        SubElement(item, "DistributionId").text = "*" * 7 + distribution[7:]
        SubElement(item, "AccountId").text = "*" * 6 + owner[6:]
    paged(root, call.query)
    return Answer(200, {"content-type": "text/xml"}, xml.dump(root, NAMESPACE))
