# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A server of canned answers, and clients that ask it."""

from __future__ import annotations

import types

import pytest

from ansible_collections.cdn.aws.plugins.module_utils._client import Clients
from tests.unit.answers import Answer, distribution, serving

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
