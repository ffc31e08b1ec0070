# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Races, each many times: whole runs with each other, and single modules with somebody at the console.

Nothing is lost, nothing is there twice; a run that does not end well says in one line what happened.
"""

from __future__ import annotations

import collections
import concurrent.futures
import dataclasses
import functools
import random
import re
import threading
import time
import typing as t

from tests.benchmark.tables import table
from tests.chaos import races_bucket, races_cloudfront, races_zone  # noqa: F401 - their races are listed
from tests.chaos.chain import Chain, ended
from tests.chaos.rivals import RACES, Rivals
from tests.chaos.snapshot import differences, seconds, snapshot
from tests.chaos.sweep import Cell, Options, Result, Results, sweep, warm_chains, wrong
from tests.integration import site
from tests.integration.playbook import Run

NAME = "races"
LONGEST_MESSAGE = 700
# So many of the races of sites are followed by one more run that must find nothing to do. After all others only the
# account is compared: what a run does depends on nothing else.
RUN_AGAIN = 5
Json = t.Any

OTHER = {"site_domain": "www.example.test", "site_bucket": "www-example-test"}
# Other files of the same bucket.
BESIDE = {"site_domain": "www.example.test", "site_origin_path": "/www"}
BY_HOST = {
    "site_domain": "{{ inventory_hostname }}.example.test",
    "site_bucket": "{{ inventory_hostname }}-example-test",
}
ABSENT = {"site_state": "absent"}


@dataclasses.dataclass(frozen=True)
class SiteRace:
    """Runs that start at about the same time, after others that have ended; ``spread`` is the most between two starts.

    ``last`` are the runs after it, one after the other: they end well, and change nothing where it ``settles``, which
    is when the account holds what it shall already after the race. All runs end well but those that want opposite
    things: one of these ``may_fail``.
    """

    runs: tuple[dict[str, Json], ...]
    last: tuple[dict[str, Json], ...]
    before: tuple[dict[str, Json], ...] = ()
    spread: float = 8.0
    settles: bool = True
    may_fail: bool = False


OPPOSED = {"settles": False, "may_fail": True}
SITE_RACES = {
    "two runs of one site": SiteRace(({}, {}), ({},)),
    "two sites in one zone": SiteRace(({}, OTHER), ({}, OTHER)),
    "two sites in front of one bucket": SiteRace(({}, BESIDE), ({}, BESIDE)),
    "two hosts in one run": SiteRace(({"hosts": "cdn,www,", **BY_HOST},), ({"hosts": "cdn,www,", **BY_HOST},)),
    "a teardown while the site is made": SiteRace(({}, ABSENT), ({},), spread=14.0, **OPPOSED),
    "a teardown while the site is looked after": SiteRace(({}, ABSENT), ({},), before=({},), **OPPOSED),
    "two teardowns": SiteRace((ABSENT, ABSENT), (ABSENT,), before=({},)),
}


class Site(Chain):
    """A site without files: what runs share, and could take from each other, is all there."""

    def variables(self, **more: Json) -> dict[str, Json]:
        """Return what the site is made of."""
        return site.variables(self.lab, **{"site_browser_cache_seconds": 60, **more})


def run(options: Options) -> list[str]:
    """Run what has no result yet and return what went wrong."""
    of_sites, of_modules = (
        [Cell(f"{race} {number:02}", (race, number)) for race in races for number in range(options.times)]
        for races in (SITE_RACES, RACES)
    )
    work = functools.partial(examine, expected=Expected())
    found = sweep(NAME, of_modules, work, options)
    with warm_chains(Site) as chain:
        found |= sweep(NAME, of_sites, work, options, chain=chain)
    return wrong(found)


class Expected:
    """What the account holds when the runs of a race come one after the other, looked at once."""

    def __init__(self) -> None:
        self._known: dict[str, dict[str, Json]] = {}
        self._lock = threading.Lock()

    def of(self, chain: Chain, race: str) -> dict[str, Json]:
        """Return it, found out in the lab of a chain."""
        with self._lock:
            if race not in self._known:
                chain.empty()
                for variables in (*SITE_RACES[race].before, *SITE_RACES[race].last):
                    ended(chain.start(**variables)).ok()
                self._known[race] = account(chain)
            return self._known[race]


def examine(chain: Chain, cell: Cell, expected: Expected) -> Result:
    """Run one race once."""
    race, number = cell.what
    if race in SITE_RACES:
        return {"race": race, **run_site_race(chain, SITE_RACES[race], number, expected.of(chain, race))}
    chain.empty()
    return {"race": race, "verdict": RACES[race](Rivals(chain.lab))}


def run_site_race(chain: Chain, race: SiteRace, number: int, wanted: dict[str, Json]) -> Result:
    """Let the runs of a race meet, run it again in peace, and compare what the account holds."""
    chain.empty()
    for variables in race.before:
        ended(chain.start(**variables)).ok()
    # The first time all start at once.
    chance = random.Random(number)
    offsets = [0.0, *(chance.uniform(0, race.spread) if number else 0.0 for dummy in race.runs[1:])]
    with concurrent.futures.ThreadPoolExecutor(len(race.runs)) as pool:
        done = list(pool.map(functools.partial(_delayed, chain), race.runs, offsets))
    held = account(chain)
    complaints = [f"a second {one}" for one in seconds(held)]
    complaints += differences(wanted, held) if race.settles else []
    again = []
    if number < RUN_AGAIN or not race.settles:
        again = [ended(chain.start(**variables)).ok() for variables in race.last]
        complaints += differences(wanted, account(chain))
    messages = [one.failure for one in done if one.rc]
    result = {"offsets": offsets, "messages": messages, "warnings": [line for one in done for line in one.warnings]}
    return {**result, "verdict": verdict(race, done, again, complaints)}


def account(chain: Chain) -> dict[str, Json]:
    """Return what the account holds, statements of policies by their Sids: who comes first is chance."""
    found = snapshot(chain.lab)
    for bucket in found["buckets"].values():
        if bucket["policy"]:
            bucket["policy"]["Statement"].sort(key=lambda statement: statement["Sid"])
    return found


def _delayed(chain: Chain, variables: dict[str, Json], offset: float) -> Run:
    time.sleep(offset)
    return ended(chain.start(**variables))


def verdict(race: SiteRace, done: list[Run], again: list[Run], complaints: list[str]) -> str:
    """Return how it ended, or what is WRONG."""
    failed = [one for one in done if one.rc]
    unclear = [one.failure or one.stderr for one in failed if not is_clear(one)]
    if unclear:
        return f"WRONG: no clear line: {' '.join(unclear[0].split())[:400]}"
    if failed and not race.may_fail:
        return f"WRONG: a run has failed: {failed[0].failure}"
    if complaints:
        return f"WRONG: {complaints[0]}"
    if race.settles and any(one.changed for one in again):
        return f"WRONG: the run after it changed something: {again[0].operations}"
    return f"{len(failed)} told" if failed else "all well"


def is_clear(run: Run) -> bool:
    """Tell whether a failed run says in one line what happened."""
    message = run.failure.strip()
    if re.search(r"Traceback|Exception|Error:", message + run.stderr):
        return False
    return bool(message) and "\n" not in message and len(message) <= LONGEST_MESSAGE


def tables() -> dict[str, str]:
    """Return what docs/resilience.md shows of the results, by mark."""
    grouped: dict[str, list[Result]] = collections.defaultdict(list)
    for result in Results(NAME).all().values():
        grouped[result.get("race", result["cell"].rpartition(" ")[0])].append(result)
    rows = [_row(race, grouped[race]) for race in (*SITE_RACES, *RACES) if race in grouped]
    total = sum(map(len, grouped.values()))
    bad = sum(one["verdict"].startswith("WRONG") for found in grouped.values() for one in found)
    return {NAME: f"{total} races; {bad} not as expected.\n\n{table(('race', 'runs', 'how they ended'), rows)}"}


def _row(race: str, results: list[Result]) -> list[str]:
    ends = collections.Counter(one["verdict"].partition(":")[0] for one in results)
    return [race, str(len(results)), ", ".join(f"{count} {end}" for end, count in ends.most_common())]
