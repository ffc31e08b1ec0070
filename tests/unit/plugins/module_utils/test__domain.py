# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

import pytest

from ansible_collections.cdn.aws.plugins.module_utils._domain import host_name, is_host, is_within, normal_name
from ansible_collections.cdn.aws.plugins.module_utils._errors import Refused


@pytest.mark.parametrize(
    ("given", "normal"),
    [("CDN.Example.COM.", "cdn.example.com"), ("münchen.de", "xn--mnchen-3ya.de"), ("例え。jp", "xn--r8jz45g.jp")],
)
def test_a_name_has_one_normal_form(given, normal):
    assert normal_name(given) == normal


@pytest.mark.parametrize("given", ["straße.de", "STRA\u1e9eE.de", "a\u200db.de", "ü" * 80 + ".de"])
def test_a_name_without_one_punycode_form_is_refused(given):
    with pytest.raises(Refused):
        normal_name(given)


@pytest.mark.parametrize(
    ("name", "inside"), [("example.com", True), ("a.example.com", True), ("badexample.com", False)]
)
def test_a_zone_ends_at_a_label(name, inside):
    # R53-21
    assert is_within(name, "example.com") is inside


@pytest.mark.parametrize(
    ("name", "problem"),
    [
        ("", "it is empty"),
        ("https://cdn.example.com/", "bare name"),
        ("a b.example.com", "bare name"),
        ("192.0.2.1", "IP address"),
        ("[2001:db8::1]", "IP address"),
        ("cdn.example.com:443", "without a port"),
        ("a.*.example.com", "wildcard"),
        ("*", "wildcard"),
        ("*.", "wildcard"),
        ("a..example.com", "two dots in a row"),
        (".example.com", "two dots in a row, or begins with one"),
        ("-a.example.com", "letters, digits and inner hyphens"),
        (f"{'a' * 64}.example.com", "has 64 characters, at most 63 can be"),
        (f"{'a.' * 127}example.com", "has 265 characters, at most 253 can be"),
        ("straße.example.com", "xn--"),
    ],
)
@pytest.mark.parametrize("wildcard", [True, False])
def test_what_no_host_is_called_is_refused_under_its_option(name, problem, wildcard):
    with pytest.raises(Refused) as caught:
        host_name(name, option="domain", wildcard=wildcard)
    assert caught.value.message.startswith("domain: ")
    assert problem in caught.value.message


def test_a_wildcard_goes_where_it_may():
    assert host_name("*.Example.com.", option="aliases", wildcard=True) == "*.example.com"
    with pytest.raises(Refused, match="^domain: .* no wildcard goes here"):
        host_name("*.example.com", option="domain")


def test_the_name_of_a_check_run_is_left_alone():
    assert host_name("(known after apply: a name)", option="domain") == "(known after apply: a name)"


@pytest.mark.parametrize(
    ("text", "is_one"),
    [
        ("localhost", True),
        ("a_b.example.com.", True),
        ("127.0.0.1", True),
        ("::1", True),
        ("a..b", False),
        (".example.com", False),
        ("a" * 64, False),
        ("straße.de", False),
        ("", False),
    ],
)
def test_what_can_be_looked_up_is_a_host(text, is_one):
    assert is_host(text) is is_one
