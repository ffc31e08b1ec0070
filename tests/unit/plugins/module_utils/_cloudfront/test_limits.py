# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Numbers, headers and lengths within the limits of the developer guide."""

from __future__ import annotations

import typing as t

import pytest

from ansible_collections.cdn.aws.plugins.module_utils._cloudfront import limits
from ansible_collections.cdn.aws.plugins.module_utils._cloudfront.touched import Touched
from ansible_collections.cdn.aws.plugins.module_utils._errors import Refused

SECRET = "s3cr3t"


def refused(origin: dict[str, t.Any], *touched: str) -> str:
    with pytest.raises(Refused) as caught:
        limits.check_origin_limits("origins[o]", origin, Touched(touched or ("origins[o]",)))
    assert SECRET not in caught.value.message
    return caught.value.message


@pytest.mark.parametrize("port", [0, -1, 22, 79, 65536, 10**30])
def test_a_port_that_cloudfront_does_not_ask_is_refused(port: int) -> None:
    message = refused({"custom_origin_config": {"http_port": port}})
    assert message.startswith(f"origins[o].custom_origin_config.http_port: {port} is no port")


@pytest.mark.parametrize("port", [80, 443, 1024, 65535])
def test_a_port_is_taken(port: int) -> None:
    limits.check_origin_limits("o", {"custom_origin_config": {"https_port": port}}, Touched(["o"]))


def test_what_aws_took_once_is_not_questioned() -> None:
    old = {"origin_path": f"/{'x' * 300}", "custom_origin_config": {"http_port": 81, "origin_read_timeout": 0}}
    limits.check_origin_limits("origins[o]", old, Touched(["origins[o].connection_attempts"]))
    assert "http_port" in refused(old, "origins[o].custom_origin_config.http_port")
    assert "origin_path has 301 characters" in refused(old, "origins[o].origin_path")
    assert "origin_read_timeout: 0 is out of range" in refused(
        old, "origins[o].custom_origin_config.origin_read_timeout"
    )


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("X-Edge-Key", SECRET, "CloudFront sets itself"),
        ("x-amz-Key", SECRET, "CloudFront sets itself"),
        ("Host", SECRET, "CloudFront sets itself"),
        ("Proxy-Connection", SECRET, "CloudFront sets itself"),
        ("X: Y", SECRET, "no name of a header"),
        ("", SECRET, "no name of a header"),
        ("X" * 257, SECRET, "257 characters"),
        ("X-Key", f"{SECRET}\r\nX-Other: y", "no line breaks"),
        ("X-Key", SECRET * 300, "1800 characters; AWS takes at most 1783"),
    ],
)
def test_a_header_that_cloudfront_does_not_add_is_refused_without_its_value(name: str, value: str, words: str) -> None:
    message = refused({"custom_headers": [{"header_name": name, "header_value": value}]})
    assert message.startswith("origins[o].custom_headers")
    assert words in message


def test_headers_of_ones_own_are_taken() -> None:
    for name in ("X-Key", "Origin", "X-Amazing", "Hostess", "Referer"):
        limits.check_custom_header("o", {"header_name": name, "header_value": SECRET})


@pytest.mark.parametrize("seconds", [-1, 3153600001])
def test_a_lifetime_has_ends(seconds: int) -> None:
    with pytest.raises(Refused, match=f"^b.max_ttl: {seconds} is out of range: write a number from 0 to 3153600000"):
        limits.check_lifetimes("b.", {"min_ttl": 0, "max_ttl": seconds})


def test_an_error_is_answered_with_a_status() -> None:
    for code in ("200", "404", "", None, "(known after apply: x)"):
        limits.check_error_answer("e", {"response_code": code, "error_caching_min_ttl": 0}, Touched(["e"]))
    for code in ("999", "20", "OK"):
        limits.check_error_answer("e", {"response_code": code}, Touched(["e.response_page_path"]))
        with pytest.raises(Refused, match=f"^e.response_code: {code} is no HTTP status"):
            limits.check_error_answer("e", {"response_code": code}, Touched(["e"]))
