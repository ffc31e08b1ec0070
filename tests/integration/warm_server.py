# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What makes short runs quick: a server for Python or for ansible-playbook, as warm.py starts them.

Most of the time of a short run goes into starting: Python, boto3, Ansible, the archive that carries each module.
The server does that once; for each call it forks a child that takes over the caller's arguments, environment, folder
and file descriptors. What a module brings with it is imported once, too, from the module's own archive: nothing comes
from where Ansible or this collection are installed, and an archive that brings other sources is run from itself.
"""

from __future__ import annotations

import array
import base64
import contextlib
import functools
import gc
import hashlib
import importlib
import io
import json
import marshal
import os
import re
import runpy
import select
import signal
import socket
import sys
import threading
import traceback
import typing as t
import zipfile
import zipimport
from pathlib import Path

# A module is a script with an archive in it; these come from there.
ARCHIVE = re.compile(rb"[\"'](UEsD[A-Za-z0-9+/=]+)[\"']")
BROUGHT = ("ansible", "ansible_collections")
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


def serve(
    address: str,
    warm_up: t.Callable[[Path], None],
    run: t.Callable[[], t.Any],
    prepare: t.Callable[[], t.Any] = lambda: None,
) -> None:
    """Fork a child for each call, until a signal comes or who has started this is gone.

    ``prepare`` runs in the server before each fork.
    """
    threading.Thread(target=_end_with_parent, daemon=True).start()
    warm_up(Path(address).parent)
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
            prepare()
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
    from ansible import constants  # noqa: PLC0415 - the server for modules shall not have it

    # It looks a thousand times a second whether a task has ended, which costs what the task needs.
    constants.DEFAULT_INTERNAL_POLL_INTERVAL = 0.01
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


class Archives:
    """What modules bring with them, imported once for all that bring the same files.

    A child whose archive is new leaves a copy, which the server unpacks and imports before the next fork. Of two
    archives with different files under one name the later one is never imported.
    """

    def __init__(self, directory: Path) -> None:
        self._new = directory / "archives"
        self._unpacked = directory / "unpacked"
        self._known: dict[str, bool] = {}
        self._new.mkdir()
        self._unpacked.mkdir()

    def run_script(self) -> None:
        """Run the script that was called, a module with its archive or any other."""
        found = ARCHIVE.search(Path(sys.argv[0]).read_bytes())
        self._fit(base64.b64decode(found[1]) if found else b"")
        runpy.run_path(sys.argv[0], run_name="__main__")

    def _fit(self, archive: bytes) -> None:
        """Keep what is imported only when it is what the archive holds."""
        key = _fingerprint(archive)
        if not self._known.get(key):
            for name in [name for name in sys.modules if name.partition(".")[0] in BROUGHT]:
                del sys.modules[name]
        if archive and key not in self._known:
            half = self._new / f"{key}.{os.getpid()}"
            half.write_bytes(archive)
            half.rename(self._new / key)

    def take(self) -> None:
        """Import what new archives hold."""
        for path in sorted(self._new.glob("*")):
            if not path.suffix:
                self._known[path.name] = self._import(path)
                path.unlink()

    def _import(self, path: Path) -> bool:
        with zipfile.ZipFile(path) as archive:
            files = {name: archive.read(name) for name in archive.namelist() if not name.endswith("/")}
        there = {name: self._unpacked / name for name in files}
        if any(file.exists() and file.read_bytes() != files[name] for name, file in there.items()):
            return False
        for name, file in there.items():
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(files[name])
        sys.path.insert(0, str(self._unpacked))
        importlib.invalidate_caches()
        for name in sorted(files):
            if "/module_utils/" in name and name.endswith(".py"):
                # What a system lacks fails in the module that wants it.
                with contextlib.suppress(Exception):
                    importlib.import_module(name[:-3].removesuffix("/__init__").replace("/", "."))
        sys.path.pop(0)
        return True


def _fingerprint(archive: bytes) -> str:
    """Return the same for archives with the same files, whenever they were made."""
    if not archive:
        return ""
    with zipfile.ZipFile(io.BytesIO(archive)) as files:
        listed = sorted((one.filename, one.CRC, one.file_size) for one in files.infolist())
    return hashlib.sha256(repr(listed).encode()).hexdigest()


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
        archives = Archives(Path(sys.argv[2]).parent)
        serve(sys.argv[2], _warm_modules, archives.run_script, archives.take)
    else:
        serve(sys.argv[2], _warm_playbooks, _run_playbook)
