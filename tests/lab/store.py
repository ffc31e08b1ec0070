# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The one place that reaches into MiniStack: its app, its in-memory stores, its reset.

Only names that start with an underscore there are used here, so this is what breaks when MiniStack changes.
"""

from __future__ import annotations

import asyncio
import os
import typing as t
import uuid
from pathlib import Path

if t.TYPE_CHECKING:
    from tests.lab.state import App

Record = dict[str, t.Any]


def configure(account_id: str, secret: str, region: str, port: int, directory: Path) -> None:
    """Set MiniStack's environment; it reads some of it when it is imported, so this comes first."""
    os.environ.update(
        MINISTACK_ACCOUNT_ID=account_id,
        # Presigned URLs are verified with the server's own key.
        AWS_ACCESS_KEY_ID=account_id,
        AWS_SECRET_ACCESS_KEY=secret,
        MINISTACK_REGION=region,
        GATEWAY_PORT=str(port),
        MINISTACK_HOST="localhost",
        S3_DATA_DIR=str(directory / "s3"),
        STATE_DIR=str(directory / "state"),
        S3_PERSIST="0",
        PERSIST_STATE="0",
        LOCALSTACK_PERSISTENCE="0",
        LOG_LEVEL="WARNING",
        DOCKER_HOST=f"unix://{directory}/no-docker",
    )
    os.environ.pop("AUTH", None)


def app() -> App:
    """Return MiniStack's ASGI app with the services of the lab loaded.

    Its lifespan events are left out: they start schedulers, an MQTT broker and container reapers.
    """
    from ministack import app as gateway
    from ministack.core import hypercorn_compat

    hypercorn_compat.install()
    for name in ("s3", "cloudfront", "route53", "waf", "sts", "iam"):
        gateway._get_module(name)
    # CloudFront's key groups have UUIDs, unlike public keys.
    gateway._get_module("cloudfront")._kg_id = lambda: str(uuid.uuid4())
    return t.cast("App", gateway.app)


def reset() -> None:
    """Forget everything in every service."""
    from ministack import app as gateway

    gateway._reset_all_state()


def distributions() -> list[tuple[str, Record]]:
    """Return (account, record) of every distribution; the record is live."""
    from ministack.services import cloudfront

    return [(key[0], record) for key, record in list(cloudfront._distributions._data.items())]


def distribution(account: str, distribution_id: str) -> Record | None:
    """Return one distribution's live record."""
    from ministack.services import cloudfront

    found: Record | None = cloudfront._distributions._data.get((account, distribution_id))
    return found


def distribution_xml(record: Record) -> bytes:
    """Return what GetDistribution answers for a record."""
    from ministack.services import cloudfront

    answer: bytes = cloudfront._xml_response(
        "Distribution", lambda root: cloudfront._build_distribution_xml(root, record)
    )[2]
    return answer


def invalidations(distribution_id: str) -> list[Record]:
    """Return the live records of a distribution's invalidations, oldest first."""
    from ministack.services import cloudfront

    for key, records in list(cloudfront._invalidations._data.items()):
        if key[1] == distribution_id:
            return t.cast("list[Record]", records)
    return []


def cloudfront_items(kind: str, account: str) -> dict[str, Record]:
    """Return the live records of one kind of one account: oacs, functions, cache_policies, tags, …"""
    from ministack.services import cloudfront

    store = getattr(cloudfront, f"_{kind}")._data
    return {key[1]: record for key, record in list(store.items()) if key[0] == account}


def managed_policies(name: str) -> t.Container[str]:
    """Return the ids of one of MiniStack's tables of managed policies."""
    from ministack.services import cloudfront

    return t.cast("t.Container[str]", getattr(cloudfront, name))


def function_code(function: Record, stage: str) -> bytes | None:
    """Return a function's code in a stage, None before it was published."""
    if stage == "LIVE":
        return (function.get("live_body") or {}).get("code")
    return t.cast("bytes", function["code"])


def function_etag(function: Record, stage: str) -> str | None:
    """Return a function's ETag in a stage."""
    return function.get("live_etag" if stage == "LIVE" else "dev_etag")


async def run_function(code: bytes, event: t.Any) -> tuple[t.Any, str]:
    """Run a CloudFront function; return its result, and what went wrong."""
    from ministack.core import cloudfront_js

    try:
        return await asyncio.to_thread(cloudfront_js.evaluate, code, event), ""
    except cloudfront_js.CloudFrontFunctionError as error:
        return None, str(error)


def zones() -> list[tuple[str, Record]]:
    """Return (account, zone) of every hosted zone: id, name, private, comment."""
    from ministack.services import route53

    return [(key[0], zone) for key, zone in list(route53._zones._data.items())]


def records(account: str, zone_id: str) -> list[Record]:
    """Return a zone's live record sets: Name, Type, TTL, ResourceRecords (values) or AliasTarget."""
    from ministack.services import route53

    return t.cast("list[Record]", route53._records._data.get((account, zone_id), []))


