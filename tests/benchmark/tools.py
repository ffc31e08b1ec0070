# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The tools that upload a tree, each as the commands that somebody would type."""

from __future__ import annotations

import dataclasses
import json
import shutil
import subprocess
import sys
import typing as t
from pathlib import Path

from tests.benchmark.servers import BUCKET, ROOT

BIN = Path(sys.executable).parent
AWSCLI = "1.46.3"


@dataclasses.dataclass(frozen=True)
class Tool:
    """A tool: ``command`` for a tree and an environment; ``version``, empty when it is not there."""

    name: str
    version: str
    command: t.Callable[[Path, t.Mapping[str, str]], list[str]]
    # How many files it is given, so that somebody may wait for it, and how often.
    most_files: int | None = None
    once: bool = False


def ours(directory: Path, **options: object) -> Tool:
    """Return cdn.aws.s3_publish in a playbook."""
    return Tool("cdn.aws.s3_publish", "this one", _playbook(directory, "cdn.aws.s3_publish", "source", options))


def s3_sync(directory: Path) -> Tool:
    """Return community.aws.s3_sync in a playbook."""
    command = _playbook(directory, "community.aws.s3_sync", "file_root", {})
    return Tool("community.aws.s3_sync", _collection("community.aws"), command, most_files=100, once=True)


def _playbook(
    directory: Path, module: str, source: str, options: t.Mapping[str, object]
) -> t.Callable[[Path, t.Mapping[str, str]], list[str]]:
    def command(tree: Path, env: t.Mapping[str, str]) -> list[str]:
        task = {module: {source: str(tree), "bucket": BUCKET, **options}}
        return playbook(directory, module, [task])

    return command


def playbook(directory: Path, name: str, tasks: list[dict[str, t.Any]]) -> list[str]:
    """Return the command that runs tasks here."""
    path = directory / f"{name}.yml"
    play = {"hosts": "localhost", "connection": "local", "gather_facts": False, "tasks": tasks}
    path.write_text(json.dumps([play]), encoding="utf-8")
    return [str(BIN / "ansible-playbook"), str(path)]


def _collection(name: str) -> str:
    found = subprocess.run(
        [str(BIN / "ansible-galaxy"), "collection", "list", name, "--format", "json"],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    places = json.loads(found.stdout or "{}") if found.returncode == 0 else {}
    return next((str(one[name]["version"]) for one in places.values() if name in one), "")


def s5cmd() -> Tool:
    """Return s5cmd."""
    path = BIN / "s5cmd"
    found = str(path) if path.exists() else shutil.which("s5cmd")
    version = _version([found, "version"]).split("-")[0].lstrip("v") if found else ""

    def command(tree: Path, env: t.Mapping[str, str]) -> list[str]:
        return [str(found), "--endpoint-url", env["AWS_ENDPOINT_URL"], "sync", f"{tree}/", f"s3://{BUCKET}/"]

    return Tool("s5cmd sync", version, command)


def aws() -> Tool:
    """Return the AWS CLI from an environment of its own, made when it is missing: it wants another botocore."""
    home = ROOT / ".build/benchmark/awscli"
    path = home / "bin/aws"
    if not path.exists():
        subprocess.run([sys.executable, "-m", "venv", str(home)], check=False)
        install = [str(home / "bin/pip"), "install", "--quiet", "--disable-pip-version-check", f"awscli=={AWSCLI}"]
        subprocess.run(install, check=False)
    version = _version([str(path), "--version"]).partition(" ")[0].removeprefix("aws-cli/") if path.exists() else ""

    def command(tree: Path, env: t.Mapping[str, str]) -> list[str]:
        return [str(path), "s3", "sync", "--quiet", f"{tree}/", f"s3://{BUCKET}/"]

    return Tool("aws s3 sync", version, command)


def _version(command: list[str]) -> str:
    return subprocess.run(command, capture_output=True, text=True, check=False).stdout.strip()
