# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import dataclasses

import pytest

from ansible_collections.cdn.aws.plugins.module_utils._account.needs import Scope, needs_of
from ansible_collections.cdn.aws.plugins.module_utils._unknown import unknown

ACCOUNT = "123456789012"
HERE = Scope("aws", ACCOUNT)
DISTRIBUTION = f"arn:aws:cloudfront::{ACCOUNT}:distribution/E1"
CERTIFICATE = f"arn:aws:acm:us-east-1:{ACCOUNT}:certificate/*"
ANY_DISTRIBUTION = f"arn:aws:cloudfront::{ACCOUNT}:distribution/*"


def action(operation, resource, change="create"):
    return {"operation": operation, "resource": resource, "change": change}


def told(*actions, **scope):
    return [(need.action, need.resource) for need in needs_of(actions, dataclasses.replace(HERE, **scope))]


def test_what_is_made_needs_the_right_for_all_ids_and_the_reads_after_the_write():
    assert told(action("acm:RequestCertificate", "cdn.example.com"), tagged=True) == [
        ("acm:RequestCertificate", "*"),
        ("acm:DescribeCertificate", CERTIFICATE),
        ("acm:AddTagsToCertificate", CERTIFICATE),
    ]
    assert told(action("cloudfront:CreateDistributionWithTags", "cdn.example.com")) == [
        ("cloudfront:CreateDistribution", "*"),
        ("cloudfront:TagResource", ANY_DISTRIBUTION),
        ("cloudfront:GetDistribution", ANY_DISTRIBUTION),
        ("cloudfront:ListTagsForResource", ANY_DISTRIBUTION),
    ]


def test_what_is_changed_is_asked_about_by_its_arn():
    change = action("cloudfront:UpdateDistribution", "cdn.example.com", "update")
    assert told(change, distribution=DISTRIBUTION)[0] == ("cloudfront:UpdateDistribution", DISTRIBUTION)
    (need, *_) = needs_of([change], HERE)
    assert (need.resource, need.exact) == (ANY_DISTRIBUTION, False)


def test_a_zone_is_named_by_its_id_and_the_change_that_is_waited_for_is_not_forgotten():
    written = action("route53:ChangeResourceRecordSets", "example.com: A cdn.example.com")
    first, second = told(written, zone="Z1")
    assert first == ("route53:ChangeResourceRecordSets", "arn:aws:route53:::hostedzone/Z1")
    assert second[0] == "route53:GetChange"
    assert second[1].startswith("arn:aws:route53:::change/C")
    assert told(written, zone=unknown("zone id"))[0][1] == "arn:aws:route53:::hostedzone/*"


@pytest.mark.parametrize(
    ("operation", "resource", "wanted"),
    [
        ("s3:PutBucketTagging", "site", ("s3:PutBucketTagging", "arn:aws:s3:::site")),
        ("s3:PutBucketCors", "site", ("s3:PutBucketCORS", "arn:aws:s3:::site")),
        ("s3:PutObject", "site/css/a.css", ("s3:PutObject", "arn:aws:s3:::site/css/a.css")),
        ("s3:PutObject", "site: 2000 objects", ("s3:PutObject", "arn:aws:s3:::site/*")),
        ("s3:DeleteObjects", "site: 9 objects", ("s3:DeleteObject", "arn:aws:s3:::site/*")),
        (
            "s3:DeleteObjects",
            "site: objects and versions 1 to 9 of 9",
            ("s3:DeleteObjectVersion", "arn:aws:s3:::site/*"),
        ),
        ("s3control:CreateJob", "2,000 objects of site", ("s3:CreateJob", "arn:aws:s3:::site")),
        (
            "cloudfront:UpdateOriginAccessControl",
            "x",
            ("cloudfront:UpdateOriginAccessControl", f"arn:aws:cloudfront::{ACCOUNT}:origin-access-control/*"),
        ),
        (
            "wafv2:DeleteWebACL",
            "x",
            ("wafv2:DeleteWebACL", f"arn:aws:wafv2:us-east-1:{ACCOUNT}:global/webacl/x/*"),
        ),
    ],
)
def test_a_write_needs_its_action_on_its_object(operation, resource, wanted):
    assert told(action(operation, resource, "update"))[0] == wanted


