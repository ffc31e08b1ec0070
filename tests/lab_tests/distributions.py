# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Distributions that are made, or refused, by the lab."""

from __future__ import annotations

import typing as t

from tests.lab_tests import aws


def create(cloudfront: t.Any, reference: str = "one", **members: t.Any) -> t.Any:
    """Create a distribution, return the whole answer."""
    return cloudfront.create_distribution(DistributionConfig=aws.config(reference, **members))


def refused(cloudfront: t.Any, **members: t.Any) -> str:
    """Return the code that creating this gets."""
    return aws.code(cloudfront.create_distribution, DistributionConfig=aws.config(**members))
