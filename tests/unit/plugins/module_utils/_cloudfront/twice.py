# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Tasks that are run twice over a configuration: the second run must change nothing."""

from __future__ import annotations

import copy
import typing as t

from ansible.module_utils.common.arg_spec import ArgumentSpecValidator

from ansible_collections.cdn.aws.plugins.module_utils._cloudfront.options import CONFIG, PURGES, given
from ansible_collections.cdn.aws.plugins.module_utils._shapes import from_sdk
from tests.unit.plugins.module_utils._cloudfront.account import Account, run
from tests.unit.plugins.module_utils._cloudfront.distributions import LIVE
from tests.unit.plugins.module_utils._cloudfront.test_recorded import SHAPE

Options = dict[str, t.Any]


def options(given_options: Options) -> Options:
    """What Ansible makes of a task's options."""
    validated = ArgumentSpecValidator(CONFIG).validate(copy.deepcopy(given_options))
    assert validated.error_messages == []
    return t.cast("Options", validated.validated_parameters)


def update(config: Options, **task: t.Any) -> Options | None:
    """The body of the update that a task leads to, None when there is none; the task run again leads to none."""
    api = Account(config)
    purges = {name: task.pop(name) for name in (*PURGES.values(),) if name in task}
    named = {**options(task), **purges}
    run(api, **named)
    count = len(api.updates)
    run(api, **named)
    assert len(api.updates) == count, "the second run changes something again"
    return api.updates[0] if count else None


def itself(config: Options) -> Options:
    """A configuration as the options of a task."""
    return given(CONFIG, from_sdk(SHAPE, config))


def live(**members: t.Any) -> Options:
    return {**copy.deepcopy(LIVE), **members}


def with_behavior(config: Options, **members: t.Any) -> Options:
    behavior = {**config["DefaultCacheBehavior"], **members}
    return {**config, "DefaultCacheBehavior": {name: value for name, value in behavior.items() if value is not None}}


def with_origin(config: Options, **members: t.Any) -> Options:
    origin = {**config["Origins"]["Items"][0], **members}
    kept = {name: value for name, value in origin.items() if value is not None}
    return {**config, "Origins": {"Quantity": 1, "Items": [kept]}}


LEGACY = with_behavior(
    live(),
    CachePolicyId=None,
    ForwardedValues={
        "QueryString": False,
        "Cookies": {"Forward": "none"},
        "Headers": {"Quantity": 0},
        "QueryStringCacheKeys": {"Quantity": 0},
    },
    MinTTL=0,
    DefaultTTL=86400,
    MaxTTL=31536000,
)
CUSTOM_CONFIG = {
    "HTTPPort": 80,
    "HTTPSPort": 443,
    "OriginProtocolPolicy": "https-only",
    "OriginSslProtocols": {"Quantity": 1, "Items": ["TLSv1.2"]},
    "OriginReadTimeout": 30,
    "OriginKeepaliveTimeout": 5,
    "IpAddressType": "ipv4",
}
CUSTOM = with_origin(
    live(),
    DomainName="www.example.org",
    S3OriginConfig=None,
    OriginAccessControlId="",
    CustomOriginConfig=CUSTOM_CONFIG,
)
