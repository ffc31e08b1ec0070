# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A Python that has imported boto3 already, and an ansible-playbook that has imported Ansible: warm_server.py.

`python -m tests.integration.warm NAME COMMAND…` runs a command that finds such a Python in the variable NAME.
"""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
import tempfile
import time
import typing as t
from pathlib import Path

# As short as an interpreter can be: it sends what it was called with, and ends as the child ended.
CLIENT = """\
#!{python} -SE
import array, json, os, socket, sys
server = socket.socket(socket.AF_UNIX)
server.connect({address!r})
call = json.dumps({{"argv": sys.argv[1:], "env": dict(os.environ), "cwd": os.getcwd()}}).encode()
rights = [(socket.SOL_SOCKET, socket.SCM_RIGHTS, array.array("i", [0, 1, 2]))]
server.sendmsg([len(call).to_bytes(4, "big")], rights)
server.sendall(call)
os._exit(int(server.recv(8) or 1))
"""
ROOT = Path(__file__).resolve().parents[2]
STARTED_WITHIN = 30.0


@contextlib.contextmanager
def warm_python(directory: Path) -> t.Iterator[str]:
    """Yield the path of an interpreter for modules, the ordinary one where the system cannot do this."""
    with _served("python", directory, sys.executable, {}) as path:
        yield path


@contextlib.contextmanager
def warm_playbook(directory: Path, ordinary: str, env: t.Mapping[str, str]) -> t.Iterator[str]:
    """Yield the path of an ansible-playbook that has the settings of an environment: Ansible reads them when imported.

    The archives of modules are made once for all its runs, since they share the folder in which Ansible keeps them.
    """
    with _served(
        "ansible-playbook", directory, ordinary, {**env, "ANSIBLE_LOCAL_TEMP": str(directory / "tmp")}
    ) as path:
        yield path


@contextlib.contextmanager
def _served(name: str, directory: Path, ordinary: str, env: t.Mapping[str, str]) -> t.Iterator[str]:
    if not hasattr(os, "pidfd_open"):
        yield ordinary
        return
    address, client = directory / "warm", directory / name
    client.write_text(CLIENT.format(python=sys.executable, address=str(address)), encoding="utf-8")
    client.chmod(0o755)
    command = [sys.executable, "-m", "tests.integration.warm_server", name, str(address)]
    with subprocess.Popen(command, env={**os.environ, **env}, cwd=ROOT, stdin=subprocess.PIPE) as server:
        try:
            _await(address)
            yield str(client)
        finally:
            server.terminate()


def _await(address: Path) -> None:
    deadline = time.monotonic() + STARTED_WITHIN
    while not address.exists():
        assert time.monotonic() < deadline, "the warm interpreter has not started"
        time.sleep(0.02)


def main() -> int:
    """Run a command as the arguments say and return its exit status."""
    name, *command = sys.argv[1:]
    with tempfile.TemporaryDirectory(prefix="cdn-warm-") as directory, warm_python(Path(directory)) as python:
        return subprocess.run(command, env={**os.environ, name: python}, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
