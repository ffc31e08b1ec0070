# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The smallest site that makes every call of a whole one, and its runs with the real ansible-playbook."""

from __future__ import annotations

import contextlib
import copy
import dataclasses
import subprocess
import sys
import time
import typing as t
from pathlib import Path

import yaml

from tests.chaos.snapshot import snapshot
from tests.integration import site
from tests.integration.playbook import ANSIBLE_PLAYBOOK, Run, command, environment, parse
from tests.lab import Lab

Json = t.Any

# Everything that AWS takes its time for is quick.
QUICK = {"certificate_seconds": 0.1, "deploy_seconds": 0.1, "insync_seconds": 0.1, "invalidation_seconds": 0.1}
RUN_SECONDS = 900


@dataclasses.dataclass(frozen=True)
class Undisturbed:
    """What a run that nothing disturbs makes, and the calls that it makes it with, in order."""

    account: dict[str, Json]
    calls: list[dict[str, Json]]

    @property
    def operations(self) -> list[str]:
        """Return the operations as ``service:Operation``."""
        return [f"{call['service']}:{call['operation']}" for call in self.calls]


class Chain:
    """One site in one lab: bucket, certificate, distribution, names, one page, and the proof that it is delivered.

    ``python`` and ``program`` may be warm ones; `ordinary` gives runs that can be killed, processes and all.
    ``defaults`` are options for all modules of the collection, as users give them with module_defaults.
    """

    def __init__(
        self,
        lab: Lab,
        directory: Path,
        *,
        python: str = sys.executable,
        program: str = str(ANSIBLE_PLAYBOOK),
        env: t.Mapping[str, str] | None = None,
        defaults: t.Mapping[str, Json] | None = None,
    ) -> None:
        self.lab = lab
        self._python = python
        self._program = program
        self._env = dict(env or {})
        self._directory = directory
        self._playbook = directory / "site.yml"
        self._page = site.one_file(directory)
        play = {"hosts": "all", "gather_facts": False, "roles": ["cdn.aws.site"]}
        if defaults:
            play["module_defaults"] = {"group/cdn.aws.aws": dict(defaults)}
        self._playbook.write_text(yaml.safe_dump([play], sort_keys=False), encoding="utf-8")

    def empty(self) -> None:
        """Empty the account but for the zone; AWS is quick and well then."""
        self.lab.reset()
        self.lab.settings(**QUICK)

    def variables(self, **more: Json) -> dict[str, Json]:
        """Return what the site is made of; the browser cache needs a response headers policy of its own."""
        given = {"site_browser_cache_seconds": 60, "site_publish_source": str(self._page)}
        return site.variables(self.lab, **{**given, **more})

    def start(self, *, hosts: str = "localhost,", **more: Json) -> subprocess.Popen[str]:
        """Start a run in a process group of its own, with further variables."""
        line = command(self._playbook, variables=self.variables(**more), python=self._python, hosts=hosts)
        return subprocess.Popen(
            [self._program, *line[1:]],
            env=environment({**self.lab.env, **self._env}),
            cwd=self._directory,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )

    def ordinary(self) -> Chain:
        """Return the same chain with processes of its own, to be killed; what they leave behind is in its folder."""
        twin = copy.copy(self)
        twin._program = str(ANSIBLE_PLAYBOOK)
        twin._env = {**self._env, "ANSIBLE_HOME": str(self._directory / "ansible")}
        return twin

    def run(self, **more: Json) -> Run:
        """Run the site and return what its tasks returned, well or not."""
        return ended(self.start(**more))

    def clean_run(self, **more: Json) -> Run:
        """Take all failures back, let what hangs come to its end, and run the site, which must end well."""
        self.calm()
        return self.run(**more).ok()

    def calm(self) -> None:
        """Take all failures back and wait for the calls that the lab still works on."""
        self.lab.clear_faults()
        while any(call["seconds"] is None for call in self.lab.calls()):
            time.sleep(0.1)

    def undisturbed(self, **more: Json) -> Undisturbed:
        """Make the site in an empty account and return what it has become."""
        self.empty()
        self.run(**more).ok()
        calls = self.lab.calls()
        return Undisturbed(snapshot(self.lab), calls)


def ended(process: subprocess.Popen[str]) -> Run:
    """Return a run when it has ended."""
    try:
        stdout, stderr = process.communicate(timeout=RUN_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.communicate(timeout=5)
        raise
    return parse(process.returncode, stdout, stderr)
