# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Names in a distribution's configuration, and the calls that their ids cost."""

from __future__ import annotations

import typing as t

import pytest

from ansible_collections.cdn.aws.plugins.module_utils._cloudfront.associations import check_associations
from ansible_collections.cdn.aws.plugins.module_utils._cloudfront.references import References, Resolved
from ansible_collections.cdn.aws.plugins.module_utils._cloudfront.touched import Touched
from ansible_collections.cdn.aws.plugins.module_utils._cloudfront.writing import write
from ansible_collections.cdn.aws.plugins.module_utils._errors import AwsError, Refused
from ansible_collections.cdn.aws.plugins.module_utils._unknown import is_unknown, unknown
from tests.unit.helpers import StubbedApi

GROUP = "3b2f1a52-1b0a-4f6f-8f2e-5a3d1c0b9e77"
ARN = "arn:aws:cloudfront::123456789012:function/index"
LAMBDA = "arn:aws:lambda:us-east-1:123456789012:function:resize:3"


def resolve(api: StubbedApi, **members: t.Any) -> Resolved:
    found = References(api).resolve(members)
    api.assert_all_made()
    return found


def groups(*named: tuple[str, str]) -> dict[str, t.Any]:
    items = [
        {
            "KeyGroup": {
                "Id": group,
                "LastModifiedTime": "2026-01-01T00:00:00Z",
                "KeyGroupConfig": {"Name": name, "Items": ["K1"]},
            }
        }
        for name, group in named
    ]
    return {"KeyGroupList": {"MaxItems": 100, "Quantity": len(items), "Items": items}}


def function(stage: str = "LIVE") -> dict[str, t.Any]:
    metadata = {"FunctionARN": ARN, "Stage": stage, "LastModifiedTime": "2026-01-01T00:00:00Z"}
    config = {"Comment": "", "Runtime": "cloudfront-js-2.0"}
    return {"FunctionSummary": {"Name": "index", "FunctionConfig": config, "FunctionMetadata": metadata}, "ETag": "E1"}


def using(value: str, event: str = "viewer-request") -> dict[str, t.Any]:
    return {"function_associations": [{"event_type": event, "function_arn": value}]}


def test_ids_and_arns_never_cost_a_call() -> None:
    given: dict[str, t.Any] = {
        "origins": [
            {"id": "a", "origin_access_control_id": "E65YXOJ2CCHLX2"},
            {"id": "b", "vpc_origin_config": {"vpc_origin_id": "vo_BQwjxxQxjCaBcQLzJUFkDM"}},
        ],
        "default_cache_behavior": {
            **using(ARN),
            "trusted_key_groups": {"enabled": True, "items": [GROUP]},
            "realtime_log_config_arn": "arn:aws:cloudfront::123456789012:realtime-log-config/all",
        },
        "cache_behaviors": [{"path_pattern": "/x", **using(unknown("function ARN"))}],
    }
    assert resolve(StubbedApi(), **given) == Resolved(given)


def test_a_key_group_may_be_named_and_the_list_is_read_once() -> None:
    api = StubbedApi().expect("cloudfront:ListKeyGroups", {}, groups(("other", "x"), ("signers", GROUP)))
    behavior = {"trusted_key_groups": {"items": ["signers"]}}
    found = resolve(api, default_cache_behavior=behavior, cache_behaviors=[{"path_pattern": "/x", **behavior}])
    assert found.members["default_cache_behavior"]["trusted_key_groups"]["items"] == [GROUP]
    assert found.members["cache_behaviors"][0]["trusted_key_groups"]["items"] == [GROUP]


def test_an_id_of_another_form_is_one_when_it_is_listed() -> None:
    api = StubbedApi().expect("cloudfront:ListKeyGroups", {}, groups(("signers", "KJKLMNOPQRSTU")))
    found = resolve(api, default_cache_behavior={"trusted_key_groups": {"items": ["KJKLMNOPQRSTU"]}})
    assert found.members["default_cache_behavior"]["trusted_key_groups"]["items"] == ["KJKLMNOPQRSTU"]


def test_a_function_may_be_named_and_is_asked_for_once() -> None:
    """CF-83: what is not live cannot be used."""
    api = StubbedApi().expect("cloudfront:DescribeFunction", {"Name": "index", "Stage": "LIVE"}, function())
    found = resolve(api, default_cache_behavior=using("index"), cache_behaviors=[using("index", "viewer-response")])
    assert found.members["default_cache_behavior"] == using(ARN)
    assert found.members["cache_behaviors"] == [using(ARN, "viewer-response")]


def test_a_function_without_a_name_is_refused() -> None:
    with pytest.raises(Refused, match="function_arn is empty; an empty list takes functions away"):
        resolve(StubbedApi(), default_cache_behavior=using(""))


def test_an_unpublished_function_is_told_so() -> None:
    api = StubbedApi().fail("cloudfront:DescribeFunction", "NoSuchFunctionExists", status=404)
    api.expect("cloudfront:DescribeFunction", {"Name": "index", "Stage": "DEVELOPMENT"}, function("DEVELOPMENT"))
    found = resolve(api, default_cache_behavior=using("index"))
    assert "the function index is not published: publish it first" in found.needs
    assert is_unknown(found.members["default_cache_behavior"]["function_associations"][0]["function_arn"])


