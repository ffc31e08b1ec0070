# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

import botocore.session
import pytest

from ansible_collections.cdn.aws.plugins.module_utils._errors import Refused
from ansible_collections.cdn.aws.plugins.module_utils._s3.facets import FACETS

MODEL = botocore.session.Session().get_service_model("s3")
BY_OPTION = {facet.option: facet for facet in FACETS}


def shape(facet):
    return MODEL.shape_for(facet.shape)


def changed(option, answer, desired):
    """Return the Put request that an option leads to, None when nothing differs."""
    facet = BY_OPTION[option]
    config = facet.config({**answer, "ResponseMetadata": {}})
    after = facet.laid(shape(facet), config, desired)
    return after if facet.differences(shape(facet), config, after) else None


@pytest.mark.parametrize("facet", FACETS, ids=lambda facet: facet.option)
def test_the_table_fits_the_service_model(facet):
    put = MODEL.operation_model(facet.put).input_shape
    assert facet.member in put.members
    held = put.members[facet.member]
    for step in facet.path:
        held = held.member if isinstance(step, int) else held.members[step]
    assert held.name == facet.shape
    answer = MODEL.operation_model(facet.get).output_shape.members
    assert set(answer) & {facet.member, *put.members[facet.member].members}
    assert not facet.delete or MODEL.operation_model(facet.delete).input_shape.required_members == ["Bucket"]
    assert not facet.beside or (facet.beside in put.members and facet.beside in answer)


@pytest.mark.parametrize(
    ("answer", "desired", "status"),
    [
        ({}, False, None),  # S3-16: a bucket that never had versions is not suspended
        ({}, True, "Enabled"),
        ({"Status": "Enabled"}, True, None),
        ({"Status": "Enabled", "MFADelete": "Disabled"}, False, "Suspended"),
        ({"Status": "Suspended"}, False, None),
        ({"Status": "Suspended"}, True, "Enabled"),
    ],
)
def test_versioning_is_enabled_or_suspended(answer, desired, status):
    expected = {"VersioningConfiguration": {"Status": status}} if status else None
    assert changed("versioning", answer, desired) == expected


def test_tags_of_aws_go_back_as_they_came():  # S3-39
    answer = {"TagSet": [{"Key": "b", "Value": "1"}, {"Key": "aws:cloudformation:stack-name", "Value": "s"}]}
    assert changed("tags", answer, {"b": "1"}) is None
    assert changed("tags", answer, {"b": "1", "a": "2"}) == {
        "Tagging": {
            "TagSet": [
                {"Key": "aws:cloudformation:stack-name", "Value": "s"},
                {"Key": "a", "Value": "2"},
                {"Key": "b", "Value": "1"},
            ]
        }
    }


def test_tags_are_deleted_only_when_those_of_aws_are_none():
    facet = BY_OPTION["tags"]
    system = facet.config({"TagSet": [{"Key": "aws:x", "Value": "s"}, {"Key": "a", "Value": "1"}]})
    assert not facet.is_gone(facet.laid(shape(facet), system, {}))
    assert facet.is_gone(facet.laid(shape(facet), facet.config({"TagSet": [{"Key": "a", "Value": "1"}]}), {}))


def rule(algorithm, key=None, **others):
    default = {"SSEAlgorithm": algorithm, **({"KMSMasterKeyID": key} if key else {})}
    return {"ServerSideEncryptionConfiguration": {"Rules": [{"ApplyServerSideEncryptionByDefault": default, **others}]}}


@pytest.mark.parametrize(
    ("answer", "desired", "expected"),
    [
        (rule("AES256"), {"sse_algorithm": "AES256"}, None),
        (rule("AES256"), {"bucket_key_enabled": False}, None),
        (rule("AES256"), {"bucket_key_enabled": True}, rule("AES256", BucketKeyEnabled=True)),
        (rule("aws:kms", "k", BucketKeyEnabled=True), {"sse_algorithm": "aws:kms"}, None),
        (rule("aws:kms", "k", BucketKeyEnabled=False), {"sse_algorithm": "aws:kms"}, None),
        (rule("AES256", BucketKeyEnabled=False), {"sse_algorithm": "aws:kms"}, rule("aws:kms", BucketKeyEnabled=True)),
        (
            rule("AES256", BucketKeyEnabled=True),
            {"sse_algorithm": "aws:kms", "bucket_key_enabled": False},
            rule("aws:kms", BucketKeyEnabled=False),
        ),
        (
            rule("aws:kms", "k", BucketKeyEnabled=True),
            {"sse_algorithm": "AES256"},
            rule("AES256", BucketKeyEnabled=True),
        ),
        (
            rule("AES256", BucketKeyEnabled=True),
            {"sse_algorithm": "aws:kms:dsse", "kms_master_key_id": "k"},
            rule("aws:kms:dsse", "k", BucketKeyEnabled=False),
        ),
        (
            rule("AES256", BucketKeyEnabled=False, BlockedEncryptionTypes={"EncryptionType": ["SSE-C"]}),
            {"bucket_key_enabled": True},
            rule("AES256", BucketKeyEnabled=True, BlockedEncryptionTypes={"EncryptionType": ["SSE-C"]}),
        ),
    ],
)
def test_encryption_changes_only_what_is_named_and_what_cannot_stay(answer, desired, expected):
    assert changed("encryption", answer, desired) == expected


