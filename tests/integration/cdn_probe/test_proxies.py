# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""cdn_probe through proxies: plain ones, those that ask who comes, and those that look into TLS."""

from __future__ import annotations

import functools
import typing as t

import pytest
import trustme

from ansible_collections.cdn.aws.plugins.module_utils._errors import CdnError
from tests.integration.planted_edge import DOMAIN, HIT, MISS, ORIGIN, Server, probed
from tests.proxy import Proxy, free_port, proxying


@pytest.fixture
def server(serve) -> Server:
    found = serve()
    found.answers[f"https://{DOMAIN}/a.txt"] = [(200, MISS, "x"), (200, HIT, "x")]
    return found


@pytest.fixture
def proxy(server, monkeypatch) -> t.Iterator[Proxy]:
    """A proxy that all goes through, and that finds the server under the domain."""
    # A lab that another test started has put this machine there.
    for name in ("NO_PROXY", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
    with proxying() as found:
        for scheme, port in (("https", 443), ("http", 80)):
            place = server.connect_to[scheme].rpartition(":")
            found.places[f"{DOMAIN}:{port}"] = (place[0], int(place[2]))
            monkeypatch.setenv(f"{scheme.upper()}_PROXY", found.url)
        yield found


@pytest.fixture
def ask(ca_path) -> t.Callable[..., dict[str, t.Any]]:
    return functools.partial(probed, ca_path=ca_path)


def test_a_proxy_is_asked_for_the_name_and_all_else_is_as_without_it(proxy, ask):
    probe = ask()
    assert proxy.asked == [f"CONNECT {DOMAIN}:443", f"GET http://{DOMAIN}/a.txt"]
    assert probe["problems"] == []
    assert [one["cache"] for one in probe["paths"][0]["requests"]] == ["Miss", "Hit"]
    assert probe["certificate"]["subject_alternative_names"] == [DOMAIN, ORIGIN]
    assert probe["redirect"]["ok"] is True


def test_the_result_tells_of_the_proxy_and_of_what_it_hides(proxy, ask, monkeypatch):
    monkeypatch.setenv("HTTPS_PROXY", proxy.url_of("jim:s3cret-word"))
    probe = ask()
    assert (probe["address"], probe["proxy"]) == (None, proxy.url)
    assert probe["ipv6"]["note"] == "Not tried: a proxy chooses the address."
    assert probe["http2"]["note"] == "Not tried through a proxy."
    assert probe["notes"][0].startswith(f"The requests went through the proxy {proxy.url} (from HTTPS_PROXY): ")
    assert f"{DOMAIN}  {proxy.url}, TLSv1.3" in probe["summary"][0]
    assert "s3cret-word" not in str(probe)


def test_connect_to_says_where_the_proxy_connects_to(proxy, server, ask):
    """As curl does it: the tunnel leads there, for http too, and the name stays that of the domain."""
    probe = ask(connect_to=server.connect_to)
    assert proxy.asked == [f"CONNECT {server.connect_to[scheme]}" for scheme in ("https", "http")]
    assert probe["problems"] == []


@pytest.mark.parametrize("no_proxy", [DOMAIN, "127.0.0.1"])
def test_no_proxy_may_have_the_name_or_where_it_is(proxy, server, ask, monkeypatch, no_proxy):
    monkeypatch.setenv("NO_PROXY", no_proxy)
    probe = ask(connect_to=server.connect_to)
    assert (proxy.asked, probe["proxy"], probe["problems"]) == ([], None, [])
    assert probe["address"] == "127.0.0.1"


def test_proxies_can_be_left_aside(proxy, server, ask):
    assert ask(connect_to=server.connect_to, use_proxy=False)["problems"] == []
    assert proxy.asked == []


def test_a_proxy_that_asks_who_comes_is_told(proxy, ask, monkeypatch):
    proxy.authorization = "Basic amltOnMzY3JldA=="
    for name in ("HTTPS_PROXY", "HTTP_PROXY"):
        monkeypatch.setenv(name, proxy.url_of("jim:s3cret"))
    assert ask()["problems"] == []


@pytest.mark.parametrize(
    ("status", "why"),
    [
        ("407 Proxy Authentication Required", "it wants to know who asks"),
        ("403 Forbidden", "it does not let this address through"),
        ("502 Bad Gateway", "it cannot reach the address"),
    ],
)
def test_a_proxy_that_refuses_is_named_without_its_password(proxy, ask, monkeypatch, status, why):
    proxy.status = status
    monkeypatch.setenv("HTTPS_PROXY", proxy.url_of("jim:s3cret-word"))
    problem = ask(check_redirect=False)["problems"]
    assert len(problem) == 1
    assert (
        f"the proxy {proxy.url} (from HTTPS_PROXY) does not let {DOMAIN}:443 through, it answers {status}" in problem[0]
    )
    assert why in problem[0]
    assert "s3cret-word" not in problem[0]


def test_a_proxy_that_refuses_http_is_told(proxy, ask, monkeypatch):
    proxy.authorization = "Basic amltOnMzY3JldA=="
    monkeypatch.setenv("HTTPS_PROXY", proxy.url_of("jim:s3cret"))
    (problem,) = ask()["problems"]
    assert f"the proxy {proxy.url} (from HTTP_PROXY) does not let {DOMAIN} through, it answers 407" in problem


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("http://jim:s3cret-word@127.0.0.1:{port}", "cannot be reached: Connection refused. Check the proxy"),
        ("socks5://jim:s3cret-word@127.0.0.1:{port}", "only proxies whose URL begins with http://"),
        ("https://jim:s3cret-word@127.0.0.1:{port}", "only proxies whose URL begins with http://"),
        ("http://jim:s3cret-word@127.0.0.1:99999", "is no proxy that can be reached"),
    ],
)
def test_a_proxy_that_cannot_be_used_is_one_line(ask, monkeypatch, url, said):
    monkeypatch.setenv("HTTPS_PROXY", url.format(port=free_port()))
    (problem,) = ask(check_redirect=False)["problems"]
    assert said in problem
    assert "(from HTTPS_PROXY)" in problem
    assert "s3cret-word" not in problem


