# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import pytest

from ansible_collections.cdn.aws.plugins.module_utils._secrets import secrets_of, secrets_of_environment

CANNED = "Expires=1&Signature=abc__&Key-Pair-Id=K1&Hash-Algorithm=SHA256"
KEY = "-----BEGIN RSA PRIVATE KEY-----\nMIIE\n-----END RSA PRIVATE KEY-----"
EC = "-----BEGIN PRIVATE KEY-----\nMIIE"


@pytest.mark.parametrize(
    ("options", "found"),
    [
        ({"paths": ["/", f"/a?v=1&{CANNED}", "/b?Policy=p1&Signature="]}, {"Signature=abc__", "Policy=p1"}),
        ({"paths": "/a?Signature=abc"}, {"Signature=abc"}),
        ({"urls": ["https://b/a?X-Amz-Signature=1f&X-Amz-Date=2"]}, {"X-Amz-Signature=1f"}),
        ({"comment": "Signature=abc", "name": "a=b"}, set()),
        ({"endpoint_url": "http://jim:s3cret@localhost:4566/"}, {"jim:s3cret@"}),
        ({"aws_config": {"proxies": {"https": "http://jim:p%3Aw@proxy:1"}}}, {"jim:p%3Aw@"}),
        ({"url": "http://jim@proxy", "mail": "jim:me@home", "path": "http://a/b:c@d"}, set()),
        ({"key": f"x\n{KEY}\ny{KEY}"}, {KEY}),
        ({"key": EC}, {EC}),
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
