# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A Python that has imported boto3 already, and an ansible-playbook that has imported Ansible.

Most of the time of a short run goes into starting: Python, boto3, Ansible, the archive that carries each module.
Servers do that once; for each call they fork a child that takes over the caller's arguments, environment, folder and
file descriptors. The one for modules imports nothing of Ansible or of this collection: a module brings its own.
"""

from __future__ import annotations

import array
import contextlib
import functools
import hashlib
import importlib
import json
import marshal
import os
import runpy
import select
import signal
import socket
import subprocess
import sys
import threading
import time
import traceback
import typing as t
import zipimport
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
# What ansible-playbook imports when it runs tasks, beside what its command line does.
PLAYBOOK_IMPORTS = (
    "ansible.cli.playbook",
    "ansible.executor.module_common",
    "ansible.executor.playbook_executor",
    "ansible.executor.task_queue_manager",
    "ansible.inventory.manager",
    "ansible.plugins.action.normal",
    "ansible.plugins.connection.local",
    "ansible.plugins.filter.core",
    "ansible.plugins.filter.mathstuff",
    "ansible.plugins.shell.sh",
    "ansible.plugins.strategy.linear",
    "ansible.plugins.test.core",
)


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
    # By its path: the folder it lies in then comes first in sys.path, and is taken out below.
    command = [sys.executable, __file__, name, str(address)]
    with subprocess.Popen(command, env={**os.environ, **env}, stdin=subprocess.PIPE) as server:
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


def serve(address: str, warm_up: t.Callable[[Path], None], run: t.Callable[[], t.Any]) -> None:
    """Fork a child for each call, until a signal comes or who has started this is gone."""
    threading.Thread(target=_end_with_parent, daemon=True).start()
    warm_up(Path(address).parent)
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
                _answer(caller, run)
            caller.close()


def _end_with_parent() -> None:
    # Nothing is ever written there. No lock is held meanwhile that a forked child could miss.
    os.read(0, 1)
    os._exit(1)


def _warm_modules(directory: Path) -> None:
    import boto3  # noqa: PLC0415 - only the server shall have it
    from botocore.loaders import JSONFileLoader, Loader  # noqa: PLC0415
    from botocore.session import Session  # noqa: PLC0415

    # Each child looks which services there are, and parses the models of those it uses; here that is done once. What a
    # child changes dies with it.
    load = functools.lru_cache(None)(JSONFileLoader().load_file)
    JSONFileLoader.load_file = lambda _self, path: load(path)
    services = functools.lru_cache(None)(Loader().list_available_services)
    Loader.list_available_services = lambda _self, type_name: services(type_name)
    session = boto3.session.Session("key", "secret", region_name="us-east-1", botocore_session=Session())
    for service in ("acm", "cloudfront", "route53", "s3", "sts"):
        session.client(service)
    _remember_compiled(directory)


def _remember_compiled(directory: Path) -> None:
    """Let every source in a module's archive be compiled by one child only: an archive holds no byte code."""
    ordinary: t.Callable[[str, bytes], t.Any] = vars(zipimport)["_compile_source"]
    vars(zipimport)["_compile_source"] = lambda path, source: _compiled(
        directory, source, lambda: ordinary(path, source)
    )


def _compiled(directory: Path, source: bytes, compile_it: t.Callable[[], t.Any]) -> t.Any:
    """Return what a source compiles to, from the file in which the first child that needed it has left it."""
    kept = directory / hashlib.sha256(source).hexdigest()
    with contextlib.suppress(FileNotFoundError):
        return marshal.loads(kept.read_bytes())
    code = compile_it()
    new = kept.with_suffix(f".{os.getpid()}")
    new.write_bytes(marshal.dumps(code))
    new.rename(kept)
    return code


def _warm_playbooks(directory: Path) -> None:
    for name in PLAYBOOK_IMPORTS:
        importlib.import_module(name)
    _remember_templates(directory)


def _remember_templates(directory: Path) -> None:
    """Let every template be compiled by one worker only: Ansible has a new one for each task, which knows none."""
    from jinja2 import defaults  # noqa: PLC0415 - the server for modules shall not have it
    from jinja2.environment import Environment  # noqa: PLC0415

    ordinary = Environment.compile
    signs = [name for name in vars(defaults) if name.isupper()]

    def compile_template(self: t.Any, source: t.Any, *args: t.Any, **kwargs: t.Any) -> t.Any:
        marks = [getattr(self, name.lower(), None) for name in signs]
        key = repr((type(self).__qualname__, marks, str(source), args, kwargs))
        return _compiled(directory, key.encode(), lambda: ordinary(self, source, *args, **kwargs))

    Environment.compile = compile_template


def _run_script() -> None:
    runpy.run_path(sys.argv[0], run_name="__main__")


def _run_playbook() -> t.NoReturn:
    from ansible.cli.playbook import main  # noqa: PLC0415 - the server for modules shall not have it

    main(["ansible-playbook", *sys.argv])


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


if __name__ == "__main__":
    sys.path.pop(0)
    if sys.argv[1] == "python":
        serve(sys.argv[2], _warm_modules, _run_script)
    else:
        serve(sys.argv[2], _warm_playbooks, _run_playbook)
