# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a call needs: actions on resources, with the condition keys of the request.

Actions, resources and keys follow the service authorization reference.
"""

from __future__ import annotations

import dataclasses
import typing as t
from xml.etree.ElementTree import ParseError

from tests.lab import xml
from tests.lab.iam import s3
from tests.lab.iam.reference import actions_of

if t.TYPE_CHECKING:
    from tests.lab.wire import Call
    from tests.lab.world import World

GLOBAL_SCOPE = "us-east-1"
# What the collections of CloudFront's paths are called in ARNs; the other actions take no resource.
_CLOUDFRONT = {
    "distribution": "distribution",
    "cache-policy": "cache-policy",
    "function": "function",
    "origin-access-control": "origin-access-control",
    "origin-request-policy": "origin-request-policy",
    "response-headers-policy": "response-headers-policy",
    "streaming-distribution": "streaming-distribution",
}


@dataclasses.dataclass(frozen=True)
class Need:
    """One action on one resource."""

    action: str
    resource: str = "*"
    keys: t.Mapping[str, t.Any] = dataclasses.field(default_factory=dict)


def needs_of(world: World, call: Call) -> list[Need]:
    """Return all that a caller must be allowed for a call, in the order in which AWS asks."""
    special = _SPECIAL.get(call.service)
    if special is not None:
        return special(world, call)
    return [Need(action) for action in actions_of(f"{call.service}:{call.operation}")]


def _s3(world: World, call: Call) -> list[Need]:
    return [Need(*need) for need in s3.needs(call)]


def _s3control(world: World, call: Call) -> list[Need]:
    job = call.uri.get("id")
    arn = f"arn:aws:s3:{call.region}:{call.account}:job/{job}" if job else "*"
    found = [Need(f"s3:{call.operation}", arn)]
    if call.operation == "CreateJob":
        found.append(Need("iam:PassRole", _member(call, ".//RoleArn")))
    return found


def _cloudfront(world: World, call: Call) -> list[Need]:
    base = f"arn:aws:cloudfront::{call.account}"
    tags = _tags(call)
    if call.operation in ("TagResource", "UntagResource", "ListTagsForResource"):
        return [Need(f"cloudfront:{call.operation}", call.query.get("Resource", "*"), tags)]
    kind = _CLOUDFRONT.get(_collection(call), "")
    arn = f"{base}:{kind}/{call.id}" if kind and call.id else "*"
    found = [
        Need(action, f"{base}:distribution/*" if action == "cloudfront:TagResource" else arn, tags)
        for action in actions_of(f"cloudfront:{call.operation}")
    ]
    if call.operation == "CreateFunction" and tags:
        found.append(Need("cloudfront:TagResource", f"{base}:function/*", tags))
    if call.operation in ("CreateDistribution", "CreateDistributionWithTags", "UpdateDistribution"):
        found += _attached(call)
    return found


def _attached(call: Call) -> t.Iterator[Need]:
    """Yield what it takes to attach a log bucket (CF-50) and a web ACL."""
    bucket = _member(call, ".//Logging/Bucket").partition(".s3")[0]
    if bucket and _member(call, ".//Logging/Enabled") == "true":
        yield Need("s3:GetBucketAcl", f"arn:aws:s3:::{bucket}")
        yield Need("s3:PutBucketAcl", f"arn:aws:s3:::{bucket}")
    acl = _member(call, ".//WebACLId")
    if acl.startswith("arn:aws:wafv2:"):
        yield Need("wafv2:GetWebACL", acl)


def _collection(call: Call) -> str:
    """Return the collection that a path like /2020-05-31/distribution/ID/invalidation is about."""
    parts = call.path.split("/")
    return parts[2] if len(parts) > 2 else ""  # noqa: PLR2004 - "", version, collection


def _route53(world: World, call: Call) -> list[Need]:
    parts = call.path.strip("/").split("/")
    arn = f"arn:aws:route53:::{parts[1]}/{parts[2]}" if len(parts) > 2 else "*"  # noqa: PLR2004 - version, kind, id
    keys = _changes(call) if call.operation == "ChangeResourceRecordSets" else {}
    return [Need(f"route53:{call.operation}", arn, keys)]


def _changes(call: Call) -> dict[str, list[str]]:
    """Return the condition keys of a change batch: names in lower case, without the dot at the end, in octal."""
    root = _root(call)
    changes = [] if root is None else root.findall(".//Change")
    prefix = "route53:ChangeResourceRecordSets"
    return {
        f"{prefix}Actions": [xml.text(change, "Action") for change in changes],
        f"{prefix}RecordTypes": [xml.text(change, "ResourceRecordSet/Type") for change in changes],
        f"{prefix}NormalizedRecordNames": [
            xml.text(change, "ResourceRecordSet/Name").lower().rstrip(".").replace("*", "\\052") for change in changes
        ],
    }


def _acm(world: World, call: Call) -> list[Need]:
    content = call.json()
    tags = _tags(call)
    arn = content.get("CertificateArn") or "*"
    if call.operation != "RequestCertificate":
        return [Need(f"acm:{call.operation}", arn, tags)]
    options = content.get("Options") or {}
    names = [content.get("DomainName"), *content.get("SubjectAlternativeNames", [])]
    keys = {
        "acm:DomainNames": list(dict.fromkeys(names)),
        "acm:ValidationMethod": content.get("ValidationMethod", "EMAIL"),
        "acm:KeyAlgorithm": content.get("KeyAlgorithm", "RSA_2048"),
        "acm:Export": options.get("Export", "DISABLED"),
    }
    found = [Need("acm:RequestCertificate", "*", {**keys, **tags})]
    if tags:
        every = f"arn:aws:acm:{call.region}:{call.account}:certificate/*"
        found.append(Need("acm:AddTagsToCertificate", every, tags))
    return found


def _wafv2(world: World, call: Call) -> list[Need]:
    content = call.json()
    scope = "global" if content.get("Scope") == "CLOUDFRONT" else "regional"
    base = f"arn:aws:wafv2:{call.region}:{call.account}:{scope}"
    named = f"{base}/webacl/{content['Name']}/{content.get('Id', '*')}" if content.get("Name") else "*"
    arn = content.get("ResourceARN") or named
    tags = _tags(call)
    found = [Need(f"wafv2:{call.operation}", arn, tags)]
    if call.operation in ("CreateWebACL", "UpdateWebACL") and b"ManagedRuleGroupStatement" in call.body:
        found.append(Need(f"wafv2:{call.operation}", f"{base}/managedruleset/*/*"))
    if call.operation == "CreateWebACL" and tags:
        found.append(Need("wafv2:TagResource", arn, tags))
    return found


def _tags(call: Call) -> dict[str, t.Any]:
    """Return the condition keys of the tags that a request sets or takes away."""
    pairs: list[tuple[str, str]] = []
    keys: list[str] = []
    if call.body[:1] == b"{":
        content = call.json()
        pairs = [(tag.get("Key", ""), tag.get("Value", "")) for tag in content.get("Tags") or ()]
        keys = list(content.get("TagKeys") or ())
    else:
        root = _root(call)
        if root is not None:
            pairs = [(xml.text(tag, "Key"), xml.text(tag, "Value")) for tag in root.iter("Tag")]
            keys = xml.texts(root, ".") if root.tag == "TagKeys" else []
    if not pairs and not keys:
        return {}
    values = {f"aws:RequestTag/{key}": value for key, value in pairs}
    return {**values, "aws:TagKeys": [*(key for key, dummy in pairs), *keys]}


def _root(call: Call) -> t.Any:
    try:
        return xml.parse(call.body) if call.body[:1] == b"<" else None
    except ParseError:
        return None


def _member(call: Call, path: str) -> str:
    return xml.text(_root(call), path)


def _iam(world: World, call: Call) -> list[Need]:
    name = next((call.uri[key] for key in ("UserName", "RoleName", "PolicyArn") if key in call.uri), "")
    kind = "user" if "UserName" in call.uri else "role"
    arn = name if name.startswith("arn:") else f"arn:aws:iam::{call.account}:{kind}/{name}" if name else "*"
    return [Need(f"iam:{call.operation}", call.uri.get("PolicySourceArn") or arn)]


def _sts(world: World, call: Call) -> list[Need]:
    return [Need(f"sts:{call.operation}", call.uri.get("RoleArn") or "*")]


_SPECIAL: dict[str, t.Callable[[World, Call], list[Need]]] = {
    "acm": _acm,
    "cloudfront": _cloudfront,
    "iam": _iam,
    "route53": _route53,
    "s3": _s3,
    "s3control": _s3control,
    "sts": _sts,
    "wafv2": _wafv2,
}
