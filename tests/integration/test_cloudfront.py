# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The modules of CloudFront as playbooks run them, against the lab."""

from __future__ import annotations

import copy
import typing as t

import pytest

from tests.integration.cloudfront_tasks import (
    ALIAS,
    BUCKET,
    access_control,
    distribution,
    invalidation,
    made,
    read,
    served,
    written,
)
from tests.integration.conftest import RunTasks
from tests.integration.playbook import Run
from tests.lab import Lab


def six_beats(lab: Lab, run_tasks: RunTasks, tasks: list[dict[str, t.Any]]) -> Run:
    mark = lab.mark()
    plan = run_tasks(tasks, check=True, diff=True).ok()
    assert lab.writes(mark) == []
    assert plan.changed == 1
    done = run_tasks(tasks, diff=True).ok()
    assert written(lab, mark) == plan.operations == done.operations
    mark = lab.mark()
    for check in (True, False):
        assert run_tasks(tasks, check=check).ok().changed == 0
    assert lab.writes(mark) == []
    return done


@pytest.fixture
def cloudfront(lab: Lab) -> t.Any:
    lab.settings(deploy_seconds=0.2, invalidation_seconds=0.2, certificate_seconds=0)
    return lab.client("cloudfront")


@pytest.fixture
def bucket(lab: Lab) -> str:
    region = lab.env["AWS_REGION"]
    place = {} if region == "us-east-1" else {"CreateBucketConfiguration": {"LocationConstraint": region}}
    lab.client("s3").create_bucket(Bucket=BUCKET, **place)
    return f"{BUCKET}.s3.{region}.amazonaws.com"


@pytest.fixture
def certificate(lab: Lab) -> str:
    acm = lab.client("acm", "us-east-1")
    arn = acm.request_certificate(DomainName="*.example.test", ValidationMethod="DNS")["CertificateArn"]
    lab.certificate(arn, Status="ISSUED")
    return str(arn)


def test_an_access_control_is_made_changed_and_deleted(lab: Lab, run_tasks: RunTasks, cloudfront: t.Any) -> None:
    done = six_beats(lab, run_tasks, access_control(name=ALIAS))
    made_id = done.tasks[0].result["origin_access_control"]["id"]
    there = cloudfront.get_origin_access_control(Id=made_id)["OriginAccessControl"]["OriginAccessControlConfig"]
    assert there["SigningBehavior"] == "always"
    six_beats(lab, run_tasks, access_control(name=ALIAS, description="Reads the bucket"))
    there = cloudfront.get_origin_access_control(Id=made_id)["OriginAccessControl"]["OriginAccessControlConfig"]
    assert (there["Name"], there["Description"]) == (ALIAS, "Reads the bucket")
    six_beats(lab, run_tasks, access_control(name=ALIAS, state="absent"))


def test_an_access_control_that_is_in_use_names_the_user(lab: Lab, run_tasks: RunTasks, bucket: str) -> None:
    made_id = run_tasks(access_control(name=ALIAS)).ok().tasks[0].result["origin_access_control"]["id"]
    origin = {"domain_name": bucket, "origin_access_control_id": ALIAS}
    run = run_tasks(distribution(origins=[origin])).ok()
    assert made(lab, run)["Origins"]["Items"][0]["OriginAccessControlId"] == made_id
    failed = run_tasks(access_control(name=ALIAS, state="absent"))
    assert run.of("cloudfront_distribution")[0]["distribution"]["id"] in failed.failure


def test_a_distribution_is_made_changed_and_deleted(
    lab: Lab, run_tasks: RunTasks, cloudfront: t.Any, bucket: str, certificate: str
) -> None:
    options: dict[str, t.Any] = {
        "aliases": [ALIAS],
        "viewer_certificate": {"acm_certificate_arn": certificate},
        "origins": [{"domain_name": bucket}],
        "tags": {"Name": "images"},
        "comment": "Images",
        "wait": True,
    }
    config = made(lab, six_beats(lab, run_tasks, distribution(**options)))
    assert config["DefaultCacheBehavior"]["ViewerProtocolPolicy"] == "redirect-to-https"
    assert config["ViewerCertificate"]["MinimumProtocolVersion"] == "TLSv1.2_2021"
    assert config["HttpVersion"] == "http2and3"
    options["default_cache_behavior"] = {"response_headers_policy_id": "SecurityHeadersPolicy"}
    options["custom_error_responses"] = [
        {"error_code": 403, "response_code": 200, "response_page_path": "/index.html"},
    ]
    options["tags"] = {"Name": "images", "site": "example"}
    changed = six_beats(lab, run_tasks, distribution(**options))
    assert changed.operations == ["cloudfront:UpdateDistribution", "cloudfront:TagResource"]
    assert changed.tasks[0].result["distribution"]["status"] == "Deployed"
    gone = six_beats(lab, run_tasks, distribution(alias=ALIAS, state="absent"))
    assert gone.operations == ["cloudfront:UpdateDistribution", "cloudfront:DeleteDistribution"]
    assert cloudfront.list_distributions()["DistributionList"].get("Items", []) == []


