# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a distribution's plans send, to the letter."""

from __future__ import annotations

import datetime
import json
import typing as t

import pytest

from ansible_collections.cdn.aws.plugins.module_utils._argument_spec import STATE, TAGS, wait_options
from ansible_collections.cdn.aws.plugins.module_utils._cloudfront import writing
from ansible_collections.cdn.aws.plugins.module_utils._cloudfront.distribution import Distribution
from ansible_collections.cdn.aws.plugins.module_utils._cloudfront.finding import caller_reference, caller_references
from ansible_collections.cdn.aws.plugins.module_utils._cloudfront.managed_policies import CACHE, RESPONSE_HEADERS
from ansible_collections.cdn.aws.plugins.module_utils._cloudfront.options import CONFIG, PURGES
from ansible_collections.cdn.aws.plugins.module_utils._errors import AwsError, Refused
from ansible_collections.cdn.aws.plugins.module_utils._reconcile import Result, reconcile
from ansible_collections.cdn.aws.plugins.module_utils._unknown import unknown
from tests.unit.helpers import StubbedApi

ID = "E2QWRUHAPOMQZL"
ARN = f"arn:aws:cloudfront::123456789012:distribution/{ID}"
CERTIFICATE = "arn:aws:acm:us-east-1:123456789012:certificate/0f5b7c62-1d1c-4c43-9d2a-3f1e0c0f6a11"
BUCKET = "images.s3.eu-central-1.amazonaws.com"

# As AWS normalises it (table 1.3 of the behaviour notes).
LIVE: dict[str, t.Any] = {
    "CallerReference": "made-by-hand",
    "Aliases": {"Quantity": 1, "Items": ["images.example.com"]},
    "DefaultRootObject": "",
    "Origins": {
        "Quantity": 1,
        "Items": [
            {
                "Id": "bucket",
                "DomainName": BUCKET,
                "OriginPath": "",
                "CustomHeaders": {"Quantity": 1, "Items": [{"HeaderName": "X-Key", "HeaderValue": "hush"}]},
                "S3OriginConfig": {"OriginAccessIdentity": ""},
                "ConnectionAttempts": 3,
                "ConnectionTimeout": 10,
                "OriginShield": {"Enabled": False},
                "OriginAccessControlId": "E65YXOJ2CCHLX2",
            }
        ],
    },
    "OriginGroups": {"Quantity": 0},
    "DefaultCacheBehavior": {
        "TargetOriginId": "bucket",
        "TrustedSigners": {"Enabled": False, "Quantity": 0},
        "TrustedKeyGroups": {"Enabled": True, "Quantity": 1, "Items": ["key-group"]},
        "ViewerProtocolPolicy": "redirect-to-https",
        "AllowedMethods": {
            "Quantity": 2,
            "Items": ["HEAD", "GET"],
            "CachedMethods": {"Quantity": 2, "Items": ["HEAD", "GET"]},
        },
        "SmoothStreaming": False,
        "Compress": True,
        "LambdaFunctionAssociations": {"Quantity": 0},
        "FunctionAssociations": {"Quantity": 0},
        "FieldLevelEncryptionId": "",
        "CachePolicyId": CACHE["CachingOptimized"],
        "GrpcConfig": {"Enabled": False},
    },
    "CacheBehaviors": {"Quantity": 0},
    "CustomErrorResponses": {"Quantity": 0},
    "Comment": "by hand",
    "Logging": {"Enabled": False, "IncludeCookies": False, "Bucket": "", "Prefix": ""},
    "PriceClass": "PriceClass_All",
    "Enabled": True,
    "ViewerCertificate": {
        "CloudFrontDefaultCertificate": False,
        "ACMCertificateArn": CERTIFICATE,
        "SSLSupportMethod": "sni-only",
        "MinimumProtocolVersion": "TLSv1.2_2021",
        "Certificate": CERTIFICATE,
        "CertificateSource": "acm",
    },
    "Restrictions": {"GeoRestriction": {"RestrictionType": "none", "Quantity": 0}},
    "WebACLId": "",
    "HttpVersion": "http2",
    "IsIPV6Enabled": True,
    "ContinuousDeploymentPolicyId": "",
    "Staging": False,
}


