# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the tests of the whole chain share: the site they make, and what AWS holds afterwards."""

from __future__ import annotations

import typing as t
from pathlib import Path

from tests.integration.playbook import ROOT
from tests.lab import Lab

SITE = ROOT / "playbooks/site.yml"
TEARDOWN = ROOT / "playbooks/teardown.yml"
VERIFY = ROOT / "playbooks/verify.yml"
PUBLISH = ROOT / "playbooks/publish.yml"
REFRESH = ROOT / "playbooks/refresh.yml"
DRIFT = ROOT / "playbooks/drift.yml"
IMAGES = ROOT / "tests/demo/images"
DOMAIN = "cdn.example.test"
BUCKET = "site-example-test"

# The whole chain on an empty account, without files.
CHAIN = [
    "s3:CreateBucket",
    "s3:PutPublicAccessBlock",
    "s3:PutBucketEncryption",
    "acm:RequestCertificate",
    "route53:ChangeResourceRecordSets",
    "cloudfront:CreateOriginAccessControl",
    "cloudfront:CreateDistribution",
    "s3:PutBucketPolicy",
    "route53:ChangeResourceRecordSets",
]


def variables(lab: Lab, **more: t.Any) -> dict[str, t.Any]:
    """Return what a user of the lab writes down for a site."""
    return {
        "site_domain": DOMAIN,
        "site_bucket": BUCKET,
        "site_verify_connect_to": {"https": lab.env["CDN_LAB_HTTPS"], "http": lab.env["CDN_LAB_HTTP"]},
        "site_verify_ca_path": lab.env["CDN_LAB_CA"],
        **more,
    }


def recorded(lab: Lab, since: int | None = None) -> list[str]:
    """Return the writes that the lab recorded, in the form of the actions' operations."""
    return [f"{call['service']}:{call['operation']}" for call in lab.writes(since)]


def certificates(lab: Lab) -> list[dict[str, t.Any]]:
    """Return all certificates of us-east-1, whatever their state."""
    return list(lab.client("acm", "us-east-1").list_certificates()["CertificateSummaryList"])


def distributions(lab: Lab) -> list[dict[str, t.Any]]:
    """Return all distributions."""
    return list(lab.client("cloudfront").list_distributions()["DistributionList"].get("Items", []))


def one_file(directory: Path) -> Path:
    """Return a folder with one small page in it."""
    folder = directory / "public"
    folder.mkdir(exist_ok=True)
    (folder / "index.html").write_text("<!doctype html><title>Hello</title><p>Hello.", encoding="utf-8")
    return folder
