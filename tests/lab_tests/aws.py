# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The least that AWS wants, for tests that are about something else."""

from __future__ import annotations

import copy
import typing as t

import botocore.exceptions
import pytest

if t.TYPE_CHECKING:
    from tests.lab import Lab

CACHING_OPTIMIZED = "658327ea-f89d-4fab-a63d-7e88639e58f6"
ORIGIN = {
    "Id": "bucket",
    "DomainName": "pictures.s3.ap-northeast-2.amazonaws.com",
    "S3OriginConfig": {"OriginAccessIdentity": ""},
}
BEHAVIOUR = {
    "TargetOriginId": "bucket",
    "ViewerProtocolPolicy": "redirect-to-https",
    "CachePolicyId": CACHING_OPTIMIZED,
}


def config(reference: str = "one", **members: t.Any) -> dict[str, t.Any]:
    """Return the smallest DistributionConfig, with these members over it; it is the caller's to change."""
    return {
        "CallerReference": reference,
        "Comment": "",
        "Enabled": True,
        "Origins": {"Quantity": 1, "Items": [copy.deepcopy(ORIGIN)]},
        "DefaultCacheBehavior": copy.deepcopy(BEHAVIOUR),
        **members,
    }


def aliases(*names: str) -> dict[str, t.Any]:
    """Return a list of aliases."""
    return {"Quantity": len(names), "Items": list(names)} if names else {"Quantity": 0}


def code(call: t.Callable[..., t.Any], **arguments: t.Any) -> str:
    """Return the error code a call gets; a success fails the test."""
    return error(call, **arguments)["Code"]


def error(call: t.Callable[..., t.Any], **arguments: t.Any) -> dict[str, str]:
    """Return the error a call gets; a success fails the test."""
    with pytest.raises(botocore.exceptions.ClientError) as caught:
        call(**arguments)
    return t.cast("dict[str, str]", caught.value.response["Error"])


def zone_id(lab: Lab, name: str = "example.test.") -> str:
    """Return the id of a zone of the lab's start."""
    zones = lab.client("route53").list_hosted_zones()["HostedZones"]
    return next(str(zone["Id"]) for zone in zones if zone["Name"] == name)


def change(lab: Lab, action: str, name: str, kind: str, *values: str, **more: t.Any) -> dict[str, t.Any]:
    """Send one change of one record set."""
    records = {"TTL": 300, "ResourceRecords": [{"Value": value} for value in values]} if values else {}
    batch = {"Changes": [{"Action": action, "ResourceRecordSet": {"Name": name, "Type": kind, **records, **more}}]}
    return t.cast(
        "dict[str, t.Any]",
        lab.client("route53").change_resource_record_sets(HostedZoneId=zone_id(lab), ChangeBatch=batch),
    )


def issued(lab: Lab, *names: str, region: str = "us-east-1", **more: t.Any) -> str:
    """Return the ARN of a certificate whose records stand."""
    acm = lab.client("acm", region)
    arn = str(
        acm.request_certificate(
            DomainName=names[0], SubjectAlternativeNames=list(names), ValidationMethod="DNS", **more
        )["CertificateArn"]
    )
    for option in acm.describe_certificate(CertificateArn=arn)["Certificate"]["DomainValidationOptions"]:
        change(lab, "UPSERT", option["ResourceRecord"]["Name"], "CNAME", option["ResourceRecord"]["Value"])
    return arn


def certificate(arn: str) -> dict[str, t.Any]:
    """Return a ViewerCertificate."""
    return {"ACMCertificateArn": arn, "SSLSupportMethod": "sni-only", "MinimumProtocolVersion": "TLSv1.2_2021"}
