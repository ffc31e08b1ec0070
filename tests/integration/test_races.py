# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Somebody else at work at the same time: nothing is lost, nothing is there twice, who loses says so."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.chaos import races_bucket, races_cloudfront, races_zone  # noqa: F401 - their races are listed
from tests.chaos.chain import QUICK
from tests.chaos.races import SITE_RACES, verdict
from tests.chaos.rivals import RACES, Rival, Rivals
from tests.chaos.snapshot import seconds, snapshot
from tests.integration import site
from tests.integration.conftest import RunTasks
from tests.integration.playbook import Run, Task
from tests.lab import Lab

# Six writers of one policy are in test_s3_bucket_policy_statement.py.
ELSEWHERE = {"five publishers' statements in one policy"}

# Those that AWS refuses a second time; a certificate's request gives the same certificate again (ACM-01).
ONCE = (
    "s3:CreateBucket",
    "cloudfront:CreateOriginAccessControl",
    "cloudfront:CreateResponseHeadersPolicy",
    "cloudfront:CreateDistribution",
)
CREATES = (*ONCE, "acm:RequestCertificate", "route53:ChangeResourceRecordSets", "s3:PutBucketPolicy")


@pytest.fixture(scope="module")
def rivals(running_lab: Lab) -> Rivals:
    return Rivals(running_lab)


@pytest.mark.parametrize("race", sorted(set(RACES) - ELSEWHERE))
def test_a_race_of_modules(lab: Lab, rivals: Rivals, race: str):
    lab.settings(**QUICK)
    assert RACES[race](rivals)


def test_a_rival_that_is_never_reached_is_no_race(lab: Lab, rivals: Rivals):
    lab.settings(**QUICK)
    with pytest.raises(AssertionError, match="s3:DeleteBucket was never called"):
        rivals.bring("s3_origin_bucket", Rival("s3:DeleteBucket", lambda: None), name="race-example-test")


@pytest.mark.parametrize(("race", "end"), [("two sites in one zone", "WRONG"), ("a teardown while the site", "1 told")])
def test_who_fails_where_all_are_to_end_well_is_told(race: str, end: str):
    task = Task("Make it", "cdn.aws.s3_origin_bucket", "localhost", {"failed": True, "msg": "No."})
    failed = Run(rc=2, tasks=[task], stats={}, stdout="", stderr="")
    (one,) = (found for name, found in SITE_RACES.items() if name.startswith(race) and "made" not in name)
    assert verdict(one, [failed], [], []).startswith(end)


def test_two_runs_of_one_site_make_one_site(lab: Lab, run_tasks: RunTasks, tmp_path: Path):
    lab.settings(**QUICK)
    variables = site.variables(lab, site_browser_cache_seconds=60, site_publish_source=str(site.one_file(tmp_path)))
    # Who comes first to a create is held until the other one has planned it too.
    for operation in CREATES:
        lab.fault("delay", operation, nth=1, seconds=2)

    def run(dummy: int) -> Run:
        return run_tasks(site.SITE, variables=variables)

    with ThreadPoolExecutor(2) as pool:
        done = list(pool.map(run, range(2)))
    lab.clear_faults()
    assert [one.failure for one in done] == ["", ""]
    made = [action["operation"] for one in done for action in one.facts("site_result")["actions"]]
    assert {operation: made.count(operation) for operation in ONCE} == dict.fromkeys(ONCE, 1)
    found = snapshot(lab)
    assert seconds(found) == []
    assert [len(found[kind]) for kind in ("buckets", "certificates", "distributions", "origin_access_controls")] == [
        1
    ] * 4
    (bucket,) = found["buckets"].values()
    assert len(bucket["policy"]["Statement"]) == 1
    mark = lab.mark()
    assert run_tasks(site.SITE, variables=variables).ok().changed == 0
    assert lab.writes(mark) == []
