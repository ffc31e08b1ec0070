# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import pytest
import trustme

from ansible_collections.cdn.aws.plugins.module_utils._client import Clients
from ansible_collections.cdn.aws.plugins.module_utils._errors import ConnectionFailed
from ansible_collections.cdn.aws.plugins.module_utils._failures import SSLError, Translated
from ansible_collections.cdn.aws.plugins.module_utils._retries import ATTEMPTS_WITHOUT_CONTACT
from tests.proxy import free_port, proxying
from tests.unit.clients import GET, failure

HOST = "cloudfront.amazonaws.com:443"


@pytest.fixture
def proxy(aws):
    """A proxy that looks into TLS, with an AWS behind it."""
    with proxying() as found:
        found.places[HOST] = ("127.0.0.1", int(aws.url.rpartition(":")[2]))
        found.authority = trustme.CA()
        yield found


@pytest.fixture
def bundle(proxy, tmp_path):
    path = tmp_path / "authority.pem"
    proxy.authority.cert_pem.write_to_path(path)
    return str(path)


def made(**params):
    return Clients({"validate_certs": True, **params}, read_only=False)


@pytest.mark.parametrize("name", ["HTTPS_PROXY", "https_proxy"])
@pytest.mark.parametrize("authority", ["option", "REQUESTS_CA_BUNDLE", "config", "none"])
def test_a_proxy_and_its_authority_are_kept_to(monkeypatch, tmp_path, proxy, bundle, name, authority):
    """amazon.aws says yes to verify in any case, which hides REQUESTS_CA_BUNDLE and ca_bundle from botocore."""
    monkeypatch.setenv(name, proxy.url)
    params = {"aws_ca_bundle": bundle} if authority == "option" else {}
    if authority == "REQUESTS_CA_BUNDLE":
        monkeypatch.setenv(authority, bundle)
    if authority == "config":
        (tmp_path / "config").write_text(f"[default]\nca_bundle = {bundle}\n", encoding="utf-8")
        monkeypatch.setenv("AWS_CONFIG_FILE", str(tmp_path / "config"))
    clients = made(**params, **({"validate_certs": False} if authority == "none" else {}))
    assert clients.call(*GET)["ETag"] == "E3ETAG"
    assert proxy.asked == [f"CONNECT {HOST}"]
    assert proxy.names == [HOST.partition(":")[0]]


def test_an_authority_that_is_not_trusted_says_what_to_give(monkeypatch, proxy, sleeps):
    monkeypatch.setenv("HTTPS_PROXY", proxy.url)
    message = failure(made(), kind=ConnectionFailed)
    assert message.startswith("Cannot reach AWS cloudfront: SSL validation failed")
    assert message.endswith("give the certificate of its authority as aws_ca_bundle or AWS_CA_BUNDLE.")
    assert sleeps == []


def test_an_authority_that_is_no_file_says_where_it_is_named(monkeypatch, proxy, sleeps):
    monkeypatch.setenv("HTTPS_PROXY", proxy.url)
    message = failure(made(aws_ca_bundle="/nowhere.pem"), kind=ConnectionFailed)
    assert "Check aws_ca_bundle, AWS_CA_BUNDLE and REQUESTS_CA_BUNDLE" in message


def test_proxies_of_the_options_are_kept_to(proxy, bundle):
    clients = made(aws_ca_bundle=bundle, aws_config={"proxies": {"https": proxy.url}})
    clients.call(*GET)
    assert proxy.asked == [f"CONNECT {HOST}"]


def test_an_endpoint_over_http_goes_through_its_proxy(monkeypatch, aws, proxy):
    monkeypatch.setenv("HTTP_PROXY", proxy.url)
    made(endpoint_url=aws.url).call(*GET)
    assert proxy.asked == [f"GET {aws.url}/2020-05-31/distribution/E1ABCDEF"]


def test_no_proxy_is_kept_to(monkeypatch, aws, proxy):
    monkeypatch.setenv("HTTP_PROXY", proxy.url)
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    made(endpoint_url=aws.url).call(*GET)
    assert proxy.asked == []


