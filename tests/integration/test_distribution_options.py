# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Each option is set, changed, left alone and taken away, in real runs against the lab.

What a distribution has between the tasks of a run is asked of the API itself, not of the module.
"""

from __future__ import annotations

import dataclasses
import typing as t

import pytest
from botocore.parsers import create_parser

from tests.integration import distribution_things as things
from tests.integration.conftest import RunTasks
from tests.integration.distribution_options import FIXED, GONE, GROUPS, SECRETS, Group, Silent
from tests.integration.distribution_paths import alike, in_diff, in_wire, written_as
from tests.integration.playbook import Run
from tests.lab import Lab
from tests.unit.helpers import session

MODULE = "cdn.aws.cloudfront_distribution"
# CF-10: the first behaviour that matches, the first member of a group.
ORDERED = ("cache_behaviors", "members")
BEATS = ("first", "second", "unset")
Leaves = dict[str, t.Any]


@dataclasses.dataclass(frozen=True)
class Step:
    """A task of a run and the configuration before and after it, leaf by leaf."""

    result: dict[str, t.Any]
    before: Leaves
    after: Leaves

    @property
    def changed(self) -> bool:
        return bool(self.result["changed"])

    @property
    def moved(self) -> set[str]:
        """The options that AWS now has in another way."""
        paths = self.before.keys() | self.after.keys()
        return {path for path in paths if not alike(self.before.get(path), self.after.get(path))}

    @property
    def shown(self) -> set[str]:
        """The options that the task's diff shows."""
        return in_diff(self.result["diff"])


class Player:
    """Runs tasks on one distribution, all in one run, and looks at it in between."""

    def __init__(self, lab: Lab, run_tasks: RunTasks, distribution_id: str) -> None:
        self._id = distribution_id
        self._run_tasks = run_tasks
        client = lab.client("cloudfront")
        self._url = client.generate_presigned_url("get_distribution_config", Params={"Id": distribution_id})

    def play(self, tasks: t.Iterable[tuple[dict[str, t.Any], bool]]) -> list[Step]:
        """Run tasks of (options, whether in check mode)."""
        written = [self._look]
        for options, check in tasks:
            task = {MODULE: {"distribution_id": self._id, **options}, "check_mode": check, "diff": True}
            written += [{"name": "Bring the options into force", **task}, self._look]
        run = self._run_tasks(written).ok()
        configs = [in_wire(self._parsed(task.result["msg"])) for task in run.tasks[::2]]
        return [
            Step(task.result, before, after)
            for task, before, after in zip(run.tasks[1::2], configs[:-1], configs[1:], strict=True)
        ]

    @property
    def _look(self) -> dict[str, t.Any]:
        return {
            "name": "Look at the distribution itself",
            "ansible.builtin.debug": {
                "msg": f"{{{{ lookup('ansible.builtin.url', '{self._url}', split_lines=false) }}}}"
            },
        }

    def _parsed(self, body: str) -> dict[str, t.Any]:
        shape = session().get_service_model("cloudfront").operation_model("GetDistributionConfig").output_shape
        answer = {"status_code": 200, "headers": {}, "body": body.encode()}
        return t.cast("dict[str, t.Any]", create_parser("rest-xml").parse(answer, shape)["DistributionConfig"])


def written(group: Group, beat: str, made: t.Mapping[str, str]) -> dict[str, t.Any]:
    """The options of a beat as a user writes them."""
    values = [(row.path, getattr(row, beat)) for row in group.rows]
    texts = [(path, value.written if isinstance(value, Silent) else value) for path, value in values]
    named = [(path, things.filled(text, made)) for path, text in texts if text is not None]
    unsetting = group.unsetting if beat == "unset" else {}
    gone = [path for path, value in values if value is GONE]
    return {**group.always, **written_as(named, gone=gone), **unsetting}


def beats(group: Group, made: t.Mapping[str, str]) -> list[tuple[dict[str, t.Any], bool]]:
    """The tasks: planned, set, set again, changed, left alone, its end planned, taken away, taken away again."""
    first, second, unset = (written(group, beat, made) for beat in BEATS)
    other = {**group.always, **group.beside, **written_as(group.other.items(), gone=())}
    tasks = (first, True), (first, False), (otherwise(first), False), (second, False)
    return [*tasks, (other, False), (unset, True), (unset, False), (otherwise(unset), False)]


