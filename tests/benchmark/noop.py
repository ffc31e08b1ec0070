# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A site that is as it should be, looked at once more: by playbooks/site.yml, and by the modules that were there."""

from __future__ import annotations

import json
import tempfile
import typing as t
from pathlib import Path

from tests.benchmark import tools
from tests.benchmark.measure import Run, measured, median, plain_environment
from tests.benchmark.servers import ROOT
from tests.benchmark.tables import Cell, table
from tests.lab import Lab

DOMAIN, SITE_BUCKET = "cdn.example.test", "cdn-example-test-images"
OWN_BUCKET, OWN_DOMAIN = "own-example-test-images", "own.example.test"
OTHER_BUCKET, OTHER_DOMAIN = "other-example-test-images", "other.example.test"


def noop(repeats: int = 3) -> str:
    """Return the table of both."""
    rows: list[list[Cell]] = []
    with tempfile.TemporaryDirectory(prefix="cdn-benchmark-") as name, Lab() as lab:
        directory = Path(name)
        given = ["-e", json.dumps(site_variables(lab))]
        site = [str(tools.BIN / "ansible-playbook"), str(ROOT / "playbooks/site.yml")]
        others = tools.playbook(directory, "others", other_tasks())
        ours = tools.playbook(directory, "ours", own_tasks())
        for title, command in (
            ("playbooks/site.yml with verification", [*site, *given]),
            ("bucket, distribution and two records as tasks of cdn.aws", ours),
            ("the same as tasks of amazon.aws and community.aws", others),
        ):
            rows.append(_row(title, command, lab, directory, repeats))
    return table(("nothing to do", "seconds", "reads", "writes", "peak MB"), rows)


def _row(title: str, command: list[str], lab: Lab, directory: Path, repeats: int) -> list[Cell]:
    env = {**plain_environment(), **lab.env}
    first = measured(command, env=env, cwd=directory)
    if first.failure:
        return [f"{title}: failed, {' '.join(first.failure.split())[-300:]}", None, None, None, None]
    runs: list[Run] = []
    for _ in range(repeats):
        mark = lab.mark()
        runs.append(measured(command, env=env, cwd=directory))
    calls = lab.calls(mark)
    writes = sum(not call["read"] for call in calls)
    middle = median(runs)
    return [title, middle.seconds, len(calls) - writes, writes, middle.megabytes]


def site_variables(lab: Lab) -> dict[str, t.Any]:
    """Return what a user of the lab writes down for a site."""
    return {
        "site_domain": DOMAIN,
        "site_bucket": SITE_BUCKET,
        "site_verify_connect_to": {"https": lab.env["CDN_LAB_HTTPS"], "http": lab.env["CDN_LAB_HTTP"]},
        "site_verify_ca_path": lab.env["CDN_LAB_CA"],
    }


def own_tasks() -> list[dict[str, t.Any]]:
    """Return the tasks that manage what ``other_tasks`` manages."""
    custom = {"origin_protocol_policy": "https-only"}
    origin = {"id": "web", "domain_name": "images.example.test", "custom_origin_config": custom}
    target = {"alias": {"dns_name": "{{ made.distribution.domain_name }}"}}
    records = [{"name": OWN_DOMAIN, "type": kind, **target} for kind in ("A", "AAAA")]
    distribution = {"caller_reference": OWN_BUCKET, "comment": OWN_BUCKET, "origins": [origin], "wait": False}
    return [
        {"cdn.aws.s3_origin_bucket": {"name": OWN_BUCKET}},
        {"cdn.aws.cloudfront_distribution": distribution, "register": "made"},
        {"cdn.aws.route53_records": {"records": records}},
    ]


def other_tasks() -> list[dict[str, t.Any]]:
    """Return the same resources as tasks, as far as these modules have them.

    They request no certificate and know no origin access control.
    """
    arn = f"arn:aws:s3:::{OTHER_BUCKET}"
    allow = {"Effect": "Allow", "Principal": {"Service": "cloudfront.amazonaws.com"}, "Action": "s3:GetObject"}
    policy = {"Version": "2012-10-17", "Statement": [{**allow, "Resource": f"{arn}/*"}]}
    # They have no origin access control, without which CloudFront takes no bucket as an origin.
    custom = {"http_port": 80, "https_port": 443, "origin_protocol_policy": "https-only"}
    origin = {"id": "s3", "domain_name": "images.example.test", "custom_origin_config": custom}
    closed = ("block_public_acls", "block_public_policy", "ignore_public_acls", "restrict_public_buckets")
    record = {"state": "present", "zone": "example.test", "record": OTHER_DOMAIN, "alias": True, "overwrite": True}
    target = {"value": "{{ made.domain_name }}", "alias_hosted_zone_id": "Z2FDTNDATAQYW2"}
    return [
        {
            "amazon.aws.s3_bucket": {
                "name": OTHER_BUCKET, "policy": policy, "encryption": "AES256", "versioning": False,
                "public_access": dict.fromkeys(closed, True),
            }
        },
        {
            "community.aws.cloudfront_distribution": {
                "state": "present", "caller_reference": OTHER_BUCKET, "enabled": True, "comment": OTHER_BUCKET,
                "origins": [origin],
                "default_cache_behavior": {
                    "target_origin_id": "s3", "viewer_protocol_policy": "redirect-to-https", "compress": True,
                    "forwarded_values": {"query_string": False, "cookies": {"forward": "none"}},
                },
            },
            "register": "made",
        },
        *({"amazon.aws.route53": {**record, **target, "type": kind}} for kind in ("A", "AAAA")),
    ]  # fmt: skip