def change(account: str, change_id: str) -> Record | None:
    """Return a Route 53 change's live record."""
    from ministack.services import route53

    found: Record | None = route53._changes._data.get((account, change_id))
    return found


def parse_record_set(element: t.Any) -> Record:
    """Return a ResourceRecordSet element as MiniStack would store it."""
    from ministack.services import route53

    return t.cast("Record", route53._parse_record_set(element))


def web_acls(account: str) -> list[Record]:
    """Return an account's CLOUDFRONT web ACLs: ARN, Id, Name, …"""
    from ministack.services import waf

    return [
        acl for key, acl in list(waf._web_acls._data.items()) if key[0] == account and acl.get("Scope") == "CLOUDFRONT"
    ]


def bucket(name: str) -> tuple[str, Record] | None:
    """Return (owner's account, live record) of a bucket, whoever owns it."""
    from ministack.services import s3

    for key, record in list(s3._buckets._data.items()):
        if key[1] == name:
            return key[0], record
    return None


def owner_enforced(record: Record) -> bool:
    """Tell whether a bucket has its ACLs off."""
    stored = record.get("_ownership_controls")
    if stored is None:
        return not record.get("_ownership_controls_deleted")
    return "BucketOwnerEnforced" in stored


def bucket_encryption(name: str) -> str:
    """Return a bucket's default encryption as it was put, empty for none."""
    from ministack.services import s3

    return next((text for key, text in list(s3._bucket_encryption._data.items()) if key[1] == name), "")


def object_record(bucket_name: str, key: str) -> Record | None:
    """Return the live record of a current object: size, etag, storage_class, preserved_headers, …"""
    found = bucket(bucket_name)
    return found[1]["objects"].get(key) if found else None


def object_body(record: Record) -> bytes:
    """Return an object's bytes."""
    return t.cast("bytes", record["body"])


def checksum(algorithm: str, body: bytes) -> str | None:
    """Return a checksum as MiniStack keeps it."""
    from ministack.services import s3

    return t.cast("str | None", s3._compute_s3_checksum(algorithm, body))


def forget_lock(bucket_name: str, key: str) -> None:
    """Take retention and legal hold off the current version of an object, which MiniStack copies along."""
    from ministack.services import s3

    record = object_record(bucket_name, key) or {}
    for states in (s3._object_retention._data, s3._object_legal_hold._data):
        for place in [place for place in states if place[1] == (bucket_name, key, record.get("version_id"))]:
            del states[place]


def bucket_policy(name: str) -> str | None:
    """Return a bucket's policy as it was put."""
    from ministack.services import s3

    return next((text for key, text in list(s3._bucket_policies._data.items()) if key[1] == name), None)


def account_of(access_key: str) -> str | None:
    """Return the account of an assumed role's or a user's key, None of a key that nobody was given."""
    if not access_key.startswith(("AKIA", "ASIA")):
        return None
    from ministack.core import iam_evaluator, responses

    found = responses._account_from_sts_session(access_key) or iam_evaluator.find_iam_access_key_account(access_key)
    return str(found) if found else None


def iam_exists(kind: str, account: str, name: str) -> bool:
    """Tell whether an account has the user or role."""
    from ministack.services import iam

    items = iam._users if kind == "user" else iam._roles
    return (account, name) in items._data


def identity(kind: str, account: str, name: str) -> Record | None:
    """Return a user's, role's or group's live record: Arn, …"""
    from ministack.services import iam

    found: Record | None = getattr(iam, f"_{kind}s")._data.get((account, name))
    return found


def role(account: str, name: str) -> Record | None:
    """Return a role's live record: Arn, AssumeRolePolicyDocument, InlinePolicies, AttachedPolicies, …"""
    from ministack.services import iam

    found: Record | None = iam._roles._data.get((account, name))
    return found


def role_policies(account: str, name: str) -> list[str]:
    """Return the documents of a role's inline and attached policies."""
    from ministack.services import iam

    found = role(account, name)
    if found is None:
        return []
    attached = [iam._policies._data.get((account, arn)) for arn in found["AttachedPolicies"]]
    versions = [
        next(version for version in policy["Versions"].values() if version["IsDefaultVersion"])["Document"]
        for policy in attached
        if policy
    ]
    return [*found["InlinePolicies"].values(), *versions]


def object_size(bucket_name: str, key: str) -> int | None:
    """Return the size of an object, None without one."""
    found = bucket(bucket_name)
    record = found[1]["objects"].get(key) if found else None
    return int(record["size"]) if record else None


def has_tags(bucket_name: str, key: str) -> bool:
    """Tell whether the current version of an object has tags."""
    from ministack.services import s3

    record = object_record(bucket_name, key) or {}
    place = (bucket_name, key, record.get("version_id"))
    return any(found[1] == place and bool(tags) for found, tags in list(s3._object_tags._data.items()))
