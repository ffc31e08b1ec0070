# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

import datetime

import pytest

from ansible_collections.cdn.aws.plugins.module_utils._headers.decide import (
    EPOCH,
    Repair,
    Skipped,
    Wanted,
    decide,
    keeping,
    obstacle,
)
from tests.unit.helpers import service_shape

COPY_MEMBERS = frozenset(service_shape("s3", "CopyObjectRequest").members)
AT = datetime.datetime(2026, 1, 2, 3, 4, 5, tzinfo=datetime.timezone.utc)
UNTIL = datetime.datetime(2099, 1, 1, tzinfo=datetime.timezone.utc)
KMS = {"ServerSideEncryption": "aws:kms", "SSEKMSKeyId": "arn:aws:kms:eu-central-1:123456789012:key/k"}


def options(**given):
    rules = given.pop("rules", [])
    return {"rules": rules, "cache_control": None, "content_types": "missing", "overwrite": True, **given}


def head(**members):
    return {
        "ETag": '"e"',
        "ContentLength": 5,
        "LastModified": AT,
        "ContentType": "image/jpeg",
        "Metadata": {},
        **members,
    }


def decided(current, key="a.jpg", **given):
    wanted = Wanted(options(**given), "")
    return decide(key, current, wanted.headers(key, current), keeping(current, COPY_MEMBERS))


def members(current, **given):
    return decided(current, **{"cache_control": "max-age=9", **given}).members


# What HeadObject tells of an object, and what a copy has to be told so that it stays so (S3-32).
KEPT = [
    ({"CacheControl": "no-cache"}, {"CacheControl": "max-age=9"}),
    ({"ContentType": "image/x-odd"}, {"ContentType": "image/x-odd"}),
    ({"ContentDisposition": 'attachment; filename="a"'}, None),
    ({"ContentEncoding": "gzip"}, None),
    ({"ContentLanguage": "de"}, None),
    ({"Expires": AT, "ExpiresString": "Fri, 02 Jan 2026 03:04:05 GMT"}, {"Expires": AT}),
    ({"ExpiresString": "0"}, {"Expires": EPOCH}),
    ({"WebsiteRedirectLocation": "/b"}, None),
    ({"Metadata": {"origin": "cms", "a": ""}}, None),
    ({"StorageClass": "STANDARD_IA"}, None),
    ({"StorageClass": "INTELLIGENT_TIERING"}, None),
    ({"ServerSideEncryption": "AES256"}, None),
    ({**KMS, "BucketKeyEnabled": True}, None),
    (KMS, {**KMS, "BucketKeyEnabled": False}),
    ({"ServerSideEncryption": "aws:kms:dsse", "SSEKMSKeyId": "k"}, {"ServerSideEncryption": "aws:kms:dsse"}),
    ({"ChecksumSHA256": "x=", "ChecksumType": "FULL_OBJECT"}, {"ChecksumAlgorithm": "SHA256"}),
    ({"ChecksumCRC64NVME": "x=", "ChecksumType": "FULL_OBJECT"}, {"ChecksumAlgorithm": "CRC64NVME"}),
    ({"ObjectLockMode": "COMPLIANCE", "ObjectLockRetainUntilDate": UNTIL}, None),
    ({"ObjectLockLegalHoldStatus": "ON"}, None),
]


@pytest.mark.parametrize(("property_", "copied"), KEPT, ids=lambda value: "+".join(value or ())[:40])
def test_a_copy_is_told_each_property_of_an_object(property_, copied):
    """S3-32."""
    given = members(head(**property_))
    expected = property_ if copied is None else copied
    assert {member: given.get(member) for member in expected} == expected
    assert (given["MetadataDirective"], given["TaggingDirective"]) == ("REPLACE", "COPY")


def test_a_copy_is_told_all_properties_together():
    properties = [property_ for property_, copied in KEPT if copied is None and "StorageClass" not in property_]
    everything = {member: value for property_ in properties for member, value in property_.items()}
    given = members(head(StorageClass="GLACIER_IR", **everything))
    assert {member: given[member] for member in everything} == everything
    assert set(given) - set(everything) == {
        "CacheControl", "ContentType", "StorageClass", "MetadataDirective", "TaggingDirective",
    }  # fmt: skip


def test_nothing_of_an_answer_that_is_no_property_reaches_a_copy():
    answer = head(VersionId="v", PartsCount=3, ReplicationStatus="COMPLETED", Restore="x", TagCount=2, AcceptRanges="b")
    assert set(members(answer)) == {"CacheControl", "ContentType", "MetadataDirective", "TaggingDirective"}


