# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Modules that start quickly: boto3 is imported, and what they bring along.

Nothing comes from where Ansible or this collection are installed: a module's own archive is unpacked and imported, and
an archive that brings other sources is run from itself.
"""

from __future__ import annotations

import base64
import contextlib
import functools
import hashlib
import importlib
import io
import re
import sys
import zipfile
import zipimport
from os import getpid
from pathlib import Path

from tests.integration.warm_kept import Kept

# A module is a script with an archive in it; these come from there.
ARCHIVE = re.compile(rb"[\"'](UEsD[A-Za-z0-9+/=]+)[\"']")
BROUGHT = ("ansible", "ansible_collections")


def _warm_up(directory: Path) -> None:
    import boto3  # noqa: PLC0415 - only the server shall have it
    from botocore.hooks import EventAliaser, HierarchicalEmitter  # noqa: PLC0415
    from botocore.loaders import JSONFileLoader, Loader  # noqa: PLC0415
    from botocore.session import Session  # noqa: PLC0415

    # Each child looks which services there are, how events were called of old, and parses the models of those it uses;
    # here that is done once. What a child changes dies with it.
    load = functools.lru_cache(None)(JSONFileLoader().load_file)
    JSONFileLoader.load_file = lambda _self, path: load(path)
    services = functools.lru_cache(None)(Loader().list_available_services)
    Loader.list_available_services = lambda _self, type_name: services(type_name)
    aliaser, alias = EventAliaser(HierarchicalEmitter()), vars(EventAliaser)["_alias_event_name"]
    EventAliaser._alias_event_name = lambda _self, name: alias(aliaser, name)  # noqa: SLF001 - no other place to keep it
    session = boto3.session.Session("key", "secret", region_name="us-east-1", botocore_session=Session())
    for service in ("acm", "cloudfront", "route53", "s3", "sts"):
        session.client(service)
    # An archive holds no byte code.
    kept, compile_it = Kept(directory), vars(zipimport)["_compile_source"]
    vars(zipimport)["_compile_source"] = lambda path, source: kept.of(source, lambda: compile_it(path, source))


class Modules:
    """Modules and other scripts. What modules bring with them is imported once for all that bring the same files.

    A child whose archive is new leaves a copy, which the server unpacks and imports before the next fork. Of two
    archives with different files under one name the later one is never imported.
    """

    def __init__(self, directory: Path) -> None:
        self._new = directory / "archives"
        self._unpacked = directory / "unpacked"
        self._known: dict[str, bool] = {}
        self._new.mkdir()
        self._unpacked.mkdir()
        _warm_up(directory)

    def run(self) -> None:
        """Run the script that was called or piped in, a module with its archive or any other."""
        script = Path(sys.argv[0]).read_bytes() if sys.argv else sys.stdin.buffer.read()
        sys.argv = sys.argv or ["-"]
        found = ARCHIVE.search(script)
        self._fit(base64.b64decode(found[1]) if found else b"")
        code = compile(script, sys.argv[0], "exec")
        exec(code, {"__name__": "__main__", "__file__": sys.argv[0]})  # noqa: S102 - as any interpreter does

    def _fit(self, archive: bytes) -> None:
        """Keep what is imported only when it is what the archive holds."""
        key = _fingerprint(archive)
        if not self._known.get(key):
            for name in [name for name in sys.modules if name.partition(".")[0] in BROUGHT]:
                del sys.modules[name]
        if archive and key not in self._known:
            half = self._new / f"{key}.{getpid()}"
            half.write_bytes(archive)
            half.rename(self._new / key)

    def prepare(self) -> None:
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
