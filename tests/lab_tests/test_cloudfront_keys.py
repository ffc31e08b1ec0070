# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The lab's functions, public keys and key groups."""

from __future__ import annotations

import json
import typing as t
import uuid

import pytest

from tests.lab_tests import aws

if t.TYPE_CHECKING:
    from tests.lab import Lab

CONFIG = {"Comment": "", "Runtime": "cloudfront-js-2.0"}
CODE = b"function handler(event) { event.request.uri += 'index.html'; return event.request; }"
PEM = "-----BEGIN PUBLIC KEY-----\nMFkw{}\n-----END PUBLIC KEY-----\n"


@pytest.fixture
def cloudfront(lab: Lab) -> t.Any:
    """Return a client."""
    return lab.client("cloudfront")


def behaviour(arn: str, event: str = "viewer-request", **members: t.Any) -> dict[str, t.Any]:
    """Return a behaviour with a function."""
    associated = {"Quantity": 1, "Items": [{"FunctionARN": arn, "EventType": event}]}
    return {**aws.BEHAVIOUR, "FunctionAssociations": associated, **members}


def refused(cloudfront: t.Any, **members: t.Any) -> str:
    """Return the code that creating this gets."""
    return aws.code(cloudfront.create_distribution, DistributionConfig=aws.config(**members))


def outcome(cloudfront: t.Any, etag: str) -> dict[str, t.Any]:
    """Return the outcome of a test run with a plain request."""
    event = {"version": "1.0", "context": {"eventType": "viewer-request"}, "viewer": {"ip": "1.2.3.4"},
             "request": {"method": "GET", "uri": "/a/", "headers": {}, "cookies": {}, "querystring": {}}}  # fmt: skip
    given = {"Name": "index", "IfMatch": etag, "EventObject": json.dumps(event).encode(), "Stage": "DEVELOPMENT"}
    return t.cast("dict[str, t.Any]", cloudfront.test_function(**given)["TestResult"])


def test_functions_are_tested_published_and_kept_while_used(lab: Lab, cloudfront: t.Any) -> None:
    """CF-83, CF-84, CF-24."""
    made = cloudfront.create_function(Name="index", FunctionConfig=CONFIG, FunctionCode=CODE)
    arn = made["FunctionSummary"]["FunctionMetadata"]["FunctionARN"]
    assert aws.code(cloudfront.describe_function, Name="index", Stage="LIVE") == "NoSuchFunctionExists"
    assert refused(cloudfront, DefaultCacheBehavior=behaviour(arn)) == "InvalidFunctionAssociation"
    updated = cloudfront.update_function(Name="index", IfMatch=made["ETag"], FunctionConfig=CONFIG, FunctionCode=CODE)
    mark = lab.mark()
    found = outcome(cloudfront, updated["ETag"])
    assert (json.loads(found["FunctionOutput"])["request"]["uri"], found["FunctionErrorMessage"]) == (
        "/a/index.html",
        "",
    )
    assert lab.writes(mark) == []
    cloudfront.publish_function(Name="index", IfMatch=updated["ETag"])
    made = cloudfront.create_distribution(DistributionConfig=aws.config(DefaultCacheBehavior=behaviour(arn)))
    delete = {"Name": "index", "IfMatch": updated["ETag"]}
    assert aws.code(cloudfront.delete_function, **delete) == "FunctionInUse"
    lab.settings(in_use_seconds=60)
    config = {**made["Distribution"]["DistributionConfig"], "DefaultCacheBehavior": _without_function(made)}
    cloudfront.update_distribution(Id=made["Distribution"]["Id"], IfMatch=made["ETag"], DistributionConfig=config)
    assert aws.code(cloudfront.delete_function, **delete) == "FunctionInUse"
    lab.settings(in_use_seconds=0)
    cloudfront.delete_function(**delete)


