# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

import pytest

from ansible_collections.cdn.aws.plugins.module_utils._acm.names import base_name, certificate_names
from ansible_collections.cdn.aws.plugins.module_utils._errors import Refused
from ansible_collections.cdn.aws.plugins.module_utils._unknown import unknown


def test_names_are_normal_and_each_once():
    assert certificate_names("Example.COM.", ["*.example.com", "example.com"]) == ("example.com", "*.example.com")


@pytest.mark.parametrize(
    ("name", "problem"),
    [
        ("", "empty"),
        ("192.0.2.1", "IP address"),
        ("[2001:db8::1]", "IP address"),
        ("https://example.com/", "bare name"),
        ("me@example.com", "bare name"),
        ("a*.example.com", "wildcard"),
        ("a.*.example.com", "wildcard"),
        ("*.*.example.com", "wildcard"),
        ("*", "whole first label"),
        ("*.com", "fully qualified"),
        ("localhost", "fully qualified"),
        ("a b.example.com", "bare name"),
        ("-a.example.com", "label '-a'"),
        ("_a.example.com", "underscore"),
        ("a..example.com", "two dots in a row"),
        ("a" * 64 + ".com", "characters"),
        ("a" * 60 + ".com.example", "at most 64"),
    ],
)
def test_a_name_that_no_certificate_can_carry_is_refused(name, problem):
    # ACM-02
    with pytest.raises(Refused, match="domain_name.*" + problem.replace("[", r"\[")):
        certificate_names(name, None)


def test_only_the_subject_is_limited_to_64_octets():
    # ACM-02
    long = "a" * 60 + ".example.com"
    assert certificate_names("example.com", [long]) == ("example.com", long)
    with pytest.raises(Refused, match="subject_alternative_names.*at most 253"):
        certificate_names("example.com", [".".join(["a" * 60] * 5)])


def test_unknown_names_pass():
    assert certificate_names(unknown("name"), None) == (unknown("name"),)


def test_an_apex_and_its_wildcard_are_proved_together():
    # ACM-04
    assert base_name("*.example.com") == base_name("example.com") == "example.com"
