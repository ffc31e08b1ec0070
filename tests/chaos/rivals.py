# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Modules in this process, and somebody else who writes exactly between what they read and what they write."""

from __future__ import annotations

import concurrent.futures
import dataclasses
import importlib
import inspect
import typing as t

from ansible.module_utils.common.arg_spec import ArgumentSpecValidator

from ansible_collections.cdn.aws.plugins.module_utils._argument_spec import ArgumentSpec
from ansible_collections.cdn.aws.plugins.module_utils._client import Clients, connection_argument_spec
from ansible_collections.cdn.aws.plugins.module_utils._errors import CdnError
from ansible_collections.cdn.aws.plugins.module_utils._reconcile import reconcile
from ansible_collections.cdn.aws.plugins.module_utils._resource import Resource
from tests.lab import Lab

MODULES = "ansible_collections.cdn.aws.plugins.modules"
Json = t.Any
Act = t.Callable[[], object]


@dataclasses.dataclass(frozen=True)
class Outcome:
    """What a module ended with: the operations that it says it made, what it warned of, or why it failed."""

    operations: list[str]
    warnings: list[str]
    failure: str = ""
    state: Json = None

    @property
    def told(self) -> str:
        """Return all that it said."""
        return " ".join([*self.warnings, self.failure])


@dataclasses.dataclass(frozen=True)
class Rival:
    """Somebody else, who acts right before (or after) the n-th call of an operation."""

    operation: str
    act: Act
    nth: int = 1
    after: bool = False


class Overtaken(Clients):
    """Clients that a rival is faster than."""

    def __init__(self, connection: t.Mapping[str, Json], rival: Rival | None, made: dict[Json, Json]) -> None:
        super().__init__(connection, read_only=False)
        # To make clients takes longer than to use them.
        self._made = made
        self._rival = rival
        self._seen = 0
        self.is_overtaken = False

    def call(self, operation: str, request: t.Mapping[str, Json], *, region: str | None = None) -> dict[str, Json]:
        """Make a call, and let the rival act when it is time."""
        rival = self._rival
        self._seen += rival is not None and operation == rival.operation
        is_time = rival is not None and operation == rival.operation and self._seen == rival.nth
        self.is_overtaken |= is_time
        if rival and is_time and not rival.after:
            rival.act()
        answer = super().call(operation, request, region=region)
        if rival and is_time and rival.after:
            rival.act()
        return answer


class Rivals:
    """One lab, modules to run in it, and the boto3 clients of somebody else."""

    def __init__(self, lab: Lab) -> None:
        self.lab = lab
        self._made: dict[Json, Json] = {}
        self._theirs: dict[str, Json] = {}
        options = {name: option.get("default") for name, option in connection_argument_spec().items()}
        self._connection = {
            **options,
            "endpoint_url": lab.env["AWS_ENDPOINT_URL"],
            "region": lab.env["AWS_REGION"],
            "access_key": lab.env["AWS_ACCESS_KEY_ID"],
            "secret_key": lab.env["AWS_SECRET_ACCESS_KEY"],
        }

    def client(self, service: str) -> t.Any:
        """Return the client with which somebody else writes."""
        if service not in self._theirs:
            self._theirs[service] = self.lab.client(service, "us-east-1" if service == "acm" else None)
        return self._theirs[service]

    def bring(self, module: str, rival: Rival | None = None, *, region: str = "", **options: Json) -> Outcome:
        """Run a module, perhaps against a rival, who is to get at it."""
        found = importlib.import_module(f"{MODULES}.{module}")
        (spec,) = [value for value in vars(found).values() if isinstance(value, ArgumentSpec)]
        (kind,) = [value for value in vars(found).values() if inspect.isclass(value) and issubclass(value, Resource)]
        given = ArgumentSpecValidator(spec.to_kwargs()["argument_spec"]).validate(options)
        assert not given.error_messages, given.error_messages
        connection = {**self._connection, **({"region": region} if region else {})}
        clients = Overtaken(connection, rival, self._made)
        subject = kind(given.validated_parameters, clients)
        try:
            result = reconcile(subject, check_mode=False)
        except CdnError as error:
            assert rival is None or clients.is_overtaken, f"{rival.operation} was never called: {error.message}"
            return Outcome([one["operation"] for one in error.applied], [], error.message)
        assert rival is None or clients.is_overtaken, f"{rival.operation} was never called"
        made = [one["operation"] for one in subject.actions(result.plan.changes)]
        state = subject.result(result.state)[subject.noun]
        return Outcome(made, [*result.plan.all_warnings(), *subject.warnings()], state=state)

    def at_once(self, operation: str, *runs: t.Callable[[], Outcome], seconds: float = 1.0) -> list[Outcome]:
        """Return the outcomes of runs side by side: who comes first to an operation waits there for the others."""
        self.lab.fault("delay", operation, nth=1, seconds=seconds)
        with concurrent.futures.ThreadPoolExecutor(len(runs)) as pool:
            done = [future.result() for future in [pool.submit(run) for run in runs]]
        assert any(fault["met"] for fault in self.lab.faults()), f"{operation} was never called"
        self.lab.clear_faults()
        return done


Race = t.Callable[[Rivals], str]
RACES: dict[str, Race] = {}


def race(name: str) -> t.Callable[[Race], Race]:
    """Register a race under what it is called in the table."""

    def register(run: Race) -> Race:
        RACES[name] = run
        return run

    return register


def merged(outcome: Outcome, *words: str) -> str:
    """See that a run ended well, and that it told what happened."""
    assert not outcome.failure, outcome.failure
    for word in words:
        assert word in outcome.told, f"{word!r} is not told: {outcome.told!r}"
    return "merged"


def refused(outcome: Outcome, *words: str) -> str:
    """See that a run ended in one line that says what happened."""
    assert outcome.failure, "it did not fail"
    assert "\n" not in outcome.failure
    for word in words:
        assert word in outcome.failure, f"{word!r} is not told: {outcome.failure!r}"
    return "told"


def well(outcomes: t.Sequence[Outcome], operation: str = "") -> None:
    """See that all runs ended well, and that one of them, and only one, has made an operation."""
    failures = [outcome.failure for outcome in outcomes if outcome.failure]
    assert not failures, failures
    made = [outcome.operations for outcome in outcomes]
    assert not operation or sum(operation in operations for operations in made) == 1, made
