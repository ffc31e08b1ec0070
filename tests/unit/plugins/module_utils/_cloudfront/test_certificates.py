# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A certificate must cover the aliases and be ready."""

from __future__ import annotations

import pytest

from ansible_collections.cdn.aws.plugins.module_utils._cloudfront.certificates import judge
from ansible_collections.cdn.aws.plugins.module_utils._errors import Refused
from tests.unit.plugins.module_utils._cloudfront.config_parts import ARN


def test_a_certificate_must_cover_all_aliases() -> None:
    """CF-34 (c): the message names the ones that are left bare."""
    certificate = {"Status": "ISSUED", "SubjectAlternativeNames": ["example.com", "*.example.com"]}
    with pytest.raises(Refused, match=r"does not cover a\.b\.example\.com; it covers example\.com, \*\.example\.com"):
        judge(ARN, certificate, ["example.com", "www.example.com", "a.b.example.com"])
    assert judge(ARN, certificate, ["example.com"]).issued


def test_a_certificate_that_failed_is_refused_and_an_unusual_key_is_told() -> None:
    """CF-36; ACM writes RSA-2048 as well (ACM-11)."""
    with pytest.raises(Refused, match="FAILED"):
        judge(ARN, {"Status": "FAILED", "DomainName": "a.example.com"}, ["a.example.com"])
    ready = {"Status": "ISSUED", "DomainName": "a.example.com"}
    assert "RSA_4096" in judge(ARN, {**ready, "KeyAlgorithm": "RSA_4096"}, []).warnings[0]
    assert judge(ARN, {**ready, "KeyAlgorithm": "RSA-2048"}, []).warnings == ()