def test_a_property_that_a_newer_botocore_knows_is_kept_too():
    """HeadObject's answer and CopyObject's request name it alike, as they do all others."""
    current = head(ObjectLockTomorrow="yes")
    assert keeping(current, COPY_MEMBERS | {"ObjectLockTomorrow"})["ObjectLockTomorrow"] == "yes"


def test_each_property_that_a_copy_takes_under_the_name_that_an_object_has_is_known_here():
    """A newer botocore that brings one more is to be looked at, and named here."""
    told = set(service_shape("s3", "HeadObjectOutput").members) & COPY_MEMBERS
    known = {member for property_, _copied in KEPT for member in property_} | {
        "SSECustomerAlgorithm", "SSECustomerKeyMD5",
        "ObjectLockEventHold", "ObjectLockEventHoldDurationDays", "ObjectLockEventHoldDurationYears",
    }  # fmt: skip
    assert told <= known


def test_an_object_that_is_right_is_left_alone():
    right = head(CacheControl="Public,max-age=9")
    assert decided(right, cache_control="public, max-age=9") is None
    assert decided(head(StorageClass="GLACIER", CacheControl="max-age=9"), cache_control="max-age=9") is None


@pytest.mark.parametrize(
    ("mode", "name", "current", "expected"),
    [
        ("missing", "a.png", "binary/octet-stream", "image/png"),
        ("missing", "a.png", "application/octet-stream", "image/png"),
        ("missing", "a.png", "", "image/png"),
        ("missing", "a.html", "binary/octet-stream", "text/html; charset=utf-8"),
        ("missing", "a.png", "image/jpg", None),
        ("missing", "a.unknown", "binary/octet-stream", None),
        ("missing", "a.bin", "binary/octet-stream", None),
        ("all", "a.png", "image/jpg", "image/png"),
        ("all", "a.html", "text/html", None),
        ("all", "a.html", "text/html; charset=ISO-8859-1", None),
        ("all", "a.unknown", "image/jpg", None),
        ("none", "a.png", "binary/octet-stream", None),
    ],
)
def test_types_come_from_the_table_as_far_as_content_types_says(mode, name, current, expected):
    """S3-33."""
    found = decided(head(ContentType=current), key=name, content_types=mode)
    assert (found.members["ContentType"] if found else None) == expected


def test_a_rule_names_the_type_whatever_content_types_says():
    rules = [{"pattern": "*.jpg", "content_type": "image/x-own"}]
    assert decided(head(), rules=rules, content_types="none").members["ContentType"] == "image/x-own"


LACKING = [
    ({}, {"cache_control": "max-age=9"}, {"CacheControl": "max-age=9"}),
    ({"CacheControl": "no-cache"}, {"cache_control": "max-age=9"}, None),
    ({"Expires": AT, "ExpiresString": "Fri, 02 Jan 2026 03:04:05 GMT"}, {"cache_control": "max-age=9"}, None),
    ({"ContentType": "image/x-odd"}, {"content_types": "all"}, None),
    ({"ContentType": "image/x-odd"}, {"rules": [{"pattern": "*", "content_type": "image/webp"}]}, None),
    (
        {"ContentType": "binary/octet-stream"},
        {"rules": [{"pattern": "*", "content_type": "image/webp"}]},
        {"ContentType": "image/webp"},
    ),
    (
        {"Metadata": {"a": "1"}},
        {"rules": [{"pattern": "*", "metadata": {"A": "2", "b": "3"}}]},
        {"Metadata": {"a": "1", "b": "3"}},
    ),
    ({"Metadata": {"a": "1"}}, {"rules": [{"pattern": "*", "metadata": {"a": "2"}}]}, None),
    (
        {"TagSet": [{"Key": "a", "Value": "1"}]},
        {"rules": [{"pattern": "*", "tags": {"a": "2", "b": "3"}}]},
        {"Tagging": "a=1&b=3"},
    ),
    ({"TagSet": [{"Key": "a", "Value": "1"}]}, {"rules": [{"pattern": "*", "tags": {"a": "2"}}]}, None),
    ({}, {"rules": [{"pattern": "*", "storage_class": "STANDARD_IA"}]}, {"StorageClass": "STANDARD_IA"}),
    ({"ContentDisposition": "inline"}, {"rules": [{"pattern": "*", "content_disposition": ""}]}, None),
]


@pytest.mark.parametrize(("has", "given", "expected"), LACKING)
def test_without_overwrite_an_object_gets_only_what_it_lacks(has, given, expected):
    found = decided(head(**has), overwrite=False, **given)
    if expected is None:
        assert found is None
    else:
        assert expected.items() <= found.members.items()


@pytest.mark.parametrize(("has", "given", "expected"), LACKING)
def test_with_overwrite_every_named_difference_is_a_repair(has, given, expected):
    assert decided(head(**has), **given) is not None


