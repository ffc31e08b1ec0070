# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A sample of `make chaos`: every operation of a site's life meets every fault that passes, all in one run."""

from __future__ import annotations

import typing as t

import pytest

from tests.chaos.chain import Chain, Undisturbed
from tests.chaos.faults import unclear
from tests.chaos.snapshot import differences, seconds, snapshot
from tests.integration import site
from tests.lab import Lab

FAULTS = ("delay", "throttle", "500", "503", "drop_before", "drop_after")
# The client hangs up before the answer would come.
HANG_SECONDS = 0.8
IMPATIENT = {"aws_config": {"read_timeout": 0.6}}
# What botocore sleeps between attempts is no part of what is tested.
HASTY = """\
#!{python}
import sys
from botocore.retries import standard
standard.ExponentialBackoff.delay_amount = lambda self, context: 0
exec(sys.stdin.read())
"""


class Protected(Chain):
    """A site with a web ACL, which is made by another collection's modules."""

    def variables(self, **more: t.Any) -> dict[str, t.Any]:
        return super().variables(**{"site_security_protections": True, **more})


@pytest.fixture(scope="module")
def chain(running_lab: Lab, python: str, program: str, tmp_path_factory: pytest.TempPathFactory) -> Chain:
    directory = tmp_path_factory.mktemp("faults")
    hasty = directory / "python"
    hasty.write_text(HASTY.format(python=python), encoding="utf-8")
    hasty.chmod(0o755)
    return Protected(running_lab, directory, python=str(hasty), program=program, defaults=IMPATIENT)


@pytest.fixture(scope="module")
def undisturbed(chain: Chain) -> Undisturbed:
    return chain.undisturbed()


def disturb(lab: Lab) -> None:
    """Let the first calls of each operation fail, one after the other in every way."""
    for kind in FAULTS:
        lab.fault(kind, first_of_each=True, seconds=HANG_SECONDS)


def faced(lab: Lab) -> list[set[str]]:
    """Return the operations that met each fault."""
    return [set(fault["met"]) for fault in lab.faults()]


def test_a_site_and_its_teardown_come_through_every_fault_at_every_operation(
    chain: Chain, undisturbed: Undisturbed
) -> None:
    """Design, rules 4 and 8; the work of the requests that hung is done late, and once more."""
    chain.empty()
    disturb(chain.lab)
    chain.run().ok()
    assert all(met >= set(undisturbed.operations) for met in faced(chain.lab))
    chain.calm()
    account = snapshot(chain.lab)
    assert differences(undisturbed.account, account) == []
    assert seconds(account) == []
    mark = chain.lab.mark()
    disturb(chain.lab)
    chain.run(site_state="absent").ok()
    operations = {f"{call['service']}:{call['operation']}" for call in chain.lab.calls(mark)}
    assert all(met == operations for met in faced(chain.lab))
    chain.calm()
    left = {kind: sorted(found) for kind, found in snapshot(chain.lab).items() if found}
    assert left == {"buckets": [site.BUCKET], "zones": ["example.test."]}
    assert sorted(snapshot(chain.lab)["zones"]["example.test."]) == ["example.test. NS", "example.test. SOA"]


def test_a_fault_that_stays_is_told_in_one_line_and_the_next_run_goes_on(
    chain: Chain, undisturbed: Undisturbed
) -> None:
    """In the midst of the writes: what was made before is found by the next run."""
    chain.empty()
    chain.lab.fault("503", "CreateDistribution")
    done = chain.run()
    assert done.rc == 2
    assert unclear(done, "cloudfront:CreateDistribution") == ""
    assert "It was asked 9 times" in done.failure
    chain.clean_run()
    assert differences(undisturbed.account, snapshot(chain.lab)) == []


def test_a_web_acl_that_cannot_be_made_is_told_like_anything_else(chain: Chain) -> None:
    """The module that makes it is not ours, and says neither how often AWS was asked nor what to do."""
    chain.empty()
    chain.lab.fault("503", "CreateWebACL")
    done = chain.run()
    chain.calm()
    assert done.rc == 2
    assert unclear(done, "wafv2:CreateWebACL") == ""
    assert done.failure.endswith("It was asked 9 times; run this again later, which goes on from here.")
