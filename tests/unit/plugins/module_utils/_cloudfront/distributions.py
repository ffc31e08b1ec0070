# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A distribution as AWS normalises it, and an account in which it is found, read and written."""

from __future__ import annotations

import datetime
import json
import typing as t

from ansible_collections.cdn.aws.plugins.module_utils._argument_spec import STATE, TAGS, wait_options
from ansible_collections.cdn.aws.plugins.module_utils._cloudfront.distribution import Distribution
from ansible_collections.cdn.aws.plugins.module_utils._cloudfront.managed_policies import CACHE
from ansible_collections.cdn.aws.plugins.module_utils._cloudfront.options import CONFIG, PURGES
from ansible_collections.cdn.aws.plugins.module_utils._reconcile import Result, reconcile
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
