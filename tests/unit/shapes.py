# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The configuration of a distribution in the form of options, and what a merge changes in it."""

from __future__ import annotations

import functools

import botocore.parsers

from ansible_collections.cdn.aws.plugins.module_utils._shapes import (
    differences,
    from_sdk,
    merge,
)
from tests.unit.answers import distribution
from tests.unit.helpers import service_shape, session

shape = functools.partial(service_shape, "cloudfront")
CONFIG = shape("DistributionConfig")


@functools.cache
def answer():
    """Return the configuration of a distribution as CloudFront answers today, parsed by botocore."""
    output = session().get_service_model("cloudfront").operation_model("GetDistribution").output_shape
    response = {"status_code": 200, "headers": {}, "body": distribution().encode()}
    return botocore.parsers.RestXMLParser().parse(response, output)["Distribution"]["DistributionConfig"]


def current(**changed):
    return {**from_sdk(CONFIG, answer()), **changed}


def paths(found):
    return [difference.path for difference in found]


def changes(desired, *, of=CONFIG, now=None, **options):
    """Return the paths in which a merge would change what is there now."""
    now = current() if now is None else now
    return paths(differences(of, now, merge(of, now, desired, **options)))
