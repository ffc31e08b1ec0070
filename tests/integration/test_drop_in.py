# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Playbooks for community.aws.cloudfront_distribution and cloudfront_invalidation, after their names were changed."""

from __future__ import annotations

import dataclasses
import typing as t
from pathlib import Path

import pytest
import yaml

from tests.integration.conftest import RunTasks
from tests.lab import Lab

Options = dict[str, t.Any]
Expected = t.Literal["changed", "ok", "failed"]

FIRST, SECOND = {"domain_name": "first.example.org"}, {"domain_name": "second.example.org"}
BUCKET = "drop-in-example-test"
POLICIES = ("658327ea-f89d-4fab-a63d-7e88639e58f6", "88a5eaf4-2fd4-4709-b370-b4c650ea3fcf")
BEHAVIORS: list[Options] = [
    {
        "path_pattern": "/api/*",
        "forwarded_values": {"headers": ["Host", "Origin"]},
        "allowed_methods": {"items": ["GET", "HEAD", "POST", "PATCH", "PUT", "OPTIONS", "DELETE"]},
    },
    {
        "path_pattern": "/shop/*",
        "forwarded_values": {
            "cookies": {"forward": "whitelist", "whitelisted_names": ["basket"]},
            "query_string": True,
            "query_string_cache_keys": ["page"],
        },
        "trusted_signers": {"enabled": True, "items": ["self"], "quantity": 1},
        "smooth_streaming": True,
    },
]


@dataclasses.dataclass(frozen=True)
class Step:
    """A task, what becomes of it, and a look at what it returned."""

    options: Options
    expected: Expected
    look: t.Callable[[t.Any], t.Any] = lambda result: True


def of_bucket(**members: t.Any) -> Options:
    return {"origins": [{"id": "files", "domain_name": f"{BUCKET}.s3.amazonaws.com", **members}]}


def identity(result: t.Any) -> str:
    """The identity of the origin of the bucket."""
    configs = [one.get("s3_origin_config") for one in result["origins"]["items"] if one["id"] == "files"]
    return str(configs[0]["origin_access_identity"])


def walk(lab: Lab, run_tasks: RunTasks, steps: dict[str, Step], first: Options) -> None:
    """Make a distribution, then take the steps on it in one run; each that changes nothing writes nothing."""
    tasks: list[Options] = [
        {"name": "make", "cdn.aws.cloudfront_distribution": first, "register": "made"},
        *(
            {
                "name": name,
                "cdn.aws.cloudfront_distribution": {"distribution_id": "{{ made.id }}", **step.options},
                "ignore_errors": True,
            }
            for name, step in steps.items()
        ),
    ]
    mark = lab.mark()
    run = run_tasks(tasks).ok()
    assert [f"{call['service']}:{call['operation']}" for call in lab.writes(mark)] == run.operations
    for task, (name, step) in zip(run.tasks[1:], steps.items(), strict=True):
        outcome = "failed" if task.result.get("failed") else "changed" if task.changed else "ok"
        assert (name, outcome, task.result.get("msg")) == (name, step.expected, task.result.get("msg"))
        assert step.look(task.result), (name, task.result)


