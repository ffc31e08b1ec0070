# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Playbooks that start quickly: Ansible is imported, and what it compiles and parses is kept."""

from __future__ import annotations

import importlib
import pickle
import sys
import typing as t

from tests.integration.warm_kept import Kept

if t.TYPE_CHECKING:
    from pathlib import Path

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


class Playbooks:
    """Runs of ansible-playbook."""

    def __init__(self, directory: Path) -> None:
        for name in PLAYBOOK_IMPORTS:
            importlib.import_module(name)
        from ansible import constants  # noqa: PLC0415 - the server for modules shall not have it

        # It looks a thousand times a second whether a task has ended, which costs what the task needs.
        constants.DEFAULT_INTERNAL_POLL_INTERVAL = 0.01
        _keep_templates(Kept(directory))
        _keep_documents(Kept(directory))
        _keep_plugins(Kept(directory))

    def prepare(self) -> None:
        """Do nothing: the children keep what they find out."""

    def run(self) -> t.NoReturn:
        """Run what was called."""
        from ansible.cli.playbook import main  # noqa: PLC0415 - as above

        main(["ansible-playbook", *sys.argv])


def _keep_templates(kept: Kept) -> None:
    """Let every template be compiled by one worker only: Ansible has a new one for each task, which knows none."""
    from jinja2 import defaults  # noqa: PLC0415 - the server for modules shall not have it
    from jinja2.environment import Environment  # noqa: PLC0415

    ordinary = Environment.compile
    signs = [name for name in vars(defaults) if name.isupper()]

    def compile_template(self: t.Any, source: t.Any, *args: t.Any, **kwargs: t.Any) -> t.Any:
        marks = [getattr(self, name.lower(), None) for name in signs]
        key = repr((type(self).__qualname__, marks, str(source), args, kwargs))
        return kept.of(key.encode(), lambda: ordinary(self, source, *args, **kwargs))

    Environment.compile = compile_template


def _keep_documents(kept: Kept) -> None:
    """Let every text of YAML be parsed by one run only: half of a short run goes into Ansible's own documentation."""
    import yaml  # noqa: PLC0415 - as above
    from ansible._internal._datatag._tags import Origin, TrustedAsTemplate  # noqa: PLC0415 - as above

    ordinary = yaml.load

    def load(stream: t.Any, Loader: t.Any) -> t.Any:  # noqa: N803 - its name
        if not isinstance(stream, (str, bytes)):
            return ordinary(stream, Loader)
        text = bytes(stream) if isinstance(stream, bytes) else str(stream)
        marks = (Origin.get_tag(stream), TrustedAsTemplate.is_tagged_on(stream))
        key = repr((Loader.__module__, Loader.__qualname__, marks, text))
        return kept.of(key.encode("utf-8", "surrogatepass"), lambda: ordinary(stream, Loader), pickle)

    yaml.load = load


def _keep_plugins(kept: Kept) -> None:
    """Let the plugins of collections be compiled by one worker only: Ansible's loader for them keeps no byte code."""
    from ansible.utils.collection_loader import _collection_finder  # noqa: PLC0415 - as above

    loader = vars(_collection_finder)["_AnsibleCollectionPkgLoaderBase"]
    ordinary = loader.get_code

    def get_code(self: t.Any, fullname: str) -> t.Any:
        source = self.get_source(fullname)
        if source is None:
            return ordinary(self, fullname)
        key = repr((self.get_filename(fullname), source))
        return kept.of(key.encode("utf-8", "surrogatepass"), lambda: ordinary(self, fullname))

    loader.get_code = get_code
