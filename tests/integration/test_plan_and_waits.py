# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A plan of the whole play, waits that talk, and drift: what people see of a run beside its tasks."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import typing as t
from pathlib import Path

import pytest

from tests.integration.conftest import RunTasks
from tests.integration.playbook import command, environment
from tests.integration.site import DRIFT, IMAGES, SITE, recorded, variables
from tests.lab import Lab

PLAN = {"ANSIBLE_CALLBACKS_ENABLED": "cdn.aws.plan", "ANSIBLE_STDOUT_CALLBACK": "ansible.builtin.default"}
ELSEWHERE = Path(__file__).with_name("connection_plugins")

DEPLOY = {
    "name": "Deploy",
    "cdn.aws.cloudfront_distribution": {
        "default_origin_domain_name": "www.example.org",
        "tags": {"Name": "x"},
        "wait": True,
    },
}


def after(output: str, heading: str) -> list[str]:
    """The lines below a banner."""
    lines = output.splitlines()
    start = next(number for number, line in enumerate(lines) if line.startswith(heading))
    return [line for line in lines[start + 1 :] if line.strip()]


def test_the_plan_of_a_site_is_one_list_and_the_run_does_it(lab: Lab, run_tasks: RunTasks, tmp_path: Path) -> None:
    given = variables(lab, site_publish_source=str(IMAGES))
    file = tmp_path / "plans" / "plan.json"
    env = {**PLAN, "CDN_PLAN_FILE": str(file)}
    checked = run_tasks(SITE, check=True, variables=given, env=env)
    told = after(checked.stdout, "PLAN [localhost]")
    assert lab.writes() == []
    assert told[0].startswith("+ s3:CreateBucket")
    assert "Plan: 11 to add, 2 to change, 0 to destroy." in told
    waits = told[told.index("Waits to expect:") + 1 :]
    assert [wait.split()[0] for wait in waits] == ["Spreading", "Issuing", "Spreading", "Deployment"]
    assert all("usually" in wait for wait in waits)
    planned = json.loads(file.read_text())["plays"][0]["hosts"]["localhost"]["actions"]

    run_tasks(SITE, variables=given, env=env)
    done = json.loads(file.read_text())["plays"][0]
    assert done["hosts"]["localhost"]["actions"] == planned
    assert [action["operation"] for action in planned] == recorded(lab)
    assert file.with_suffix(".md").read_text().count("```diff") == 1

    settled = run_tasks(SITE, variables=given, env=env)
    assert "CHANGES [localhost]" not in settled.stdout
    assert after(run_tasks(SITE, check=True, variables=given, env=PLAN).stdout, "PLAN [localhost]") == ["No changes."]


def test_an_update_shows_what_changes_without_its_secrets(lab: Lab, run_tasks: RunTasks, tmp_path: Path) -> None:
    def distribution(value: str) -> list[dict[str, t.Any]]:
        header = {"header_name": "X-Key", "header_value": value}
        origin = {"id": "web", "domain_name": "www.example.org", "custom_headers": [header]}
        return [
            {"cdn.aws.cloudfront_distribution": {"caller_reference": "one", "origins": [origin], "comment": value[0]}}
        ]

    file = tmp_path / "plan.json"
    run_tasks(distribution("a-secret"))
    done = run_tasks(distribution("b-secret"), env={**PLAN, "CDN_PLAN_FILE": str(file)})
    assert '    comment: "a" → "b"' in after(done.stdout, "CHANGES [localhost]")
    assert "secret" not in file.read_text() + file.with_suffix(".md").read_text() + done.stdout.replace(
        "(sensitive value)", ""
    )


def test_what_an_attempt_has_made_is_told_though_another_follows(lab: Lab, run_tasks: RunTasks) -> None:
    twice = {"register": "made", "until": "made.attempts | default(1) > 1", "retries": 2, "delay": 1}
    bucket = {"cdn.aws.s3_origin_bucket": {"name": "attempted-images"}, **twice}
    run = run_tasks([bucket], env=PLAN)
    assert after(run.stdout, "CHANGES [localhost]")[0].split() == ["+", "s3:CreateBucket", "attempted-images"]
    assert f"Done: 1 added, {len(lab.writes()) - 1} changed, 0 destroyed." in run.stdout


@pytest.mark.parametrize("connection", ["local", "elsewhere"])
def test_a_wait_says_what_it_waits_for_while_it_does(lab: Lab, run_tasks: RunTasks, connection: str) -> None:
    lab.settings(deploy_seconds=12)
    env = {"ANSIBLE_STDOUT_CALLBACK": "ansible.builtin.default", "ANSIBLE_CONNECTION_PLUGINS": str(ELSEWHERE)}
    run = run_tasks([DEPLOY], env=env, variables={"ansible_connection": connection})
    told = [line for line in run.stdout.splitlines() if line.startswith("[localhost] Deployment of the distribution ")]
    assert "InProgress. Usually 3 to 15 minutes. It is safe to interrupt" in told[0]
    assert "InProgress after " in told[1]
    assert "changed=1" in run.stdout