def test_its_users_find_what_they_know(lab: Lab, run_tasks: RunTasks) -> None:
    """The ground that its own integration playbook covers, repetitions that it could not promise included."""
    lab.settings(deploy_seconds=0)
    shield = {"enabled": True, "origin_shield_region": "eu-central-1"}
    port = {**FIRST, "custom_origin_config": {"http_port": 8080}}
    shielded = {**port, "origin_shield": shield}
    both = {"origins": [port, SECOND], "default_root_object": "index.html"}
    steps = {
        "nothing named": Step({"purge_origins": False}, "ok", lambda it: it["enabled"] and it["tags"] == {"a": "1"}),
        "the same origin": Step({"origins": [FIRST]}, "ok", lambda it: it["origins"]["quantity"] == 1),
        "ipv6 off": Step({"ipv6_enabled": False}, "changed", lambda it: not it["is_ipv6_enabled"]),
        "ipv6 still off": Step({"ipv6_enabled": False}, "ok"),
        "one more tag": Step(
            {"tags": {"b": 2}, "purge_tags": False}, "changed", lambda it: it["tags"] == {"a": "1", "b": "2"}
        ),
        "tags": Step({"tags": {"b": 2}}, "changed", lambda it: it["tags"] == {"b": "2"}),
        "older http": Step({"http_version": "http2"}, "changed", lambda it: it["http_version"] == "http2"),
        "another port": Step({"origins": [port]}, "changed"),
        "shield": Step(
            {"origins": [shielded]}, "changed", lambda it: it["origins"]["items"][0]["origin_shield"] == shield
        ),
        "shield again": Step({"origins": [shielded]}, "ok"),
        "no shield": Step({"origins": [{**FIRST, "origin_shield": {"enabled": False}}]}, "changed"),
        "one country": Step(
            {"restrictions": {"geo_restriction": {"restriction_type": "whitelist", "items": ["KR"]}}},
            "changed",
            lambda it: it["restrictions"]["geo_restriction"]["items"] == ["KR"],
        ),
        "second origin": Step(both, "changed", lambda it: it["origins"]["quantity"] == 2),
        "both origins again": Step(both, "ok", lambda it: it["default_root_object"] == "index.html"),
        "both in another order": Step({"origins": both["origins"][::-1]}, "ok"),
        "origin in use taken away": Step({"origins": [SECOND], "purge_origins": True}, "failed"),
        "first origin taken away": Step(
            {
                "origins": [SECOND],
                "purge_origins": True,
                "default_cache_behavior": {"target_origin_id": "second.example.org"},
            },
            "changed",
            lambda it: [one["domain_name"] for one in it["origins"]["items"]] == ["second.example.org"],
        ),
        "protocols as it wants them": Step(
            {"origins": [{**SECOND, "custom_origin_config": {"origin_ssl_protocols": {"items": ["TLSv1.1"]}}}]},
            "changed",
        ),
        "behaviors": Step({"cache_behaviors": BEHAVIORS}, "changed", lambda it: it["cache_behaviors"]["quantity"] == 2),
        "behaviors in another order": Step({"cache_behaviors": BEHAVIORS[::-1]}, "ok"),
        "behaviors in another order, purged": Step(
            {"cache_behaviors": BEHAVIORS[::-1], "purge_cache_behaviors": True},
            "changed",
            lambda it: [one["path_pattern"] for one in it["cache_behaviors"]["elements"]] == ["/shop/*", "/api/*"],
        ),
        "disabled": Step({"enabled": False}, "changed", lambda it: not it["enabled"]),
        "deleted": Step({"state": "absent", "wait": True}, "changed"),
        "deleted already": Step({"state": "absent"}, "ok"),
    }
    walk(lab, run_tasks, steps, {"origins": [FIRST], "tags": {"a": 1}, "state": "present"})


def test_the_words_of_2017_still_work(lab: Lab, run_tasks: RunTasks) -> None:
    lab.settings(deploy_seconds=0)
    region = lab.env["AWS_REGION"]
    lab.client("s3").create_bucket(Bucket=BUCKET, CreateBucketConfiguration={"LocationConstraint": region})
    named = lab.client("cloudfront").create_cloud_front_origin_access_identity(
        CloudFrontOriginAccessIdentityConfig={"CallerReference": "by-hand", "Comment": "by hand"}
    )["CloudFrontOriginAccessIdentity"]["Id"]
    by_hand = {"origin_access_identity": f"origin-access-identity/cloudfront/{named}"}
    switched = of_bucket(s3_origin_access_identity_enabled=True)

    def default(**members: t.Any) -> Options:
        return {"default_cache_behavior": members}

    steps = {
        "an identity is made": Step(switched, "changed", lambda it: len(it["actions"]) == 2 and it["warnings"]),
        "and kept": Step(switched, "ok", lambda it: identity(it).startswith("origin-access-identity/cloudfront/E")),
        "and taken away": Step(
            of_bucket(s3_origin_access_identity_enabled=False), "changed", lambda it: identity(it) == ""
        ),
        "and found again": Step(switched, "changed", lambda it: len(it["actions"]) == 1),
        "another one is named": Step(
            of_bucket(s3_origin_access_identity_enabled=True, s3_origin_config=by_hand),
            "changed",
            lambda it: identity(it) == by_hand["origin_access_identity"],
        ),
        "a bucket is no web server": Step(of_bucket(custom_origin_config={"http_port": 8080}), "failed"),
        "one lifetime": Step(
            default(max_ttl=100000), "changed", lambda it: it["default_cache_behavior"]["min_ttl"] == 0
        ),
        "policies": Step(
            default(cache_policy_id=POLICIES[0], origin_request_policy_id=POLICIES[1]),
            "changed",
            lambda it: "min_ttl" not in it["default_cache_behavior"],
        ),
        "a lifetime beside the policy": Step(
            default(min_ttl=0), "failed", lambda it: "make one with cdn.aws.cloudfront_cache_policy" in it["msg"]
        ),
        "back": Step(
            default(forwarded_values={"headers": ["Origin"]}),
            "changed",
            lambda it: it["default_cache_behavior"]["forwarded_values"]["headers"]["items"] == ["Origin"],
        ),
        "back again": Step(default(forwarded_values={"headers": ["Origin"]}, default_ttl=86400), "ok"),
        "streaming": Step({"origins": [{"domain_name": "s5c39gqb8ow64r.cloudfront.net/cfx/st"}]}, "failed"),
    }
    walk(
        lab, run_tasks, steps, {"origins": [FIRST], **default(forwarded_values={"query_string": True}, default_ttl=60)}
    )