def test_an_update_leaves_everything_else_as_it_was(
    lab: Lab, run_tasks: RunTasks, cloudfront: t.Any, bucket: str
) -> None:
    """What community.aws loses: policies, functions, shields, headers, groups, error pages."""
    rich = {
        "caller_reference": "rich",
        "origins": [
            {
                "id": "files",
                "domain_name": bucket,
                "custom_headers": [{"header_name": "X-Key", "header_value": "very-secret-value"}],
                "origin_shield": {"enabled": True, "origin_shield_region": "ap-northeast-2"},
                "connection_attempts": 2,
            },
            {"id": "api", "domain_name": "api.example.org"},
        ],
        "origin_groups": [
            {
                "id": "both",
                "failover_criteria": {"status_codes": [500, 502]},
                "members": [{"origin_id": "files"}, {"origin_id": "api"}],
            }
        ],
        "default_cache_behavior": {"target_origin_id": "both", "response_headers_policy_id": "SimpleCORS"},
        "cache_behaviors": [
            {"path_pattern": "/api/*", "target_origin_id": "api", "cache_policy_id": "CachingDisabled"},
            {"path_pattern": "/old/*", "target_origin_id": "files", "min_ttl": 1, "default_ttl": 60, "max_ttl": 600},
        ],
        "custom_error_responses": [{"error_code": 404, "error_caching_min_ttl": 5}],
        "restrictions": {"geo_restriction": {"restriction_type": "whitelist", "items": ["KR", "JP"]}},
    }
    before = made(lab, first := six_beats(lab, run_tasks, distribution(**rich)))
    assert "very-secret-value" not in first.stdout
    expected = copy.deepcopy(before)
    expected["CacheBehaviors"]["Items"][1]["Compress"] = False
    expected["Comment"] = "one more"
    behavior = {"path_pattern": "/old/*", "compress": False}
    change = distribution(caller_reference="rich", comment="one more", cache_behaviors=[behavior])
    assert made(lab, six_beats(lab, run_tasks, change)) == expected


def test_a_no_op_costs_three_reads_and_two_with_the_id(lab: Lab, run_tasks: RunTasks, bucket: str) -> None:
    run = run_tasks(distribution(default_origin_domain_name=bucket)).ok()
    mark = lab.mark()
    run_tasks(distribution(default_origin_domain_name=bucket)).ok()
    assert read(lab, mark) == ["ListDistributions", "GetDistribution", "ListTagsForResource"]
    mark = lab.mark()
    run_tasks(distribution(distribution_id=run.tasks[0].result["distribution"]["id"], comment="")).ok()
    assert read(lab, mark) == ["GetDistribution", "ListTagsForResource"]


def test_a_create_whose_answer_is_lost_makes_one_distribution(
    lab: Lab, run_tasks: RunTasks, cloudfront: t.Any, bucket: str
) -> None:
    """CF-04: the second attempt hears DistributionAlreadyExists."""
    lab.fault("drop_after", "cloudfront:CreateDistribution", times=1)
    run = run_tasks(distribution(default_origin_domain_name=bucket)).ok()
    lab.clear_faults()
    assert len(cloudfront.list_distributions()["DistributionList"]["Items"]) == 1
    assert run.changed == 1
    assert run_tasks(distribution(default_origin_domain_name=bucket)).ok().changed == 0


def test_throttling_and_errors_of_a_moment_are_survived(lab: Lab, run_tasks: RunTasks, bucket: str) -> None:
    """CF-80."""
    lab.fault("error", "cloudfront:*", code="Throttling", message="Rate exceeded", times=3)
    assert run_tasks(distribution(default_origin_domain_name=bucket)).ok().changed == 1


def test_somebody_elses_change_in_between_survives(lab: Lab, run_tasks: RunTasks, bucket: str) -> None:
    """CF-02."""
    run_tasks(distribution(default_origin_domain_name=bucket)).ok()
    lab.fault("error", "cloudfront:UpdateDistribution", code="PreconditionFailed", status=412, times=1)
    assert run_tasks(distribution(default_origin_domain_name=bucket, comment="new")).ok().changed == 1