def _without_function(made: dict[str, t.Any]) -> dict[str, t.Any]:
    behaviour = made["Distribution"]["DistributionConfig"]["DefaultCacheBehavior"]
    return {**behaviour, "FunctionAssociations": {"Quantity": 0}}


def test_a_test_run_says_what_the_settings_say(lab: Lab, cloudfront: t.Any) -> None:
    made = cloudfront.create_function(Name="index", FunctionConfig=CONFIG, FunctionCode=CODE)
    told = {"output": {"statusCode": 302}, "logs": ["one"], "utilization": "85"}
    lab.settings(function_test=json.dumps(told))
    found = outcome(cloudfront, made["ETag"])
    assert json.loads(found["FunctionOutput"]) == {"response": {"statusCode": 302}}
    assert (found["FunctionExecutionLogs"], found["ComputeUtilization"]) == (["one"], "85")


def test_functions_are_refused_for_size_name_and_place(cloudfront: t.Any) -> None:
    """CF-84."""
    large = {"FunctionConfig": CONFIG, "FunctionCode": b"/" * 10241}
    assert aws.code(cloudfront.create_function, Name="large", **large) == "FunctionSizeLimitExceeded"
    named = {"FunctionConfig": CONFIG, "FunctionCode": CODE}
    assert aws.code(cloudfront.create_function, Name="a.b", **named) == "InvalidArgument"
    made = cloudfront.create_function(Name="index", **named)
    cloudfront.publish_function(Name="index", IfMatch=made["ETag"])
    arn = made["FunctionSummary"]["FunctionMetadata"]["FunctionARN"]
    code = "InvalidFunctionAssociation"
    assert refused(cloudfront, DefaultCacheBehavior=behaviour(arn, "origin-request")) == code
    edge = {"LambdaFunctionARN": "arn:aws:lambda:us-east-1:1:function:a:1", "EventType": "viewer-response"}
    both = behaviour(arn, LambdaFunctionAssociations={"Quantity": 1, "Items": [edge]})
    assert refused(cloudfront, DefaultCacheBehavior=both) == code


def test_public_keys_are_unique_and_groups_hold_five(lab: Lab, cloudfront: t.Any) -> None:
    """CF-85, CF-24."""
    ids = []
    for number in range(6):
        config = {"CallerReference": str(number), "Name": f"key{number}", "EncodedKey": PEM.format(number)}
        ids.append(cloudfront.create_public_key(PublicKeyConfig=config)["PublicKey"]["Id"])
    assert aws.code(cloudfront.create_public_key, PublicKeyConfig=config) == "PublicKeyAlreadyExists"
    secret = {"CallerReference": "x", "Name": "x", "EncodedKey": "no key"}
    assert aws.code(cloudfront.create_public_key, PublicKeyConfig=secret) == "InvalidArgument"
    many = {"Name": "signers", "Items": ids}
    assert aws.code(cloudfront.create_key_group, KeyGroupConfig=many) == "TooManyPublicKeysInKeyGroup"
    group = cloudfront.create_key_group(KeyGroupConfig={"Name": "signers", "Items": ids[:5]})
    group_id, etag = group["KeyGroup"]["Id"], group["ETag"]
    assert str(uuid.UUID(group_id)) == group_id
    trusted = {**aws.BEHAVIOUR, "TrustedKeyGroups": {"Enabled": True, "Quantity": 1, "Items": [group_id]}}
    made = cloudfront.create_distribution(DistributionConfig=aws.config(DefaultCacheBehavior=trusted))["Distribution"]
    listed = cloudfront.list_distributions_by_key_group(KeyGroupId=group_id)["DistributionIdList"]
    assert listed["Items"] == [made["Id"]]
    assert aws.code(cloudfront.list_distributions_by_key_group, KeyGroupId="x") == "NoSuchResource"
    assert aws.code(cloudfront.delete_key_group, Id=group_id, IfMatch=etag) == "ResourceInUse"