def test_of_many_objects_the_first_stands_for_all():
    assert told(*(action("s3:PutObject", f"site/{number}.png") for number in range(99))) == [
        ("s3:PutObject", "arn:aws:s3:::site/0.png")
    ]


def test_logs_need_the_acl_of_their_bucket():
    """CF-50."""
    found = told(action("cloudfront:CreateDistribution", "x"), log_bucket="logs")
    assert ("s3:PutBucketAcl", "arn:aws:s3:::logs") in found


def test_every_need_of_a_site_says_what_for():
    operations = ["acm:RequestCertificate", "cloudfront:CreateDistributionWithTags", "cloudfront:CreateInvalidation"]
    operations += ["route53:ChangeResourceRecordSets", "s3:CreateBucket", "s3:PutBucketPolicy", "s3:PutObject"]
    found = needs_of([action(operation, "site") for operation in operations], HERE)
    assert [need.action for need in found if not need.purpose] == []


def test_an_invalidation_is_made_for_a_distribution_that_is_there():
    made = action("cloudfront:CreateInvalidation", "E1")
    assert {need.exact for need in needs_of([made], HERE)} == {False}
    assert told(made, distribution=DISTRIBUTION)[0] == ("cloudfront:CreateInvalidation", DISTRIBUTION)


def test_a_bucket_is_made_without_acls():
    assert ("s3:PutBucketOwnershipControls", "arn:aws:s3:::site") in told(action("s3:CreateBucket", "site"))


def test_a_web_acl_needs_its_tags_its_rules_and_to_be_attached():
    acl = f"arn:aws:wafv2:us-east-1:{ACCOUNT}:global/webacl/x/*"
    found = needs_of([action("wafv2:CreateWebACL", "x")], dataclasses.replace(HERE, tagged=True))
    assert [(need.action, need.resource, need.exact) for need in found] == [
        ("wafv2:CreateWebACL", acl, True),
        ("wafv2:GetWebACL", acl, True),
        ("wafv2:TagResource", acl, True),
        # Which of them a policy may name is not known here.
        ("wafv2:CreateWebACL", f"arn:aws:wafv2:us-east-1:{ACCOUNT}:global/managedruleset/*/*", False),
    ]


@pytest.mark.parametrize(
    ("operation", "wanted"),
    [
        ("s3:PutObject", {"s3:PutObject", "s3:PutObjectTagging"}),
        ("s3:CreateMultipartUpload", {"s3:PutObject", "s3:PutObjectTagging"}),
        ("s3:CopyObject", {"s3:GetObject", "s3:PutObject", "s3:GetObjectTagging", "s3:PutObjectTagging"}),
    ],
)
def test_tags_of_objects_need_rights_of_their_own(operation, wanted):
    write = action(operation, "site/a.png")
    assert {name for name, dummy in told(write, tagged_objects=True)} == wanted
    assert {name for name, dummy in told(write)} == {name for name in wanted if "Tagging" not in name}


def context(*actions, **scope):
    return dict(needs_of(actions, dataclasses.replace(HERE, **scope))[0].context)


def test_what_policies_may_ask_about_a_certificate_is_known():
    wanted = action("acm:RequestCertificate", "a.example.com")
    assert context(wanted, certificate_names=("a.example.com", "*.example.com")) == {
        "acm:ValidationMethod": ("DNS",),
        "acm:DomainNames": ("a.example.com", "*.example.com"),
        "aws:RequestedRegion": ("us-east-1",),
    }
    assert "acm:DomainNames" not in context(wanted)
    assert "aws:RequestedRegion" not in context(wanted, partition="aws-cn")


def test_what_policies_may_ask_about_records_is_known_of_all_batches_together():
    prefix = "route53:ChangeResourceRecordSets"
    batches = [
        action(prefix, "example.com: CNAME _<token>.cdn.example.com"),
        action(prefix, "example.com: A *.example.com, AAAA *.example.com (blue) and 3 more", "update"),
    ]
    found = context(*batches)
    assert found.pop("aws:RequestedRegion") == ("us-east-1",)
    assert found == {
        f"{prefix}Actions": ("CREATE", "DELETE"),
        f"{prefix}NormalizedRecordNames": (f"_{'0' * 32}.cdn.example.com", "\\052.example.com"),
        f"{prefix}RecordTypes": ("CNAME", "A", "AAAA"),
    }


def test_nothing_is_known_of_other_calls():
    assert context(action("s3:PutBucketPolicy", "site")) == {}