def answer(config: dict[str, t.Any] = LIVE, *, etag: str = "E1", status: str = "Deployed") -> dict[str, t.Any]:
    return {
        "Distribution": {
            "Id": ID,
            "ARN": ARN,
            "Status": status,
            "LastModifiedTime": datetime.datetime(2026, 3, 1, tzinfo=datetime.timezone.utc),
            "InProgressInvalidationBatches": 0,
            "DomainName": "d111.cloudfront.net",
            "DistributionConfig": config,
        },
        "ETag": etag,
    }


def listed(*items: tuple[str, list[str]]) -> dict[str, t.Any]:
    """A list answer, trimmed to what finding needs."""
    summaries = [
        {
            "Id": distribution_id,
            "Aliases": {"Quantity": len(aliases), "Items": aliases},
            "Origins": {"Quantity": 1, "Items": [{"Id": "o", "DomainName": BUCKET}]},
            "Comment": "",
        }
        for distribution_id, aliases in items
    ]
    return {"DistributionList": {"Items": summaries, "Quantity": len(summaries)}}


class Api(StubbedApi):
    """Lists may be trimmed: Stubber would ask for all members of a summary."""

    def __init__(self) -> None:
        super().__init__()
        self.lists: list[dict[str, t.Any]] = []
        self.extra: dict[str, t.Any] = {}

    def pages(
        self, operation: str, request: t.Any = None, *, region: str | None = None
    ) -> t.Iterator[dict[str, t.Any]]:
        if operation != "cloudfront:ListDistributions":
            yield from super().pages(operation, request, region=region)
            return
        self.calls.append(operation)
        yield self.lists.pop(0)

    def call(self, operation: str, request: t.Any, *, region: str | None = None) -> dict[str, t.Any]:
        found = super().call(operation, request, region=region)
        return {**found, **self.extra} if operation == "cloudfront:GetDistribution" else found


def options(**given: t.Any) -> dict[str, t.Any]:
    spec = {**STATE, **TAGS, **CONFIG, **wait_options(default=False, timeout=1800)}
    names = [*spec, *PURGES.values(), "distribution_id", "alias", "caller_reference", "e_tag"]
    names += ["default_origin_domain_name", "default_origin_path"]
    defaults = {name: spec.get(name, {}).get("default") for name in names}
    return {**defaults, **given}


def run(api: StubbedApi, *, check: bool = False, **given: t.Any) -> Result:
    result = reconcile(Distribution(options(**given), api), check_mode=check)
    api.assert_all_made()
    return result


def live(**changes: t.Any) -> dict[str, t.Any]:
    return {**json.loads(json.dumps(LIVE)), **changes}


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


def test_a_reference_that_is_taken_is_found_and_adopted() -> None:
    """CF-04: the killed run before this one made it."""
    given = {"aliases": ["new.example.com"], "viewer_certificate": {"acm_certificate_arn": CERTIFICATE}}
    reference = caller_reference(given)
    body = live(CallerReference=reference)
    api = Api().fail("acm:DescribeCertificate", "AccessDeniedException")
    api.fail("cloudfront:CreateDistribution", "DistributionAlreadyExists", status=409)
    for _ in range(2):
        api.expect("cloudfront:GetDistribution", {"Id": ID}, answer(body))
        api.fail("acm:DescribeCertificate", "AccessDeniedException")
        api.fail("cloudfront:ListConflictingAliases", "InvalidArgument")
    api.expect("cloudfront:UpdateDistribution", None, answer(body))
    api.lists = [listed(), listed((ID, [])), listed((ID, []))]
    result = run(api, default_origin_domain_name=BUCKET, **given)
    (action,) = result.plan.as_actions()
    assert action["operation"] == "cloudfront:UpdateDistribution"
    assert "aliases" in {one["path"] for one in action["differences"]}


