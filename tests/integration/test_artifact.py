# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What is published is what works: the built artifact, installed as a user installs it."""

from __future__ import annotations

import os
import subprocess
import tarfile
from pathlib import Path

import yaml

from tests.integration.playbook import ANSIBLE_PLAYBOOK, ROOT, command, environment, play
from tests.integration.site import variables
from tests.lab import Lab

GALAXY = ANSIBLE_PLAYBOOK.with_name("ansible-galaxy")
MODULES = sorted(path.stem for path in (ROOT / "plugins/modules").glob("*.py"))


def galaxy(*arguments: str, directory: Path) -> None:
    done = subprocess.run(
        [str(GALAXY), "collection", *arguments],
        cwd=directory,
        env=environment({"ANSIBLE_GALAXY_SERVER_LIST": ""}),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_artifact_installs_and_plans_a_site(lab: Lab, tmp_path: Path) -> None:
    galaxy("build", str(ROOT), "--output-path", str(tmp_path), directory=tmp_path)
    (artifact,) = tmp_path.glob("cdn-aws-*.tar.gz")
    with tarfile.open(artifact) as tar:
        names = tar.getnames()
    assert not [name for name in names if name.split("/")[0] in ("tests", ".venv", ".ci", ".build", "Makefile")]
    assert {f"plugins/modules/{name}.py" for name in MODULES} <= set(names)

    installed = tmp_path / "collections"
    galaxy("install", str(artifact), "--force", "--no-deps", "-p", str(installed), directory=tmp_path)
    env = {"ANSIBLE_COLLECTIONS_PATH": str(installed), "ANSIBLE_STDOUT_CALLBACK": "default", **lab.env}
    done = subprocess.run(
        command(Path("cdn.aws.site"), check=True, variables=variables(lab)),
        cwd=tmp_path,
        env=environment(env),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert f"included: {installed}" in done.stdout, "not the collection under development"
    assert "Plan: " in done.stdout
    assert lab.writes() == []


def test_module_defaults_reach_every_module(lab: Lab, tmp_path: Path) -> None:
    connection = {
        "endpoint_url": lab.env["AWS_ENDPOINT_URL"],
        "access_key": lab.env["AWS_ACCESS_KEY_ID"],
        "secret_key": lab.env["AWS_SECRET_ACCESS_KEY"],
        "region": "eu-west-1",
    }
    tasks = [
        {"cdn.aws.s3_origin_bucket": {"name": "defaults-example-test"}},
        {"amazon.aws.s3_bucket_info": {"name": "defaults-example-test"}},
        {"cdn.aws.acm_certificate": {"domain_name": "defaults.example.test"}},
    ]
    playbook = tmp_path / "defaults.yml"
    group = {"group/cdn.aws.aws": connection}
    plays = [{"hosts": "all", "gather_facts": False, "module_defaults": group, "tasks": tasks}]
    playbook.write_text(yaml.safe_dump(plays), encoding="utf-8")
    run = play(playbook, directory=tmp_path, env={"AWS_CONFIG_FILE": os.devnull}).ok()
    assert run.of("s3_origin_bucket")[0]["bucket"]["region"] == "eu-west-1"
    assert run.tasks[1].result["buckets"]
    # A certificate for CloudFront is in us-east-1 whatever the region of the rest is.
    assert ":us-east-1:" in run.of("acm_certificate")[0]["certificate"]["certificate_arn"]