@pytest.mark.parametrize("source", ["ca_path", "aws_ca_bundle", "REQUESTS_CA_BUNDLE", None])
def test_a_proxy_that_looks_into_tls_is_trusted_by_its_authority(proxy, ask, monkeypatch, tmp_path, source):
    proxy.authority, proxy.tls_behind = trustme.CA(organization_name="a company"), True
    bundle = str(tmp_path / "company.pem")
    proxy.authority.cert_pem.write_to_path(bundle)
    if source == "REQUESTS_CA_BUNDLE":
        monkeypatch.setenv(source, bundle)
    probe = ask(check_redirect=False, **({source: bundle} if source and source.islower() else {}))
    assert proxy.names == [DOMAIN]
    if source:
        assert probe["problems"] == []
        assert probe["certificate"]["issuer"] == "a company" or "a company" in str(probe["certificate"])
    else:
        (problem,) = probe["problems"]
        assert "does not trust" in problem
        assert "If that is a proxy that looks into TLS" in problem


def test_a_bundle_that_is_no_file_says_where_it_is_named(ask, monkeypatch):
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", "/nowhere.pem")
    with pytest.raises(CdnError, match=r"/nowhere.pem \(from aws_ca_bundle, AWS_CA_BUNDLE or REQUESTS_CA_BUNDLE\)"):
        ask(ca_path=None)


def test_a_name_that_the_certificate_lacks_is_looked_at_through_the_proxy(proxy, server, ask):
    proxy.places["other.example.test:443"] = proxy.places[f"{DOMAIN}:443"]
    (problem,) = ask(domain="other.example.test", check_redirect=False)["problems"]
    assert f"covers {DOMAIN}" in problem
    assert set(proxy.asked) == {"CONNECT other.example.test:443"}