def test_what_an_earlier_task_may_make_is_unknown_and_told_once() -> None:
    api = StubbedApi().expect("cloudfront:ListKeyGroups", {}, groups())
    for _attempt in range(2):
        api.fail("cloudfront:DescribeFunction", "NoSuchFunctionExists", status=404)
    behavior = {**using("index"), "trusted_key_groups": {"items": ["signers"]}}
    found = resolve(api, default_cache_behavior=behavior)
    assert "there is no key group with the id or name signers" in found.needs
    assert found.needs.count("there is no function named index") == 1
    assert is_unknown(found.members["default_cache_behavior"]["trusted_key_groups"]["items"][0])


def test_realtime_logs_and_vpc_origins_may_be_named() -> None:
    logs = {"MaxItems": 100, "IsTruncated": False, "Marker": ""}
    arn = "arn:aws:cloudfront::123456789012:realtime-log-config/all"
    one = {"ARN": arn, "Name": "all", "SamplingRate": 1, "EndPoints": [], "Fields": []}
    origin = {
        "Id": "vo_1",
        "Name": "inner",
        "Status": "Deployed",
        "CreatedTime": "2026-01-01T00:00:00Z",
        "LastModifiedTime": "2026-01-01T00:00:00Z",
        "Arn": "arn:x",
        "OriginEndpointArn": "arn:y",
    }
    api = StubbedApi().expect(
        "cloudfront:ListVpcOrigins",
        {},
        {"VpcOriginList": {"Marker": "", "MaxItems": 100, "IsTruncated": False, "Quantity": 1, "Items": [origin]}},
    )
    api.expect("cloudfront:ListRealtimeLogConfigs", {}, {"RealtimeLogConfigs": {**logs, "Items": [one]}})
    found = resolve(
        api,
        origins=[{"id": "a", "vpc_origin_config": {"vpc_origin_id": "inner"}}],
        default_cache_behavior={"realtime_log_config_arn": "all"},
        cache_behaviors=[{"path_pattern": "/x", "realtime_log_config_arn": ""}],
    )
    assert found.members["origins"][0]["vpc_origin_config"] == {"vpc_origin_id": "vo_1"}
    assert found.members["default_cache_behavior"] == {"realtime_log_config_arn": arn}
    assert found.members["cache_behaviors"][0]["realtime_log_config_arn"] == ""


@pytest.mark.parametrize(
    ("behavior", "words"),
    [
        (using(ARN, "origin-request"), "viewer-request and viewer-response only"),
        (using(LAMBDA), "write it under lambda_function_associations"),
        (
            {
                **using(ARN),
                "lambda_function_associations": [{"event_type": "viewer-response", "lambda_function_arn": LAMBDA}],
            },
            "cannot both run at the viewer events",
        ),
    ],
)
def test_functions_are_refused_where_they_would_not_run(behavior: dict[str, t.Any], words: str) -> None:
    """CF-84."""
    with pytest.raises(Refused, match=words):
        check_associations({"default_cache_behavior": behavior}, Touched(["default_cache_behavior"]))
    check_associations({"default_cache_behavior": behavior}, Touched(["comment"]))


def test_a_function_and_lambda_at_an_origin_event_go_together() -> None:
    """CF-84."""
    edge = [{"event_type": "origin-request", "lambda_function_arn": LAMBDA}]
    behavior = {**using(ARN), "path_pattern": "/x", "lambda_function_associations": edge}
    check_associations({"cache_behaviors": [behavior]}, Touched(["cache_behaviors"]))


@pytest.mark.parametrize("live", [True, False])
def test_a_function_that_was_just_published_is_waited_for(live: bool) -> None:
    """CF-25: only when it is live, or nothing would come of the wait."""
    associated = {"Quantity": 1, "Items": [{"FunctionARN": ARN, "EventType": "viewer-request"}]}
    request = {"DistributionConfig": {"DefaultCacheBehavior": {"FunctionAssociations": associated}}}
    api = StubbedApi()
    calls: list[str] = []

    def call(operation: str, request: t.Mapping[str, t.Any], *, region: str | None = None) -> dict[str, t.Any]:
        calls.append(operation.removeprefix("cloudfront:"))
        if calls == ["CreateDistribution"]:
            raise AwsError(operation=operation, code="InvalidFunctionAssociation", text="No.", status=400)
        if calls[-1] == "DescribeFunction" and not live:
            raise AwsError(operation=operation, code="NoSuchFunctionExists", text="None.", status=404)
        return {"ETag": "E2"}

    api.call = call  # type: ignore[method-assign]
    if live:
        assert write(api, "cloudfront:CreateDistribution", request, issued=False) == {"ETag": "E2"}
        assert calls == ["CreateDistribution", "DescribeFunction", "CreateDistribution"]
    else:
        with pytest.raises(AwsError, match="must be published before"):
            write(api, "cloudfront:CreateDistribution", request, issued=False)
        assert calls == ["CreateDistribution", "DescribeFunction"]
