# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Service Quotas: the few that matter to a site; MiniStack has none."""

from __future__ import annotations

import json
import typing as t

from tests.lab import wire
from tests.lab.wire import Refused

if t.TYPE_CHECKING:
    from tests.lab.wire import Answer, Call
    from tests.lab.world import World

_SERVICES = {
    "acm": "AWS Certificate Manager (ACM)",
    "cloudfront": "Amazon CloudFront",
    "s3": "Amazon Simple Storage Service (Amazon S3)",
}
# Code, name, default. The number of origin access controls is none of Service Quotas' (CF-91).
_QUOTAS = {
    "acm": [
        ("L-DA1D8B98", "ACM certificates created in last 365 days", 5000.0),
        ("L-FB94F0B0", "Domain names per ACM certificate", 10.0),
    ],
    "cloudfront": [
        ("L-24B04930", "Web distributions per AWS account", 500.0),
        ("L-CF0D4FC5", "Response headers policies per AWS account", 20.0),
    ],
    "s3": [("L-DC2B2D3D", "General purpose buckets", 10000.0)],
}
_HOME = "us-east-1"


async def answer(world: World, call: Call, forward: wire.Forward) -> Answer:
    """Answer a call to Service Quotas."""
    content = call.json()
    service, wanted = str(content.get("ServiceCode")), str(content.get("QuotaCode"))
    # Those of a global service are known in one region only.
    known = [] if service == "cloudfront" and call.region != _HOME else _QUOTAS.get(service, [])
    changed = json.loads(world.settings.quotas or "{}") if call.operation != "GetAWSDefaultServiceQuota" else {}
    quotas = [_quota(call, service, code, name, changed.get(code, value)) for code, name, value in known]
    if call.operation == "ListServiceQuotas" and quotas:
        return wire.json_answer({"Quotas": quotas})
    found = [quota for quota in quotas if quota["QuotaCode"] == wanted]
    if not found:
        text = "The request failed because the quota doesn't exist."
        raise Refused("service-quotas", "NoSuchResourceException", text)
    return wire.json_answer({"Quota": found[0]})


def _quota(call: Call, service: str, code: str, name: str, value: float) -> dict[str, t.Any]:
    return {
        "ServiceCode": service,
        "ServiceName": _SERVICES[service],
        "QuotaArn": f"arn:aws:servicequotas:{call.region}:{call.account}:{service}/{code}",
        "QuotaCode": code,
        "QuotaName": name,
        "Value": value,
        "Unit": "None",
        "Adjustable": True,
        "GlobalQuota": service == "cloudfront",
        "QuotaAppliedAtLevel": "ACCOUNT",
    }