def examples(module: str, own: dict[str, str]) -> list[Options]:
    """The examples of the installed community.aws, for our modules and our distributions."""
    aws = pytest.importorskip("ansible_collections.community.aws")
    source = Path(next(iter(aws.__path__)), "plugins", "modules", f"{module}.py").read_text(encoding="utf-8")
    text = source.split('EXAMPLES = r"""')[1].split('"""')[0].replace("community.aws.", "cdn.aws.")
    for theirs, ours in own.items():
        text = text.replace(theirs, ours)
    return t.cast("list[Options]", yaml.safe_load(text))


def prepared(lab: Lab) -> dict[str, str]:
    """Make what the examples are about, return what stands for the ids in them."""
    names = ["www.my-distribution-source.com", "zzz.aaa.io", "tested.com", "alias.test.com"]
    acm = lab.client("acm", "us-east-1")
    arn = acm.request_certificate(DomainName=names[0], SubjectAlternativeNames=names, ValidationMethod="DNS")
    lab.certificate(arn["CertificateArn"], Status="ISSUED")
    lab.client("s3", "us-east-1").create_bucket(Bucket="mylogbucket", ObjectOwnership="BucketOwnerPreferred")
    # One of them stands for two that examples give the same aliases.
    by_reference: dict[str, list[str]] = {
        "my test distribution": [],
        "my cloudfront distribution 001": [],
        "replaceable distribution": [],
        "of an id": ["alias.test.com"],
    }
    certificate = arn["CertificateArn"]
    ids = {name: made_by_hand(lab, name, certificate, aliases) for name, aliases in by_reference.items()}
    return {"E1RP5A2MJ8073O": ids["my test distribution"], "E15BU8SDCGSG57": ids["of an id"]}


def made_by_hand(lab: Lab, reference: str, certificate: str, aliases: list[str]) -> str:
    config = {
        "CallerReference": reference,
        "Comment": "",
        "Enabled": False,
        "Aliases": {"Quantity": len(aliases), "Items": aliases},
        "Origins": {
            "Quantity": 1,
            "Items": [
                {
                    "Id": "o",
                    "DomainName": "unused.example.org",
                    "CustomOriginConfig": {"HTTPPort": 80, "HTTPSPort": 443, "OriginProtocolPolicy": "match-viewer"},
                }
            ],
        },
        "DefaultCacheBehavior": {
            "TargetOriginId": "o",
            "ViewerProtocolPolicy": "allow-all",
            "CachePolicyId": POLICIES[0],
        },
        "ViewerCertificate": {
            "ACMCertificateArn": certificate,
            "SSLSupportMethod": "sni-only",
            "MinimumProtocolVersion": "TLSv1.2_2021",
        },
    }
    made = lab.client("cloudfront").create_distribution(DistributionConfig=config)
    return str(made["Distribution"]["Id"])


def test_its_examples_run(lab: Lab, run_tasks: RunTasks) -> None:
    lab.settings(deploy_seconds=0, certificate_seconds=0, invalidation_seconds=0)
    own = prepared(lab)
    tasks = [*examples("cloudfront_distribution", own), *examples("cloudfront_invalidation", own)]
    assert len(tasks) >= 10
    mark = lab.mark()
    plan = run_tasks(tasks, check=True).ok()
    assert lab.writes(mark) == []
    done = run_tasks(tasks).ok()
    written = [f"{call['service']}:{call['operation']}" for call in lab.writes(mark)]
    assert written == done.operations
    # Each is planned for itself: the second of two that make the same has nothing left to do.
    assert set(done.operations) == set(plan.operations)
    assert run_tasks(tasks[:1]).ok().changed == 0
