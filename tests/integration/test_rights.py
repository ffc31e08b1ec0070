# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The playbooks with exactly the rights of docs/iam, and single tasks without one of theirs."""

from __future__ import annotations

import typing as t
from pathlib import Path

from ansible_collections.cdn.aws.plugins.module_utils._denials import actions_of
from ansible_collections.cdn.aws.plugins.module_utils._rights import EXTRAS, FREE, PURPOSES
from tests.chaos.rights import policies
from tests.chaos.rights.flows import Account
from tests.chaos.rights.recording import checked, needed
from tests.chaos.rights.steps import STEPS
from tests.integration.conftest import RunTasks
from tests.integration.site import BUCKET, DOMAIN
from tests.lab import Lab


def test_each_playbook_passes_with_exactly_its_rights(lab: Lab, tmp_path: Path, python: str, program: str) -> None:
    """Its calls need no more and no less than was recorded: docs/iam is written by that."""
    here = Account(lab, tmp_path, python=python, program=program)
    for step in (step for step in STEPS if step.quick):
        here.prepare(step)
        before = here.names()
        user = here.user(policies.filled(step.flow, before))
        mark = lab.mark()
        checked(step, here.run(step, user))
        assert needed(here, step, mark, before) == policies.recorded()[step.flow][step.name], step.name
        _all_asked_for_is_in_the_tables(lab, mark)
    assert {step.flow for step in STEPS if step.quick} == set(policies.DESCRIPTIONS)


def _all_asked_for_is_in_the_tables(lab: Lab, mark: int) -> None:
    """What the lab asks of a caller is what messages tell."""
    for asked in lab.needs(mark):
        operation = asked["operation"]
        extras = {action for dummy, actions in EXTRAS.get(operation, ()) for action in actions}
        found = {need["action"] for need in asked["needs"]} - FREE
        assert found <= {*actions_of(operation), *extras}, operation


# A task, the action that is not allowed, and how the refusal begins.
TASKS: list[tuple[dict[str, t.Any], str, str]] = [
    (
        {"cdn.aws.s3_origin_bucket": {"name": BUCKET}},
        "s3:ListBucket",
        # A request for headers alone is refused without a word, and asked again.
        "Not allowed to do s3:ListObjectsV2: User: arn:aws:iam::",
    ),
    (
        {"cdn.aws.s3_origin_bucket": {"name": f"{BUCKET}-new"}},
        "s3:CreateBucket",
        "Not allowed to do s3:CreateBucket: User: ",
    ),
    ({"cdn.aws.acm_certificate": {"domain_name": DOMAIN}}, "acm:ListCertificates", "Not allowed to do acm:List"),
    (
        {"cdn.aws.route53_records": {"records": [{"name": f"x.{DOMAIN}", "type": "A", "values": ["192.0.2.1"]}]}},
        "route53:ListHostedZones",
        "Not allowed to do route53:ListHostedZones: ",
    ),
    (
        {"cdn.aws.cloudfront_distribution_info": {"alias": DOMAIN}},
        "cloudfront:ListDistributions",
        "Not allowed to do cloudfront:ListDistributions: ",
    ),
]


def test_a_missing_right_is_named_with_what_it_is_for(lab: Lab, run_tasks: RunTasks) -> None:
    lab.settings(auth=True)
    s3 = lab.client("s3")
    s3.create_bucket(Bucket=BUCKET, CreateBucketConfiguration={"LocationConstraint": lab.env["AWS_REGION"]})
    deny = {"Sid": "No", "Effect": "Deny", "Action": "acm:ListCertificates", "Resource": "*"}
    allow = {"Sid": "Any", "Effect": "Allow", "Action": "iam:ListUsers", "Resource": "*"}
    user = lab.user("nobody", {"Version": "2012-10-17", "Statement": [allow, deny]})
    tasks = [{"name": action, "ignore_errors": True, **task} for task, action, dummy in TASKS]
    done = run_tasks(tasks, env=user).ok()
    assert len(done.tasks) == len(TASKS)
    for found, (dummy, action, start) in zip(done.tasks, TASKS, strict=True):
        line = found.result["msg"]
        assert line.startswith(start), line
        assert f"{action} ({PURPOSES[action]})" in line
        assert "\n" not in line
        assert ("policies need" in line) is (action != "acm:ListCertificates")
    assert "explicit deny in an identity-based policy" in done.tasks[2].result["msg"]
