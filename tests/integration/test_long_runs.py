# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Credentials and clocks that end a wait: what is said, and that the next run goes on from there."""

from __future__ import annotations

import typing as t

import pytest

from tests.in_process import Outcome, run_module, time_passes
from tests.lab import Lab

DOMAIN = "cdn.example.test"
ORIGIN = {"id": "files", "domain_name": "files.s3.amazonaws.com", "s3_origin_config": {"origin_access_identity": ""}}
DISTRIBUTION = {
    "caller_reference": "long",
    "origins": [ORIGIN],
    "default_cache_behavior": {"target_origin_id": "files"},
    "wait": True,
}
RECORD = {"name": f"a.{DOMAIN}", "type": "A", "ttl": 60, "values": ["192.0.2.1"]}


class Long(t.NamedTuple):
    """A wait: module and options, the operation that looks, which of its calls is the first look, what is said."""

    module: str
    options: dict[str, t.Any]
    operation: str
    look: int
    said: str


LONG = [
    Long("cloudfront_distribution", DISTRIBUTION, "cloudfront:GetDistribution", 2, "Deployment of the distribution"),
    Long(
        "route53_records",
        {"zone": "example.test", "records": [RECORD], "wait": True},
        "route53:GetChange",
        1,
        "Spreading",
    ),
    Long("acm_certificate", {"domain_name": DOMAIN, "wait": True}, "acm:DescribeCertificate", 4, "the certificate for"),
]


@pytest.fixture
def slow(lab: Lab, monkeypatch) -> Lab:
    """An account in which nothing gets ready by itself."""
    for name, value in lab.env.items():
        monkeypatch.setenv(name, value)
    lab.settings(certificate_seconds=3600, deploy_seconds=3600, insync_seconds=3600)
    return lab


def run(long: Long) -> Outcome:
    with time_passes():
        return run_module(long.module, long.options)


@pytest.mark.parametrize("kind", ["expired", "skew"])
@pytest.mark.parametrize("long", LONG, ids=lambda long: long.module)
def test_a_wait_that_cannot_go_on_says_so_and_the_next_run_does(slow, long, kind):
    slow.fault(kind, long.operation, nth=long.look)
    ended = run(long)
    assert ended.failed
    assert not ended.crash
    start = {"expired": "The credentials have expired", "skew": "The clock of this machine is 25 minutes slow"}[kind]
    assert ended.message.startswith(f"{start}, AWS says on {long.operation}: ")
    assert "It was waiting for" in ended.message
    assert long.said in ended.message
    assert ended.message.endswith("AWS goes on; running this again waits further.")
    made = ended.result["actions"]
    assert made

    slow.clear_faults()
    slow.settings(certificate_seconds=0, deploy_seconds=0, insync_seconds=0)
    mark = slow.mark()
    if long.module != "acm_certificate":  # whose records nobody has made here
        assert not run(long).failed
    assert slow.writes(mark) == []
