# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A server of canned answers, clients that ask it, and a module that asks nobody."""

from __future__ import annotations

import json
import types

import pytest
from ansible.module_utils import basic

from ansible_collections.cdn.aws.plugins.module_utils._client import Clients
from ansible_collections.cdn.aws.plugins.module_utils._module import run_module
from tests.unit.answers import Answer, distribution, serving
from tests.unit.notes import SPEC, Note

# Helpers with asserts of their own, which shall tell as much as those of the tests.
pytest.register_assert_rewrite(
    "tests.unit.clients",
    "tests.unit.plugins.module_utils._cloudfront.account",
    "tests.unit.plugins.module_utils._cloudfront.twice",
)


@pytest.fixture(scope="module")
def server():
    with serving() as answers:
        yield answers


@pytest.fixture
def aws(server):
    """Canned answers, at first those of a distribution."""
    server.requests.clear()
    server.contents.clear()
    server.give(Answer(body=distribution(), headers={"ETag": "E3ETAG"}))
    return server


@pytest.fixture
def sleeps(monkeypatch):
    """The seconds that botocore would have slept between attempts."""
    slept = []
    monkeypatch.setattr("botocore.endpoint.time", types.SimpleNamespace(sleep=slept.append))
    return slept


@pytest.fixture(scope="module")
def warm(server):
    """Clients of a real run, made once: botocore takes its time."""
    return Clients({"endpoint_url": server.url, "region": "eu-west-1"}, read_only=False)


@pytest.fixture(scope="module")
def locked(server):
    """Clients of a check run."""
    return Clients({"endpoint_url": server.url, "region": "eu-west-1"}, read_only=True)


@pytest.fixture
def clients(aws, warm):
    return warm


@pytest.fixture
def run_note(monkeypatch, capsys):
    """Run the module of notes as Ansible does, without a process of its own, and return what it printed."""
    monkeypatch.setattr(Note, "kept", None, raising=False)
    monkeypatch.setattr(Note, "faults", {}, raising=False)
    monkeypatch.setattr(Note, "seen", [], raising=False)
    monkeypatch.setattr(basic, "_ANSIBLE_PROFILE", "legacy", raising=False)

    def run(spec=SPEC, check=False, diff=False, resource=Note, **options):
        arguments = {**options, "_ansible_check_mode": check, "_ansible_diff": diff}
        monkeypatch.setattr(basic, "_ANSIBLE_ARGS", json.dumps({"ANSIBLE_MODULE_ARGS": arguments}).encode())
        with pytest.raises(SystemExit) as caught:
            run_module(resource, spec)
        report = json.loads(capsys.readouterr().out)
        assert caught.value.code == (1 if report.get("failed") else 0)
        return report

    return run
