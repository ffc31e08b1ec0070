# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import pytest

from ansible_collections.cdn.aws.plugins.module_utils import _proxies
from ansible_collections.cdn.aws.plugins.module_utils._proxies import Proxy, proxy_for

PLACE = ("www.example.com", 443)


@pytest.mark.parametrize("name", ["HTTPS_PROXY", "https_proxy"])
def test_a_proxy_is_known_with_the_variable_that_names_it(monkeypatch, name):
    monkeypatch.setenv(name, "http://jim:s3cret@proxy.example.com:3128")
    found = proxy_for("https", PLACE)
    assert found.address == ("proxy.example.com", 3128)
    assert found.name == f"the proxy http://proxy.example.com:3128 (from {name})"


def test_the_lower_case_wins(monkeypatch):
    monkeypatch.setenv("HTTPS_PROXY", "http://loud.example.com")
    monkeypatch.setenv("https_proxy", "http://quiet.example.com")
    assert proxy_for("https", PLACE).name == "the proxy http://quiet.example.com (from https_proxy)"


def test_one_of_the_same_value_is_named(monkeypatch):
    for name in ("HTTPS_PROXY", "https_proxy"):
        monkeypatch.setenv(name, "http://proxy.example.com")
    assert proxy_for("https", PLACE).source == "https_proxy"


@pytest.mark.parametrize("no_proxy", ["*", "example.com", ".example.com", "www.example.com:443", "a.test,example.com"])
@pytest.mark.parametrize("name", ["NO_PROXY", "no_proxy"])
def test_no_proxy_is_kept(monkeypatch, name, no_proxy):
    monkeypatch.setenv("HTTPS_PROXY", "http://proxy.example.com:3128")
    monkeypatch.setenv(name, no_proxy)
    assert proxy_for("https", PLACE) is None
    assert proxy_for("https", ("203.0.113.1", 443), PLACE) is None


def test_a_proxy_is_for_its_scheme(monkeypatch):
    monkeypatch.setenv("HTTP_PROXY", "http://proxy.example.com:3128")
    assert proxy_for("https", PLACE) is None
    assert proxy_for("http", ("www.example.com", 80)).address == ("proxy.example.com", 3128)


@pytest.mark.parametrize(
    ("url", "address"),
    [("proxy:8080", ("proxy", 8080)), ("//proxy", ("proxy", 80)), ("https://proxy", ("proxy", 443))],
)
def test_a_url_is_read_as_botocore_reads_it(monkeypatch, url, address):
    monkeypatch.setenv("HTTPS_PROXY", url)
    assert proxy_for("https", PLACE).address == address


@pytest.mark.parametrize("password", ["pass#word", "pass/word", "pass?word", "pass[word", "pass\\word", "pass word"])
def test_a_password_that_is_not_encoded_is_told_without_it(monkeypatch, password):
    """What stands behind the first such sign would be the path, and what stands before it the host."""
    monkeypatch.setenv("HTTPS_PROXY", f"http://jim:{password}@proxy:3128")
    found = proxy_for("https", PLACE)
    assert found.problem.startswith("HTTPS_PROXY does not name a proxy that can be read: write http://host:port")
    assert found.name == "the proxy of HTTPS_PROXY"
    assert password not in found.problem
    assert "pass" not in _proxies.without_password(found.url)


@pytest.mark.parametrize("url", ["http://jim:secretpassword#", "http://jim:secretpassword", "http://", "http://[::1"])
def test_what_cannot_be_read_is_not_repeated(url):
    assert Proxy(url, "HTTPS_PROXY").problem
    assert Proxy(url, "HTTPS_PROXY").name == "the proxy of HTTPS_PROXY"


@pytest.mark.parametrize(
    "url",
    ["http://proxy", "https://p.example.com:1/", "http://[2001:db8::1]:80", "http://a:b@c@p_1:1", "socks5h://p:1"],
)
def test_what_can_be_read_is_no_problem(url):
    assert Proxy(url, "HTTPS_PROXY").problem == ""


@pytest.mark.parametrize("url", ["http://proxy:many", "http://:3128"])
def test_what_is_no_address_is_told(url):
    with pytest.raises(ValueError, match="."):
        Proxy(url, "HTTPS_PROXY").address  # noqa: B018 - it is the question


def test_user_and_password_are_sent_decoded_and_said_never():
    proxy = Proxy("http://jim%40home:p%3Aw@proxy:3128", "HTTPS_PROXY")
    assert proxy.authorization == "Basic amltQGhvbWU6cDp3"
    assert "jim" not in proxy.name
    assert "p%3Aw" not in proxy.name
    assert Proxy("http://proxy", "x").authorization == ""


def test_a_proxy_that_no_variable_names_is_one_of_the_options(monkeypatch):
    assert _proxies.named("http://***:***@proxy:1") == "the proxy http://proxy:1 (from aws_config)"
    monkeypatch.setenv("HTTPS_PROXY", "http://jim:s3cret@proxy:1")
    assert _proxies.named("http://***:***@proxy:1") == "the proxy http://proxy:1 (from HTTPS_PROXY)"


def test_a_proxy_of_both_schemes_is_that_of_aws(monkeypatch):
    for name in ("HTTP_PROXY", "HTTPS_PROXY"):
        monkeypatch.setenv(name, "http://proxy:1")
    assert _proxies.named("http://proxy:1") == "the proxy http://proxy:1 (from HTTPS_PROXY)"
