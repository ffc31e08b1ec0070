# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Run `ansible-test sanity` on what users get: the collection without its tests and tooling.

ansible-test works only inside a git work tree named ansible_collections/<namespace>/<name>, so the files that git knows
or would know are copied into such a tree. tests/ is left out: it is no part of the artifact, may use what the
interpreters of managed hosts have not, and has ruff and pytest to keep it straight.

ansible-test keeps virtual environments in the home directory and hides the environment from pip. It is given a home of
its own, below .build, in which pip finds the settings that it has here.
"""

from __future__ import annotations

import ast
import configparser
import os
import shutil
import subprocess
import sys
import sysconfig
from pathlib import Path
from types import SimpleNamespace

import yaml
from ansible_test._internal.python_requirements import get_venv_packages

ROOT = Path(__file__).resolve().parent.parent
COLLECTIONS = ROOT / ".build" / "ansible_collections"
INSTALLED = Path(sysconfig.get_path("purelib")) / "ansible_collections"
HOME = ROOT / ".build" / "home"

# ansible-test fetches a script to put pip into its virtual environments, unless it has it already. Python brings a pip
# along, so the script need not be fetched; the options dropped here are of no use to `pip install`.
BOOTSTRAP = """\
import os, subprocess, sys

env = {name: value for name, value in os.environ.items() if name != "GET_PIP"}
wanted = [argument for argument in sys.argv[1:] if argument not in ("--no-setuptools", "--no-wheel")]
subprocess.run([sys.executable, "-m", "ensurepip"], check=True, env=env, stdout=subprocess.DEVNULL)
subprocess.run([sys.executable, "-m", "pip", "install", *wanted], check=True, env=env)
"""


def main(arguments: list[str]) -> int:
    """Run the sanity tests with the given options of ansible-test and return its exit status."""
    galaxy = yaml.safe_load((ROOT / "galaxy.yml").read_text())
    tree = COLLECTIONS / galaxy["namespace"] / galaxy["name"]
    export(tree)
    for name in galaxy["dependencies"]:
        link(COLLECTIONS.joinpath(*name.split(".")), to=INSTALLED.joinpath(*name.split(".")))
    version = f"{sys.version_info.major}.{sys.version_info.minor}"
    provide_bootstrap(version)
    provide_pip_settings()
    command = ["ansible-test", "sanity", "--color", "no", "--python", version, *arguments]
    return subprocess.run(command, cwd=tree, check=False, env={**os.environ, "HOME": str(HOME)}).returncode


def export(tree: Path) -> None:
    """Make `tree` a git work tree of the collection's files as they are now."""
    shutil.rmtree(tree, ignore_errors=True)
    listed = git("ls-files", "-z", "--cached", "--others", "--exclude-standard", cwd=ROOT).split("\0")
    for name in filter(belongs, listed):
        target = tree / name
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(ROOT / name, target, follow_symlinks=False)
    git("init", "--quiet", cwd=tree)
    git("add", "--all", cwd=tree)


def belongs(name: str) -> bool:
    """Tell whether a file is tested: tests/config.yml is how ansible-test learns which Python we need."""
    wanted = name == "tests/config.yml" or not name.startswith("tests/")
    return bool(name) and wanted and (ROOT / name).exists()


def link(path: Path, *, to: Path) -> None:
    """Make `path` a symbolic link to `to`."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.unlink(missing_ok=True)
    path.symlink_to(to)


def provide_bootstrap(version: str) -> None:
    """Put the script that installs pip where ansible-test looks before it downloads one."""
    wanted = get_venv_packages(SimpleNamespace(version=version))["pip"]
    script = HOME / f".ansible/test/cache/get_pip_{wanted.replace('.', '_')}.py"
    script.parent.mkdir(parents=True, exist_ok=True)
    script.write_text(BOOTSTRAP)


def provide_pip_settings() -> None:
    """Write what pip is told here, by its files and its environment, into the file that ansible-test leaves to it."""
    settings = configparser.RawConfigParser()
    settings.read_dict({"global": {"quiet": "2", "cache-dir": pip("cache", "dir").strip()}})
    for line in pip("config", "list").splitlines():
        name, _, value = line.partition("=")
        section, _, option = name.rpartition(".")
        section = "global" if section == ":env:" else section
        settings.read_dict({section: {option: ast.literal_eval(value)}})
    path = HOME / ".config/pip/pip.conf"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.touch(mode=0o600)
    with path.open("w") as file:
        settings.write(file)


def pip(*arguments: str) -> str:
    """Run pip and return what it prints."""
    command = [sys.executable, "-m", "pip", *arguments]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def git(*arguments: str, cwd: Path) -> str:
    """Run git and return what it prints."""
    return subprocess.run(["git", *arguments], cwd=cwd, check=True, capture_output=True, text=True).stdout


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
