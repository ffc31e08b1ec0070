# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""All that an account holds as one value: two accounts that went different ways are compared as a whole.

Ids, ARNs and domain names that AWS makes up are replaced by names that say what they belong to; times, ETags and
version ids are left out. A second object of the same kind and name stands under the name with `#2` behind it.
"""

from __future__ import annotations

import collections
import datetime
import json
import re
import typing as t
import weakref

from botocore import xform_name

from tests.chaos.bucket import bucket
from tests.lab import Lab

Json = t.Any
Call = t.Callable[..., Json]

ACM_REGIONS = ("us-east-1", "ap-northeast-2")
ALGORITHMS = ("RSA_1024", "RSA_2048", "RSA_3072", "RSA_4096", "EC_prime256v1", "EC_secp384r1", "EC_secp521r1")
# What differs between two runs that did the same.
VOLATILE = frozenset({"ResponseMetadata", "ETag", "Serial", "InProgressInvalidationBatches"})
# The configurations of CloudFront: what their list is called, what they are called in it, and whose are wanted.
OWN = {"Type": "custom"}
CONFIGURATIONS: tuple[tuple[str, str, dict[str, str]], ...] = (
    ("origin_access_controls", "OriginAccessControl", {}),
    ("public_keys", "PublicKey", {}),
    ("key_groups", "KeyGroup", {}),
    ("cache_policies", "CachePolicy", OWN),
    ("origin_request_policies", "OriginRequestPolicy", OWN),
    ("response_headers_policies", "ResponseHeadersPolicy", OWN),
)
RANDOM = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
NAME_SERVER = re.compile(r"ns-\d+\.awsdns-\d+\.(?:com|net|org|co\.uk)")

_clients: weakref.WeakKeyDictionary[Lab, dict[tuple[str, str, str], t.Any]] = weakref.WeakKeyDictionary()


def snapshot(lab: Lab, account: str | None = None) -> dict[str, Json]:
    """Return what an account holds, by kind and name; it looks through the API, so take failures back before.

    The kinds: buckets (settings, policy, every version of every object), certificates, distributions, origin access
    controls, policies, functions, keys, web ACLs, and the record sets of every hosted zone. Invalidations are left out.
    """
    return Account(lab, account or lab.env["AWS_ACCESS_KEY_ID"]).look()


def differences(one: Json, other: Json, path: str = "") -> list[str]:
    """Return a line for every place in which two snapshots differ."""
    if isinstance(one, dict) and isinstance(other, dict):
        found = []
        for key in sorted({*one, *other}):
            here = f"{path}/{key}"
            if key not in other:
                found.append(f"{here}: only in the first: {_short(one[key])}")
            elif key not in one:
                found.append(f"{here}: only in the second: {_short(other[key])}")
            else:
                found += differences(one[key], other[key], here)
        return found
    if isinstance(one, list) and isinstance(other, list) and len(one) == len(other):
        pairs = enumerate(zip(one, other, strict=True))
        return [line for index, (left, right) in pairs for line in differences(left, right, f"{path}[{index}]")]
    return [] if one == other else [f"{path}: {_short(one)} is not {_short(other)}"]


def seconds(found: dict[str, Json]) -> list[str]:
    """Return what a snapshot holds a second time: kind and name."""
    return [f"{kind} {name}" for kind, items in found.items() for name in items if re.search(r" #\d+$", name)]


def _short(value: Json) -> str:
    text = json.dumps(value, sort_keys=True)
    return text if len(text) <= 300 else f"{text[:300]}…"


class Account:
    """One look at one account."""

    def __init__(self, lab: Lab, number: str) -> None:
        self._lab = lab
        self._number = number
        self._names: dict[str, str] = {}

    def look(self) -> dict[str, Json]:
        """Return everything, ids replaced."""
        found = {
            "buckets": self._buckets(),
            "certificates": self._certificates(),
            "web_acls": self._web_acls(),
            **self._cloudfront(),
            "zones": self._zones(),
        }
        return t.cast("dict[str, Json]", self._named(_clean(found)))

    def _client(self, service: str, region: str = "us-east-1") -> t.Any:
        made = _clients.setdefault(self._lab, {})
        key = (service, region, self._number)
        if key not in made:
            made[key] = self._lab.client(service, region, account=self._number)
        return made[key]

    def _named(self, found: Json) -> Json:
        """Return a value with every id in it replaced, in keys too."""
        text = json.dumps(found, sort_keys=True)
        if self._names:
            # An ARN before the id that it ends in.
            ids = sorted(self._names, key=len, reverse=True)
            text = re.sub("|".join(map(re.escape, ids)), lambda match: self._names[match[0]], text)
        return json.loads(NAME_SERVER.sub("<name server>", text))

    def _label(self, kind: str, name: str, *ids: str, taken: collections.Counter[str]) -> str:
        """Return the name of an object, a number behind it when it is not the first, and remember its ids."""
        taken[name] += 1
        label = name if taken[name] == 1 else f"{name} #{taken[name]}"
        self._names.update({one: f"<{kind} {label}>" for one in ids if one})
        return label

    def _buckets(self) -> dict[str, Json]:
        client = self._client("s3", self._lab.env["AWS_REGION"])
        return {item["Name"]: bucket(client, item["Name"]) for item in client.list_buckets()["Buckets"]}

    def _certificates(self) -> dict[str, Json]:
        found: dict[str, Json] = {}
        taken: collections.Counter[str] = collections.Counter()
        for region in ACM_REGIONS:
            client = self._client("acm", region)
            pages = client.get_paginator("list_certificates").paginate(Includes={"keyTypes": list(ALGORITHMS)})
            for item in [item for page in pages for item in page["CertificateSummaryList"]]:
                arn = item["CertificateArn"]
                detail = client.describe_certificate(CertificateArn=arn)["Certificate"]
                name = f"{region} {', '.join(sorted(detail['SubjectAlternativeNames']))}"
                label = self._label("certificate", name, arn, taken=taken)
                tags = client.list_tags_for_certificate(CertificateArn=arn)["Tags"]
                found[label] = {**detail, "Tags": _tags(tags)}
        return found

    def _web_acls(self) -> dict[str, Json]:
        client = self._client("wafv2")
        found: dict[str, Json] = {}
        taken: collections.Counter[str] = collections.Counter()
        for item in client.list_web_acls(Scope="CLOUDFRONT")["WebACLs"]:
            identity = {name: item[name] for name in ("Name", "Id")}
            config = client.get_web_acl(Scope="CLOUDFRONT", **identity)["WebACL"]
            tags = client.list_tags_for_resource(ResourceARN=item["ARN"])["TagInfoForResource"]["TagList"]
            label = self._label("web ACL", item["Name"], item["ARN"], item["Id"], taken=taken)
            found[label] = {**config, "Tags": _tags(tags)}
        return found

    def _zones(self) -> dict[str, Json]:
        client = self._client("route53")
        found: dict[str, Json] = {}
        taken: collections.Counter[str] = collections.Counter()
        for zone in client.list_hosted_zones()["HostedZones"]:
            identity = zone["Id"].rpartition("/")[2]
            pages = client.get_paginator("list_resource_record_sets").paginate(HostedZoneId=identity)
            records = [record for page in pages for record in page["ResourceRecordSets"]]
            label = self._label("zone", zone["Name"], identity, taken=taken)
            found[label] = {_place(record): record for record in records}
        return found

    def _cloudfront(self) -> dict[str, Json]:
        client = self._client("cloudfront")
        found = {kind: self._configurations(client, kind, member, **own) for kind, member, own in CONFIGURATIONS}
        return {**found, "functions": self._functions(client), "distributions": self._distributions(client)}

    def _configurations(self, client: t.Any, kind: str, member: str, **request: str) -> dict[str, Json]:
        """Return the objects of a kind that is an id with a configuration."""
        name = xform_name(member)
        found: dict[str, Json] = {}
        taken: collections.Counter[str] = collections.Counter()
        for item in _items(getattr(client, f"list_{kind}"), f"{member}List", **request):
            identity = item.get(member, item)["Id"]
            config = getattr(client, f"get_{name}")(Id=identity)[member][f"{member}Config"]
            found[self._label(name, config["Name"], identity, taken=taken)] = config
        return found

    def _functions(self, client: t.Any) -> dict[str, Json]:
        found: dict[str, Json] = {}
        for stage in ("DEVELOPMENT", "LIVE"):
            for item in _items(client.list_functions, "FunctionList", Stage=stage):
                code = client.get_function(Name=item["Name"], Stage=stage)["FunctionCode"].read().decode()
                found[f"{item['Name']} {stage}"] = {"config": item["FunctionConfig"], "code": code}
        return found

    def _distributions(self, client: t.Any) -> dict[str, Json]:
        found: dict[str, Json] = {}
        taken: collections.Counter[str] = collections.Counter()
        for item in _items(client.list_distributions, "DistributionList"):
            answer = client.get_distribution(Id=item["Id"])["Distribution"]
            config = answer["DistributionConfig"]
            # Only what is derived from the options is the same again.
            config["CallerReference"] = RANDOM.sub("<random>", config["CallerReference"])
            name = ", ".join(sorted(config["Aliases"].get("Items") or [config["CallerReference"]]))
            ids = (answer["ARN"], answer["DomainName"], answer["Id"])
            label = self._label("distribution", name, *ids, taken=taken)
            tags = client.list_tags_for_resource(Resource=answer["ARN"])["Tags"]["Items"]
            found[label] = {**answer, "Tags": _tags(tags)}
        return found


def _items(call: Call, member: str, **request: str) -> list[Json]:
    """Return the items of all pages of a list of CloudFront's."""
    found: list[Json] = []
    marker: dict[str, str] = {}
    while True:
        page = call(**request, **marker)[member]
        found += page.get("Items") or []
        if not page.get("NextMarker"):
            return found
        marker = {"Marker": page["NextMarker"]}


def _tags(tags: list[dict[str, str]]) -> dict[str, str]:
    return {tag["Key"]: tag.get("Value", "") for tag in tags}


def _place(record: Json) -> str:
    return " ".join(filter(None, (record["Name"], record["Type"], record.get("SetIdentifier"))))


def _clean(value: Json) -> Json:
    """Return a value without what is different each time."""
    if isinstance(value, dict):
        kept = {key: item for key, item in value.items() if key not in VOLATILE}
        return {key: _clean(item) for key, item in kept.items() if not isinstance(item, datetime.datetime)}
    return [_clean(item) for item in value] if isinstance(value, list) else value
