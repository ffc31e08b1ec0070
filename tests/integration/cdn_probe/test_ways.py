# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""cdn_probe on the ways to a server: IPv6, HTTP/2, TLS, and what does not answer at all."""

from __future__ import annotations

import datetime
import socket
import sys
import typing as t

import pytest

from ansible_collections.cdn.aws.plugins.module_utils._probe import ways
from tests.integration.planted_edge import DOMAIN, HIT


@pytest.fixture
def over_ipv6(monkeypatch) -> t.Callable[[tuple[str, int] | None], None]:
    def lead(address: tuple[str, int] | None) -> None:
        family = socket.AF_INET6 if address and ":" in address[0] else socket.AF_INET
        monkeypatch.setattr(ways, "address_over_ipv6", lambda *_: (family, address) if address else None)

    return lead


def test_what_comes_over_ipv6_is_told(serve, ask, over_ipv6):
    """The address is one of IPv4 here, as machines differ in what they have."""
    server, other = serve(), serve()
    server.answers[f"https://{DOMAIN}/a.txt"] = [(200, HIT, "")]
    other.answers[f"https://{DOMAIN}/a.txt"] = [(200, {"Server": "nginx"}, "")]

    over_ipv6(("127.0.0.1", server.https.server_port))
    found = ask(server)["ipv6"]
    assert found == {"address": "127.0.0.1", "status": 200, "cache": "Hit", "note": None, "problem": None}

    over_ipv6(("127.0.0.1", other.https.server_port))
    (problem,) = ask(server)["problems"]
    assert "over IPv6 the answer did not pass CloudFront" in problem

    over_ipv6(None)
    probe = ask(server, distribution={"is_ipv6_enabled": True})
    assert probe["problems"] == []
    assert "has no IPv6 address" in probe["ipv6"]["note"]
    assert "distribution holds no behaviours" in probe["notes"][0]
    assert ask(server, check_ipv6=False)["ipv6"] is None


def test_a_machine_without_ipv6_is_no_fault_of_the_site_but_a_closed_port_is(serve, ask, over_ipv6):
    server = serve()
    server.answers[f"https://{DOMAIN}/a.txt"] = [(200, HIT, "")]
    # An address that no route leads to (RFC 6666).
    over_ipv6(("100::1", 443))
    probe = ask(server, timeout=1)
    assert probe["problems"] == []
    assert probe["ipv6"]["note"]
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        over_ipv6(("127.0.0.1", free.getsockname()[1]))
    (problem,) = ask(server)["problems"]
    assert "over IPv6: " in problem
    assert "refuses connections" in problem


def test_http2_is_tried_where_there_is_a_library(serve, ask, monkeypatch):
    """The server here speaks HTTP/1.1 only; the lab's edge speaks HTTP/2."""
    server = serve()
    server.answers[f"https://{DOMAIN}/a.txt"] = [(200, HIT, "")]
    found = ask(server, check_http2=True)["http2"]
    assert found == {"negotiated": "HTTP/1.1", "status": 200, "cache": "Hit", "note": None}
    monkeypatch.setitem(sys.modules, "httpx", None)
    assert ask(server, check_http2=True)["http2"] is None


def tls_problem(ask, server, **options) -> str:
    probe = ask(server, check_redirect=False, **options)
    assert probe["certificate"] is None
    (problem,) = probe["problems"]
    assert "\n" not in problem
    return problem


def test_a_certificate_for_other_names_is_told_with_its_names(serve, ask, authority):
    problem = tls_problem(ask, serve(authority.issue_cert("*.cloudfront.net")))
    assert "covers *.cloudfront.net and not cdn.example.test" in problem


def test_an_expired_certificate_is_told(serve, ask, authority):
    past = datetime.datetime(2020, 1, 1, tzinfo=datetime.timezone.utc)
    assert "has expired" in tls_problem(ask, serve(authority.issue_cert(DOMAIN, not_after=past)))


def test_an_unknown_authority_is_told(serve, ask):
    assert "does not trust" in tls_problem(ask, serve(), ca_path=None)


def test_a_closed_port_is_told(serve, ask):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    assert f"127.0.0.1 port {port} refuses connections" in tls_problem(
        ask, None, connect_to={"https": f"127.0.0.1:{port}"}
    )


def test_a_port_without_tls_is_told(serve, ask):
    server = serve()
    assert "does not speak TLS" in tls_problem(ask, server, connect_to={"https": server.connect_to["http"]})


def test_a_server_that_says_nothing_is_told_in_time(ask):
    with socket.create_server(("127.0.0.1", 0)) as silent:
        target = f"127.0.0.1:{silent.getsockname()[1]}"
        assert "did not answer in time" in tls_problem(ask, None, connect_to={"https": target}, timeout=1)


def test_a_name_that_dns_does_not_know_is_told_once(ask):
    probe = ask(None, domain="nothing.invalid")
    (problem,) = probe["problems"]
    assert problem.startswith("https://nothing.invalid: DNS does not resolve nothing.invalid")