def test_a_create_whose_answer_was_lost_is_a_create() -> None:
    """CF-04: botocore's second attempt hears that the reference is taken."""
    reference = caller_reference({"default_origin_domain_name": BUCKET})
    api = Api().fail("cloudfront:CreateDistribution", "DistributionAlreadyExists", status=409)
    api.expect("cloudfront:GetDistribution", {"Id": ID}, answer(live(CallerReference=reference)))
    api.lists = [listed(), listed((ID, []))]
    result = run(api, default_origin_domain_name=BUCKET)
    assert [action["change"] for action in result.plan.as_actions()] == ["create"]


ALIASED = {"aliases": ["new.example.com"], "viewer_certificate": {"acm_certificate_arn": CERTIFICATE}}


class TakenApi(Api):
    """Nobody has the references that CloudFront says are used; keeps those of the creates."""

    def __init__(self, *, attempts: int) -> None:
        super().__init__()
        self.references: list[str] = []
        for _ in range(attempts):
            self.fail("acm:DescribeCertificate", "AccessDeniedException")
            self.fail("cloudfront:CreateDistribution", "DistributionAlreadyExists", status=409)
        self.lists = [listed() for _ in range(1 + 2 * attempts)]

    def call(self, operation: str, request: t.Any, *, region: str | None = None) -> dict[str, t.Any]:
        if operation == "cloudfront:CreateDistribution":
            self.references.append(request["DistributionConfig"]["CallerReference"])
        return super().call(operation, request, region=region)


def test_the_reference_of_a_deleted_distribution_gives_way_to_the_next() -> None:
    """CF-04: made, torn down, made again, twice; the alias keeps it from being made twice (CF-30)."""
    reference = caller_reference(ALIASED)
    api = TakenApi(attempts=2)
    api.fail("acm:DescribeCertificate", "AccessDeniedException")
    api.expect("cloudfront:CreateDistribution", None, answer(live(CallerReference=f"{reference}-3")))
    result = run(api, default_origin_domain_name=BUCKET, **ALIASED)
    assert api.references == [reference, f"{reference}-2", f"{reference}-3"]
    assert [action["change"] for action in result.plan.as_actions()] == ["create"]


def test_a_later_reference_is_found_too() -> None:
    """CF-04: somebody took the alias away from the distribution that an earlier run made with it."""
    body = live(CallerReference=f"{caller_reference(ALIASED)}-3")
    api = TakenApi(attempts=1)
    api.lists[1:] = [listed((ID, [])), listed((ID, []))]
    for _ in range(2):
        api.expect("cloudfront:GetDistribution", {"Id": ID}, answer(body))
        api.fail("acm:DescribeCertificate", "AccessDeniedException")
        api.fail("cloudfront:ListConflictingAliases", "InvalidArgument")
    api.expect("cloudfront:UpdateDistribution", None, answer(body))
    result = run(api, default_origin_domain_name=BUCKET, **ALIASED)
    assert [action["change"] for action in result.plan.as_actions()] == ["update"]


def test_references_run_out() -> None:
    api = TakenApi(attempts=5)
    with pytest.raises(Refused, match=r"-5 was used before, but no distribution has it; give another"):
        run(api, default_origin_domain_name=BUCKET, **ALIASED)
    assert api.references == list(caller_references(ALIASED))


@pytest.mark.parametrize("given", [{}, {"caller_reference": "mine"}, {**ALIASED, "caller_reference": "mine"}])
def test_a_used_reference_is_refused_when_it_is_the_users_or_nothing_else_protects(given: dict[str, t.Any]) -> None:
    """CF-04: another reference would make a second distribution of one whose answer was lost."""
    api = Api().fail("cloudfront:CreateDistribution", "DistributionAlreadyExists", status=409)
    if "aliases" in given:
        api.fail("acm:DescribeCertificate", "AccessDeniedException")
    api.lists = [listed(), listed()]
    with pytest.raises(Refused, match=r"was used before, but no distribution has it; give another"):
        run(api, default_origin_domain_name=BUCKET, **given)


