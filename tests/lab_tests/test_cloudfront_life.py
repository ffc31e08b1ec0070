# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What takes time, what is in use and what is listed is as aws-behaviour says of AWS."""

from __future__ import annotations

import copy
import typing as t

import pytest

from tests.lab_tests import aws
from tests.lab_tests.distributions import create, refused

if t.TYPE_CHECKING:
    from tests.lab import Lab


@pytest.fixture
def cloudfront(lab: Lab) -> t.Any:
    """Return a client."""
    return lab.client("cloudfront")


def test_deployment_takes_its_time_on_create_and_on_update(lab: Lab, cloudfront: t.Any) -> None:
    """CF-20, CF-21."""
    lab.settings(deploy_seconds=60)
    made = create(cloudfront)
    number = made["Distribution"]["Id"]
    assert (
        made["Distribution"]["Status"]
        == cloudfront.get_distribution(Id=number)["Distribution"]["Status"]
        == "InProgress"
    )
    off = {**made["Distribution"]["DistributionConfig"], "Enabled": False}
    assert aws.code(cloudfront.delete_distribution, Id=number, IfMatch=made["ETag"]) == "DistributionNotDisabled"
    lab.settings(deploy_seconds=0)
    etag = cloudfront.update_distribution(Id=number, IfMatch=made["ETag"], DistributionConfig=off)["ETag"]
    assert cloudfront.get_distribution(Id=number)["Distribution"]["Status"] == "Deployed"
    cloudfront.delete_distribution(Id=number, IfMatch=etag)


def test_disabled_but_in_progress_cannot_be_deleted(lab: Lab, cloudfront: t.Any) -> None:
    """CF-21."""
    lab.settings(deploy_seconds=60)
    made = create(cloudfront, Enabled=False)
    assert (
        aws.code(cloudfront.delete_distribution, Id=made["Distribution"]["Id"], IfMatch=made["ETag"])
        == "DistributionNotDisabled"
    )


def test_an_access_control_in_use_stays(lab: Lab, cloudfront: t.Any) -> None:
    """CF-43, CF-44, CF-24."""
    wanted = {
        "Name": "pictures",
        "SigningProtocol": "sigv4",
        "SigningBehavior": "always",
        "OriginAccessControlOriginType": "s3",
    }
    control = cloudfront.create_origin_access_control(OriginAccessControlConfig=wanted)
    assert (
        aws.code(cloudfront.create_origin_access_control, OriginAccessControlConfig=wanted)
        == "OriginAccessControlAlreadyExists"
    )
    number = control["OriginAccessControl"]["Id"]
    origins = {"Quantity": 1, "Items": [{**aws.ORIGIN, "OriginAccessControlId": number}]}
    made = create(cloudfront, Origins=origins)
    delete = {"Id": number, "IfMatch": control["ETag"]}
    assert aws.code(cloudfront.delete_origin_access_control, **delete) == "OriginAccessControlInUse"
    lab.settings(in_use_seconds=60)
    config = copy.deepcopy(made["Distribution"]["DistributionConfig"])
    config["Origins"]["Items"][0]["OriginAccessControlId"] = ""
    cloudfront.update_distribution(Id=made["Distribution"]["Id"], IfMatch=made["ETag"], DistributionConfig=config)
    assert aws.code(cloudfront.delete_origin_access_control, **delete) == "OriginAccessControlInUse"


def test_lists_come_in_pages_and_shout_the_http_version(cloudfront: t.Any) -> None:
    """CF-11, X-06."""
    numbers = [create(cloudfront, str(number), HttpVersion="http2and3")["Distribution"]["Id"] for number in range(3)]
    pages = list(cloudfront.get_paginator("list_distributions").paginate(PaginationConfig={"PageSize": 1}))
    assert [page["DistributionList"]["Items"][0]["Id"] for page in pages] == numbers[::-1]
    assert pages[0]["DistributionList"]["Items"][0]["HttpVersion"] == "HTTP2and3"
    first = cloudfront.list_cache_policies(MaxItems="2")["CachePolicyList"]
    assert len(first["Items"]) == 2
    second = cloudfront.list_cache_policies(MaxItems="2", Marker=first["NextMarker"])["CachePolicyList"]
    assert first["Items"][1] not in second["Items"]