def test_output_for_machines_stays_clean_and_the_result_tells_the_wait(lab: Lab, run_tasks: RunTasks) -> None:
    lab.settings(deploy_seconds=4)
    run = run_tasks([DEPLOY]).ok()
    assert "[localhost] Deployment" in run.stderr
    assert "[localhost] Deployment" not in run.stdout
    (wait,) = run.of("cloudfront_distribution")[0]["waits"]
    assert wait["what"].startswith("Deployment of the distribution ")
    assert wait["seconds"] >= 3


def test_a_wait_can_be_silent(lab: Lab, run_tasks: RunTasks) -> None:
    lab.settings(deploy_seconds=4)
    assert "Deployment" not in run_tasks([DEPLOY], variables={"cdn_quiet": True}).ok().stderr


def test_a_task_that_shall_not_be_logged_says_nothing_while_it_waits(lab: Lab, run_tasks: RunTasks) -> None:
    lab.settings(deploy_seconds=4)
    assert "Deployment" not in run_tasks([{**DEPLOY, "no_log": True}]).stderr


def test_a_wait_is_told_in_a_pipe_and_interrupted_at_once_and_the_next_run_goes_on(
    lab: Lab, run_tasks: RunTasks, tmp_path: Path
) -> None:
    # Long enough for a busy machine: a line that is held back comes when it is over.
    lab.settings(deploy_seconds=60)
    playbook = tmp_path / "play.yml"
    playbook.write_text(json.dumps([{"hosts": "all", "gather_facts": False, "tasks": [DEPLOY]}]))
    # The callback of people's terminals, whose lines Ansible leaves in a buffer when they go into a file or a pipe.
    env = environment({**lab.env, "ANSIBLE_STDOUT_CALLBACK": "ansible.builtin.default"})
    process = subprocess.Popen(
        command(playbook), env=env, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, start_new_session=True
    )
    assert process.stdout
    first = next(line for line in process.stdout if line.startswith("[localhost]"))
    os.killpg(process.pid, signal.SIGINT)
    process.communicate(timeout=30)
    # What was waited for had not come yet.
    summaries = lab.client("cloudfront").list_distributions()["DistributionList"]["Items"]
    assert [one["Status"] for one in summaries] == ["InProgress"]
    assert "It is safe to interrupt" in first
    assert process.returncode != 0
    lab.settings(deploy_seconds=0.1)
    again = run_tasks([DEPLOY]).ok()
    assert again.operations == []
    assert again.of("cloudfront_distribution")[0]["distribution"]["status"] == "Deployed"
    assert len(lab.writes()) == 1


def test_drift_is_told_and_ends_with_status_2(lab: Lab, run_tasks: RunTasks, tmp_path: Path) -> None:
    report = tmp_path / "drift.json"
    given = {**variables(lab, site_publish_source=str(IMAGES)), "site_drift_file": str(report)}
    run_tasks(SITE, variables=given).ok()
    mark = lab.mark()
    run_tasks(DRIFT, variables=given).ok()
    assert json.loads(report.read_text())["sites"]["localhost"] == {
        "domain": given["site_domain"],
        "in_sync": True,
        "error": None,
        "drift": [],
    }

    someone = lab.client("cloudfront")
    found = someone.list_distributions()["DistributionList"]["Items"][0]["Id"]
    got = someone.get_distribution_config(Id=found)
    got["DistributionConfig"]["DefaultCacheBehavior"]["Compress"] = False
    someone.update_distribution(Id=found, IfMatch=got["ETag"], DistributionConfig=got["DistributionConfig"])
    drifted = run_tasks(DRIFT, variables={**given, "site_distribution": {"default_cache_behavior": {"compress": True}}})
    assert drifted.rc == 2
    assert "differs from its variables" in drifted.failure
    (action,) = json.loads(report.read_text())["sites"]["localhost"]["drift"]
    assert action["differences"] == [{"path": "default_cache_behavior.compress", "current": False, "desired": True}]
    ours = [call for call in lab.writes(mark) if call["operation"] != "UpdateDistribution"]
    assert ours == []


def test_a_site_that_cannot_be_compared_is_no_traceback(lab: Lab, run_tasks: RunTasks, tmp_path: Path) -> None:
    given = {**variables(lab), "site_drift_file": "reports/drift.json", "site_zone": "Z0NOTTHERE00"}
    run = run_tasks(DRIFT, variables=given, env=PLAN)
    # The folder is made, where the command was started.
    (report,) = tmp_path.glob("**/reports/drift.json")
    assert run.rc == 2
    # What is rescued has ended nothing.
    assert run.stdout.count("Ended early: ") == 1
    assert "Ended early: cdn.aws.site : End with status 2 when something differs: " in run.stdout
    assert json.loads(report.read_text())["sites"]["localhost"]["error"]
    assert lab.writes() == []