def test_aliases_of_different_distributions_are_refused_by_name() -> None:
    api = Api()
    api.lists = [listed(("E1", ["a.example.com"]), ("E2", ["b.example.com"]))]
    with pytest.raises(Refused, match=r"a.example.com is an alias of E1, b.example.com is an alias of E2"):
        run(api, aliases=["a.example.com", "b.example.com"])


def test_an_alias_of_another_distribution_is_refused_before_the_write() -> None:
    """CF-30."""
    api = Api().expect("cloudfront:GetDistribution", {"Id": ID}, answer())
    api.fail("acm:DescribeCertificate", "AccessDeniedException")
    api.lists = [listed((ID, ["images.example.com"]), ("E9", ["www.example.com"]))]
    with pytest.raises(Refused, match=r"www.example.com is an alias of E9"):
        run(api, check=True, distribution_id=ID, aliases=["www.example.com"])


@pytest.mark.parametrize(
    ("purge", "left"), [(False, ["images.example.com", "www.example.com"]), (True, ["www.example.com"])]
)
def test_unnamed_aliases_stay_unless_purged(purge: bool, left: list[str]) -> None:
    api = Api().expect("cloudfront:GetDistribution", {"Id": ID}, answer())
    described = {"Certificate": {"Status": "ISSUED", "SubjectAlternativeNames": ["*.example.com"]}}
    api.expect("acm:DescribeCertificate", {"CertificateArn": CERTIFICATE}, described)
    asked = {"DistributionId": ID, "Alias": "www.example.com"}
    api.expect("cloudfront:ListConflictingAliases", asked, {"ConflictingAliasesList": {"Quantity": 0}})
    body = live(Aliases={"Quantity": len(left), "Items": left})
    request = {"Id": ID, "IfMatch": "E1", "DistributionConfig": body}
    api.expect("cloudfront:UpdateDistribution", request, answer(body))
    api.lists = [listed((ID, ["images.example.com"]))]
    run(api, distribution_id=ID, aliases=["www.example.com"], purge_aliases=purge)


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


def test_a_delete_disables_waits_and_deletes() -> None:
    """CF-21: the wait does not depend on the option."""
    off = live(Enabled=False)
    api = Api().expect("cloudfront:GetDistribution", {"Id": ID}, answer())
    request = {"Id": ID, "IfMatch": "E1", "DistributionConfig": off}
    api.expect("cloudfront:UpdateDistribution", request, answer(off, etag="E2", status="InProgress"))
    api.expect("cloudfront:GetDistribution", {"Id": ID}, answer(off, etag="E2"))
    api.expect("cloudfront:DeleteDistribution", {"Id": ID, "IfMatch": "E2"}, {})
    result = run(api, distribution_id=ID, state="absent")
    assert result.state is None


def test_a_disabled_distribution_in_progress_is_waited_for_first() -> None:
    off = live(Enabled=False)
    api = Api().expect("cloudfront:GetDistribution", {"Id": ID}, answer(off, status="InProgress"))
    api.expect("cloudfront:GetDistribution", {"Id": ID}, answer(off, etag="E5"))
    api.expect("cloudfront:DeleteDistribution", {"Id": ID, "IfMatch": "E5"}, {})
    run(api, distribution_id=ID, state="absent")


def test_a_delete_too_early_is_tried_again_with_a_fresh_etag(monkeypatch: pytest.MonkeyPatch) -> None:
    """CF-21: right after Deployed it may still be refused."""
    monkeypatch.setattr("time.sleep", lambda _seconds: None)
    off = live(Enabled=False)
    api = Api().expect("cloudfront:GetDistribution", {"Id": ID}, answer(off))
    api.fail("cloudfront:DeleteDistribution", "DistributionNotDisabled", status=409)
    api.expect("cloudfront:GetDistribution", {"Id": ID}, answer(off, etag="E2"))
    api.expect("cloudfront:DeleteDistribution", {"Id": ID, "IfMatch": "E2"}, {})
    run(api, distribution_id=ID, state="absent")


