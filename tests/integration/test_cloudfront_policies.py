# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Policies as playbooks make, use, change and delete them, against the lab; many tasks in few runs."""

from __future__ import annotations

import typing as t

import pytest

from tests.integration.conftest import RunTasks
from tests.integration.playbook import Run
from tests.lab import Lab

Tasks = list[dict[str, t.Any]]
KEY = "parameters_in_cache_key_and_forwarded_to_origin"
KINDS = {"cache": "CachePolicy", "origin_request": "OriginRequestPolicy", "response_headers": "ResponseHeadersPolicy"}

CACHE = {
    "comment": "Resized pictures",
    "default_ttl": 600,
    "max_ttl": 3600,
    KEY: {
        "enable_accept_encoding_brotli": False,
        "headers_config": {"header_behavior": "whitelist", "headers": ["Origin", "X-Device"]},
        "cookies_config": {"cookie_behavior": "allExcept", "cookies": ["tracking"]},
        "query_strings_config": {"query_string_behavior": "all"},
    },
}
REQUEST = {
    "headers_config": {"header_behavior": "allExcept", "headers": ["Host"]},
    "query_strings_config": {"query_string_behavior": "whitelist", "query_strings": ["b", "a"]},
}
# As a playbook that was written for community.aws has it.
HEADERS = {
    "comment": "All of them",
    "cors_config": {
        "access_control_allow_origins": {"items": ["https://www.example.com", "https://shop.example.com"]},
        "access_control_allow_headers": {"items": ["X-Session-Id"]},
        "access_control_allow_methods": {"items": ["GET", "OPTIONS", "HEAD"]},
        "access_control_allow_credentials": True,
        "access_control_expose_headers": {"items": ["X-Session-Id"]},
        "access_control_max_age_sec": 1800,
        "origin_override": True,
    },
    "security_headers_config": {
        "xss_protection": {"protection": True, "report_uri": "https://report.example.com", "override": True},
        "frame_options": {"frame_option": "SAMEORIGIN", "override": True},
        "referrer_policy": {"referrer_policy": "same-origin", "override": True},
        "content_security_policy": {"content_security_policy": "frame-ancestors 'none'", "override": True},
        "content_type_options": {"override": False},
        "strict_transport_security": {
            "include_subdomains": True, "preload": True, "access_control_max_age_sec": 63072000, "override": True,
        },
    },
    "custom_headers_config": {"items": [{"header": "X-Test", "value": "Foo", "override": True}]},
    "remove_headers_config": [{"header": "X-Powered-By"}, {"header": "Server"}],
    "server_timing_headers_config": {"enabled": True, "sampling_rate": 12.5},
}  # fmt: skip
BEHAVIOR = {f"{kind}_policy_id": "mine" for kind in KINDS}
DISTRIBUTION = {
    "name": "Use the policies",
    "cdn.aws.cloudfront_distribution": {
        "caller_reference": "pictures",
        "default_origin_domain_name": "www.example.org",
        "default_cache_behavior": BEHAVIOR,
        "wait": False,
    },
}


def policies(**options: dict[str, t.Any]) -> Tasks:
    return [
        {"name": f"Manage the {kind} policy", f"cdn.aws.cloudfront_{kind}_policy": {"name": "mine", **given}}
        for kind, given in options.items()
    ]


def checked(tasks: Tasks) -> Tasks:
    return [{**task, "check_mode": True} for task in tasks]


def written(lab: Lab, since: int) -> list[str]:
    return [f"{call['service']}:{call['operation']}" for call in lab.writes(since)]


def beats(lab: Lab, run_tasks: RunTasks, tasks: Tasks) -> tuple[Run, Run]:
    """Check, do, and both again; returns the plan and what was done."""
    mark = lab.mark()
    plan = run_tasks(tasks, check=True, diff=True).ok()
    assert lab.writes(mark) == []
    done = run_tasks(tasks, diff=True).ok()
    assert plan.changed == done.changed == len(tasks)
    assert written(lab, mark) == plan.operations == done.operations
    mark = lab.mark()
    assert run_tasks([*checked(tasks[:3]), *tasks]).ok().changed == 0
    assert lab.writes(mark) == []
    return plan, done


def there(cloudfront: t.Any, kind: str) -> t.Any:
    """The configuration of the policy as the lab holds it."""
    name = KINDS[kind]
    items = getattr(cloudfront, f"list_{kind}_policies")(Type="custom")[f"{name}List"]["Items"]
    return items[0][name][f"{name}Config"]


@pytest.fixture
def cloudfront(lab: Lab) -> t.Any:
    lab.settings(deploy_seconds=0, in_use_seconds=0.5)
    return lab.client("cloudfront")


def test_policies_are_made_used_by_name_changed_and_deleted(lab: Lab, run_tasks: RunTasks, cloudfront: t.Any) -> None:
    made = policies(cache=CACHE, origin_request=REQUEST, response_headers=HEADERS)
    plan, done = beats(lab, run_tasks, [*made, DISTRIBUTION])
    assert "there is no cache policy named mine" in plan.warnings[-1]
    assert done.warnings == []
    _assert_made(cloudfront, done)
    changed = policies(
        cache={"max_ttl": 7200, KEY: {"cookies_config": {"cookie_behavior": "none"}}},
        origin_request={
            "comment": "Only a",
            "headers_config": {"header_behavior": "allViewer"},
            "query_strings_config": {"query_strings": ["a"]},
        },
        response_headers={
            "comment": "",
            "cors_config": {},
            "security_headers_config": {"xss_protection": {}, "frame_options": {"frame_option": "DENY"}},
            "custom_headers_config": [],
            "remove_headers_config": [{"header": "Server"}],
            "server_timing_headers_config": {"enabled": False},
        },
    )
    plan, done = beats(lab, run_tasks, changed)
    _assert_changed(cloudfront)
    assert plan.tasks[0].result["diff"]["after"] == {
        "max_ttl": 7200,
        f"{KEY}.cookies_config.cookie_behavior": "none",
    } | {f"{KEY}.cookies_config.cookies": []}
    _delete(lab, run_tasks, cloudfront)


