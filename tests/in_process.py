# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Whole modules in the tests' own process: options in as Ansible hands them over, its JSON out, in milliseconds."""

from __future__ import annotations

import contextlib
import dataclasses
import functools
import importlib
import io
import json
import socket
import traceback
import types
import typing as t
from pathlib import Path
from unittest import mock

import botocore.endpoint
from ansible.module_utils import _internal, basic
from ansible.module_utils._internal._json import _profiles
from ansible.module_utils.common import warnings

from ansible_collections.cdn.aws.plugins.module_utils import _client, _module, _waiter
from ansible_collections.cdn.aws.plugins.module_utils._argument_spec import ArgumentSpec

ROOT = Path(__file__).resolve().parents[1]
PLUGINS = "ansible_collections.cdn.aws.plugins"
# Options that choose another connection than the environment's.
CONNECTION = frozenset(_client.connection_argument_spec())


@dataclasses.dataclass(frozen=True)
class Outcome:
    """What a module ended with; ``crash`` is the traceback of what it should have caught."""

    result: dict[str, t.Any]
    output: str
    crash: str = ""

    @property
    def failed(self) -> bool:
        return bool(self.result.get("failed") or self.crash)

    @property
    def message(self) -> str:
        return str(self.result.get("msg", ""))


def module_names() -> list[str]:
    """Return all modules of the collection."""
    return sorted(path.stem for path in (ROOT / "plugins" / "modules").glob("*.py"))


def spec_of(name: str) -> ArgumentSpec:
    """Return the options of a module."""
    module = importlib.import_module(f"{PLUGINS}.modules.{name}")
    (found,) = [value for value in vars(module).values() if isinstance(value, ArgumentSpec)]
    return found


def run_module(name: str, options: t.Mapping[str, t.Any], *, check: bool = False, diff: bool = True) -> Outcome:
    """Run a module as AnsiballZ does, with the environment's AWS."""
    module = importlib.import_module(f"{PLUGINS}.modules.{name}")
    given = {**options, "_ansible_check_mode": check, "_ansible_diff": diff, "_ansible_no_log": True}
    out, crash = io.StringIO(), ""
    arguments = json.dumps({"ANSIBLE_MODULE_ARGS": given}).encode()
    with _as_a_process(arguments), contextlib.redirect_stdout(out), contextlib.redirect_stderr(out):
        try:
            module.main()
        except SystemExit:
            pass
        except BaseException:
            crash = traceback.format_exc()
    text = out.getvalue().strip()
    try:
        result = json.loads(text.splitlines()[-1]) if text else {}
    except ValueError:
        return Outcome({}, text, crash or f"no JSON: {text}")
    return Outcome(result, text, crash or ("" if result else "the module said nothing"))


@contextlib.contextmanager
def _as_a_process(arguments: bytes) -> t.Iterator[None]:
    """Give a module what it has to itself in a process of its own."""
    with contextlib.ExitStack() as stack:
        stack.enter_context(mock.patch.object(basic, "_ANSIBLE_ARGS", arguments))
        stack.enter_context(mock.patch.object(basic, "_ANSIBLE_PROFILE", "legacy"))
        # Another test may have imported the controller's part of Ansible, which takes warnings and strings otherwise.
        stack.enter_context(mock.patch.object(_internal, "is_controller", False))
        stack.enter_context(mock.patch.object(_profiles, "_string_encoding_check_enabled", lambda: False))
        stack.enter_context(mock.patch.object(_module._client, "Clients", clients))
        stack.enter_context(mock.patch.object(socket.socket, "connect", _connect_near))
        stack.enter_context(mock.patch.object(socket.socket, "sendto", _sendto_near))
        warnings._global_warnings.clear()
        warnings._global_deprecations.clear()
        yield


_Clients = _client.Clients


@functools.cache
def _shared(connection: str, read_only: bool) -> _client.Clients:
    # To make clients takes longer than to use them.
    return _Clients(json.loads(connection), read_only=read_only)


def clients(params: t.Mapping[str, t.Any], *, read_only: bool) -> _client.Clients:
    """Return the Api of a run, shared by all runs with the same connection."""
    connection = {name: params.get(name) for name in CONNECTION}
    return _shared(json.dumps(connection, sort_keys=True), read_only)


_connect, _sendto = socket.socket.connect, socket.socket.sendto


def _refuse_far(address: t.Any) -> None:
    host = address[0] if isinstance(address, tuple) else "127.0.0.1"
    if host not in ("127.0.0.1", "::1", "localhost"):
        raise OSError(f"{host}: no test leaves this machine")


def _connect_near(self: socket.socket, address: t.Any) -> None:
    _refuse_far(address)
    _connect(self, address)


def _sendto_near(self: socket.socket, data: bytes, *args: t.Any) -> int:
    _refuse_far(args[-1])
    return _sendto(self, data, *args)


@contextlib.contextmanager
def time_passes() -> t.Iterator[None]:
    """Let all waits for AWS pass at once: their clock goes only while they sleep."""
    now = [0.0]

    def sleep(seconds: float) -> None:
        now[0] += seconds

    times = {"clock": lambda: now[0], "sleep": sleep}
    with contextlib.ExitStack() as stack:
        for wait in (_waiter.wait_for, _waiter.retry_while):
            stack.enter_context(mock.patch.dict(wait.__kwdefaults__, times))
        stack.enter_context(mock.patch.object(botocore.endpoint, "time", types.SimpleNamespace(sleep=sleep)))
        yield
