# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What planned API writes, and the reads that follow them, need to be allowed, on which resources; pure."""

from __future__ import annotations

import dataclasses
import re
import typing as t

from .._denials import actions_of
from .._rights import PURPOSES
from .._unknown import is_unknown

# What a module asks after its write, which nothing before the write has tried.
FOLLOWING: t.Mapping[str, tuple[str, ...]] = {
    "acm:RequestCertificate": ("acm:DescribeCertificate",),
    "cloudfront:CreateDistribution": ("cloudfront:GetDistribution", "cloudfront:ListTagsForResource"),
    "cloudfront:CreateInvalidation": ("cloudfront:GetInvalidation",),
    "cloudfront:UpdateDistribution": ("cloudfront:GetDistribution",),
    "route53:ChangeResourceRecordSets": ("route53:GetChange",),
    "s3:PutBucketPolicy": ("s3:GetBucketPolicy",),
    # To attach it to a distribution needs this as well.
    "wafv2:CreateWebACL": ("wafv2:GetWebACL",),
    "wafv2:UpdateWebACL": ("wafv2:GetWebACL",),
}
# Actions that know no resource beforehand, or none at all.
WITHOUT_RESOURCE = re.compile(r"acm:RequestCertificate|cloudfront:(Create(?!Invalidation)|List(?!Tags)).*")
# An invalidation is made for a distribution that is there.
MAKING = re.compile(r":(Create(?!Invalidation)|Request)")
LOGGING = ("s3:GetBucketAcl", "s3:PutBucketAcl")
TAGGING = {
    "acm:RequestCertificate": ("acm:AddTagsToCertificate",),
    "wafv2:CreateWebACL": ("wafv2:TagResource",),
}
OBJECT_TAGGING = {
    "s3:CopyObject": ("s3:GetObjectTagging", "s3:PutObjectTagging"),
    "s3:CreateMultipartUpload": ("s3:PutObjectTagging",),
    "s3:PutObject": ("s3:PutObjectTagging",),
}
# Emptying a bucket names the version of everything that it deletes.
VERSIONS = ": objects and versions "
RECORD = re.compile(r"(?P<type>[A-Z]+) (?P<name>\S+)")
# A validation record is not known before its certificate.
TOKEN, ANY_TOKEN = "_<token>.", f"_{'0' * 32}."
RECORD_ACTIONS = {"create": ("CREATE",), "update": ("CREATE", "DELETE"), "delete": ("DELETE",)}
# Services whose calls all go to one region, unless an ARN says otherwise.
GLOBAL, GLOBAL_REGION = frozenset({"acm", "cloudfront", "route53", "wafv2"}), "us-east-1"
BUCKET = re.compile(r"(?:.* of )?(?P<name>[a-z0-9][a-z0-9.-]+[a-z0-9])(?:/(?P<key>.*))?", re.DOTALL)


# What policies can ask about a call, and what is known of it.
Context = tuple[tuple[str, tuple[str, ...]], ...]


@dataclasses.dataclass(frozen=True)
class Need:
    """One action on one resource; ``exact`` tells that the resource is known, and not only its kind."""

    action: str
    resource: str
    exact: bool = True
    context: Context = ()

    def __str__(self) -> str:
        """Return the action and the resource."""
        return f"{self.action} on {self.resource}"

    @property
    def purpose(self) -> str:
        """Return what the action is needed for, in the words of all messages."""
        return PURPOSES.get(self.action, "")


@dataclasses.dataclass(frozen=True)
class Scope:
    """Where the objects of a plan are, and what is sent with them: what a name alone does not tell."""

    partition: str
    account: str
    distribution: str = ""
    certificate: str = ""
    certificate_names: tuple[str, ...] = ()
    zone: str = ""
    log_bucket: str = ""
    tagged: bool = False
    tagged_objects: bool = False


def needs_of(actions: t.Iterable[t.Mapping[str, t.Any]], scope: Scope) -> tuple[Need, ...]:
    """Return what a plan needs, each need once; of many objects the first one stands for all."""
    found: dict[tuple[str, str], Need] = {}
    for one in actions:
        for need in _of_write(one, scope):
            kind = need.resource.partition("/")[0] if ":s3:" in need.resource else need.resource
            first = found.setdefault((need.action, kind), need)
            found[need.action, kind] = dataclasses.replace(first, context=_both(first.context, need.context))
    return tuple(found.values())


def _both(one: Context, other: Context) -> Context:
    values = {key: dict.fromkeys(known) for key, known in one}
    for key, known in other:
        values.setdefault(key, {}).update(dict.fromkeys(known))
    return tuple((key, tuple(known)) for key, known in values.items())


def _of_write(one: t.Mapping[str, t.Any], scope: Scope) -> t.Iterator[Need]:
    operation, resource = str(one["operation"]), str(one["resource"])
    is_new = bool(MAKING.search(operation))
    for action in _actions(operation, resource, scope):
        where, exact = _resource(action, resource, scope, is_new=is_new)
        yield Need(action, where, exact, _context(action, where, one, scope))
    if _makes(operation) in ("cloudfront:CreateDistribution", "cloudfront:UpdateDistribution") and scope.log_bucket:
        yield from (Need(action, f"arn:{scope.partition}:s3:::{scope.log_bucket}") for action in LOGGING)
    if operation in ("wafv2:CreateWebACL", "wafv2:UpdateWebACL"):
        rules = f"arn:{scope.partition}:wafv2:{GLOBAL_REGION}:{scope.account}:global/managedruleset/*/*"
        yield Need(operation, rules, exact=False, context=_context(operation, rules, one, scope))


