# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A Python that has imported boto3 already, for ansible-playbook to run modules with.

Most of the time of a module is spent on starting Python and importing boto3. A server does that once; for each run of
the interpreter it forks a child that takes over the caller's arguments, environment, folder and file descriptors.
Nothing of Ansible or of this collection is imported before: a module brings its own.
"""

from __future__ import annotations

import array
import contextlib
import functools
import json
import os
import runpy
import select
import signal
import socket
import subprocess
import sys
import time
import traceback
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
STARTED_WITHIN = 30.0


@contextlib.contextmanager
def warm_python(directory: Path) -> t.Iterator[str]:
    """Yield the path of an interpreter, the ordinary one where the system cannot do this."""
    if not hasattr(os, "pidfd_open"):
        yield sys.executable
        return
    address, client = directory / "warm", directory / "python"
    client.write_text(CLIENT.format(python=sys.executable, address=str(address)), encoding="utf-8")
    client.chmod(0o755)
    # By its path: the folder it lies in then comes first in sys.path, and is taken out below.
    with subprocess.Popen([sys.executable, __file__, str(address)]) as server:
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


def serve(address: str) -> None:
    """Fork a child for each call, until a signal comes."""
    _warm_up()
    with socket.socket(socket.AF_UNIX) as server:
        # Under its name only when it listens: that is what the other side waits for.
        server.bind(f"{address}.new")
        server.listen(64)
        Path(f"{address}.new").rename(address)
        signal.signal(signal.SIGCHLD, signal.SIG_IGN)
        while True:
            caller, _peer = server.accept()
            if os.fork() == 0:
                server.close()
                _answer(caller)
            caller.close()


def _warm_up() -> None:
    import boto3  # noqa: PLC0415 - only the server shall have it
    from botocore.loaders import JSONFileLoader  # noqa: PLC0415
    from botocore.session import Session  # noqa: PLC0415

    # Each child parses the models of the services it uses; here they are parsed once. A child's changes die with it.
    load = functools.lru_cache(None)(JSONFileLoader().load_file)
    JSONFileLoader.load_file = lambda _self, path: load(path)
    session = boto3.session.Session("key", "secret", region_name="us-east-1", botocore_session=Session())
    for service in ("acm", "cloudfront", "route53", "s3", "sts"):
        session.client(service)


def _answer(caller: socket.socket) -> t.NoReturn:
    """Run the call in a child of our own, and end it when the caller is gone."""
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    head, ancillary, _flags, _peer = caller.recvmsg(4, socket.CMSG_LEN(12))
    descriptors = array.array("i")
    descriptors.frombytes(ancillary[0][2][:12])
    call = json.loads(_exactly(caller, int.from_bytes(head, "big")))
    child = os.fork()
    if child == 0:
        os.setpgid(0, 0)
        _become(call, descriptors)
    for descriptor in descriptors:
        os.close(descriptor)
    ended = os.pidfd_open(child)
    ready, _writable, _failed = select.select([ended, caller], [], [])
    if ended not in ready:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(child, signal.SIGTERM)
    _pid, status = os.waitpid(child, 0)
    with contextlib.suppress(OSError):
        caller.sendall(str(os.waitstatus_to_exitcode(status) & 0xFF).encode())
    os._exit(0)


def _exactly(caller: socket.socket, size: int) -> bytes:
    data = b""
    while len(data) < size:
        data += caller.recv(size - len(data)) or sys.exit(1)
    return data


def _become(call: dict[str, t.Any], descriptors: t.Iterable[int]) -> t.NoReturn:
    """Run a script as Python would."""
    for number, descriptor in enumerate(descriptors):
        os.dup2(descriptor, number)
    # What the script leaves running, as an asynchronous task does, must not keep the caller's pipes open.
    os.closerange(3, 256)
    os.environ.clear()
    os.environ.update(call["env"])
    os.chdir(call["cwd"])
    sys.argv = call["argv"]
    sys.stdin, sys.stdout, sys.stderr = open(0), open(1, "w"), open(2, "w")  # noqa: PTH123, SIM115
    code: t.Any = 0
    try:
        runpy.run_path(sys.argv[0], run_name="__main__")
    except SystemExit as end:
        code = end.code
    except BaseException:
        traceback.print_exc()
        code = 1
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code if isinstance(code, int) else int(code is not None))


if __name__ == "__main__":
    sys.path.pop(0)
    serve(sys.argv[1])