def test_deleting_what_is_gone_changes_nothing() -> None:
    api = Api().fail("cloudfront:GetDistribution", "NoSuchDistribution", status=404)
    assert not run(api, distribution_id=ID, state="absent").plan


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


def test_a_certificate_that_is_still_pending_stops_a_real_run_only() -> None:
    other = CERTIFICATE.replace("0f5b", "1111")
    described = {"Certificate": {"Status": "PENDING_VALIDATION", "SubjectAlternativeNames": ["images.example.com"]}}
    for check in (True, False):
        api = Api().expect("cloudfront:GetDistribution", {"Id": ID}, answer())
        api.expect("acm:DescribeCertificate", {"CertificateArn": other}, described)
        given: dict[str, t.Any] = {"distribution_id": ID, "viewer_certificate": {"acm_certificate_arn": other}}
        if check:
            assert run(api, check=True, **given).plan
        else:
            with pytest.raises(Refused, match="PENDING_VALIDATION"):
                run(api, **given)


def test_another_version_than_the_one_seen_is_not_changed() -> None:
    api = Api().expect("cloudfront:GetDistribution", {"Id": ID}, answer(etag="E7"))
    with pytest.raises(Refused, match="E7"):
        run(api, distribution_id=ID, e_tag="E1", comment="new")


def test_a_fresh_certificate_is_tried_again_only_when_it_was_seen_issued(monkeypatch: pytest.MonkeyPatch) -> None:
    """CF-34: text (a) of three."""
    monkeypatch.setattr("time.sleep", lambda _seconds: None)
    text = "The specified SSL certificate doesn't exist, isn't in us-east-1 region, isn't valid"
    request = {"DistributionConfig": LIVE}
    api = StubbedApi().fail("cloudfront:CreateDistribution", "InvalidViewerCertificate", text)
    api.expect("cloudfront:CreateDistribution", None, answer())
    writing.write(api, "cloudfront:CreateDistribution", request, issued=True)
    api.fail("cloudfront:CreateDistribution", "InvalidViewerCertificate", text)
    with pytest.raises(AwsError):
        writing.write(api, "cloudfront:CreateDistribution", request, issued=False)
    api.assert_all_made()


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("One or more of the CNAMEs you provided are already associated with a different resource.", "E9 of account"),
        ("... includes an incorrectly configured DNS record that points to another distribution", "Change or remove"),
    ],
    ids=["CF-30", "CF-32"],
)
def test_the_two_alias_conflicts_are_told_apart(text: str, hint: str) -> None:
    api = StubbedApi().fail("cloudfront:UpdateDistribution", "CNAMEAlreadyExists", text, 409)
    if "DNS record" not in text:
        found = {"Items": [{"Alias": "images.example.com", "DistributionId": "E9", "AccountId": "******9012"}]}
        asked = {"DistributionId": ID, "Alias": "images.example.com"}
        api.expect("cloudfront:ListConflictingAliases", asked, {"ConflictingAliasesList": found})
    with pytest.raises(AwsError, match=hint):
        writing.write(
            api,
            "cloudfront:UpdateDistribution",
            {"Id": ID, "IfMatch": "E1", "DistributionConfig": LIVE},
            issued=False,
        )


def test_the_reference_is_the_same_in_every_run_and_for_both_names_of_a_bucket() -> None:
    regional = caller_reference({"default_origin_domain_name": BUCKET})
    assert regional == caller_reference({"origins": [{"domain_name": "images.s3.amazonaws.com"}]})
    assert regional != caller_reference({"default_origin_domain_name": BUCKET, "tags": {"Name": "second"}})
    assert caller_reference({"aliases": ["A.example.com"]}) == caller_reference({"alias": "a.example.com."})


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