def _makes(operation: str) -> str:
    return re.sub("WithTags$", "", operation)


def _actions(operation: str, resource: str, scope: Scope) -> t.Iterator[str]:
    """Yield the actions of a write, of what goes with it, and of the reads that follow."""
    if operation == "s3:DeleteObjects" and VERSIONS in resource:
        yield "s3:DeleteObjectVersion"
        return
    yield from actions_of(operation)
    yield from FOLLOWING.get(_makes(operation), ())
    # Every bucket is made without ACLs.
    yield from ("s3:PutBucketOwnershipControls",) if operation == "s3:CreateBucket" else ()
    yield from TAGGING.get(operation, ()) if scope.tagged else ()
    yield from OBJECT_TAGGING.get(operation, ()) if scope.tagged_objects else ()


def _resource(action: str, resource: str, scope: Scope, *, is_new: bool) -> tuple[str, bool]:
    """Return the ARN that an action is asked for, and whether it is the very one.

    Of what is to be made nobody knows the id: who may work on it has to be allowed to for all ids.
    """
    if WITHOUT_RESOURCE.fullmatch(action):
        return "*", True
    service = action.partition(":")[0]
    arn = {"acm": _acm, "cloudfront": _cloudfront, "route53": _route53, "s3": _s3, "wafv2": _wafv2}.get(service)
    found = arn(action, resource, scope) if arn else "*"
    return found, is_new or not found.endswith("*")


def _known(arn: str) -> str:
    return "" if is_unknown(arn) else arn


def _acm(action: str, resource: str, scope: Scope) -> str:
    named = resource if resource.startswith("arn:") else _known(scope.certificate)
    return named or f"arn:{scope.partition}:acm:us-east-1:{scope.account}:certificate/*"


def _cloudfront(action: str, resource: str, scope: Scope) -> str:
    base = f"arn:{scope.partition}:cloudfront::{scope.account}"
    kinds = ("OriginAccessControl", "ResponseHeadersPolicy", "OriginRequestPolicy", "CachePolicy", "Function")
    kind = next((kind for kind in kinds if kind in action), "")
    if kind:
        return f"{base}:{re.sub('(?<!^)(?=[A-Z])', '-', kind).lower()}/*"
    return _known(scope.distribution) or f"{base}:distribution/*"


def _route53(action: str, resource: str, scope: Scope) -> str:
    if action == "route53:GetChange":
        # The id of a change is always new.
        return f"arn:{scope.partition}:route53:::change/C00000000000000000000"
    return f"arn:{scope.partition}:route53:::hostedzone/{_known(scope.zone) or '*'}"


def _s3(action: str, resource: str, scope: Scope) -> str:
    named = BUCKET.match(resource.partition(": ")[0])
    base = f"arn:{scope.partition}:s3:::{named['name'] if named else '*'}"
    about_objects = "Object" in action and "Bucket" not in action
    return f"{base}/{(named and named['key']) or '*'}" if about_objects else base


def _wafv2(action: str, resource: str, scope: Scope) -> str:
    return f"arn:{scope.partition}:wafv2:us-east-1:{scope.account}:global/webacl/{resource}/*"


def _context(action: str, where: str, one: t.Mapping[str, t.Any], scope: Scope) -> Context:
    """Return what is known of a call beforehand, by the keys of conditions."""
    found: dict[str, tuple[str, ...]] = {}
    if action == "acm:RequestCertificate":
        found = {"acm:ValidationMethod": ("DNS",), "acm:DomainNames": scope.certificate_names}
    if action == "route53:ChangeResourceRecordSets":
        found = _records(str(one["resource"]), str(one.get("change")))
    if action.partition(":")[0] in GLOBAL and scope.partition == "aws":
        found["aws:RequestedRegion"] = ((where.split(":")[3] if where.startswith("arn:") else "") or GLOBAL_REGION,)
    return tuple((key, values) for key, values in found.items() if values)


def _records(resource: str, change: str) -> dict[str, tuple[str, ...]]:
    """Return the keys of a change batch, with names as Route 53 makes them normal: in lower case, octal, no dot."""
    labels = [RECORD.match(label) for label in resource.partition(": ")[2].replace(TOKEN, ANY_TOKEN).split(", ")]
    records = [label for label in labels if label]
    names = [label["name"].lower().rstrip(".").replace("*", "\\052") for label in records]
    prefix = "route53:ChangeResourceRecordSets"
    return {
        f"{prefix}Actions": RECORD_ACTIONS.get(change, ()),
        f"{prefix}NormalizedRecordNames": tuple(dict.fromkeys(names)),
        f"{prefix}RecordTypes": tuple(dict.fromkeys(label["type"] for label in records)),
    }
