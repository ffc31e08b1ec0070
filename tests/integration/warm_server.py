# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What makes short runs quick: a server for Python or for ansible-playbook, as warm.py starts them.

Most of the time of a short run goes into starting: Python, boto3, Ansible, the archive that carries each module.
The server does that once; for each call it forks a child that takes over the caller's arguments, environment, folder
and file descriptors.
"""

from __future__ import annotations

import array
import contextlib
import gc
import json
import os
import select
import signal
import socket
import sys
import threading
import traceback
import typing as t
from pathlib import Path


class Program(t.Protocol):
    """What is served, warm when it is made."""

    def prepare(self) -> None:
        """Do in the server what is of use to the children that come."""

    def run(self) -> t.Any:
        """Run what the arguments of the process say, in a child."""


def serve(address: str, program: Program) -> None:
    """Fork a child for each call, until a signal comes or who has started this is gone."""
    threading.Thread(target=_end_with_parent, daemon=True).start()
    # Children are short, and must not copy what is here only because the garbage collector looks at it.
    gc.disable()
    with socket.socket(socket.AF_UNIX) as server:
        # Under its name only when it listens: that is what the other side waits for.
        server.bind(f"{address}.new")
        server.listen(64)
        Path(f"{address}.new").rename(address)
        signal.signal(signal.SIGCHLD, signal.SIG_IGN)
        while True:
            caller, _peer = server.accept()
            program.prepare()
            if os.fork() == 0:
                server.close()
                _answer(caller, program.run)
            caller.close()


def _end_with_parent() -> None:
    # Nothing is ever written there. No lock is held meanwhile that a forked child could miss.
    os.read(0, 1)
    os._exit(1)


def _answer(caller: socket.socket, run: t.Callable[[], t.Any]) -> t.NoReturn:
    """Run the call in a child of our own, and end it when the caller is gone."""
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    head, ancillary, _flags, _peer = caller.recvmsg(4, socket.CMSG_LEN(12))
    descriptors = array.array("i")
    descriptors.frombytes(ancillary[0][2][:12])
    call = json.loads(_exactly(caller, int.from_bytes(head, "big")))
    child = os.fork()
    if child == 0:
        os.setpgid(0, 0)
        _become(call, descriptors, run)
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


def _become(call: dict[str, t.Any], descriptors: t.Iterable[int], run: t.Callable[[], t.Any]) -> t.NoReturn:
    """Run what the caller asked for as if this process were it."""
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
        run()
    except SystemExit as end:
        code = end.code
    except BaseException:
        traceback.print_exc()
        code = 1
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code if isinstance(code, int) else int(code is not None))


def main() -> None:
    """Serve what is named, at an address, whose folder is ours."""
    name, address = sys.argv[1:]
    directory = Path(address).parent
    if name == "python":
        from tests.integration.warm_modules import Modules  # noqa: PLC0415 - each has only what it needs

        program: Program = Modules(directory)
    else:
        from tests.integration.warm_playbooks import Playbooks  # noqa: PLC0415 - each has only what it needs

        program = Playbooks(directory)
    # The folder that this was started in is no place to import from for what is run.
    sys.path.pop(0)
    serve(address, program)


if __name__ == "__main__":
    main()