def test_a_partial_public_access_block_keeps_the_rest():
    answer = {"PublicAccessBlockConfiguration": {"BlockPublicAcls": True, "BlockPublicPolicy": True}}
    assert changed("public_access_block", answer, {"block_public_policy": False}) == {
        "PublicAccessBlockConfiguration": {"BlockPublicAcls": True, "BlockPublicPolicy": False}
    }
    assert changed("public_access_block", answer, {"block_public_policy": True}) is None


def test_no_public_access_block_is_the_same_as_one_that_blocks_nothing():
    assert changed("public_access_block", {}, {"block_public_policy": False}) is None


def test_logging_keeps_what_is_not_named_and_an_empty_one_turns_it_off():
    answer = {
        "LoggingEnabled": {"TargetBucket": "logs", "TargetPrefix": "a/", "TargetObjectKeyFormat": {"SimplePrefix": {}}}
    }
    assert changed("logging", answer, {"target_bucket": "logs"}) is None
    assert changed("logging", answer, {"target_bucket": "logs", "target_prefix": "b/"}) == {
        "BucketLoggingStatus": {
            "LoggingEnabled": {
                "TargetBucket": "logs",
                "TargetPrefix": "b/",
                "TargetObjectKeyFormat": {"SimplePrefix": {}},
            }
        }
    }
    assert changed("logging", answer, {}) == {"BucketLoggingStatus": {}}
    assert changed("logging", {}, {}) is None


def test_cors_rules_without_ids_are_compared_one_by_one():
    reading = {"AllowedMethods": ["GET", "HEAD"], "AllowedOrigins": ["https://a.test"]}
    answer = {"CORSRules": [reading, {"AllowedMethods": ["PUT"], "AllowedOrigins": ["*"]}]}
    one = {"allowed_methods": ["HEAD", "GET"], "allowed_origins": ["https://a.test"]}
    two = {"allowed_methods": ["PUT"], "allowed_origins": ["*"]}
    assert changed("cors_rules", answer, [one, two]) is None
    assert changed("cors_rules", answer, [two, one])["CORSConfiguration"]["CORSRules"][0]["AllowedMethods"] == ["PUT"]
    assert len(changed("cors_rules", answer, [one])["CORSConfiguration"]["CORSRules"]) == 1


TIDY = {"ID": "tidy", "Status": "Enabled", "Filter": {"Prefix": ""}, "Expiration": {"Days": 30}}
SIZE = "TransitionDefaultMinimumObjectSize"


@pytest.mark.parametrize(
    ("desired", "expected"),
    [
        ([{"id": "tidy", "expiration": {"days": 30}}], None),
        ([{"id": "tidy", "expiration": {"days": 31}}], [{**TIDY, "Expiration": {"Days": 31}}]),
        (
            [{"id": "tidy", "expiration": {"date": "2027-01-31"}}],
            [{**TIDY, "Expiration": {"Date": "2027-01-31T00:00:00+00:00"}}],
        ),
        (
            [{"id": "tidy", "filter": {"tag": {"key": "a", "value": "b"}}}],
            [{**TIDY, "Filter": {"Tag": {"Key": "a", "Value": "b"}}}],
        ),
        ([{"id": "new", "expiration": {"days": 30}}], [{**TIDY, "ID": "new"}]),
        ([], []),
    ],
)
def test_lifecycle_rules_are_matched_by_id_and_keep_what_they_do_not_name(desired, expected):
    found = changed("lifecycle_rules", {"Rules": [TIDY], SIZE: "varies_by_storage_class"}, desired)
    if expected is None:
        assert found is None
    else:
        assert found == {"LifecycleConfiguration": {"Rules": expected}, SIZE: "varies_by_storage_class"}


def test_the_old_prefix_of_a_rule_gives_way_to_a_filter():
    old = {"ID": "tidy", "Status": "Enabled", "Prefix": "a/", "Expiration": {"Days": 30}}
    found = changed("lifecycle_rules", {"Rules": [old]}, [{"id": "tidy", "filter": {"prefix": "b/"}}])
    assert found["LifecycleConfiguration"]["Rules"][0] == {**TIDY, "Filter": {"Prefix": "b/"}}
    assert changed("lifecycle_rules", {"Rules": [old]}, [{"id": "tidy", "expiration": {"days": 30}}]) is None


def test_a_date_that_is_none_is_refused():
    with pytest.raises(Refused, match="tomorrow is no time"):
        changed("lifecycle_rules", {}, [{"id": "x", "expiration": {"date": "tomorrow"}}])
