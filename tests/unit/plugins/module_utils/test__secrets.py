# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import pytest

from ansible_collections.cdn.aws.plugins.module_utils._secrets import secrets_of, secrets_of_environment

CANNED = "Expires=1&Signature=abc__&Key-Pair-Id=K1&Hash-Algorithm=SHA256"
# Also as a host's name would be shown.
CANNED_FOUND = {"Signature=abc__", "signature=abc__", "Policy=p1", "policy=p1"}
KEY = "-----BEGIN RSA PRIVATE KEY-----\nMIIE\n-----END RSA PRIVATE KEY-----"
LONG = "-----BEGIN PRIVATE KEY-----\nMIIEowIBAAKCAQEA\n6lqBsWTvRkPNzCJ9\nQw==\n-----END PRIVATE KEY-----\n".strip()
HEADERS = {"abcdefgh", "12345678", "x1x2x3x4"}
EC = "-----BEGIN PRIVATE KEY-----\nMIIE"


@pytest.mark.parametrize(
    ("options", "found"),
    [
        ({"paths": ["/", f"/a?v=1&{CANNED}", "/b?Policy=p1&Signature="]}, CANNED_FOUND),
        ({"paths": "/a?Signature=abc"}, {"Signature=abc", "signature=abc"}),
        ({"urls": ["https://b/a?X-Amz-Signature=1f&X-Amz-Date=2"]}, {"X-Amz-Signature=1f", "x-amz-signature=1f"}),
        ({"comment": "Signature=abc", "name": "a=b"}, set()),
        ({"endpoint_url": "http://jim:s3cret@localhost:4566/"}, {"jim:s3cret@"}),
        ({"aws_config": {"proxies": {"https": "http://jim:p%3Aw@proxy:1"}}}, {"jim:p%3Aw@", "jim:p%3aw@"}),
        ({"aws_config": {"proxies": {"https": "http://jim:p#w@proxy:1"}}}, {"jim:p#w@"}),
        ({"paths": ["https://www.example.com:8443/@jim"]}, set()),
        ({"url": "http://jim@proxy", "mail": "jim:me@home", "path": "http://a/b:c@d"}, set()),
        ({"key": f"x\n{KEY}\ny{KEY}"}, {KEY}),
        ({"key": EC}, {EC}),
        ({"key": LONG}, {LONG, "MIIEowIBAAKCAQEA", "6lqBsWTvRkPNzCJ9"}),
        ({"key": LONG.replace("\n", "\\n")}, {LONG.replace("\n", "\\n"), "MIIEowIBAAKCAQEA", "6lqBsWTvRkPNzCJ9"}),
        ({"headers": {"X-Auth": "abcdefgh", "X-Origin-Verify": "12345678", "X-Password": "x1x2x3x4"}}, HEADERS),
        ({"headers": {"X-Bypass-Cache": "please do"}}, set()),
        ({"headers": {"Cookie": "a=12345678", "X": "87654321", "api-key": "short"}}, {"a=12345678"}),
        ({"headers": ["Cookie"]}, set()),
        ({"distribution": {"origins": [{"header_name": "a", "header_value": "12345678"}]}}, {"12345678"}),
        ({1: (None, 2, True)}, set()),
    ],
)
def test_what_nobody_may_see_is_found_wherever_it_stands(options, found):
    assert secrets_of(options) == found


def test_the_environment_brings_secrets_too():
    found = secrets_of_environment(
        {
            "AWS_SECRET_ACCESS_KEY": "wJalrXUtnFEMIK7MDENG",
            "AWS_SESSION_TOKEN": "short",
            "HTTPS_PROXY": "http://jim:s3cret@proxy:1",
            "http_proxy": "joe:pw@proxy",
            "HOME": "http://not:this@one",
        }
    )
    assert found == {"wJalrXUtnFEMIK7MDENG", "jim:s3cret@", "joe:pw@"}


@pytest.mark.parametrize("name", ["HTTPS_PROXY", "AWS_URL", "AWS_ENDPOINT_URL", "AWS_ENDPOINT_URL_S3"])
@pytest.mark.parametrize("password", ["pass#word", "pass/word", "pass?word", "pass\\word", "pass[word", "pass@word"])
def test_a_password_that_should_be_encoded_is_a_secret_too(name, password):
    found = secrets_of_environment({name: f"http://jim:{password}@host.example.com:1"})
    assert found == {f"jim:{password}@", password}


@pytest.mark.parametrize("url", ["http://host:1", "host:3128", "http://jim@host", "", "//host"])
def test_a_url_without_a_password_is_none(url):
    assert secrets_of_environment({"AWS_ENDPOINT_URL": url}) == set()
