# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a distribution's plans send, to the letter."""

from __future__ import annotations

import json

import pytest

from ansible_collections.cdn.aws.plugins.module_utils._cloudfront.distribution import Distribution
from ansible_collections.cdn.aws.plugins.module_utils._cloudfront.finding import caller_reference
from ansible_collections.cdn.aws.plugins.module_utils._cloudfront.managed_policies import CACHE, RESPONSE_HEADERS
from ansible_collections.cdn.aws.plugins.module_utils._errors import Refused
from ansible_collections.cdn.aws.plugins.module_utils._reconcile import reconcile
from ansible_collections.cdn.aws.plugins.module_utils._unknown import unknown
from tests.unit.plugins.module_utils._cloudfront.distributions import (
    ARN,
    BUCKET,
    CERTIFICATE,
    ID,
    LIVE,
    Api,
    answer,
    listed,
    live,
    options,
    run,
)


def test_a_no_op_by_alias_costs_two_reads() -> None:
    api = Api().expect("cloudfront:GetDistribution", {"Id": ID}, answer())
    api.lists = [listed((ID, ["images.example.com"]))]
    assert not run(api, alias="Images.example.com.", comment="by hand", http_version="http2").plan
    assert api.calls == ["cloudfront:ListDistributions", "cloudfront:GetDistribution"]


def test_an_update_differs_from_what_was_read_in_the_named_paths_only() -> None:
    """The hazard of community.aws: naming a comment dropped key groups, policies and access control."""
    body = live(Comment="new", DefaultRootObject="index.html")
    request = {"Id": ID, "IfMatch": "E1", "DistributionConfig": body}
    api = Api().expect("cloudfront:GetDistribution", {"Id": ID}, answer())
    api.expect("cloudfront:UpdateDistribution", request, answer(body, etag="E2", status="InProgress"))
    result = run(api, distribution_id=ID, comment="new", default_root_object="index.html")
    assert [difference.path for difference in result.plan.changes[0].differences] == ["default_root_object", "comment"]
    assert result.state is not None
    assert result.state["etag"] == "E2"


def test_a_check_run_lists_the_update_and_makes_no_write() -> None:
    api = Api().expect("cloudfront:GetDistribution", {"Id": ID}, answer())
    result = run(api, check=True, distribution_id=ID, enabled=False)
    assert result.plan.as_actions() == [
        {
            "operation": "cloudfront:UpdateDistribution",
            "resource": ID,
            "change": "update",
            "differences": [{"path": "enabled", "current": True, "desired": False}],
        }
    ]
    assert api.calls == ["cloudfront:GetDistribution"]


def test_a_new_distribution_gets_what_the_console_chooses() -> None:
    config = {
        "CallerReference": caller_reference({"default_origin_domain_name": BUCKET}),
        "Comment": "",
        "Enabled": True,
        "HttpVersion": "http2and3",
        "IsIPV6Enabled": True,
        "Origins": {
            "Quantity": 1,
            "Items": [
                {
                    "Id": BUCKET,
                    "DomainName": BUCKET,
                    "OriginPath": "",
                    "CustomHeaders": {"Quantity": 0},
                    "S3OriginConfig": {"OriginAccessIdentity": ""},
                }
            ],
        },
        "DefaultCacheBehavior": {
            "TargetOriginId": BUCKET,
            "ViewerProtocolPolicy": "redirect-to-https",
            "Compress": True,
            "SmoothStreaming": False,
            "FieldLevelEncryptionId": "",
            "FunctionAssociations": {"Quantity": 0},
            "LambdaFunctionAssociations": {"Quantity": 0},
            "CachePolicyId": CACHE["CachingOptimized"],
            "AllowedMethods": {
                "Quantity": 2,
                "Items": ["GET", "HEAD"],
                "CachedMethods": {"Quantity": 2, "Items": ["GET", "HEAD"]},
            },
        },
    }
    api = Api().expect("cloudfront:CreateDistribution", {"DistributionConfig": config}, answer())
    api.lists = [listed()]
    assert run(api, default_origin_domain_name=BUCKET).plan


