# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Objects as applications leave them in buckets, of every kind, and all that can be said of them afterwards."""

from __future__ import annotations

import concurrent.futures
import datetime
import hashlib
import typing as t

HERE = {"LocationConstraint": "ap-northeast-2"}
KMS_KEY = "arn:aws:kms:ap-northeast-2:123456789012:key/11111111-2222-3333-4444-555555555555"
READER = "c4c1ede66af53448b93c283ce9448c4ba468c9432aa01d700d3878632f77d2d0"
UNTIL = datetime.datetime(2099, 1, 1, tzinfo=datetime.timezone.utc)
EXPIRES = datetime.datetime(2030, 1, 1, tzinfo=datetime.timezone.utc)
GIANT = 6 * 1024**3
CUSTOMER_KEY = {"SSECustomerAlgorithm": "AES256", "SSECustomerKey": "k" * 32}

# What PutObject is told of each kind; the name of a kind is a folder in the bucket.
KINDS: dict[str, dict[str, t.Any]] = {
    "plain": {},
    "typed": {"ContentType": "image/png"},
    "cached": {"ContentType": "image/png", "CacheControl": "no-cache"},
    "described": {
        "ContentType": "image/png",
        "ContentDisposition": 'attachment; filename="a b.png"',
        "ContentEncoding": "gzip",
        "ContentLanguage": "de",
        "Expires": EXPIRES,
    },
    "labelled": {"Metadata": {"origin": "cms", "empty": ""}},
    "tagged": {"Tagging": "team=web&odd%20key=a%2Bb%26c"},
    "redirected": {"WebsiteRedirectLocation": "/elsewhere"},
    "rare": {"StorageClass": "STANDARD_IA"},
    "instant": {"StorageClass": "GLACIER_IR"},
    "tiered": {"StorageClass": "INTELLIGENT_TIERING"},
    "secret": {"ServerSideEncryption": "aws:kms", "SSEKMSKeyId": KMS_KEY},
    "secret_cheap": {"ServerSideEncryption": "aws:kms", "SSEKMSKeyId": KMS_KEY, "BucketKeyEnabled": True},
    "plain_encrypted": {"ServerSideEncryption": "AES256"},
    "summed": {"ChecksumAlgorithm": "SHA256"},
    "everything": {
        "ContentType": "binary/octet-stream",
        "ContentLanguage": "fr",
        "Metadata": {"origin": "cms"},
        "Tagging": "a=b",
        "StorageClass": "STANDARD_IA",
        "ServerSideEncryption": "aws:kms",
        "SSEKMSKeyId": KMS_KEY,
        "BucketKeyEnabled": True,
        "ChecksumAlgorithm": "SHA1",
        "WebsiteRedirectLocation": "/b",
        "Expires": EXPIRES,
    },
    "giant": {"Metadata": {"lab-size": str(GIANT), "film": "long"}, "Tagging": "a=b c", "StorageClass": "STANDARD_IA"},
}
SHARED: dict[str, dict[str, t.Any]] = {
    "private": {},
    "public": {"ACL": "public-read", "ContentType": "image/png"},
    "granted": {"GrantRead": f'id="{READER}"', "Tagging": "a=b"},
}
LOCKED: dict[str, dict[str, t.Any]] = {
    "free": {},
    "governed": {"ObjectLockMode": "GOVERNANCE", "ObjectLockRetainUntilDate": UNTIL},
    "compliant": {"ObjectLockMode": "COMPLIANCE", "ObjectLockRetainUntilDate": UNTIL, "Tagging": "a=b"},
    "held": {"ObjectLockLegalHoldStatus": "ON"},
}
# What no copy is made of.
LEFT: dict[str, dict[str, t.Any]] = {
    "archive": {"StorageClass": "GLACIER"},
    "customer": CUSTOMER_KEY,
}
# Never the same after a copy; those of an object in parts are tested on their own.
VOLATILE = ("LastModified", "VersionId", "ResponseMetadata", "AcceptRanges", "TagCount")
THREADS = 8


def buckets(s3: t.Any) -> None:
    """Make three buckets: of today, with ACLs, with Object Lock."""
    s3.create_bucket(Bucket="pictures", CreateBucketConfiguration=HERE)
    s3.create_bucket(Bucket="shared", CreateBucketConfiguration=HERE)
    s3.delete_public_access_block(Bucket="shared")
    rules = [{"ObjectOwnership": "BucketOwnerPreferred"}]
    s3.put_bucket_ownership_controls(Bucket="shared", OwnershipControls={"Rules": rules})
    s3.create_bucket(Bucket="locked", CreateBucketConfiguration=HERE, ObjectLockEnabledForBucket=True)


def fill(s3: t.Any, bucket: str, kinds: t.Mapping[str, dict[str, t.Any]], each: int) -> list[str]:
    """Put so many objects of each kind, giants fewer, and return the keys."""
    counts = {kind: 1 + each // 100 if kind == "giant" else each for kind in kinds}
    named = [(f"{kind}/{n:05}{' ü' if n % 7 == 0 else ''}.png", kind) for kind in kinds for n in range(counts[kind])]

    def put(one: tuple[str, str]) -> str:
        s3.put_object(Bucket=bucket, Key=one[0], Body=f"content of {one[0]}".encode(), **kinds[one[1]])
        return one[0]

    with concurrent.futures.ThreadPoolExecutor(THREADS) as pool:
        return list(pool.map(put, named))


def snapshot(s3: t.Any, bucket: str, *, acls: bool = False) -> dict[str, dict[str, t.Any]]:
    """Return all that S3 tells of each object, content included."""
    pages = s3.get_paginator("list_objects_v2").paginate(Bucket=bucket)
    keys = [item["Key"] for page in pages for item in page.get("Contents", [])]

    def told(key: str) -> dict[str, t.Any]:
        one = {"Bucket": bucket, "Key": key}
        key_needed = CUSTOMER_KEY if key.startswith("customer/") else {}
        found = s3.get_object(**one, ChecksumMode="ENABLED", **key_needed)
        body = found.pop("Body").read()
        if key.startswith("giant/"):
            found["ContentLength"] = s3.head_object(**one)["ContentLength"]
        tags = s3.get_object_tagging(**one)["TagSet"]
        acl = s3.get_object_acl(**one)["Grants"] if acls else []
        return {
            **{name: value for name, value in found.items() if name not in VOLATILE},
            "TagSet": sorted((tag["Key"], tag["Value"]) for tag in tags),
            "Grants": sorted(_granted(grant) for grant in acl),
            "Content": hashlib.sha256(body).hexdigest(),
        }

    readable = [key for key in keys if not key.startswith("archive/")]
    with concurrent.futures.ThreadPoolExecutor(THREADS) as pool:
        return dict(zip(readable, pool.map(told, readable), strict=True))


def _granted(grant: dict[str, t.Any]) -> str:
    return f"{grant['Permission']} {grant['Grantee'].get('ID') or grant['Grantee'].get('URI')}"


def differences(
    before: t.Mapping[str, dict[str, t.Any]], after: t.Mapping[str, dict[str, t.Any]], expected: t.Container[str]
) -> list[str]:
    """Return in which properties objects differ, beside those that were to be repaired."""
    found = [f"{key} came or went" for key in set(before) ^ set(after)]
    for key in sorted(set(before) & set(after)):
        for name in sorted(set(before[key]) | set(after[key])):
            left, right = before[key].get(name), after[key].get(name)
            if left != right and name not in expected and not (key.startswith("giant/") and name == "ETag"):
                found.append(f"{key}: {name} was {left!r}, is {right!r}")
    return found