def test_invalidations_take_time_and_a_fresh_reference(lab: Lab, cloudfront: t.Any) -> None:
    """CF-70, CF-71, CF-73."""
    number = create(cloudfront)["Distribution"]["Id"]

    def batch(reference: str, *paths: str) -> dict[str, t.Any]:
        return {
            "DistributionId": number,
            "InvalidationBatch": {
                "CallerReference": reference,
                "Paths": {"Quantity": len(paths), "Items": list(paths)},
            },
        }

    lab.settings(invalidation_seconds=60)
    made = cloudfront.create_invalidation(**batch("a", "/*"))["Invalidation"]
    assert made["Status"] == "InProgress"
    assert cloudfront.get_distribution(Id=number)["Distribution"]["InProgressInvalidationBatches"] == 1
    assert aws.code(cloudfront.create_invalidation, **batch("a", "/*")) == "InvalidArgument"
    assert aws.code(cloudfront.create_invalidation, **batch("b", "x")) == "InvalidArgument"
    many = batch("c", *[f"/{number}/*" for number in range(15)])
    assert aws.code(cloudfront.create_invalidation, **many) == "TooManyInvalidationsInProgress"
    for alone in ([f"/{number}/*" for number in range(16)], [f"/{number}" for number in range(3001)]):
        assert aws.code(cloudfront.create_invalidation, **batch("d", *alone)) == "BatchTooLarge"
    # Files and wildcards are counted apart.
    both = [*(f"/{number}" for number in range(3000)), *(f"/{number}/*" for number in range(14))]
    cloudfront.create_invalidation(**batch("e", *both))
    assert aws.code(cloudfront.create_invalidation, **batch("f", "/a")) == "TooManyInvalidationsInProgress"
    for path in ("/it's", "/~me", "/a b", "/100%", "/x|y", "/ü"):
        assert aws.code(cloudfront.create_invalidation, **batch("g", path)) == "InvalidArgument"
    lab.settings(invalidation_seconds=0, invalidation_reference="documented")
    assert aws.code(cloudfront.create_invalidation, **batch("g", "/a", "/a")) == "InvalidArgument"
    cloudfront.create_invalidation(**batch("g", "/a%20b", "/literal*star"))
    assert cloudfront.get_invalidation(DistributionId=number, Id=made["Id"])["Invalidation"]["Status"] == "Completed"
    assert cloudfront.create_invalidation(**batch("a", "/*"))["Invalidation"]["Id"] == made["Id"]


def test_identities_live_and_exclude_access_controls(cloudfront: t.Any) -> None:
    """CF-40."""
    wanted = {"CallerReference": "one", "Comment": "mine"}
    made = cloudfront.create_cloud_front_origin_access_identity(CloudFrontOriginAccessIdentityConfig=wanted)
    number = made["CloudFrontOriginAccessIdentity"]["Id"]
    assert (
        cloudfront.list_cloud_front_origin_access_identities()["CloudFrontOriginAccessIdentityList"]["Items"][0]["Id"]
        == number
    )
    origin = {**aws.ORIGIN, "S3OriginConfig": {"OriginAccessIdentity": f"origin-access-identity/cloudfront/{number}"}}
    both = {**origin, "OriginAccessControlId": "E0"}
    assert refused(cloudfront, Origins={"Quantity": 1, "Items": [both]}) == "IllegalOriginAccessConfiguration"
    create(cloudfront, Origins={"Quantity": 1, "Items": [origin]})
    assert (
        aws.code(cloudfront.delete_cloud_front_origin_access_identity, Id=number, IfMatch=made["ETag"])
        == "CloudFrontOriginAccessIdentityInUse"
    )


def test_tags_come_with_the_creation_and_not_from_aws(cloudfront: t.Any) -> None:
    """CF-86."""
    tags = {"Items": [{"Key": "site", "Value": "one"}]}
    made = cloudfront.create_distribution_with_tags(
        DistributionConfigWithTags={"DistributionConfig": aws.config(), "Tags": tags}
    )["Distribution"]
    assert cloudfront.list_tags_for_resource(Resource=made["ARN"])["Tags"] == tags
    wrong = {"Items": [{"Key": "aws:x", "Value": "y"}]}
    assert aws.code(cloudfront.tag_resource, Resource=made["ARN"], Tags=wrong) == "InvalidTagging"