def test_tags_travel_with_the_create() -> None:
    api = Api().expect("cloudfront:CreateDistributionWithTags", None, answer())
    api.lists = [listed()]
    result = run(api, default_origin_domain_name=BUCKET, tags={"Name": "images", "since": 2026})
    assert result.state is not None
    assert result.state["tags"] == {"Name": "images", "since": "2026"}
    assert [action["operation"] for action in result.plan.as_actions()] == ["cloudfront:CreateDistributionWithTags"]


def test_tags_are_planned_apart_from_the_configuration() -> None:
    api = Api().expect("cloudfront:GetDistribution", {"Id": ID}, answer())
    tags = {"Tags": {"Items": [{"Key": "old", "Value": "1"}, {"Key": "kept", "Value": "2"}]}}
    api.expect("cloudfront:ListTagsForResource", {"Resource": ARN}, tags)
    new = {"Resource": ARN, "Tags": {"Items": [{"Key": "new", "Value": "3"}]}}
    api.expect("cloudfront:TagResource", new, {})
    api.expect("cloudfront:UntagResource", {"Resource": ARN, "TagKeys": {"Items": ["old"]}}, {})
    result = run(api, distribution_id=ID, tags={"kept": "2", "new": "3"}, purge_tags=True)
    assert result.state is not None
    assert result.state["tags"] == {"kept": "2", "new": "3"}


def test_a_stale_etag_is_planned_anew_on_what_is_there_now() -> None:
    """CF-02: the other writer's change survives."""
    theirs = live(Comment="theirs")
    body = {**theirs, "DefaultRootObject": "index.html"}
    api = Api().expect("cloudfront:GetDistribution", {"Id": ID}, answer())
    api.fail("cloudfront:UpdateDistribution", "PreconditionFailed", status=412)
    api.expect("cloudfront:GetDistribution", {"Id": ID}, answer(theirs, etag="E2"))
    request = {"Id": ID, "IfMatch": "E2", "DistributionConfig": body}
    api.expect("cloudfront:UpdateDistribution", request, answer(body, etag="E3"))
    run(api, distribution_id=ID, default_root_object="index.html")


def test_members_that_botocore_would_drop_stop_an_update() -> None:
    """X-03."""
    api = Api().expect("cloudfront:GetDistribution", {"Id": ID}, answer())
    api.extra = {"UnmodelledMembers": [{"path": "DistributionConfig.Brandnew", "empty": False}]}
    with pytest.raises(Refused, match=r"DistributionConfig\.Brandnew.*newer botocore"):
        run(api, check=True, distribution_id=ID, comment="new")


def test_members_that_botocore_would_drop_do_not_stop_a_no_op() -> None:
    api = Api().expect("cloudfront:GetDistribution", {"Id": ID}, answer())
    api.extra = {"UnmodelledMembers": [{"path": "DistributionConfig.Brandnew", "empty": False}]}
    assert not run(api, distribution_id=ID, comment="by hand").plan


def test_empty_members_that_botocore_would_drop_are_told() -> None:
    api = Api().expect("cloudfront:GetDistribution", {"Id": ID}, answer())
    api.extra = {"UnmodelledMembers": [{"path": "DistributionConfig.Brandnew", "empty": True}]}
    assert "Brandnew" in run(api, check=True, distribution_id=ID, comment="new").plan.warnings[0]


def test_waiting_goes_on_when_nothing_was_changed() -> None:
    api = Api().expect("cloudfront:GetDistribution", {"Id": ID}, answer(status="InProgress"))
    api.expect("cloudfront:GetDistribution", {"Id": ID}, answer())
    result = run(api, distribution_id=ID, wait=True)
    assert result.state is not None
    assert result.state["status"] == "Deployed"


def test_an_unknown_id_is_a_distribution_that_does_not_exist_yet() -> None:
    api = Api()
    assert not run(api, check=True, distribution_id=unknown("distribution id"), comment="x").plan
    assert api.calls == []


