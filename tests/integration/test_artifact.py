# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What is published is what works: the built artifact, installed as a user installs it."""

from __future__ import annotations

import subprocess
import tarfile
from pathlib import Path

from tests.integration.playbook import ANSIBLE_PLAYBOOK, ROOT, environment, play
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
    galaxy("install", str(artifact), "--no-deps", "-p", str(installed), directory=tmp_path)
    env = {**lab.env, "ANSIBLE_COLLECTIONS_PATH": str(installed)}
    playbook = installed / "ansible_collections/cdn/aws/playbooks/site.yml"
    run = play(playbook, directory=tmp_path, env=env, check=True, variables=variables(lab)).ok()
    assert run.facts("site_result")["actions"]
    assert lab.writes() == []