def _assert_made(cloudfront: t.Any, done: Run) -> None:
    key = there(cloudfront, "cache")["ParametersInCacheKeyAndForwardedToOrigin"]
    assert [there(cloudfront, "cache")[name] for name in ("MinTTL", "DefaultTTL", "MaxTTL")] == [1, 600, 3600]
    assert (key["EnableAcceptEncodingGzip"], key["EnableAcceptEncodingBrotli"]) == (True, False)
    assert key["HeadersConfig"]["Headers"]["Items"] == ["Origin", "X-Device"]
    assert there(cloudfront, "origin_request")["CookiesConfig"]["CookieBehavior"] == "none"
    headers = there(cloudfront, "response_headers")
    assert headers["SecurityHeadersConfig"]["ContentTypeOptions"] == {"Override": False}
    assert headers["CustomHeadersConfig"]["Items"] == [{"Header": "X-Test", "Value": "Foo", "Override": True}]
    assert headers["ServerTimingHeadersConfig"] == {"Enabled": True, "SamplingRate": 12.5}
    made = done.of("cloudfront_distribution")[0]["distribution"]["id"]
    behavior = cloudfront.get_distribution_config(Id=made)["DistributionConfig"]["DefaultCacheBehavior"]
    for kind, name in KINDS.items():
        assert behavior[f"{name}Id"] == done.of(f"cloudfront_{kind}_policy")[0][f"{kind}_policy"]["id"]


def _assert_changed(cloudfront: t.Any) -> None:
    cache, request, headers = (there(cloudfront, kind) for kind in KINDS)
    key = cache["ParametersInCacheKeyAndForwardedToOrigin"]
    assert (cache["MaxTTL"], cache["DefaultTTL"], key["CookiesConfig"]["CookieBehavior"]) == (7200, 600, "none")
    assert not key["CookiesConfig"].get("Cookies", {}).get("Items")
    assert key["HeadersConfig"]["Headers"]["Items"] == ["Origin", "X-Device"]
    assert request["HeadersConfig"]["HeaderBehavior"] == "allViewer"
    assert request["QueryStringsConfig"]["QueryStrings"]["Items"] == ["a"]
    assert "CorsConfig" not in headers
    assert set(headers["SecurityHeadersConfig"]) == {
        "FrameOptions", "ReferrerPolicy", "ContentSecurityPolicy", "ContentTypeOptions", "StrictTransportSecurity",
    }  # fmt: skip
    assert headers["SecurityHeadersConfig"]["FrameOptions"] == {"FrameOption": "DENY", "Override": True}
    assert headers["CustomHeadersConfig"]["Quantity"] == 0
    assert headers["RemoveHeadersConfig"]["Items"] == [{"Header": "Server"}]
    assert headers["ServerTimingHeadersConfig"]["Enabled"] is False


def _delete(lab: Lab, run_tasks: RunTasks, cloudfront: t.Any) -> None:
    """A policy in use stays; one that was let go of a moment ago is waited for (CF-24)."""
    gone = policies(**{kind: {"state": "absent"} for kind in KINDS})
    made = cloudfront.list_distributions()["DistributionList"]["Items"][0]["Id"]
    assert f"The cache policy mine is in use by the distribution {made}" in run_tasks(gone).failure
    found = cloudfront.get_distribution_config(Id=made)
    behavior = dict(found["DistributionConfig"]["DefaultCacheBehavior"])
    for name in ("OriginRequestPolicyId", "ResponseHeadersPolicyId"):
        behavior.pop(name)
    behavior["CachePolicyId"] = "658327ea-f89d-4fab-a63d-7e88639e58f6"
    config = {**found["DistributionConfig"], "DefaultCacheBehavior": behavior}
    cloudfront.update_distribution(Id=made, IfMatch=found["ETag"], DistributionConfig=config)
    mark = lab.mark()
    run = run_tasks([*checked(gone), *gone]).ok()
    deletes = [f"cloudfront:Delete{name}" for name in KINDS.values()]
    assert run.operations == [*deletes, *deletes]
    assert written(lab, mark)[-3:] == deletes


def test_what_cannot_be_is_refused_in_one_line_before_a_write(lab: Lab, run_tasks: RunTasks, cloudfront: t.Any) -> None:
    wrong: list[tuple[str, dict[str, t.Any], str]] = [
        ("cache", {"name": "Managed-CachingOptimized", "state": "absent"}, "is a managed cache policy"),
        ("cache", {"min_ttl": 10, "max_ttl": 5}, "min_ttl (10) must not be more than"),
        ("response_headers", {"cors_config": {"origin_override": True}}, "needs cors_config.access_control_allow_or"),
    ]
    tasks = [{**task, "ignore_errors": True} for kind, given, _said in wrong for task in policies(**{kind: given})]
    lost = {**DISTRIBUTION["cdn.aws.cloudfront_distribution"], "default_cache_behavior": {"cache_policy_id": "mein"}}
    run = run_tasks([*tasks, {"cdn.aws.cloudfront_distribution": lost}])
    said = [str(task.result["msg"]) for task in run.tasks]
    for message, expected in zip(said, [expected for _kind, _given, expected in wrong], strict=False):
        assert expected in message
    assert "there is no cache policy named mein" in said[-1]
    assert lab.writes() == []