@pytest.mark.parametrize(
    ("status", "said"),
    [
        ("403 Forbidden", "it answers 403 Forbidden: it does not let this address through."),
        (
            "407 Proxy Authentication Required",
            "it answers 407 Proxy Authentication Required: it wants to know who asks",
        ),
        ("503 Service Unavailable", "it answers 503 Service Unavailable: it cannot reach the address."),
        ("418 No Coffee", "it answers 418 No Coffee."),
    ],
)
def test_a_proxy_that_refuses_is_named_without_its_password(monkeypatch, proxy, sleeps, status, said):
    proxy.status = status
    monkeypatch.setenv("HTTPS_PROXY", proxy.url_of("jim:s3cret-word"))
    message = failure(made(), kind=ConnectionFailed)
    assert message.startswith(f"Cannot reach AWS cloudfront through the proxy {proxy.url} (from HTTPS_PROXY): {said}")
    assert "s3cret-word" not in message
    assert len(proxy.asked) == ATTEMPTS_WITHOUT_CONTACT


def test_a_proxy_that_wants_a_password_gets_it(monkeypatch, proxy, bundle):
    proxy.authorization = "Basic amltOnMzY3JldA=="
    monkeypatch.setenv("HTTPS_PROXY", proxy.url_of("jim:s3cret"))
    made(aws_ca_bundle=bundle).call(*GET)


def test_a_proxy_of_an_endpoint_over_http_that_refuses(monkeypatch, aws, proxy):
    proxy.status = "407 Proxy Authentication Required"
    monkeypatch.setenv("HTTP_PROXY", proxy.url)
    assert "It is a proxy that wants to know who asks" in failure(made(endpoint_url=aws.url))


def test_a_proxy_that_is_not_there_is_named(monkeypatch, sleeps):
    monkeypatch.setenv("HTTPS_PROXY", f"http://jim:s3cret-word@127.0.0.1:{free_port()}")
    message = failure(made(), kind=ConnectionFailed)
    assert "the proxy http://127.0.0.1:" in message
    assert "(from HTTPS_PROXY): Connection refused. Check the proxy, or name in NO_PROXY" in message
    assert "s3cret-word" not in message


@pytest.mark.parametrize(
    ("words", "advice"),
    [
        ("certificate verify failed: certificate is not yet valid", "it may be slow"),
        ("certificate verify failed: certificate has expired", "it may be fast"),
        ("[SSL: WRONG_VERSION_NUMBER] wrong version number", "does not speak TLS"),
        ("[SSL] internal error", "Check the network"),
    ],
)
def test_tls_that_fails_says_what_to_look_at(words, advice):
    with pytest.raises(ConnectionFailed) as caught, Translated("s3:ListBuckets"):
        raise SSLError(endpoint_url="https://s3.amazonaws.com/", error=words)
    assert advice in caught.value.message


@pytest.mark.parametrize("password", ["secret#", "secret/", "secret?", "sec[ret"])
def test_a_password_that_is_not_encoded_is_refused_without_it(monkeypatch, password):
    monkeypatch.setenv("HTTPS_PROXY", f"http://jim:{password}@127.0.0.1:1")
    message = failure(made(), kind=ConnectionFailed)
    assert message.startswith("HTTPS_PROXY does not name a proxy that can be read")
    assert "sec" not in message


def test_a_proxy_of_the_options_is_read_as_strictly(monkeypatch):
    own = {"proxies": {"https": "http://jim:secret#@127.0.0.1:1"}}
    message = failure(made(aws_config=own), kind=ConnectionFailed)
    assert message.startswith("aws_config does not name a proxy that can be read")


def test_a_proxy_that_is_passed_by_may_be_anything(monkeypatch, aws):
    monkeypatch.setenv("HTTPS_PROXY", "http://jim:secret#@127.0.0.1:1")
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    assert made(endpoint_url=aws.url).call(*GET)["ETag"] == "E3ETAG"
