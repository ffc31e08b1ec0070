# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What cannot work is said in one line, before the first write, by every role; one host for each case."""

from __future__ import annotations

import typing as t
from pathlib import Path

import pytest
import yaml

from tests.chaos.wild import SECRET
from tests.integration.bad_variables import CASES, GOOD, OTHERS_ALIAS, OTHERS_BUCKET, OTHERS_DOMAIN
from tests.integration.conftest import RunTasks
from tests.integration.playbook import Run
from tests.integration.site import SITE, variables
from tests.lab import Lab

PLAYBOOK = [
    {
        "hosts": "all",
        "gather_facts": False,
        "environment": "{{ bad_environment | default({}) }}",
        "tasks": [{"name": "Use the role", "ansible.builtin.include_role": {"name": "cdn.aws.{{ bad_role }}"}}],
    }
]
# Ansible puts a heading of its own above what argument_specs.yml refuses.
HEADING = "Validation of arguments failed:\n"


def host(number: int) -> str:
    return f"case-{number}"


def inventory() -> dict[str, t.Any]:
    hosts = {}
    for number, (role, _what, given, _words) in enumerate(CASES):
        laid = {key: value for key, value in {**GOOD[role], **given}.items() if value is not None}
        hosts[host(number)] = {"bad_role": role, **laid}
    return {"all": {"hosts": hosts}}


def other_distribution(lab: Lab, *aliases: str) -> str:
    """Make somebody's distribution, in front of something else than our bucket, and return its id."""
    acm = lab.client("acm", "us-east-1")
    arn = acm.request_certificate(DomainName="*.example.test", ValidationMethod="DNS")["CertificateArn"]
    lab.certificate(arn, Status="ISSUED")
    origin = {
        "Id": "one",
        "DomainName": "origin.example.test",
        "CustomOriginConfig": {"HTTPPort": 80, "HTTPSPort": 443, "OriginProtocolPolicy": "https-only"},
    }
    behavior = {
        "TargetOriginId": "one",
        "ViewerProtocolPolicy": "redirect-to-https",
        "CachePolicyId": "658327ea-f89d-4fab-a63d-7e88639e58f6",
    }
    config = {
        "CallerReference": "other",
        "Aliases": {"Quantity": len(aliases), "Items": list(aliases)},
        "Origins": {"Quantity": 1, "Items": [origin]},
        "DefaultCacheBehavior": behavior,
        "ViewerCertificate": {
            "ACMCertificateArn": arn,
            "SSLSupportMethod": "sni-only",
            "MinimumProtocolVersion": "TLSv1.2_2021",
        },
        "Comment": "somebody else's",
        "Enabled": True,
    }
    return str(lab.client("cloudfront").create_distribution(DistributionConfig=config)["Distribution"]["Id"])


def wrong(run: Run, number: int) -> list[str]:
    """Return what is not as it should be with the refusal of a case."""
    role, what, _given, words = CASES[number]
    failures = [task.result for task in run.tasks if task.host == host(number) and task.result.get("failed")]
    message = str(failures[-1].get("msg")) if failures else ""
    line = message.removeprefix(HEADING).strip()
    problems = (
        (not failures, "taken"),
        (words not in message, "other words"),
        ("\n" in line, "more than one line"),
    )
    return [f"{role}, {what}: {problem}: {message}" for holds, problem in problems if holds]


@pytest.mark.parametrize("check", [True, False], ids=["check", "run"])
def test_bad_variables_are_one_line_before_any_write(
    lab: Lab, run_tasks: RunTasks, tmp_path: Path, check: bool
) -> None:
    region = {"LocationConstraint": lab.env["AWS_REGION"]}
    lab.client("s3", account="999999999999").create_bucket(Bucket=OTHERS_BUCKET, CreateBucketConfiguration=region)
    other_distribution(lab, OTHERS_ALIAS, OTHERS_DOMAIN)
    hosts, playbook = tmp_path / "hosts.yml", tmp_path / "play.yml"
    hosts.write_text(yaml.safe_dump(inventory()), encoding="utf-8")
    playbook.write_text(yaml.safe_dump(PLAYBOOK), encoding="utf-8")
    mark = lab.mark()
    run = run_tasks(playbook, check=check, hosts=str(hosts))
    assert [line for number in range(len(CASES)) for line in wrong(run, number)] == []
    assert lab.writes(mark) == []
    assert "Traceback" not in run.stdout + run.stderr
    assert SECRET not in "".join(str(task.result.get("msg")) for task in run.tasks)


def test_a_zone_that_is_not_there_is_refused_before_any_write(lab: Lab, run_tasks: RunTasks) -> None:
    """A check run warns only: an earlier task of the user's playbook may be about to make it."""
    given = variables(lab, site_zone="example.com", site_domain="cdn.example.com", site_dns_checks=False)
    warned = run_tasks(SITE, check=True, variables=given).ok().warnings
    assert any("there is no hosted zone example.com" in warning for warning in warned)
    run = run_tasks(SITE, variables=given)
    assert "There is no hosted zone example.com" in run.failure
    assert lab.writes() == []


def test_an_expired_token_is_told_as_such(lab: Lab, run_tasks: RunTasks) -> None:
    lab.fault("expired")
    run = run_tasks(SITE, variables=variables(lab))
    assert run.rc != 0
    assert "expired" in run.failure
    assert "fresh" in run.failure
    assert lab.writes() == []
