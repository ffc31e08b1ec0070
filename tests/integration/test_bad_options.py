# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Every module refuses bad options in one line, before the first write, in check runs too."""

from __future__ import annotations

import typing as t
from pathlib import Path

import pytest

from tests.chaos import fuzz
from tests.in_process import module_names, run_module, time_passes
from tests.integration.bad_options import GOOD
from tests.integration.bad_options_all import BAD
from tests.lab import Lab

# What an earlier task may still make is only missed by a real run.
LATER = "later: "
# Few enough for every run of the tests; `python -m tests.chaos fuzz` takes more.
EXAMPLES = 40


@pytest.fixture
def ground(lab: Lab, tmp_path: Path) -> t.Iterator[Lab]:
    lab.settings(certificate_seconds=0, deploy_seconds=0, insync_seconds=0, invalidation_seconds=0)
    region = {"LocationConstraint": lab.env["AWS_REGION"]}
    lab.client("s3").create_bucket(Bucket="bad-input", CreateBucketConfiguration=region)
    with fuzz.ground(lab, tmp_path), time_passes():
        yield lab


def wrong(module: str, case: tuple[str, dict[str, t.Any], str], *, check: bool) -> list[str]:
    """Return what is not as it should be with the refusal of a case."""
    what, options, words = case
    outcome = run_module(module, {**GOOD[module], **options}, check=check)
    if check and what.startswith(LATER):
        return []
    found = fuzz.problem(outcome)
    if found or not outcome.failed:
        return [f"{what}: {found or 'taken'}"]
    return [] if words in outcome.message else [f"{what}: {outcome.message}"]


@pytest.mark.parametrize("module", BAD)
def test_bad_options_are_one_line_before_any_write(ground: Lab, module: str) -> None:
    mark = ground.mark()
    assert [line for case in BAD[module] for check in (True, False) for line in wrong(module, case, check=check)] == []
    assert ground.writes(mark) == []


def test_the_table_is_about_every_module() -> None:
    assert set(module_names()) == set(BAD)
    assert sum(map(len, BAD.values())) > 200


# What is spelled in another way, and the way that AWS has.
SPELLINGS: dict[str, tuple[str, dict[str, t.Any], dict[str, t.Any]]] = {
    "names of a certificate": (
        "acm_certificate",
        {"domain_name": " CDN.Example.Test. ", "subject_alternative_names": ["bücher.example.test", "*.EXAMPLE.test."]},
        {
            "domain_name": "cdn.example.test",
            "subject_alternative_names": ["xn--bcher-kva.example.test", "*.example.test"],
        },
    ),
    "names of records": (
        "route53_records",
        {"records": [{"name": "BÜCHER.example.test.", "type": "cname".upper(), "values": ["Www.Example.org."]}]},
        {"records": [{"name": "xn--bcher-kva.example.test", "type": "CNAME", "values": ["www.example.org"]}]},
    ),
    "numbers and booleans in tags": (
        "s3_origin_bucket",
        {"name": "bad-input", "tags": {"year": 2026, "live": True, "time": 12.5}},
        {"name": "bad-input", "tags": {"year": "2026", "live": "True", "time": "12.5"}},
    ),
    "numbers as texts": (
        "cloudfront_cache_policy",
        {"name": "spelled", "min_ttl": "0", "default_ttl": "60", "max_ttl": "1e3"},
        {"name": "spelled", "min_ttl": 0, "default_ttl": 60, "max_ttl": 1000},
    ),
}


@pytest.mark.parametrize("case", SPELLINGS)
def test_other_spellings_are_taken_and_the_second_run_changes_nothing(ground: Lab, case: str) -> None:
    module, given, spelled = SPELLINGS[case]
    first = run_module(module, given)
    assert not first.failed, first.message
    assert first.result["changed"]
    mark = ground.mark()
    for options in (given, spelled, given):
        again = run_module(module, options)
        assert not again.failed, again.message
        assert not again.result["changed"], again.result["diff"]
    assert ground.writes(mark) == []


@pytest.mark.parametrize("module", module_names())
def test_wild_options_end_in_a_result_or_in_one_line(running_lab: Lab, tmp_path: Path, module: str) -> None:
    with fuzz.ground(running_lab, tmp_path):
        fuzz.fuzz(running_lab, module, examples=EXAMPLES, derandomize=True)
