# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

import pytest

from ansible_collections.cdn.aws.plugins.module_utils._domain import is_within, normal_name
from ansible_collections.cdn.aws.plugins.module_utils._errors import Refused


@pytest.mark.parametrize(
    ("given", "normal"),
    [("CDN.Example.COM.", "cdn.example.com"), ("münchen.de", "xn--mnchen-3ya.de"), ("例え。jp", "xn--r8jz45g.jp")],
)
def test_a_name_has_one_normal_form(given, normal):
    assert normal_name(given) == normal


@pytest.mark.parametrize("given", ["straße.de", "a\u200db.de", "ü" * 80 + ".de"])
def test_a_name_without_one_punycode_form_is_refused(given):
    with pytest.raises(Refused):
        normal_name(given)


@pytest.mark.parametrize(
    ("name", "inside"), [("example.com", True), ("a.example.com", True), ("badexample.com", False)]
)
def test_a_zone_ends_at_a_label(name, inside):
    # R53-21
    assert is_within(name, "example.com") is inside
