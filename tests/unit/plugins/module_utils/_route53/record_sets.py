# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Records as options and as Route 53 answers them, and the calls about them."""

from __future__ import annotations

import typing as t

from ansible.module_utils.common.arg_spec import ArgumentSpecValidator

from ansible_collections.cdn.aws.plugins.module_utils._route53.records import Records
from ansible_collections.cdn.aws.plugins.modules.route53_records import SPEC

ZONE_ID = "Z0EXAMPLE"
CLOUDFRONT = {"HostedZoneId": "Z2FDTNDATAQYW2", "DNSName": "d1.cloudfront.net.", "EvaluateTargetHealth": False}
ALIAS = {"dns_name": "D1.cloudfront.net"}


def records(aws, *wanted, **given):
    validated = ArgumentSpecValidator(SPEC.options).validate({"records": list(wanted), **given})
    assert not validated.error_messages, validated.error_messages
    return Records(validated.validated_parameters, aws)


def zone(name="example.com", identifier=ZONE_ID, *, count=2, private=False) -> dict[str, t.Any]:
    return {
        "Id": f"/hostedzone/{identifier}",
        "Name": f"{name}.",
        "CallerReference": "r",
        "Config": {"PrivateZone": private},
        "ResourceRecordSetCount": count,
    }


def expect_zones(aws, *zones, truncated=False):
    answer = {"HostedZones": list(zones), "Marker": "", "IsTruncated": truncated, "MaxItems": "100"}
    aws.expect("route53:ListHostedZones", {}, answer)


def expect_named(aws, name, *zones):
    answer = {"HostedZones": list(zones), "IsTruncated": False, "MaxItems": "100"}
    aws.expect("route53:ListHostedZonesByName", {"DNSName": name}, answer)


def expect_sets(aws, *sets, start=None):
    request = {"HostedZoneId": ZONE_ID, "MaxItems": "300", **({"StartRecordName": start} if start else {})}
    answer = {"ResourceRecordSets": list(sets), "IsTruncated": False, "MaxItems": "300"}
    aws.expect("route53:ListResourceRecordSets", request, answer)


def expect_batch(aws, *changes, comment=None):
    batch = {
        "Changes": [{"Action": action, "ResourceRecordSet": wire} for action, wire in changes],
        **({"Comment": comment} if comment else {}),
    }
    answer = {"ChangeInfo": {"Id": "/change/C1", "Status": "PENDING", "SubmittedAt": "2026-01-01T00:00:00Z"}}
    aws.expect("route53:ChangeResourceRecordSets", {"HostedZoneId": ZONE_ID, "ChangeBatch": batch}, answer)


def expect_change(aws, status):
    answer = {"ChangeInfo": {"Id": "/change/C1", "Status": status, "SubmittedAt": "2026-01-01T00:00:00Z"}}
    aws.expect("route53:GetChange", {"Id": "C1"}, answer)


def simple(name, kind, *values, ttl=300):
    return {"Name": f"{name}.", "Type": kind, "TTL": ttl, "ResourceRecords": [{"Value": value} for value in values]}


def alias(name, kind="A", target=None):
    return {"Name": f"{name}.", "Type": kind, "AliasTarget": target or CLOUDFRONT}


def wanted(name, kind="A", *values, **more):
    return {"name": name, "type": kind, **({"values": list(values)} if values else {}), **more}