def otherwise(value: t.Any, name: str = "") -> t.Any:
    """The same options in other words: lists whose order says nothing the other way round, aliases in capitals."""
    if isinstance(value, dict):
        return {key: otherwise(child, key) for key, child in value.items()}
    if not isinstance(value, list):
        return f"{value.upper()}." if name == "aliases" else value
    written_anew = [otherwise(item, name) for item in value]
    return written_anew if name in ORDERED else written_anew[::-1]


def expect(group: Group, made: t.Mapping[str, str], step: Step, beat: str) -> None:
    """Every option has the value of the beat, and just those that changed are in the diff."""
    named, silent = set(), set()
    for row in group.rows:
        value = getattr(row, beat)
        wanted = value.value if isinstance(value, Silent) else things.filled(value, made)
        wanted = step.before.get(row.path) if wanted is ... else things.ids(wanted)
        assert alike(step.after.get(row.path), wanted), f"{row.path}: {step.after.get(row.path)}, not {wanted}"
        if not alike(step.before.get(row.path), step.after.get(row.path)):
            (silent if isinstance(value, Silent) and not value.shown else named).add(row.path)
    assert unfilled(group, step.moved) == named | silent
    assert unfilled(group, step.shown) == named
    assert step.changed


def unfilled(group: Group, paths: set[str]) -> set[str]:
    """These paths without the defaults that come with new items."""
    rows = {row.path for row in group.rows}
    return {path for path in paths if path in rows or not path.startswith(group.filled or ("-",))}


def updates(step: Step) -> list[str]:
    return [action["operation"] for action in step.result["actions"]]


@pytest.mark.parametrize("name", GROUPS)
def test_options_are_set_changed_left_alone_and_taken_away(lab: Lab, run_tasks: RunTasks, name: str) -> None:
    group = GROUPS[name]
    made = things.make(lab, group)
    player = Player(lab, run_tasks, things.distribution(lab, made))
    mark = lab.mark()
    planned, done, again, changed, other, planned_unset, unset, unset_again = player.play(beats(group, made))
    update = ["cloudfront:UpdateDistribution"]
    assert [f"{call['service']}:{call['operation']}" for call in lab.writes(mark)] == update * 4
    for plan, real in ((planned, done), (planned_unset, unset)):
        assert plan.changed
        assert plan.moved == set()
        assert (plan.result["diff"], updates(plan)) == (real.result["diff"], updates(real))
    expect(group, made, done, "first")
    expect(group, made, changed, "second")
    expect(group, made, unset, "unset")
    for step in (done, changed, other, unset):
        assert updates(step) == update
    # An option that nobody names stays, whatever else is changed.
    assert other.moved == other.shown == set(group.other)
    for step in (again, unset_again):
        assert (step.changed, step.moved, updates(step)) == (False, set(), [])
    for secret in SECRETS:
        assert secret not in str([step.result for step in (planned, done, changed, unset)])


@pytest.mark.parametrize("option", FIXED)
def test_what_is_fixed_when_it_is_made_stays_and_is_refused_later(lab: Lab, run_tasks: RunTasks, option: str) -> None:
    value, later = FIXED[option]
    create = {"caller_reference": option, "default_origin_domain_name": "www.example.org", "http_version": "http2"}
    tasks = [
        {"name": "Bring the options into force", MODULE: {**create, **options}, "ignore_errors": True}
        for options in ({option: value}, {option: value}, {"comment": "something else"}, {option: later})
    ]
    mark = lab.mark()
    run: Run = run_tasks(tasks)
    assert [task.changed for task in run.tasks] == [True, False, True, False]
    assert [call["operation"] for call in lab.writes(mark)] == ["CreateDistribution", "UpdateDistribution"]
    assert [task.result["distribution"][option] for task in run.tasks[:3]] == [value] * 3
    assert option in run.failure