REFUSED: list[tuple[dict[str, t.Any], str]] = [
    ({"aliases": ["images.elsewhere.test"]}, "does not cover images.elsewhere.test"),
    ({"aliases": ["taken.example.test"]}, "taken.example.test is an alias of"),
    ({"default_cache_behavior": {"target_origin_id": "nowhere"}}, "target_origin_id nowhere"),
    ({"default_cache_behavior": {"cache_policy_id": "CachingOptimised"}}, "did you mean CachingOptimized"),
    ({"default_root_object": "/index.html"}, "write index.html"),
    ({"price_class": "PriceClass_50"}, "PriceClass_100"),
]


@pytest.mark.parametrize("check", [True, False], ids=["check", "run"])
def test_what_cannot_be_is_said_before_any_write(
    lab: Lab, run_tasks: RunTasks, cloudfront: t.Any, certificate: str, check: bool
) -> None:
    run_tasks(distribution(aliases=["taken.example.test"], **served(certificate))).ok()
    mark = lab.mark()
    tasks = [
        {**distribution(**{"alias": ALIAS, **served(certificate), **options})[0], "ignore_errors": True}
        for options, _ in REFUSED
    ]
    run = run_tasks(tasks, check=check)
    for task, (options, message) in zip(run.tasks, REFUSED, strict=True):
        # In a check run a name that nothing carries may be what an earlier task makes.
        may_come = check and "cache_policy_id" in str(options)
        assert bool(task.result.get("failed")) is not may_come
        assert message in (" ".join(run.warnings) if may_come else task.result["msg"])
    assert lab.writes(mark) == []


def test_distributions_are_told_by_alias_by_id_and_all(
    lab: Lab, run_tasks: RunTasks, cloudfront: t.Any, certificate: str
) -> None:
    made_id = run_tasks(distribution(aliases=[ALIAS], **served(certificate))).ok().tasks[0].result["distribution"]["id"]

    def ask(**options: t.Any) -> dict[str, t.Any]:
        return run_tasks([{"name": "Look", "cdn.aws.cloudfront_distribution_info": options}]).ok().tasks[0].result

    assert ask(alias=ALIAS)["distribution"]["id"] == made_id
    assert ask(distribution_id=made_id)["distribution"]["default_root_object"] == ""
    assert ask(alias="nobody.example.test")["distribution"] is None
    listed = ask()["distributions"]
    assert [one["id"] for one in listed] == [made_id]
    assert listed[0]["http_version"] == "http2and3"
    assert ask(details=True)["distributions"][0]["caller_reference"]


def test_paths_are_invalidated_once_for_a_reference(
    lab: Lab, run_tasks: RunTasks, cloudfront: t.Any, certificate: str
) -> None:
    run_tasks(distribution(aliases=[ALIAS], **served(certificate))).ok()
    tasks = invalidation(
        alias=ALIAS, target_paths=["index.html", "/css/*", "/css/a.css"], caller_reference="1", wait=True
    )
    done = six_beats(lab, run_tasks, tasks)
    result = done.tasks[0].result["invalidation"]
    assert result["invalidation_batch"]["paths"]["items"] == ["/index.html", "/css/*"]
    assert result["status"] == "Completed"


def test_invalidations_stay_within_what_cloudfront_allows(lab: Lab, run_tasks: RunTasks, bucket: str) -> None:
    """CF-70, CF-71, CF-74: no paths, others collapsed, a queue; one whose answer is lost is started once."""
    made_id = run_tasks(distribution(default_origin_domain_name=bucket)).ok().tasks[0].result["distribution"]["id"]
    lab.settings(invalidation_seconds=2)
    lab.fault("drop_after", "cloudfront:CreateInvalidation", times=1)
    many = [f"/a/{number}.jpg" for number in range(2999)]
    tasks = [
        *invalidation(distribution_id=made_id, target_paths=[]),
        *invalidation(distribution_id=made_id, target_paths=many, max_paths=3000),
        *invalidation(distribution_id=made_id, target_paths=["/b", "/c d"], wait=True, count_month=True),
        *invalidation(distribution_id=made_id, target_paths=[*many, "/index.html"]),
    ]
    mark = lab.mark()
    nothing, first, queued, collapsed = run_tasks(tasks).ok().of("cloudfront_invalidation")
    assert not nothing["changed"]
    assert first["cost"]["usd_at_least"] == 9.995
    assert [wait["what"].partition(" ")[0] for wait in queued["waits"]] == ["Room", "Invalidation"]
    assert (queued["invalidation"]["status"], queued["cost"]["month"]["paths"]) == ("Completed", 2999)
    assert collapsed["collapsed"] == {"paths": 2999, "wildcards": ["/a/*"]}
    assert "/a/* stands for 2,999 of them" in collapsed["warnings"][0]
    listed = lab.client("cloudfront").list_invalidations(DistributionId=made_id)["InvalidationList"]["Items"]
    assert len(listed) == 3
    refused = [call["error"] for call in lab.writes(mark) if call["error"]]
    assert refused.count("TooManyInvalidationsInProgress") == 1