def test_header_values_are_shown_nowhere() -> None:
    api = Api().expect("cloudfront:GetDistribution", {"Id": ID}, answer())
    headers = [{"header_name": "X-Key", "header_value": "secret"}]
    origin = {"id": "bucket", "custom_headers": headers}
    subject = Distribution(options(distribution_id=ID, origins=[origin]), api)
    result = reconcile(subject, check_mode=True)
    api.expect("cloudfront:ListTagsForResource", {"Resource": ARN}, {"Tags": {"Items": []}})
    said = json.dumps([result.plan.as_diff(name="x"), subject.result(result.state)], default=str)
    assert "secret" not in said
    assert "hush" not in said
    assert result.plan


def test_a_policy_has_a_name() -> None:
    behavior = {"response_headers_policy_id": "Managed-SecurityHeadersPolicy"}
    api = Api().expect("cloudfront:GetDistribution", {"Id": ID}, answer())
    result = run(api, check=True, distribution_id=ID, default_cache_behavior=behavior)
    assert [one.desired for one in result.plan.changes[0].differences] == [RESPONSE_HEADERS["SecurityHeadersPolicy"]]


def test_an_empty_text_takes_a_policy_away() -> None:
    there = live()
    there["DefaultCacheBehavior"]["ResponseHeadersPolicyId"] = RESPONSE_HEADERS["SimpleCORS"]
    api = Api().expect("cloudfront:GetDistribution", {"Id": ID}, answer(there))
    request = {"Id": ID, "IfMatch": "E1", "DistributionConfig": LIVE}
    api.expect("cloudfront:UpdateDistribution", request, answer())
    run(api, distribution_id=ID, default_cache_behavior={"response_headers_policy_id": ""})


def test_the_first_certificate_gets_sni_whatever_the_echo_says() -> None:
    """CF-12: vip on a default certificate is an echo and would be charged."""
    echo = {"CloudFrontDefaultCertificate": True, "SSLSupportMethod": "vip", "MinimumProtocolVersion": "TLSv1"}
    none = {"Quantity": 0}
    there = live(Aliases=none, ViewerCertificate={**echo, "CertificateSource": "cloudfront"})
    certificate = {
        "ACMCertificateArn": CERTIFICATE,
        "SSLSupportMethod": "sni-only",
        "MinimumProtocolVersion": "TLSv1.2_2021",
    }
    api = Api().expect("cloudfront:GetDistribution", {"Id": ID}, answer(there))
    api.fail("acm:DescribeCertificate", "AccessDeniedException")
    request = {"Id": ID, "IfMatch": "E1", "DistributionConfig": live(Aliases=none, ViewerCertificate=certificate)}
    api.expect("cloudfront:UpdateDistribution", request, answer())
    run(api, distribution_id=ID, viewer_certificate={"acm_certificate_arn": CERTIFICATE})


def test_another_version_than_the_one_seen_is_not_changed() -> None:
    api = Api().expect("cloudfront:GetDistribution", {"Id": ID}, answer(etag="E7"))
    with pytest.raises(Refused, match="E7"):
        run(api, distribution_id=ID, e_tag="E1", comment="new")


def test_the_global_name_of_a_new_bucket_becomes_regional_and_stays_so() -> None:
    """CF-42."""
    api = Api().expect("s3:HeadBucket", {"Bucket": "images"}, {"BucketRegion": "eu-central-1"})
    api.expect("cloudfront:CreateDistribution", None, answer())
    api.lists = [listed()]
    named = "images.s3.amazonaws.com"
    target = {"target_origin_id": named}
    result = run(api, origins=[{"domain_name": named}], default_cache_behavior=target, default_origin_path="/v1")
    assert result.plan.after is not None
    made = result.plan.after["origins"][0]
    assert (made["id"], made["domain_name"], made["origin_path"]) == (named, BUCKET, "/v1")
    assert BUCKET in result.plan.warnings[0]
    api = Api().expect("cloudfront:GetDistribution", {"Id": ID}, answer())
    assert not run(api, distribution_id=ID, origins=[{"id": "bucket", "domain_name": "images.s3.amazonaws.com"}]).plan
