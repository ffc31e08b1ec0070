# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Servers that play every trouble, and a probe that looks at them without the pauses."""

from __future__ import annotations

import typing as t

import pytest
import trustme

from ansible_collections.cdn.aws.plugins.module_utils._probe import asking
from tests.integration.planted_edge import DOMAIN, ORIGIN, Server, probed


@pytest.fixture(scope="module")
def authority() -> trustme.CA:
    return trustme.CA(organization_name="a test")


@pytest.fixture(scope="module")
def ca_path(authority: trustme.CA, tmp_path_factory) -> str:
    path = tmp_path_factory.mktemp("ca") / "ca.pem"
    authority.cert_pem.write_to_path(str(path))
    return str(path)


@pytest.fixture
def serve(authority) -> t.Iterator[t.Callable[..., Server]]:
    servers: list[Server] = []

    def start(certificate: trustme.LeafCert | None = None) -> Server:
        server = Server(certificate or authority.issue_cert(DOMAIN, ORIGIN))
        server.answers[f"http://{DOMAIN}/a.txt"] = [(301, {"Location": f"https://{DOMAIN}/a.txt"}, "")]
        servers.append(server)
        return server

    yield start
    for server in servers:
        server.close()


@pytest.fixture(autouse=True)
def _no_pauses(monkeypatch):
    monkeypatch.setattr(asking, "PAUSE", 0.0)
    monkeypatch.setattr(asking, "PAUSE_AFTER_ERROR", 0.0)
    monkeypatch.setattr(asking, "PAUSE_PAST_MINIMUM", 0.0)


@pytest.fixture
def ask(ca_path: str) -> t.Callable[..., dict[str, t.Any]]:
    def run(server: Server | None, **options: t.Any) -> dict[str, t.Any]:
        given = {"connect_to": server.connect_to if server else {}, "ca_path": ca_path, "attempts": 3}
        return probed(**{**given, "check_http2": False, **options})

    return run