@pytest.mark.parametrize(("mode", "expected"), [("missing", None), ("all", "gzip")])
def test_the_encoding_of_svgz_is_for_all_types_only(mode, expected):
    found = decided(head(ContentType="image/svg+xml"), key="a.svgz", content_types=mode)
    assert (found.members["ContentEncoding"] if found else None) == expected


def test_a_compressed_form_that_is_delivered_as_one_is_typed_and_matched_as_its_original():
    """As s3_publish leaves app.js.br beside app.js."""
    form = head(ContentType="text/javascript; charset=utf-8", ContentEncoding="br")
    rules = [{"pattern": "*.js", "cache_control": "a", "tags": {"kind": "script"}}]
    assert decided(form, key="app.js.br", content_types="all") is None
    repaired = decided({**form, "ContentType": "binary/octet-stream"}, key="app.js.br", rules=rules)
    assert repaired.members["ContentType"] == "text/javascript; charset=utf-8"
    assert (repaired.members["CacheControl"], repaired.members["ContentEncoding"]) == ("a", "br")
    assert Wanted(options(rules=rules), "").tags("app.js.br")
    named = [{"pattern": "*.js", "content_type": "text/x-own"}]
    assert decided(form, key="app.js.br", rules=named, content_types="none").members["ContentType"] == "text/x-own"


def test_a_compressed_file_to_download_is_nothing_else():
    rules = [{"pattern": "*.js", "cache_control": "a"}]
    assert decided(head(ContentType="application/gzip"), key="app.js.gz", rules=rules, content_types="all") is None


def test_an_empty_text_takes_a_header_away():
    rules = [{"pattern": "*", "content_disposition": ""}]
    found = decided(head(ContentDisposition="attachment", ContentLanguage="de"), rules=rules)
    assert "ContentDisposition" not in found.members
    assert found.members["ContentLanguage"] == "de"


def test_metadata_and_tags_of_others_stay():
    rules = [{"pattern": "*", "metadata": {"Team": "web"}, "tags": {"a": 1}}]
    current = head(Metadata={"origin": "cms"}, TagSet=[{"Key": "b", "Value": "c d"}])
    found = decided(current, rules=rules)
    assert found.members["Metadata"] == {"origin": "cms", "team": "web"}
    assert (found.members["Tagging"], found.members["TaggingDirective"]) == ("a=1&b=c%20d", "REPLACE")


def test_a_rule_moves_an_object_into_another_class():
    found = decided(head(StorageClass="STANDARD_IA"), rules=[{"pattern": "*", "storage_class": "STANDARD"}])
    assert found.members["StorageClass"] == "STANDARD"


@pytest.mark.parametrize(
    ("property_", "reason"),
    [
        ({"StorageClass": "GLACIER"}, "archived"),
        ({"StorageClass": "DEEP_ARCHIVE", "Restore": 'ongoing-request="false", expiry-date="x"'}, "archived"),
        ({"StorageClass": "INTELLIGENT_TIERING", "ArchiveStatus": "ARCHIVE_ACCESS"}, "archived"),
        ({"SSECustomerAlgorithm": "AES256"}, "customer_key"),
        ({"MissingMeta": 1}, "unreadable_metadata"),
        ({"ContentDisposition": "attachment; filename=größe"}, "unreadable_metadata"),
        ({"Metadata": {"a": "größe"}}, "unreadable_metadata"),
        ({"StorageClass": "GLACIER_IR"}, ""),
        ({"Metadata": {"a": "=?UTF-8?Q?gr=C3=B6=C3=9Fe?="}}, ""),
    ],
)
def test_what_a_copy_would_harm_is_left_alone(property_, reason):
    assert obstacle(head(**property_)) == reason
    found = decided(head(**property_), cache_control="max-age=9")
    assert isinstance(found, Skipped if reason else Repair)


def test_an_object_without_room_for_what_is_wanted_is_left_alone():
    """S3-38, S3-39."""
    tags = [{"Key": str(number), "Value": ""} for number in range(10)]
    assert decided(head(TagSet=tags), rules=[{"pattern": "*", "tags": {"a": "b"}}]) == Skipped("a.jpg", "no_room")
    rules = [{"pattern": "*", "metadata": {"a": "b"}}]
    assert decided(head(Metadata={"x": "y" * 2046}), rules=rules) == Skipped("a.jpg", "no_room")
    assert isinstance(decided(head(Metadata={"x": "y" * 2045}), rules=rules), Repair)


def test_an_object_over_5_gb_is_copied_in_parts():
    """S3-32."""
    assert decided(head(ContentLength=5 * 1024**3), cache_control="a").operation == "s3:CopyObject"
    assert decided(head(ContentLength=5 * 1024**3 + 1), cache_control="a").operation == "s3:CreateMultipartUpload"
